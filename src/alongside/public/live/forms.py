"""The forms of an event."""

from __future__ import annotations

from typing import Any, cast

from django.forms import ChoiceField
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from alongside.design import forms
from alongside.site.typed import ShortWords, Words

from .rules import REASONS


class AskForm(forms.Form):
    """A visitor's question."""

    question = Words(
        label=_("Your question"),
        max_length=1000,
        rows=5,
        help_text=_("Do not name or describe anybody who could be recognised."),
    )
    display_name = ShortWords(
        label=_("Name to show with it"),
        max_length=60,
        required=False,
        help_text=_("Not your full name. If you leave this empty, we write “Anonymous”."),
    )

    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields}


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why it is not put"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(ChoiceField, self.fields["reason"])
        field.choices = [("", "---"), *((code, translated(words)) for code, words in REASONS.items())]


class PassForm(forms.Form):
    note = Words(
        label=_("What the safeguarding lead should know"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("It is sealed together with the question. You will not see either again."),
    )


class AnswerForm(forms.Form):
    text = Words(label=_("Answer"), max_length=4000, rows=6)
