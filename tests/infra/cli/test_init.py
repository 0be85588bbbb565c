"""`acree init` against a made-up account."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from acree_infra.cloud.inventory import Named
from acree_infra.cloud.sdk import inventory as live
from acree_infra.errors import AccessError
from acree_infra.topology.loader import load_stack
from tests.infra.cli.conftest import Acree

REGISTRY = Named("cn-hangzhou", "cri-demo1234", "acr-demo", "Enterprise_Standard")
SERVICE = Named("cn-hangzhou", "vpc-bp1demo", "service", "10.0.0.0/16")
NEAR = Named("cn-hangzhou", "vpc-bp1ci", "CI & Co", "192.168.0.0/16")
FAR = Named("cn-shanghai", "vpc-uf6demo", "", "172.16.0.0/16, 172.17.0.0/16")


@dataclass
class FakeInventory:
    """An account."""

    instances: tuple[Named, ...] = (REGISTRY,)
    networks: tuple[Named, ...] = (SERVICE, NEAR, FAR)
    linked: tuple[str, ...] = (SERVICE.id,)
    cen: tuple[Named, ...] = ()
    routers: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def regions(self) -> tuple[str, ...]:
        return ("cn-hangzhou", "cn-shanghai")

    def registries(self, region: str) -> tuple[Named, ...]:
        self.asked.add(region)
        return tuple(one for one in self.instances if one.region == region)

    def linked_vpcs(self, region: str, instance: str) -> tuple[str, ...]:
        return self.linked

    def vpcs(self, region: str) -> tuple[Named, ...]:
        return tuple(one for one in self.networks if one.region == region)

    def vswitches(self, region: str, vpc: str) -> tuple[Named, ...]:
        return (Named(region, "vsw-bp1j", "", "cn-hangzhou-j, 10.0.1.0/24"), Named(region, "vsw-bp1k", "k", ""))

    def cens(self) -> tuple[Named, ...]:
        return self.cen

    def transit_routers(self, cen: str) -> tuple[Named, ...]:
        return self.routers.get(cen, ())

    def vpn_gateways(self, region: str) -> tuple[Named, ...]:
        return (Named(region, f"vpn-{region[3:]}", "edge", SERVICE.id),) if region == "cn-hangzhou" else ()

    def vbrs(self, region: str) -> tuple[Named, ...]:
        return ()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> FakeInventory:
    account = FakeInventory()
    monkeypatch.setattr(live, "live_inventory", lambda environ: account)
    return account


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lines that somebody types at a terminal."""
    lines: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt: lines.pop(0))
    return lines


def written(name: str = "dev") -> str:
    return Path(f"stacks/Pulumi.{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("account")
def test_what_is_proposed_is_a_stack_file_with_comments(acree: Acree) -> None:
    result = acree("init", "--yes")
    assert result.code == 0, result.err
    assert result.out == "stacks/Pulumi.dev.yaml is written; read it, then: acree resolve --stack dev\n"
    topology = load_stack(Path("stacks/Pulumi.dev.yaml")).topology
    assert topology.registry.instance == "cri-demo1234"
    assert topology.network.cen == "create"
    assert topology.network.service_vpc.id == SERVICE.id
    assert [(client.name, client.vpc) for client in topology.clients] == [
        ("ci-co", NEAR.id),
        ("shanghai", FAR.id),
    ]
    assert "vpc: vpc-uf6demo  # 172.16.0.0/16, 172.17.0.0/16" in written()
    assert "#   VPN gateway vpn-hangzhou in cn-hangzhou: edge, vpc-bp1demo" in written()


@pytest.mark.usefixtures("account")
def test_a_file_that_exists_stays_unless_it_may_be_replaced(acree: Acree) -> None:
    acree("init", "--yes")
    before = written()
    result = acree("init", "--yes", "--client", FAR.id)
    assert result.code == 2
    assert "--force" in result.err
    assert written() == before
    assert acree("init", "--yes", "--client", FAR.id, "--force").code == 0
    assert NEAR.id not in written().partition("# Also there")[0]
    assert f"#   VPC {NEAR.id} in cn-hangzhou: CI & Co, 192.168.0.0/16" in written()


@pytest.mark.usefixtures("account")
def test_a_dry_run_prints_it(acree: Acree) -> None:
    result = acree("init", "--dry-run", "--stack", "prod")
    assert result.code == 0
    assert "    instance: cri-demo1234\n" in result.out
    assert not Path("stacks").exists()


def test_the_next_command_names_the_folder(acree: Acree, account: FakeInventory) -> None:
    assert acree("init", "--yes", "--dir", "my stacks").out.endswith("acree resolve --stack dev --dir 'my stacks'\n")
    assert acree("init", "--yes").out.endswith("acree resolve --stack dev\n")


def test_only_the_named_regions_are_asked(acree: Acree, account: FakeInventory) -> None:
    assert acree("init", "-n", "--regions", "cn-hangzhou").code == 0
    assert account.asked == {"cn-hangzhou"}


def test_two_registries_must_be_told_apart(acree: Acree, account: FakeInventory) -> None:
    account.instances = (REGISTRY, replace(REGISTRY, id="cri-other", name="acr-other"))
    result = acree("init", "--yes")
    assert result.code == 2
    assert "there are cri-demo1234, cri-other" in result.err
    assert "--registry" in result.err
    assert acree("init", "--yes", "--registry", "acr-other").code == 0
    assert "instance: cri-other" in written()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--registry", "acr-dem"], "acr-demo"),
        (["--service-vpc", FAR.id], "there is no VPC to reach it through"),
        (["--client", "vpc-uf6dem"], "--client: there is no VPC that pulls 'vpc-uf6dem'; did you mean 'vpc-uf6demo'?"),
        (["--regions", "cn-hangzou"], "--regions: there is no region 'cn-hangzou'; did you mean 'cn-hangzhou'?"),
        (["--stack", "a b"], "expected a name for the stack, found 'a b'; write at most 100 letters"),
        (["--stack", "../x"], "expected a name for the stack, found '../x'"),
        (["--stack", ""], "expected a name for the stack, found ''"),
        (["--cen", "cen-none"], "create"),
        (["--client", "twice"], "2 have this name"),
    ],
)
def test_what_does_not_exist_is_refused(acree: Acree, account: FakeInventory, arguments: list[str], says: str) -> None:
    account.networks += (replace(FAR, id="vpc-t1", name="twice"), replace(FAR, id="vpc-t2", name="twice"))
    result = acree("init", "--yes", *arguments)
    assert result.code == 2
    assert says in result.err
    assert not Path("stacks").exists()


def test_an_account_without_a_vpc_that_pulls(acree: Acree, account: FakeInventory) -> None:
    account.networks = (SERVICE,)
    result = acree("init", "--yes")
    assert result.code == 2
    assert "--regions" in result.err


def test_an_account_without_a_registry(acree: Acree, account: FakeInventory) -> None:
    account.instances = ()
    result = acree("init", "--yes")
    assert result.code == 2
    assert "there is no registry instance" in result.err


def test_an_instance_that_is_linked_to_nothing_is_linked_in_a_first_stage(acree: Acree, account: FakeInventory) -> None:
    account.linked = ()
    result = acree("init", "--yes", "--service-vpc", SERVICE.id)
    assert result.code == 0, result.err
    assert load_stack(Path("stacks/Pulumi.dev.yaml")).topology.registry.link == "vsw-bp1j"
    assert acree("init", "--yes", "--force", "--service-vpc", "service", "--link", "k").code == 0
    assert "link: vsw-bp1k  # k: links the service VPC" in written()


def test_the_cen_with_routers_where_they_are_needed_comes_first(acree: Acree, account: FakeInventory) -> None:
    account.cen = (Named("", "cen-a", "alone"), Named("", "cen-z", "backbone"))
    account.routers = {"cen-z": (Named("cn-hangzhou", "tr-1", "", "Enterprise"),)}
    result = acree("init", "--yes")
    assert result.code == 2
    assert "there are cen-z, cen-a, create" in result.err
    account.cen = account.cen[1:]
    result = acree("init", "--yes")
    assert "CEN: cen-z  backbone  cn-hangzhou Enterprise" in result.err
    assert "cen: cen-z" in written()


def test_at_a_terminal_everything_is_asked(acree: Acree, account: FakeInventory, answers: list[str]) -> None:
    account.cen = (Named("", "cen-a", ""),)
    answers += ["7", "one", "2", "2"]
    result = acree("init")
    assert result.code == 0, result.err
    assert result.err.count("expected numbers with commas between") == 2
    topology = load_stack(Path("stacks/Pulumi.dev.yaml")).topology
    assert [client.vpc for client in topology.clients] == [FAR.id]
    assert topology.network.cen == "create"


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("answer", "clients"),
    [("", [NEAR.id, FAR.id]), ("all", [NEAR.id, FAR.id]), ("2,1", [NEAR.id, FAR.id])],
)
def test_several_may_be_chosen(acree: Acree, answers: list[str], answer: str, clients: list[str]) -> None:
    answers.append(answer)
    assert acree("init", "-n").code == 0
    answers.append(answer)
    assert acree("init").code == 0
    assert [client.vpc for client in load_stack(Path("stacks/Pulumi.dev.yaml")).topology.clients] == clients


def test_names_of_others_stay_in_their_comment(acree: Acree, account: FakeInventory) -> None:
    account.networks = (SERVICE, replace(FAR, name="a\n  acree:options: {}\x1b[31m"))
    assert acree("init", "--yes").code == 0
    assert load_stack(Path("stacks/Pulumi.dev.yaml")).topology.clients[0].name == "a-acree-options-31m"
    assert "\x1b" not in written()


def test_no_key_is_one_sentence(acree: Acree, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(FakeInventory):
        def regions(self) -> tuple[str, ...]:
            raise AccessError("the access key was refused", remedy="check it")

    monkeypatch.setattr(live, "live_inventory", lambda environ: Refusing())
    result = acree("init", "--yes")
    assert result.code == 3
    assert "the access key was refused" in result.err
