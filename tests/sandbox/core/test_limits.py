import pytest

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.limits import limit, refuse_over_quota
from acree_sandbox.core.world import Pace, World
from tests.sandbox.conftest import Clock


def test_one_task_at_a_time(cloud: Cloud, clock: Clock) -> None:
    cloud.tasks.begin("vpc-1", 2.0)
    with pytest.raises(ApiError, match=r"'vpc-1' for 2\.0 s more") as caught:
        cloud.tasks.begin("vpc-1")
    assert caught.value.code == "TaskConflict"
    cloud.tasks.begin("vpc-2")
    clock.pass_by(2.0)
    cloud.tasks.begin("vpc-1")


def test_the_code_is_the_services(cloud: Cloud) -> None:
    cloud.tasks.begin("tr-1")
    with pytest.raises(ApiError) as caught:
        cloud.tasks.refuse_if_running("tr-1", "Operation.Blocking")
    assert caught.value.code == "Operation.Blocking"


def test_tasks_last_as_long_as_the_world_says(clock: Clock) -> None:
    cloud = Cloud(World(paces={"task": Pace(0)}), clock=clock)
    cloud.tasks.begin("vpc-1")
    cloud.tasks.begin("vpc-1")


def test_what_is_over_is_forgotten(cloud: Cloud, clock: Clock) -> None:
    for number in range(5):
        cloud.tasks.begin(f"vpc-{number}", 1.0)
        clock.pass_by(1.0)
    assert list(cloud.tasks.running) == ["vpc-4"]


def test_a_quota_is_the_worlds_or_the_services(clock: Clock) -> None:
    cloud = Cloud(World(quotas={"vpcs": 2}), clock=clock)
    assert limit(cloud, "vpcs", 10) == 2
    assert limit(cloud, "routes", 200) == 200


def test_one_more_than_the_quota_is_refused(cloud: Cloud) -> None:
    refuse_over_quota(cloud, "vpcs", 9, 10)
    with pytest.raises(ApiError, match="quota vpcs is 10 and 10 are in use") as caught:
        refuse_over_quota(cloud, "vpcs", 10, 10)
    assert caught.value.code == "QuotaExceeded.vpcs"
    with pytest.raises(ApiError) as caught:
        refuse_over_quota(cloud, "vpcs", 11, 10, "QuotaExceeded.Vpc")
    assert caught.value.code == "QuotaExceeded.Vpc"
