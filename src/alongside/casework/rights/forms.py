from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import retention
from alongside.design import forms


class Sign(forms.Form):
    """The schedule of an area: each row with its period, which may be shortened and not lengthened."""

    authority = forms.CharField(
        label=_("Under which authority do you sign for the controller?"),
        help_text=_("For example: Director of Children's Services, by the council's scheme of delegation, section 4."),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for word in retention.TO_SIGN:
            rule = retention.SCHEDULE[word]
            unit = _("days") if rule.keep.days is not None else _("months")
            self.fields[word] = forms.IntegerField(
                label=_(rule.label.capitalize()),
                help_text=_("In %(unit)s; at most %(most)s. Counted from %(starts)s.")
                % {"unit": unit, "most": rule.keep.days or rule.keep.months, "starts": _(rule.starts)},
                initial=rule.keep.days or rule.keep.months,
                min_value=1,
                max_value=rule.keep.days or rule.keep.months,
            )

    @property
    def periods(self) -> dict[str, retention.Period]:
        """The periods as they are asked for, each in the unit of its row."""
        return {
            word: retention.Period(days=self.cleaned_data[word])
            if retention.SCHEDULE[word].keep.days is not None
            else retention.Period(months=self.cleaned_data[word])
            for word in retention.TO_SIGN
        }


class WhyHold(forms.Form):
    kind = forms.ChoiceField(
        label=_("What holds it?"),
        choices=[(word, _(says)) for word, says in retention.HOLDS.items()],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why does it have to be kept?"),
        help_text=_(
            "Which inquiry, litigation or learning review; or under which number the request or the complaint runs. No"
            " names, and nothing of what was told."
        ),
        max_length=300,
    )
