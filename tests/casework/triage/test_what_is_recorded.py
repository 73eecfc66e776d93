"""What the police answer is kept whatever it is; a second signer reads what the signature rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.casework.conftest import WORRY

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
DECISION = {
    f"decision_recorded-{name}": "said"
    for name in ("options", "chosen", "reasons", "counter_evidence", "legal_test", "next_trigger")
}
CHECKLIST = {
    f"checklist_answered-{name}": f"answered: {name}"
    for name in ("history_read", "referrer_spoken_to", "age_and_needs", "receiving_service", "person_told")
}


@pytest.fixture
def screening(acting: Acting, opened: UUID) -> UUID:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        actions.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")
    return opened


def test_an_answer_to_wait_is_kept_though_it_forbids_the_move_it_was_asked_for(
    signed_in: Browser, screening: UUID
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    said = {"deconfliction_clear-answer": "hold", "reason": "They ask us to wait.", **DECISION}
    page = callum.post(f"/referrals/{screening}/ask_partners/", said).content.decode()
    assert "have not answered deconfliction with “clear” since" in page
    assert "What you recorded is kept" in page
    kept = callum.get(f"/referrals/{screening}/").content.decode()
    assert '<dd class="alongside-words">Hold</dd>' in kept
    assert "Decision record" not in kept


def test_no_refusal_that_an_officer_sees_cites_a_requirement(signed_in: Browser, screening: UUID) -> None:
    page = signed_in(cast.CASE_MANAGER).get(f"/referrals/{screening}/").content.decode()
    assert "deconfliction" in page
    for cited in ("(R-", "domain page", "CTSA"):
        assert cited not in page


def test_the_second_signer_reads_reason_ending_answers_and_what_was_told(signed_in: Browser, opened: UUID) -> None:
    ines, charity = signed_in(cast.INTAKE), signed_in(cast.CHAIR)
    said = {"closure_code": "NC-MISUNDERSTOOD", "reason": "It was a line of a play.", "ask": "yes", **CHECKLIST}
    assert ines.post(f"/referrals/{opened}/close_received/", said).status_code == 302
    work = charity.get("/").content.decode()
    address = work.split(f'href="/referrals/{opened}/sign/')[1].split('"')[0]
    page = charity.get(f"/referrals/{opened}/sign/{address}").content.decode()
    for text in (
        "It was a line of a play.",
        "taken out of context",
        "answered: age_and_needs",
        WORRY,
        cast.INTAKE.name,
    ):
        assert text.lower() in page.lower(), text
    assert charity.post(f"/referrals/{opened}/sign/{address}").status_code == 302
    assert charity.get(f"/referrals/{opened}/sign/{address}").status_code == 404
    again = ines.get(f"/referrals/{opened}/close_received/").content.decode()
    assert "It was a line of a play." in again
    done = ines.post(f"/referrals/{opened}/close_received/", said | {"ask": ""})
    assert done.status_code == 302


def test_who_asked_cannot_sign_and_a_stranger_finds_no_page(signed_in: Browser, opened: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        asked = actions.ask_to_sign(opened, "close_lawful", by=ines, closure_code="NC-LAWFUL", reason="A view.")
    for person in (cast.INTAKE, cast.TOM, cast.CASE_MANAGER):
        assert signed_in(person).get(f"/referrals/{opened}/sign/{asked.id}/").status_code == 404


def test_the_second_signer_gives_it_back_with_a_question_and_it_comes_back_answered(
    signed_in: Browser, opened: UUID
) -> None:
    ines, charity = signed_in(cast.INTAKE), signed_in(cast.CHAIR)
    said = {"closure_code": "NC-MISUNDERSTOOD", "reason": "It was a line of a play.", "ask": "yes", **CHECKLIST}
    ines.post(f"/referrals/{opened}/close_received/", said)
    first = charity.get("/").content.decode().split(f'href="/referrals/{opened}/sign/')[1].split('"')[0]
    address = f"/referrals/{opened}/sign/{first}"
    assert "Error" in charity.post(address, {"back": "yes", "question": " "}).content.decode()
    assert charity.post(address, {"back": "yes", "question": "Of which play?"}).status_code == 302
    assert charity.get(address).status_code == 404
    assert f"/sign/{first}" not in charity.get("/").content.decode()
    assert "Of which play?" in ines.get(f"/referrals/{opened}/").content.decode()
    again = ines.get(f"/referrals/{opened}/close_received/").content.decode()
    assert "It was a line of a play." in again
    alone = {name: text for name, text in said.items() if name != "ask"}
    assert ines.post(f"/referrals/{opened}/close_received/", alone).status_code == 200
    ines.post(f"/referrals/{opened}/close_received/", said | {"reason": "A line of Hamlet; his teacher confirms it."})
    assert "Of which play?" not in ines.get(f"/referrals/{opened}/").content.decode()
    second = charity.get("/").content.decode().split(f'href="/referrals/{opened}/sign/')[1].split('"')[0]
    assert "Hamlet" in charity.get(f"/referrals/{opened}/sign/{second}").content.decode()
    charity.post(f"/referrals/{opened}/sign/{second}")
    assert ines.post(f"/referrals/{opened}/close_received/", said | {"ask": ""}).status_code == 302


def test_who_asked_and_whoever_may_not_sign_gives_nothing_back(opened: UUID, acting: Acting) -> None:
    from alongside.casework.referrals import actions

    with acting(cast.INTAKE) as ines:
        asked = actions.ask_to_sign(opened, "close_lawful", by=ines, closure_code="NC-LAWFUL", reason="A view.")
        with pytest.raises(NotAllowed, match="somebody else"):
            actions.give_back(opened, asked.id, "Why?", by=ines)
