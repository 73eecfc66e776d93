"""The one table of what a professional is asked: domain page 3.1 to 3.3, column R. No question is asked elsewhere.

The pages, the blank copy, the copy of what was sent, and the JSON Schema for partner agencies are all made from it. A
field's name is also its name in the envelope: in `Concern`, in `Concern.more` or in `Identity`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope.contents import LIMITS, MORE
from alongside.public.concerns.forms import AGE_BANDS

CONCERN, IDENTITY = LIMITS["concern"], LIMITS["identity"]
LINE, WORDS, CHOICE, DAY, TICK, EMAIL, TELEPHONE, PLACE = (
    "line", "words", "choice", "day", "tick", "email", "telephone", "place",
)  # fmt: skip
EMAIL_LOOKS_LIKE: Final = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
TELEPHONE_LOOKS_LIKE: Final = r"^\+?[0-9][0-9 ().-]{4,30}( ?(ext|x)\.? ?[0-9]{1,6})?$"


@dataclass(frozen=True)
class Field:
    """One question. `when` is another field of its section and the answers to it that make this one required."""

    name: str
    label: Any
    kind: str = WORDS
    hint: Any = ""
    prompts: tuple[Any, ...] = ()
    choices: tuple[tuple[str, Any], ...] = ()
    required: bool = False
    missing: Any = ""
    when: tuple[str, tuple[str, ...]] | None = None
    rows: int = 4
    # What is chosen before anybody has answered: never for what is a consent, or says what somebody has done.
    at_first: str = ""

    @property
    def limit(self) -> int:
        """The most characters, as the envelope has it."""
        return {**MORE, **IDENTITY, **CONCERN}[self.name]

    @property
    def goes_to(self) -> str:
        """Which part of what is sealed holds it: `concern`, `more` or `identity`."""
        return "concern" if self.name in CONCERN else "more" if self.name in MORE else "identity"


def said_with(section: Section, one: Field) -> str:
    """The hint of a question, with what makes it one that has to be answered."""
    if one.when is None:
        return str(one.hint)
    name, answers = one.when
    words = dict(next(other for other in section.fields if other.name == name).choices)
    needed = _("Needed if you answered “%(answer)s”.") % {"answer": words[answers[0]]}
    return f"{needed} {one.hint}".strip()


@dataclass(frozen=True)
class Section:
    """One task of the list, and one object of the JSON."""

    name: str
    title: Any
    fields: tuple[Field, ...] = field(default_factory=tuple)
    lead: Any = ""


YES_NO = (("yes", _("Yes")), ("no", _("No")))
HURT = (("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure")))
LEAD = (
    ("yes", _("Yes, they agreed that it should be sent")),
    ("i_am", _("I am the safeguarding lead")),
    ("no", _("No, or I could not reach them in time")),
)
PARALLEL = (
    ("made", _("It has been made")),
    ("to_make", _("It will be made")),
    ("not_needed", _("It is not needed")),
)
KNOWN = (("known", _("Known")), ("suspected", _("Suspected")), ("unknown", _("We do not know")))

PLACE_OF_THEM = Section(
    "place",
    _("Where the person lives"),
    (
        Field(
            "area", _("Where does the person live?"), PLACE,
            required=True, missing=_("Choose a place, or “I am not sure”."),
        ),
    ),
)  # fmt: skip

PERSON = Section(
    "person",
    _("The person"),
    (
        Field("called", _("Their name"), LINE, hint=_("Leave it open if you do not know it.")),
        Field("aliases", _("Other names they use"), LINE),
        Field("spelling_unsure", _("I am not sure how the name is spelt"), TICK),
        Field("born_on", _("Date of birth"), DAY, hint=_("If you know it, for example 27 3 2009.")),
        Field(
            "age_band", _("Age"), CHOICE, choices=AGE_BANDS,
            required=True, missing=_("Choose an age, or “I do not know”."),
            hint=_("The rules for children start from it."),
        ),
        Field("address", _("Their address"), rows=3),
        Field("school_or_work", _("Their school, college or work"), rows=2),
        Field(
            "communication", _("Language and communication"), rows=2,
            hint=_("Which language they speak best, whether they need an interpreter, and how to talk with them."),
        ),
    ),
)  # fmt: skip

WORRY = Section(
    "concern",
    _("What worries you"),
    (
        Field(
            "worry", _("What worries you, in your own words?"), rows=10, required=True,
            missing=_("Write what worries you, in your own words."),
            hint=_("What you saw yourself, what you were told and what you assume: say which is which."),
            prompts=(
                _("how you and your organisation came to be worried"),
                _("what happened: when, where, and who was there"),
                _("interest in hate crime, terrorism, massacres or attacks on schools that sounds approving"),
                _("use of a phone or the internet that worries you, and how you found out"),
                _("whom they are in contact with, why and how often"),
                _("a wish to hurt somebody or a warning of it: who, when, and the exact words"),
                _("plans to travel to a place of conflict: where, when and how"),
                _("what else may be behind it, and what you are worried may happen"),
            ),
        ),
        Field(
            "hurt", _("Did they say or do something that could hurt somebody?"), CHOICE, choices=HURT,
            required=True, missing=_("Say whether they said or did something that could hurt somebody."),
            hint=_("If you say yes, it is read sooner."),
        ),
        Field(
            "hurt_words", _("Who, when, and the exact words"), rows=3, when=("hurt", ("yes",)),
            missing=_("Write who, when, and the exact words as far as you know them."),
        ),
        Field("how_we_noticed", _("How did they come to your organisation’s notice?"), rows=3),
        Field("event", _("What happened?"), hint=_("One event, if there was one.")),
        Field("indicators", _("What else did you notice?"), rows=3, hint=_("Changes in how they are, over what time.")),
        Field("contacts", _("Are they in contact with people who worry you?"), rows=3, hint=_("Who, why, how often.")),
        Field(
            "online", _("Is there anything about their phone or the internet?"), rows=3,
            hint=_("Say also how you know. Nobody here goes and looks for it."),
        ),
        Field("may_happen", _("What are you worried may happen if nothing is done?"), rows=3),
        Field(
            "came_to_light_on", _("When did this first come to light?"), DAY, hint=_("For example 27 3 2026."),
            required=True, missing=_("Enter the day on which this first came to light."),
        ),
    ),
    _(
        "Lawful views, however strong, are not a concern. Practising a faith is not a concern."
        " Protest is not a concern."
    ),
)  # fmt: skip

STRENGTHS = Section(
    "strengths",
    _("What is going well, and what is hard"),
    (
        Field(
            "going_well", _("What is going well for them, and whom do they trust?"), hint=_("Help often begins there.")
        ),
        Field(
            "needs", _("What may be making life hard for them?"),
            hint=_("For example a loss, bullying, a crime against them, health, money, housing or being alone."),
        ),
        Field(
            "safeguarding_concerns", _("Other safeguarding concerns"), rows=3,
            hint=_("For them, or for others at home."),
        ),
        Field("disability", _("Disability or neurodivergence"), rows=2, hint=_("So that people talk with them well.")),
        Field("disability_known", _("How sure is that?"), CHOICE, choices=KNOWN),
    ),
)  # fmt: skip

TOLD = Section(
    "told",
    _("What they and their family know"),
    (
        Field(
            "told_them", _("Have you told the person, or the parent of a child, that you are sending this?"),
            CHOICE, choices=YES_NO, required=True, missing=_("Say whether you told the person or a parent."),
            hint=_("Tell them first, unless that could put somebody in danger or get in the way of an investigation."),
        ),
        Field(
            "told_them_words", _("Whom did you tell, and what did they say?"), rows=3, when=("told_them", ("yes",)),
            missing=_("Write whom you told and what they said."),
        ),
        Field(
            "why_not_told", _("Why not?"), rows=3, when=("told_them", ("no",)),
            missing=_("Write why you have not told the person or a parent."),
        ),
        Field("discussed_with_person", _("What have you discussed with the person before?"), rows=3),
        Field("discussed_with_parents", _("What have you discussed with their parents before?"), rows=3),
        Field("parental_support", _("How do the parents support them?"), rows=3),
    ),
)  # fmt: skip

OTHERS = Section(
    "others",
    _("Your safeguarding lead and others"),
    (
        Field(
            "lead_agreed", _("Has your safeguarding lead agreed?"), CHOICE, choices=LEAD, required=True,
            missing=_("Say whether your safeguarding lead agreed."),
        ),
        Field(
            "lead_name", _("Name of your safeguarding lead"), LINE, when=("lead_agreed", ("yes",)),
            missing=_("Write the name of your safeguarding lead."),
        ),
        Field("lead_discussed_on", _("When did you talk with them?"), DAY),
        Field(
            "without_lead", _("Why are you sending it without them?"), rows=3, when=("lead_agreed", ("no",)),
            missing=_("Write why you are sending it without your safeguarding lead."),
            hint=_("You may. Nobody has to wait for a lead who cannot be reached or does not agree."),
        ),
        Field(
            "parallel_referral", _("The safeguarding referral to children’s or adults’ social care"), CHOICE,
            choices=PARALLEL, required=True,
            missing=_("Say whether a referral to children’s or adults’ social care has been made."),
            hint=_("This form does not replace it. Where somebody is being harmed or neglected, make it as well."),
        ),
        Field(
            "parallel_referral_words", _("To whom, when, and under which reference"), rows=2,
            when=("parallel_referral", ("made",)), missing=_("Write to whom it was made, and when."),
        ),
        Field(
            "other_agencies", _("Which other agencies know about this, and what did they say?"), rows=3, required=True,
            missing=_("Write which other agencies know about this, or “none”."),
            hint=_("If there are none, write “none”."),
        ),
        Field("done_so_far", _("What have you done so far?"), rows=3),
        Field("other_information", _("Anything else"), rows=3),
    ),
)  # fmt: skip

DECIDED_BY = Section(
    "decided_by",
    _("You"),
    (
        Field("name", _("Your name"), LINE, required=True, missing=_("Enter your name.")),
        Field("role", _("Your role"), LINE, required=True, missing=_("Enter your role, for example “form tutor”.")),
        Field("organisation", _("Your organisation"), LINE, required=True, missing=_("Enter your organisation.")),
        Field(
            "telephone", _("Your telephone number"), TELEPHONE, required=True,
            missing=_("Enter a telephone number, like 01632 960 001."),
        ),
        Field(
            "email", _("Your e-mail address"), EMAIL, required=True,
            missing=_("Enter an e-mail address, like name@school.example."),
        ),
        Field("relation", _("How do you know the person?"), LINE),
        Field("safe_contact", _("When and how may we call you?"), rows=2),
        Field(
            "feedback", _("Do you want to hear how it ended?"), CHOICE, choices=YES_NO, required=True,
            missing=_("Say whether you want to hear how it ended."),
            hint=_("In one general sentence, and only where it endangers nobody."), at_first="yes",
        ),
        Field(
            "own_account", _("I have decided to send this, and it is my own account"), TICK, required=True,
            missing=_("Confirm that you have decided to send this and that it is your own account."),
        ),
    ),
    _(
        "Your name and how to reach you are sealed apart from the rest. Intake and the person who leads the case can"
        " open them, with a reason that is written down. The panel, the providers and the person cannot."
    ),
)  # fmt: skip

SECTIONS: Final = (PLACE_OF_THEM, PERSON, WORRY, STRENGTHS, TOLD, OTHERS, DECIDED_BY)
BY_NAME: Final = {section.name: section for section in SECTIONS}


def all_fields() -> Iterator[Field]:
    """Every field of every section, in order."""
    for section in SECTIONS:
        yield from section.fields
