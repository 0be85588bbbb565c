"""Ids of attachments by name."""

from __future__ import annotations

from acree_infra.program.attachments import Attachments


class TestAttachments:
    def test_by_name_and_as_they_are(self) -> None:
        attachments = Attachments()
        attachments.add("att-service", "tr-attach-1")
        assert attachments.id("att-service") == "tr-attach-1"
        assert attachments.id("tr-attach-9") == "tr-attach-9"
        assert attachments.all() == {"att-service": "tr-attach-1"}

    def test_the_answer_is_a_copy(self) -> None:
        attachments = Attachments()
        attachments.all()["x"] = "y"
        assert attachments.all() == {}
