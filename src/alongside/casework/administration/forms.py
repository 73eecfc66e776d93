"""What a manager fills in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.casework.organisation.models import Agency, Area, Post, Staff, role_choices
from alongside.casework.rules.administration import Period
from alongside.casework.rules.training import TRAINING
from alongside.commons import clock
from alongside.design import forms

NATIONS: list[Any] = list(Area._meta.get_field("nation").choices or [])


class AreaForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the area"), max_length=80)
    nation = forms.ChoiceField(
        label=gettext_lazy("Nation"),
        help_text=gettext_lazy("It decides which bank holidays count."),
        choices=NATIONS,
        widget=forms.RadioSelect,
    )


class AgencyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the agency"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Agency.Kind.choices)
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"), queryset=Area.objects.all(), empty_label=gettext_lazy("Choose")
    )


class PostForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=lambda: [("", _("Choose")), *roles_by_name()])
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.all(), empty_label=gettext_lazy("Choose")
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"), queryset=Area.objects.all(), empty_label=gettext_lazy("Choose")
    )


def roles_by_name() -> list[tuple[str, str]]:
    """All roles that a post can have, in the order of their labels."""
    named = [(word, sentence_case(_(label))) for word, label in role_choices()]
    return sorted(named, key=lambda choice: choice[1])


class JoinForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Work e-mail address"),
        help_text=gettext_lazy("The link to choose a password goes there, and to nobody else."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.all(), empty_label=gettext_lazy("Choose")
    )


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, post: Any) -> str:
        return f"{sentence_case(str(post))} ({post.area.name})"


class GiveForm(forms.Form):
    post = PostChoice(label=gettext_lazy("Post"), queryset=Post.objects.none(), empty_label=gettext_lazy("Choose"))
    from_on = forms.DateField(label=gettext_lazy("First day"))
    until_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave it empty if the post is held until further notice."),
        required=False,
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = cast(PostChoice, self.fields["post"])
        post.queryset = Post.objects.filter(agency=staff.agency_id).select_related("agency", "area")
        post.help_text = _("The posts of %(agency)s. A manager makes others.") % {"agency": staff.agency}

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["from_on"], self.cleaned_data["until_on"])


AT_ONCE, TODAY, ON_A_DAY = "at_once", "today", "on_a_day"


class EndForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("When does it end?"),
        choices=[
            (AT_ONCE, gettext_lazy("At once")),
            (TODAY, gettext_lazy("At the end of today")),
            (ON_A_DAY, gettext_lazy("On another day")),
        ],
        widget=forms.RadioSelect,
        initial=TODAY,
    )
    last_day = forms.DateField(label=gettext_lazy("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == ON_A_DAY and not cleaned.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Enter the last day."))
        return cleaned

    def chosen_day(self) -> date:
        """The last day that was chosen; yesterday means at once."""
        today = clock.today()
        chosen: date = self.cleaned_data["last_day"] or today
        return {AT_ONCE: today - timedelta(days=1), TODAY: today}.get(self.cleaned_data["when"], chosen)


class TrainingForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Training"),
        choices=lambda: [(word, _(label)) for word, label in TRAINING.items()],
        widget=forms.RadioSelect,
    )
    valid_until_on = forms.DateField(label=gettext_lazy("Counts until"))
    evidence = forms.CharField(
        label=gettext_lazy("What shows it?"), max_length=120,
        help_text=gettext_lazy("The number of the certificate or of the record of training."),
    )  # fmt: skip


def sentence_case(text: str) -> str:
    """A label that stands alone begins with a capital."""
    return text[:1].upper() + text[1:]
