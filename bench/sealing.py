"""A concern of 20 kB from Send to a case row: sealed, posted, collected, opened; the floor and a rival beside it.

The floor is a bare INSERT of the same bytes into a table of the same shape; the rival of the hybrid KEM is HPKE over
X25519 alone, which a quantum computer would open.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from alongside.command.place import Place
from alongside.command.postgres import Postgres
from alongside.command.supervise import Supervisor
from alongside.commons.envelope import contents
from alongside.commons.envelope.contents import Concern
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.padding import padded, unpadded
from alongside.commons.envelope.seal import Envelope, info, seal
from alongside.commons.envelope.unseal import unseal
from bench import house
from bench.frame import Number, measures
from bench.steps import ANSWERS

RIVAL = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
KEY_ID = "intake-2026-w48"
STEPS = ("seal", "post", "collect", "unseal", "open")


@measures("sealing")
def sealing(quick: bool) -> Iterator[Number]:
    times = 100 if quick else 1_000
    yield from _cipher(times)
    with house.standing() as server:
        place = house.fresh(server, "sealing")
        bare = _bare_insert(server, place, times)
        yield from _steps(place, 30 if quick else 300, bare)
        yield from _with_the_worker(place, 10 if quick else 50)


def _cipher(times: int) -> Iterator[Number]:
    """Seal and open in this process, beside the same with X25519 alone."""
    key, rival = PrivateKey(os.urandom(32)), X25519PrivateKey.generate()
    public, rival_public, told = key.public(), rival.public_key(), _concern()
    envelope = _seal(told, public)
    bound = info(id=envelope.id, kind=envelope.kind, key_id=KEY_ID)

    def rival_seal() -> bytes:
        return RIVAL.encrypt(padded(contents.to_bytes(told)), rival_public, info=bound)

    theirs = rival_seal()
    yield Number("20 kB: bytes before padding", "", len(contents.to_bytes(told)))
    yield from _p50_p95("20 kB: seal with X25519 alone", _each(rival_seal, times))
    yield from _p50_p95("20 kB: seal", _each(lambda: _seal(told, public), times), "20 kB: seal with X25519 alone")
    rival_opened = _each(lambda: contents.from_bytes(unpadded(RIVAL.decrypt(theirs, rival, info=bound))), times)
    yield from _p50_p95("20 kB: unseal with X25519 alone", rival_opened)
    yield from _p50_p95("20 kB: unseal", _each(lambda: unseal(envelope, key), times), "20 kB: unseal with X25519 alone")


def _concern() -> Concern:
    from alongside.commons.envelope import receipt

    reply_to = receipt.stretch(receipt.made_from(b"a receipt of the bench")).reply_to()
    return Concern(kind_of_door="somebody", sent_at=datetime(2026, 11, 23, tzinfo=UTC), reply_to=reply_to, **ANSWERS)


def _seal(told: Concern, public: object) -> Envelope:
    return seal(told, id=uuid.uuid4(), key_id=KEY_ID, public_key=public)  # type: ignore[arg-type]


def _each(does: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        does()
        took.append(time.perf_counter() - begun)
    return took


def _p50_p95(name: str, took: list[float], beside: str = "") -> Iterator[Number]:
    yield Number(f"{name}, p50", "ms", statistics.median(took) * 1000, beside=f"{beside}, p50" if beside else "")
    yield Number(f"{name}, p95", "ms", house.p95(took) * 1000)


def _bare_insert(server: Postgres, place: Place, times: int) -> list[float]:
    """Return what one INSERT of as many bytes takes, each its own transaction, into a table without walls."""
    with server.connect(place.public_db) as administrator:
        administrator.execute("CREATE TABLE bare (id uuid PRIMARY KEY, kind text, key_id text, sealed bytea)")
        sealed = _seal(_concern(), PrivateKey(bytes(32)).public()).sealed

        def insert() -> None:
            administrator.execute("INSERT INTO bare VALUES (%s, 'concern', %s, %s)", (uuid.uuid4(), KEY_ID, sealed))

        return _each(insert, times)


def _steps(place: Place, times: int, bare: list[float]) -> Iterator[Number]:
    """Send and open one after another: the work without any waiting."""
    took: dict[str, list[float]] = {step: [] for step in (*STEPS, "whole")}
    with (
        house.Worker("bench.steps", "send", half="public", role="public_web", place=place) as sender,
        house.Worker("bench.steps", "open", half="casework", role="intake", place=place) as worker,
    ):
        for number in range(times + 5):
            one = {**sender.ask(number=number), **worker.ask()}
            if number >= 5:
                for step in STEPS:
                    took[step].append(one[step])
                took["whole"].append(one["send"] + one["collect"] + one["open"])
    floor = "20 kB: a bare INSERT"
    yield from _p50_p95(floor, bare)
    yield from _p50_p95("20 kB: post into the letterbox", took["post"], floor)
    yield from _p50_p95("20 kB: collect (copy, commit, remove)", took["collect"], floor)
    yield from _p50_p95("20 kB: open (unseal, case key, grants, rows, leaf)", took["open"], floor)
    yield from _p50_p95("20 kB: from Send to a case row, the work", took["whole"], floor)


def _with_the_worker(place: Place, times: int) -> Iterator[Number]:
    """Send while the real intake worker runs, which looks into the letterbox every half second."""
    supervisor = Supervisor(place)
    supervisor.start(("intake",))
    try:
        with (
            house.Worker("bench.steps", "send", half="public", role="public_web", place=place) as sender,
            _looking_at(place) as opened,
        ):
            took = [_until_a_case(sender, opened, number) for number in range(times + 1)][1:]
    finally:
        supervisor.stop()
    yield from _p50_p95("20 kB: from Send to a case row, with the worker's pause of 500 ms", took)


@contextlib.contextmanager
def _looking_at(place: Place) -> Iterator[Callable[[], int]]:
    """Count what is opened: the mark is made in the transaction that makes the case."""
    with psycopg.connect(
        host=str(place.socket), dbname=place.casework_db, user="intake", autocommit=True,
        passfile=str(place.state / "passwords" / "intake.pgpass"),
    ) as connection:  # fmt: skip

        def opened() -> int:
            row = connection.execute("SELECT count(*) FROM intake_collected WHERE state = 'opened'").fetchone()
            assert row
            return int(row[0])

        yield opened


def _until_a_case(sender: house.Worker, opened: Callable[[], int], number: int) -> float:
    before = opened()
    begun = time.perf_counter()
    sender.ask(number=1_000_000 + number)
    while opened() == before:
        if time.perf_counter() - begun > 60:
            raise SystemExit("The intake worker opened nothing for a minute.")
        time.sleep(0.002)
    return time.perf_counter() - begun
