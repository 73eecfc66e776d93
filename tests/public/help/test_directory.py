"""The page of services: who is on it, and what it says of now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from alongside.commons import clock
from alongside.commons.clock import LONDON
from alongside.public.help import queries
from alongside.public.help.models import Opening, Service

LINE = "ACT Early support line"
NUMBER = "0800 011 3764"


@pytest.fixture
def line(db: None) -> Service:
    return Service.objects.get(name=LINE)


def page_at(visitor: Client, moment: datetime) -> str:
    clock.set_to(moment)
    return visitor.get("/help/").content.decode()


def test_an_entry_that_nobody_checked_for_180_days_is_hidden(own_time: None, visitor: Client, line: Service) -> None:
    checked_at = datetime.combine(line.checked_on, datetime.min.time(), LONDON)
    assert NUMBER in page_at(visitor, checked_at + timedelta(days=180, hours=23))
    later = page_at(visitor, checked_at + timedelta(days=181))
    assert NUMBER not in later
    assert NUMBER not in visitor.get("/").content.decode()
    assert "999" in later


def test_the_page_says_until_when_a_line_is_open(own_time: None, visitor: Client, line: Service) -> None:
    day = datetime.combine(line.checked_on, datetime.min.time(), LONDON) + timedelta(days=1)
    assert "Open now, until 17:00" in page_at(visitor, day.replace(hour=16, minute=59))
    assert "Closed now, opens at 09:00 tomorrow" in page_at(visitor, day.replace(hour=17))
    assert "Closed now, opens at 09:00 today" in page_at(visitor, day.replace(hour=8))


def test_the_campaign_names_the_line_and_whether_it_is_open(own_time: None, visitor: Client, line: Service) -> None:
    day = datetime.combine(line.checked_on, datetime.min.time(), LONDON) + timedelta(days=1)
    clock.set_to(day.replace(hour=12))
    home = visitor.get("/").content.decode()
    assert 'href="tel:08000113764"' in home
    assert "Open now, until 17:00" in home


def test_a_number_whose_hours_nobody_knows_is_not_called_closed(visitor: Client) -> None:
    entry = queries.entry(Service.objects.get(number="101"), clock.now())
    assert entry.says is None
    assert not entry.is_open


def test_days_with_the_same_hours_are_said_together(line: Service) -> None:
    assert queries.hours_in_words(line) == ["Every day, 09:00 to 17:00"]
    germany = Service.objects.get(name="Beratungsstelle Radikalisierung")
    assert queries.hours_in_words(germany) == ["Monday to Friday, 09:00 to 15:00 (in Germany)"]


def test_two_spells_on_one_day_are_one_line(line: Service) -> None:
    line.opening.all().delete()
    for opens, closes in (("09:00", "12:00"), ("14:00", "17:00")):
        Opening.objects.create(service=line, weekday=2, opens=opens, closes=closes)
    found = Service.objects.get(pk=line.pk)
    assert queries.hours_in_words(found) == ["Wednesday, 09:00 to 12:00, 14:00 to 17:00"]


def test_every_entry_says_who_checked_it_when_and_from_what(visitor: Client) -> None:
    page = visitor.get("/help/").content.decode()
    for service in Service.objects.all():
        assert f"Checked by {service.checked_by} on" in page
        assert f"These facts are from {service.source}." in page
