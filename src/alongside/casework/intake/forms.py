from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.commons.envelope.contents import LIMITS
from alongside.design import forms


class Reply(forms.Form):
    words = forms.LongTextField(
        label=_("Your reply"),
        help_text=_(
            "Whoever told us reads it with their receipt. Say nothing of what was decided about the person, or of an"
            " investigation. Your name stands under it."
        ),
        max_length=LIMITS["reply"]["words"],
    )


class SameWords(forms.Form):
    """Close all that came in the words that stand above: one reason, after reading."""

    reason = forms.CharField(
        label=_("Why does this need nobody to read the others?"),
        help_text=_("For example: an advertisement, sent by a machine. It names nobody and asks for nothing."),
        max_length=600,
    )
    read = forms.BooleanField(label=_("I have read it to the end, and it is about nobody."))
    goes_on = forms.UUIDField(required=False, widget=forms.HiddenInput)
