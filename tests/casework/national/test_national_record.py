"""A person keys each stage into the national tracker and ticks it; a month is compared and signed (R-17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from alongside.casework.disclosures import queries as register
from alongside.casework.national import actions, queries
from alongside.casework.national.models import Keyed
from alongside.casework.organisation.models import Area
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals.models import History
from alongside.casework.referrals.queries import NotFound, find
from alongside.casework.rules import journey
from alongside.casework.rules import national as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from tests import cast
from tests.boundary.vocabulary import crossing

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
Browser = Callable[[cast.Person], Client]


@pytest.fixture(autouse=True)
def same_clock() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def opening(acting: Acting, opened: UUID) -> History:
    """The move that opened a referral: the first thing that is keyed."""
    with acting(cast.INTAKE) as ines:
        return referrals.make_move(opened, "open_referral", by=ines, reason="A plan to travel.")


def northmere() -> Area:
    return Area.objects.get(code="northmere")


def test_every_move_of_an_opened_referral_has_one_sheet_and_what_ends_unopened_has_none() -> None:
    sheets = [move for sheet in rules.SHEETS.values() for move in sheet.moves]
    assert len(sheets) == len(set(sheets))
    of_opened = {
        word for word, move in journey.MOVES.items() if set(move.leaves) - {"received", "closed"}
    }  # fmt: skip
    # What two named people have is keyed by nobody: the tracker is read by the team that it is kept from.
    with_the_two = {"set_apart_later", "give_back_to_intake", "close_apart"}
    assert of_opened - set(sheets) == {"ask_consent_again"} | with_the_two
    assert set(sheets) - of_opened == {"open_referral"}


def test_no_line_of_a_sheet_names_a_belief_or_a_judgement() -> None:
    assert crossing([(word, f"{word} {label}") for word, label in rules.LINES.items()]) == []
    assert {line for sheet in rules.SHEETS.values() for line in sheet.lines} == set(rules.LINES)


def test_a_sheet_is_read_from_history_and_case(acting: Acting, opened: UUID, opening: History) -> None:
    with acting(cast.COORDINATOR) as cora:
        _seen, sheet = queries.sheet(cora, opened, opening.pk)
    lines = {str(label): value for label, value in sheet.lines}
    assert lines["What the person is called"] == "Jordan"
    assert lines["Area"] == "Northmere"
    assert lines["On which day"] == clock.today().strftime("%d/%m/%Y")
    assert set(lines) <= {rules.LINES[word] for word in rules.SHEETS["referral"].lines}


def test_what_was_keyed_is_ticked_once_and_stands_in_the_register_of_disclosures(
    acting: Acting, opened: UUID, opening: History
) -> None:
    with acting(cast.COORDINATOR) as cora:
        actions.tick(opened, opening.pk, clock.today(), "P-2026-1", by=cora)
        with pytest.raises(NotAllowed, match="ticked this already"):
            actions.tick(opened, opening.pk, clock.today(), "P-2026-1", by=cora)
        told = [line for line in register.register(find(cora, opened)) if line.recipient == actions.TRACKER]
        assert not queries.to_key(northmere(), cora).filter(pk=opening.pk).exists()
    (line,) = told
    assert line.authorised_by == cast.COORDINATOR.name
    assert set(line.fields) >= {"Our reference", "What the person is called"}


@pytest.mark.parametrize(
    ("keyed_on", "reference", "sentence"),
    [(-400, "P-1", "before it happened"), (1, "P-1", "when it has been keyed"), (0, "  ", "reference")],
)
def test_a_tick_says_when_and_under_which_reference(
    acting: Acting, opened: UUID, opening: History, keyed_on: int, reference: str, sentence: str
) -> None:
    day = clock.today() + timedelta(days=keyed_on)
    with acting(cast.COORDINATOR) as cora, pytest.raises(NotAllowed, match=sentence):
        actions.tick(opened, opening.pk, day, reference, by=cora)


def test_whoever_does_not_keep_it_sees_no_list_no_sheet_and_no_month(
    acting: Acting, signed_in: Browser, opened: UUID, opening: History
) -> None:
    month = clock.today().replace(day=1)
    addresses = ("/national/", f"/national/{opened}/{opening.pk}/", f"/national/northmere/{month.year}/{month.month}/")
    for person in (cast.CHAIR, cast.MENTOR, cast.PANEL_MEMBER, cast.MANAGER, cast.INTAKE):
        for address in addresses:
            assert signed_in(person).get(address).status_code == 404
    assert signed_in(cast.WELSH_POLICE_READER).get(addresses[1]).status_code == 404
    with acting(cast.WELSH_POLICE_READER) as huw, pytest.raises(NotFound):
        actions.tick(opened, opening.pk, clock.today(), "P-1", by=huw)


def test_the_list_says_how_long_each_waits_and_leads_to_its_sheet(
    signed_in: Browser, opened: UUID, opening: History
) -> None:
    clock.shift(timedelta(days=9))
    cora = signed_in(cast.COORDINATOR)
    page = cora.get("/national/").content.decode()
    assert "9 days" in page
    assert "Jordan" not in page
    sheet = f"/national/{opened}/{opening.pk}/"
    assert sheet in page
    assert sheet in cora.get(f"/referrals/{opened}/").content.decode()
    said = {"keyed_on-day": "1", "keyed_on-month": "1", "keyed_on-year": "2020", "reference": "P-1"}
    assert "Error" in cora.post(sheet, said).content.decode()
    today = clock.today()
    said |= {"keyed_on-day": str(today.day), "keyed_on-month": str(today.month), "keyed_on-year": str(today.year)}
    assert cora.post(sheet, said).status_code == 302
    assert "under P-1" in cora.get(sheet).content.decode()


def test_a_month_is_counted_from_history_and_signed_once_when_it_is_over(
    acting: Acting, signed_in: Browser, opened: UUID, opening: History
) -> None:
    first = clock.today().replace(day=1)
    address = f"/national/northmere/{first.year}/{first.month}/"
    cora = signed_in(cast.COORDINATOR)
    assert "when it is over" in cora.get(address).content.decode()
    clock.shift(timedelta(days=32))
    with acting(cast.COORDINATOR) as somebody:
        before = queries.month(northmere(), first, somebody).counts
        actions.tick(opened, opening.pk, clock.today(), "P-1", by=somebody)
        after = queries.month(northmere(), first, somebody).counts
    assert before[0].should >= 1
    assert after[0].ticked == before[0].ticked + 1
    assert after[0].should == before[0].should
    assert cora.post(address, {"differences": "One is missing there; Cora keys it."}).status_code == 302
    page = cora.get(address).content.decode()
    assert "One is missing there" in page
    assert cast.COORDINATOR.name in page
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="signed already"):
        actions.sign(northmere(), first, "", by=sunita)


def test_the_case_manager_keys_and_does_not_sign_a_month(acting: Acting) -> None:
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed, match="police supervisor or the coordinator"):
        actions.sign(northmere(), date(2026, 1, 1), "", by=callum)


def test_the_trackers_reference_is_sealed(acting: Acting, opened: UUID, opening: History) -> None:
    with acting(cast.COORDINATOR) as cora:
        row = actions.tick(opened, opening.pk, clock.today(), "P-2026-77", by=cora)
        assert b"P-2026-77" not in bytes(Keyed.objects.get(pk=row.pk).reference)
