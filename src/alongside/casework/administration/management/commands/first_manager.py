"""Make the first manager of a new installation, with their area and agency. Others are made on the pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from alongside.casework.keys.actions import make_agency_key
from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.commons import clock
from alongside.commons.calendars import Nation
from alongside.site.outbox import actions as outbox


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", required=True, help="the area's name, for example Northmere")
        parser.add_argument("--code", required=True, help="its short word in addresses, for example northmere")
        parser.add_argument("--nation", required=True, choices=[nation.value for nation in Nation])
        parser.add_argument("--agency", required=True, help="the local authority they work for")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **given: Any) -> None:
        if Holding.objects.filter(post__role="manager").exists():
            raise CommandError("There is a manager already; they make everybody else on the pages of administration.")
        today = clock.today()
        area = Area.new(name=given["area"], code=given["code"], nation=given["nation"])
        area.save(force_insert=True)
        agency = Agency.objects.create(name=given["agency"], kind=Agency.Kind.LOCAL_AUTHORITY, area=area)
        make_agency_key(agency.id)
        post = Post.objects.create(agency=agency, area=area, role="manager")
        staff = Staff.objects.create_user(given["email"], None, name=given["name"], agency=agency, joined_on=today)
        Holding.objects.create(post=post, staff=staff, from_on=today)
        outbox.queue(staff, "set_password")
        self.stdout.write(f"{staff.name} is the first manager; a link to choose a password goes to {staff.email}.")
