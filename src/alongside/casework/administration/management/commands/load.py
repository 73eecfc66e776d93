"""Load the demo's areas, agencies, posts and staff: the cast of tests/cast.py. Run again, it adds what is missing."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from alongside.casework.administration.models import TrainingDate
from alongside.casework.desk import bulletins as confirmations
from alongside.casework.desk import demo as desk
from alongside.casework.duty import bulletin as roster
from alongside.casework.duty import demo as duty
from alongside.casework.keys import actions as keys
from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.casework.rules.training import TRAINING
from alongside.commons import clock, installation
from alongside.site.passwords import demo_password

TRAINED_FOR = timedelta(days=730)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tell-public", action="store_true", help="send the public half its bulletins too")

    def handle(self, *args: Any, **options: Any) -> None:
        if installation.mode() == "production":
            raise CommandError("Invented people are never loaded into a production installation.")
        # By name: what production runs has no tests, and nothing of the package imports them.
        load(importlib.import_module("tests.cast"))
        if options["tell_public"]:
            tell_public()


@transaction.atomic
def load(cast: Any) -> None:
    """Make whoever of the cast is missing; their password is the demo's."""
    areas = {each.code: _area(each) for each in cast.AREAS}
    agencies = {each.name: _agency(each, areas[each.area]) for each in cast.AGENCIES}
    password, today = demo_password(), clock.today()
    for person in cast.CASEWORK:
        staff = _staff(person, agencies[person.agency], password, today)
        for role in person.roles:
            _hold(staff, role, today)
        _train(staff, today)
    desk.load(cast)
    duty.load(areas, Staff.objects.get(email=cast.COORDINATOR.email), today)


@transaction.atomic
def tell_public() -> None:
    """Send what holds of rosters and briefings, as each change of them would."""
    roster.publish_when_due()
    confirmations.send()


def _area(given: Any) -> Area:
    area = Area.objects.filter(code=given.code).first()
    if area is None:
        area = Area.new(code=given.code, name=given.name, nation=given.nation, both_at_once=given.both_at_once)
        area.save(force_insert=True)
    return area


def _agency(given: Any, area: Area) -> Agency:
    agency, _ = Agency.objects.get_or_create(name=given.name, defaults={"kind": given.kind, "area": area})
    keys.make_agency_key(agency.id)
    return agency


def _staff(person: Any, agency: Agency, password: str, today: date) -> Staff:
    found = Staff.objects.filter(email=person.email).first()
    return found or Staff.objects.create_user(person.email, password, name=person.name, agency=agency, joined_on=today)


def _hold(staff: Staff, role: str, today: date) -> None:
    """Let somebody hold a post in the area of their agency, if they never did: an ended one stays ended."""
    post, _ = Post.objects.get_or_create(agency=staff.agency, area=staff.agency.area, role=role)
    if not Holding.objects.filter(staff=staff, post=post).exists():
        Holding.objects.create(staff=staff, post=post, from_on=today)


def _train(staff: Staff, today: date) -> None:
    """Let somebody's trainings count for two years to come, where no date is held."""
    for kind in TRAINING:
        said = {"valid_until_on": today + TRAINED_FOR, "evidence": "Invented, for the demo"}
        TrainingDate.objects.get_or_create(staff=staff, kind=kind, defaults=said)
