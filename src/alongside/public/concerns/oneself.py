"""Whether a telling is about whoever tells it: only then what they say of themselves is of the person."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from . import questions

ME, SOMEBODY_ELSE = "me", "somebody_else"
CHOICES: Final = ((ME, _("Me")), (SOMEBODY_ELSE, _("Somebody else")))
# What people write in a box for a name when they mean themselves, in the languages of the form.
NO_NAME: Final = frozenset(
    {
        "me", "i", "myself", "its me", "it’s me", "it's me", "it is me", "about me",
        "fi", "mi", "fi fy hun", "fy hun", "myfi",
        "أنا", "انا", "نفسي", "أنا نفسي",
        "میں", "مجھے", "خود", "میں خود",
    }
)  # fmt: skip


def means_oneself(called: str) -> bool:
    """Whether these words are no name but “me”."""
    return " ".join(called.casefold().split()).strip(".!,;:“”‘’«»\"' ") in NO_NAME


def told_apart(said: dict[str, Any], door: str) -> dict[str, Any]:
    """What was said, so that it is true of the person and of whoever tells us, each apart.

    “Me” is nobody's name. Whoever is under 18 and tells of themselves gives the person's age with their own; of
    somebody else, their own age stays theirs, and the person's is what they said of it or unknown.
    """
    if door not in (questions.MYSELF, questions.UNDER_18):
        return said
    oneself = means_oneself(said["called"])
    said = {**said, "called": "" if oneself else said["called"]}
    if door == questions.MYSELF:
        return said
    about = said["about"] or (ME if oneself else "")
    if about != ME:
        return {**said, "about": about}
    return {**said, "about": ME, "age_band": said["teller_age_band"], "teller_age_band": ""}
