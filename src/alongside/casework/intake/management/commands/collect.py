"""The intake worker: collect from the letterbox, open, make cases. The only holder of the keys that open concerns.

It takes no queued jobs: a queue that web code can write would steer the key holder (house.md, wall 4).
"""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from alongside.casework.intake import actions
from alongside.casework.intake.letterbox import Letterbox
from alongside.commons.beats import EVERY_SECONDS, beat

log = logging.getLogger("alongside.intake")
PAUSE_SECONDS = 0.5
BEATS_APART = int(EVERY_SECONDS / PAUSE_SECONDS)


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self._work(stop)
            except (DatabaseError, psycopg.Error):
                log.exception("a database did not answer; trying again")
                close_old_connections()
                stop.wait(1)

    def _work(self, stop: threading.Event) -> None:
        letterbox = Letterbox()
        try:
            turn = 0
            while not stop.is_set():
                if turn % BEATS_APART == 0:
                    with connection.cursor() as cursor:
                        beat(cursor, "intake")
                turn += 1
                actions.forget_and_finish()
                if not actions.work_once(letterbox):
                    stop.wait(PAUSE_SECONDS)
        finally:
            letterbox.close()
