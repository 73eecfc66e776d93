"""Questions to partners: who asks, what for, by when, who answers, and who reads what was answered, until when.

Source: R-27 (a contribution stays its agency's own), R-39 (question, why, fields, deadline; "nothing relevant" and a
refusal with a reason are answers), domain page 2.2 (stage 4), 2.5 (10 working days, urgent 2), 5.3, 5.6, 8.3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.casework.rules.disclosures import BASES
from alongside.casework.rules.journey import STAGES
from alongside.casework.rules.timescales import CLOCKS, add_months, due_on
from alongside.commons.words import _

# ---------------------------------------------------------------------------------------------------------- who asks

ASKS_AT = ("gathering", "panel", "adopted", "consented", "in_support", "exited")
"""Stages at which partners are asked: after the gateway, so never about somebody whom deconfliction has not cleared."""

ANSWERS = ("panel_member", "education_officer", "provider")
"""Roles that answer for their agency. Whom the asker's own agency employs is asked without a form."""

NAMEABLE = (
    "intake", "case_manager", "police_supervisor", "chair", "deputy_chair", "coordinator", "panel_member",
    "education_officer", "provider",
)  # fmt: skip
"""Roles whose posts an agency may let read its contribution. Nobody of them reads it by their role alone."""


def asks(stage: str) -> tuple[str, ...]:
    """The roles that ask partners at a stage: whose turn it is, and the case manager beside them."""
    if stage not in ASKS_AT:
        return ()
    return tuple(dict.fromkeys((*STAGES[stage].turn, "case_manager")))


# ---------------------------------------------------------------------------------------------------- what is asked for

FIELDS = {
    "known": _("whether the person is known to you, since when, and who knows them best"),
    "contact": _("dates of contact, and what each was about"),
    "attendance": _("attendance and exclusions, with dates"),
    "wellbeing": _("how they are, and what has changed lately"),
    "support": _("support that was offered, given or ended"),
    "health_needs": _("needs of health that help or stand in the way; no diagnosis unless it is asked for in words"),
    "household": _("who lives with them, and who looks after them"),
    "safeguarding": _("safeguarding concerns, with dates and what was done"),
    "could_be_hurt": _("who could be hurt, and what makes you think so"),
    "strengths": _("what goes well, and who is there for them"),
    "how_to_talk": _("how they like to be talked with"),
    "other": _("something else, in the words of the question"),
}
"""What a question asks for. Nothing here asks what somebody believes."""

_OURS = ("panel_duty", "safeguarding", "preventing_harm", "law_enforcement", "vital_interests")
LEGAL_BASES = {word: BASES[word] for word in _OURS}
"""On what a question rests, in the words of the register of disclosures (domain page 5.3). Section 38 of the CTSA 2015
asks partners to co-operate; it is no basis to tell what data protection law forbids.
"""

URGENT, ORDINARY = "partner_request_urgent", "partner_request"


def answer_due_on(asked_on: date, nation: str, *, urgent: bool) -> date:
    """The day by which an answer is asked for where the asker names none."""
    return due_on(CLOCKS[URGENT if urgent else ORDINARY], asked_on, nation)


LATEST_MONTHS = 3  # A choice of ours: who needs it later asks again.


def reason_against_asking(
    *, stage: str, roles: Iterable[str], question: str, necessity: str, fields: Iterable[str], due: date, today: date
) -> str | None:
    """Say why a partner cannot be asked this now, or None."""
    allowed = asks(stage)
    if not allowed:
        return _("Partners are asked after the gateway, and not about a case that is held, police-owned or closed.")
    if not set(allowed) & set(roles):
        return _("Partners are asked by whoever owns the case now, or by the case manager.")
    if not question.strip() or not necessity.strip() or not list(fields):
        return _("Write what you ask, why it is needed for this person, and choose what you ask for.")
    if due < today:
        return _("The day by which you need an answer has passed. Choose a later one.")
    if due > add_months(today, LATEST_MONTHS):
        return _("An answer is asked for within {months} months.").format(months=LATEST_MONTHS)
    return None


# --------------------------------------------------------------------------------------------------------- its answers


@dataclass(frozen=True)
class Kind:
    """One kind of answer: its word, its label, and what it needs besides."""

    word: str
    label: str
    needs_words: bool = False
    needs_ground: bool = False


KINDS = {
    kind.word: kind
    for kind in (
        Kind("nothing_known", _("We know nothing of this person")),
        Kind("nothing_relevant", _("We know the person, and nothing that bears on the question")),
        Kind("answered", _("Here is our answer"), needs_words=True),
        Kind("partial", _("Here is a part; the rest we do not share"), needs_words=True, needs_ground=True),
        Kind("refused", _("We do not share what is asked"), needs_ground=True),
    )
}
AT_ONCE = ("nothing_known", "nothing_relevant")
"""Answers that one press gives."""

FILES_AT_ONCE, MOST_FILES = 3, 10
"""Files that come with an answer, and that a contribution has at most."""

GROUNDS = {
    "not_lawful": _("the law forbids us to share it"),
    "confidence": _("a duty of confidence is not outweighed"),
    "not_necessary": _("we do not see that it is needed for the purpose"),
    "too_much": _("it is more than the purpose needs"),
    "proceedings": _("it would harm an investigation or proceedings"),
    "somebody_unsafe": _("it would put somebody in danger"),
    "held_elsewhere": _("another body holds it; our words say which"),
    "other": _("another ground, in our words"),
}

REGIMES = {
    "uk_gdpr": _("UK GDPR and DPA 2018 part 2"),
    "part_3": _("DPA 2018 part 3 (law enforcement)"),
}


def regime_of(kind: str) -> str:
    """The regime under which an agency of this kind usually holds what it tells; it may say the other one."""
    return "part_3" if kind == "police" else "uk_gdpr"


def reason_against_answering(*, kind: str, words: str, ground: str) -> str | None:
    """Say why this is no answer yet, or None."""
    if kind not in KINDS:
        return _("Choose what your answer is.")
    if KINDS[kind].needs_words and not words.strip():
        return _("Write your answer. If you know nothing that bears on the question, say just that.")
    if KINDS[kind].needs_ground and ground not in GROUNDS:
        return _("Choose the ground on which you do not share it.")
    if ground in ("other", "held_elsewhere") and not words.strip():
        return _("Write the ground in words: which body, or which reason.")
    return None


# ------------------------------------------------------------------------------------------------------ who reads them

SEEN_MONTHS = 3
"""How long a contribution is read where its agency names no day: until the next reassessment."""
SEEN_MONTHS_AT_MOST = 12
"""A choice of ours: the agency can let it be read for longer when that time comes."""


def seen_until(today: date) -> date:
    """The last day on which others read a contribution where its agency names none."""
    return add_months(today, SEEN_MONTHS)


def reason_against_until(until: date, today: date) -> str | None:
    """Say why sight of a contribution cannot end on this day, or None."""
    if until < today:
        return _("The last day on which it is read has passed. Choose a later one.")
    if until > add_months(today, SEEN_MONTHS_AT_MOST):
        return _("It is read for {months} months at most; you can let it be read for longer then.").format(
            months=SEEN_MONTHS_AT_MOST
        )
    return None


# ------------------------------------------------------------------------------------------------------ without account

CODE_DIGITS = 8
WRONG_CODES = 5
"""So many wrong codes close a single-use link for good."""
