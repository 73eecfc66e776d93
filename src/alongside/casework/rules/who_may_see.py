"""Who may see what: one table of data and roles, and what each right in it asks for.

Source: domain page 10 (the matrix), R-01, R-07, R-25, R-27. A role alone opens nothing: nearly every right asks for a
grant on this very case, and the grant carries the case key. `referrals/models.py` holds the same rule as a queryset;
a test there walks the cast over samples and compares.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.casework.rules.journey import APART, NAMED, Move
from alongside.casework.rules.roles import ROLES
from alongside.commons.words import _

WINDOW_AFTER_MINUTES = timedelta(days=14)


@dataclass(frozen=True)
class Looking:
    """The circumstances of one look. Moments are aware.

    `granted`: holds a grant on this case; `own`: wrote it or owns the action; `named`: their agency is named on it;
    `in_area`, `in_agency`: it is of their area, of their agency; `custodians`: how many custodians open it together;
    `purpose`: an audit's purpose, as written down; `in_sample`: in the sample drawn for an inspection; `promise`: what
    the reporter was promised; `restricted`: closed as believed malicious, so the link to the reporter is restricted
    (domain page 2.4).
    """

    now: datetime | None = None
    granted: bool = False
    own: bool = False
    named: bool = False
    in_area: bool = False
    in_agency: bool = False
    custodians: int = 0
    purpose: str = ""
    in_sample: bool = False
    promise: str = ""
    restricted: bool = False
    papers_out_at: datetime | None = None
    minutes_signed_at: datetime | None = None


def in_item_window(looking: Looking) -> bool:
    """From papers out to 14 days after the minutes are signed; the owner of an action for longer (R-25)."""
    if not looking.granted:
        return False
    if looking.now is None or looking.papers_out_at is None or looking.now < looking.papers_out_at:
        return False
    signed = looking.minutes_signed_at
    return looking.own or signed is None or looking.now <= signed + WINDOW_AFTER_MINUTES


def by_promise(looking: Looking) -> bool:
    """Named: with a grant. In confidence: two custodians. Anonymous: nothing is held, so nothing is seen (R-07)."""
    named = looking.promise == "named" and looking.granted and not looking.restricted
    return named or two_custodians(looking)


def two_custodians(looking: Looking) -> bool:
    """Two custodians open it together, an on-call pair if a life is at risk (R-07). Never for anonymous."""
    return looking.promise in ("named", "in_confidence") and looking.custodians >= 2


@dataclass(frozen=True)
class Right:
    """One right: stored word, the words of the table, the condition, and whether it lets one write."""

    word: str
    label: str
    holds: Callable[[Looking], bool]
    writes: bool = False


def _granted(looking: Looking) -> bool:
    return looking.granted


RIGHTS = {
    right.word: right
    for right in (
        Right("none", _("nothing"), lambda looking: False),
        Right("open", _("read, like everybody"), lambda looking: True),
        Right("edit", _("read and write"), lambda looking: True, writes=True),
        Right("read", _("read, with a grant on the case"), _granted),
        Right("write", _("read and write, with a grant on the case"), _granted, writes=True),
        Right("own_steps", _("read; write their own steps; with a grant on the case"), _granted, writes=True),
        Right("own", _("their own only"), lambda looking: looking.own, writes=True),
        Right("item_window", _("their item, from papers out to 14 days after signed minutes"), in_item_window),
        Right("summary", _("a summary, with a commission"), _granted),
        Right("stub", _("status and dates only"), _granted),
        Right("area", _("their area, with a grant on the case"), lambda looking: looking.granted and looking.in_area),
        Right("named", _("if their agency is named on it"), lambda looking: looking.granted and looking.named),
        Right("promise", _("as the reporter was promised"), by_promise),
        Right("break_glass", _("two custodians together"), two_custodians),
        Right("audit", _("for an audit, with its purpose written down"), lambda looking: bool(looking.purpose)),
        Right("sample", _("in a drawn sample"), lambda looking: looking.in_sample),
        Right("pseudonym", _("in a drawn sample, under a pseudonym"), lambda looking: looking.in_sample),
        Right("own_agency", _("their own agency's"), lambda looking: looking.in_agency),
        Right("own_area", _("their own area's"), lambda looking: looking.in_area),
        Right("area_counts", _("their area's figures"), lambda looking: looking.in_area),
        Right("counts", _("counts"), lambda looking: True),
        Right("published", _("what is published"), lambda looking: True),
    )
}

DATA = {
    "public_content": _("public content"),
    "concern": _("text of the concern"),
    "reporter": _("who told us"),
    "referral": _("referral"),
    "deconfliction": _("deconfliction answer"),
    "assessment": _("assessment"),
    "plan": _("plan and own actions"),
    "health": _("contribution of health"),
    "decision": _("decision records"),
    "access_log": _("who looked"),
    "statistics": _("statistics"),
}

# Rows: role. Read across: everything of a case that one role may see.
_OF_A_CASE = """
                   concern  reporter     referral     deconfliction  assessment   plan       health  decision
intake             write    promise      write        read           read         read       named   read
case_manager       read     promise      own_steps    write          write        write      named   read
police_supervisor  read     none         own_steps    write          read         read       named   read
chair              read     break_glass  read         read           read         write      named   write
deputy_chair       read     break_glass  read         read           read         write      named   write
coordinator        none     none         area         none           none         read       none    none
panel_member       none     none         item_window  none           item_window  own        named   item_window
provider           none     none         none         none           summary      own        none    none
education_officer  none     none         none         none           none         none       none    none
call_handler       own      own          none         none           none         none       none    none
dpo                audit    audit        audit        audit          audit        audit      audit   audit
inspector          sample   none         pseudonym    sample         pseudonym    pseudonym  none    pseudonym
statistician       none     none         none         none           none         none       none    none
manager            none     none         none         none           none         none       none    none
named_person       write    promise      write        read           read         read       named   write
director           none     none         none         none           none         none       none    none
"""

_OF_NO_CASE = """
                   public_content  access_log  statistics
intake             open            none        area_counts
case_manager       open            own_agency  area_counts
police_supervisor  open            own_agency  area_counts
chair              open            own_area    area_counts
deputy_chair       open            own_area    area_counts
coordinator        edit            none        area_counts
panel_member       open            none        published
provider           open            none        published
education_officer  open            none        published
call_handler       open            none        published
dpo                open            audit       counts
inspector          open            counts      counts
statistician       open            none        edit
manager            open            none        published
named_person       open            none        published
director           open            counts      area_counts
"""


def _read(table: str) -> dict[str, dict[str, str]]:
    header, *rows = [line.split() for line in table.splitlines() if line.strip()]
    return {role: dict(zip(header, rights, strict=True)) for role, *rights in rows}


OF_A_CASE = _read(_OF_A_CASE)
OF_NO_CASE = _read(_OF_NO_CASE)
MATRIX = {role: OF_A_CASE[role] | OF_NO_CASE[role] for role in OF_A_CASE}

# Nobody but intake (and the call handler their own note) reads a concern before it is opened as a referral.
BEFORE_OPENING = ("intake", "call_handler", "dpo")
POLICE = ("case_manager", "police_supervisor")


# What the police read before that where an area delivers to both at once, and nowhere else (R-01; rules/at_once).
AT_ONCE = {"case_manager": ("concern", "referral")}


def right_of(role: str, stage: str, data: str, *, at_once: bool = False, apart: bool = False) -> str:
    """The word of the right that this role has to this data at this stage. KeyError for an unknown role or data.

    `at_once`: the area delivers each concern to the police and the authority at the same time. `apart`: it is about
    staff, a panel member or their kin, and with the two named people, who read nothing else.
    """
    right = MATRIX[role][data]
    if data in OF_NO_CASE[role]:
        return right
    if (apart or stage == APART) != (role == NAMED):
        return "none"
    if stage == "received" and role not in BEFORE_OPENING:
        return "read" if at_once and data in AT_ONCE.get(role, ()) else "none"
    if stage == "police_owned" and role not in (*POLICE, "dpo", "inspector"):
        return "stub" if data == "referral" and right != "none" else "none"
    return right


def may_see(role: str, stage: str, data: str, looking: Looking | None = None) -> bool:
    """May this role see this data at this stage, in these circumstances?"""
    return RIGHTS[right_of(role, stage, data)].holds(looking or Looking())


def may_write(role: str, stage: str, data: str, looking: Looking | None = None) -> bool:
    """May this role write this data at this stage? Whoever makes a move writes its decision record with it."""
    right = RIGHTS[right_of(role, stage, data)]
    return right.writes and stage != "closed" and right.holds(looking or Looking())


def reason_against_seeing(role: str, stage: str, data: str, looking: Looking | None = None) -> str | None:
    """Say why this is not shown, or None if it is. For staff with a grant; a stranger gets 404, not a sentence."""
    right = RIGHTS[right_of(role, stage, data)]
    if right.holds(looking or Looking()):
        return None
    if right.word == "none":
        return _("“{data}” is not shown to the {role}.").format(data=DATA[data], role=ROLES[role].label)
    return _("“{data}” is shown to the {role} like this: {right}.").format(
        data=DATA[data], role=ROLES[role].label, right=right.label
    )


@dataclass(frozen=True)
class Grant:
    """Access that begins with a move: to whom, to which data, by which right."""

    role: str
    data: str
    right: str


def grants_on(move: Move) -> tuple[Grant, ...]:
    """The access that a move gives, role by role and data by data. Its row carries the case key."""
    return tuple(
        Grant(role, data, right)
        for role in move.shares_with
        for data in DATA
        if data in OF_A_CASE[role] and (right := right_of(role, move.enters, data)) != "none"
    )


def shares_with(move: Move, *, apart: bool) -> tuple[str, ...]:
    """The roles whose posts get the key with a move; none where two named people hold it, by name (`rules/apart`)."""
    return () if apart else move.shares_with


def signers_by_post(move: Move, *, apart: bool) -> tuple[str, ...]:
    """The roles whose posts get the key when a second signature is asked for: the other of the two has it already."""
    return () if apart else move.second_by


def ends_on(move: Move) -> tuple[str, ...]:
    """The roles whose grants end with a move."""
    return ("provider",) if "end_provider_access" in move.causes else ()
