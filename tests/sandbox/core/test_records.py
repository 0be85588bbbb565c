import pytest

from acree_sandbox.core.kinds import by_name, parse
from acree_sandbox.core.parameters import boolean, integer, records, text, texts
from acree_sandbox.core.records import Call, Record, Request

KNOWN = by_name([text("Name"), integer("Size"), boolean("On"), texts("Id"), records("Zone", text("Id"))])


def record(**sent: str) -> Record:
    return Record(parse(KNOWN, sent), KNOWN)


def test_contains_tells_whether_a_parameter_was_sent() -> None:
    sent = record(Name="", On="false", Size="0")
    assert "Name" in sent
    assert "On" in sent
    assert "Size" in sent
    assert "Id" not in sent


@pytest.mark.parametrize("name", ["text", "integer", "texts", "records", "structure"])
def test_reading_an_undeclared_name_is_a_mistake(name: str) -> None:
    with pytest.raises(LookupError, match="'Nmae' is read but not declared"):
        getattr(record(), name)("Nmae")


def test_asking_for_an_undeclared_name_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="Nmae"):
        assert "Nmae" not in record()


def test_reading_as_another_kind_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="'Size' is declared as int, read as str"):
        record(Size="3").text("Size")


def test_changes_hold_what_was_sent_only() -> None:
    names = {"Name": "name", "Size": "size", "On": "enabled"}
    assert record(Name="", On="false").changes(names) == {"name": "", "enabled": False}
    assert record().changes(names) == {}


def test_changes_of_an_undeclared_name_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="Other"):
        record().changes({"Other": "other"})


def test_plain_unfolds_everything() -> None:
    sent = record(Size="3", Zone='[{"Id": "h"}]', Id='["a"]')
    assert sent.plain() == {"Size": 3, "Zone": [{"Id": "h"}], "Id": ["a"]}


def test_a_request_knows_its_region() -> None:
    call = Call("X", "1", {"RegionId": "cn-hangzhou"})
    assert Request(call, {}, KNOWN).region == "cn-hangzhou"
    assert Request(Call("X", "1", {}), {}, KNOWN).region == ""
