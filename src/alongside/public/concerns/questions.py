"""What is asked of the public, by door: which questions, in which order, in which words (domain page 3.3, column P).

A practitioner can check this page without reading the rest. Every question but the worry may be left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

SOMEBODY, MYSELF, UNDER_18, GONE = "somebody", "myself", "under_18", "gone"

# The order differs, because what matters first differs: where somebody went, or what somebody still has.
ASKED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        SOMEBODY: (
            "worry", "hurt", "called", "age_band", "find_them", "going_well", "needs", "communication", "told_them",
            "promise", "contact", "fear", "feedback", "files",
        ),
        MYSELF: (
            "worry", "hurt", "going_well", "needs", "age_band", "communication", "called", "promise", "contact", "fear",
            "feedback", "files",
        ),
        UNDER_18: (
            "worry", "hurt", "about", "teller_age_band", "find_them", "going_well", "needs", "communication",
            "told_them", "promise", "contact", "fear", "feedback", "files",
        ),
        GONE: (
            "worry", "find_them", "called", "age_band", "hurt", "going_well", "needs", "communication", "told_them",
            "promise", "contact", "fear", "feedback", "files",
        ),
    }
)  # fmt: skip
# whoever only asks for advice is asked for nobody's name, theirs or another's.
ASKED_FOR_ADVICE: Final = ("worry", "hurt", "age_band")

# The fields of a question that has more than the one of its name.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hurt": ("hurt", "hurt_words"),
        "about": ("about", "age_band", "called"),
        "told_them": ("told_them", "told_them_words"),
        "promise": ("promise", "name", "relation", "telephone", "email"),
        "contact": ("contact", "safe_contact"),
        "files": (),
    }
)
# Of these fields is an identity made, in an envelope of its own; all others are the concern.
IDENTITY: Final = frozenset({"name", "relation", "telephone", "email", "safe_contact"})
# What a door asks besides, which is of whoever tells us and not of the person (envelope limits, MORE).
BESIDES: Final = ("about", "teller_age_band")

Words = Mapping[str, tuple[Any, Any]]

SAID: Final[Words] = MappingProxyType(
    {
        "worry": (
            _("What worries you?"),
            _("In your own words. What did you see or hear, and when? You do not need to be certain."),
        ),
        "hurt": (
            _("Did they say or do something that could hurt somebody?"),
            _("If you say yes, it is read sooner."),
        ),
        "hurt_words": (
            _("Who could be hurt, when, and what was said, word for word if you can?"),
            _("As they said or wrote it, even if it is unpleasant."),
        ),
        "called": (
            _("What is the person’s name, or what do you call them?"),
            _("A first name or a nickname is enough."),
        ),
        "age_band": (_("About how old are they?"), ""),
        "find_them": (
            _("How could somebody find them, to help?"),
            _("For example a school, a workplace or a part of town."),
        ),
        "going_well": (_("What is going well for them, and who do they trust?"), _("Help often begins there.")),
        "needs": (
            _("What may be making life hard for them?"),
            _("For example a loss, bullying, health, money, or being alone."),
        ),
        "communication": (
            _("What would make it easier to talk with them?"),
            _("For example which language, an interpreter, sign language, easy words, or a quiet room."),
        ),
        "told_them": (
            _("Does the person know that you are telling us?"),
            _("You need not tell them. We do not tell them who told us."),
        ),
        "told_them_words": (_("What did they say, or why did you not tell them?"), ""),
        "promise": (_("May we know who you are?"), _("Whatever you choose, it is read in the same way.")),
        "name": (_("Your name"), ""),
        "relation": (_("How you know the person"), _("For example aunt, friend or neighbour.")),
        "telephone": (_("A telephone number that is safe"), ""),
        "email": (_("An e-mail address that is safe"), ""),
        "contact": (
            _("How may we get in touch with you?"),
            _("Our reply always waits here for your receipt. We never write or ring unless you say so."),
        ),
        "safe_contact": (
            _("When and how is it safe to reach you?"),
            _(
                "Only if you gave your name or a way to reach you. For example: mornings only; do not leave a message;"
                " say that it is about the library."
            ),
        ),
        "fear": (
            _("Who might guess that it was you who told us?"),
            _("And what would happen then? We think of it before we do anything."),
        ),
        "feedback": (
            _("Would you like to hear from us?"),
            _("We can say that it was read and whether we have questions, never what was decided about somebody else."),
        ),
    }
)

OTHERWISE: Final[Mapping[str, Words]] = MappingProxyType(
    {
        MYSELF: {
            "worry": (_("What is going on?"), _("In your own words. Begin wherever you like.")),
            "hurt": (
                _("Have you said, done or thought of something that could hurt somebody, or yourself?"),
                _("If you say yes, it is read sooner."),
            ),
            "hurt_words": (_("What was it, and when?"), ""),
            "called": (_("What may we call you?"), _("A first name or a nickname is enough.")),
            "age_band": (_("How old are you?"), ""),
            "going_well": (_("What is going well for you, and whom do you trust?"), _("Help often begins there.")),
            "needs": (
                _("What makes life hard at the moment?"),
                _("For example a loss, bullying, health, money, or being alone."),
            ),
            "communication": (
                _("What would make it easier for you to talk with us?"),
                _("For example which language, an interpreter, sign language, easy words, or a quiet room."),
            ),
            "relation": (_("Anything about you that we should know before we ring"), ""),
            "fear": (_("Who must not find out that you wrote to us?"), _("And what would happen then?")),
        },
        UNDER_18: {
            "worry": (
                _("What has happened?"),
                _("Use your own words. Spelling does not matter. It can be about you or about somebody else."),
            ),
            "hurt": (
                _("Has anybody said or done something that could hurt you or somebody else?"),
                _("You will not be in trouble for telling us."),
            ),
            "hurt_words": (_("What did they say or do, and when?"), ""),
            "about": (_("Who is it about?"), ""),
            "age_band": (_("About how old are they?"), ""),
            "called": (
                _("A name, or what you call them"),
                _("A first name or a nickname is enough. If it is about you: what may we call you?"),
            ),
            "teller_age_band": (_("How old are you?"), ""),
            "find_them": (
                _("Which school, or which part of town?"),
                _("Where somebody could reach whoever it is about, to help."),
            ),
            "needs": (
                _("What makes life hard, for you or for them?"),
                _("For example a loss, bullying, health, money, or being alone."),
            ),
            "told_them": (
                _("If it is about somebody else: do they know that you are telling us?"),
                _("You need not tell them. We do not tell them who told us."),
            ),
            "going_well": (_("Whom do you trust?"), _("For example a teacher, an aunt or a friend.")),
            "communication": (
                _("What would make it easier for you to talk with us?"),
                _("For example another language, somebody beside you, or writing instead of talking."),
            ),
            "relation": (_("How you know the person, if it is about somebody else"), ""),
            "fear": (_("Who might guess that it was you?"), _("And what would happen then? We think of it first.")),
        },
        GONE: {
            "worry": (
                _("What happened?"),
                _("Since when are they gone, what did they say before, and who may be with them?"),
            ),
            "find_them": (
                _("Where do you think they are, and how did they go?"),
                _("For example a country, a flight, a telephone number that still works, or somebody who knows."),
            ),
            "age_band": (_("About how old are they?"), ""),
            "needs": (
                _("What made life hard for them before they went?"),
                _("For example a loss, bullying, health, money, or being alone."),
            ),
            "hurt": (
                _("Did they say that they, or others, could be hurt?"),
                _("If you say yes, it is read sooner."),
            ),
            "going_well": (_("Whom do they still talk to, and what could bring them back?"), ""),
            "communication": (
                _("What would make it easier to talk with them, or with you?"),
                _("For example which language, an interpreter, sign language or easy words."),
            ),
        },
    }
)  # fmt: skip
FOR_ADVICE: Final[Words] = MappingProxyType(
    {
        "worry": (
            _("What would you like advice about?"),
            _("Name nobody: no names, no addresses, no schools. Say “my son” or “a pupil”."),
        ),
        "hurt": (
            _("Did anybody say or do something that could hurt somebody?"),
            _("If you say yes, we tell you how to name them safely. We cannot find anybody from this."),
        ),
        "hurt_words": (_("What was said or done, without names?"), ""),
    }
)


def asked(door: str, *, advice: bool) -> tuple[str, ...]:
    """The questions of this way, in order. KeyError for a door that there is not."""
    return ASKED_FOR_ADVICE if advice else ASKED[door]


def fields_of(question: str) -> tuple[str, ...]:
    """The names of its fields; none for the page of files."""
    return FIELDS.get(question, (question,))


def words_for(field: str, door: str, *, advice: bool) -> tuple[Any, Any]:
    """The question and its hint, as this door puts them."""
    own = FOR_ADVICE if advice else OTHERWISE.get(door, {})
    return own[field] if field in own else SAID[field]
