"""Where a professional is on the way, and what they answered so far: made anew from each form that arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from alongside.public.concerns import held
from alongside.site import tokens

from . import fields, journey

PURPOSE = "professional"


@dataclass(frozen=True)
class Visit:
    """One page of the way. Its answers are as they were typed; they are judged page by page, and again at Send."""

    step: str
    answers: dict[str, str]
    go: str = ""
    problem: str = ""
    status: int = 200

    @classmethod
    def first(cls, answers: dict[str, str] | None = None) -> Visit:
        """Somebody who begins, with the answers of a draft or with none."""
        return cls(journey.FIRST, {**(answers or {}), **journey.begun()})

    @classmethod
    def from_form(cls, sent: tokens.Sent) -> Visit:
        """Read a form. Whatever is wrong with it, what was typed on its page is kept."""
        step = sent.data.get("step", "")
        step = step if step in journey.STEPS else journey.FIRST
        before = held.open(sent.data.get("held", ""), PURPOSE)
        typed = journey.typed(fields.BY_NAME[step], sent.data) if step in fields.BY_NAME else {}
        if step == journey.FIRST and "danger" in sent.data:
            typed = {"danger": sent.data.get("danger", "")}
        return cls(
            step=step,
            answers={**(journey.begun() if before is None else before), **typed},
            go=sent.data.get("go", ""),
            problem=sent.problem or (_forgotten() if before is None else ""),
            status=sent.status if sent.problem else 403,
        )

    @property
    def token(self) -> str:
        """Each page gets a fresh one, so that only a page that stood open for too long is too old."""
        return tokens.new(PURPOSE)

    @property
    def held(self) -> str:
        return held.close(self.answers, PURPOSE)

    @property
    def brings_answers(self) -> bool:
        """Whether something was written before, as in a draft that was opened."""
        return bool(journey.of_a_draft(self.answers))

    @property
    def has_place(self) -> bool:
        """Whether they said where the person lives, or that they are not sure: it is asked before anything else."""
        return bool(self.answers.get("area"))

    @property
    def nonce(self) -> str:
        return self.answers[journey.NONCE]

    def at(self, step: str) -> Visit:
        return replace(self, step=step)

    def having(self, **more: str) -> Visit:
        return replace(self, answers={**self.answers, **more})

    def having_done(self, section: str) -> Visit:
        return self.having(**{journey.DONE + section: "yes"})

    def with_problem(self, said: str, status: int) -> Visit:
        return replace(self, problem=said, status=status)


def _forgotten() -> str:
    return _(
        "This page was open for more than six hours, so what you wrote on earlier pages has been forgotten. Nothing was"
        " sent. If you saved a draft, open it; if not, go on, and we ask the rest again."
    )
