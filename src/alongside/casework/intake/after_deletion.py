"""What comes with a receipt whose concern was destroyed on its day, before the reply box closes.

Whoever wrote it was told that a trained person reads it. So it is a new concern of its own, of the area that had the
first, and is answered through the same receipt until the same day (referrals.models.Stub).
"""

from __future__ import annotations

from uuid import UUID, uuid4

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Area
from alongside.casework.referrals import actions as referrals
from alongside.casework.referrals import lines
from alongside.casework.referrals.models import Line, Stub
from alongside.casework.referrals.told import AFTER_DELETION
from alongside.commons.envelope import contents

from . import files
from .same_words import stand_alone


def take(told: contents.Message, envelope_id: UUID) -> bool:
    """Take what belongs to a stub, in the caller's transaction; False where none has this receipt."""
    stub = lines.find_stub(told.reply_to)
    if stub is None:
        return False
    if told.act == "burn":
        _end(stub)
    elif told.new_reply_to:
        lines.lead_stub_to(stub, told.new_reply_to)
        audit.note("led a stub to a receipt", [stub.pk], by=None)
    else:
        line = _open(stub, told, told.act, envelope_id)
        files.expect(told.parts, line, came_with=envelope_id, reply_to=told.reply_to, language=told.language)
    return True


def line_for(told: contents.Identity) -> Line | None:
    """Return the line of a new concern for whoever says who they are, or None where no stub has their receipt."""
    stub = lines.find_stub(told.reply_to) if told.reply_to else None
    # The envelope's own id is the reporter's.
    return _open(stub, told, "identity", uuid4()) if stub else None


def _end(stub: Stub) -> None:
    audit.note("burnt a stub", [stub.pk], by=None)
    stub.delete()


def _open(stub: Stub, told: contents.Message | contents.Identity, act: str, concern_id: UUID) -> Line:
    besides = {"after_deletion": act, "was_apart": "yes" if stub.apart else ""}
    referral = referrals.open_concern(
        _as_concern(stub, told, act), envelope_id=concern_id, area=_area(stub), besides=besides
    )
    # It says little by itself, and a person stands behind it.
    stand_alone(referral.id)
    return Line.objects.get(pk=concern_id)


def _as_concern(stub: Stub, told: contents.Message | contents.Identity, act: str) -> contents.Concern:
    """Return the concern that it becomes. By which door they came first is gone, and is not shown (told.read)."""
    return contents.Concern(
        kind_of_door="somebody",
        area=stub.area.code,
        worry=getattr(told, "words", "") or AFTER_DELETION[act],
        promise=getattr(told, "promise", "anonymous"),
        sent_at=told.sent_at,
        language=told.language,
        reply_to=told.reply_to,
        parts=getattr(told, "parts", ()),
    )


def _area(stub: Stub) -> Area:
    """Return whose intake reads it. The team that a concern about staff was kept from is not the first to read on."""
    elsewhere = Area.objects.filter(takes_unplaced=True).first() if stub.apart else None
    return elsewhere or stub.area
