from acree_sandbox.api.vpc.resources import VSwitch
from acree_sandbox.network.naming import number
from acree_sandbox.network.parts.marking import marking

ONE, TWO = VSwitch(id="vsw-1"), VSwitch(id="vsw-2")


def test_each_connection_is_marked_with_the_vswitch_it_comes_in_at() -> None:
    text = marking({"m-b": [TWO], "m-a": [ONE]})
    assert f'ct state new ct mark set iifname map {{ "m-a" : {number("vsw-1")}, "m-b" : {number("vsw-2")} }}' in text
    assert text.index("ct mark set") < text.index("meta mark set ct mark")


def test_several_vswitches_take_turns() -> None:
    text = marking({"att": [ONE, TWO]})
    turns = f"{{ 0 : {number('vsw-1')}, 1 : {number('vsw-2')} }}"
    assert f'ct state new iifname "att" ct mark set numgen inc mod 2 map {turns}' in text
    assert "iifname map" not in text


def test_without_a_way_in_there_is_nothing_to_mark() -> None:
    assert marking({}) == ""
    assert marking({"att": []}) == ""
