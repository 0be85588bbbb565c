"""The sample in the authors' README works as it stands; in a process of its own, because it takes real names."""

import re
import subprocess
import sys
from pathlib import Path

import acree_sandbox.core

README = Path(acree_sandbox.core.__file__).with_name("README.md")

USE = """
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.world import Pace, World

cloud = Cloud(World(paces={"*": Pace(0)}))
sandbox = Dispatcher(cloud)

def call(action, **parameters):
    return sandbox.call(VPC.version, action, parameters)

vpc = call("CreateVpc", VpcName="a", CidrBlock="10.0.0.0/8", RegionId="cn-hangzhou")["VpcId"]
call("ModifyVpcAttribute", VpcId=vpc, VpcName="b")
call("TagResources", **{"ResourceType": "VPC", "ResourceId.1": vpc, "Tag.1.Key": "k", "Tag.1.Value": "v"})
(found,) = call("DescribeVpcs", **{"VpcId.1": vpc})["Vpcs"]["Vpc"]
assert (found["VpcName"], found["Status"], found["Tags"]) == ("b", "Available", {"Tag": [{"Key": "k", "Value": "v"}]})
cloud.put(VSwitch(id="vsw-1", vpc_id=vpc))
try:
    call("DeleteVpc", VpcId=vpc)
except ApiError as error:
    print(error.code)
cloud.remove(cloud.need(VSwitch, "vsw-1", "X"))
call("DeleteVpc", VpcId=vpc)
print(call("DescribeVpcs")["TotalCount"])
"""


def test_the_sample_works() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    ran = subprocess.run(
        [sys.executable, "-c", blocks[0] + USE], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ran.stdout.split(), ran.stderr) == (["DependencyViolation.VSwitch", "0"], "")
