"""Counts: who sees which, and that every number passes the gate."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alongside.casework.oversight import actions, counting
from alongside.casework.oversight.models import Release
from alongside.casework.oversight.quarters import Quarter, latest, quarter_of, read
from alongside.casework.reporters.models import Tally
from alongside.casework.statistics import actions as statistics
from alongside.casework.statistics.models import StatisticsEvent
from alongside.commons import clock, exchange
from alongside.commons.refusals import BadInput, NotAllowed
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]
SignedIn = Callable[[cast.Person], Client]


def last_quarter() -> Quarter:
    return quarter_of(clock.today()).before()


def happened(stage: str, area: str, times: int, on: date | None = None) -> None:
    for _ in range(times):
        day = on or last_quarter().first_day
        statistics.record(stage=stage, area_code=area, statistics_key=statistics.new_key(), on=day)


def shown(client: Client) -> str:
    return client.get(reverse("oversight"), {"quarter": last_quarter().word}).content.decode()


def numbers(page: str) -> list[str]:
    """The table of stages, without the openings below it."""
    page = page.partition('id="openings"')[0]
    cells = re.findall(r'govuk-table__cell--numeric">(.*?)</td>', page, re.S)
    return [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in cells]


def test_an_event_is_kept_without_a_case() -> None:
    fields = {field.name for field in StatisticsEvent._meta.get_fields()}
    assert fields == {"id", "statistics_key", "stage", "area_code", "happened_on", "code_list_version"}


def test_a_stage_that_the_journey_lacks_is_not_recorded() -> None:
    with pytest.raises(ValueError, match="no stage"):
        statistics.record(stage="watched", area_code="northmere", statistics_key=uuid.uuid4(), on=clock.today())


def test_a_referral_counts_once_for_a_stage_that_it_reaches_twice(signed_in: SignedIn) -> None:
    keys = [statistics.new_key() for _ in range(12)]
    for key in [*keys, *keys]:
        statistics.record(stage="screening", area_code="northmere", statistics_key=key, on=last_quarter().last_day)
    assert "10" in numbers(shown(signed_in(cast.STATISTICIAN)))


def test_one_to_seven_is_hidden_and_the_rest_rounded(signed_in: SignedIn) -> None:
    happened("received", "northmere", 7)
    happened("screening", "northmere", 23)
    found = numbers(shown(signed_in(cast.STATISTICIAN)))
    assert "fewer than 8" in found
    assert "25" in found
    assert not {"7", "23", "30"} & set(found)


def test_a_day_outside_the_quarter_does_not_count(signed_in: SignedIn) -> None:
    happened("received", "northmere", 20, on=last_quarter().first_day - timedelta(1))
    happened("received", "northmere", 20, on=last_quarter().last_day + timedelta(1))
    assert set(numbers(shown(signed_in(cast.STATISTICIAN)))) == {"0"}


@pytest.mark.parametrize("person", cast.CASEWORK, ids=lambda p: p.email)
def test_everybody_sees_the_counts_that_the_access_matrix_gives_them(signed_in: SignedIn, person: cast.Person) -> None:
    everything = {"statistician", "dpo", "inspector"}
    area = {"intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator", "director"}
    page = shown(signed_in(person))
    headers = re.findall(r'header--numeric"><bdi>(.*?)</bdi>', page)
    role = person.roles[0]
    (at,) = (agency.area for agency in cast.AGENCIES if agency.name == person.agency)
    (own,) = (area.name for area in cast.AREAS if area.code == at)
    assert headers == (["Glanaber", "Northmere"] if role in everything else [own] if role in area else [])
    assert ("what is published" in page) == (role not in everything | area)


def test_a_hidden_place_is_hidden_for_every_reader_alike(signed_in: SignedIn) -> None:
    happened("received", "northmere", 40)
    happened("received", "glanaber", 3)
    own = numbers(shown(signed_in(cast.COORDINATOR)))
    everything = numbers(shown(signed_in(cast.STATISTICIAN)))
    assert own[0] == everything[1]


def test_the_file_has_the_same_hidden_places_and_says_what_it_is(signed_in: SignedIn) -> None:
    happened("received", "northmere", 3)
    happened("screening", "northmere", 40)
    file = signed_in(cast.STATISTICIAN).get(reverse("oversight_csv"), {"quarter": last_quarter().word})
    text = file.content.decode()
    rows = list(csv.DictReader(io.StringIO("\n".join(li for li in text.splitlines() if not li.startswith("#")))))
    found = [row["referrals"] for row in rows]
    assert found == [each.replace(",", "") for each in numbers(shown(signed_in(cast.STATISTICIAN)))]
    assert "# Version of the list of stages: 2026-11-22" in text
    assert signed_in(cast.TOM).get(reverse("oversight_csv")).status_code == 404


def test_the_statistician_publishes_what_they_looked_at_and_it_is_signed(signed_in: SignedIn, acting: Acting) -> None:
    happened("screening", "northmere", 40)
    stellan, quarter = signed_in(cast.STATISTICIAN), last_quarter()
    page = stellan.get(reverse("oversight_publish", args=[quarter.word])).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    unlooked = stellan.post(reverse("oversight_publish", args=[quarter.word]), {"seen": seen[1]})
    assert unlooked.status_code == 200
    assert not Release.objects.exists()
    stellan.post(reverse("oversight_publish", args=[quarter.word]), {"seen": seen[1], "looked": "on"})
    row = Release.objects.get()
    bulletin = exchange.Bulletin(
        "published_table", row.number, row.made_at, bytes(row.body), row.key_id, bytes(row.signature)
    )
    key = actions.signing_key().public_key()
    exchange.verify(bulletin, {exchange.key_id(key): key})
    assert "Glanaber" in stellan.get(reverse("oversight_release", args=[1])).content.decode()
    assert counting.read_back(bulletin.says()) == counting.released(quarter)


@pytest.mark.parametrize("person", [p for p in cast.CASEWORK if p != cast.STATISTICIAN], ids=lambda p: p.email)
def test_nobody_but_the_statistician_publishes(acting: Acting, person: cast.Person) -> None:
    with acting(person) as somebody, pytest.raises(NotAllowed, match="statistician"):
        actions.publish(last_quarter(), seen="", by=somebody)


def test_a_quarter_that_is_not_over_is_not_published(acting: Acting) -> None:
    with acting(cast.STATISTICIAN) as stellan, pytest.raises(NotAllowed, match="not over"):
        actions.publish(quarter_of(clock.today()), seen="", by=stellan)


def test_another_table_than_the_one_looked_at_does_not_leave(acting: Acting) -> None:
    with acting(cast.STATISTICIAN) as stellan:
        seen = actions.digest(actions.to_publish(last_quarter(), by=stellan))
        happened("screening", "northmere", 40)
        with pytest.raises(NotAllowed, match="changed since"):
            actions.publish(last_quarter(), seen=seen, by=stellan)


def test_what_is_published_adds_no_stages_up(acting: Acting) -> None:
    happened("received", "northmere", 40)
    happened("screening", "northmere", 40)
    with acting(cast.STATISTICIAN) as stellan:
        says = publish(stellan).says()
    assert says["table"]["grid"][-1] == [None, None, None]
    assert 80 not in [cell for row in says["table"]["grid"] for cell in row]


def publish(stellan: Any) -> exchange.Bulletin:
    seen = actions.digest(actions.to_publish(last_quarter(), by=stellan))
    return actions.publish(last_quarter(), seen=seen, by=stellan)


def test_a_table_is_published_once_and_a_revision_gets_the_next_number(acting: Acting) -> None:
    happened("screening", "northmere", 40)
    with acting(cast.STATISTICIAN) as stellan:
        assert publish(stellan).number == 1
        with pytest.raises(NotAllowed, match="published already"):
            publish(stellan)
        happened("screening", "northmere", 20)
        assert publish(stellan).number == 2
        assert len(counting.published_before(last_quarter())) == 2


def test_quarters_follow_one_another_and_nonsense_is_refused() -> None:
    assert [each.word for each in latest(date(2026, 2, 1), 3)] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert (read("2026-Q1").first_day, read("2026-Q1").last_day) == (date(2026, 1, 1), date(2026, 3, 31))
    assert Quarter(2025, 4).label == "October to December 2025"
    for nonsense in ("", "2026", "2026-Q5", "0000-Q1", "२०२६-Q1", "2026-Q1 ", "-Q1"):
        with pytest.raises(BadInput):
            read(nonsense)


def test_the_page_answers_404_for_a_quarter_that_is_none(signed_in: SignedIn) -> None:
    assert signed_in(cast.STATISTICIAN).get(reverse("oversight"), {"quarter": "2026-Q9"}).status_code == 404


def opened(opener: str, ground: str, times: int, on: date | None = None) -> None:
    day = on or last_quarter().first_day
    Tally.objects.bulk_create(Tally(opener=opener, ground=ground, opened_on=day) for _each in range(times))


def openings_on(page: str) -> dict[str, list[str]]:
    rows = re.findall(r"<tr.*?</tr>", page.partition('id="openings"')[2].partition("</table>")[0], re.S)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return {row[0]: [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in row[1:]] for row in found}


def test_openings_are_counted_by_opener_and_ground_and_small_numbers_are_hidden(signed_in: SignedIn) -> None:
    opened("intake", "reach", 23)
    opened("intake", "life", 12)
    opened("custodians", "life", 2)
    opened("custodians", "law", 90, on=last_quarter().last_day + timedelta(1))
    found = openings_on(shown(signed_in(cast.STATISTICIAN)))
    assert found["Ground"] == ["Intake", "Case manager", "Two custodians", "Total"]
    assert found["A life is in danger"][2] == "fewer than 8"
    assert not {"2", "12", "14", "23", "37"} & {cell for row in found.values() for cell in row}
    assert found["A court or a law requires it"] == ["0", "0", "0", "0"]


def test_openings_are_seen_by_whoever_sees_counts_and_by_nobody_else(signed_in: SignedIn) -> None:
    for person in (cast.STATISTICIAN, cast.INSPECTOR, cast.COORDINATOR):
        assert "How often it was opened who told us" in shown(signed_in(person))
    for person in (cast.TOM, cast.CALL_HANDLER, cast.MANAGER):
        assert "How often it was opened who told us" not in shown(signed_in(person))


def test_openings_leave_in_the_same_bulletin_and_a_change_of_them_is_a_revision(acting: Acting) -> None:
    opened("intake", "reach", 40)
    with acting(cast.STATISTICIAN) as stellan:
        says = publish(stellan).says()
        assert says["openings"]["rows"]["labels"][2] == "To reach whoever told us, or keep them safe"
        assert says["openings"]["grid"][2][0] == 40
        opened("intake", "reach", 40)
        assert publish(stellan).number == 2


def test_the_row_of_an_opening_leads_to_nobody() -> None:
    assert {field.name for field in Tally._meta.get_fields()} == {"id", "opened_on", "opener", "ground"}
