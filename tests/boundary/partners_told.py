"""A partner is asked about the case of the story and answers, and so does a doctor by a link. Used by case_told.py."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from alongside.casework.agencies import actions, answering, links
from alongside.casework.documents.checking import Chosen
from alongside.casework.keys.middleware import set_looking
from alongside.casework.organisation.models import Post
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from tests.boundary.case import CANARIES

SAID = CANARIES["partner"]
ASKED = {
    "about": SAID, "question": SAID, "necessity": SAID, "fields": ["known"], "basis": "safeguarding", "urgent": False,
    "due_on": None,
}  # fmt: skip


def ask_and_answer(case: UUID, *, by: Any, partner: Any) -> None:
    """Ask the health trust, let it answer for the chair and whoever asked, and ask a doctor without an account."""
    own = Post.objects.get(holdings__staff=partner, role="panel_member")
    request = actions.ask(case, own, ASKED, by=by)
    links.ask(case, SAID, ASKED, by=by)
    set_looking(partner.pk)
    readers = Post.objects.filter(area=request.area, role__in=("chair", "case_manager"))
    answering.answer(
        request.id, {"kind": "answered", "words": SAID}, readers=readers, until=rules.seen_until(clock.today()),
        regime="uk_gdpr", by=partner, files=[Chosen(f"{SAID}.txt", SAID.encode())],
    )  # fmt: skip
    set_looking(by.pk)
