from __future__ import annotations

import re
from itertools import combinations

import pytest

from acree_infra.reports.html_drawing import drawing_of
from acree_infra.reports.html_shapes import HEIGHT, WIDTH, Box, Drawing, joined, short
from tests.infra.reports.cases import CASES, dev, same_region, three_regions, unlinked
from tests.infra.reports.reviews import REVIEWS, client_gone, new_client, new_stack


def drawings() -> dict[str, Drawing]:
    plans = {f"plan {name}": drawing_of([case().plan], {}) for name, case in CASES.items()}
    reviews = {name: review() for name, review in REVIEWS.items()}
    diffs = {f"diff {n}": drawing_of([r.before.plan, r.after.plan], {}) for n, r in reviews.items() if n != "new-stack"}
    return plans | diffs


DRAWINGS = drawings()


def box(drawing: Drawing, name: str) -> Box:
    (found,) = [box for box in drawing.boxes if box.name == name]
    return found


@pytest.mark.parametrize("name", DRAWINGS)
class TestEveryDrawing:
    def test_boxes_do_not_touch(self, name: str) -> None:
        for one, other in combinations(DRAWINGS[name].boxes, 2):
            beside = abs(one.x - other.x) > WIDTH
            below = abs(one.y - other.y) > HEIGHT
            assert beside or below, (one.name, other.name)

    def test_all_is_inside(self, name: str) -> None:
        drawing = DRAWINGS[name]
        for made in drawing.boxes:
            assert 0 < made.x < made.x + made.width < drawing.width
            assert 0 < made.top < made.top + made.height < drawing.height
        for frame in drawing.frames:
            assert frame.y - 16 > 0, "its name stands above it"
            assert frame.x + frame.width < drawing.width
            assert frame.y + frame.height < drawing.height

    def test_frames_do_not_overlap(self, name: str) -> None:
        for one, other in combinations(DRAWINGS[name].frames, 2):
            beside = one.x + one.width < other.x or other.x + other.width < one.x
            below = one.y + one.height + 12 < other.y or other.y + other.height + 12 < one.y
            assert beside or below

    def test_lines_go_from_left_to_right(self, name: str) -> None:
        for line in DRAWINGS[name].lines:
            numbers = [float(number) for number in re.findall(r"[\d.]+", line.path)]
            assert numbers[0] < line.x < numbers[-2]

    def test_each_attachment_is_a_line(self, name: str) -> None:
        drawing = DRAWINGS[name]
        assert len({line.name for line in drawing.lines}) == len(drawing.lines)
        assert {"leg:registry", "leg:auth", "leg:oss"} <= {line.name for line in drawing.lines}


def test_the_worked_example_from_left_to_right() -> None:
    drawing = drawing_of([dev().plan], {"vpc-uf6demo": "t0"})
    way = ["vpc-uf6demo", "acree-dev-cn-shanghai", "acree-dev-cn-hangzhou", "vpc-bp1demo", "leg:auth"]
    places = [box(drawing, name).x for name in way]
    assert places == sorted(set(places))
    assert {round(box(drawing, name).y) for name in way} == {round(box(drawing, "leg:auth").y)}
    assert box(drawing, "vpc-uf6demo").link == "t0"
    assert box(drawing, "leg:registry").lines[2] == "10.0.0.20"
    assert box(drawing, "leg:oss").lines[2] == "4 prefixes"
    peer = next(line for line in drawing.lines if line.name == "peer-cn-shanghai")
    assert (peer.below, peer.title) == ("100 Mbit/s", "peer-cn-shanghai; DataTransfer 100 Mbit/s")


def test_each_region_has_its_frame() -> None:
    frames = [frame.name for frame in drawing_of([three_regions().plan], {}).frames]
    assert frames == ["cn-beijing", "cn-shanghai", "cn-shenzhen", "cn-hangzhou"]


def test_a_client_of_the_registrys_region_stands_by_itself() -> None:
    drawing = drawing_of([same_region().plan], {})
    assert [frame.name for frame in drawing.frames] == ["cn-hangzhou", "cn-hangzhou"]
    assert {line.name for line in drawing.lines} >= {"att-build", "att-service"}


def test_before_the_link_the_registry_has_no_address() -> None:
    drawing = drawing_of([unlinked().plan], {})
    assert box(drawing, "leg:registry").lines[2] == "not linked yet"
    assert box(drawing, "leg:auth").lines[1] == "not known yet" or box(drawing, "leg:auth").lines[2] == "no address"


def test_what_comes_and_goes_is_marked() -> None:
    for review, change in ((new_client(), "added"), (client_gone(), "removed")):
        drawing = drawing_of([review.before.plan, review.after.plan], {})
        assert box(drawing, "vpc-osaka").change == change
        assert box(drawing, "vpc-uf6demo").change == ""
        assert {line.change for line in drawing.lines if "ap-northeast-1" in line.name} == {change}
        assert f"; {change}" in box(drawing, "vpc-osaka").title


def test_what_is_made_otherwise_is_marked() -> None:
    plan = dev().plan
    drawing = drawing_of([plan, plan], {}, {"att-service"})
    assert {line.name: line.change for line in drawing.lines if line.change} == {"att-service": "changed"}


def test_a_stack_that_did_not_exist_is_drawn_as_it_will_be() -> None:
    assert drawing_of([new_stack().after.plan], {}).boxes == drawing_of([dev().plan], {}).boxes


def test_names_are_cut_in_their_middle() -> None:
    assert short("abcdef", 6) == "abcdef"
    assert short("abcdefgh", 5) == "ab…gh"
    assert len(short("x" * 50, 23)) == 23


def test_a_curve_and_its_middle() -> None:
    left, right = Box("a", (), "", "vpc", "", 0, 10), Box("b", (), "", "vpc", "", WIDTH + 100, 30)
    assert joined(left, right) == ("M176 10C226 10 226 30 276 30", 226, 20)
