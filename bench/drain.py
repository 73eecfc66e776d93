"""Ten thousand envelopes wait, and the intake worker opens them: how long, and is every one of them a case once.

The floor copies the same bytes between the two databases, each row in its own transactions, and opens nothing. The
rival is the worker with a commit for each concern, on a tenth of them.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg

from alongside.command.place import Place
from alongside.command.supervise import Supervisor
from alongside.commons import clock
from alongside.commons.envelope import key_names, receipt
from alongside.commons.envelope.contents import Concern, ReplyTo
from alongside.commons.envelope.keys import SEED_BYTES, PrivateKey
from alongside.commons.envelope.seal import Envelope, seal
from bench import house
from bench.frame import Number, measures
from bench.steps import ANSWERS

MINUTES_AT_MOST = 5
ENVELOPES = 10_000
RIVAL = "rival: each concern with a commit of its own"


@measures("drain")
def drain(quick: bool) -> Iterator[Number]:
    count = ENVELOPES // 10 if quick else ENVELOPES
    with house.standing() as server:
        place = house.fresh(server, "drain")
        envelopes = _sealed(place, count)
        floor = _copied(place, envelopes)
        rival = _one_by_one(place, count // 10)
        _post(place, envelopes)
        took, cases = _drained(place, count + count // 10)
    if cases != count + count // 10:
        raise SystemExit(f"{count + count // 10:,} envelopes became {cases:,} cases.")
    name = f"{count:,} envelopes, copied and not opened"
    yield Number(name, "s", floor)
    goal = MINUTES_AT_MOST * 60 * count / ENVELOPES
    drained = f"{count:,} envelopes, drained by the worker"
    yield Number(drained, "s", took, at_most=goal)
    yield Number(f"{drained}, for each copied", "s", took, beside=name)
    yield Number(RIVAL, "ms", rival * 1000 / (count // 10))
    yield Number(f"{drained}: each", "ms", took * 1000 / count, beside=RIVAL)


def _sealed(place: Place, count: int) -> list[Envelope]:
    name = key_names.name_at(clock.now())
    public = PrivateKey((place.state / "keys" / "intake" / f"{name}.key").read_bytes()).public()
    made = []
    for number in range(count):
        answers = {**ANSWERS, "called": f"N {number}"}
        told = Concern(kind_of_door="somebody", sent_at=datetime.now(UTC), reply_to=_a_receipt(), **answers)
        made.append(seal(told, id=uuid.uuid4(), key_id=name, public_key=public))
    return made


def _a_receipt() -> ReplyTo:
    """Return where a teller is answered, as if a receipt had been stretched: the worker cannot tell."""
    return ReplyTo(receipt.new().locator, PrivateKey(os.urandom(SEED_BYTES)).public().raw)


def _connect(place: Place, database: str, role: str) -> psycopg.Connection[tuple[object, ...]]:
    passfile = str(place.state / "passwords" / f"{role}.pgpass")
    return psycopg.connect(host=str(place.socket), dbname=database, user=role, autocommit=True, passfile=passfile)


def _post(place: Place, envelopes: list[Envelope]) -> None:
    with _connect(place, place.public_db, "public_web") as web, web.cursor() as cursor, web.transaction():
        cursor.executemany(
            "INSERT INTO letterbox.envelope (id, kind, key_id, sealed) VALUES (%s, %s, %s, %s)",
            [(one.id, one.kind, one.key_id, one.sealed) for one in envelopes],
        )


def _copied(place: Place, envelopes: list[Envelope]) -> float:
    """Copy row by row and remove the copied, as the worker must; return the seconds."""
    _post(place, envelopes)
    insert = (
        "INSERT INTO intake_collected (id, kind, key_id, sealed, state, collected_at, failure)"
        " VALUES (%s, %s, %s, %s, 'opened', now(), '')"
    )
    with (
        _connect(place, place.public_db, "intake") as letterbox,
        _connect(place, place.casework_db, "intake") as casework,
    ):
        begun = time.perf_counter()
        while rows := letterbox.execute("SELECT id, kind, key_id, sealed FROM letterbox.envelope LIMIT 100").fetchall():
            for row in rows:
                casework.execute(insert, row)
                letterbox.execute("DELETE FROM letterbox.envelope WHERE id = %s", row[:1])
        took = time.perf_counter() - begun
        # The same envelopes come again, to be opened.
        casework.execute("UPDATE intake_collected SET id = gen_random_uuid()")
    return took


def _one_by_one(place: Place, count: int) -> float:
    _post(place, _sealed(place, count))
    with house.Worker("bench.one_by_one", half="casework", role="intake", place=place) as worker:
        return float(worker.ask())


def _drained(place: Place, count: int) -> tuple[float, int]:
    """Let the real worker loose; return the seconds and the number of cases."""
    supervisor = Supervisor(place)
    begun = time.perf_counter()
    supervisor.start(("intake",))
    try:
        with _connect(place, place.casework_db, "auditor") as looking:
            while (cases := _cases(looking)) < count and time.perf_counter() - begun < MINUTES_AT_MOST * 120:
                time.sleep(0.2)
            took = time.perf_counter() - begun
            # Whatever comes twice would come now.
            time.sleep(2)
            return took, max(cases, _cases(looking))
    finally:
        supervisor.stop()


def _cases(looking: psycopg.Connection[tuple[object, ...]]) -> int:
    row = looking.execute("SELECT count(DISTINCT case_id) FROM referrals_history").fetchone()
    assert row
    return int(str(row[0]))
