"""What is asked of a document that is added to a case, and of one that is withdrawn."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alongside.casework.rules import documents as rules
from alongside.commons import clock
from alongside.commons.envelope.limits import LARGEST_FILE
from alongside.design import forms
from alongside.site.in_memory import Discarded

from .adding import About as Said
from .checking import Chosen


class OneFile(forms.FileField):
    """A file of up to 20 MB; what it is and whether it is kept is found by looking at it (``checking``)."""

    default_error_messages = {"too_long": _("This file is larger than 20 MB. Choose a smaller one.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Which file?"))
        kwargs.setdefault(
            "help_text",
            _("A picture, PDF, text, recording or office document, up to 20 MB. It is made anew without place, date,"
              " camera and author."),
        )  # fmt: skip
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data: Any) -> Any:
        found = super().to_python(data)
        if isinstance(found, Discarded):
            raise forms.ValidationError(self.error_messages["too_long"], code="too_long")
        return found


class ManyFiles(forms.FileInput):
    """A field in which several files are chosen at once."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True})


class Files(OneFile):
    """Some files of 20 MB together, or none."""

    default_error_messages = {
        "too_many": _("Choose at most %(most)s files. More can be added afterwards, one by one."),
        "too_long_in_all": _("These files are larger than 20 MB in all. Choose fewer; more can be added afterwards."),
    }

    def __init__(self, *, most: int) -> None:
        self.most = most
        help_text = ngettext_lazy(
            "%(num)s file of up to 20 MB: a picture, PDF, text, recording or office document. It is made anew without"
            " place, date, camera and author.",
            "Up to %(num)s files, 20 MB in all: pictures, PDF, text, recordings and office documents. Each is made anew"
            " without place, date, camera and author.",
            most,
        ) % {"num": most}  # fmt: skip
        label = _("Files that go with it")
        super().__init__(label=label, help_text=help_text, required=False, widget=ManyFiles())

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = [super(Files, self).clean(each, initial) for each in data or ()]
        if len(found) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"] % {"most": self.most}, code="too_many")
        if sum(each.size or 0 for each in found) > LARGEST_FILE:
            raise forms.ValidationError(self.error_messages["too_long_in_all"], code="too_long_in_all")
        return found


def chosen(found: UploadedFile) -> Chosen:
    """Return a file as it is looked at."""
    return Chosen(found.name or "", found.read())


class About(forms.Form):
    """What is known of a document beside its file."""

    type = forms.ChoiceField(
        label=_("What is it?"), choices=[("", _("Choose what it is")), *rules.TYPES.items()]
    )  # fmt: skip
    purpose = forms.LongTextField(
        label=_("Why does the case need it?"), max_length=1000, rows=3,
        help_text=_("Nothing of what it says is copied into notes: they say why, and the document says what."),
    )  # fmt: skip
    dated_on = forms.DateField(
        label=_("Of which day is it?"), required=False, help_text=_("The day that stands on it.")
    )
    source = forms.CharField(label=_("From whom do we have it?"), max_length=200)
    controller = forms.CharField(
        label=_("Who answers for what it says?"), max_length=200,
        help_text=_("The body whose record it is: it is asked before anybody passes it on."),
    )  # fmt: skip

    def clean_dated_on(self) -> Any:
        day = self.cleaned_data["dated_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("This day is still to come. Enter the day that stands on it."))
        return day

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in About.base_fields})


class Add(About):
    file = OneFile()
    field_order = ["file"]


class Withdraw(forms.Form):
    why = forms.LongTextField(
        label=_("Why is it withdrawn?"), max_length=1000, rows=3,
        help_text=_("It stays in the list with this reason. Do not repeat what the document says."),
    )  # fmt: skip
    file = forms.ChoiceField(
        label=_("What becomes of its file?"), widget=forms.RadioSelect,
        choices=[
            ("stays", _("It no longer holds, and can still be read: decisions may rest on it")),
            ("goes", _("It should never have been here (another person's, for example): it is deleted now, for good")),
        ],
    )  # fmt: skip
