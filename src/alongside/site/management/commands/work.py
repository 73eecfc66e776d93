"""Do the recurring duties of this half until stopped: mail, housekeeping, a sign of life."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string

from alongside.commons.beats import EVERY_SECONDS, beat

log = logging.getLogger("alongside.work")


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        duties = {duty: import_string(duty) for duty in settings.DUTIES}
        name = settings.WORKERS[-1]
        while not stop.is_set():
            try:
                with connection.cursor() as cursor:
                    beat(cursor, name)
            except DatabaseError:
                log.exception("the database did not answer; trying again")
                close_old_connections()
            else:
                do_each(duties)
            stop.wait(EVERY_SECONDS / 2)


def do_each(duties: Mapping[str, Callable[[], object]]) -> None:
    """Do each by itself: a mail that cannot be written must not keep an alert from whoever is on duty."""
    for name, duty in duties.items():
        try:
            duty()
        except DatabaseError:
            log.exception("the database did not answer to %s; trying again", name)
            close_old_connections()
        except Exception as reason:
            # Its words could quote contents.
            log.error("%s failed (%s); trying again", name, type(reason).__name__)
