from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import closure
from alongside.commons.envelope.contents import LIMITS
from alongside.design import forms

NAMES = {"en": _("English"), "cy": _("Welsh"), "ar": _("Arabic"), "ur": _("Urdu")}


class Reply(forms.Form):
    """An answer or a question to whoever told us. `to` is asked only where more than one person told."""

    to = forms.ChoiceField(label=_("Whom do you answer?"), widget=forms.RadioSelect)
    state = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("replied", _("An answer")),
            ("question", _("A question: we wait for what they say")),
        ],
        initial="replied",
        widget=forms.RadioSelect,
    )
    words = forms.LongTextField(
        label=_("Your words"),
        help_text=_("They read it with their receipt, perhaps with somebody looking on. Your name stands under it."),
        max_length=LIMITS["reply"]["words"],
    )

    def __init__(
        self, *args: Any, languages: Sequence[str] = ("en",), tellers: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(tellers) > 1:
            self.fields["to"].choices = list(tellers)  # type: ignore[attr-defined]
        else:
            del self.fields["to"]
        if len(languages) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Which language are your words in?"),
                help_text=_("They wrote in the first of these. Have your words translated by a person, not a machine."),
                choices=[(language, NAMES.get(language, language)) for language in languages],
                widget=forms.RadioSelect,
            )


class Release(forms.Form):
    """The two questions before a professional is told the class of how it ended (R-13, R-18).

    `to` is asked only where more than one professional told us.
    """

    to = forms.ChoiceField(label=_("Whom do you tell?"), widget=forms.RadioSelect)
    why = forms.LongTextField(label=_("Why do you think so?"), max_length=1000)

    def __init__(self, *args: Any, tellers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(tellers) > 1:
            self.fields["to"].choices = list(tellers)  # type: ignore[attr-defined]
        else:
            del self.fields["to"]


for _word, _question in closure.RELEASE_QUESTIONS.items():
    Release.base_fields[_word] = forms.ChoiceField(
        label=_(_question), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
Release.base_fields["why"] = Release.base_fields.pop("why")


class SameWords(forms.Form):
    """Close all that came in the words that stand above: one reason, after reading."""

    reason = forms.CharField(
        label=_("Why does this need nobody to read the others?"),
        help_text=_("For example: an advertisement, sent by a machine. It names nobody and asks for nothing."),
        max_length=600,
    )
    read = forms.BooleanField(label=_("I have read it to the end, and it is about nobody."))
    goes_on = forms.UUIDField(required=False, widget=forms.HiddenInput)


class PassOn(forms.Form):
    """Offer a concern to another area."""

    area = forms.ChoiceField(label=_("To which area?"), widget=forms.RadioSelect)
    reason = forms.LongTextField(
        label=_("Why does it belong there?"),
        help_text=_("They judge by it. Write where the person lives, as far as it is known."),
        max_length=1000,
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = list(areas)  # type: ignore[attr-defined]


class Declining(forms.Form):
    """Say no to a concern that another area offers."""

    reason = forms.LongTextField(
        label=_("Why is it not yours?"), help_text=_("The other area reads this and goes on from it."), max_length=1000
    )


class LinkTo(forms.Form):
    """The open referral to which a concern belongs: by its reference, which somebody gave, and never from a list."""

    reference = forms.CharField(
        label=_("Reference of the open referral"),
        help_text=_("Eight letters and numbers. It stands at the head of its page; ask whoever has it."),
        max_length=20,
    )
    reason = forms.LongTextField(
        label=_("Why do you think that it is about the same person?"),
        help_text=_("Whoever has the referral reads this. A likeness of names alone is not enough."),
        max_length=1000,
    )


class LinkAnswer(forms.Form):
    """The answer of whoever has the referral."""

    accept = forms.ChoiceField(
        label=_("Is it about the person of your referral?"),
        choices=[("yes", _("Yes, link it")), ("no", _("No, it stays with intake"))],
        widget=forms.RadioSelect,
    )
    why = forms.LongTextField(label=_("If not, why?"), max_length=1000, required=False)


class LinkUndo(forms.Form):
    """Why a link is taken back."""

    why = forms.LongTextField(label=_("Why does it not belong to this referral?"), max_length=1000)
