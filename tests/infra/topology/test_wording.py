"""Each kind of mistake, and the words for it."""

from __future__ import annotations

import pytest
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from acree_infra.topology.fault import Fault
from acree_infra.topology.wording import faults_of
from tests.infra.topology.texts import WORKED, added, changed, client, problems

OVERRIDE = "acree:routes:\n- region: cn-shanghai\n  destination: 10.0.0.0/8\n  reason: moved to another line\n"


class TestOneMistake:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "acree:options: {grace-days: '7'}",
                "options.grace-days: expected a whole number, found '7'; write it without",
            ),
            ("acree:options: {grace-days: a week}", "options.grace-days: expected a whole number, found 'a week'"),
            ("acree:options: {grace-days: 7.0}", "options.grace-days: expected a whole number, found 7.0"),
            ("acree:options: {grace-days: true}", "options.grace-days: expected a whole number, found true"),
            ("acree:options: {grace-days: null}", "options.grace-days: expected a whole number, found nothing"),
            ("acree:options: {grace-days: -1}", "options.grace-days: expected at least 0, found -1"),
            ("acree:options: {grace-days: 366}", "options.grace-days: expected at most 365, found 366"),
            (
                "acree:options: {quotas: {linked-vpcs: 1.0}}",
                "options.quotas.linked-vpcs: expected a whole number, found",
            ),
            ("acree:options: {aggregate: on}", "options.aggregate: expected true or false, found 'on'; write `true`"),
            ("acree:options: {aggregate: No}", "options.aggregate: expected true or false, found 'No'; write `false`"),
            ("acree:options: {aggregate: 1}", "options.aggregate: expected true or false, found 1"),
            ("acree:options: {aggregate: maybe}", "options.aggregate: expected true or false, found 'maybe'"),
            ("acree:options: []", "options: expected a mapping, found an empty list"),
            ("acree:options:", "options: expected a mapping, found nothing"),
            ("acree:options: {resolvers: 10.0.0.1}", "options.resolvers: expected a list, found '10.0.0.1'"),
            ("acree:options: {resolvers: {a: b}}", "options.resolvers: expected a list, found a mapping"),
            (
                "acree:options: {resolvers: [10.0.0]}",
                "options.resolvers[0]: expected an IPv4 address such as 10.0.0.20, found '10.0.0'",
            ),
            (
                "acree:dns: privat-zone",
                "dns.mode: expected one of private-zone, hosts, none, found 'privat-zone'; did you mean",
            ),
            ("acree:dns: {mode: 5}", "dns.mode: expected one of private-zone, hosts, none, found 5"),
            ("acree:dns: [hosts]", "dns: expected a mapping, or the value of its key 'mode' alone, found a list"),
            ("acree:rules: [G1]", "rules: expected a mapping, found a list"),
            ("acree:rules: {G45: off}", "rules.G45: expected a mapping, found 'off'"),
            (
                "acree:rules: {G45: {severity: off, reason: 5}}",
                "rules.G45.reason: expected text, found 5; put it in quotes",
            ),
            ("acree:rules: {G45: {severity: off, reason: [a]}}", "rules.G45.reason: expected text, found a list"),
            (
                "acree:rules: {G45: {severity: off, reason: short}}",
                "rules.G45.reason: expected at least 8 characters, found 'short'",
            ),
            (
                "acree:rules: {G45: {severity: refuse, reason: long enough}}",
                "rules.G45.severity: expected one of warn, info, off, found 'refuse'",
            ),
            (
                "acree:rules: {G45: {severity: off}}",
                "missing key 'reason' in rules.G45; expected: Why this is right for this stack.",
            ),
            (
                "acree:legs: {registry: {address: 10.0.0.20, hosts: []}}",
                "legs.registry.hosts: expected at least 1 item, found an empty list",
            ),
        ],
    )
    def test_is_one_problem(self, text: str, expected: str) -> None:
        (problem,) = problems(added(text))
        assert problem.startswith(f"15: {expected}")

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            (
                "cen: create",
                "cen: creat",
                "7: network.cen: expected `create`, `none` or a CEN id such as cen-demo1, found 'creat'",
            ),
            (
                "cen: create",
                "transit-routers: {Shanghai: create}\n    cen: cen-1",
                "7: key in network.transit-routers: expected a region such as cn-shanghai, found 'Shanghai'",
            ),
            ("    cen: create\n", "", "6: missing key 'cen' in network; expected: `create`, or the CEN that exists."),
            (
                "    cen: create\n",
                "    cne: create\n",
                "7: unknown key 'cne' in network; did you mean 'cen'? (known: cen, ",
            ),
            (
                "    instance: cri-demo1234\n",
                "",
                "3: registry: expected `instance` (cri-…) or `name`, found neither",
            ),
            (
                "type: data-transfer",
                "type: package",
                "9: network.bandwidth: expected `package: cenbwp-…` exactly when `type: package`",
            ),
            (
                "service-vpc: vpc-bp1demo",
                "service-vpc: true",
                "8: network.service-vpc: expected a mapping, or the value of its key 'id' alone, found true",
            ),
            (
                "service-vpc: vpc-bp1demo",
                "service-vpc: {id: vpc-1, route-table: vtb-1}",
                "8: unknown key 'route-table' in network.service-vpc; did you mean 'route-tables'?",
            ),
            (
                "[10.244.0.0/16]",
                "[10.244.0.0/40]",
                "14: clients[0].pod-cidrs[0]: expected an IPv4 CIDR such as 172.16.0.0/16",
            ),
        ],
    )
    def test_in_the_worked_example(self, old: str, new: str, expected: str) -> None:
        (problem,) = problems(changed(old, new))
        assert problem.startswith(expected)


class TestOverride:
    def test_that_changes_nothing(self) -> None:
        assert problems(added(OVERRIDE)) == [
            "16: routes[0]: expected exactly one of `omit: true` and `next-hop: tr-attach-…`"
        ]


class TestNoConsequences:
    def test_a_failed_client_is_not_a_missing_client(self) -> None:
        assert problems(changed("    - name: shanghai", "    - name: Shanghai")) == [
            (
                "11: clients[0].name: expected a name of at most 40 small letters, digits and inner hyphens "
                "such as shanghai, found 'Shanghai'"
            )
        ]

    def test_no_clients(self) -> None:
        text = WORKED[: WORKED.index("  acree:clients:")] + "  acree:clients: []\n"
        assert problems(text) == ["10: clients: expected at least 1 item, found an empty list"]

    def test_a_misspelt_key_is_not_missing_as_well(self) -> None:
        (problem,) = problems(changed("  acree:clients:", "  acree:client:"))
        assert problem.startswith("10: unknown key 'acree:client' in config; did you mean 'acree:clients'?")

    def test_another_unknown_key_does_not_hide_a_missing_one(self) -> None:
        unknown, missing = problems(changed("    cen: create\n", "    zzz: create\n"))
        assert unknown.startswith("7: unknown key 'zzz' in network; known: ") or missing.startswith("7: ")
        assert {problem[:14] for problem in (unknown, missing)} == {"6: missing key", "7: unknown key"}

    def test_underscores_are_not_our_spelling(self) -> None:
        text = client("name: b\nregion: cn-beijing\nvpc: vpc-2\npod_cidrs: [10.0.0.0/8]")
        (problem,) = problems(text)
        assert problem.startswith("18: unknown key 'pod_cidrs' in clients[1]; did you mean 'pod-cidrs'?")


class TestSecrets:
    def test_a_value_that_looks_like_a_secret_is_not_repeated(self) -> None:
        (problem,) = problems(changed("cri-demo1234", "LTAI5tExampleExample"))
        assert problem.startswith(
            "5: registry.instance: expected an instance id such as cri-demo1234, found a value that looks"
        )
        assert "Example" not in problem


def test_an_error_without_words_of_its_own_keeps_those_of_pydantic() -> None:
    details = InitErrorDetails(
        type=PydanticCustomError("odd", "something is odd"), loc=("registry", "name"), input="acr", ctx={}
    )
    error = ValidationError.from_exception_data("Topology", [details])
    assert faults_of(error) == [
        Fault(("registry", "name"), "registry.name: expected another value (something is odd), found 'acr'")
    ]
