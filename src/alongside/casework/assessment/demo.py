"""The demo's assessment: two versions of what is known of Noor, the second after her college had answered."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from alongside.casework.keys.middleware import looking
from alongside.casework.organisation.models import Staff

from . import actions

PICTURES, FRIENDS, TUTOR, COMPANY, GRIEF = (uuid.uuid5(uuid.NAMESPACE_OID, f"alongside demo {n}").hex for n in range(5))


def _fact(row: str, what: str, source: str, on: str, certainty: str) -> dict[str, str]:
    said = {"what": what, "source": source, "on": on, "certainty": certainty}
    return {f"fact-{row}-{name}": text for name, text in said.items()}


FIRST = {
    **_fact(PICTURES, "Pictures of an attack lay under her bed; she called those who did it heroes.", "her cousin",
            "last Sunday", "seen"),
    **_fact(FRIENDS, "She has stopped seeing her friends.", "her cousin", "since the summer", "assumed"),
    f"need-{COMPANY}-what": "Company of her own age.",
    "how_to_talk": "In the morning, in person and not by telephone. One question at a time.",
    "unknown": "Whether she talks about the pictures with anybody, at college or elsewhere. The college could say.",
    "strengths": "She goes to college every day. Her cousin is there for her.",
    "concerns": "She looks at an attack again and again and admires those who did it. Nobody has heard any ideology.",
    "who_hurt": "Nobody whom we know of.",
    "how_soon": "We do not know.",
    "being_done": "Callum asks the college by Friday.",
    "conclusion": "She is alone with something terrible. We know one thing that was seen, and have not asked her yet.",
    "plan": "Callum talks with the college, then with her cousin. We look again next week.",
}  # fmt: skip
SECOND = {
    **_fact(FRIENDS, "She has stopped seeing her friends and eats alone.", "her tutor", "since September", "seen"),
    **_fact(TUTOR, "She showed the pictures to her tutor and asked why people do such things.", "her tutor",
            "last Tuesday", "told"),
    f"need-{GRIEF}-what": "Somebody to talk with about her father's death.",
    "unknown": "Whether anybody sends her the pictures.",
    "strengths": "She goes to college every day. Her cousin and her tutor are there for her, and she asked for help.",
    "how_soon": "Nothing points to a day.",
    "being_done": "Her tutor sees her every morning. Callum asks her who sends the pictures, by Friday.",
    "views": "“I want to understand why they did it.”",
    "changed": "The college knows her well. She talks about the pictures and is shocked by them, too.",
    "conclusion": "She looks for answers, alone, since her father died. With company and somebody to talk with she need"
    " not look for them there.",
}  # fmt: skip


def assess(case: UUID, cast: Any) -> None:
    """Let the case manager write both, and the supervisor agree to each."""
    done = _version(case, FIRST, 0, cast)
    _version(case, FIRST | SECOND, done, cast)


def _version(case: UUID, written: dict[str, str], based_on: int, cast: Any) -> int:
    with looking((callum := Staff.objects.get(email=cast.CASE_MANAGER.email)).pk):
        saved = actions.save(case, written, based_on=based_on, by=callum)
        forward = actions.put_forward(case, read=saved.number, by=callum)
    with looking((sunita := Staff.objects.get(email=cast.SUPERVISOR.email)).pk):
        actions.agree(case, read=forward.number, by=sunita)
    return forward.number
