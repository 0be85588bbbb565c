from dataclasses import FrozenInstanceError, dataclass

import pytest

from acree_sandbox.core.resources import KINDS, Resource, resource
from tests.sandbox.core.specimens import Box, Shelf


def test_a_kind_is_registered_with_its_prefix_and_fields() -> None:
    assert KINDS["box"] is Box
    assert (Box.kind, Box.prefix, Box.indexes) == ("box", "bx", ("shelf_id",))
    assert (Shelf.prefix, Shelf.indexes) == ("shelf", ())
    assert Shelf.field_names[:2] == ("id", "region")
    assert Shelf.field_names[-1] == "width"


def test_a_taken_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind 'box' is taken by Box"):

        @resource("box")
        @dataclass(frozen=True, slots=True, kw_only=True)
        class Other(Resource):
            pass


def test_resources_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Shelf(id="s").name = "x"  # type: ignore[misc]  # that it cannot be set is the point


def test_a_document_makes_the_resource_again() -> None:
    box = Box(id="b", region="cn-hangzhou", created_at=1.5, tags={"a": "b"}, shelf_id="s", note="é")
    assert Box(**box.document()) == box  # type: ignore[arg-type]  # a document holds what the fields hold
