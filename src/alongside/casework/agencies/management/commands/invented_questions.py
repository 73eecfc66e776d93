"""The demo's questions to partners about the case that its panel decides. Runs as the pages do."""

from __future__ import annotations

import importlib
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.casework.agencies import demo
from alongside.commons import installation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        if installation.mode() == "production":
            raise CommandError("Invented people are never loaded into a production installation.")
        demo.ask(options["case"], importlib.import_module("tests.cast"))
