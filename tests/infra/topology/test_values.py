"""Every kind of value: what fits, what does not, and what is said of it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from acree_infra.topology import values


def check(kind: object, value: object) -> object:
    adapter: TypeAdapter[object] = TypeAdapter(kind)  # type: ignore[arg-type]  # an annotation as a value
    return adapter.validate_python(value)


def complaint(kind: object, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        check(kind, value)
    (detail,) = caught.value.errors()
    return detail["msg"].removeprefix("Value error, ")


FORMS = [
    (values.Region, ["cn-shanghai", "ap-southeast-1", "me-east-1", "cn-zhongwei"], "a region such as cn-shanghai"),
    (values.Zone, ["cn-shanghai-m", "ap-southeast-1a"], "a zone such as cn-shanghai-m"),
    (values.Name, ["a", "shanghai", "build-2", "a" * 40], "a name of at most 40 small letters"),
    (values.Hostname, ["a.b", "acr-demo-registry-vpc.cn-hangzhou.cr.aliyuncs.com"], "a full host name such as"),
    (values.BucketName, ["abc", "acr-layers", "a" * 63], "a bucket name such as acr-layers"),
    (values.InstanceId, ["cri-demo1234"], "an instance id such as cri-demo1234"),
    (values.InstanceName, ["acr", "acr-demo", "a" * 30], "an instance name such as acr-demo"),
    (values.VpcId, ["vpc-uf6demo", "vpc-1"], "a VPC id such as vpc-uf6demo"),
    (values.VSwitchId, ["vsw-uf6m"], "a vSwitch id such as vsw-uf6m"),
    (values.RouteTableId, ["vtb-uf6main"], "a route table id such as vtb-uf6main"),
    (values.AttachmentId, ["tr-attach-demo1"], "an attachment id such as tr-attach-demo1"),
    (values.BandwidthPackageId, ["cenbwp-demo1"], "a bandwidth package id such as cenbwp-demo1"),
    (values.CenChoice, ["create", "none", "cen-demo1"], "`create`, `none` or a CEN id such as cen-demo1"),
    (values.TransitRouterChoice, ["create", "tr-demo1"], "`create` or a transit router id such as tr-demo1"),
    (values.LinkChoice, ["existing", "vsw-bp1j"], "`existing` or a vSwitch id such as vsw-bp1j"),
]
WRONG: list[object] = ["", " ", "VPC-1", "x_y", "vpc-1 ", "vpc-1\n", "-a", "ü", 5, 1.5, True, None, [], {}, b"vpc-1"]


@pytest.mark.parametrize(("kind", "fitting", "expected"), FORMS)
class TestForms:
    def test_take_what_fits(self, kind: object, fitting: list[str], expected: str) -> None:
        assert [check(kind, value) for value in fitting] == fitting

    @pytest.mark.parametrize("value", WRONG)
    def test_say_what_would_fit(self, kind: object, fitting: list[str], expected: str, value: object) -> None:
        assert complaint(kind, value).startswith(f"expected {expected}")

    def test_are_searched_as_a_whole(self, kind: object, fitting: list[str], expected: str) -> None:
        for value in fitting:
            complaint(kind, f"{value} x")
            complaint(kind, f"x {value}")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (values.TransitRouterChoice, "tr-attach-demo1"),
        (values.CenChoice, "cenbwp-demo1"),
        (values.CenChoice, "created"),
        (values.Name, "a" * 41),
        (values.BucketName, "a" * 64),
        (values.InstanceName, "a" * 31),
        (values.Hostname, "localhost"),
        (values.Hostname, f"a.{'b' * 253}"),
        (values.Region, "shanghai"),
    ],
)
def test_near_misses(kind: object, value: str) -> None:
    assert complaint(kind, value).startswith("expected ")


def test_host_names_are_compared_in_one_spelling() -> None:
    assert check(values.Hostname, "Registry.Example.COM.") == "registry.example.com"


class TestCidrs:
    @pytest.mark.parametrize("text", ["10.0.0.0/8", "0.0.0.0/0", "100.118.28.44/32", "172.16.0.0/16"])
    def test_take_networks(self, text: str) -> None:
        assert check(values.Cidr, text) == IPv4Network(text)
        assert check(values.Cidr, IPv4Network(text)) == IPv4Network(text)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("10.0.0.1/16", "found 10.0.0.1/16, which has host bits set; the network is 10.0.0.0/16"),
            ("fd00::/8", "found the IPv6 prefix fd00::/8; registry and OSS have IPv4 only"),
            ("::1", "found the IPv6 prefix ::1;"),
            ("10.0.0.0", "found 10.0.0.0; write 10.0.0.0/32 for one address"),
            ("10.0.0.0/255.255.0.0", "found 10.0.0.0/255.255.0.0; write 10.0.0.0/16"),
            ("10.0.0.0/016", "found 10.0.0.0/016; write 10.0.0.0/16"),
            ("10.0.0.0/33", "an IPv4 CIDR such as 172.16.0.0/16"),
            ("10.0.0.256/32", "an IPv4 CIDR such as 172.16.0.0/16"),
            ("010.0.0.0/8", "an IPv4 CIDR such as 172.16.0.0/16"),
            ("10.0.0.0/16 ", "an IPv4 CIDR such as 172.16.0.0/16"),
            ("office", "an IPv4 CIDR such as 172.16.0.0/16"),
            (167772160, "an IPv4 CIDR such as 172.16.0.0/16"),
            (True, "an IPv4 CIDR such as 172.16.0.0/16"),
            (None, "an IPv4 CIDR such as 172.16.0.0/16"),
        ],
    )
    def test_say_what_is_wrong(self, value: object, expected: str) -> None:
        message = complaint(values.Cidr, value)
        assert message.startswith("expected ")
        assert expected in message

    @given(st.integers(0, 2**32 - 1), st.integers(0, 32))
    def test_take_exactly_the_networks(self, address: int, length: int) -> None:
        text = f"{IPv4Address(address)}/{length}"
        network = IPv4Network(text, strict=False)
        if str(network) == text:
            assert check(values.Cidr, text) == network
        else:
            assert f"the network is {network}" in complaint(values.Cidr, text)


class TestAddresses:
    def test_take_addresses(self) -> None:
        address = IPv4Address("10.0.0.20")
        assert check(values.Address, "10.0.0.20") == check(values.Address, address) == address

    @pytest.mark.parametrize("value", ["10.0.0.20/32", "10.0.0", "::1", "", "host", 167772180, None, ["10.0.0.20"]])
    def test_refuse_the_rest(self, value: object) -> None:
        assert complaint(values.Address, value) == "expected an IPv4 address such as 10.0.0.20"


def test_keys_are_spelled_with_hyphens() -> None:
    assert values.kebab("route_tables") == "route-tables"
