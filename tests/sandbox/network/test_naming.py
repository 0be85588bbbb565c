import pytest
from hypothesis import given
from hypothesis import strategies as st

from acree_sandbox.network.naming import LONGEST_INTERFACE, interface_name, namespace_name, number

ids = st.text(min_size=1, max_size=200)


@given(ids)
def test_an_interface_name_is_one_that_the_kernel_takes(identifier: str) -> None:
    name = interface_name("att", identifier)
    assert len(name) <= LONGEST_INTERFACE
    assert name.isascii()
    assert not set(name) & set(" /:%")
    assert interface_name("att", identifier) == name


@given(ids)
def test_a_namespace_name_is_a_plain_file_name(identifier: str) -> None:
    name = namespace_name("host", identifier)
    assert name.startswith("host-")
    assert len(name) <= 128
    assert not set(name) & set("/\0 \n")
    assert name not in {".", ".."}


@given(ids)
def test_a_number_is_neither_one_of_the_kernels_tables_nor_too_large(identifier: str) -> None:
    assert 1000 <= number(identifier) < 2**31


def test_ids_stay_readable() -> None:
    assert namespace_name("host", "i-uf6ecs2") == "host-i-uf6ecs2"


@pytest.mark.parametrize("identifier", ["../x", "a b", "", "-rf", "x" * 101, "a\nnetns del b"])
def test_ids_that_are_no_names_are_replaced(identifier: str) -> None:
    name = namespace_name("vpc", identifier)
    assert name.startswith("vpc-")
    assert len(name) == len("vpc-") + 20
    assert identifier not in name or not identifier


def test_many_ids_have_many_names_and_numbers() -> None:
    identifiers = [f"tr-attach-{index}" for index in range(5000)]
    assert len({interface_name("att", its) for its in identifiers}) == 5000
    assert len({number(its) for its in identifiers}) == 5000
