"""What is typed at the desk, and in the pages where briefings are kept."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from alongside.casework.organisation.models import Area, Post
from alongside.casework.rules import calls
from alongside.commons import clock
from alongside.design import forms
from alongside.site.typed import ShortWords, Words

from .models import Briefing, Campaign, Line

NOT_SURE = "not_sure"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh (Cymraeg)")), ("ar", _("Arabic")), ("ur", _("Urdu"))]
"""The languages in which a reply can be given (the public form's own)."""


class Note(forms.Form):
    """The five fields of a call (domain page 7.2), and the language of the reply."""

    worry = Words(label=_("1. What worries the caller, in their words"), max_length=4000, rows=4)
    hurt = forms.ChoiceField(
        label=_("2. Could somebody be hurt?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    called = ShortWords(label=_("3. Who it is about"), max_length=200, required=False)
    area = forms.ChoiceField(label=_("4. Where that person lives"))
    fear = ShortWords(label=_("5. Who might notice"), max_length=1000, required=False)
    language = forms.ChoiceField(label=_("Language of the reply"), choices=LANGUAGES, initial="en")

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [*((area.code, area.name) for area in areas), (NOT_SURE, _("Not sure"))]  # type: ignore[attr-defined]
        if at_once := ", ".join(area.name for area in areas if area.both_at_once):
            # The public form says it before Send, so a caller hears it too.
            self.fields["area"].help_text = _(
                "Tell the caller before you send: in %(areas)s the police get it at once too."
            ) % {"areas": at_once}


class LineForm(forms.Form):
    name = ShortWords(label=_("Name of the line"), help_text=_("For example “Northmere 101”."), max_length=80)
    contact_email = forms.EmailField(
        label=_("Address of its contact"),
        help_text=_("A shared address of the call centre is best. The link to confirm a briefing goes there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    posts = forms.ModelMultipleChoiceField(
        label=_("Posts that answer it"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.filter(area=area, role=calls.HANDLER).select_related("agency")
        self.fields["posts"].queryset = posts  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    name = ShortWords(label=_("Who answers"), max_length=120)
    number = ShortWords(
        label=_("Number"), max_length=30,
        validators=[RegexValidator(r"^\+?[0-9 ]{3,25}$", _("Write a telephone number in digits and spaces."))],
    )  # fmt: skip
    what_for = ShortWords(label=_("When to put a caller through"), max_length=200)
    order = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=100)
    checked = forms.BooleanField(label=_("I rang this number today and it is right."))


class BriefingForm(forms.Form):
    title = ShortWords(label=_("Title of the card"), max_length=120)
    opening = Words(
        label=_("Words of its own to open with"),
        help_text=_("Said before the opening script, which is always the same. One sentence a line."),
        max_length=600, rows=3, required=False,
    )  # fmt: skip
    points = Words(
        label=_("What a handler needs to know"),
        help_text=_("What callers may have seen, what they may ask, what to answer. One thing a line."),
        max_length=3000, rows=8,
    )  # fmt: skip
    languages = ShortWords(
        label=_("Language line"),
        help_text=_("What to do when the caller would rather speak another language: number, code, who pays."),
        max_length=300,
    )
    lines = forms.ModelMultipleChoiceField(
        label=_("Lines that it is for"), queryset=Line.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    from_on = forms.DateField(label=_("First day"))
    until_on = forms.DateField(
        label=_("Last day"), help_text=_("Leave it empty if it holds until further notice."), required=False
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = Line.objects.filter(area=area, closed_on=None)  # type: ignore[attr-defined]


def as_written(briefing: Briefing) -> dict[str, Any]:
    """What stands in the form when a draft is changed, or a new version begins from the last one."""
    names = ("title", "opening", "points", "languages", "from_on", "until_on")
    return {**{name: getattr(briefing, name) for name in names}, "lines": list(briefing.lines.all())}


def blank_for(campaign: Campaign | None, lines: list[Line]) -> dict[str, Any]:
    """What stands in the form of a first version: the campaign's own dates and name, and every line."""
    if campaign is None:
        return {"from_on": clock.today(), "lines": lines}
    return {"title": campaign.title[:120], "from_on": campaign.starts_on, "until_on": campaign.ends_on, "lines": lines}


class CallForm(forms.Form):
    """An editor's note of a call: who confirmed, and when."""

    said_by = ShortWords(label=_("Who confirmed it"), help_text=_("Name and role."), max_length=120)
    said_on = forms.DateField(label=_("Day of the call"))
    said_at = forms.TimeField(
        label=_("Time of the call"), help_text=_("For example 14:30."),
        error_messages={"invalid": _("Enter a time like 14:30")},
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """The contact of a line confirms for all of its handlers."""

    said_by = ShortWords(label=_("Your name and role"), max_length=120)
