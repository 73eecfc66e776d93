"""Import which postcodes lie in which area: a CSV file with lines like `NM1,northmere`. It replaces the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.public.concerns import actions, postcodes


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="lines of a postcode's beginning, a comma, and an area's code")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                count = actions.replace_postcodes(postcodes.read_table(lines))
        except (OSError, UnicodeError, postcodes.BadTable) as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{count:,} beginnings of postcodes are imported.")
