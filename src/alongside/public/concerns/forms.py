"""The forms of telling: a place, and then everything that is asked, one question a page of one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from django.forms import CharField, ChoiceField
from django.utils.translation import gettext_lazy as _

from alongside.commons import clock
from alongside.commons.code_lists import AGE_BANDS as CODES
from alongside.commons.code_lists import CHILDREN
from alongside.commons.envelope.limits import LIMITS
from alongside.design import forms
from alongside.site.typed import ShortWords, Words

from . import oneself, questions
from .models import Area

NOT_SURE: Final = "not_sure"
LIMIT: Final = {**LIMITS["identity"], **LIMITS["concern"]}
# The most places that are shown as a list of buttons rather than as a menu.
FEW: Final = 12

YES_NO_UNSURE: Final = (("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure")))
FEEDBACK: Final = (("yes", _("Yes, here with my receipt")), ("no", _("No")))
CONTACT: Final = (
    ("receipt", _("Only here, when I come back with my receipt")),
    ("as_said", _("Also by the telephone number or e-mail address that I gave")),
    ("no", _("Do not get in touch with me")),
)
ANONYMOUS, IN_CONFIDENCE, NAMED = "anonymous", "in_confidence", "named"
PROMISES: Final = {
    ANONYMOUS: _("No: I do not give my name"),
    IN_CONFIDENCE: _("In confidence: two people together can open my name, and only with a reason"),
    NAMED: _("Yes: those who read this and the case manager may know my name"),
}
NO_SPELLING: Final = {"spellcheck": "false", "autocomplete": "off"}


class Place(forms.Form):
    """Where: from the list, or by postcode where a table was imported. Nothing of it is kept but the area's code."""

    area = forms.ChoiceField(
        label=_("Where do they live?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a place, or “I am not sure”.")},
    )
    postcode = ShortWords(
        label=_("Or a postcode, or its first half"),
        max_length=12,
        required=False,
        help_text=_("We only look up the place. We do not keep the postcode."),
        widget=forms.TextInput(attrs={**NO_SPELLING, "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, areas: Sequence[Area] = (), by_postcode: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(area.code, str(area)) for area in areas]
        if len(named) > FEW:
            self.fields["area"].widget = forms.Select()
            named.insert(0, ("", "---"))
        cast(ChoiceField, self.fields["area"]).choices = [*named, (NOT_SURE, _("I am not sure"))]
        if not by_postcode:
            del self.fields["postcode"]
            return
        # One of the two is needed, so neither says that it is optional.
        for field in self.fields.values():
            field.needed_sometimes = True  # type: ignore[attr-defined]
        self.fields["area"].required = not self.data.get("postcode")


class Telling(forms.Form):
    """Everything that one way asks; the fields of other ways are not there."""

    worry = Words(label="", max_length=LIMIT["worry"], rows=8)
    hurt = forms.ChoiceField(label="", choices=YES_NO_UNSURE, required=False, widget=forms.RadioSelect)
    hurt_words = Words(label="", max_length=LIMIT["hurt_words"], rows=4, required=False)
    about = forms.ChoiceField(label="", choices=oneself.CHOICES, required=False, widget=forms.RadioSelect)
    called = ShortWords(label="", max_length=LIMIT["called"], required=False)
    teller_age_band = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)
    find_them = Words(label="", max_length=LIMIT["find_them"], rows=3, required=False)
    going_well = Words(label="", max_length=LIMIT["going_well"], rows=4, required=False)
    needs = Words(label="", max_length=LIMIT["needs"], rows=4, required=False)
    communication = Words(label="", max_length=LIMIT["communication"], rows=3, required=False)
    told_them = forms.ChoiceField(label="", choices=YES_NO_UNSURE, required=False, widget=forms.RadioSelect)
    told_them_words = Words(label="", max_length=LIMIT["told_them_words"], rows=3, required=False)
    promise = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)
    name = ShortWords(label="", max_length=LIMIT["name"], required=False)
    relation = ShortWords(label="", max_length=LIMIT["relation"], required=False)
    telephone = ShortWords(label="", max_length=LIMIT["telephone"], required=False)
    email = forms.EmailField(label="", max_length=LIMIT["email"], required=False)
    contact = forms.ChoiceField(label="", choices=CONTACT, required=False, widget=forms.RadioSelect)
    safe_contact = Words(label="", max_length=LIMIT["safe_contact"], rows=3, required=False)
    fear = Words(label="", max_length=LIMIT["fear"], rows=3, required=False)
    feedback = forms.ChoiceField(label="", choices=FEEDBACK, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, door: str, advice: bool = False, confidence: bool = False, **kwargs: Any) -> None:
        """`confidence`: whether custodians are there, so that a name can be promised to two people only."""
        super().__init__(*args, **kwargs)
        self.door, self.advice = door, advice
        self.asked = questions.asked(door, advice=advice)
        names = [name for question in self.asked for name in questions.fields_of(question)]
        self.fields = {name: self.fields[name] for name in names}
        for name, field in self.fields.items():
            field.label, field.help_text = questions.words_for(name, door, advice=advice)
            field.widget.attrs.update(NO_SPELLING)
            if isinstance(field, CharField):
                field.widget.attrs["placeholder"] = " "
        self.fields["worry"].error_messages["required"] = _("Write what it is about. A few words are enough.")
        self._choose("age_band", list(AGE_BANDS))
        self._choose("teller_age_band", childrens_bands())
        self._choose("promise", [item for item in PROMISES.items() if confidence or item[0] != IN_CONFIDENCE])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            cast(ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """What belongs together: a name with a promise about it, and a way to be reached with a name."""
        said = super().clean() or {}
        if "promise" in self.fields and not self.errors:
            self._check_name(said)
        if "promise" in self.fields and not self.errors:
            self._check_contact(said)
        return said if self.errors or self.advice else oneself.told_apart(said, self.door)

    def _check_name(self, said: dict[str, Any]) -> None:
        given = any(said[name] for name in ("name", "relation", "telephone", "email"))
        if said["promise"] in (NAMED, IN_CONFIDENCE) and not given:
            self.add_error("name", _("Give your name or a way to reach you, or choose not to."))
        if said["promise"] not in (NAMED, IN_CONFIDENCE) and given:
            self.add_error("promise", _("Say who may know what you wrote about yourself, or empty those boxes."))

    def _check_contact(self, said: dict[str, Any]) -> None:
        if said["contact"] == "as_said" and not (said["telephone"] or said["email"]):
            self.add_error("contact", _("Give a telephone number or e-mail address that is safe, or choose another."))
        elif said["safe_contact"] and said["promise"] not in (NAMED, IN_CONFIDENCE):
            self.add_error("safe_contact", _("Without your name we hold no way to reach you. Please empty this box."))


def age_bands() -> list[tuple[str, Any]]:
    """The bands that casework counts in today."""
    bands = [code for code in CODES.on(clock.today()) if code.word != "not_recorded"]
    return [*((code.word, _(code.label)) for code in bands), ("not_recorded", _("I do not know or do not want to say"))]


def childrens_bands() -> list[tuple[str, Any]]:
    """The bands among which whoever is under 18 chooses their own age."""
    return [band for band in age_bands() if band[0] in {*CHILDREN, "not_recorded"}]


AGE_BANDS: Final = tuple(age_bands())


def concern_of(said: dict[str, Any]) -> dict[str, str]:
    """What goes into the concern: everything but who told us, and what only one door asks."""
    told = {name: text for name, text in said.items() if name not in {*questions.IDENTITY, *questions.BESIDES}}
    return {**told, "promise": said.get("promise") or ANONYMOUS}


def more_of(said: dict[str, Any]) -> dict[str, str]:
    """What only one door asks, as far as it was answered (envelope limits, MORE)."""
    return {name: said[name] for name in questions.BESIDES if said.get(name)}


def identity_of(said: dict[str, Any]) -> dict[str, str] | None:
    """Who told us, where they said so; None where nothing about them is held (R-07)."""
    if said.get("promise") not in (NAMED, IN_CONFIDENCE):
        return None
    return {"promise": said["promise"], **{name: said[name] for name in questions.IDENTITY}}
