"""What the page of a case shows of panels: the next one, what they decided, and who reads its paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.casework.keys.actions import case_key
from alongside.casework.referrals import readers
from alongside.casework.referrals.queries import Seen
from alongside.casework.referrals.readers import Reader
from alongside.casework.referrals.timeline import Moment
from alongside.casework.rules import panel as rules

from . import queries
from .models import Action, Item, ItemQuerySet


def _items(seen: Seen) -> ItemQuerySet:
    return Item.objects.visible_to(seen.staff).filter(of_case=seen.referral.id).select_related("meeting")


def next_panel(seen: Seen) -> dict[str, Any]:
    """Return the items that are still open, with why each comes."""
    rows = _items(seen).open().order_by("listed_at")
    return {"items": [{"id": row.id, "meeting": row.meeting, "why": rules.WHY[row.why]} for row in rows]}


def story(seen: Seen) -> Iterator[Moment]:
    """Tell what panels decided of the case."""
    for row in _items(seen).exclude(outcome=""):
        ending = rules.ENDINGS.get(row.outcome, "")
        assert row.ended_at is not None
        yield Moment(row.ended_at, _("The panel: %(outcome)s") % {"outcome": _(ending)}, href=f"/panel/item/{row.id}/")


def actions_for_needs(seen: Seen) -> list[tuple[str, str]]:
    """Return the actions that the panel gave, as something that can answer a need (R-12)."""
    rows = Action.objects.filter(item__in=_items(seen)).select_related("owner_staff").order_by("made_at")
    given = [queries.to_do(row, key) for row in rows if (key := case_key(row.item_id))]
    said = _("%(what)s (%(owner)s, by %(day)s)")
    return [
        (str(row.id), said % {"what": row.what, "owner": row.owner, "day": date_format(row.due_on)}) for row in given
    ]


def readers_of(seen: Seen) -> Iterator[Reader]:
    """Tell who holds the paper of an item and not the case, and until when: what its grants say (R-25)."""
    for row in _items(seen).exclude(papers_out_at=None):
        for reader in readers.holding(row.id, _("the paper of the panel alone")):
            if reader.role not in rules.keepers():
                yield reader
