"""Whoever comes to know of a case is one row of its register, with what, what for and on which basis (R-16)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from alongside.casework.disclosures import actions, queries
from alongside.casework.disclosures.models import Disclosure
from alongside.casework.panel.models import Item
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals.queries import NotFound, find
from alongside.casework.rules import disclosures as rules
from alongside.casework.triage.actions import record_emergency
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]
ASKED = {
    "recipient": "Mrs Okafor, head teacher of Quay Street School", "recipient_kind": "education",
    "fields": ["name", "year group"], "purpose": "Ask whether he comes to school.", "legal_basis": "panel_duty",
    "necessity": "She cannot answer without his name.",
}  # fmt: skip
TOLD = {
    "recipient": "Dr Amin, Harbour Surgery", "recipient_kind": "health", "parts": "name\nthat he is being helped",
    "purpose": "He asked for an appointment.", "legal_basis": "safeguarding", "necessity": "The surgery books by name.",
    "route": "spoken",
}  # fmt: skip


@pytest.fixture
def screening(acting: Acting, opened: UUID) -> UUID:
    with acting(cast.INTAKE) as ines:
        referrals.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")
    return opened


def lines(acting: Acting, case: UUID, person: cast.Person = cast.CASE_MANAGER) -> list[queries.Line]:
    with acting(person) as somebody:
        return queries.register(find(somebody, case))


def test_opening_a_referral_discloses_once_to_the_police_and_once_to_the_authority(
    acting: Acting, screening: UUID
) -> None:
    found = lines(acting, screening)
    assert sorted(line.recipient for line in found) == [cast.COUNCIL, cast.POLICE]
    for line in found:
        assert line.authorised_by == cast.INTAKE.name
        assert line.fields
        assert line.purpose
        assert line.necessity
        assert "consent" not in line.legal_basis.lower()
        assert line.live


def test_before_a_referral_is_opened_nothing_is_disclosed(acting: Acting, opened: UUID) -> None:
    assert lines(acting, opened, cast.INTAKE) == []


def test_an_emergency_is_a_disclosure_in_the_words_of_who_wrote_it_down(acting: Acting, opened: UUID) -> None:
    said = {"whom": "children", "what": "His sister is alone with him.", "when": "14:05", "who": "Ms Roe, duty desk"}
    with acting(cast.INTAKE) as ines:
        record_emergency(opened, said, by=ines)
    (line,) = lines(acting, opened, cast.INTAKE)
    assert line.recipient == "Children's social care: Ms Roe, duty desk"
    assert line.fields == ["His sister is alone with him."]
    assert line.legal_basis == rules.BASES["vital_interests"]


def test_another_step_records_what_it_discloses_until_a_day(acting: Acting, screening: UUID) -> None:
    until = clock.today() + timedelta(days=14)
    with acting(cast.CASE_MANAGER) as callum:
        row = actions.record(
            screening, **ASKED, authorised_by=callum, until=until, route="link", act="question", of_act=screening
        )
    line = next(line for line in lines(acting, screening) if line.id == row.id)
    assert (line.recipient, line.fields, line.expires_on) == (ASKED["recipient"], ["name", "year group"], until)
    assert line.live
    clock.shift(timedelta(days=15))
    try:
        assert not next(line for line in lines(acting, screening) if line.id == row.id).live
    finally:
        clock.reset()


def test_one_act_discloses_once_to_a_recipient(acting: Acting, screening: UUID) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        actions.record(screening, **ASKED, authorised_by=callum, act="question", of_act=screening)
        with pytest.raises(IntegrityError, match="an_act_discloses_once"), transaction.atomic():
            actions.record(screening, **ASKED, authorised_by=callum, act="question", of_act=screening)


@pytest.mark.parametrize(
    ("changed", "to"),
    [("recipient_kind", "port"), ("legal_basis", "consent"), ("purpose", " "), ("recipient", ""), ("necessity", "")],
)
def test_what_is_on_no_list_or_left_out_is_refused(acting: Acting, screening: UUID, changed: str, to: str) -> None:
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed):
        actions.record(screening, **{**ASKED, changed: to}, authorised_by=callum)


def test_a_stranger_writes_and_reads_nothing(acting: Acting, signed_in: Browser, screening: UUID) -> None:
    with acting(cast.WELSH_INTAKE) as gwen, pytest.raises(NotFound):
        actions.record(screening, **ASKED, authorised_by=gwen)
    for person in (cast.WELSH_INTAKE, cast.PANEL_MEMBER, cast.MENTOR, cast.MANAGER):
        for address in ("", "file.csv", "by-hand/"):
            assert signed_in(person).get(f"/disclosures/{screening}/{address}").status_code == 404


def test_rows_are_never_changed_and_a_correction_stands_beside(acting: Acting, screening: UUID) -> None:
    row = lines(acting, screening)[0]
    with acting(cast.CASE_MANAGER) as callum:
        actions.correct(screening, row.id, "It was the other force.", by=callum)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Disclosure.objects.filter(pk=row.id).update(route="spoken")
    corrected = next(line for line in lines(acting, screening) if line.id == row.id)
    assert [(each.kind, each.words) for each in corrected.after] == [("corrected", "It was the other force.")]
    assert corrected.recipient == row.recipient


def test_the_page_is_one_step_from_the_case_and_takes_what_was_told_by_telephone(
    signed_in: Browser, screening: UUID
) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    assert f'href="/disclosures/{screening}/"' in callum.get(f"/referrals/{screening}/").content.decode()
    assert callum.post(f"/disclosures/{screening}/by-hand/", TOLD).status_code == 302
    page = callum.get(f"/disclosures/{screening}/").content.decode()
    for text in ("Dr Amin, Harbour Surgery", "that he is being helped", cast.POLICE, cast.CASE_MANAGER.name):
        assert text in page
    assert "Error" in callum.post(f"/disclosures/{screening}/by-hand/", {**TOLD, "purpose": ""}).content.decode()


def test_the_file_has_every_row_of_the_page_and_leaves_a_leaf(signed_in: Browser, screening: UUID) -> None:
    callum = signed_in(cast.CASE_MANAGER)
    callum.post(f"/disclosures/{screening}/by-hand/", {**TOLD, "recipient": "=HYPERLINK(1)"})
    answer = callum.get(f"/disclosures/{screening}/file.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["recipient"] for row in rows][-1] == "'=HYPERLINK(1)"
    assert {row["recipient"] for row in rows} == {cast.COUNCIL, cast.POLICE, "'=HYPERLINK(1)"}
    assert "attachment" in answer["Content-Disposition"]


def test_papers_of_a_panel_go_into_the_register_once_for_each_agency_that_a_member_brings(
    acting: Acting, out: Item, opened: UUID
) -> None:
    found = [line for line in lines(acting, opened) if line.what_happened == rules.ACTS["papers"].label]
    assert sorted(line.recipient for line in found) == [cast.HEALTH, cast.SCHOOLS]
    kinds = ("education", "health")
    assert {line.recipient_kind for line in found} == {rules.RECIPIENTS[kind] for kind in kinds}


def test_nothing_personal_of_a_row_is_readable_without_the_key(acting: Acting, screening: UUID) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        actions.record(screening, **ASKED, authorised_by=callum)
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM disclosures_disclosure t")
            stored = " ".join(row for (row,) in cursor.fetchall())
    for told in (str(ASKED["recipient"]), str(ASKED["purpose"]), "year group"):
        assert told not in stored
        assert told.encode().hex() not in stored
