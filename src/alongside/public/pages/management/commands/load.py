"""Load the demo of the public half: people, clips, services, webchat, pages. Loaded twice it changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alongside.commons import installation
from alongside.public.accounts import demo as accounts
from alongside.public.clips import demo as clips
from alongside.public.concerns import demo as concerns
from alongside.public.help import demo as find_help
from alongside.public.live import demo as live
from alongside.public.pages import demo as pages


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if installation.mode() == "production":
            raise CommandError("The demo's people are invented, so they are loaded only in a demo or a test.")
        with transaction.atomic():
            for room in (accounts, clips, concerns, find_help, live, pages):
                room.load()
