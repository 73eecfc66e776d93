"""How a referral or a case ends: the codes, the checklist, the decision record, and who signs a second time.

Source: domain page 2.4 (after the published outcome groups), R-04, R-05, R-08, R-22 and row `decision` of section 9.
A code says what happened. None speaks of a person's beliefs, and refusing support is never held against anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.casework.rules.roles import named
from alongside.commons import told
from alongside.commons.words import _

# Rules of a second signature, from the mildest. Facts ease the middle two (`known_adult`, `first_referral`): where a
# fact is not known, the stricter case holds.
NEVER = "never"
REPEAT = "repeat"
CHILD_OR_REPEAT = "child_or_repeat"
ALWAYS = "always"

SECOND_SIGNATURE = {
    NEVER: _("One signature."),
    REPEAT: _("Two signatures if there was an earlier referral, or nobody has looked (R-04)."),
    CHILD_OR_REPEAT: _(
        "Two signatures if the person may be under 18 (R-08), or if there was an earlier referral or nobody has "
        "looked (R-04)."
    ),
    ALWAYS: _("Always two signatures."),
}


@dataclass(frozen=True)
class OutcomeGroup:
    """A group under which outcomes are published. Stored word, label."""

    word: str
    label: str


NO_FURTHER_ACTION = OutcomeGroup("no_further_action", _("no further action"))
SIGNPOSTED = OutcomeGroup("signposted", _("another service"))
PANEL_DECLINED = OutcomeGroup("not_adopted", _("discussed at panel, not adopted"))
CHOICE = OutcomeGroup("choice", _("the person's choice"))
SUPPORTED = OutcomeGroup("supported", _("support ended"))
POLICE_LED = OutcomeGroup("police_led", _("led by the police"))
ADMINISTRATIVE = OutcomeGroup("administrative", _("administrative"))

GROUPS = {
    group.word: group
    for group in (NO_FURTHER_ACTION, SIGNPOSTED, PANEL_DECLINED, CHOICE, SUPPORTED, POLICE_LED, ADMINISTRATIVE)
}


@dataclass(frozen=True)
class Code:
    """One closure code.

    `second_signature` is a rule word above; `reason_needed` makes the free-text reason mandatory;
    `restricted` limits who sees the link to the reporter; `needs` are words of `journey.FACTS` without which the code
    cannot be used. `one_signature_because` is the reason of the rare code that needs one signature though the person
    is a child or was referred before.
    """

    word: str
    label: str
    group: OutcomeGroup
    second_signature: str = CHILD_OR_REPEAT
    reason_needed: bool = False
    restricted: bool = False
    needs: tuple[str, ...] = ()
    note: str = ""
    source: str = "domain page 2.4"
    one_signature_because: str = ""

    @property
    def child_needs_two(self) -> bool:
        """Does closing with this code need two signatures when the person is a child?"""
        return self.second_signature in (CHILD_OR_REPEAT, ALWAYS)


SERVICE_ACCEPTED = ("receiving_service_accepted",)

CODES = {
    code.word: code
    for code in (
        Code(
            "ADVICE-ONLY",
            _("advice given, no referral opened"),
            NO_FURTHER_ACTION,
            note=_("no index of names"),
            source="domain page 2.3, R-23",
        ),
        Code(
            "NC-LAWFUL",
            _("lawful expression of views or faith, or lawful protest"),
            NO_FURTHER_ACTION,
            note=_("one click with thanks for an adult's first concern; deleted after 30 days"),
            source="R-22, R-37",
        ),
        Code("NC-MISUNDERSTOOD", _("taken out of context, explained"), NO_FURTHER_ACTION, reason_needed=True),
        Code(
            "NC-MALICIOUS",
            _("believed malicious"),
            NO_FURTHER_ACTION,
            reason_needed=True,
            restricted=True,
            note=_("the link to the referrer is restricted; a correction may be owed to the person"),
        ),
        Code("NC-NO-CONCERN", _("no concern found"), NO_FURTHER_ACTION, reason_needed=True),
        Code("ALT-SAFEGUARD", _("child or adult social care takes it"), SIGNPOSTED, needs=SERVICE_ACCEPTED),
        Code(
            "ALT-HEALTH",
            _("health takes it: mental health, special needs, substances, bereavement"),
            SIGNPOSTED,
            needs=SERVICE_ACCEPTED,
        ),
        Code("ALT-EDU", _("education takes it"), SIGNPOSTED, needs=SERVICE_ACCEPTED),
        Code("ALT-COMMUNITY", _("a community service takes it"), SIGNPOSTED, needs=SERVICE_ACCEPTED),
        Code("ALT-EARLYHELP", _("early help takes it"), SIGNPOSTED, needs=SERVICE_ACCEPTED),
        Code(
            "EMERGENCY",
            _("passed to the emergency services"),
            SIGNPOSTED,
            reason_needed=True,
            note=_("999 was called; the platform is never an emergency channel"),
            source="domain page 2.3, R-28",
        ),
        Code(
            "CH-DECLINED-PANEL",
            _("panel: not suitable for support"),
            PANEL_DECLINED,
            reason_needed=True,
            note=_("the panel considers health and social care (CTSA 2015 s36(6))"),
        ),
        Code(
            "CH-CONSENT-REFUSED",
            _("support was offered and not wanted"),
            CHOICE,
            needs=("consent_refusal_recorded",),
            note=_("never held against the person; no effect on a later offer; the answer itself needs no signature"),
        ),
        Code(
            "CH-CONSENT-WITHDRAWN",
            _("consent was withdrawn"),
            CHOICE,
            needs=("consent_withdrawal_recorded",),
            note=_(
                "never held against the person; no effect on a later offer; the withdrawal acts at once, and needs no"
                " signature"
            ),
        ),
        Code("CH-EXIT-AIMS-MET", _("the concerns were addressed"), SUPPORTED, needs=("closing_report",)),
        Code(
            "CH-EXIT-OTHER-PLAN",
            _("another plan owns it (MAPPA, DDP, child protection)"),
            SUPPORTED,
            reason_needed=True,
        ),
        Code(
            "CH-EXIT-MOVED",
            _("moved to another area, which has accepted"),
            SUPPORTED,
            needs=("receiving_area_accepted",),
            note=_("the sending area keeps the case until the receiving area accepts"),
        ),
        Code(
            "CH-EXIT-NOT-ENGAGED",
            _("no longer taking part"),
            SUPPORTED,
            reason_needed=True,
            needs=("attempts_recorded",),
        ),
        Code(
            "PLP",
            _("police-led partnership"),
            POLICE_LED,
            ALWAYS,
            reason_needed=True,
            note=_("only status and dates stay here"),
            source="domain page 2.4, 2.6",
        ),
        Code("POL-OWNED", _("a police investigation owns it"), POLICE_LED, note=_("a stub stays here")),
        Code("DECEASED", _("the person has died"), ADMINISTRATIVE),
        Code("UNTRACED", _("the person cannot be found"), ADMINISTRATIVE, reason_needed=True),
        Code(
            "JUNK",
            _("sent many times in the same words, and about nobody"),
            ADMINISTRATIVE,
            NEVER,
            reason_needed=True,
            note=_("one of them was read; never where danger was told; can be taken back for 30 days"),
            source="issue “Sharing a concern”, Abuse",
            one_signature_because=_("closed many together, after one was read; about nobody, so about no child"),
        ),
        Code(
            "LINKED",
            _("linked to an open referral about the same person"),
            ADMINISTRATIVE,
            NEVER,
            reason_needed=True,
            note=_("it is read there; can be taken back while that referral is open, and ends with it"),
            source="domain page 2.2",
            one_signature_because=_(
                "the concern is not closed: it goes on with the open referral, which is closed with its own signatures"
            ),
        ),
        Code("DUPLICATE", _("the same referral twice"), ADMINISTRATIVE, note=_("can be undone")),
    )
}

# What a professional may be told of how it ended: a class, never details, and "not yet" for all that has to look alike.
NOT_YET = "not_yet"
OUTCOME_CLASSES = {
    NOT_YET: told.NOT_YET,
    "no_further_action": told.NO_FURTHER_ACTION,
    "signposted": told.SIGNPOSTED,
    "supported": told.SUPPORTED,
}
LIVES_ON = "LINKED"
"""The code of what is not over: it is read with another referral."""
CLASS_OF = {
    "no_further_action": "no_further_action",
    "signposted": "signposted",
    "not_adopted": "no_further_action",
    "choice": "no_further_action",
    "supported": "supported",
    "administrative": "no_further_action",
}


def outcome_class(closure_code: str) -> str:
    """The class that may be told of a referral closed with this code ("": it is open).

    Open, linked, held, with the police, adopted and led by the police are one class: none of them can be told from
    another (R-13, R-18).
    """
    if closure_code in ("", LIVES_ON):
        return NOT_YET
    return CLASS_OF.get(CODES[closure_code].group.word, NOT_YET)


def reason_against_releasing(answers: Mapping[str, str]) -> str | None:
    """Say why a professional cannot be told the class now, or None: both questions are answered, and both with no."""
    if any(answers.get(question) not in ("yes", "no") for question in RELEASE_QUESTIONS):
        return _("Answer both questions first.")
    if any(answers[question] == "yes" for question in RELEASE_QUESTIONS):
        return _(
            "Nothing is told while it could do that. What you answered is kept; ask again when things have changed."
        )
    return None


RELEASE_QUESTIONS = {
    "prejudice": _("Could telling them prejudice an investigation?"),
    "danger": _("Could telling them endanger anyone, the person and whoever told us included?"),
}

EASED_BY = {REPEAT: ("first_referral",), CHILD_OR_REPEAT: ("known_adult", "first_referral")}


def needs_second_signature(rule: str, facts: frozenset[str]) -> bool:
    """Does this rule ask for a second signature, given what is known? What is not known counts as the stricter case."""
    if rule == NEVER:
        return False
    return rule == ALWAYS or not facts.issuperset(EASED_BY[rule])


@dataclass(frozen=True)
class Question:
    """One question of the closing checklist: the word of the answer's field, the question, and a hint."""

    word: str
    question: str
    help: str


CHECKLIST = (
    Question(
        "history_read", _("Have you read the earlier referrals?"), _("Say how many there were, or that none is held.")
    ),
    Question("referrer_spoken_to", _("Has somebody spoken to the person who told us?"), _("If not, say why.")),
    Question("age_and_needs", _("Have age and needs been considered?"), _("Say what was considered.")),
    Question(
        "receiving_service", _("Has the receiving service accepted?"), _("Name it and the date, or say none is needed.")
    ),
    Question("person_told", _("Has the person been told?"), _("If not, give the dated reason for waiting.")),
)


def unanswered(answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of the checklist that have no answer yet (R-08). Blank text is no answer."""
    return tuple(question for question in CHECKLIST if not answers.get(question.word, "").strip())


@dataclass(frozen=True)
class DecisionField:
    """One field of a decision record (domain page 2.8 and 9, R-05). `needed` is False where "none" is a full answer."""

    word: str
    label: str
    needed: bool = True


DECISION_FIELDS = (
    DecisionField("options", _("What options were considered?")),
    DecisionField("chosen", _("What was decided?")),
    DecisionField("reasons", _("What evidence does the decision rest on?")),
    DecisionField("counter_evidence", _("What speaks against it?")),
    DecisionField("dissent", _("Who disagreed, and why?"), needed=False),
    DecisionField("legal_test", _("Which legal test was applied?")),
    DecisionField("next_trigger", _("What would change our mind, and when do we look again?")),
)


def missing_from_decision(record: Mapping[str, str]) -> tuple[DecisionField, ...]:
    """The needed fields of a decision record that are still blank."""
    return tuple(field for field in DECISION_FIELDS if field.needed and not record.get(field.word, "").strip())


def reason_against_deciding(record: Mapping[str, str]) -> str | None:
    """Say what a decision record lacks, or None if it is complete (R-05)."""
    missing = missing_from_decision(record)
    if not missing:
        return None
    return _("The decision record is not complete: {questions}").format(
        questions=" ".join(field.label for field in missing)
    )


def reason_against_closing(
    code: str,
    *,
    allowed: tuple[str, ...],
    facts: frozenset[str] = frozenset(),
    reason: str = "",
    answers: Mapping[str, str] | None = None,
) -> str | None:
    """Say why a case cannot close with this code, or None if it can.

    `allowed` are the codes of the move (`Move.closes_with`), `facts` words of `journey.FACTS`, `reason` the free text,
    `answers` the checklist as far as it is filled in (None: this move asks for none). The first obstacle is told.
    """
    if code not in allowed:
        return _("Choose how this ends: {labels}.").format(labels="; ".join(CODES[word].label for word in allowed))
    chosen = CODES[code]
    if chosen.reason_needed and not reason.strip():
        return _("Write the reason: “{label}” cannot stand without one.").format(label=chosen.label)
    for fact in chosen.needs:
        if fact not in facts:
            return CODE_NEEDS[fact]
    if answers is not None and unanswered(answers):
        return _("The checklist is not complete: {questions}").format(
            questions=" ".join(question.question for question in unanswered(answers))
        )
    return None


CODE_NEEDS = {
    "consent_refusal_recorded": _("Record the person's answer first: support was offered and not wanted."),
    "consent_withdrawal_recorded": _("Record the withdrawal of consent first."),
    "receiving_service_accepted": _("The receiving service has to accept first; record which one, and when."),
    "receiving_area_accepted": _("The receiving area has to accept first; until then the case stays here."),
    "closing_report": _("Write the closing report first."),
    "attempts_recorded": _("The chair records first how and when people tried to keep in touch."),
}


def reason_against_second(*, first: str, second: str, role: str, countersigners: tuple[str, ...]) -> str | None:
    """Say why this second signature does not count, or None. `first` and `second` identify two members of staff."""
    if first == second:
        return _("The second signature has to be somebody else's.")
    if role not in countersigners:
        return _("The second signature is for {roles}.").format(roles=named(countersigners))
    return None
