"""Collect what waits in the letterbox and open it. Only the intake worker imports this: web code never unseals.

Copy, commit, only then delete: a crash at any point repeats and never loses, and what was opened once is known by
its id.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from alongside.casework.organisation.models import Area
from alongside.casework.referrals import actions as referrals
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import WillNotOpen, unseal
from alongside.commons.refusals import NotAllowed

from .keys import private_key
from .letterbox import Letterbox
from .models import Collected

log = logging.getLogger("alongside.intake")
NOT_SURE = "not_sure"
"""What the public form says when somebody does not know where the person lives."""
WHY: dict[type[Exception], str] = {
    IntegrityError: "It repeats a concern that is here already.",
    ValueError: "It has a form that no sealed thing has.",
}
SOMETHING_ELSE = "Opening it failed in a way that nobody foresaw; the log says where."


def collect(letterbox: Letterbox) -> int:
    """Copy every waiting envelope into casework and then remove it from the letterbox. Returns how many."""
    count = 0
    for envelope in letterbox.waiting():
        copy(envelope)
        letterbox.remove(envelope.id)
        count += 1
    return count


@transaction.atomic
def copy(envelope: Envelope) -> None:
    """Keep a sealed copy under the envelope's own id; a second copy of the same changes nothing."""
    Collected.objects.bulk_create(
        [
            Collected(
                id=envelope.id, kind=envelope.kind, key_id=envelope.key_id, sealed=envelope.sealed,
                collected_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def open_waiting() -> int:
    """Open what has been collected, each in its own transaction. Returns how many were opened."""
    waiting = Collected.objects.filter(state=Collected.State.WAITING).order_by("collected_at")
    return sum(open_one(envelope_id) for envelope_id in waiting.values_list("id", flat=True)[:100])


def open_one(envelope_id: UUID) -> bool:
    """Open one envelope, or set it aside with the reason where it will not open. Returns whether it was opened."""
    try:
        with transaction.atomic():
            row = Collected.objects.select_for_update().get(pk=envelope_id, state=Collected.State.WAITING)
            _open(row)
            row.state, row.opened_at, row.sealed = Collected.State.OPENED, clock.now(), None
            row.save(update_fields=["state", "opened_at", "sealed"])
            return True
    except Collected.DoesNotExist:
        return False
    except OperationalError:
        # The database itself did not answer: nothing is wrong with the envelope.
        raise
    except Exception as reason:
        # Whatever it is: one envelope must never stand in the way of those behind it.
        _set_aside(envelope_id, reason)
        return False


def _open(row: Collected) -> None:
    envelope = Envelope(row.id, row.kind, row.key_id, bytes(row.sealed or b""))
    told = unseal(envelope, private_key(row.key_id))
    if isinstance(told, contents.PassedQuestion):
        referrals.open_concern(_as_concern(told), envelope_id=row.id, area=_unplaced())
    elif isinstance(told, contents.Concern):
        referrals.open_concern(told, envelope_id=row.id, area=_area(told.area))
    else:
        raise WillNotOpen("A message came for a concern, and messages are not read here yet.")


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
    sentence = str(reason) if isinstance(reason, WillNotOpen | NotAllowed) else WHY.get(type(reason), SOMETHING_ELSE)
    Collected.objects.filter(pk=envelope_id).update(state=Collected.State.SET_ASIDE, failure=sentence[:200])
    log.error("envelope %s does not open and is set aside (%s)", envelope_id, type(reason).__name__)
