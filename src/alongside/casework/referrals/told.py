"""A concern as it was told, in an order in which it is read: how it came, the words, danger, the person, the teller.

Every answer is shown that was given; what was left open is named in one line. Nothing here says who told us: that is
kept apart (casework/reporters).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alongside.casework.rules.code_lists import CODE_LISTS
from alongside.commons.words import _

NOT_SURE = "not_sure"
Lines = list[tuple[str, str]]

DOORS = {
    "somebody": _("About somebody they know"),
    "myself": _("About themselves"),
    "under_18": _("Told by somebody who is under 18"),
    "gone": _("About somebody who has already gone"),
    "webchat": _("Passed on from the webchat"),
}
CHANNELS = {
    "public": _("the public form"),
    "professional": _("the form for professionals"),
    "machine": _("a partner agency's own system, sent by a person there"),
    "telephone": _("a call, written down by a call handler"),
    "webchat": _("the webchat, passed on by a moderator"),
}
YES_NO = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
CONTACT = {
    "receipt": _("Only through the receipt. They do not want to be called or written to."),
    "as_said": _("Also as they said: open who told us, and keep to the way and time given there."),
    "no": _("They do not want to be contacted."),
}
AFTER_DELETION = {
    "more": _("They wrote more."),
    "correction": _("They corrected something."),
    "withdrawal": _("They want to take back what they told us."),
    "identity": _("They say who they are."),
}
"""What somebody did with the receipt of a concern that was deleted on its day: it is a concern of its own."""
PLAIN = (
    ("hurt", _("Could somebody be hurt?")),
    ("hurt_words", _("Who could be hurt, and the exact words")),
    ("called", _("What the person is called")),
    ("age_band", _("Age")),
    ("find_them", _("How to find them")),
    ("going_well", _("What is going well, and whom they trust")),
    ("needs", _("What makes life hard")),
    ("communication", _("Language, and what helps in talking with them")),
    ("told_them", _("Does the person know that we were told?")),
    ("told_them_words", _("What they said, or why they were not told")),
)
OF_A_YOUNG_TELLER = (
    ("about", _("Who it is about")),
    ("teller_age_band", _("How old whoever told us is")),
)
"""What only whoever is under 18 is asked (envelope limits, MORE): of them, and not of the person."""
OF_THE_TELLER = (
    ("fear", _("What whoever told us fears")),
    ("contact", _("Is it safe to get in touch?")),
    ("feedback", _("Do they want to hear from us?")),
)
CODED: Mapping[str, Mapping[str, str]] = {
    "about": {"me": _("Themselves"), "somebody_else": _("Somebody else")},
    "hurt": YES_NO, "told_them": YES_NO, "feedback": YES_NO, "contact": CONTACT,
    "spelling_unsure": {"yes": _("Not sure of the spelling")},
    "disability_known": {"known": _("Known"), "suspected": _("Suspected"), "unknown": _("Not known")},
    "lead_agreed": {
        "yes": _("Yes"), "i_am": _("They are the safeguarding lead themselves"),
        "no": _("No, or could not be reached in time"),
    },
    "parallel_referral": {"made": _("Made"), "to_make": _("Will be made"), "not_needed": _("Not needed")},
    "own_account": {"yes": _("Yes: they decided to send it themselves")},
}  # fmt: skip
BY_A_PROFESSIONAL = (
    (_("The person, as a professional knows them"), (
        ("aliases", _("Other names")), ("spelling_unsure", _("Spelling of the name")), ("born_on", _("Date of birth")),
        ("address", _("Address")),
        ("school_or_work", _("School, college or work")),
    )),
    (_("What happened"), (
        ("how_we_noticed", _("How they came to notice")), ("event", _("What happened")),
        ("indicators", _("What else was noticed")), ("contacts", _("Contacts that worry them")),
        ("online", _("Telephone and internet, and how they know")),
        ("may_happen", _("What may happen if nothing is done")), ("came_to_light_on", _("First came to light on")),
    )),
    (_("What is hard"), (
        ("safeguarding_concerns", _("Other safeguarding concerns")),
        ("disability", _("Disability or neurodivergence")), ("disability_known", _("How sure that is")),
    )),
    (_("What they and their family know"), (
        ("why_not_told", _("Why they were not told")), ("discussed_with_person", _("Discussed with the person before")),
        ("discussed_with_parents", _("Discussed with the parents before")),
        ("parental_support", _("How the parents support them")),
    )),
    (_("The safeguarding lead and others"), (
        ("lead_agreed", _("Safeguarding lead agreed")), ("lead_name", _("Safeguarding lead")),
        ("lead_discussed_on", _("Talked with the lead on")), ("without_lead", _("Why it was sent without the lead")),
        ("parallel_referral", _("Referral to social care")),
        ("parallel_referral_words", _("To whom, when and under which reference")),
        ("other_agencies", _("Other agencies that know")), ("done_so_far", _("Done so far")),
        ("other_information", _("Anything else")),
    )),
    (_("Who decided to send it"), (
        ("own_account", _("Their own account")),
    )),
)  # fmt: skip
"""What only a professional is asked (envelope limits, MORE), under headings."""


@dataclass(frozen=True)
class Told:
    """One concern for its page. ``sections`` are headings with questions and answers; ``open`` was not answered."""

    received_at: datetime
    door: str
    channel: str
    by_professional: bool
    language: str
    promise: str
    advice_first: bool
    later: bool
    after_deletion: str
    was_apart: bool
    not_placed: bool
    worry: str
    hurt_told: bool
    about: Lines
    teller: Lines
    sections: list[tuple[str, Lines]]
    open: list[str]


def read(said: Mapping[str, Any], received_at: datetime) -> Told:
    """Return a concern's answers in order. Answers that a newer form may add are shown under their own names."""
    more, after = said.get("more") or {}, AFTER_DELETION.get(said.get("after_deletion", ""), "")
    return Told(
        received_at=received_at,
        door="" if after else DOORS.get(said.get("kind_of_door", ""), ""),
        channel="" if after else CHANNELS.get(said.get("channel", ""), ""),
        by_professional=said.get("channel") in ("professional", "machine"),
        language=said.get("language", ""),
        promise=said.get("promise", ""),
        advice_first=said.get("advice_first") == "yes",
        later=said.get("place_in_queue") == "later",
        after_deletion=after,
        was_apart=said.get("was_apart") == "yes",
        not_placed=said.get("area") == NOT_SURE,
        worry=said.get("worry", ""),
        hurt_told=said.get("hurt") == "yes",
        about=_answered(PLAIN, said),
        teller=[*_answered(OF_A_YOUNG_TELLER, more), *_answered(OF_THE_TELLER, said)],
        sections=_sections(more),
        open=[] if after or said.get("advice_first") == "yes" else _left_open(said),
    )


def _left_open(said: Mapping[str, Any]) -> list[str]:
    return [label for name, label in PLAIN if not said.get(name)]


def _sections(more: Mapping[str, str]) -> list[tuple[str, Lines]]:
    found = [(title, _answered(asked, more)) for title, asked in BY_A_PROFESSIONAL]
    known = {name for asked in (*dict(BY_A_PROFESSIONAL).values(), OF_A_YOUNG_TELLER) for name, _label in asked}
    rest = [(name, text) for name, text in sorted(more.items()) if name not in known and text]
    return [(title, lines) for title, lines in [*found, (_("Besides"), rest)] if lines]


def _answered(asked: Iterable[tuple[str, str]], said: Mapping[str, Any]) -> Lines:
    return [(label, in_words(name, str(said[name]))) for name, label in asked if said.get(name)]


def in_words(name: str, text: str) -> str:
    """An answer as people read it: the words of a code, or what was typed."""
    if name in ("age_band", "teller_age_band"):
        codes = {code.word: code.label for code in CODE_LISTS["age_band"].codes}
        return codes.get(text, text.replace("_", " "))
    return CODED.get(name, {}).get(text, text)
