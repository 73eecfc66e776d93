"""The line from a case to whoever told us: how it begins, where it answers, and what ends it."""

from __future__ import annotations

import base64
import hashlib
import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from alongside.casework.keys import vault
from alongside.casework.outgoing import actions as outgoing
from alongside.commons import canonical, clock, installation
from alongside.commons.envelope import contents as envelope
from alongside.commons.envelope.contents import ReplyTo
from alongside.commons.envelope.keys import PublicKey
from alongside.commons.envelope.receipt import SealedReply, seal_reply

from . import inbox
from .models import Line, Referral, Stub

log = logging.getLogger("alongside.referrals")
Taker = Callable[[envelope.Message, UUID], bool]
_takers: list[Taker] = []
KEY_OF_FINISHED = "intake/finished"
FINISHED_BEFORE = timedelta(days=7)
"""So long before a box closes it says "finished": whoever comes back in the last week finds that said, and why not."""
LATE_AT_MOST = timedelta(days=7)
"""How long an envelope may have waited for us. Whoever says it was longer is not believed: it would move the day."""


def open_line(told: envelope.Concern, concern_id: UUID, referral: Referral, inbox_key: PublicKey) -> Line:
    """Begin the line of a concern that has just been opened.

    What says "finished" is sealed here and now, before anybody can decide anything: so neither its words nor its day
    can tell a concern that was held, owned by the police, adopted or closed from any other.
    """
    closes_on = closing_day(told.sent_at, referral.received_at)
    line = Line(id=concern_id, case=referral, area=referral.area, inbox_key=inbox_key.raw, closes_on=closes_on)
    if told.reply_to:
        lead_to(line, told.reply_to)
        _take_up_stub(line)
    line.save(force_insert=True)
    return line


def _take_up_stub(line: Line) -> None:
    """Keep the day of a box whose concern was destroyed, and what says "finished" as it stands: said once is said."""
    stub = Stub.objects.filter(person=line.person).first()
    if stub:
        line.closes_on, line.finished = stub.closes_on, stub.finished
        stub.delete()


def closing_day(sent_at: datetime, received_at: datetime) -> date:
    """Return the day that the page gave at Send, bounded by when the concern really came."""
    return envelope.closes_on(min(max(sent_at, received_at - LATE_AT_MOST), received_at))


def lead_to(line: Line, reply_to: ReplyTo) -> None:
    """Let the line be that of one receipt from now on; the caller saves it."""
    line.person = person(reply_to)
    line.place = inbox.put_in(bytes(line.inbox_key), canonical.encode(written(reply_to)), _cell(line, "place"))
    line.finished = _finished(line, reply_to)


def lead_stub_to(stub: Stub, reply_to: ReplyTo) -> None:
    """Let a stub be that of one receipt from now on. What was said already is not said again."""
    was_said = stub.finished is None
    stub.person = person(reply_to)
    stub.finished = None if was_said else _finished(stub, reply_to)
    stub.save(update_fields=["person", "finished"])


def burn(line: Line) -> None:
    """End every way to answer; the caller saves it. Whose line it was stays known, so that nothing said is lost."""
    line.place = line.finished = None
    line.burnt_at = clock.now()


def person(reply_to: ReplyTo) -> bytes:
    """Return the SHA-256 of a receipt's public key."""
    return hashlib.sha256(reply_to.public_key).digest()


def find(reply_to: ReplyTo, *, lock: bool = False) -> Line | None:
    """Return the line of whoever shows this receipt."""
    rows = Line.objects.select_for_update() if lock else Line.objects
    return rows.filter(person=person(reply_to)).first()


def find_stub(reply_to: ReplyTo) -> Stub | None:
    """Return, locked, what stays of the line of whoever shows this receipt, where its case was destroyed."""
    return Stub.objects.select_for_update(of=("self",)).select_related("area").filter(person=person(reply_to)).first()


def remove_stubs(today: date) -> int:
    """Destroy what stays of lines whose box has closed. Returns how many. For the intake worker's hour."""
    return Stub.objects.filter(closes_on__lt=today).delete()[0]


def answers_elsewhere(takes: Taker) -> None:
    """Register a step that takes what comes with a key of its own, and no line, and says whether it did."""
    _takers.append(takes)


def taken_elsewhere(told: envelope.Message, envelope_id: UUID) -> bool:
    """Let whoever knows the key of a message take it, where no line has it."""
    return any(takes(told, envelope_id) for takes in _takers)


def place(referral: Referral, case_key: bytes, line: Line) -> ReplyTo | None:
    """Return where the teller is answered, or None where nobody can be. Raises vault.DoesNotOpen."""
    if line.place is None:
        return None
    return read(canonical.decode(inbox.take_out(referral, case_key, bytes(line.place), _cell(line, "place"))))


def carry(line: Line, source: tuple[Referral, bytes], target: tuple[Referral, bytes]) -> None:
    """Let a line lead to another referral: what answers its teller is sealed to that inbox, and what comes later too.

    Each side is a referral with its key. The caller has locked the line. Raises vault.DoesNotOpen.
    """
    line.case, line.area_id = target[0], target[0].area_id
    line.inbox_key = inbox.public(*target)
    if line.place is not None:
        line.place = inbox.carry(bytes(line.place), _cell(line, "place"), source, target)
    line.save(update_fields=["case", "area", "inbox_key", "place"])


def say_finished(today: date) -> int:
    """Send what was sealed for the end, where its day has come. Returns how many. For the intake worker's hour."""
    lines, stubs = (
        table.objects.filter(closes_on__lte=today + FINISHED_BEFORE).exclude(finished=None) for table in (Line, Stub)
    )
    return sum(_say_finished(row) for row in (*lines, *stubs))


def _say_finished(row: Line | Stub) -> bool:
    try:
        outgoing.send_reply(_taken_out(row))
    except (installation.NotSetUp, vault.DoesNotOpen):
        log.error("what says finished on line %s does not open", row.pk)
        return False
    row.finished = None
    row.save(update_fields=["finished"])
    return True


def _taken_out(row: Line | Stub) -> SealedReply:
    text = vault.open_(installation.secret(KEY_OF_FINISHED), bytes(row.finished or b""), _cell_of_finished(row))
    return _read_finished(canonical.decode(text.encode()))


def _finished(row: Line | Stub, reply_to: ReplyTo) -> bytes | None:
    """Return what says finished, under a key of the intake worker's own: a stolen database leads to no locator.

    Where the key is missing the concern is opened all the same, and nothing says finished in the end.
    """
    try:
        key = installation.secret(KEY_OF_FINISHED)
    except installation.NotSetUp:
        log.error("the key of what says finished is missing; run: ./alongside keys new")
        return None
    return vault.seal(key, _written_finished(row, reply_to).decode(), _cell_of_finished(row))


def _written_finished(row: Line | Stub, reply_to: ReplyTo) -> bytes:
    said_at = datetime.combine(row.closes_on - FINISHED_BEFORE, datetime.min.time(), clock.LONDON)
    said = envelope.Reply(state="finished", words="", written_at=said_at)
    sealed = seal_reply(said, reply_to, id=uuid.uuid4(), closes_on=row.closes_on)
    return canonical.encode(
        {
            "closes_on": sealed.closes_on.isoformat(),
            "id": str(sealed.id),
            "locator": sealed.locator,
            "mark": sealed.mark.hex(),
            "sealed": base64.b64encode(sealed.sealed).decode("ascii"),
        }
    )


def _read_finished(said: dict[str, Any]) -> SealedReply:
    return SealedReply(
        UUID(said["id"]), said["locator"], bytes.fromhex(said["mark"]), date.fromisoformat(said["closes_on"]),
        base64.b64decode(said["sealed"]),
    )  # fmt: skip


def written(reply_to: ReplyTo) -> dict[str, str]:
    """Return where replies go as it is stored, always sealed."""
    return {"locator": reply_to.locator, "public_key": base64.b64encode(reply_to.public_key).decode("ascii")}


def read(said: dict[str, str]) -> ReplyTo:
    """Undo ``written``."""
    return ReplyTo(said["locator"], base64.b64decode(said["public_key"]))


def _cell_of_finished(row: Line | Stub) -> vault.Cell:
    """Bound to the receipt and not to the case: a stub carries on what its line had, and leads to no case."""
    return vault.Cell("referrals_line", "finished", UUID(bytes=bytes(row.person or b"")[:16]))


def _cell(line: Line, column: str) -> vault.Cell:
    return vault.Cell("referrals_line", column, line.id)
