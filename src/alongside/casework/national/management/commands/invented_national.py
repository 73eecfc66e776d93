"""The demo's national record: the coordinator has keyed the first sheet of a case; the others wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.casework.keys.middleware import looking
from alongside.casework.national import actions
from alongside.casework.organisation.models import Staff
from alongside.casework.referrals.queries import find
from alongside.commons import clock, installation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        if installation.mode() == "production":
            raise CommandError("Invented people are never loaded into a production installation.")
        held = Staff.objects.filter(holdings__post__role="coordinator", holdings__post__area__code="northmere")
        keeper = held.select_related("agency__area")[0]
        with looking(keeper.pk):
            first = find(keeper, options["case"]).referral.history.get(move="open_referral")
            actions.tick(options["case"], first.pk, clock.today(), "PCMT-INVENTED-1", by=keeper)
