"""Which part of this half is not well."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError, connection

SILENT_AFTER = timedelta(seconds=15)


def failing(workers: tuple[str, ...]) -> list[str]:
    """Return the names of what does not live: ``database``, or workers that have been silent for 15 seconds.

    Ages are real time (the database's clock), not the settable clock of practice.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT worker FROM beats_beat WHERE beaten_at > clock_timestamp() - %s::interval",
                [f"{SILENT_AFTER.total_seconds()} seconds"],
            )
            alive = {worker for (worker,) in cursor.fetchall()}
    except DatabaseError:
        return ["database"]
    return [worker for worker in workers if worker not in alive]
