"""Whoever sends a form after a colleague was first reads why, and has every word back; nobody else reads them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.due.models import Due
from alongside.casework.given_back import whose
from alongside.casework.intake import passing
from alongside.casework.organisation.models import Area
from alongside.casework.referrals import actions
from alongside.commons import clock
from tests import cast
from tests.boundary import matrix
from tests.casework.gateway import GATEWAY
from tests.casework.given_back import forms
from tests.casework.test_journey import CHECKLIST, DECISION, carried, go

__all__ = ["carried"]

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
Acting = Callable[..., Any]
WORDS = "He told us about the <quay> & the\r\nboat, because “we asked”."
READ = " ".join(WORDS.split())
MADE_UP = {"uuid": str(uuid.uuid4()), "str": "somewhere", "int": "7", "slug": "somewhere", "path": "somewhere"}


def opens(client: Client, address: str, form: int = -1) -> Any:
    """Open a page, as one does before a colleague is quicker; return its form."""
    page = client.get(address)
    assert page.status_code == 200, address
    return forms.forms_in(page.content.decode(), address)[form]


def sends(client: Client, form: Any, address: str, **said: str) -> Any:
    return client.post(forms.where(form, address), {**said, "form_of": form.fields["form_of"]})


def reads(answer: Any) -> str:
    """A page's text as it is read: a line break is a blank."""
    return " ".join(unescape(answer.content.decode()).split())


def test_a_whole_page_of_a_move_comes_back_with_what_changed(signed_in: SignedIn, acting: Acting, opened: UUID) -> None:
    go(cast.INTAKE, "open_referral", acting, opened)
    with acting(cast.CASE_MANAGER) as somebody:
        actions.record_all(opened, "ask_partners", {"gateway_assessed": GATEWAY}, by=somebody)
    address, callum = f"/referrals/{opened}/ask_partners/", signed_in(cast.CASE_MANAGER)
    form = opens(callum, address)
    typed = forms.fill(form)
    go(cast.CASE_MANAGER, "ask_partners", acting, opened, deconfliction_clear={"answer": "clear"},
       decision_recorded=DECISION)  # fmt: skip
    answer = callum.post(address, {**typed, "form_of": form.fields["form_of"]})
    assert answer.status_code == 403
    page = reads(answer)
    written = [text for texts in typed.values() for text in texts if text.startswith("typed")]
    assert len(written) > 5
    assert [text for text in written if " ".join(text.split()) not in page] == []
    assert "is not possible at" in page
    assert f"by {cast.CASE_MANAGER.name}" in page
    assert answer.headers["Cache-Control"].count("no-store")
    made_for_another = signed_in(cast.COORDINATOR).post(address, {**typed, "form_of": form.fields["form_of"]})
    assert written[0] not in reads(made_for_another)


def test_a_question_back_for_what_is_signed_already(signed_in: SignedIn, acting: Acting, opened: UUID) -> None:
    go(cast.INTAKE, "open_referral", acting, opened)
    go(cast.CASE_MANAGER, "ask_partners", acting, opened, deconfliction_clear={"answer": "clear"},
       decision_recorded=DECISION)  # fmt: skip
    said = {
        "receiving_area_accepted": {"area": "Glanaber, Gwen Parry", "accepted_on": clock.today()},
        "decision_recorded": DECISION, "checklist_answered": CHECKLIST,
    }  # fmt: skip
    with acting(cast.COORDINATOR) as cora:
        actions.record_all(opened, "hand_over", said, by=cora)
        asked = actions.ask_to_sign(opened, "hand_over", by=cora, closure_code="CH-EXIT-MOVED", reason="He moved.")
    address, sunita = f"/referrals/{opened}/sign/{asked.id}/", signed_in(cast.SUPERVISOR)
    form = opens(sunita, address)
    with acting(cast.SUPERVISOR) as colleague:
        actions.countersign(opened, asked.id, by=colleague)
    answer = sends(sunita, form, address, question=WORDS, back="back")
    assert READ in reads(answer)
    assert "Not sent" in reads(answer)


def test_why_a_date_is_moved_of_what_a_colleague_has_done(
    signed_in: SignedIn, acting: Acting, carried: Callable[[str], None]
) -> None:
    carried("exited")
    with acting(cast.CHAIR) as charity:
        row = Due.objects.visible_to(charity.pk).open().get(kind="review_6m")
    address, client = f"/due/{row.id}/", signed_in(cast.CHAIR)
    form = opens(client, address)
    with acting(cast.CHAIR):
        assert Due.objects.filter(pk=row.pk).update(done_at=clock.now(), done_by=charity) == 1
    answer = sends(client, form, address, **{"date-reason": WORDS, "move": "yes"})
    assert (answer.status_code, READ in reads(answer)) == (404, True)


def test_why_an_offer_is_declined_that_was_taken_back(signed_in: SignedIn, acting: Acting, opened: UUID) -> None:
    with acting(cast.INTAKE) as ines:
        made = passing.offer(opened, Area.objects.get(code="glanaber"), "They live in Quay Street.", by=ines)
    address, gwen = f"/intake/offers/{made.id}/", signed_in(cast.WELSH_INTAKE)
    form = opens(gwen, address)
    with acting(cast.INTAKE) as ines:
        passing.withdraw(made.id, by=ines)
    answer = sends(gwen, form, address, reason=WORDS, decline="decline")
    assert READ in reads(answer)


def test_a_reason_for_an_owner_that_is_not_asked_any_more(signed_in: SignedIn, acting: Acting, opened: UUID) -> None:
    go(cast.INTAKE, "open_referral", acting, opened)
    address, callum = f"/owners/{opened}/", signed_in(cast.CASE_MANAGER)
    form = opens(callum, address)
    answer = sends(callum, form, address, why=WORDS, refuse="refuse")
    assert READ in reads(answer)
    assert "referral/" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("person", [cast.CHAIR, cast.INTAKE, cast.MANAGER], ids=lambda person: person.roles[0])
def test_no_address_of_casework_refuses_a_form_and_keeps_its_words(
    signed_in: SignedIn, person: cast.Person, staff: Callable[[cast.Person], Any]
) -> None:
    """What is gone, and what is another's, answers alike: the words, and nothing of what may have been there."""
    client, mark = signed_in(person), whose.Mark(staff(person).pk, "/nowhere/").signed()
    refused = 0
    for route in matrix.routes():
        if route.startswith(("/sign-in/", "/too-large/")):
            continue
        address = matrix.PART.sub(lambda part: MADE_UP[part.group(1) or "str"], route)
        answer = client.post(address, {"reason": WORDS, "form_of": mark})
        if answer.status_code in (403, 404, 409) or (answer.status_code < 400 and _was_refused(client, answer)):
            refused += 1
            assert READ in reads(answer), address
            assert answer.headers.get("Content-Type", "").startswith("text/html"), address
    assert refused > 60


def _was_refused(client: Client, answer: Any) -> bool:
    """Whether the answer leads away and says on the next page that it was not done."""
    return (
        answer.status_code == 302 and "Not done" in client.get(answer.headers["Location"], follow=True).content.decode()
    )


def test_a_form_without_a_mark_of_ours_has_nothing_back(signed_in: SignedIn) -> None:
    answer = signed_in(cast.INTAKE).post(f"/due/{uuid.uuid4()}/", {"outcome": WORDS})
    assert (answer.status_code, "quay" in answer.content.decode()) == (404, False)


def test_a_button_alone_is_refused_as_before(signed_in: SignedIn, staff: Callable[[cast.Person], Any]) -> None:
    mark = whose.Mark(staff(cast.INTAKE).pk, "/").signed()
    answer = signed_in(cast.INTAKE).post(f"/due/{uuid.uuid4()}/", {"done": "yes", "form_of": mark})
    assert "to copy" not in answer.content.decode()
