"""The questions, one form each. Domain page 3.3: what is asked of the public; only the worry is required."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.forms import ChoiceField
from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope.contents import LIMITS
from alongside.design import forms
from alongside.site.typed import ShortWords, Words

from .models import Area

NOT_SURE: Final = "not_sure"
LIMIT: Final = LIMITS["concern"]
# The most places that are shown as a list of buttons rather than as a menu.
FEW: Final = 12

HURT: Final = (("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure")))
AGE_BANDS: Final = (
    ("under_10", _("Under 10")),
    ("10_to_13", _("10 to 13")),
    ("14_to_15", _("14 or 15")),
    ("16_to_17", _("16 or 17")),
    ("18_to_24", _("18 to 24")),
    ("25_to_64", _("25 to 64")),
    ("65_and_over", _("65 or over")),
    ("not_known", _("I do not know")),
)


class Danger(forms.Form):
    danger = forms.ChoiceField(
        label=_("Is anybody in danger right now?"),
        choices=(("no", _("No")), ("yes", _("Yes, or it could happen soon"))),
        widget=forms.RadioSelect,
        help_text=_(
            "Also when a child is about to be taken abroad, or when you know of a plan, a date, a place or a weapon."
        ),
        error_messages={"required": _("Say whether anybody is in danger right now.")},
    )


class Place(forms.Form):
    area = forms.ChoiceField(
        label=_("Where does the person live?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a place, or “I am not sure”.")},
    )

    def __init__(self, *args: Any, areas: Sequence[Area] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(area.code, area.name) for area in areas]
        if len(named) > FEW:
            self.fields["area"].widget = forms.Select()
            named.insert(0, ("", "---"))
        cast(ChoiceField, self.fields["area"]).choices = [*named, (NOT_SURE, _("I am not sure"))]


class Worry(forms.Form):
    worry = Words(
        label=_("What worries you?"),
        max_length=LIMIT["worry"],
        rows=8,
        help_text=_("In your own words. What did you see or hear, and when? You do not need to be certain."),
        error_messages={"required": _("Write what worries you. A few words are enough.")},
    )


class Hurt(forms.Form):
    hurt = forms.ChoiceField(
        label=_("Did they say or do something that could hurt somebody?"),
        choices=HURT,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("If you say yes, it is read sooner. You can leave this open."),
    )


class Called(forms.Form):
    called = ShortWords(
        label=_("What is the person’s name, or what do you call them?"),
        max_length=LIMIT["called"],
        required=False,
        help_text=_("Only if you want to say. A first name or a nickname is enough."),
    )


class Age(forms.Form):
    age_band = forms.ChoiceField(
        label=_("About how old are they?"), choices=AGE_BANDS, required=False, widget=forms.RadioSelect
    )


class FindThem(forms.Form):
    find_them = Words(
        label=_("How could somebody find them, to help?"),
        max_length=LIMIT["find_them"],
        rows=3,
        required=False,
        help_text=_("For example a school, a workplace or a part of town."),
    )


class GoingWell(forms.Form):
    going_well = Words(
        label=_("What is going well for them, and who do they trust?"),
        max_length=LIMIT["going_well"],
        rows=4,
        required=False,
        help_text=_("Help often begins there."),
    )


class Needs(forms.Form):
    needs = Words(
        label=_("What may be making life hard for them?"),
        max_length=LIMIT["needs"],
        rows=4,
        required=False,
        help_text=_("For example a loss, bullying, health, money, or being alone."),
    )


FORMS: Final[dict[str, type[forms.Form]]] = {
    "danger": Danger,
    "area": Place,
    "worry": Worry,
    "hurt": Hurt,
    "called": Called,
    "age": Age,
    "find_them": FindThem,
    "going_well": GoingWell,
    "needs": Needs,
}


def form_for(step: str, answers: dict[str, str] | None, areas: Sequence[Area]) -> forms.Form | None:
    """The form of one step, filled with what was answered; None for a page that asks nothing."""
    kind = FORMS.get(step)
    if kind is None:
        return None
    return Place(answers, areas=areas) if kind is Place else kind(answers)


def fields_of(step: str) -> tuple[str, ...]:
    """The names of the fields of one step."""
    return tuple(FORMS[step].base_fields) if step in FORMS else ()


def first_wrong(answers: dict[str, str], areas: Sequence[Area]) -> str | None:
    """The first step whose answer cannot be sent as it is, or None."""
    for step in FORMS:
        form = form_for(step, answers, areas)
        if form is not None and not form.is_valid():
            return step
    return None


def cleaned(answers: dict[str, str], areas: Sequence[Area]) -> dict[str, str]:
    """All answers as they are sent; call `first_wrong` before."""
    clean: dict[str, str] = {}
    for step in FORMS:
        form = form_for(step, answers, areas)
        if form is not None and form.is_valid():
            clean |= form.cleaned_data
    return clean


def unjudged(step: str, answers: dict[str, str], areas: Sequence[Area]) -> forms.Form:
    """The form of one step with what was answered before, and no errors: a page that opens does not scold."""
    kind = FORMS[step]
    return Place(initial=answers, areas=areas) if kind is Place else kind(initial=answers)


@dataclass(frozen=True)
class Answered:
    """One row of the last page: the question, what was answered in words, and the step to change it."""

    question: str
    answer: str
    step: str


def answered(answers: dict[str, str], areas: Sequence[Area]) -> list[Answered]:
    """Every question with its answer as a person reads it; one left open has an empty answer."""
    rows = []
    for step in FORMS:
        form = unjudged(step, answers, areas)
        for field in form:
            rows.append(Answered(str(field.label), _in_words(field, answers.get(field.name, "")), step))
    return rows


def _in_words(field: Any, answer: str) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(answer, "" if choices else answer))
