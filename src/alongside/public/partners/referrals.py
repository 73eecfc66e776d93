"""Judge what a machine posted: by the published schema, then by the same forms that judge the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker, ValidationError  # type: ignore[import-untyped]

from alongside.public.concerns.models import Area
from alongside.public.professionals import fields, forms, journey

from . import schema

BY_NAME: Final = {one.name: one for one in fields.all_fields()}
DATES = FormatChecker(["date"])


class NotJson(ValueError):
    """What was posted is no JSON object in Unicode."""


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: where, as a JSON pointer (RFC 6901) in a fragment, and what in one sentence."""

    pointer: str
    detail: str


def read(data: bytes) -> Any:
    """The JSON that was posted. Raises NotJson."""
    try:
        read = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
        json.dumps(read, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise NotJson from None
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("A name stands twice.")
    return dict(pairs)


def _refused(_constant: str) -> Any:
    raise ValueError("NaN and infinity are no JSON.")


def judge(body: Any, areas: Sequence[Area]) -> tuple[dict[str, Any], list[Wrong]]:
    """The cleaned answers by name, and what is wrong; with anything wrong there are no answers."""
    validator = Draft202012Validator(schema.referral(areas), format_checker=DATES)
    if wrong := [each for error in validator.iter_errors(body) for each in _said(error)]:
        return {}, sorted(set(wrong), key=lambda each: each.pointer)
    tasks = [kind(_typed(body), areas=areas) for kind in forms.TASKS.values()]
    wrong = [
        Wrong(f"#/{task.section.name}/{name}", str(sentences[0]))
        for task in tasks
        for name, sentences in task.errors.items()
    ]
    return ({}, wrong) if wrong else ({k: v for task in tasks for k, v in task.cleaned_data.items()}, [])


def _typed(body: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What was posted as the forms have it: a day in three boxes, a tick as “on”."""
    typed: dict[str, str] = {}
    for section in body.values():
        for name, answer in section.items():
            typed |= _boxes(name, answer)
    return typed


def _boxes(name: str, answer: Any) -> dict[str, str]:
    if BY_NAME[name].kind == fields.DAY:
        year, month, day = answer.split("-")
        return dict(zip(journey.keys_of(BY_NAME[name]), (day, month, year), strict=True))
    if BY_NAME[name].kind == fields.TICK:
        return {name: "on" if answer else ""}
    return {name: answer}


def _said(error: ValidationError) -> Iterator[Wrong]:
    """One error of the validator in our words: its own repeat what was posted."""
    at = [str(step) for step in error.absolute_path]
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield Wrong(_pointer([*at, name]), _about(name, _("This is missing.")))
    elif error.validator == "additionalProperties":
        yield Wrong(_pointer(at), _("There is a field here that nobody asks for."))
    else:
        yield Wrong(_pointer(at), _about(at[-1] if at else "", _by_kind(error)))


def _by_kind(error: ValidationError) -> str:
    match error.validator:
        case "type":
            return _("This must be of the type “%(type)s”.") % {"type": error.validator_value}
        case "maxLength":
            return _("This can have %(limit)s characters at most.") % {"limit": error.validator_value}
        case "enum":
            return _("This must be one of: %(words)s.") % {"words": ", ".join(map(str, error.validator_value))}
        case _:
            return _("This is not written as it should be.")


def _about(name: str, otherwise: str) -> str:
    if name == "lead_agreed":
        return _(
            "Your safeguarding lead must have agreed before a machine sends a referral. Without it, send it by the form"
            " or telephone."
        )
    said = BY_NAME[name].missing if name in BY_NAME else ""
    return str(said) or otherwise


def _pointer(path: Sequence[str]) -> str:
    return "#" + "".join("/" + step.replace("~", "~0").replace("/", "~1")[:100] for step in path)
