"""What is written of a person, and why somebody looks or decides."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import people as rules
from alongside.commons import clock
from alongside.design import forms

from .births import UNKNOWN, Birth, of_age
from .matching import Described

MOST_NAMES = 8
OLDEST = 120


class Names(forms.Form):
    """What the person is called. One name is enough; nothing else is asked for sure."""

    names = forms.LongTextField(
        label=_("What is the person called?"),
        help_text=_(
            "The full name, in any script, as it was told. Then every other name they are known by, each on a line of"
            " its own: a short form, a name at home, an earlier family name, a name in games or online."
        ),
        max_length=600,
    )
    unsure = forms.BooleanField(label=_("Nobody is sure how the name is spelt"), required=False)
    day = forms.IntegerField(label=_("Day of birth"), min_value=1, max_value=31, required=False)
    month = forms.IntegerField(label=_("Month of birth, as a number"), min_value=1, max_value=12, required=False)
    year = forms.IntegerField(
        label=_("Year of birth"), help_text=_("The year alone helps, too."), min_value=1900, required=False
    )
    age = forms.IntegerField(
        label=_("Or about how old?"), help_text=_("Where no year was told."), min_value=1, max_value=OLDEST,
        required=False,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language do we write to them?"),
        help_text=_("Ask once. Every notice and letter to them is in it. An interpreter is noted in the assessment."),
        choices=[("", _("Nobody has asked yet")), *((word, _(label)) for word, label in rules.LANGUAGES.items())],
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(label=_("Town or place where they live"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("year") and said.get("month") and said.get("day"):
            try:
                date(said["year"], said["month"], said["day"])
            except ValueError:
                self.add_error("day", now_("There is no such day. Leave out what is not sure."))
        return said

    def described(self) -> Described:
        """Return what was written, in the shape of the matcher."""
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        found = tuple(dict.fromkeys(name for name in names if name))[:MOST_NAMES]
        return Described(found, self._born(), " ".join(self.cleaned_data["place"].split()))

    def _born(self) -> Birth:
        said = self.cleaned_data
        if said.get("year"):
            whole = said.get("month") and said.get("day")
            return Birth(said["year"], said["month"] if whole else None, said["day"] if whole else None)
        return of_age(said["age"], today=clock.today()) if said.get("age") else UNKNOWN


class Look(forms.Form):
    """The reason of a look-up (R-03)."""

    reason = forms.LongTextField(
        label=_("Why do you look for earlier referrals of this person?"),
        help_text=_("It is kept with your name and the time, and look-ups are reviewed every month."),
        max_length=600,
    )


class Say(forms.Form):
    """Same or not, and why."""

    same = forms.ChoiceField(
        label=_("Is this the same person?"),
        choices=[("yes", _("Yes, the same person")), ("no", _("No, another person"))],
        widget=forms.RadioSelect,
    )
    reason = forms.LongTextField(
        label=_("Why do you say so?"), help_text=_("What agrees, what does not, and whom you asked."), max_length=1000
    )


class Undo(forms.Form):
    reason = forms.LongTextField(
        label=_("Why is this taken back?"),
        help_text=_("Everybody who read what it showed is told that something has changed."),
        max_length=1000,
    )
