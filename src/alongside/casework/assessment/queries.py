"""What pages ask of an assessment: as it stands, its versions, what waits to be agreed, the needs by their ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from alongside.casework.referrals import ownership
from alongside.casework.referrals.queries import NotFound, Seen, sees, text_of
from alongside.casework.referrals.timeline import Moment
from alongside.casework.rules import assessment as rules
from alongside.casework.rules.roles import label_of

from . import changes, content
from .content import Content
from .models import Remark, Saving, Version


@dataclass(frozen=True)
class Newest:
    """The newest saving: its number (0: none yet), its texts, whose it is, whether it waits to be agreed or is."""

    number: int
    written: dict[str, str]
    by: str
    at: datetime | None
    waits: bool
    agreed: bool


@dataclass(frozen=True)
class Beside:
    """A remark beside a saving, in words."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """One version: what it says, who wrote and who agreed it, and what was corrected beside it."""

    number: int
    content: Content
    writers: tuple[str, ...]
    agreed_by: str
    agreed_as: str
    agreed_at: datetime
    corrections: tuple[Beside, ...]


@dataclass(frozen=True)
class Page:
    """The page of an assessment for whoever is looking: versions newest first, and what they may do."""

    latest: Agreed | None
    earlier: tuple[Version, ...]
    may_write: bool
    may_agree: bool
    draft: Newest | None


def may_read(seen: Seen) -> bool:
    return "assessment" in sees(seen)


def newest(seen: Seen) -> Newest:
    """Return the newest saving, agreed or not."""
    row = Saving.objects.filter(case=seen.referral).select_related("made_by", "version").last()
    if row is None:
        return Newest(0, {}, "", None, waits=False, agreed=False)
    agreed = hasattr(row, "version")
    waits = row.put_forward and not agreed and not row.remarks.exists()
    return Newest(row.number, written_in(row, seen.key), row.made_by.name, row.made_at, waits, agreed)


def written_in(row: Saving | None, key: bytes) -> dict[str, str]:
    """Return the texts of a saving by the names of their boxes; empty where it does not open."""
    if row is None:
        return {}
    text = text_of(row, key, "written")
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {"conclusion": text}


def wrote(seen: Seen) -> set[Any]:
    """Return the ids of those who have saved since the last version."""
    return set(_open_savings(seen).values_list("made_by", flat=True))


def _open_savings(seen: Seen) -> Any:
    last = Version.objects.filter(case=seen.referral).select_related("saving").last()
    return Saving.objects.filter(case=seen.referral, number__gt=last.saving.number if last else 0)


def versions(seen: Seen) -> list[Version]:
    """Return the versions, newest first; none to who may not read them."""
    if not may_read(seen):
        return []
    rows = Version.objects.filter(case=seen.referral).select_related("saving__made_by", "agreed_by")
    return list(rows.order_by("-number"))


def version(seen: Seen, number: int) -> Agreed:
    """Return one version. Raises NotFound."""
    row = next((each for each in versions(seen) if each.number == number), None)
    if row is None:
        raise NotFound
    return _agreed(seen, row)


def latest(seen: Seen) -> Agreed | None:
    """Return the newest version, for whoever may read it."""
    rows = versions(seen)
    return _agreed(seen, rows[0]) if rows else None


def _agreed(seen: Seen, row: Version) -> Agreed:
    before = Version.objects.filter(case=seen.referral, number=row.number - 1).select_related("saving").first()
    savings = Saving.objects.filter(
        case=seen.referral, number__lte=row.saving.number, number__gt=before.saving.number if before else 0
    )
    writers = dict.fromkeys(savings.values_list("made_by__name", flat=True))
    return Agreed(
        row.number, content.read(written_in(row.saving, seen.key)), tuple(writers), row.agreed_by.name,
        label_of(row.agreed_as), row.agreed_at, tuple(_beside(seen, row.saving)),
    )  # fmt: skip


def _beside(seen: Seen, saving: Saving | None) -> list[Beside]:
    rows = Remark.objects.filter(saving=saving).select_related("made_by") if saving else []
    return [Beside(text_of(row, seen.key, "text"), row.made_by.name, row.made_at) for row in rows]


def given_back(seen: Seen) -> list[Beside]:
    """Return why what is being written was given back, all of it since the last version."""
    return [each for saving in _open_savings(seen) for each in _beside(seen, saving)]


def changed_in(seen: Seen, number: int) -> changes.Changes:
    """Return what changed from the version before to this one. Raises NotFound."""
    return changes.between(version(seen, number - 1).content, version(seen, number).content)


def changed_so_far(seen: Seen) -> changes.Changes | None:
    """Return what changed from the last version to what is being written; None while there is no version."""
    last = latest(seen)
    return changes.between(last.content, content.read(newest(seen).written)) if last else None


def may_write(seen: Seen) -> bool:
    refusal = rules.reason_against_writing(roles=seen.roles, stage=seen.referral.stage)
    return refusal is None and may_read(seen) and ownership.reason_not_theirs(seen) is None


def reason_against_agreeing(seen: Seen, now: Newest) -> str | None:
    """Say why whoever is looking cannot agree now, or None."""
    return rules.reason_against_agreeing(
        roles=seen.roles, stage=seen.referral.stage, put_forward=now.waits, wrote=seen.staff.pk in wrote(seen)
    ) or ownership.reason_not_theirs(seen)


def page(seen: Seen) -> Page:
    """Return the page of the assessment. What is being written is for its writers, and once put forward who agrees."""
    now, rows = newest(seen), versions(seen)
    writes, agrees = may_write(seen), reason_against_agreeing(seen, now) is None and may_read(seen)
    draft = now if now.number and not now.agreed and (writes or agrees) else None
    return Page(_agreed(seen, rows[0]) if rows else None, tuple(rows[1:]), writes, agrees, draft)


def of_case(seen: Seen) -> dict[str, Any]:
    """Return what the page of the case shows of it."""
    return {"assessment": page(seen) if may_read(seen) else None, "rules": rules}


def story(seen: Seen) -> list[Moment]:
    """Return the versions as they stand in the story of the case."""
    return [
        Moment(
            row.agreed_at, _("Assessment agreed, version %(number)s") % {"number": row.number}, row.agreed_by.name,
            label_of(row.agreed_as), href=f"/assessment/{seen.referral.id}/{row.number}/",
        )
        for row in versions(seen)
    ]  # fmt: skip
