"""What the panel asks: a decision record (R-05, domain page 2.8), who asks for consent (CTSA 2015 s36(5)), a meeting, a
paper, an action.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.organisation.models import Staff
from alongside.casework.rules import closure
from alongside.casework.rules import panel as rules
from alongside.design import forms


class Decision(forms.Form):
    title = _("Decision record")
    field_order = [field.word for field in closure.DECISION_FIELDS]


for row in closure.DECISION_FIELDS:
    Decision.base_fields[row.word] = forms.LongTextField(label=_(row.label), max_length=3000, required=row.needed)


class ConsentAsker(forms.Form):
    title = _("Asking for consent")
    who = forms.CharField(label=_("Who asks for consent?"), max_length=200)
    how = forms.CharField(label=_("How is consent asked for?"), max_length=300)
    when = forms.DateField(label=_("By which day?"))


class Plan(forms.Form):
    """A meeting: when, where, who chairs."""

    day = forms.DateField(label=_("On which day?"))
    time = forms.TimeField(
        label=_("At what time?"), help_text=_("For example 10:00, as the clock shows in the time zone below."),
        widget=forms.TextInput, input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": _("Write the time like 10:00")},
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("In which time zone?"), choices=[(zone, zone) for zone in rules.ZONES])
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)
    link = forms.URLField(
        label=_("Link for those who join from elsewhere"), max_length=200, required=False,
        assume_scheme="https", error_messages={"invalid": _("Write a link like https://meet.example/panel")},
    )  # fmt: skip
    chair = forms.ChoiceField(label=_("Who chairs?"))
    urgent = forms.BooleanField(
        label=_("This is an urgent panel"), required=False,
        help_text=_("For one case or a few; it can meet today, and papers go out as soon as they are written."),
    )  # fmt: skip

    def __init__(self, *args: Any, chairs: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = [(str(each.pk), each.name) for each in chairs]  # type: ignore[attr-defined]


class Paper(forms.Form):
    """The paper of an item (rules/panel.PAPER), and what quorum asks of it."""

    adult = forms.LongTextField(
        label=_("How do we know that the person is 18 or over? (if it is known)"), max_length=600, rows=2,
        required=False,
        help_text=_("Left blank, the panel needs who has to be there for a child. Members do not read this."),
    )  # fmt: skip

    relevant = forms.MultipleChoiceField(
        label=_("Which services have to be there for this person?"), choices=list(rules.SERVICES.items()),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The chair, the police and, for a child, children's services and education are needed anyway."),
    )  # fmt: skip

    contributions = forms.MultipleChoiceField(
        label=_("Which contributions of partners are printed in the pack?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For the members whom its agency names, and nobody else; with whose it is and under which law."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributions"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["contributions"]


for section in rules.PAPER:
    Paper.base_fields[section.word] = forms.LongTextField(label=_(section.label), max_length=6000, required=False)


class WhyLate(forms.Form):
    why_late = forms.LongTextField(
        label=_("Why are these papers late?"), max_length=1000, required=False, rows=3,
        help_text=_("Only where members have less than three working days to read them. It stands in the minutes."),
    )  # fmt: skip


class WhyAway(forms.Form):
    why = forms.LongTextField(
        label=_("What is the conflict?"), max_length=1000, rows=3,
        help_text=_("For example kin, a friendship, or an earlier part in the matter. The item closes to you at once."),
    )  # fmt: skip


class WhoSits(forms.Form):
    agencies = forms.MultipleChoiceField(
        label=_("Whose members sit on this item?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The others get no paper, see no line of it and do not count for its quorum. The authority and the"
                    " police sit on every item."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(offered)  # type: ignore[attr-defined]


class AddSeat(forms.Form):
    staff = forms.ChoiceField(label=_("Who comes besides?"))
    instead_of = forms.ChoiceField(
        label=_("Instead of whom, where they stand in?"), required=False,
        help_text=_("Whoever is stood in for sends apologies, and reads the items of this meeting no longer."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], members: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", _("Choose somebody")), *people]  # type: ignore[attr-defined]
        self.fields["instead_of"].choices = [("", _("Nobody")), *members]  # type: ignore[attr-defined]


class AskGuest(forms.Form):
    name = forms.CharField(label=_("Who comes as a guest?"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("The e-mail address with which they sign in here"), required=False,
        help_text=_("With an account they accept the statement of confidentiality there and read this one item."),
    )  # fmt: skip


class Book(forms.Form):
    kind = forms.ChoiceField(label=_("What has to be booked?"), choices=list(rules.BOOKINGS.items()))
    what = forms.CharField(
        label=_("Which language, or which adjustment?"), max_length=120, required=False,
        help_text=_("Say what, and not for whom."),
    )  # fmt: skip


class Outcome(forms.Form):
    outcome = forms.LongTextField(label=_("What came of it?"), max_length=2000, rows=3)


class Correct(forms.Form):
    text = forms.LongTextField(label=_("What is wrong in these minutes, and what is right?"), max_length=3000)


class Screen(forms.Form):
    """What the chair's screen asks of every item besides its decision record."""

    note = forms.LongTextField(label=_("Discussion"), max_length=20000, required=False, rows=8)
    votes_for = forms.IntegerField(label=_("How many were for it?"), min_value=0, max_value=99, required=False)
    votes_against = forms.IntegerField(label=_("How many were against it?"), min_value=0, max_value=99, required=False)


class GiveAction(forms.Form):
    what = forms.LongTextField(label=_("What is to be done?"), max_length=500, rows=2)
    owner = forms.ChoiceField(label=_("Who does it?"))
    due_on = forms.DateField(label=_("By which day?"))

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Choose somebody")), *owners]  # type: ignore[attr-defined]
