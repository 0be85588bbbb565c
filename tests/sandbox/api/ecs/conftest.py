"""Two hosts in one VPC and one in another region; agents that note what they are to run."""

from base64 import b64encode
from dataclasses import dataclass, field

import pytest

from acree_infra.doctor.render import python_command
from acree_sandbox.api.ecs.agents import Order, run_agents
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.world import World
from acree_sandbox.world.file import world_of
from tests.sandbox.world.test_file import content

JOB = {
    "legs": {"registry": ["acr-demo.example"], "auth": ["auth.example"], "oss": ["bucket.example"]},
    "resolvers": ["100.100.2.136:53"],
    "connect_to": {"10.0.0.20:443": "127.0.0.1:8443"},
    "ca_file": "",
    "timeout": 5.0,
    "trust": r"auth\.example|dockerauth[a-z0-9-]*[.-]cn-hangzhou\.aliyuncs\.com",
    "plain": False,
    "realm": "https://auth.example/auth",
    "service": "registry.aliyuncs.com:cn-hangzhou",
    "storage": ["bucket.example"],
    "repository": "team/app",
    "reference": "1.2",
    "platform": "linux/amd64",
    "username": "somebody",
    "password": 'it\'s; $(touch /there) `x` "q"',
    "until": "",
}
HOSTS = [
    {"id": "i-1", "name": "one", "vswitch": "vsw-hza"},
    {"id": "i-2", "name": "two", "vswitch": "vsw-hza"},
    {"id": "i-far", "name": "far", "vswitch": "vsw-sha"},
]


@pytest.fixture
def world() -> World:
    return world_of({**content(), "hosts": HOSTS, "paces": {"*": 0}})


@dataclass
class Noting:
    """Agents that run nothing."""

    orders: list[Order] = field(default_factory=list)

    def start(self, order: Order) -> None:
        self.orders.append(order)


@pytest.fixture
def agents(cloud: Cloud) -> Noting:
    noting = Noting()
    run_agents(cloud, noting)
    return noting


def asking(command: str | None = None, **more: str) -> dict[str, str]:
    """Parameters of a call that runs the probe, or another command, on the first host."""
    text = python_command(JOB) if command is None else command
    sent = {
        "RegionId": "cn-hangzhou",
        "Type": "RunShellScript",
        "CommandContent": b64encode(text.encode()).decode(),
        "ContentEncoding": "Base64",
        "InstanceId.1": "i-1",
    }
    return {**sent, **more}
