"""Asking for consent, and what was answered. Nothing is ticked beforehand (domain page 5.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import consent
from alongside.commons import clock
from alongside.design import forms


class Answer(forms.Form):
    """What the person, or a parent, answered about taking part in support."""

    title = _("Consent")
    by = forms.ChoiceField(
        label=_("Who answered?"),
        choices=[(giver.word, _(giver.label.capitalize())) for giver in consent.GIVERS.values()],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label=_("On which day?"))
    how = forms.ChoiceField(
        label=_("How was it answered?"),
        choices=[("meeting", _("In a meeting")), ("video", _("By video")), ("paper", _("On paper"))],
        widget=forms.RadioSelect,
    )
    own_words = forms.LongTextField(
        label=_("What did they say, in their own words?"),
        help_text=_("A child's own words are kept even where a parent decides."),
        max_length=1000,
        required=False,
    )

    def clean_answered_on(self) -> object:
        day = self.cleaned_data["answered_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Give a day that has been: an answer cannot lie in the future."))
        return day
