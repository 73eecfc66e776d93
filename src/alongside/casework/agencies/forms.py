"""What is asked of a partner, and what its agency answers (rules/agencies)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.documents.checking import Chosen
from alongside.casework.documents.forms import Files, OneFile, chosen
from alongside.casework.organisation.models import Post
from alongside.casework.rules import agencies as rules
from alongside.design import forms


class Question(forms.Form):
    """What every question says, to whomever it goes."""

    about = forms.LongTextField(
        label=_("Whom is it about?"), max_length=500, rows=3,
        help_text=_("As little as they need to know who is meant: a name, a day of birth, a school."),
    )  # fmt: skip
    question = forms.LongTextField(label=_("What do you ask?"), max_length=3000)
    necessity = forms.LongTextField(
        label=_("Why is it needed?"), max_length=2000, rows=4,
        help_text=_("What you will decide with it. The partner reads this, and weighs it."),
    )  # fmt: skip
    fields_asked = forms.MultipleChoiceField(
        label=_("What do you ask for?"), choices=list(rules.FIELDS.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the question needs."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("On what legal basis do you ask?"), choices=list(rules.LEGAL_BASES.items()), widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(
        label=_("It is urgent"), required=False, help_text=_("Two working days instead of ten, where you name no day.")
    )
    due_on = forms.DateField(label=_("By which day do you need the answer?"), required=False)

    def asked(self) -> dict[str, Any]:
        """Return what was asked, as ``actions.ask`` takes it."""
        said = self.cleaned_data
        return {**said, "fields": said["fields_asked"]}


class Ask(Question):
    partner = forms.ChoiceField(label=_("Whom do you ask?"))
    field_order = ["partner"]

    def __init__(self, *args: Any, partners: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", _("Choose a partner")), *_posts(partners)]  # type: ignore[attr-defined]


class AskWithoutAccount(Question):
    whom = forms.CharField(
        label=_("Whom do you ask, and of which organisation?"), max_length=200,
        help_text=_("For example a family doctor or a head teacher. Ring them on a number that you looked up."),
    )  # fmt: skip
    field_order = ["whom"]


class Says(forms.Form):
    """What an answer says, or a correction beside it."""

    kind = forms.ChoiceField(
        label=_("What is your answer?"), choices=[(kind.word, kind.label) for kind in rules.KINDS.values()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.LongTextField(
        label=_("In your words"), max_length=20000, required=False,
        help_text=_("What bears on the question and nothing more: what it is, where you know it from, of when."),
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=_("On what ground do you not share it, or a part of it?"), required=False,
        choices=[("", _("We share what is asked")), *rules.GROUNDS.items()],
    )  # fmt: skip

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "words", "ground")}


class Readers(forms.Form):
    """Who reads a contribution, and until when."""

    readers = forms.MultipleChoiceField(
        label=_("Who may read it?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Nobody else does: they see that there is something of yours, and whom to ask."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until which day?"), help_text=_("After that day it closes to them by itself."))

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = _posts(posts)  # type: ignore[attr-defined]


class Answer(Says, Readers):
    regime = forms.ChoiceField(
        label=_("Under which law do you hold this?"), choices=list(rules.REGIMES.items()), widget=forms.RadioSelect
    )
    enclosed = Files(most=rules.FILES_AT_ONCE)
    field_order = ["kind", "words", "ground", "enclosed", "readers", "until", "regime"]

    def chosen(self) -> list[Chosen]:
        return [chosen(each) for each in self.cleaned_data["enclosed"]]


class AddFile(forms.Form):
    file = OneFile()

    def chosen(self) -> Chosen:
        return chosen(self.cleaned_data["file"])


class Why(forms.Form):
    why = forms.LongTextField(label=_("Why is it withdrawn?"), max_length=1000, rows=3)


class HandOver(forms.Form):
    to = forms.ChoiceField(
        label=_("To which post?"), help_text=_("It gets the answers, and reads what partners let you read.")
    )

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _posts(posts)  # type: ignore[attr-defined]


def _posts(posts: Iterable[Post]) -> list[tuple[str, str]]:
    return [(str(post.pk), str(post)) for post in posts]
