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
