"""From a file to a StackFile, or to all of its problems."""

from __future__ import annotations

import os
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from acree_infra.errors import AcreeError, Problem, StackFileError, UnknownName, Where
from acree_infra.topology.loader import load_stack, parse_stack, stack_path
from acree_infra.topology.model import Topology
from acree_infra.topology.stack_file import StackFile
from tests.infra.samples import stack_data
from tests.infra.topology.texts import WORKED, added, changed, load, problems


class TestWorkedExample:
    def test_is_at_most_15_lines_and_says_what_the_sample_says(self) -> None:
        assert len(WORKED.splitlines()) <= 15
        assert load(WORKED).topology == Topology.model_validate(stack_data())

    def test_is_named_by_its_file(self) -> None:
        stack = load(WORKED)
        assert (stack.name, stack.path) == ("dev", "stacks/Pulumi.dev.yaml")

    @pytest.mark.parametrize(
        ("key", "line"),
        [
            (("registry",), 3),
            (("registry", "instance"), 5),
            (("network", "bandwidth", "mbps"), 9),
            (("clients", 0), 11),
            (("clients", 0, "pod-cidrs", 0), 14),
            (("clients", 0, "attachment"), 11),
            (("network", "transit-routers", "cn-shanghai"), 6),
            (("options", "quotas"), 1),
        ],
    )
    def test_knows_the_line_of_each_key_or_of_its_nearest_parent(self, key: tuple[str | int, ...], line: int) -> None:
        assert load(WORKED).where(*key) == Where("stacks/Pulumi.dev.yaml", line)

    def test_keys_of_other_namespaces_and_of_pulumi_are_left_alone(self) -> None:
        text = added("alicloud:region: cn-hangzhou\npulumi:tags: {team: network}") + (
            "encryptionsalt: v1:abc\nsecretsprovider: passphrase\nencryptedkey: abc\nenvironment: [base]\n"
        )
        stack = load(text)
        assert stack.topology == load(WORKED).topology
        assert stack.lines == load(WORKED).lines


EVERYTHING_WRONG = """\
encryptionsalty: x
config:
  registry: {}
  acree:registry:
    region: cn-hangzhou
    instnce: cri-demo1234
    password: hunter22
  acree:network:
    cen: create
    service-vpc: vpc_bp1demo
    bandwidth: {type: data-transfr, mbps: "100"}
  acree:clients:
    - name: shanghai
      region: cn-shanghai
      vpc: vpc-uf6demo
      pod-cidr: [10.244.0.0/16]
    - name: shanghai
      region: cn-hangzhou
      vpc: vpc-2
      pod-cidrs: [10.244.0.1/16]
  acree:options: {auto-advertise: yes}
"""


class TestAllProblemsAtOnce:
    def test_in_the_order_of_the_file(self) -> None:
        known = "known: name, region, vpc, cidrs, vswitches, route-tables, pod-cidrs, other-cidrs, attachment, via, "
        assert problems(EVERYTHING_WRONG) == [
            (
                "1: unknown key 'encryptionsalty'; did you mean 'encryptionsalt'? "
                "(known: config, encryptedkey, encryptionsalt, environment, secretsprovider)"
            ),
            "3: expected a key with a namespace in config, found 'registry'; write 'acree:registry'",
            (
                "6: unknown key 'instnce' in registry; did you mean 'instance'? "
                "(known: region, instance, name, module, bucket, domains, link)"
            ),
            "7: unknown key 'password' in registry; known: region, instance, name, module, bucket, domains, link",
            "10: network.service-vpc.id: expected a VPC id such as vpc-uf6demo, found 'vpc_bp1demo'",
            (
                "11: network.bandwidth.type: expected one of data-transfer, package, found 'data-transfr'; "
                "did you mean 'data-transfer'?"
            ),
            "11: network.bandwidth.mbps: expected a whole number, found '100'; write it without quotes",
            f"16: unknown key 'pod-cidr' in clients[0]; did you mean 'pod-cidrs'? ({known}link-vswitch, peering)",
            "17: clients[1].name: 'shanghai' is there already, first on line 13; give each client its own name",
            (
                "20: clients[1].pod-cidrs[0]: expected a network, found 10.244.0.1/16, which has host bits set; "
                "the network is 10.244.0.0/16"
            ),
            "21: options.auto-advertise: expected true or false, found 'yes'; write `true`",
        ]

    def test_the_message_counts_them_and_names_the_file(self) -> None:
        with pytest.raises(StackFileError, match=r"stacks/Pulumi\.dev\.yaml has 11 problems") as caught:
            load(EVERYTHING_WRONG)
        assert caught.value.exit_code == 2
        assert str(caught.value).count("\n") == 11

    def test_no_value_of_an_unknown_key_is_shown(self) -> None:
        assert "hunter22" not in "\n".join(problems(EVERYTHING_WRONG))

    @pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "config:\n", "config: {}\n", "{}"])
    def test_a_file_that_says_nothing_lacks_three_keys(self, text: str) -> None:
        assert problems(text) == [
            "1: missing key 'acree:registry' in config; expected: The registry instance.",
            "1: missing key 'acree:network' in config; expected: CEN, transit routers, the VPC of the registry.",
            (
                "1: missing key 'acree:clients' in config; expected: VPCs whose hosts pull and push, or data centers "
                "as 'acree:sites'"
            ),
        ]

    def test_an_unread_value_gives_one_problem_and_no_consequences(self) -> None:
        text = changed("    instance: cri-demo1234\n", "    instance: {secure: AAABAOK}\n")
        (problem,) = problems(text)
        assert problem.startswith("5: registry.instance: expected a plain value, found one that Pulumi has encrypted")
        assert "AAABAOK" not in problem

    def test_a_fault_that_only_the_models_do_not_mind_still_counts(self) -> None:
        assert problems("sites: []\n" + WORKED) == [
            "1: unknown key 'sites'; known: config, encryptedkey, encryptionsalt, environment, secretsprovider"
        ]


class TestFiles:
    def test_reads_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "Pulumi.dev.yaml"
        path.write_text(WORKED, encoding="utf-8")
        stack = load_stack(path)
        assert isinstance(stack, StackFile)
        assert stack.topology.clients[0].pod_cidrs == (IPv4Network("10.244.0.0/16"),)
        assert stack.where("clients") == Where(str(path), 10)

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(StackFileError) as caught:
            load_stack(tmp_path / "Pulumi.dev.yaml")
        assert caught.value.problems == (
            Problem(None, "expected a stack file, found no file", "`acree init` writes one"),
        )

    def test_a_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "Pulumi.dev.yaml"
        path.mkdir()
        with pytest.raises(StackFileError, match=f"cannot be read: {os.strerror(21)}"):
            load_stack(path)

    @pytest.mark.parametrize("name", ["stack.yaml", "Pulumi.yaml", "Pulumi..yaml", "Pulumi.dev.yml"])
    def test_a_file_with_another_name(self, name: str) -> None:
        with pytest.raises(StackFileError, match=r"expected a file named Pulumi\.<stack>\.yaml, found"):
            parse_stack(WORKED.encode(), Path(name))


class TestStackPath:
    @pytest.fixture
    def directory(self, tmp_path: Path) -> Path:
        for name in ("Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.dev.yaml", "dev.lock.yaml"):
            (tmp_path / name).touch()
        return tmp_path

    @pytest.mark.parametrize("name", ["dev", "acme/acree/dev"])
    def test_finds_a_stack_by_its_name(self, directory: Path, name: str) -> None:
        assert stack_path(name, directory) == directory / "Pulumi.dev.yaml"

    def test_names_the_nearest_stack_and_all_that_exist(self, directory: Path) -> None:
        with pytest.raises(UnknownName) as caught:
            stack_path("prd", directory)
        assert str(caught.value) == (
            f"expected the name of a stack, found 'prd'; did you mean 'prod'? (stacks in {directory}: dev, prod)"
        )

    def test_names_all_stacks_where_none_is_near(self, directory: Path) -> None:
        with pytest.raises(UnknownName, match=r"found 'x'; stacks in .*: dev, prod$"):
            stack_path("x", directory)

    @pytest.mark.parametrize("name", ["", "..", "../dev/", "*"])
    def test_a_name_is_never_a_path_or_a_pattern(self, directory: Path, name: str) -> None:
        with pytest.raises(UnknownName):
            stack_path(name, directory)

    def test_says_when_there_is_no_stack_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownName, match="there is no stack file in"):
            stack_path("dev", tmp_path / "stacks")

    def test_looks_in_stacks_by_default(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (directory / "stacks").mkdir()
        (directory / "stacks" / "Pulumi.dev.yaml").touch()
        monkeypatch.chdir(directory)
        assert stack_path("dev") == Path("stacks/Pulumi.dev.yaml")


PIECES = st.sampled_from([
    *(f"{line}\n" for line in WORKED.splitlines()),
    *("  acree:dns: hosts\n", "  acree:rules: {G1: {severity: off}}\n", "&a ", "*a", "<<: *a\n", "!!set ", "! ", "'"),
    *("- ", "  ", "\t", "{", "}", "[", "]", "? ", ": ", "# ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "\0"),
    *('"', "~", "9" * 50, "0x" + "f" * 5000, "1e999", ".nan", "{secure: a}", "'{\"a\": 1}'", "é", "\u2028", "\r"),
    *("\ufeff", "  acree:options:\n"),
])  # fmt: skip


def is_loaded_or_refused(content: bytes) -> None:
    try:
        assert load(content).topology.clients
    except AcreeError as error:
        refusal = error
    else:
        return
    assert isinstance(refusal, StackFileError)
    lines = [problem.where.line for problem in refusal.problems if problem.where]
    assert lines == sorted(lines)
    assert all(1 <= line <= len(content) + 1 for line in lines)


class TestAnyText:
    @given(st.binary(max_size=60))
    @settings(max_examples=150)
    @example(b"\xff\xfea\x00")
    @example(b"%TAG ! tag:a\n---\n!x a")
    def test_bytes(self, content: bytes) -> None:
        is_loaded_or_refused(content)

    @given(st.lists(PIECES, max_size=12), st.integers(0, len(WORKED)))
    @settings(max_examples=250)
    def test_pieces_in_the_worked_example(self, pieces: list[str], place: int) -> None:
        is_loaded_or_refused((WORKED[:place] + "".join(pieces) + WORKED[place:]).encode())

    @given(st.lists(PIECES, max_size=25))
    @settings(max_examples=250)
    def test_pieces_alone(self, pieces: list[str]) -> None:
        is_loaded_or_refused("".join(pieces).encode())
