"""The demo's panel. ``open`` runs as the intake worker and prints the case; ``gather``, ``meet`` run as the pages do.

``gather CASE`` assesses it; ``meet CASE`` does so and brings it to panel.
"""

from __future__ import annotations

import importlib
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.casework.panel import demo
from alongside.commons import installation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=["open", "gather", "meet"])
        parser.add_argument("case", type=UUID, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if installation.mode() == "production":
            raise CommandError("Invented people are never loaded into a production installation.")
        if options["step"] == "open":
            self.stdout.write(str(demo.open_one("northmere")))
        else:
            does = demo.gather if options["step"] == "gather" else demo.bring_to_panel
            does(options["case"], importlib.import_module("tests.cast"))
