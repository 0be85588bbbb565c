import pytest

from acree_infra.errors import ConfigError, PolicyError
from acree_infra.program.reviewed import digest_of, refuse_other_plan
from tests.infra.routing.pairs import plan_with, with_client

PLAN = plan_with()


@pytest.mark.parametrize("given", [PLAN.digest, PLAN.digest.removeprefix("sha256:"), f" {PLAN.digest.upper()}\n", ""])
def test_the_reviewed_plan_passes_and_so_does_any_when_none_is_named(given: str) -> None:
    refuse_other_plan(PLAN, given)


def test_another_plan_is_refused_with_both_digests() -> None:
    other = plan_with(with_client("shenzhen"))
    with pytest.raises(PolicyError) as caught:
        refuse_other_plan(other, PLAN.digest)
    assert PLAN.digest in str(caught.value)
    assert other.digest in str(caught.value)
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("given", ["sha256:", "abc", "0" * 63, "sha1:" + "0" * 64, "0" * 65, "g" * 64])
def test_what_is_no_digest_is_a_wrong_use(given: str) -> None:
    with pytest.raises(ConfigError, match="64 digits"):
        digest_of(given)
