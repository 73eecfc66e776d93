"""What people do who come back: each thing goes to the inbox of their case, where only people with its key read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.casework.audit import actions as audit
from alongside.casework.keys.actions import posts_that_see, the_two
from alongside.casework.organisation.models import Post
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import facts, inbox, lines
from alongside.casework.referrals.models import Line
from alongside.casework.reporters import actions as reporters
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.refusals import NotAllowed

from . import after_deletion, files
from .models import Message
from .same_words import stand_alone

WHO_READS = ("intake", "case_manager")
"""Whose work a message is, of those who have the case (rules/who_may_see: they read the concern)."""
TOLD_AGAIN_AFTER = timedelta(hours=1)
ON_ITS_WAY = timedelta(hours=1)
"""How long an answer may have been with the post. One that was read before the exchange is then sent twice."""
NOTHING_TO_DO = ("exchange", "burn")
NOT_KNOWN = "It came with a receipt that belongs to no concern here."


@transaction.atomic
def add_message(told: contents.Message, envelope_id: UUID) -> None:
    """Add what somebody wrote, corrected, withdrew, burnt or exchanged. Raises NotAllowed for an unknown receipt."""
    line = lines.find(told.reply_to, lock=True)
    if line is None and (lines.taken_elsewhere(told, envelope_id) or after_deletion.take(told, envelope_id)):
        return
    if line is None:
        raise NotAllowed(NOT_KNOWN)
    said = {"language": told.language, "sent_at": told.sent_at.isoformat(), "words": told.words}
    _put_in(line, envelope_id, told.act, said)
    answer_to = told.new_reply_to or told.reply_to
    files.expect(told.parts, line, came_with=envelope_id, reply_to=answer_to, language=told.language)
    if told.act == "burn":
        lines.burn(line)
        line.save(update_fields=["place", "finished", "burnt_at"])
    elif told.new_reply_to:
        lines.lead_to(line, told.new_reply_to)
        line.resend_since = _answered_meanwhile(line, told)
        line.save(update_fields=["person", "place", "finished", "resend_since"])
        if line.resend_since:
            _tell(line)
    else:
        _tell(line)


def _answered_meanwhile(line: Line, told: contents.Message) -> datetime | None:
    """Return since when answers may have gone to the receipt that was exchanged, or None where none did.

    They are sealed to it and open for nobody. Our own copies lie under the case key, so whoever next opens the queue or
    the case with it has them sent again (answers.resend). An answer may have been on its way for a while before.
    """
    since = max(told.sent_at - ON_ITS_WAY, clock.now() - lines.LATE_AT_MOST)
    since = min([since, *([line.resend_since] if line.resend_since else [])])
    return since if line.answered_at and line.answered_at >= since else None


@transaction.atomic
def keep_identity(told: contents.Identity, envelope_id: UUID) -> None:
    """Hand who told us to the room that keeps it apart. Raises NotAllowed where it belongs to no concern here.

    It shows the receipt of its concern; where the concern came without one, by the concern's id: nobody else knows it
    before the case is there, and nobody else could be answered.
    """
    # Locked, so that it does not go to another area between the look at whose it is and the keys.
    without = Line.objects.select_for_update().filter(pk=told.concern, person=None)
    line = lines.find(told.reply_to, lock=True) if told.reply_to else without.first()
    line = line or after_deletion.line_for(told)
    if line is None:
        raise NotAllowed(NOT_KNOWN)
    # A form sent again has an id of its own: who told us belongs to the first.
    of_the_first = replace(told, concern=line.id)
    stand_alone(line.case_id)
    reporters.keep(of_the_first, envelope_id=envelope_id, area=line.area, offered_to=line.offered_to)


@transaction.atomic
def add_to_first(told: contents.Concern, line: Line, envelope_id: UUID) -> None:
    """Add a form that was sent again with other answers to the concern that it was first sent as."""
    said = {"answers": referrals.answers_of(told)}
    came_at = _put_in(line, envelope_id, "addition", said, hurt_told=told.hurt == "yes")
    files.expect(told.parts, line, came_with=envelope_id, reply_to=told.reply_to, language=told.language)
    _tell(line)
    # Whoever is on duty could read nothing of what two named people have; the two are told of each thing.
    if told.hurt == "yes" and not the_two(line.case_id):
        facts.hurt_is_told_later(line.area, came_at)


def _put_in(line: Line, envelope_id: UUID, act: str, said: Mapping[str, Any], *, hurt_told: bool = False) -> datetime:
    now = clock.now()
    message = Message(id=envelope_id, case_id=line.case_id, concern=line.id, act=act, received_at=now)
    message.hurt_told = hurt_told
    message.said = inbox.put_in(bytes(line.inbox_key), json.dumps(said).encode(), message.cell)
    message.handled_at = now if act in NOTHING_TO_DO else None
    message.save(force_insert=True)
    stand_alone(line.case_id)
    audit.note("received a message", [line.case_id, envelope_id], by=None)
    return now


def _tell(line: Line) -> None:
    """Tell whoever reads for this case that something waits, once an hour at most."""
    now = clock.now()
    referrals.tell_the_two(line.case_id, f"/referrals/{line.case_id}/")
    if line.told_at and now - line.told_at < TOLD_AGAIN_AFTER:
        return
    for post in Post.objects.filter(id__in=posts_that_see(line.case_id), role__in=WHO_READS):
        referrals.tell_holders(post, f"/referrals/{line.case_id}/")
    line.told_at = now
    line.save(update_fields=["told_at"])
