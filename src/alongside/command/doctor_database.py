"""The doctor on the databases: each role gets in where it may and nowhere else, and all inside is as it should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import psycopg

from alongside.command import halves, provision, rights_found
from alongside.command.administration import running
from alongside.command.finding import Finding, ill
from alongside.command.place import Place
from alongside.command.postgres import Postgres
from alongside.command.words import Stop
from alongside.commons import clock, installation, ledger

HALVES: tuple[installation.Half, ...] = ("public", "casework")
LATE = timedelta(minutes=10)
MAKE_AGAIN = "Run: ./alongside demo (production: ./alongside provision)"


def examine(place: Place) -> Iterator[Finding]:
    """Yield every finding about the databases; without a server or tables there is nothing more to look at."""
    with ExitStack() as stack:
        if place.is_embedded:
            server = Postgres(place)
            if not (server.data / "PG_VERSION").exists():
                yield Finding("database", "is not made yet; ./alongside demo makes it")
                return
            try:
                stack.enter_context(running(server))
            except Stop as reason:
                yield ill("database", f"{reason} If it cannot be helped, ./alongside demo --reset begins anew.")
                return
        found = list(_roles(place))
        yield from found
        if all(finding.well for finding in found):
            for check in INSIDE:
                yield from _safely(check, place)


def _safely(check: Callable[[Place], Iterator[Finding]], place: Place) -> Iterator[Finding]:
    try:
        yield from check(place)
    except (psycopg.Error, OSError, ValueError, Stop) as failed:
        first = str(failed).strip().splitlines()[0] if str(failed).strip() else type(failed).__name__
        yield ill(check.__name__.replace("_", " "), f"this could not be looked at: {first}. {MAKE_AGAIN}")


def _roles(place: Place) -> Iterator[Finding]:
    wrong = []
    for role, its_halves in provision.CONNECTS.items():
        if not (place.state / "passwords" / f"{role}.pgpass").exists():
            wrong.append(ill("roles", f"the password file of {role} is missing. {MAKE_AGAIN}"))
            continue
        wrong += [finding for half in HALVES if (finding := _door(half, role, half in its_halves))]
        if _gets_in(its_halves[0], role, "not its password"):
            wrong.append(ill("roles", f"{role} gets in with a wrong password, so no role is a wall. Set scram-sha-256"
                             " for every line of pg_hba.conf and reload the server."))  # fmt: skip
    yield from wrong
    if not wrong:
        yield Finding("roles", f"all {len(provision.CONNECTS)} get in with their passwords, and only where they may")


def _door(half: installation.Half, role: str, may: bool) -> Finding | None:
    try:
        installation.connect(half, role).close()
    except psycopg.OperationalError as refused:
        reason = "; ".join(re.findall(r"FATAL: *(.*)", str(refused))) or "it does not answer"
        return ill("roles", f"{role} does not get into the {half} database ({reason}). {MAKE_AGAIN}") if may else None
    if may:
        return None
    return ill("roles", f"{role} gets into the {half} database and must not. {MAKE_AGAIN}")


def _gets_in(half: str, role: str, password: str) -> bool:
    place = installation.reach("public" if half == "public" else "casework", role)
    place.pop("passfile", None)
    try:
        psycopg.connect(**{**place, "password": password}, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def rights(place: Place) -> Iterator[Finding]:
    for half in HALVES:
        differences = rights_found.differences(half)
        for difference in differences[:10]:
            yield ill(f"rights, {half}", f"{difference}. Run: ./alongside {half} rights")
        if not differences:
            yield Finding(f"rights, {half}", "are those of the list")


def migrations(place: Place) -> Iterator[Finding]:
    with ThreadPoolExecutor(len(HALVES)) as pool:
        yield from pool.map(lambda half: _migrated(half, place), HALVES)


def _migrated(half: str, place: Place) -> Finding:
    try:
        halves.manage(half, ["migrate", "--check"], place, quiet=True)
    except Stop:
        return ill(f"tables, {half}", f"are not those of this version. {MAKE_AGAIN}")
    return Finding(f"tables, {half}", "are those of this version")


def mail(place: Place) -> Iterator[Finding]:
    for half in HALVES:
        with installation.connect(half, f"{half}_worker") as connection:
            (waiting, late, failed) = connection.execute(
                "SELECT count(*) FILTER (WHERE sent_at IS NULL AND failure = ''),"
                " count(*) FILTER (WHERE sent_at IS NULL AND failure = '' AND next_try_at < %s),"
                " count(*) FILTER (WHERE failure <> '') FROM outbox_mail",
                (clock.now() - LATE,),
            ).fetchone() or (0, 0, 0)
        if failed:
            yield ill(f"mail, {half}", f"{failed} messages were given up. The worker's log says which; check the mail"
                      " server, and tell those who wait for them.")  # fmt: skip
        if late:
            yield ill(f"mail, {half}", f"{late} messages wait although their time has come. Start the worker, or look"
                      " into its log.")  # fmt: skip
        if not failed and not late:
            yield Finding(f"mail, {half}", f"{waiting} wait, none was given up")


def envelopes(place: Place) -> Iterator[Finding]:
    """Concerns that do not open are somebody's words that nobody reads: said first and loudly."""
    with installation.connect("casework", "intake") as connection:
        aside = connection.execute("SELECT key_id, count(*) FROM intake_collected WHERE state = 'set_aside' GROUP BY 1")
        found = [ill("concerns", f"{count} do not open (key {key}). If that key was lost, put it back:"
                     " ./alongside keys from-escrow FILE") for key, count in aside]  # fmt: skip
    yield from found or [Finding("concerns", "none was set aside")]


def duty(place: Place) -> Iterator[Finding]:
    """An area that the public can choose, and in which nobody reads for a week, is a promise that nobody keeps."""
    unread = halves.manage("casework", ["unread"], place, quiet=True).splitlines()
    for area in unread:
        yield ill("duty", f"nobody reads {area}'s concerns in the next 7 days. Its coordinator puts somebody on duty:"
                  " casework, Duty")  # fmt: skip
    if not unread:
        yield Finding("duty", "every area has somebody who reads in the next 7 days")


def both_at_once(place: Place) -> Iterator[Finding]:
    """What the form says before Send of who gets a concern at once is what casework does, area by area (R-01)."""
    with installation.connect("public", "public_web") as connection:
        said = dict(connection.execute("SELECT code, both_at_once FROM concerns_area WHERE covered").fetchall())
    with installation.connect("casework", "casework_web") as connection:
        done = dict(connection.execute("SELECT code, both_at_once FROM organisation_area").fetchall())
    apart = sorted(code for code in said.keys() & done.keys() if said[code] != done[code])
    for code in apart:
        says = "the police get each concern at once" if said[code] else "intake alone reads each concern first"
        yield ill("both at once", f"the form says of {code} that {says}, and casework does otherwise. Bring the two"
                  " together: ./alongside public places FILE, or casework, Duty, What is in the roster")  # fmt: skip
    if not apart:
        yield Finding("both at once", "the form and casework agree on who gets a concern at once")


def agency_keys(place: Place) -> Iterator[Finding]:
    with installation.connect("casework", "casework_web") as connection:
        agencies = [id_ for (id_,) in connection.execute("SELECT id FROM organisation_agency")]
    folder = place.state / "keys" / "casework" / "agencies"
    missing = [id_ for id_ in agencies if not (folder / f"{id_}.key").exists()]
    for id_ in missing:
        yield ill("agency keys", f"that of agency {id_} is missing, and what only this agency sees stays closed."
                  " Put it back: ./alongside keys from-escrow FILE")  # fmt: skip
    if not missing:
        yield Finding("agency keys", f"all {len(agencies)} are there")


def audit(place: Place) -> Iterator[Finding]:
    """Is the newest signed checkpoint there, ours, and not ahead of the log? The whole is for ``audit verify``."""
    with installation.connect("casework", "auditor") as connection:
        (numbered,) = connection.execute("SELECT count(*) FROM audit.position").fetchone() or (0,)
    file = place.state / "checkpoints" / "casework"
    if not file.exists():
        if numbered:
            yield ill("audit", f"{file} is gone, and {numbered} entries can no longer be compared with what was signed."
                      " Put it back from a backup.")  # fmt: skip
        else:
            yield Finding("audit", "nothing is logged yet")
        return
    yield _newest(file.read_text(encoding="utf-8"), numbered, place)


def _newest(notes: str, numbered: int, place: Place) -> Finding:
    origin, key = ledger.read_verifier_key((place.state / "checkpoints" / "casework.vkey").read_text())
    last = notes.rstrip("\n").rpartition("\n\n")
    note = f"{last[0].rpartition(chr(10) * 2)[2].lstrip()}\n\n{last[2]}\n"
    try:
        checkpoint = ledger.read_checkpoint(note, origin, key)
    except ledger.DoesNotProve:
        return ill("audit", "the newest checkpoint was not signed by the sequencer. Run: ./alongside audit verify")
    if checkpoint.size > numbered:
        return ill("audit", f"the log has {numbered} entries and {checkpoint.size} were signed: its end is gone. Run:"
                   " ./alongside audit verify")  # fmt: skip
    return Finding("audit", f"the newest checkpoint is signed, over {checkpoint.size} of {numbered} entries")


INSIDE: tuple[Callable[[Place], Iterator[Finding]], ...] = (
    rights, migrations, agency_keys, envelopes, duty, both_at_once, audit, mail,
)  # fmt: skip
