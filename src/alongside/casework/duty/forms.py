"""What a coordinator fills in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.casework.organisation.models import Area, Holding, Staff
from alongside.casework.rules import duty as rules
from alongside.commons import clock
from alongside.design import forms

from .models import LIVE, Turn


def readers(area: Area) -> QuerySet[Staff]:
    """Those who hold, or will hold, the post that reads an area's concerns."""
    held = Holding.objects.filter(post__area=area, post__role=rules.READER).exclude(until_on__lt=clock.today())
    return Staff.objects.filter(pk__in=held.values("staff_id"), is_active=True)


class OfArea(forms.Form):
    """A form whose people are the readers of one area."""

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        if "staff" in self.fields:
            self.fields["staff"].queryset = found = readers(area)  # type: ignore[attr-defined]
            if not found.exists():
                self.fields["staff"].help_text = _(
                    "Nobody holds the post that reads concerns here. A manager gives it to somebody first."
                )


class Hours(OfArea):
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days?"),
        coerce=int,
        choices=lambda: [(number, _(day)) for number, day in enumerate(rules.WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=gettext_lazy("From"), help_text=gettext_lazy("For example 9:00. Local time."))
    closes = forms.TimeField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("For example 17:00; 0:00 is midnight. Earlier than From means the next morning."),
    )
    holidays = forms.BooleanField(label=gettext_lazy("Also on bank holidays"), required=False)


class Days(OfArea):
    staff = forms.ModelChoiceField(
        label=gettext_lazy("Who?"), queryset=Staff.objects.none(), empty_label=gettext_lazy("Choose")
    )
    from_on = forms.DateField(label=gettext_lazy("First day"))
    until_on = forms.DateField(label=gettext_lazy("Last day"), help_text=gettext_lazy("This day included."))


class HandOver(Days):
    """Who takes days of a turn is somebody else than its holder."""

    def __init__(self, *args: Any, turn: Turn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = readers(self.area).exclude(pk=turn.staff_id)
        self.fields["staff"].queryset = others  # type: ignore[attr-defined]
        if not others.exists():
            self.fields["staff"].help_text = _(
                "Nobody else holds the post that reads concerns here. A manager gives it to somebody first."
            )


class OtherTurn(forms.ModelChoiceField):
    def label_from_instance(self, turn: Any) -> str:
        return f"{turn.staff.name}, {turn.from_on:%-d %b %Y} – {turn.until_on:%-d %b %Y}"


class Swap(OfArea):
    other = OtherTurn(
        label=gettext_lazy("With which turn?"), queryset=Turn.objects.none(), empty_label=gettext_lazy("Choose")
    )

    def __init__(self, *args: Any, turn: Turn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Turn.objects.filter(LIVE, area=self.area, until_on__gte=clock.today()).exclude(staff=turn.staff)
        self.fields["other"].queryset = others.select_related("staff")  # type: ignore[attr-defined]
        if not others.exists():
            self.fields["other"].help_text = _(
                "Nobody else has a turn yet. Put somebody else on duty first, or let somebody take days of this turn."
            )


class Arranged(OfArea):
    out_of_hours = forms.ChoiceField(
        label=gettext_lazy("When nobody here reads"),
        choices=lambda: [(word, _(label)) for word, label in rules.OUT_OF_HOURS.items()],
        widget=forms.RadioSelect,
    )
    cover = forms.ModelChoiceField(
        label=gettext_lazy("Which area reads then?"),
        help_text=gettext_lazy("Its readers see what comes while they are on duty, for three days."),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose"),
    )
    line = forms.CharField(
        label=gettext_lazy("Number of the line"),
        help_text=gettext_lazy("The public page gives it while nobody reads."),
        max_length=26,
        required=False,
        validators=[
            RegexValidator(r"^\+?[0-9 ]{3,25}$", gettext_lazy("Write a telephone number in digits and spaces."))
        ],
    )
    reader_en = forms.CharField(
        label=gettext_lazy("Who reads, in English"),
        help_text=gettext_lazy("The public page says: “It is read first by …”. No names of people."),
        max_length=120,
        required=False,
    )
    reader_cy = forms.CharField(label=gettext_lazy("Who reads, in Welsh"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = Area.objects.exclude(pk=self.area.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs, and drop what it does not."""
        said: dict[str, Any] = super().clean() or {}
        chosen = said.get("out_of_hours")
        if chosen == "area" and not said.get("cover"):
            self.add_error("cover", _("Choose which area reads then."))
        if chosen == "line" and not said.get("line"):
            self.add_error("line", _("Write the number of the line."))
        return {**said, "cover": said.get("cover") if chosen == "area" else None,
                "line": said.get("line", "") if chosen == "line" else ""}  # fmt: skip


def a_week_from(today: Any) -> dict[str, Any]:
    """What a form of days begins with: the coming seven days."""
    return {"from_on": today, "until_on": today + timedelta(days=6)}
