"""Where somebody is on the way, and what they answered so far: made anew from each form that arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from alongside.site import tokens

from . import actions, forms, held, journey


@dataclass(frozen=True)
class Visit:
    """One page of the way. Its answers are as they were typed; they are judged page by page, and again at Send."""

    step: str
    answers: dict[str, str]
    token: str
    nonce: str = ""
    go: str = ""
    problem: str = ""
    status: int = 200

    @classmethod
    def from_form(cls, sent: tokens.Sent) -> Visit:
        """Read a form. Whatever is wrong with it, what was typed on its page is kept."""
        step = sent.data.get("step", "")
        step = step if step in journey.STEPS else journey.FIRST
        before = held.open(sent.data.get("held", ""))
        typed = {name: sent.data.get(name, "") for name in forms.fields_of(step)}
        problem = sent.problem or (_forgotten() if before is None else "")
        return cls(
            step=step,
            answers={**(before or {}), **typed},
            token=tokens.new(actions.PURPOSE) if sent.problem else str(sent.data[tokens.FIELD]),
            nonce=sent.nonce,
            go=sent.data.get("go", ""),
            problem=problem,
            status=sent.status if sent.problem else 403,
        )

    def at(self, step: str) -> Visit:
        return replace(self, step=step)

    def with_problem(self, said: str, status: int) -> Visit:
        return replace(self, problem=said, status=status)

    def having_seen_all(self) -> Visit:
        return replace(self, answers={**self.answers, journey.SEEN_ALL: "yes"})

    def answers_to_send(self) -> dict[str, str]:
        return {name: text for name, text in self.answers.items() if name != journey.SEEN_ALL}


def _forgotten() -> str:
    return _(
        "This page was open for more than six hours, so what you wrote on earlier pages has been forgotten for your"
        " safety. Nothing was sent. What you wrote here is still here: go on, and we ask the rest again."
    )
