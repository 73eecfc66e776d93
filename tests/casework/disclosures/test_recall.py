"""Who still has what was disclosed is asked to delete it, and a person notes what they answered (R-16)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.disclosures import actions, queries
from alongside.casework.intake import answers
from alongside.casework.intake.models import Message
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals.queries import find
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]


@pytest.fixture
def screening(acting: Acting, opened: UUID) -> UUID:
    with acting(cast.INTAKE) as ines:
        referrals.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")
    return opened


def line(acting: Acting, case: UUID, recipient: str) -> queries.Line:
    with acting(cast.CASE_MANAGER) as callum:
        return next(each for each in queries.register(find(callum, case)) if each.recipient == recipient)


def test_a_recall_says_when_and_under_which_reference_and_never_what_it_was(
    acting: Acting, signed_in: Browser, screening: UUID
) -> None:
    row = line(acting, screening, cast.COUNCIL)
    callum = signed_in(cast.CASE_MANAGER)
    address = f"/disclosures/{screening}/{row.id}/"
    assert callum.post(f"{address}recall/", {"why": "rectified", "words": ""}).status_code == 302
    recalled = line(acting, screening, cast.COUNCIL)
    assert recalled.waits_for_answer
    assert "has been corrected here" in recalled.message
    assert "Jordan" not in recalled.message
    assert recalled.message.replace("&", "&amp;") in callum.get(f"/disclosures/{screening}/").content.decode()
    assert callum.post(f"{address}answered/", {"words": "Cora: all three copies deleted, by mail."}).status_code == 302
    assert not line(acting, screening, cast.COUNCIL).waits_for_answer


def test_it_is_recalled_once_and_answered_once(acting: Acting, screening: UUID) -> None:
    row = line(acting, screening, cast.COUNCIL)
    with acting(cast.CASE_MANAGER) as callum:
        with pytest.raises(NotAllowed, match="Nothing was recalled"):
            actions.answer(screening, row.id, "deleted", by=callum)
        actions.recall(screening, row.id, "unlawful", "", by=callum)
        with pytest.raises(NotAllowed, match="recalled already"):
            actions.recall(screening, row.id, "unlawful", "", by=callum)
        actions.answer(screening, row.id, "deleted", by=callum)
        with pytest.raises(NotAllowed, match="noted already"):
            actions.answer(screening, row.id, "deleted", by=callum)


def test_holders_who_still_read_the_case_are_told_that_something_waits(acting: Acting, screening: UUID) -> None:
    row = line(acting, screening, cast.POLICE)
    before = set(Mail.objects.values_list("id", flat=True))
    with acting(cast.INTAKE) as ines:
        actions.recall(screening, row.id, "rectified", "", by=ines)
    told = Mail.objects.exclude(id__in=before)
    assert {mail.to.name for mail in told} >= {cast.CASE_MANAGER.name, cast.SUPERVISOR.name}
    assert {mail.path for mail in told} == {f"/disclosures/{screening}/"}


@pytest.mark.parametrize("act", ["withdrawal", "correction", "more"])
def test_what_whoever_told_us_takes_back_is_recalled_from_everybody_who_has_it(
    acting: Acting, screening: UUID, act: str
) -> None:
    with acting(cast.INTAKE) as ines:
        seen = find(ines, screening)
        message = Message(
            id=uuid.uuid4(), case_id=screening, concern=seen.referral.concerns.get().id, act=act,
            received_at=clock.now(), said=b"sealed",
        )  # fmt: skip
        message.save(force_insert=True)
        answers.mark_handled(screening, message.id, by=ines)
    recalled = {name for name in (cast.COUNCIL, cast.POLICE) if line(acting, screening, name).waits_for_answer}
    assert recalled == (set() if act == "more" else {cast.COUNCIL, cast.POLICE})
