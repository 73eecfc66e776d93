from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import reporters as rules
from alongside.design import forms

PHRASE = _("Not the password with which you sign in.")


class PhraseField(forms.CharField):
    """A pass phrase, typed unseen, that no browser is to remember."""

    widget = forms.PasswordInput(attrs={"autocomplete": "off"})


class GroundChoice(forms.ChoiceField):
    """The class of the ground, which is counted and published; the reason beside it is in words and is not."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(
            label=_("On what ground?"),
            help_text=_("This is counted, without a name or a concern, and the counts are published."),
            choices=lambda: [(word, gettext(label)) for word, label in rules.GROUNDS.items()],
        )


class Why(forms.Form):
    ground = GroundChoice()
    reason = forms.LongTextField(
        label=_("Why do you have to know who told us?"),
        help_text=_("The reason is kept with the opening. Whoever told us may one day read it."),
        max_length=1000,
    )


class Asking(forms.Form):
    number = forms.CharField(
        label=_("Number of who told us"),
        help_text=_("Whoever reads the concern sees it there: eight letters and numbers."),
        max_length=20,
    )
    reason = forms.LongTextField(label=_("Why does it have to be opened?"), max_length=1000)
    life_in_danger = forms.BooleanField(
        label=_("A life is in danger now"), required=False,
        help_text=_("Call 999 first. Then telephone another custodian: nobody can open this alone, at any hour."),
    )  # fmt: skip
    phrase = PhraseField(label=_("Your pass phrase as a custodian"), help_text=PHRASE, max_length=200)


class Second(forms.Form):
    ground = GroundChoice()
    reason = forms.LongTextField(label=_("Why do you think that it has to be opened?"), max_length=1000)
    phrase = PhraseField(label=_("Your pass phrase as a custodian"), help_text=PHRASE, max_length=200)
