"""A worker's sign of life, in plain SQL so that workers without Django can give it too."""

from __future__ import annotations

from typing import Any

EVERY_SECONDS = 4


def beat(connection: Any, worker: str) -> None:
    """Say that this worker lives; the table belongs to site/beats. Commits nothing by itself."""
    connection.execute(
        "INSERT INTO beats_beat (worker, beaten_at) VALUES (%s, clock_timestamp())"
        " ON CONFLICT (worker) DO UPDATE SET beaten_at = excluded.beaten_at",
        (worker,),
    )
