"""A small service for the tests of the core: shelves, and boxes on them."""

from dataclasses import dataclass

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.errors import ApiError
from acree_sandbox.core.paging import numbered_page, page_parameters, token_page, token_parameters
from acree_sandbox.core.parameters import integer, tags, text
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Registry, Reply, Service
from acree_sandbox.core.resources import GONE, Resource, resource
from acree_sandbox.core.tags import register_tag_actions, tag_list

SPECIMENS = Registry()
STORE = Service("Store", "2026-01-01", SPECIMENS)


@resource("shelf")
@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Resource):
    name: str = ""
    width: int = 0


@resource("box", prefix="bx", indexes=("shelf_id",))
@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Resource):
    shelf_id: str
    note: str = ""


@resource("sign")
@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Resource):
    """Tells by a box what has become of itself."""

    def settled(self, cloud: Cloud) -> None:
        cloud.put(Box(id=f"bx-{self.status}", shelf_id=self.id, note="gone" if self.status == GONE else "made"))


@resource("broken")
@dataclass(frozen=True, slots=True, kw_only=True)
class Broken(Resource):
    """Fails half-way through what follows its transition."""

    def settled(self, cloud: Cloud) -> None:
        cloud.put(Shelf(id="half-done"))
        raise ZeroDivisionError("a mistake in settled")


def one_shelf(cloud: Cloud) -> None:
    """Populate a world."""
    cloud.put(Shelf(id=cloud.new_id(Shelf)))


@STORE.action("CreateShelf", text("Name"), integer("Width", minimum=1), tags())
def create_shelf(cloud: Cloud, request: Request) -> Reply:
    made = Shelf(
        id=cloud.new_id(Shelf, request.region),
        region=request.region,
        status="Creating",
        tags=request.tags(),
        name=request.text("Name"),
        width=request.integer("Width", 80),
    )
    cloud.put(made, then="Active")
    return {"ShelfId": made.id}


@STORE.action("DescribeShelves", text("ShelfId"), *page_parameters())
def describe_shelves(cloud: Cloud, request: Request) -> Reply:
    wanted = request.text("ShelfId")
    page = numbered_page(request, [row for row in cloud.all(Shelf) if wanted in ("", row.id)])
    items = [
        {"ShelfId": row.id, "Name": row.name, "Status": row.status, "Tags": {"Tag": tag_list(row)}}
        for row in page.items
    ]
    return {"Shelves": items, **page.fields}


@STORE.action("ListShelves", *token_parameters())
def list_shelves(cloud: Cloud, request: Request) -> Reply:
    page = token_page(request, cloud.all(Shelf), size=2)
    return {"Shelves": [row.id for row in page.items], **page.fields}


@STORE.action("ModifyShelf", text("ShelfId", required=True), text("Name"), integer("Width"))
def modify_shelf(cloud: Cloud, request: Request) -> Reply:
    shelf = cloud.need(Shelf, request.text("ShelfId"), "InvalidShelfId.NotFound")
    cloud.change(shelf, **request.changes({"Name": "name", "Width": "width"}))
    return {}


@STORE.action("DeleteShelf", text("ShelfId", required=True))
def delete_shelf(cloud: Cloud, request: Request) -> Reply:
    shelf = cloud.need(Shelf, request.text("ShelfId"), "InvalidShelfId.NotFound")
    cloud.remove(shelf, while_status="Deleting")
    if cloud.where(Box, "shelf_id", shelf.id):
        raise ApiError("DependencyViolation.Box", "Boxes are still on it.")
    return {}


@STORE.action("BreakDown")
def break_down(cloud: Cloud, _request: Request) -> Reply:
    cloud.put(Shelf(id="shelf-half-done"))
    raise ZeroDivisionError("a mistake in an action")


register_tag_actions(STORE, {"SHELF": Shelf, "ANYTHING": (Shelf, Box)}, untag="UnTagResources")
