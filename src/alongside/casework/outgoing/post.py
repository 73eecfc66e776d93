"""The post: carries what waits in the tray over to the public half, and brings back what a briefing card needs of
campaigns, which is public or soon will be. Plain Python, role ``post``.

It may read and empty the tray, and in the public database it may INSERT, and read one view of campaigns. Each thing is
put in there, committed, and only then taken out of the tray: whoever ends this process between the two makes it
repeat, and the repeat changes nothing, because the id is the same.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from alongside.commons import installation
from alongside.commons.beats import EVERY_SECONDS, beat
from alongside.commons.exchange import BriefingFacts
from alongside.commons.logs import WithoutContents
from alongside.commons.refusals import BadInput

EVERY = 1.0
AT_ONCE = 100
NAME = "post"

WAITING = (
    "SELECT id, shape, locator, mark, closes_on, kind, number, key_id, body, signature, made_at"
    " FROM outgoing_outgoing WHERE NOT id = ANY(%s) ORDER BY made_at, id LIMIT %s"
)
# No target is named after ON CONFLICT: that would need SELECT, which the post does not have there.
PUT_IN = {
    "reply": (
        "INSERT INTO letterbox.reply (id, locator, mark, closes_on, sealed)"
        " VALUES (%(id)s, %(locator)s, %(mark)s, %(closes_on)s, %(body)s) ON CONFLICT DO NOTHING"
    ),
    "bulletin": (
        "INSERT INTO letterbox.bulletin (id, kind, number, made_at, body, key_id, signature)"
        " VALUES (%(id)s, %(kind)s, %(number)s, %(made_at)s, %(body)s, %(key_id)s, %(signature)s)"
        " ON CONFLICT DO NOTHING"
    ),
}
CAMPAIGNS = (
    "SELECT campaign, title, summary, starts_on, ends_on, address, state, changed_at FROM letterbox.briefing_facts"
)
# Only what changed is written. A campaign that is no longer there stays, for the briefings that name it.
KEEP_CAMPAIGN = (
    "INSERT INTO desk_campaign AS kept (id, title, summary, starts_on, ends_on, address, state, changed_at)"
    " VALUES (%(campaign)s, %(title)s, %(summary)s, %(starts_on)s, %(ends_on)s, %(address)s, %(state)s, %(changed_at)s)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary,"
    " starts_on = excluded.starts_on, ends_on = excluded.ends_on, address = excluded.address, state = excluded.state,"
    " changed_at = excluded.changed_at WHERE kept IS DISTINCT FROM excluded"
)
GONE = "UPDATE desk_campaign SET state = 'gone' WHERE state <> 'gone' AND NOT id = ANY(%s)"
LOOKS_EVERY = 10.0
"""Seconds between two looks at the campaigns."""
TAKE_OUT = "DELETE FROM outgoing_outgoing WHERE id = %s"

log = logging.getLogger("alongside.post")


class Round:
    """The post's two connections, both in autocommit: each statement is one step."""

    def __init__(self) -> None:
        self.casework = installation.connect("casework", "post", autocommit=True)
        self.public = installation.connect("public", "post", autocommit=True)
        self.refused: set[UUID] = set()

    def carry(self) -> int:
        """Carry over what waits, oldest first; return how much. One that is refused does not hold up the rest."""
        carried = 0
        for row in self._waiting():
            try:
                self.public.execute(PUT_IN[row["shape"]], row)
            except (psycopg.DataError, psycopg.IntegrityError, KeyError) as refusal:
                self.refused.add(row["id"])
                kind = type(refusal).__name__
                log.error("%s was refused by the public half and stays in the tray: %s", row["id"], kind)
                continue
            self.casework.execute(TAKE_OUT, [row["id"]])
            carried += 1
        return carried

    def fetch_campaigns(self) -> None:
        """Bring over the facts of campaigns. One that cannot be read does not hold up the others."""
        with self.public.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(CAMPAIGNS).fetchall()
        for row in found:
            try:
                self.casework.execute(KEEP_CAMPAIGN, vars(BriefingFacts(**row)))
            except (psycopg.DataError, psycopg.IntegrityError, BadInput) as refusal:
                log.error("campaign %s cannot be kept: %s", row["campaign"], type(refusal).__name__)
        self.casework.execute(GONE, [[row["campaign"] for row in found]])

    def _waiting(self) -> list[dict[str, Any]]:
        with self.casework.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(WAITING, [list(self.refused), AT_ONCE]).fetchall()

    def close(self) -> None:
        for connection in (self.casework, self.public):
            connection.close()


def work(stop: threading.Event) -> None:
    """Go round every second until told to stop; come back after a database that went away."""
    while not stop.is_set():
        try:
            go_round(stop)
        except psycopg.OperationalError as gone:
            log.warning("a database did not answer (%s); trying again", type(gone).__name__)
            stop.wait(EVERY)


def go_round(stop: threading.Event) -> None:
    """Carry until stopped. Raises psycopg.OperationalError when a database goes away."""
    post, beaten, looked = Round(), float("-inf"), float("-inf")
    try:
        while not stop.is_set():
            post.carry()
            if time.monotonic() - looked >= LOOKS_EVERY:
                post.fetch_campaigns()
                looked = time.monotonic()
            if time.monotonic() - beaten >= EVERY_SECONDS:
                beat(post.casework, NAME)
                beaten = time.monotonic()
            stop.wait(EVERY)
    finally:
        post.close()


def main() -> int:
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutContents())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    work(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
