"""What stops a program, and what is only said."""

from __future__ import annotations

import pulumi
import pytest

from acree_infra.errors import PolicyError
from acree_infra.program.refusal import refuse, show
from acree_infra.rules.finding import Finding, Severity
from tests.infra.program.cloud import run


def finding(severity: Severity, rule: str = "G9", reason: str = "", remedy: str = "use another range") -> Finding:
    return Finding(rule, "service-overlap", severity, f"{rule} collides", "stacks/Pulumi.dev.yaml:7", remedy, reason)


class TestRefuse:
    @pytest.mark.parametrize("severity", [Severity.REFUSE, Severity.ASK])
    def test_what_stops(self, severity: Severity) -> None:
        with pytest.raises(PolicyError) as caught:
            refuse("dev", [finding(severity)])
        assert str(caught.value).splitlines() == [
            "1 finding stop stack dev; nothing was created:",
            f"G9 service-overlap ({severity}), stacks/Pulumi.dev.yaml:7: G9 collides",
            "    to lift: use another range",
        ]

    def test_every_one_is_told(self) -> None:
        with pytest.raises(PolicyError) as caught:
            refuse("dev", [finding(Severity.REFUSE), finding(Severity.WARN, "G5"), finding(Severity.ASK, "G11")])
        message = str(caught.value)
        assert "G9" in message
        assert "G11" in message
        assert "G5" not in message

    def test_the_rest_does_not_stop(self) -> None:
        refuse("dev", [finding(Severity.WARN), finding(Severity.INFO)])


class TestShow:
    @pytest.mark.parametrize("preview", [True, False])
    def test_by_weight(self, preview: bool) -> None:
        found = [
            finding(Severity.WARN, reason="agreed with the network team"),
            finding(Severity.INFO, "G10", remedy=""),
            finding(Severity.REFUSE, "G1"),
        ]

        at = "service-overlap (warn), stacks/Pulumi.dev.yaml:7"

        async def main() -> None:
            show(found)

        lowered = "    lowered: agreed with the network team"
        assert run(lambda: pulumi.run(main), preview=preview).logs == [
            ("warning", "\n".join([f"G9 {at}: G9 collides", "    to lift: use another range", lowered])),
            ("info", "G10 service-overlap (info), stacks/Pulumi.dev.yaml:7: G10 collides"),
        ]
