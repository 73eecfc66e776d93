"""The sheet on which an assessment is written: facts and needs row by row, and its sections. All of it is one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import assessment as rules
from alongside.design import forms

from . import content
from .needs import NONE, Answered, Said
from .queries import Newest, Seen

LONGEST = 6000


class FactRow(forms.Form):
    what = forms.LongTextField(label=_("What happened, or what was said?"), max_length=1500, required=False, rows=3)
    source = forms.CharField(label=_("From whom, or from what, do we know it?"), max_length=200, required=False)
    on = forms.CharField(
        label=_("Of when is it?"), help_text=_("A day, or as near as is known."), max_length=80, required=False
    )
    certainty = forms.ChoiceField(
        label=_("How sure is it?"), choices=[(word, _(label)) for word, label in rules.CERTAINTY.items()],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip


class NeedRow(forms.Form):
    what = forms.LongTextField(label=_("One need, in plain words"), max_length=1500, required=False, rows=2)


class Sections(forms.Form):
    """Every section of the rules, in their order."""


for section in rules.SECTIONS.values():
    Sections.base_fields[section.word] = forms.LongTextField(
        label=_(section.label), help_text=_(section.hint), max_length=LONGEST, required=False
    )


class Why(forms.Form):
    why = forms.LongTextField(label=_("What has to change before you can agree?"), max_length=3000)


class NeedAnswer(forms.Form):
    """What is done about one need (R-12). ``read``: the answer that its page was drawn with."""

    answer = forms.ChoiceField(label=_("Which action answers it?"), required=False)
    why = forms.LongTextField(
        label=_("Why is there none, or what is to know of the action?"), max_length=1500, required=False, rows=2
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], read: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = ("", _("Not answered yet")), (NONE, _("No action, for the reason below"))
        self.fields["answer"].choices = [first, *offered, last]  # type: ignore[attr-defined]
        self.read = read

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == NONE and not said.get("why", "").strip():
            self.add_error("why", _("Write why nothing is done about this need."))
        return said

    def said(self) -> Said:
        return Said(self.cleaned_data["answer"], self.cleaned_data["why"], self.read)


def needs_sheet(
    rows: list[Answered], offered: list[tuple[str, str]], data: Mapping[str, str] | None
) -> list[NeedAnswer]:
    """Return a form for each need, bound to what was sent, or filled with the answer that stands."""
    return [_need_form(row, offered, data) for row in rows]


def _need_form(row: Answered, offered: list[tuple[str, str]], data: Mapping[str, str] | None) -> NeedAnswer:
    prefix, now = f"need-{row.need.id}", row.now
    read = data.get(f"{prefix}-read", "") if data else now.id if now else ""
    gone = [(now.action, now.done)] if now and now.action not in (NONE, *dict(offered)) else []
    start = {"answer": now.action, "why": now.why} if now else {}
    return NeedAnswer(data, prefix=prefix, initial=start, offered=[*offered, *gone], read=read)


class Correct(forms.Form):
    text = forms.LongTextField(
        label=_("What is wrong, and what is right?"),
        help_text=_("It stands beside the version, with your name. The version itself stays as it was agreed."),
        max_length=3000,
    )


ROWS: dict[str, tuple[type[forms.Form], int]] = {"fact": (FactRow, 2), "need": (NeedRow, 1)}
"""The form of each kind of row, and how many blank ones a page ends with."""


class Sheet:
    """Every row and section, bound to what was sent, or filled with what was saved last."""

    def __init__(self, seen: Seen, now: Newest, data: Mapping[str, str] | None = None) -> None:
        self.facts = list(self._rows("fact", seen, now, data))
        self.needs = list(self._rows("need", seen, now, data))
        self.sections = Sections(data, initial=now.written)

    def _rows(self, kind: str, seen: Seen, now: Newest, data: Mapping[str, str] | None) -> Iterator[forms.Form]:
        form, blank = ROWS[kind]
        said = content.read(now.written)
        there = [row.id for row in (said.facts if kind == "fact" else said.needs)]
        blank = max(0, min(blank, rules.MOST_ROWS - len(there)))
        new = content.fresh(kind, seen.referral.id, seen.staff.pk, now.number, blank)
        sent = content.rows_in(data, kind) if data else []
        for row in list(dict.fromkeys([*there, *sent, *new]))[: rules.MOST_ROWS]:
            prefix = f"{kind}-{row}"
            start = {name: now.written.get(f"{prefix}-{name}", "") for name in form.base_fields}
            yield form(data, prefix=prefix, initial=start)

    @property
    def _forms(self) -> list[forms.Form]:
        return [*self.facts, *self.needs, self.sections]

    def is_valid(self) -> bool:
        """Say whether nothing is too long; what is still blank is said when it is put forward."""
        return not [form for form in self._forms if not form.is_valid()]

    @property
    def errors(self) -> Any:
        return forms.error_summary(*(form for form in self._forms if form.is_bound and form.errors))

    @property
    def written(self) -> dict[str, str]:
        """Return what was typed by the names of the boxes: all that a saving keeps."""
        return {form.add_prefix(name): form.cleaned_data[name] for form in self._forms for name in form.fields}
