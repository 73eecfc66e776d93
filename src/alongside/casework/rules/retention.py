"""How long each kind of record is kept, from when, and what happens then.

Source: domain page 5.4 (the schedule), 6.4 (no clock before the controller has signed), R-15, R-22, R-37, R-42, R-43.
A controller may shorten a period. Longer takes a signed decision by two people and is counted in public. Rows marked
`technical` hold nothing about a case that the case itself does not hold; their clocks run without a signature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.casework.rules.timescales import add_months, turns_18_on
from alongside.commons.words import _


@dataclass(frozen=True)
class Period:
    """A length of time: calendar days, or months. Both None: kept without an end, or as long as what it belongs to."""

    days: int | None = None
    months: int | None = None

    @property
    def in_words(self) -> str:
        """The period as staff read it."""
        if self.days is not None:
            return _("{days} days").format(days=self.days) if self.days != 1 else _("1 day")
        if self.months is None:
            return _("as long as what it belongs to")
        return _("{months} months").format(months=self.months)


@dataclass(frozen=True)
class Rule:
    """One row of `SCHEDULE`: what is kept, how long from which day, what then, and what is looked at meanwhile."""

    word: str
    label: str
    keep: Period
    starts: str
    then: str
    source: str
    review_months: int | None = None
    birthdays: bool = False
    technical: bool = False


DELETE = _("delete, with a certificate, and recall every copy")
CLOSED = _("the day it was closed")

SCHEDULE = {
    rule.word: rule
    for rule in (
        Rule(
            "advice_only",
            _("concern answered with advice"),
            Period(days=90),
            CLOSED,
            _("delete; names were never indexed"),
            "domain page 5.4",
        ),
        Rule(
            "lawful_expression",
            _("concern about lawful views, faith or protest"),
            Period(days=30),
            CLOSED,
            DELETE,
            "R-22",
        ),
        Rule(
            "junk",
            _("sent many times in the same words, about nobody"),
            Period(days=30),
            CLOSED,
            DELETE,
            "design: as long as it can be taken back (domain page 5.4 has no row)",
        ),
        Rule(
            "unfounded_child",
            _("malicious or misunderstood, about a child"),
            Period(months=6),
            CLOSED,
            _("delete the links to the child and the reporter; keep the count"),
            "domain page 5.4",
        ),
        Rule(
            "before_panel_adult", _("closed before panel, adult"), Period(months=12), CLOSED, DELETE, "domain page 5.4"
        ),
        Rule(
            "before_panel_child",
            _("closed before panel, child"),
            Period(months=12),
            CLOSED,
            DELETE,
            "domain page 5.4",
            review_months=6,
        ),
        Rule(
            "signposted",
            _("passed to another service"),
            Period(months=12),
            _("the day the receiving service confirmed"),
            DELETE,
            "domain page 5.4",
        ),
        Rule("panel_declined", _("declined by the panel"), Period(months=24), CLOSED, DELETE, "domain page 5.4"),
        Rule(
            "support_not_wanted",
            _("adopted, support not wanted"),
            Period(months=24),
            CLOSED,
            DELETE,
            "design: as declined by the panel, since no support was given (domain page 5.4 has no row)",
        ),
        Rule(
            "channel_case",
            _("case with support"),
            Period(months=36),
            _("the last review, which is the one 12 months after exit; without an exit, the day it was closed"),
            _("delete, or keep by signed decision, one more year at most each time"),
            "domain page 5.4",
            birthdays=True,
        ),
        Rule(
            "police_stub",
            _("stub of what the police lead or own"),
            Period(months=12),
            CLOSED,
            DELETE,
            "design: as closed before panel (domain page 5.4 has no row)",
        ),
        Rule(
            "moved",
            _("handed over to another area"),
            Period(months=12),
            _("the day the receiving area accepted"),
            DELETE,
            "design: the receiving area keeps the case (domain page 2.6; 5.4 has no row)",
        ),
        Rule("reporter", _("who told us"), Period(months=12), CLOSED, DELETE, "domain page 5.4; R-07"),
        Rule(
            "question_unpublished",
            _("question of a webchat that was not published"),
            Period(days=30),
            _("the day it was asked"),
            _("delete"),
            "domain page 5.4",
        ),
        Rule(
            "question_flagged",
            _("question passed to the safeguarding lead"),
            Period(days=7),
            _("the day it was handed over; until then it stays"),
            _("delete"),
            "domain page 5.4",
        ),
        Rule(
            "access_log",
            _("who looked at what"),
            Period(months=72),
            _("the day of the look"),
            _("keep counts only; the key to the person goes with the case"),
            "domain page 5.4",
        ),
        Rule(
            "statistics_event",
            _("event for statistics"),
            Period(),
            _("the event; it holds no name, and its random key is dropped with the case"),
            _("keep"),
            "domain page 5.4",
        ),
        Rule("document", _("document of a case"), Period(), _("it ends with its case"), DELETE, "R-14"),
        Rule(
            "disclosure",
            _("entry of a disclosure"),
            Period(),
            _("it ends when each recipient has answered the recall"),
            DELETE,
            "R-16",
        ),
        Rule(
            "certificate",
            _("certificate of a deletion"),
            Period(months=72),
            _("the deletion"),
            _("delete"),
            "R-15; as the access log",
        ),
        Rule(
            "envelope",
            _("sealed concern in the letterbox"),
            Period(days=1),
            _("it is collected"),
            _("delete at collection"),
            "design",
            technical=True,
        ),
        Rule(
            "reply",
            _("what waits for the holder of a receipt"),
            Period(days=180),
            _("the concern was sent"),
            _("delete"),
            "design",
            technical=True,
        ),
        Rule(
            "session",
            _("session of a signed-in member of staff"),
            Period(days=1),
            _("its last use"),
            _("delete"),
            "design",
            technical=True,
        ),
        Rule("job", _("finished job"), Period(days=7), _("it finished"), _("delete"), "design", technical=True),
        Rule("outbox", _("sent message"), Period(days=7), _("it was sent"), _("delete"), "design", technical=True),
        Rule(
            "audit_leaf",
            _("leaf of the audit, a commitment without personal data"),
            Period(months=72),
            _("its number"),
            _("drop; checkpoints stay"),
            "domain page 5.4",
            technical=True,
        ),
        Rule("log", _("technical log, ids only"), Period(days=30), _("its day"), _("delete"), "design", technical=True),
        Rule(
            "sender_limit",
            _("keyed hash that limits how often one sender sends"),
            Period(days=1),
            _("it was made"),
            _("delete"),
            "domain page 7.6",
            technical=True,
        ),
        Rule("backup", _("backup"), Period(days=35), _("it was made"), _("overwrite"), "R-42", technical=True),
    )
}

BEFORE_PANEL = ("NC-NO-CONCERN", "EMERGENCY", "DECEASED", "UNTRACED", "DUPLICATE", "LINKED")
UNFOUNDED = ("NC-MISUNDERSTOOD", "NC-MALICIOUS")
BY_CODE = {
    "ADVICE-ONLY": "advice_only",
    "NC-LAWFUL": "lawful_expression",
    "JUNK": "junk",
    "ALT-SAFEGUARD": "signposted",
    "ALT-HEALTH": "signposted",
    "ALT-EDU": "signposted",
    "ALT-COMMUNITY": "signposted",
    "ALT-EARLYHELP": "signposted",
    "CH-DECLINED-PANEL": "panel_declined",
    "CH-CONSENT-REFUSED": "support_not_wanted",
    "CH-CONSENT-WITHDRAWN": "channel_case",
    "CH-EXIT-AIMS-MET": "channel_case",
    "CH-EXIT-OTHER-PLAN": "channel_case",
    "CH-EXIT-NOT-ENGAGED": "channel_case",
    "CH-EXIT-MOVED": "moved",
    "PLP": "police_stub",
    "POL-OWNED": "police_stub",
}


def kind_of(code: str, *, child: bool, supported: bool = False) -> str:
    """The row of the schedule for a case closed with this code; `supported` if support was given. Or KeyError."""
    if code == "CH-CONSENT-WITHDRAWN" and not supported:
        return "support_not_wanted"
    if code in BY_CODE:
        return BY_CODE[code]
    if supported:
        return "channel_case"
    if code in UNFOUNDED and child:
        return "unfounded_child"
    if code in (*BEFORE_PANEL, *UNFOUNDED):
        return "before_panel_child" if child else "before_panel_adult"
    raise KeyError(code)


@dataclass(frozen=True)
class Hold:
    """Something that stops the deletion of what it concerns, from a day until it ends (None: it lasts)."""

    kind: str
    from_on: date
    ended_on: date | None = None


HOLDS = {
    "legal_hold": _(
        "A legal hold by the data protection officer and the chair: inquiry, litigation or learning review."
    ),
    "rights_request": _("A request by the person about their own record is open."),
    "complaint": _("A complaint is open."),
}


TO_SIGN = tuple(rule.word for rule in SCHEDULE.values() if not rule.technical and rule.keep != Period())
"""The rows that a controller signs, each with its period."""


def ends_on(kind: str, from_: date, *, keep: Period | None = None) -> date | None:
    """The last day of the period, counted from `from_`; None where the record ends with what it belongs to.

    `keep` is the period that the controller signed, where it is shorter than the schedule's.
    """
    keep = keep or SCHEDULE[kind].keep
    if keep.days is not None:
        return from_ + timedelta(days=keep.days)
    return None if keep.months is None else add_months(from_, keep.months)


def reason_to_keep(kind: str, *, signed_on: date | None, holds: Iterable[Hold] = (), today: date) -> str | None:
    """Say why nothing of this kind is deleted today whatever its age, or None."""
    if signed_on is None and not SCHEDULE[kind].technical:
        return _("The controller has not signed the schedule; until then nothing is deleted by a clock.")
    for hold in holds:
        if hold.from_on <= today and (hold.ended_on is None or hold.ended_on > today):
            return HOLDS[hold.kind]
    return None


def delete_on(
    kind: str,
    from_: date,
    *,
    signed_on: date | None,
    holds: Iterable[Hold] = (),
    kept_until: date | None = None,
    keep: Period | None = None,
    today: date,
) -> date | None:
    """The day on which it is deleted, or None while it has none.

    `from_` is the day named in the row's `starts`; `signed_on` the day the controller signed the schedule;
    `kept_until` a signed decision to keep longer. Never before the day of the signature.
    """
    ends = ends_on(kind, from_, keep=keep)
    if ends is None or reason_to_keep(kind, signed_on=signed_on, holds=holds, today=today) is not None:
        return None
    return max(day for day in (ends, signed_on, kept_until) if day is not None)


def reason_against_period(kind: str, asked: Period) -> str | None:
    """Say why a controller cannot sign this period for a row of the schedule, or None: shorter is theirs to choose."""
    if (asked.days is None and asked.months is None) or (asked.days or asked.months or 0) < 1:
        return _("Write how long it is kept: at least one day or one month.")
    some_day = date(2001, 1, 1)
    wanted, longest = ends_on(kind, some_day, keep=asked), ends_on(kind, some_day)
    if wanted is None or longest is None or wanted > longest:
        return _("“{label}” can be kept {period} at most. Keeping longer takes two signatures for each case.").format(
            label=SCHEDULE[kind].label, period=SCHEDULE[kind].keep.in_words
        )
    return None


def reason_against_keeping(*, asked_until: date, ends: date, first: str, second: str, reason: str) -> str | None:
    """Say why it cannot be kept longer, or None: a reason, two people, a year more at most (domain page 5.4, R-43)."""
    if not reason.strip():
        return _("Write why it has to be kept.")
    if first == second:
        return _("Two people sign to keep a record longer.")
    if asked_until > add_months(ends, 12):
        return _("It can be kept one more year at most; then it is decided again.")
    return None


def reason_against_ending_hold(*, placed_by: str, ended_by: str) -> str | None:
    """Say why this person cannot end a legal hold, or None: it takes somebody else than who placed it."""
    return _("Somebody else has to end a hold that you placed.") if placed_by == ended_by else None


def reviews_on(kind: str, from_: date, *, born_on: date | None = None) -> tuple[date, ...]:
    """The days on which somebody looks whether it is still needed, before the period ends."""
    rule, ends = SCHEDULE[kind], ends_on(kind, from_)
    days = [] if rule.review_months is None else [add_months(from_, rule.review_months)]
    if rule.birthdays and born_on is not None and ends is not None:
        eighteen = turns_18_on(born_on)
        birthdays = [add_months(born_on, 12 * age) for age in range(1, 18)]
        days += [day for day in (*birthdays, eighteen) if from_ < day <= ends]
    return tuple(days)
