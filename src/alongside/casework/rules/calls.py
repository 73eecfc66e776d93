"""Taking a call: what a call handler says, asks and leaves alone, and who writes, publishes and confirms briefings.

Source: domain page 7.2 (briefing card, opening script, three triage questions, "do not" list, five-field note, language
line, wellbeing debrief), 2.7 (call handler), 3.3 and 6.4 (what cannot be promised). "design" where ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.casework.rules.roles import named
from alongside.commons.words import _

HANDLER = "call_handler"

OPENING = (
    _("Hello, you have reached the line for worries about somebody. Are you safe to talk?"),
    _("Take your time. You do not have to give your name, and I will not ask for it."),
    _("I write a short note. A trained person reads it; I cannot read it again."),
    _("If somebody is in danger, I may have to pass that on at once, and I will tell you."),
)
"""The opening script. A briefing may put words of its own before it, and never in its place."""


@dataclass(frozen=True)
class Question:
    """One triage question: stored word, what is asked, and what the handler does on “yes”, in order."""

    word: str
    asks: str
    on_yes: tuple[str, ...]


TRIAGE = (
    Question(
        "danger",
        _("Is anybody in danger now?"),
        (
            _("Ask the caller to hang up and ring 999. If they cannot, ring it for them and stay on the line."),
            _("They say: where they are, where the person is, what is happening, and since when."),
            _("They say whether there is a weapon, and whether a child is there."),
            _("If the caller cannot speak: 55 when asked to, on a mobile phone."),
        ),
    ),
    Question(
        "travel",
        _("Is somebody about to travel, or is a child being taken abroad?"),
        (
            _("Ring 999 if it is today or tomorrow."),
            _("They say: where to, from which airport or port, when, and with whom."),
            _("They say who holds the passport, and describe the person: clothes, bags, car."),
        ),
    ),
    Question(
        "hurt",
        _("Has anybody been hurt, or been threatened with a date, a place or a weapon?"),
        (
            _("Ring 999 if it could happen today, or if somebody is hurt now."),
            _("They say: who, where, when, and the words of the threat as they were said."),
            _("Mark “Yes” in the note, so that it is read first."),
        ),
    ),
)
"""Asked before anything else, in this order (domain page 7.2)."""

DO_NOT = (
    _("Do not say whether somebody is guilty, or what will happen to them."),
    _("Do not promise secrecy. You can promise care, and that few people read it."),
    _("Do not look anybody up, here or anywhere else."),
    _("Do not ask the caller to find out more, to follow, film or confront anybody."),
    _("Do not ask for beliefs, religion or politics, and do not write them down unless they are the worry itself."),
    _("Do not keep a copy of the note or of the receipt: not on paper, not in a picture."),
)


@dataclass(frozen=True)
class Elsewhere:
    """A place where no authority of the programme takes concerns: what a handler says, and numbers to give."""

    place: str
    say: str
    numbers: tuple[tuple[str, str], ...]


ELSEWHERE = (
    Elsewhere(
        _("Scotland"),
        _(
            "Police Scotland and the council's child or adult protection team take this up."
            " Prevent works otherwise there."
        ),
        (("101", _("Police Scotland")), ("0800 555 111", _("Crimestoppers, without a name"))),
    ),
    Elsewhere(
        _("Northern Ireland"),
        _("Prevent does not exist there. The police take this up, or Crimestoppers for who gives no name."),
        (("101", _("Police Service of Northern Ireland")), ("0800 555 111", _("Crimestoppers, without a name"))),
    ),
    Elsewhere(
        _("An area that is not on the list"),
        _("Its own police take this up. Choose “Not sure” in the note only where you cannot find out where it is."),
        (("101", _("the local police")),),
    ),
)
"""Where a note would reach nobody. Source: domain page 2.1 and 7.5; numbers from police.uk and crimestoppers-uk.org."""

DEBRIEF = (
    _("Some calls stay with you. Take ten minutes before the next one; nobody counts them."),
    _("Talk to your supervisor today, about how it was for you and not about who it was about."),
    _("You did your part when you listened and wrote it down. What happens next is not yours to carry."),
)
"""Wellbeing: shown after every note (domain page 7.2)."""

CHECK_AGAIN_AFTER = timedelta(days=90)
HIDE_AFTER = timedelta(days=180)
"""A number that nobody has checked for this long is not shown: a wrong one costs a caller more than none."""

LINK_LASTS = timedelta(days=14)
"""How long the link lasts by which the contact of a line confirms."""


@dataclass(frozen=True)
class Task:
    """Who does what with briefings: stored word, label, roles, what else it needs, source."""

    word: str
    label: str
    by: tuple[str, ...]
    needs: str
    source: str


_ALL_WHO_ANSWER = ("coordinator", "chair", "deputy_chair", "director")

TASKS = {
    task.word: task
    for task in (
        Task(
            "take_call",
            _("take a call and write the note"),
            (HANDLER,),
            _("nothing: a card that was not read bars nobody from a caller"),
            "7.2",
        ),
        Task("write", _("write a briefing, a new version of it, a line and its numbers"), ("coordinator",), "", "7.2"),
        Task(
            "publish",
            _("publish a briefing to its lines"),
            ("coordinator", "chair", "deputy_chair"),
            _("somebody else than the one who wrote it"),
            "7.2; design",
        ),
        Task(
            "note_call",
            _("note that the contact of a line confirmed it by telephone"),
            ("coordinator", "chair", "deputy_chair"),
            _("who said it and when"),
            "design",
        ),
        Task("see_readers", _("see who has read which version"), _ALL_WHO_ANSWER, "", "7.2"),
    )
}


def reason_against(task: str, roles: Iterable[str]) -> str | None:
    """Why somebody with these roles cannot do this, or None. KeyError for a task that is not in the table."""
    if set(TASKS[task].by) & set(roles):
        return None
    return _("This is for {roles}.").format(roles=named(TASKS[task].by))


def reason_against_publishing(roles: Iterable[str], *, own: bool, published: bool, lines: int) -> str | None:
    """Why a briefing cannot be published, or None. `own`: by whom it was written."""
    if reason := reason_against("publish", roles):
        return reason
    if published:
        return _("This version is published already. Write a new one to change it.")
    if own:
        return _("A second person publishes what you wrote. Ask the panel chair or another coordinator.")
    return None if lines else _("Choose at least one line that the briefing is for.")


def reason_against_dates(from_on: date, until_on: date | None) -> str | None:
    """Why a briefing cannot have these days, or None; the last day is included."""
    if until_on is not None and until_on < from_on:
        return _("The last day is before the first day.")
    return None


def holds_on(day: date, from_on: date, until_on: date | None) -> bool:
    """Is this day among the effective dates?"""
    return from_on <= day and (until_on is None or day <= until_on)
