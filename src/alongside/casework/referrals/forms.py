"""The page of one move: its reason, how it ends where it ends something, and what has to be recorded first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.casework.rules import closure, journey
from alongside.design import forms

from . import facts, signing
from .queries import Seen, facts_for


class AskBack(forms.Form):
    """What somebody wants to know before they sign."""

    question = forms.LongTextField(
        label=_("Or give it back with a question"), max_length=2000,
        help_text=_("Your colleague answers in the reason and asks again."),
    )  # fmt: skip


class Reason(forms.Form):
    """Why a move is made, and with which closure code where it closes."""

    closure_code = forms.ChoiceField(label=_("How does it end?"), widget=forms.RadioSelect)
    reason = forms.LongTextField(
        label=_("Why?"),
        help_text=_("What was seen or told, by whom, and when. This stays on the record as you write it."),
        max_length=4000,
    )

    def __init__(self, *args: Any, move: journey.Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.closes_with:
            codes = [closure.CODES[word] for word in move.closes_with]
            self.fields["closure_code"].choices = [(code.word, _(code.label.capitalize())) for code in codes]  # type: ignore[attr-defined]
        else:
            del self.fields["closure_code"]


@dataclass
class Asked:
    """One thing to record on the page of a move. ``optional`` ones are kept only where something was filled in."""

    fact: str
    form: forms.Form
    optional: bool

    @property
    def title(self) -> str:
        return str(getattr(self.form, "title", ""))

    def is_valid(self) -> bool:
        return (self.optional and not self.form.is_bound) or self.form.is_valid()


def _is_filled_in(prefix: str, data: Any) -> bool:
    return any(str(value).strip() for name, value in (data or {}).items() if name.startswith(f"{prefix}-"))


class MovePage:
    """Everything that the page of one move asks, bound to what was sent or empty."""

    def __init__(self, seen: Seen, move: journey.Move, data: Any = None) -> None:
        self.move, self.seen = move, seen
        self.known = facts_for(seen, move)
        reason, code = signing.unfinished(seen, move) if data is None else ("", "")
        self.reason = Reason(data, move=move, initial={"reason": reason, "closure_code": code})
        self.asked = list(self._asked(seen, data))

    def _asked(self, seen: Seen, data: Any) -> Iterator[Asked]:
        chosen = data.get("closure_code", "") if data else ""
        needed = [*self.move.needs, *(closure.CODES[chosen].needs if chosen in closure.CODES else ())]
        eased = closure.EASED_BY.get(self.move.second_signature, ())
        for fact in dict.fromkeys([*needed, *eased]):
            kind = facts.recordable(fact)
            if kind is None or fact in self.known or self._why_first(fact):
                continue
            if kind.is_asked_on_the_page_of_a_move(seen.roles):
                optional = fact not in needed
                # What may be left out and was left out is not bound: it would be reported as forgotten.
                given = None if optional and not _is_filled_in(fact, data) else data
                yield Asked(fact, kind.form(given, prefix=fact), optional)

    @property
    def first(self) -> list[tuple[str, str]]:
        """Return what has to be written before this move can be made: a sentence, and the address of its own page.

        The address is empty where others write it.
        """
        kinds = {fact: facts.recordable(fact) for fact in self.move.needs if fact not in self.known}
        return [
            (
                self._why_first(fact) or journey.FACTS[fact],
                reverse(kind.page, args=[self.seen.referral.id]) if kind.page else "",
            )
            for fact, kind in kinds.items()
            if kind and (not kind.is_asked_on_the_page_of_a_move(self.seen.roles) or self._why_first(fact))
        ]

    def _why_first(self, fact: str) -> str | None:
        return facts.why_first(fact, self.seen.referral, self.seen.key)

    def is_valid(self) -> bool:
        """Say whether all that has to be answered is; every form is checked, so that all that is wrong shows at
        once.
        """
        return all([self.reason.is_valid(), *(row.is_valid() for row in self.asked)])

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        return {row.fact: row.form.cleaned_data for row in self.asked if row.form.is_bound}

    @property
    def error_summary(self) -> str:
        return forms.error_summary(
            self.reason, *(row.form for row in self.asked if row.form.is_bound and row.form.errors)
        )
