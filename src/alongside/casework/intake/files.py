"""Files that belong to a telling: expected when it names them, and looked at when they are there.

They come by themselves, before the telling or after it, and never hold it up.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.casework.documents import actions as documents
from alongside.casework.documents.checking import Named, checked
from alongside.casework.documents.examine import Examined
from alongside.casework.documents.kinds import AWAITED, LOST, PENDING
from alongside.casework.documents.models import Document
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.referrals import lines
from alongside.casework.referrals.models import Line
from alongside.commons import canonical, clock, told
from alongside.commons.envelope import contents, key_names
from alongside.commons.envelope.contents import Part, ReplyTo
from alongside.commons.envelope.keys import WillNotOpen
from alongside.commons.envelope.receipt import seal_reply

from .keys import private_key
from .models import Collected

log = logging.getLogger("alongside.intake")
UNNAMED_KEPT = timedelta(hours=24)
"""How long a file may lie here without a telling that names it; then it is deleted unopened."""
CAME_TO_NOTHING = timedelta(hours=48)


@dataclass(frozen=True)
class _Sender:
    """Where whoever sent a file is told what became of it."""

    reply_to: ReplyTo
    language: str


def expect(parts: Iterable[UUID], line: Line, *, came_with: UUID, reply_to: ReplyTo | None, language: str) -> None:
    """Expect the files that a concern or a message names."""
    wanted = tuple(parts)
    if not wanted:
        return
    key_id = key_names.name_at(clock.now())
    answers = {part: _sealed(_Sender(reply_to, language), part, key_id) for part in wanted} if reply_to else {}
    documents.await_(wanted, line, came_with=came_with, answers=answers, key_id=key_id)


def next_one() -> UUID | None:
    """Return the file that is here, was named and has waited longest.

    Else any of those whose virus check waits: one that clamd never answers for must not hold up the others.
    """
    here = Collected.objects.filter(kind=Part.kind, state=Collected.State.WAITING).values_list("id", flat=True)
    new, pending = (here.filter(id__in=documents.waiting(verdict)) for verdict in (AWAITED, PENDING))
    return new.order_by("collected_at").first() or pending.order_by("?").first()


def receive(part: Part, envelope_id: UUID) -> None:
    """Look at a file, keep what came of it with its case, and tell its sender where something has to be said.

    Raises virus_check.NoAnswer where the virus check is to be asked and does not answer: nothing has happened then.
    """
    document = _expected(envelope_id)
    examined = checked(part.data)
    line = _locked(document)
    named = documents.keep(envelope_id, line, part.name, examined)
    log.info("file %s: %s", envelope_id, examined.verdict)
    _tell(document, line, named, examined.verdict)


def wait_for_check(envelope_id: UUID) -> None:
    documents.set_verdict(envelope_id, PENDING)


def forget_unnamed() -> int:
    """Delete files that nobody named within a day of their coming; they were never opened. Returns how many."""
    here = Collected.objects.filter(kind=Part.kind, state=Collected.State.WAITING)
    old = here.filter(collected_at__lt=clock.now() - UNNAMED_KEPT).exclude(id__in=documents.waiting(*documents.OPEN))
    return old.delete()[0]


@transaction.atomic
def give_up() -> None:
    """Say of files that were named and never came that they are lost, to us and to whoever named them."""
    for document_id in documents.overdue(clock.now() - CAME_TO_NOTHING):
        document = _expected(document_id)
        line = _locked(document)
        named = documents.keep(document_id, line, _("A file"), Examined(LOST))
        _tell(document, line, named, LOST)


def _expected(document_id: UUID) -> Document:
    return Document.objects.only("id", "concern", "answer_to", "answer_key").get(pk=document_id)


def _locked(document: Document) -> Line:
    """Return the line of what named the file, locked: it may just be led to another referral."""
    return Line.objects.select_for_update().get(pk=document.concern)


def _tell(document: Document, line: Line, named: Named, verdict: str) -> None:
    """Tell the sender, through the receipt; where it was burnt since, or there is none, nobody can be told."""
    sender = _unsealed(document)
    if sender is None or line.burnt_at:
        return
    with translation.override(sender.language):
        words = _in_words(named, verdict)
    if words:
        said = contents.Reply(state="received", words=words, written_at=clock.now(), language=sender.language)
        outgoing.send_reply(seal_reply(said, sender.reply_to, id=uuid.uuid4(), closes_on=line.closes_on))


def _in_words(named: Named, verdict: str) -> str:
    said = [told.FILE[verdict]] if verdict in told.FILE else []
    if named.mislabelled:
        said.append(told.MISLABELLED)
    if named.had_a_path:
        said.append(told.HAD_A_PATH)
    if not said:
        return ""
    # What never came has no name that its sender would know.
    name = _(told.A_FILE) if verdict == LOST else named.said
    about = _(told.ABOUT_YOUR_FILE) % {"name": name}
    return "\n".join([about, *map(_, said), _(told.ALL_ELSE_CAME)])


def _sealed(sender: _Sender, part: UUID, key_id: str) -> bytes:
    said = {"language": sender.language, "reply_to": lines.written(sender.reply_to)}
    return private_key(key_id).public().seal(canonical.encode(said), _bound(part))


def _unsealed(document: Document) -> _Sender | None:
    """Return where the sender is told, or None where nobody can be: a file is kept whether or not this opens."""
    if document.answer_to is None:
        return None
    try:
        said = canonical.decode(private_key(document.answer_key).open(bytes(document.answer_to), _bound(document.id)))
    except WillNotOpen:
        log.error("where the sender of file %s is told does not open", document.id)
        return None
    return _Sender(lines.read(said["reply_to"]), said["language"])


def _bound(part: UUID) -> bytes:
    return canonical.encode({"answer_about": str(part)})
