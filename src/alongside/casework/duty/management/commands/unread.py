"""Name, one a line, the areas that take concerns and in which nobody reads in the coming days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from alongside.casework.duty.queries import unread_areas


class Command(BaseCommand):
    help = __doc__
    # Whoever asks reads lines, and what Django's checks have to say would be taken for an area.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for area in unread_areas():
            self.stdout.write(area.name)
