"""The panel: who has to be there, when papers go out, what it can decide, how a tie is settled, what minutes hold.

Source: domain page 2.8, 2.3 (panel item), 10; CTSA 2015 s36 and s37; R-05, R-25, R-34. Clocks stand in `timescales`,
the window of a member in `who_may_see`. What an area does its own way is a row of `QUORUM` with its first day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alongside.casework.rules.journey import CHAIRS
from alongside.casework.rules.roles import ROLES
from alongside.casework.rules.timescales import CLOCKS, counted_back, due_on
from alongside.casework.rules.who_may_see import WINDOW_AFTER_MINUTES, right_of
from alongside.commons.words import _

# ----------------------------------------------------------------------------------------------------- the meeting

STATUSES = {
    "planned": _("planned"),
    "papers_out": _("papers are out"),
    "in_session": _("in session"),
    "minutes_drafted": _("minutes to be signed"),
    "signed": _("minutes signed"),
    "cancelled": _("cancelled"),
}
COMES_AFTER = {
    "papers_out": ("planned", "papers_out"),
    "in_session": ("papers_out",),
    "minutes_drafted": ("in_session",),
    "signed": ("minutes_drafted", "signed"),
    "cancelled": ("planned", "papers_out"),
}
INVITED = (*CHAIRS, "case_manager", "police_supervisor", "coordinator", "panel_member")
CONVENES = (*CHAIRS, "coordinator")
PREPARES = (*CHAIRS, "case_manager")
"""Roles: who is invited, who plans a meeting, who composes a paper."""

ANSWERS = {
    "invited": _("has not answered"),
    "coming": _("comes"),
    "apologies": _("sends apologies"),
    "present": _("was there"),
    "absent": _("was not there"),
}
BOOKINGS = {
    "interpreter": _("interpreter for a language"),
    "sign_language": _("sign language interpreter"),
    "hearing_loop": _("hearing loop"),
    "step_free": _("step-free room"),
    "large_print": _("papers in large print"),
    "breaks": _("breaks at agreed times"),
    "other": _("another adjustment"),
}
ZONES = ("Europe/London", "Europe/Dublin", "Europe/Paris", "UTC")
"""Time zones in which a panel is planned; calendars show it in the zone of whoever reads."""


def reason_against_status(now_at: str, to: str) -> str | None:
    """Say why a meeting cannot come to this status now, or None."""
    if now_at in COMES_AFTER[to]:
        return None
    return _("This meeting is at “{now_at}”, so it cannot be “{to}” yet, or any more.").format(
        now_at=STATUSES[now_at], to=STATUSES[to]
    )


def papers_due_on(starts_at: datetime, zone: str, nation: str) -> date:
    """The last day on which papers go out in time: three working days ahead (domain page 2.8)."""
    return counted_back(starts_at.astimezone(ZoneInfo(zone)).date(), CLOCKS["panel_papers"].length, nation)


def minutes_due_on(starts_at: datetime, zone: str, nation: str) -> date:
    """The last day on which minutes are signed in time (rules/timescales, `panel_minutes`)."""
    return due_on(CLOCKS["panel_minutes"], starts_at.astimezone(ZoneInfo(zone)).date(), nation)


WAITS_ON = {
    "planned": (_("Papers go out"), papers_due_on),
    "in_session": (_("The meeting is closed and its minutes are signed"), minutes_due_on),
    "minutes_drafted": (_("Minutes are signed"), minutes_due_on),
}
"""What the convener of a meeting has to see to at each status, and by which day."""


def reason_against_papers(
    *, due_on: date, today: date, urgent: bool, roles: Iterable[str], why_late: str
) -> str | None:
    """Say why papers cannot go out now, or None. Late ones, an urgent panel's too, need the chair and a reason."""
    if today <= due_on:
        return None
    if not set(roles) & set(CHAIRS):
        return _("It is less than three working days to the meeting. The chair has to let late papers out.")
    if not why_late.strip() and not urgent:
        return _("Write why these papers are late: members have less than three working days to read them.")
    return None


# --------------------------------------------------------------------------------------------------------- who is there


@dataclass(frozen=True)
class Need:
    """One attendance that an item cannot do without: a word, what is missing in words, and for whom it holds.

    `roles` or `kinds` (words of `organisation.Agency.Kind`) say who fulfils it; `for_child` where it holds for a child.
    Somebody of the authority who is recorded as there for the need's word fulfils it, too (`REPRESENTED`).
    """

    word: str
    label: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    for_child: bool = False


CHAIR_THERE = Need("chair", _("the chair or the deputy"), roles=CHAIRS)
POLICE_THERE = Need("police", _("the police"), kinds=("police",))
CHILDRENS_SERVICES = Need("childrens_services", _("children's services"), kinds=("childrens_services",), for_child=True)
EDUCATION = Need("education", _("education"), kinds=("education",), for_child=True)


@dataclass(frozen=True)
class Quorum:
    """Who has to be there in an area ("": everywhere) from a day on."""

    area: str
    from_on: date
    needs: tuple[Need, ...]
    source: str


QUORUM = (
    Quorum(
        "",
        date(2023, 10, 9),
        (CHAIR_THERE, POLICE_THERE, CHILDRENS_SERVICES, EDUCATION),
        "CTSA 2015 s37; domain page 2.8 (a child: children's services and education)",
    ),
)

# Services that the preparer can name as relevant to this person; each then has to be there.
SERVICES = {
    "childrens_services": _("children's services"),
    "adult_social_care": _("adult social care"),
    "health": _("health"),
    "education": _("education"),
    "youth_justice": _("youth justice"),
    "probation": _("probation"),
    "prison": _("the prison"),
    "housing": _("housing"),
    "jobcentre": _("the Jobcentre (DWP)"),
    "charity": _("a voluntary service"),
}
REPRESENTED = ("childrens_services", "adult_social_care", "youth_justice")
"""Services that are often the authority's own: somebody of it can be recorded as there for one of them."""
STATUTORY = ("local_authority", "police")
"""Kinds of agencies that sit on every item (CTSA 2015 s37)."""


def reason_against_representing(kind: str, service: str, *, chairs: bool) -> str | None:
    """Say why somebody of an agency of this kind cannot be recorded as there for a service, or None."""
    if service not in REPRESENTED or kind != "local_authority":
        return _("Somebody of the authority can be there for its own services, and nobody else.")
    return _("Whoever chairs is there as the chair, and for no service besides.") if chairs else None


@dataclass(frozen=True)
class There:
    """Somebody who was there for an item: the role in which they came, the kind of their agency, and the service of
    the authority for which they were recorded as there, if any.
    """

    role: str
    kind: str
    represents: str = ""


def quorum_of(area: str, on: date, table: Iterable[Quorum] = QUORUM) -> Quorum:
    """The row that holds in an area on a day: its own newest, else the newest of all areas."""
    known = [row for row in table if row.from_on <= on and row.area in (area, "")]
    return max(known, key=lambda row: (row.area == area, row.from_on))


def missing(
    there: Iterable[There], *, area: str, on: date, child: bool, relevant: Iterable[str] = ()
) -> tuple[str, ...]:
    """What an item lacks to be decided, in words; empty where the panel is quorate for it.

    `relevant` are words of SERVICES. A person with a conflict on the item is not among `there`.
    """
    people = list(there)
    needs = [need for need in quorum_of(area, on).needs if child or not need.for_child]
    asked = [need.label for need in needs if not any(_fulfils(each, need) for each in people)]
    kinds = {word for each in people for word in (each.kind, each.represents)}
    kinds |= {kind for need in needs for kind in need.kinds}
    return (*asked, *(SERVICES[word] for word in relevant if word not in kinds))


def _fulfils(each: There, need: Need) -> bool:
    return each.role in need.roles or each.kind in need.kinds or each.represents == need.word


def reason_against_deciding_without(lacking: tuple[str, ...], outcome: str) -> str | None:
    """Say why this cannot be decided with who is there, or None. Putting it off needs nobody."""
    if not lacking or outcome == "deferred":
        return None
    return _("The panel is not quorate for this item: {missing} has to be there. Put it off, or wait for them.").format(
        missing=_(" and ").join(lacking)
    )


# -------------------------------------------------------------------------------------------------------- its items

WHY = {
    "listed": _("referred under section 36"),
    "look": _("in support: looked at by every panel"),
    "actions": _("an action is overdue"),
    "review": _("the review 6 or 12 months after support ended is due"),
}
REVIEWS = ("review_6m", "review_12m")
COMES_EVERY = timedelta(days=31)
"""How far ahead an agenda looks for reviews where no later meeting is planned: panels are monthly (domain 2.2)."""
MOST_DEFERRALS = 2  # A choice of ours: the domain page says “max N”.


@dataclass(frozen=True)
class Outcome:
    """What the panel can decide of an item, and by which move; "" where the case stays where it is."""

    word: str
    label: str
    move: str = ""


OUTCOMES = {
    outcome.word: outcome
    for outcome in (
        Outcome("adopted", _("Adopt"), "adopt"),
        Outcome("declined", _("Decline"), "decline"),
        Outcome("needs_information", _("Ask for more information"), "ask_more"),
        Outcome("deferred", _("Put off to the next panel")),
        Outcome("continued", _("Go on with the support as it is")),
        Outcome("exit_agreed", _("End support"), "exit"),
        Outcome("reviewed", _("Reviewed: nothing more is needed now")),
        Outcome("adopted_again", _("Adopt again"), "adopt_again"),
        Outcome("noted", _("Nothing to decide: actions were looked at")),
    )
}
ELSEWHERE = "elsewhere"
CALLED_OFF = "called_off"
ENDINGS = {
    **{word: outcome.label for word, outcome in OUTCOMES.items()},
    ELSEWHERE: _("decided outside the meeting: the history of the case says by whom"),
    CALLED_OFF: _("not discussed: the meeting was called off after papers were out; it comes again with a new paper"),
}
STAGES_OF = {"listed": ("panel",), "look": ("in_support",), "actions": (), "review": ("exited",)}
"""At which stages an item of each kind is still an item; empty: whatever the stage."""

MADE_BY_KIND = {
    "listed": ("adopted", "declined", "needs_information", "deferred"),
    "look": ("continued", "exit_agreed", "deferred"),
    "actions": ("noted",),
    "review": ("reviewed", "adopted_again", "deferred"),
}

HOW = {
    "consensus": _("by consensus"),
    "majority": _("by majority"),
    "local_authority": _("by the local authority, after a tie"),
}


def how_decided(votes_for: int, votes_against: int) -> str:
    """How it was decided: nobody against is consensus; else the majority; on a tie the local authority (s37)."""
    if not votes_against:
        return "consensus"
    return "local_authority" if votes_for == votes_against else "majority"


def reason_against_votes(votes_for: int, votes_against: int, dissent: str) -> str | None:
    """Say why a decision does not stand on these votes, or None. A tie is the local authority's, who chairs."""
    if votes_against > votes_for:
        return _("More were against it than for it. Record what the majority decided.")
    if votes_against and not dissent.strip():
        return _("Somebody was against it: write who disagreed, and why.")
    return None


def reason_against_deferring(times: int, outcome: str) -> str | None:
    """Say why an item cannot be put off once more, or None."""
    if outcome != "deferred" or times < MOST_DEFERRALS:
        return None
    return _("It was put off {times} times already. Decide it today, or ask for more information.").format(times=times)


# -------------------------------------------------------------------------------------------------------- its papers


@dataclass(frozen=True)
class Section:
    """One section of a paper: its word, its question, and whether it may be left blank."""

    word: str
    label: str
    needed: bool = True


PAPER = (
    Section("who", _("Who is it about, and how do they like to be talked with?")),
    Section("why_listed", _("Why does it come to the panel?")),
    Section("known", _("What do we know: where is it from, of when, and was it seen, told or assumed?")),
    Section("unknown", _("What do we not know?")),
    Section("strengths", _("What goes well, and who is there for them?")),
    Section("needs", _("What do they need?"), needed=False),
    Section("concerns", _("What worries us?")),
    Section("could_be_hurt", _("Who could be hurt, how soon, and what is being done by whom?")),
    Section("views", _("What do they, or their parents, say themselves?"), needed=False),
    Section("changed", _("What has changed since last time?"), needed=False),
    Section("conclusion", _("What is concluded, in a few sentences?")),
    Section("plan", _("What should happen next: who does what, and by when?")),
    Section("asked", _("What is the panel asked to decide?")),
)
"""Every heading of domain page 2.10 (the stance: a narrative; no number, no total), with R-35's conclusion and plan."""

STATEMENT = _(
    "I take part in one item only. What I hear and read there I use for this item alone, I tell nobody, I copy nothing,"
    " and I give back or destroy what I was handed."
)


def missing_from_paper(written: dict[str, str]) -> tuple[Section, ...]:
    """The sections that are still blank although they are needed."""
    return tuple(row for row in PAPER if row.needed and not written.get(row.word, "").strip())


def keepers(stage: str = "panel") -> tuple[str, ...]:
    """The roles that read the assessment of a case by right, and so hold the key of its items from the beginning."""
    return tuple(role for role in ROLES if right_of(role, stage, "assessment") in ("read", "write"))


def sits() -> tuple[str, ...]:
    """The roles that sit on items and read their papers in the window. Who convenes only is not among them (R-25)."""
    return tuple(role for role in ROLES if right_of(role, "panel", "assessment") == "item_window")


def reason_against_calling_off(status: str, roles: Iterable[str], *, sees_all: bool) -> str | None:
    """Say why somebody cannot call this meeting off, or None. Papers that are out are taken back by who sees them."""
    if status == "planned":
        return None
    if not set(roles) & set(CHAIRS):
        return _("Papers are out: the chair or the deputy calls the meeting off, and takes the papers back with it.")
    return None if sees_all else _("An item of this meeting is closed to you, so the other chair calls it off.")


MAY_SIT_NOT = ("coordinator", "manager", "director", "dpo", "inspector", "statistician", "provider", "named_person")
"""Roles that run, oversee or serve the programme: nobody sits on items by such a post alone, as a stand-in neither."""


def reason_against_a_seat(roles: Iterable[str], *, why_untrained: str | None, invited: bool) -> str | None:
    """Say why somebody cannot be given a seat at a meeting, or None. `roles` are what they hold in its area."""
    if not set(roles) - set(MAY_SIT_NOT):
        return _("A seat is for somebody with a post in this area that is not there to run or oversee the programme.")
    if invited:
        return _("They are invited already.")
    return _("They cannot take part yet: {why}").format(why=why_untrained) if why_untrained else None


def window_closes_at(signed_at: datetime) -> datetime:
    """When members' sight of an item ends (R-25)."""
    return signed_at + WINDOW_AFTER_MINUTES
