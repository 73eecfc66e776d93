"""Import the places and what is said of them, in every language: a JSON file (docs/sharing-a-concern.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.public.concerns import actions, places


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a list of places, each with its code, name, nation and texts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            said = json.loads(options["file"].read_text(encoding="utf-8-sig"))
            found = places.read(said)
        except (OSError, ValueError, places.BadPlaces) as why:
            raise CommandError(str(why)) from None
        actions.put_places(found)
        self.stdout.write(f"{len(found):,} places are imported.")
        for sentence in places.not_in_welsh(found):
            self.stdout.write(sentence)
