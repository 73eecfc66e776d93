"""Answer whoever told us, through their receipt. Apart from actions.py: no page imports what opens envelopes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.disclosures import actions as disclosures
from alongside.casework.organisation.models import Staff
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.referrals import lines, ownership, queries
from alongside.casework.referrals.models import Line, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules import closure
from alongside.casework.rules.disclosures import TOLD_IT
from alongside.commons import canonical, clock
from alongside.commons.based_on import mark_of, refuse_older
from alongside.commons.envelope import contents
from alongside.commons.envelope.receipt import seal_reply
from alongside.commons.refusals import NotAllowed

from .models import Answer, FirstLook, Message, Release
from .queries import Professional, professionals

TAKES_BACK = ("withdrawal", "correction")
"""What a returning person does that every recipient of what they told has to hear of (R-16)."""
FIRST_LOOK = "first look"


@transaction.atomic
def reply(
    referral_id: UUID, words: str, *, by: Staff, state: str = "replied", language: str = "en", signed: bool = True,
    to: UUID | None = None, based_on: str | None = None,
) -> None:  # fmt: skip
    """Answer whoever told us, sealed so that only their receipt opens it; our own copy is sealed under the case key.

    Args:
        state: ``question`` where an answer is asked for, else ``replied``; they see which.
        language: the language that the words are written in.
        signed: whether the name of who writes stands under it.
        based_on: the mark of the answers that the page knew; refused where a colleague has answered meanwhile.
        to: which concern's teller, where others were linked; else whoever told this referral's own.

    Raises queries.NotFound, and NotAllowed when there is no receipt to answer to.
    """
    seen = queries.find(by, referral_id, lock=True)
    refusal = reason_against_answering(seen)
    if refusal:
        raise NotAllowed(refusal)
    refuse_older(based_on, mark_of(sent_so_far(seen)), _("A colleague answered at the same moment. Read it first."))
    sentence = contents.tidied(words)
    if not sentence:
        raise NotAllowed("Write the reply first.")
    said = contents.Reply(
        words=sentence, written_at=clock.now(), signed_as=by.name if signed else "", state=state, language=language
    )
    chosen = open_lines(seen, to)
    if not chosen:
        raise NotAllowed(_("Choose whom you answer: this referral was told by more than one person."))
    for line in chosen:
        send(seen, line, said, id=uuid.uuid4())
        keep(seen.referral, seen.key, line.id, said, by=by)
    audit.note("replied", [seen.referral.id], by=by.pk)


def keep(referral: Referral, key: bytes, concern: UUID, said: contents.Reply, *, by: Staff) -> Answer:
    """Keep our own copy of an answer, under the case key: as it was read, and what sending it again would need."""
    kept = Answer(case=referral, concern=concern, made_by=by, made_at=said.written_at)
    as_sent = {"language": said.language, "signed_as": said.signed_as, "state": said.state}
    kept.seal(key, words=said.words, as_sent=json.dumps(as_sent))
    kept.save(force_insert=True)
    return kept


def sent_so_far(seen: Seen) -> int:
    """Return how many answers went out on this referral."""
    return Answer.objects.filter(case=seen.referral).count()


def reason_against_answering(seen: Seen) -> str | None:
    """Say why nobody can be answered, or not by whoever is looking, or None where somebody can be."""
    if refusal := ownership.reason_not_theirs(seen):
        return refusal
    if seen.referral.closure_code == closure.LIVES_ON:
        return _("This was linked to another referral. Whoever has that one answers whoever told us.")
    found = list(_lines(seen))
    if any(line.place is not None and line.closes_on >= clock.today() for line in found):
        return None
    if any(line.burnt_at for line in found):
        return _("Whoever told us has burnt their receipt: nobody can be answered any more.")
    if any(line.place is not None for line in found):
        return _("The reply box has closed, as its page said when the concern was sent. A reply would reach nobody.")
    return _("This concern came without a receipt, so there is nobody to answer.")


def note_first_look(seen: Seen) -> None:
    """Say "read" to whoever told us, once, when somebody of intake first looks: whatever is decided later.

    The id of what is said is made from the concern's, so that two looks at one moment say it once; and under the case
    key, because it lies in the public half, where nobody may find out by it which concern was answered.
    """
    if "intake" not in seen.roles or "concern" not in queries.sees(seen) or ownership.reason_not_theirs(seen):
        return
    looked = set(FirstLook.objects.filter(case=seen.referral).values_list("id", flat=True))
    for line in open_lines(seen):
        if line.id not in looked:
            FirstLook.objects.bulk_create(
                [FirstLook(id=line.id, case=seen.referral, looked_at=clock.now())], ignore_conflicts=True
            )
            if came_after_deletion(seen):
                continue
            said = contents.Reply(state="read", words="", written_at=clock.now())
            send(seen, line, said, id=canonical.keyed_uuid(seen.key, FIRST_LOOK, line.id.bytes))


def came_after_deletion(seen: Seen) -> bool:
    """Say whether it came with the receipt of a concern that was deleted: its teller was told "read" and thanked then.

    Said again, it would tell them what was decided of the first: nobody else hears it twice.
    """
    return any(each.after_deletion for each in queries.told_in(seen))


@transaction.atomic
def release_outcome(referral_id: UUID, said: Mapping[str, str], *, by: Staff) -> str | None:
    """Tell a professional the class of how it ended, after two questions; or keep the answers and say why not.

    ``to`` of the answers is the concern of whom is told, where more than one professional told us; what was linked here
    ends as this referral does.

    Returns the sentence against it, or None where it was sent. Raises queries.NotFound and NotAllowed.
    """
    seen = queries.find(by, referral_id, lock=True)
    if "intake" not in seen.roles:
        raise queries.NotFound
    if against := ownership.reason_not_theirs(seen):
        raise NotAllowed(against)
    ownership.refuse_new_decisions(by)
    whom = _professional(seen, said.get("to", ""))
    refusal = closure.reason_against_releasing(said)
    row = Release(case=seen.referral, made_by=by, made_at=clock.now(), sent=refusal is None)
    row.seal(seen.key, said=json.dumps(dict(said), ensure_ascii=False))
    row.save(force_insert=True)
    if refusal is None:
        # The form of professionals is in these two languages.
        language = "cy" if whom.language == "cy" else "en"
        with translation.override(language):
            words = _(closure.OUTCOME_CLASSES[closure.outcome_class(seen.referral.closure_code)])
        reply(referral_id, words, by=by, language=language, to=whom.concern)
    else:
        audit.note("weighed an outcome", [seen.referral.id], by=by.pk)
    return refusal


def _professional(seen: Seen, to: str) -> Professional:
    """Return whom it is told. Raises NotAllowed where that is nobody or not clear, or they asked to hear nothing."""
    found = professionals(seen)
    chosen = [each for each in found if str(each.concern) == to] if to else found
    if len(chosen) != 1:
        raise NotAllowed(_("Choose whom you tell: more than one professional told us, or nobody who is answered here."))
    if chosen[0].wants_none:
        raise NotAllowed(_("They asked not to hear how it ended. If they ask now, answer them with a reply."))
    return chosen[0]


@transaction.atomic
def mark_handled(referral_id: UUID, message_id: UUID, *, by: Staff) -> None:
    """Note that somebody has dealt with what a returning person did. Raises queries.NotFound and NotAllowed."""
    seen = queries.find(by, referral_id, lock=True)
    if "concern" not in queries.sees(seen):
        raise queries.NotFound
    if refusal := ownership.reason_not_theirs(seen):
        raise NotAllowed(refusal)
    waiting = Message.objects.filter(case=seen.referral, pk=message_id, handled_at=None)
    taken_back = waiting.filter(act__in=TAKES_BACK).exists()
    if not waiting.update(handled_at=clock.now(), handled_by=by):
        raise NotAllowed("A colleague was first: this is done already.")
    if taken_back:
        disclosures.recall_all(seen.referral, seen.key, "withdrawn", by=by, acts=TOLD_IT)
    audit.note("handled a message", [seen.referral.id, message_id], by=by.pk)


def send(seen: Seen, line: Line, said: contents.Reply, *, id: UUID) -> None:
    reply_to = lines.place(seen.referral, seen.key, line)
    if reply_to:
        outgoing.send_reply(seal_reply(said, reply_to, id=id, closes_on=line.closes_on))
        Line.objects.filter(pk=line.pk).update(answered_at=clock.now())


def languages_of(seen: Seen) -> dict[UUID, str]:
    """Return the language of each concern of a referral, by the concern's id, which is its line's."""
    told = {concern.id: concern.opened(seen.key, "told") for concern in seen.referral.concerns.all()}
    return {id_: json.loads(text).get("language", "en") for id_, text in told.items() if text}


@transaction.atomic
def resend(seen: Seen) -> None:
    """Send again what went to a receipt that was exchanged before we knew it, from our own copies."""
    if "concern" not in queries.sees(seen):
        return
    rows = seen.referral.lines.select_for_update().exclude(resend_since=None)
    for line in rows.only("id", "case_id", "closes_on", "place", "resend_since"):
        for kept in Answer.objects.filter(case=seen.referral, concern=line.id, made_at__gte=line.resend_since):
            as_sent = json.loads(kept.opened(seen.key, "as_sent"))
            said = contents.Reply(words=kept.opened(seen.key, "words"), written_at=kept.made_at, **as_sent)
            send(seen, line, said, id=uuid.uuid4())
        Line.objects.filter(pk=line.pk).update(resend_since=None)
        audit.note("sent again", [seen.referral.id], by=seen.staff.pk)


def resend_all(staff: Staff) -> None:
    """Do so for every case that somebody sees: whoever opens the queue."""
    waits = Line.objects.exclude(resend_since=None).values("case_id")
    for case_id in Referral.objects.visible_to(staff.pk).filter(id__in=waits).values_list("id", flat=True):
        resend(queries.find(staff, case_id))


def open_lines(seen: Seen, to: UUID | None = None) -> list[Line]:
    """Return the lines that can be answered: the referral's own, or that of one concern which was linked to it."""
    own = set(seen.referral.concerns.values_list("id", flat=True))
    wanted = {to} if to else own
    return [line for line in _open(seen) if line.id in wanted]


def tellers(seen: Seen) -> list[tuple[str, str]]:
    """Return whom one may answer, as the choices of a form: each concern's id, and when it came."""
    came = dict(seen.referral.concerns.values_list("id", "received_at"))
    linked = _("Who told us what was linked here (%(number)s)")
    own = _("Who told us on %(day)s")
    found = []
    for number, line in enumerate(sorted(_open(seen), key=lambda line: (line.id not in came, line.closes_on)), start=1):
        day = date_format(came[line.id].astimezone(clock.LONDON), "j F Y") if line.id in came else ""
        found.append((str(line.id), own % {"day": day} if day else linked % {"number": number}))
    return found


def _open(seen: Seen) -> list[Line]:
    return [line for line in _lines(seen) if line.place is not None and line.closes_on >= clock.today()]


def _lines(seen: Seen) -> QuerySet[Line]:
    return seen.referral.lines.only("id", "case_id", "closes_on", "place", "burnt_at")
