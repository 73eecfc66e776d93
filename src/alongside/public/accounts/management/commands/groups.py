"""Make the groups of the public site and give them their rights; run again after an upgrade."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from alongside.public.accounts import actions


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        actions.make_groups()
