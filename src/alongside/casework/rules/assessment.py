"""The assessment: who writes and who agrees it, what it says, how sure a fact is, what it still lacks.

Source: domain page 2.10 (a narrative: no number, colour, total, likelihood or ranking), 9 and 10; R-06, R-20, R-35,
R-38. No move needs an agreed assessment: domain page 2.3 asks for a decision record alone, and an urgent panel cannot
wait. A page says that none is agreed yet.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from alongside.casework.rules.journey import CHAIRS, STAGES
from alongside.casework.rules.roles import ROLES, named
from alongside.casework.rules.who_may_see import right_of
from alongside.commons.words import _

WRITES = tuple(role for role in ROLES if right_of(role, "gathering", "assessment") == "write")
AGREES = ("police_supervisor", *CHAIRS)
"""Who agrees it. A choice of ours (domain page 9 asks for `agreed_by` and names nobody): the case manager must not be
the only keeper of the reasons (2.7)."""

ANSWERS_NEEDS = tuple(dict.fromkeys((*WRITES, *CHAIRS)))
"""Who says which action answers a need, or why there is none (R-12)."""

WRITTEN_AT = ("screening", "gathering", "panel", "adopted", "consented", "in_support", "exited")

CERTAINTY = {
    "seen": _("seen: somebody saw or heard it themselves"),
    "told": _("told: somebody passed it on"),
    "assumed": _("assumed: we think so, and nobody saw it"),
}
CERTAIN_IN_SHORT = {"seen": _("seen"), "told": _("told"), "assumed": _("assumed")}

MOST_ROWS = 60
"""Facts, and needs: more than anybody reads at a panel."""


@dataclass(frozen=True)
class Fact:
    """One thing that we know: what, from whom, of when (a day, or as near as is known), a word of CERTAINTY."""

    id: str
    what: str
    source: str
    on: str
    certainty: str


def in_one_line(fact: Fact) -> str:
    """A fact as one sentence with where it is from, of when, and how sure it is."""
    about = (fact.source, fact.on, CERTAIN_IN_SHORT.get(fact.certainty, ""))
    return f"{fact.what} ({'; '.join(each for each in about if each)})" if any(about) else fact.what


@dataclass(frozen=True)
class Need:
    """One need. Its id stays the same from version to version: what is done about it names it."""

    id: str
    what: str


@dataclass(frozen=True)
class Section:
    """One section in words: its word, its question, what helps to answer it, whether it may be left blank."""

    word: str
    label: str
    hint: str = ""
    needed: bool = True


SECTIONS = {
    section.word: section
    for section in (
        Section(
            "how_to_talk",
            _("How do they like to be talked with?"),
            _(
                "Language, interpreter, time of day, in person or not, short sentences, breaks, what to avoid. It says"
                " how to meet them; it is no sign of anything."
            ),
            needed=False,
        ),
        Section("unknown", _("What do we not know?"), _("And who could tell us.")),
        Section("strengths", _("What goes well, and who is there for them?")),
        Section(
            "concerns",
            _("What worries us?"),
            _(
                "What the person does or says, and what could come of it. A fixation with violence is enough without"
                " any ideology, and so is “we cannot tell yet”: both are looked at in the same way."
            ),
        ),
        Section(
            "who_hurt", _("Who could be hurt?"), _("The person themselves, too. “Nobody whom we know of” is an answer.")
        ),
        Section("how_soon", _("How soon?"), _("In words: today, before the holidays, we do not know.")),
        Section("being_done", _("What is being done about that, and by whom?"), _("Name somebody for each thing.")),
        Section("views", _("What do they, or their parents, say themselves?"), needed=False),
        Section(
            "changed",
            _("What has changed since last time, in your words?"),
            _("The page shows every word that changed; here you say what it means."),
            needed=False,
        ),
        Section("conclusion", _("What do you conclude?"), _("Three or four sentences that a panel can start from.")),
        Section("plan", _("What should happen next?"), _("Who does what, by when, and when it is looked at again.")),
    )
}

KNOWN = _("What do we know?")
NEEDED = _("What do they need?")

GUIDANCE = _(
    "Write what was done and said. A word for somebody's faith, race, nationality or politics is no concern and no"
    " strength; where it was part of what was said, quote it as it was said."
)
"""Beside the boxes, and for the writer alone. Nothing looks at what they write (R-20)."""

REMINDERS = (
    _("Is a faith, a race, a nationality or a political view named as if it were a reason? Say what was done or said."),
    _("Does each sentence say from whom it is, or that it is assumed?"),
    _("Would you read it out to the person it is about?"),
    _("Is a diagnosis or a way of communicating named as a sign? It belongs to how they like to be talked with."),
    _("Does it say what speaks against the concern?"),
)
"""What a writer asks themselves before it goes on: the same for every assessment, on the page and nowhere else."""


def reason_against_writing(*, roles: Container[str], stage: str) -> str | None:
    """Say why somebody cannot write it now, or None."""
    if not any(role in roles for role in WRITES):
        return _("The assessment is written by {roles}.").format(roles=named(WRITES))
    if stage not in WRITTEN_AT:
        return _("No assessment is written at “{stage}”.").format(stage=STAGES[stage].label)
    return None


def reason_against_answering(*, roles: Container[str], stage: str) -> str | None:
    """Say why somebody cannot say what is done about needs now, or None."""
    if not any(role in roles for role in ANSWERS_NEEDS):
        return _("What is done about a need is recorded by {roles}.").format(roles=named(ANSWERS_NEEDS))
    if stage not in WRITTEN_AT:
        return _("Nothing is recorded about needs at “{stage}”.").format(stage=STAGES[stage].label)
    return None


def reason_against_agreeing(*, roles: Container[str], stage: str, put_forward: bool, wrote: bool) -> str | None:
    """Say why somebody cannot agree to it or give it back now, or None. `wrote`: a saving since last time is theirs."""
    if not any(role in roles for role in AGREES):
        return _("The assessment is agreed by {roles}.").format(roles=named(AGREES))
    if stage not in WRITTEN_AT:
        return _("No assessment is agreed at “{stage}”.").format(stage=STAGES[stage].label)
    if wrote:
        return _("You have written in it. Somebody else has to read it and agree.")
    if not put_forward:
        return _("Nothing waits to be agreed: it is being written, or a colleague was quicker. Look at the page again.")
    return None


def missing(facts: Iterable[Fact], needs: Iterable[Need], texts: Mapping[str, str]) -> tuple[str, ...]:
    """What it lacks before somebody can agree to it, in words; empty where nothing does."""
    known = list(facts)
    blank = [
        section.label for section in SECTIONS.values() if section.needed and not texts.get(section.word, "").strip()
    ]
    unsaid = [_lacks(number, fact) for number, fact in enumerate(known, start=1)]
    return (
        *((_("What do we know? Write at least one fact."),) if not known else ()),
        *(sentence for sentence in unsaid if sentence),
        *((_("What do they need? Write at least one need, or that there is none."),) if not list(needs) else ()),
        *blank,
    )


def _lacks(number: int, fact: Fact) -> str:
    lacks = [
        word
        for word, said in (
            (_("what it is"), fact.what),
            (_("where it is from"), fact.source),
            (_("of when it is"), fact.on),
            (_("whether it was seen, told or assumed"), fact.certainty),
        )
        if not said.strip()
    ]
    return _("Fact {number} does not say {what}.").format(number=number, what=", ".join(lacks)) if lacks else ""
