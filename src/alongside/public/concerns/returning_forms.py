"""The forms of a person who came back."""

from __future__ import annotations

from typing import Any, Final, cast

from django.forms import ChoiceField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope import custody
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.limits import LIMITS
from alongside.commons.refusals import BadInput
from alongside.design import forms
from alongside.site.typed import ShortWords, Words

WORDS: Final = LIMITS["message"]["words"]
WHO: Final = LIMITS["identity"]
NAMED, IN_CONFIDENCE = "named", "in_confidence"
# What the names of the fields, the ids and the moment take of what is locked (custody.LONGEST), with room to spare.
COVER: Final = 1_000


class Return(forms.Form):
    receipt = ShortWords(
        label=_("Your receipt"),
        max_length=200,
        help_text=_("24 letters and numbers, like 7K3M-9QX4-… Capital or small letters, with or without spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": False, "autocapitalize": "characters"}),
        error_messages={"required": _("Type your receipt.")},
    )

    def clean_receipt(self) -> receipts.Receipt:
        """The receipt itself. What was mistyped is named before anything is looked up."""
        try:
            return receipts.parse(self.cleaned_data["receipt"])
        except receipts.Mistyped as mistyped:
            raise forms.ValidationError(_where(mistyped)) from None
        except BadInput as why:
            raise forms.ValidationError(_now(str(why))) from None


class More(forms.Form):
    words = Words(
        label=_("What would you like to add?"),
        max_length=WORDS,
        rows=8,
        required=False,
        help_text=_("In your own words. You can answer a question of ours here, too."),
    )


class Correct(forms.Form):
    words = Words(
        label=_("What was not right, and what is right?"),
        max_length=WORDS,
        rows=6,
        help_text=_("We keep both, so that nobody acts on what was wrong."),
        error_messages={"required": _("Write what was not right.")},
    )


class Withdraw(forms.Form):
    words = Words(
        label=_("Why would you like to take it back?"),
        max_length=WORDS,
        rows=4,
        required=False,
        help_text=_("You need not say."),
    )


class Who(forms.Form):
    promise = forms.ChoiceField(
        label=_("Who may know your name?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may know your name.")},
    )
    name = ShortWords(label=_("Your name"), max_length=WHO["name"], required=False)
    relation = ShortWords(
        label=_("How you know the person"),
        max_length=WHO["relation"],
        required=False,
        help_text=_("For example aunt, friend or neighbour."),
    )
    telephone = ShortWords(label=_("A telephone number that is safe"), max_length=WHO["telephone"], required=False)
    email = ShortWords(label=_("An e-mail address that is safe"), max_length=WHO["email"], required=False)
    safe_contact = Words(
        label=_("When and how is it safe to reach you?"),
        max_length=WHO["safe_contact"],
        rows=3,
        required=False,
        help_text=_("For example: mornings only; do not leave a message; say that it is about the library."),
    )

    def __init__(self, *args: Any, confidence: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NAMED, _("The people who work on this, when they give a reason"))]
        if confidence:
            choices.append((IN_CONFIDENCE, _("Nobody, unless two custodians together open it to keep somebody safe")))
        cast(ChoiceField, self.fields["promise"]).choices = choices

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("name") or said.get("telephone") or said.get("email")):
            self.add_error("name", _("Give your name, or a way to reach you."))
        if sum(len(str(text).encode()) for text in said.values()) > custody.LONGEST - COVER:
            self.add_error("safe_contact", _("That is too long to be locked. Please shorten it."))
        return said


BY_PAGE: Final[dict[str, type[forms.Form]]] = {"more": More, "correct": Correct, "withdraw": Withdraw, "who": Who}


def _where(mistyped: receipts.Mistyped) -> str:
    """Which character does not fit. Nothing is put right by itself: where two are wrong, another could be named."""
    if mistyped.place is None:
        return _now("Two or more letters or numbers are not as on your receipt. Compare it group by group.")
    return _now(
        "Look at group %(group)s, character %(place)s: it is not as on your receipt. If it is, compare the others."
    ) % {"group": mistyped.group, "place": mistyped.in_group}
