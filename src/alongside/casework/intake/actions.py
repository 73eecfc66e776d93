"""Collect what waits in the letterbox and open it. Only the intake worker imports this: web code never unseals.

Copy, commit, only then delete: a crash at any point repeats and never loses, and what was opened once is known by
its id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, ProgrammingError, transaction

from alongside.casework.documents.virus_check import NoAnswer
from alongside.casework.organisation.models import Area
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import lines
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import WillNotOpen, unseal
from alongside.commons.refusals import NotAllowed
from alongside.site.housekeeping import hourly

from . import files, later, same_words
from .keys import private_key
from .kinds import NOT_SURE
from .letterbox import Letterbox
from .models import Collected

log = logging.getLogger("alongside.intake")
AFTER = (contents.Message.kind, contents.Identity.kind)
FIRST = (contents.Concern.kind, contents.PassedQuestion.kind)
AT_ONCE = 5_000
"""After so many copies the worker opens before it collects on; the letterbox gives a hundred at a time."""
OPENED_AT_ONCE = 500
TOGETHER = 20
"""So many concerns are opened in one transaction: less than half a second until the first of them is seen."""
CHECK_AGAIN_SECONDS = 30
NEVER = datetime.min.replace(tzinfo=UTC)
_check_again_at = [0.0]
NOT_AS_WE_KNOW_IT = ("42P01", "42703", "42704", "42883", "3F000", "42501")
"""What PostgreSQL answers (SQLSTATE) while a migration or its rights are not there yet: no table, column, type,
function or schema, or no right to it. What its functions refuse by rule is P0001, and may be an envelope's own doing.
"""
WHY: dict[type[Exception], str] = {
    IntegrityError: "It repeats a concern that is here already.",
    ValueError: "It has a form that no sealed thing has.",
}
NOT_NULL = "23502"
OF_ANOTHER_VERSION = "The program and its database do not fit together. Bring both up to date, then try it again."
SOMETHING_ELSE = "Opening it failed in a way that nobody foresaw; the log says where."


def work_once(letterbox: Letterbox) -> int:
    """Do what there is to do, words before files: one file at the most, then look again. Returns how many things."""
    return collect(letterbox) + open_waiting() or collect_file(letterbox) + open_file()


def collect(letterbox: Letterbox) -> int:
    """Copy every waiting envelope but files into casework and then remove it from the letterbox. Returns how many."""
    count = 0
    while envelopes := letterbox.waiting():
        copy(*envelopes)
        letterbox.remove(*(each.id for each in envelopes))
        count += len(envelopes)
        if count >= AT_ONCE:
            break
    return count


def collect_file(letterbox: Letterbox) -> int:
    """Copy one file and remove it: each has up to 20 MB, and never more than one is in memory."""
    file = letterbox.next_file()
    if file is None:
        return 0
    copy(file)
    letterbox.remove(file.id)
    return 1


@transaction.atomic
def copy(*envelopes: Envelope) -> None:
    """Keep sealed copies under the envelopes' own ids; a second copy of the same changes nothing."""
    now = clock.now()
    Collected.objects.bulk_create(
        [
            Collected(id=each.id, kind=each.kind, key_id=each.key_id, sealed=each.sealed, collected_at=now)
            for each in envelopes
        ],
        ignore_conflicts=True,
    )


def open_waiting() -> int:
    """Open what has been collected: concerns, a few in one transaction, then one by one what came later, which touches
    cases that people work on. Returns how many.
    """
    waiting = Collected.objects.filter(state=Collected.State.WAITING).order_by("collected_at")
    concerns = list(waiting.filter(kind__in=FIRST).values_list("id", flat=True)[:OPENED_AT_ONCE])
    since = waiting.filter(kind__in=AFTER).values_list("id", flat=True)[:OPENED_AT_ONCE]
    opened = sum(_open_some(concerns[at : at + TOGETHER]) for at in range(0, len(concerns), TOGETHER))
    return opened or sum(open_one(envelope_id) for envelope_id in _as_they_were_sent(list(since)))


def open_file() -> int:
    """Look at one file that a telling has named. Returns how many: none while the virus check does not answer."""
    if time.monotonic() < _check_again_at[0]:
        return 0
    envelope_id = files.next_one()
    if envelope_id is None:
        return 0
    try:
        open_one(envelope_id)
    except NoAnswer:
        _check_again_at[0] = time.monotonic() + CHECK_AGAIN_SECONDS
        files.wait_for_check(envelope_id)
        log.error("file %s waits: the virus check does not answer", envelope_id)
        return 0
    return 1


def _say_finished() -> None:
    lines.say_finished(clock.today())


def _remove_stubs() -> None:
    lines.remove_stubs(clock.today())


EACH_HOUR: tuple[Callable[[], object], ...] = (
    files.forget_unnamed,
    same_words.forget_old,
    files.give_up,
    _say_finished,
    _remove_stubs,
)


def _do_each_hour() -> None:
    """Do each by itself: one that fails, every hour anew, keeps no concern from being opened and no other undone."""
    for duty in EACH_HOUR:
        try:
            duty()
        except OperationalError:
            raise
        except Exception as reason:
            log.error("what is done each hour failed: %s (%s)", duty.__name__, type(reason).__name__)


forget_and_finish = hourly(_do_each_hour)
"""What waits for a day or an hour to come: unnamed files, files that never came, what says "finished", and
what stays of lines until their box closes.
"""


def _as_they_were_sent(ids: list[UUID]) -> list[UUID]:
    """Put messages into the order of their sending: what was written before a receipt was burnt comes before."""
    return sorted(ids, key=_sent_at) if len(ids) > 1 else ids


def _sent_at(envelope_id: UUID) -> datetime:
    try:
        told = _unsealed(Collected.objects.get(pk=envelope_id))
    except (WillNotOpen, ValueError):
        return NEVER
    return told.sent_at if isinstance(told, contents.Message | contents.Identity) else NEVER


def open_one(envelope_id: UUID) -> bool:
    """Open one envelope, or set it aside with the reason where it will not open. Returns whether it was opened."""
    return _open_some([envelope_id]) == 1


@transaction.atomic
def _open_some(envelope_ids: list[UUID]) -> int:
    """Open each by itself, and commit all at once: after a crash between, all of them still wait. Returns how many.

    One commit for several saves most of the waiting for the disk. One that will not open is undone alone.
    """
    rows = Collected.objects.select_for_update().filter(state=Collected.State.WAITING).in_bulk(envelope_ids)
    opened = [id for id in envelope_ids if id in rows and _opened(rows[id])]
    done = {"state": Collected.State.OPENED, "opened_at": clock.now(), "sealed": None}
    Collected.objects.filter(pk__in=opened).update(**done)
    return len(opened)


def _opened(row: Collected) -> bool:
    try:
        with transaction.atomic():
            _open(row)
            return True
    except (OperationalError, NoAnswer):
        # The database or the virus check did not answer: nothing is wrong with the envelope.
        raise
    except Exception as reason:
        if _is_for_another_version(reason):
            raise
        # Whatever it is: one envelope must never stand in the way of those behind it.
        _set_aside(row.id, reason)
        return False


def _is_for_another_version(reason: Exception) -> bool:
    """Say whether the database is not the one that this program was written for: the envelope waits for the next."""
    return isinstance(reason, ProgrammingError) and getattr(reason.__cause__, "sqlstate", "") in NOT_AS_WE_KNOW_IT


def _open(row: Collected) -> None:
    told = _unsealed(row)
    if isinstance(told, contents.PassedQuestion):
        _open_concern(_as_concern(told), row.id, _unplaced())
    elif isinstance(told, contents.Concern):
        _open_concern(told, row.id, None)
    elif isinstance(told, contents.Message):
        later.add_message(told, row.id)
    elif isinstance(told, contents.Part):
        files.receive(told, row.id)
    else:
        later.keep_identity(told, row.id)


def _unsealed(row: Collected) -> contents.ToIntake:
    return unseal(Envelope(row.id, row.kind, row.key_id, bytes(row.sealed or b"")), private_key(row.key_id))


def _open_concern(told: contents.Concern, envelope_id: UUID, area: Area | None) -> None:
    """Make a case, or add to the first one where the same form was sent again: both have one receipt."""
    first = lines.find(told.reply_to, lock=True) if told.reply_to else None
    if first:
        later.add_to_first(told, first, envelope_id)
        return
    referral = referrals.open_concern(told, envelope_id=envelope_id, area=area or _area(told.area))
    if told.parts:
        line = referral.lines.get(id=envelope_id)
        files.expect(told.parts, line, came_with=envelope_id, reply_to=told.reply_to, language=told.language)


def _as_concern(question: contents.PassedQuestion) -> contents.Concern:
    """A question that a moderator passed on is read by intake like a concern, so that a person sees it at once."""
    note = f"\n\nThe moderator who passed it on: {question.note}" if question.note else ""
    return contents.Concern(
        kind_of_door="somebody",
        channel="webchat",
        area=question.event,
        worry=f"{question.words}\n\nAsked in the live webchat.{note}",
        sent_at=question.asked_at,
        # A moderator saw danger in it, so it is read first.
        hurt="yes",
        language=question.language,
        reply_to=question.reply_to,
    )


def _unplaced() -> Area:
    """Return the area that takes what belongs to no place, as a manager has named it (casework/duty)."""
    area = Area.objects.filter(takes_unplaced=True).first()
    if area is None:
        raise NotAllowed("There is no area yet. A manager has to make one.")
    return area


def _area(code: str) -> Area:
    if code == NOT_SURE:
        return _unplaced()
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise NotAllowed("The envelope is for an area that does not use this system.")
    return area


def _set_aside(envelope_id: UUID, reason: Exception) -> None:
    """Keep what does not open, and raise the alarm: a person has to look. The sentence never quotes contents."""
    Collected.objects.filter(pk=envelope_id).update(state=Collected.State.SET_ASIDE, failure=_why(reason)[:200])
    log.error("envelope %s does not open and is set aside (%s)", envelope_id, type(reason).__name__)


def _why(reason: Exception) -> str:
    if isinstance(reason, WillNotOpen | NotAllowed):
        return str(reason)
    if getattr(reason.__cause__, "sqlstate", "") == NOT_NULL:
        return OF_ANOTHER_VERSION
    return WHY.get(type(reason), SOMETHING_ELSE)
