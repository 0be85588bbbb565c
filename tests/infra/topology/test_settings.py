"""The keys of a stack file: Pulumi's, ours, and those of others."""

from __future__ import annotations

import pytest

from acree_infra.topology.document import Document, read_document
from acree_infra.topology.settings import read_settings
from tests.infra.topology.texts import WORKED, added, changed, load, problems


def settings_of(text: str) -> Document:
    return read_settings(read_document(text.encode(), "f"), "f", ("registry", "clients"))


class TestKeys:
    def test_are_ours_without_namespace(self) -> None:
        document = settings_of("config:\n  acree:registry:\n    region: x\n  other:clients: []\nencryptionsalt: s\n")
        assert document.data == {"registry": {"region": "x"}}
        assert document.lines == {("registry",): 2, ("registry", "region"): 3}
        assert not document.faults

    def test_the_nearest_of_pulumis_keys_is_named(self) -> None:
        (problem,) = problems(WORKED + "secretprovider: x\n")
        assert problem.startswith("15: unknown key 'secretprovider'; did you mean 'secretsprovider'? (known: config, ")

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("acree:client: []", "unknown key 'acree:client' in config; did you mean 'acree:clients'? (known: acree:"),
            ("acree:sitez: []", "unknown key 'acree:sitez' in config; did you mean 'acree:sites'? "),
            ("acree:config:dns: hosts", "unknown key 'acree:config:dns' in config; "),
            ("dns: hosts", "expected a key with a namespace in config, found 'dns'; write 'acree:dns'"),
            (
                "rule: {}",
                "expected a key with a namespace in config, found 'rule'; did you mean 'acree:rules'? (known: ",
            ),
            ("acree:dns: hosts\n  acree:dns: none", ""),
        ],
    )
    def test_unknown_keys_under_config(self, line: str, expected: str) -> None:
        (problem,) = problems(WORKED + f"  {line}\n")
        assert problem.startswith(f"15: {expected}" if expected else "16: duplicate key 'acree:dns', first on line 15")


class TestWrongKinds:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("- a\n", "1: expected a mapping with the key 'config', found a list"),
            ("text\n", "1: expected a mapping with the key 'config', found 'text'"),
            ("# x\nconfig: 5\n", "2: config: expected a mapping, found 5"),
            ("config: [a]\n", "1: config: expected a mapping, found a list"),
            ("config: !own {}\n", "1: config: expected plain YAML, found the tag !own"),
            ("!own {}\n", "1: the file: expected plain YAML, found the tag !own"),
        ],
    )
    def test_are_one_problem_each(self, text: str, expected: str) -> None:
        assert [problem for problem in problems(text) if "missing key" not in problem] == [expected]


class TestTextThatHoldsJson:
    """`pulumi config set acree:registry '{…}'` writes the value as text."""

    def test_is_read(self) -> None:
        text = changed(
            "  acree:registry:\n    region: cn-hangzhou\n    instance: cri-demo1234\n",
            """  acree:registry: ' {"region": "cn-hangzhou", "instance": "cri-demo1234"}'\n""",
        )
        stack = load(text)
        assert stack.topology == load(WORKED).topology
        assert stack.lines["registry", "region"] == 3

    def test_its_problems_stand_on_its_line(self) -> None:
        assert problems(added("""acree:routes: '[{"region": "Shanghai", "region": 1}]'""")) == [
            "15: duplicate key 'region', first on line 15; keep one of them",
            "15: routes[0].region: expected a region such as cn-shanghai, found 'Shanghai'",
            "15: missing key 'destination' in routes[0]; expected: Destination of the planned route.",
            "15: missing key 'reason' in routes[0]; expected: Why; shown as the reason of the route.",
        ]

    def test_tags_inside_leave_only_their_key_unread(self) -> None:
        assert problems(added("acree:options: '{aggregate: !own 1}'")) == [
            "15: options.aggregate: expected plain YAML, found the tag !own"
        ]

    def test_text_that_is_no_json(self) -> None:
        assert problems(added("acree:options: '{\"aggregate\": '")) == [
            (
                "15: options: expected a mapping or a list, or JSON as text; found text that is not JSON; "
                "expected valid YAML: while parsing a flow node, did not find expected node content"
            )
        ]

    def test_other_text_is_just_of_the_wrong_kind(self) -> None:
        assert problems(added("acree:options: fast")) == ["15: options: expected a mapping, found 'fast'"]


class TestSecrets:
    @pytest.mark.parametrize(
        ("line", "key"),
        [
            ("acree:options: {secure: 'v1:abc'}", "options"),
            ("acree:options: {resolvers: [{secure: 'v1:abc'}]}", "options.resolvers[0]"),
            ("acree:legs: {auth: {host: {secure: 'v1:abc'}}}", "legs.auth.host"),
            ('acree:options: \'{"quotas": {"secure": "v1:abc"}}\'', "options.quotas"),
        ],
    )
    def test_encrypted_values_are_refused_unseen(self, line: str, key: str) -> None:
        assert problems(added(line)) == [
            (
                f"15: {key}: expected a plain value, found one that Pulumi has encrypted; "
                "only tunnels have secrets, by `pre-shared-key: config:…`: remove it, or set it without `--secret`"
            )
        ]

    def test_a_key_named_secure_beside_others_is_an_unknown_key(self) -> None:
        (problem,) = problems(added("acree:options: {secure: 'v1:abc', aggregate: true}"))
        assert problem.startswith("15: unknown key 'secure' in options")
        assert "v1:abc" not in problem

    def test_encrypted_values_of_others_are_theirs(self) -> None:
        assert problems(added("alicloud:secretKey: {secure: 'v1:abc'}")) == []
