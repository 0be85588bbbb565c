"""Stack outputs."""

from __future__ import annotations

from acree_infra.program.outputs import plan_outputs, vpc_of_output, vpc_output, waiting_note
from tests.infra.routing.variations import example, plan_of


def test_endpoints_of_every_leg() -> None:
    outputs = plan_outputs(plan_of(*example()))
    assert outputs["endpoints"] == {
        "registry": {"hosts": ["acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"], "addresses": ["10.0.0.20"]},
        "auth": {"hosts": ["dockerauth-vpc.cn-hangzhou.aliyuncs.com"], "addresses": ["100.103.9.188"]},
        "oss": {
            "hosts": ["cri-demo1234-registry.oss-cn-hangzhou-internal.aliyuncs.com"],
            "addresses": ["100.98.170.0/24", "100.114.102.0/24", "100.118.28.0/24", "100.118.31.0/24"],
        },
    }


def test_digest_is_that_of_the_plan() -> None:
    plan = plan_of(*example())
    assert plan_outputs(plan)["plan_digest"] == plan.digest
    assert "waiting" not in plan_outputs(plan)


def test_a_plan_that_waits_says_what_to_do() -> None:
    stack, lock = example()
    lock["legs"]["registry"]["linked-vpcs"] = []
    plan = plan_of(stack, lock)
    outputs = plan_outputs(plan)
    assert outputs["waiting"] == waiting_note(plan)
    assert "not linked" in outputs["waiting"]
    assert "acree resolve --stack dev" in outputs["waiting"]
    assert set(outputs["endpoints"]) == {"oss"}


def test_a_vpc_is_kept_without_what_passes() -> None:
    node = plan_of(*example()).clients[0]
    output = vpc_output(node)
    assert "free_addresses" not in str(output)
    assert vpc_of_output(output, node) == node
    assert {subnet.free_addresses for subnet in vpc_of_output(output, None).subnets} == {0}
