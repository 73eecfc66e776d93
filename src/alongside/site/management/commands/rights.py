"""Give every database role of this half exactly the rights that its list says."""

from __future__ import annotations

import importlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from alongside.commons import database_rights


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        half = settings.HALF
        listed = importlib.import_module(f"alongside.{half}.grants")
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in getattr(listed, "OUTSIDE_PRODUCTION", ()) if settings.MODE != "production" else ():
                cursor.execute(statement)
            database_rights.apply(cursor, listed.RIGHTS, listed.FUNCTIONS, schemas=listed.SCHEMAS)
