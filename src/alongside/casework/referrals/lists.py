"""The list of one's referrals: which of them, in which order. Only by what is not sealed: nothing of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, Value, When

from alongside.casework.organisation.models import Area, Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.rules import journey
from alongside.commons.words import _

from . import owners
from .models import Referral, ReferralQuerySet

SHOWS = {
    "open": _("Everything that is open"),
    "own": _("What is mine by name, or as the lead"),
    "mine": _("What is my turn"),
    "closed": _("What is closed"),
}
SORTS = {
    "due": _("Due date, the earliest first"),
    "received": _("Received, the newest first"),
    "reference": _("Reference"),
    "stage": _("Stage, in the order of the journey"),
    "area": _("Area"),
    "owner": _("Whose it is, by name"),
}
IN_ORDER = list(journey.STAGES)


@dataclass(frozen=True)
class Wish:
    """What somebody asks of the list: words of SHOWS and SORTS, a stage and the code of an area, or empty for any."""

    show: str = "open"
    sort: str = "due"
    stage: str = ""
    area: str = ""

    @property
    def asked(self) -> str:
        """Return it as the start of an address, to put the number of a page after."""
        return "?" + urlencode({name: word for name, word in vars(self).items() if word}) + "&page="


def wish_of(sent: Mapping[str, str]) -> Wish:
    """Return what was asked for, or what the list begins with where a word is not known."""
    show, sort, stage = sent.get("show", ""), sent.get("sort", ""), sent.get("stage", "")
    return Wish(
        show if show in SHOWS else "open", sort if sort in SORTS else "due",
        stage if stage in journey.STAGES else "", sent.get("area", "")[:50],
    )  # fmt: skip


def listed(staff: Staff, wish: Wish) -> ReferralQuerySet:
    """Return the referrals that somebody sees, as they wish."""
    rows = Referral.objects.visible_to(staff.pk).select_related("area")
    rows = rows.exclude(closed_at=None) if wish.show == "closed" else rows.not_closed()
    if wish.show == "mine":
        rows = rows.filter(_my_turn(staff))
    if wish.show == "own":
        rows = rows.filter(owners.of_staff(staff))
    if wish.stage:
        rows = rows.filter(stage=wish.stage)
    if wish.area:
        rows = rows.filter(area__code=wish.area)
    if wish.sort == "owner":
        return rows.order_by(owners.whose(staff), F("due_on").asc(nulls_last=True), "received_at")
    return _sorted(rows, "came" if wish.show == "closed" and wish.sort in ("due", "stage") else wish.sort)


def _my_turn(staff: Staff) -> Q:
    """Say by stage and area where one of somebody's posts has its turn."""
    mine = Q(stage=journey.APART)
    for area, role in posts_held(staff.pk).values_list("area", "role"):
        stages = [stage.word for stage in journey.STAGES.values() if role in stage.turn]
        mine |= Q(area=area, stage__in=stages)
    return mine


def _sorted(rows: ReferralQuerySet, sort: str) -> ReferralQuerySet:
    due = F("due_on").asc(nulls_last=True)
    if sort == "stage":
        places = [When(stage=word, then=Value(place)) for place, word in enumerate(IN_ORDER)]
        return rows.order_by(Case(*places, output_field=IntegerField()), due, "received_at")
    return {
        "due": rows.order_by(due, "received_at"),
        "received": rows.order_by("-received_at"),
        # What is closed is due no more and at one stage: it stands as it came.
        "came": rows.order_by("received_at"),
        "reference": rows.order_by("reference"),
        "area": rows.order_by("area__name", due, "received_at"),
    }[sort]


def areas_of(staff: Staff) -> list[Area]:
    """Return the areas of somebody's posts, by name."""
    return list(Area.objects.filter(pk__in=posts_held(staff.pk).values("area")).order_by("name"))
