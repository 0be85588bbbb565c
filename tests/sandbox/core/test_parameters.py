import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.kinds import Parameter, by_name, parse
from acree_sandbox.core.parameters import address, boolean, cidr, integer, records, structure, tags, text, texts
from acree_sandbox.core.records import Record


def read(parameter: Parameter, **sent: str) -> Record:
    known = by_name([parameter])
    return Record(parse(known, sent), known)


def refused(parameter: Parameter, sent: dict[str, str]) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(by_name([parameter]), sent)
    return caught.value


def test_text_is_taken_as_it_is() -> None:
    assert read(text("Name"), Name=" a ").text("Name") == " a "


def test_absent_parameters_give_the_default() -> None:
    assert read(text("Name")).text("Name") == ""
    assert read(text("Name")).text("Name", "x") == "x"
    assert read(integer("Size")).integer("Size", 7) == 7
    assert read(boolean("On")).boolean("On", default=True) is True
    assert read(texts("Id")).texts("Id") == []
    assert read(records("Zone", text("Id"))).records("Zone") == []
    assert read(structure("Options", text("Id"))).structure("Options") is None


@pytest.mark.parametrize("sent", ["0", "-5", "42"])
def test_integer(sent: str) -> None:
    assert read(integer("Size"), Size=sent).integer("Size") == int(sent)


@pytest.mark.parametrize("sent", ["1.5", "ten", "1e3", "0x10"])
def test_integer_malformed(sent: str) -> None:
    error = refused(integer("Size"), {"Size": sent})
    assert error.code == "InvalidParameter.Size"
    assert "a whole number" in error.message
    assert repr(sent) in error.message


@pytest.mark.parametrize(("sent", "fits"), [("0", False), ("1", True), ("50", True), ("51", False)])
def test_integer_bounds_are_included(sent: str, *, fits: bool) -> None:
    parameter = integer("Size", minimum=1, maximum=50)
    if fits:
        assert read(parameter, Size=sent).integer("Size") == int(sent)
    else:
        assert "from 1 to 50" in refused(parameter, {"Size": sent}).message


@pytest.mark.parametrize(("sent", "value"), [("true", True), ("True", True), ("FALSE", False), ("false", False)])
def test_boolean(sent: str, *, value: bool) -> None:
    assert read(boolean("On"), On=sent).boolean("On", default=not value) is value


def test_boolean_malformed() -> None:
    assert refused(boolean("On"), {"On": "yes"}).code == "InvalidParameter.On"


@pytest.mark.parametrize("parameter", [integer("X"), boolean("X"), texts("X"), structure("X"), records("X")])
def test_an_empty_value_counts_as_not_sent_for_all_but_text(parameter: Parameter) -> None:
    assert parse(by_name([parameter]), {"X": ""}) == {}


@pytest.mark.parametrize("sent", ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", ""])
def test_cidr(sent: str) -> None:
    assert read(cidr("Block"), Block=sent).text("Block", "absent") == sent


@pytest.mark.parametrize("sent", ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "net"])
def test_cidr_malformed_with_the_services_code(sent: str) -> None:
    assert refused(cidr("Block", code="InvalidCidrBlock"), {"Block": sent}).code == "InvalidCidrBlock"


def test_address() -> None:
    assert read(address("Ip"), Ip="10.0.0.1").text("Ip") == "10.0.0.1"
    assert read(address("Ip"), Ip="2001:DB8:0::1").text("Ip") == "2001:db8::1"
    assert refused(address("Ip"), {"Ip": "10.0.0.256"}).code == "InvalidParameter.Ip"


def test_choices() -> None:
    parameter = text("Type", choices=("Instance", "VpnGateway"))
    assert read(parameter, Type="Instance").text("Type") == "Instance"
    assert "one of Instance, VpnGateway" in refused(parameter, {"Type": "instance"}).message


def test_texts_come_in_the_order_of_their_numbers() -> None:
    sent = {"Id.10": "j", "Id.2": "b", "Id.1": "a"}
    assert parse(by_name([texts("Id")]), sent) == {"Id": ["a", "b", "j"]}


def test_texts_as_json() -> None:
    assert read(texts("Id"), Id='["a", 2, true]').texts("Id") == ["a", "2", "true"]


@pytest.mark.parametrize("sent", ["a", "{}", "[", '"a"'])
def test_texts_malformed(sent: str) -> None:
    assert refused(texts("Id"), {"Id": sent}).code == "InvalidParameter.Id"


def test_a_list_that_is_not_numbered() -> None:
    assert "Id.first" in refused(texts("Id"), {"Id.first": "a"}).message
    assert "Zone.x" in refused(records("Zone", text("Id")), {"Zone.x.Id": "a"}).message


def test_records() -> None:
    sent = {"Zone.2.Id": "h", "Zone.1.Id": "g", "Zone.1.Count": "3"}
    known = by_name([records("Zone", text("Id"), integer("Count"))])
    zones = Record(parse(known, sent), known).records("Zone")
    assert [(zone.text("Id"), zone.integer("Count")) for zone in zones] == [("g", 3), ("h", 0)]


def test_records_as_json() -> None:
    sent = json.dumps([{"Id": "g", "Count": 3, "On": True, "Sub": {"A": None, "B": [1]}}])
    parameter = records("Zone", text("Id"), integer("Count"), boolean("On"), structure("Sub", texts("B")))
    (zone,) = read(parameter, Zone=sent).records("Zone")
    sub = zone.structure("Sub")
    assert (zone.text("Id"), zone.integer("Count"), zone.boolean("On")) == ("g", 3, True)
    assert sub is not None
    assert sub.texts("B") == ["1"]


@pytest.mark.parametrize("sent", ['{"Id": "g"}', '["g"]', "["])
def test_records_malformed(sent: str) -> None:
    assert refused(records("Zone", text("Id")), {"Zone": sent}).code == "InvalidParameter.Zone"


def test_structures_nest_and_both_spellings_agree() -> None:
    parameter = records("Tunnel", text("Role"), structure("Ike", text("Psk"), integer("Lifetime")))
    known = by_name([parameter])
    flat = {"Tunnel.1.Role": "master", "Tunnel.1.Ike.Psk": "x", "Tunnel.1.Ike.Lifetime": "60"}
    as_json = {"Tunnel": '[{"Role": "master", "Ike": {"Psk": "x", "Lifetime": 60}}]'}
    values = [Record(parse(known, sent), known).plain() for sent in (flat, as_json)]
    assert values == [{"Tunnel": [{"Role": "master", "Ike": {"Psk": "x", "Lifetime": 60}}]}] * 2


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"Nmae": "x"}, "Nmae"),
        ({"Zone.1.Nmae": "x"}, "Zone.1.Nmae"),
        ({"Zone": '[{"Id": "a"}, {"Nmae": 1}]'}, "Zone.2.Nmae"),
        ({"Other.1": "x"}, "Other.1"),
    ],
)
def test_an_unknown_parameter_is_named_and_so_are_the_known(sent: dict[str, str], name: str) -> None:
    error = refused(records("Zone", text("Id")), sent)
    assert error.code == f"UnknownParameter.{name}"
    assert "known:" in error.message


def test_a_plain_parameter_that_is_sent_as_a_list() -> None:
    error = refused(integer("Size"), {"Size.1": "3"})
    assert error.code == "InvalidParameter.Size"
    assert "Size.1" in error.message


@pytest.mark.parametrize("sent", [{}, {"Name": ""}])
def test_a_missing_parameter_is_named(sent: dict[str, str]) -> None:
    assert refused(text("Name", required=True), sent).code == "MissingParameter.Name"


def test_a_missing_field_is_named_with_its_place() -> None:
    error = refused(records("Zone", text("Id", required=True), text("Note")), {"Zone.3.Note": "x"})
    assert error.code == "MissingParameter.Zone.3.Id"


def test_false_and_zero_are_not_missing() -> None:
    assert read(boolean("On", required=True), On="false").boolean("On", default=True) is False
    assert read(integer("Size", required=True), Size="0").integer("Size", 9) == 0


def test_tags() -> None:
    known = by_name([tags()])
    record = Record(parse(known, {"Tag.1.Key": "a", "Tag.1.Value": "b", "Tag.2.Key": "c"}), known)
    assert record.tags() == {"a": "b", "c": ""}


def test_a_name_declared_twice() -> None:
    with pytest.raises(ValueError, match="'Name' is declared twice"):
        by_name([text("Name"), integer("Name")])


@given(st.lists(st.text(max_size=8), min_size=1, max_size=30))
def test_any_list_survives_both_spellings(items: list[str]) -> None:
    known = by_name([texts("Id")])
    flat = {f"Id.{number}": item for number, item in enumerate(items, 1)}
    assert parse(known, flat) == parse(known, {"Id": json.dumps(items)}) == {"Id": items}
