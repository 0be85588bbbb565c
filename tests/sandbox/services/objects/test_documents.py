from xml.etree import ElementTree as ET

import pytest

from acree_sandbox.services.objects import documents
from acree_sandbox.services.objects.errors import StorageError


def test_a_document_is_a_tree() -> None:
    made = documents.document("A", [("B", "x"), ("C", [("D", "1"), ("D", "2")]), ("E", "")])
    root = ET.fromstring(made)  # noqa: S314  # made above
    assert root.tag == "A"
    assert root.findtext("B") == "x"
    assert [its.text for its in root.findall("C/D")] == ["1", "2"]


def test_texts_cannot_become_elements() -> None:
    made = documents.document("A", [("B", '</B><C>"&')])
    assert ET.fromstring(made).findtext("B") == '</B><C>"&'  # noqa: S314  # made above


def test_a_refusal_has_the_code_that_clients_branch_on() -> None:
    root = ET.fromstring(documents.refusal(StorageError("NoSuchKey", "It is gone.", 404), "/k"))  # noqa: S314  # made above
    assert (root.tag, root.findtext("Code"), root.findtext("Resource")) == ("Error", "NoSuchKey", "/k")


def test_texts_of_a_request() -> None:
    body = b"<Delete><Object><Key>a/b</Key></Object><Object><Key>&lt;c&gt; &amp; &#34;d&#34;</Key></Object></Delete>"
    assert documents.texts_of(body, "Key") == ["a/b", '<c> & "d"']
    assert documents.texts_of(body, "PartNumber") == []
    with pytest.raises(StorageError, match="not XML"):
        documents.texts_of(b"\xff", "Key")


def test_moments() -> None:
    assert documents.moment(1_767_225_600.9) == "2026-01-01T00:00:00.000Z"
