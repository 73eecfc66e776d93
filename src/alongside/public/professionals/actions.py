"""Send what a professional or a partner's machine tells: the concern and who tells it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from alongside.public.concerns import actions as concerns

from . import fields

# every professional is named, and is reached as their identity says.
PROMISE: Final = {"promise": "named"}
REACHED: Final = {"contact": "as_said"}


def send(
    clean: Mapping[str, Any], *, nonce: str, channel: str = "professional", later: bool = False
) -> concerns.Sealed:
    """Post it. `clean` are the cleaned answers of all sections by name; the same token sends the same thing once.

    Raises what `concerns.actions.post_concern` raises.
    """
    parts: dict[str, dict[str, str]] = {"concern": {}, "more": {}, "identity": {}}
    for one in fields.all_fields():
        if words := as_sent(one, clean.get(one.name)):
            parts[one.goes_to][one.name] = words
    return concerns.post_concern(
        {**parts["concern"], **PROMISE, **REACHED},
        nonce=nonce,
        channel=channel,
        more=parts["more"],
        identity={**parts["identity"], **PROMISE},
        later=later,
    )


def as_sent(one: fields.Field, answer: Any) -> str:
    """One answer as the envelope has it: a day in ISO 8601, a tick as “yes”."""
    if one.kind == fields.TICK:
        return "yes" if answer else ""
    if one.kind == fields.DAY:
        return answer.isoformat() if answer else ""
    return answer or ""
