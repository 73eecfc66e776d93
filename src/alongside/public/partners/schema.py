"""The JSON Schema of a referral, from the table that makes the pages: what a machine posts is the form's answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from alongside.public.concerns.models import Area
from alongside.public.professionals import fields, forms
from alongside.public.professionals.fields import Field, Section

# A machine posts only with the lead's agreement, so what a person may answer besides is not there.
NOT_FOR_MACHINES: Final = {"without_lead"}
LEAD_AGREED: Final = ("yes", "i_am")
UNSEEN: Final = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd"
SEEN_ONLY: Final = f"^[^{UNSEEN}]*$"
NOT_EMPTY: Final = rf"^[^{UNSEEN}]*[^{UNSEEN}\s][^{UNSEEN}]*$"
DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def referral(areas: Sequence[Area]) -> dict[str, Any]:
    """The schema (JSON Schema 2020-12). `areas` are the places that take part."""
    return {
        "type": "object",
        "title": "Referral",
        "description": "One referral by one person, in their own words.",
        "additionalProperties": False,
        "required": [section.name for section in fields.SECTIONS if any(one.required for one in section.fields)],
        "properties": {section.name: _section(section, areas) for section in fields.SECTIONS},
    }


def _section(section: Section, areas: Sequence[Area]) -> dict[str, Any]:
    asked = [one for one in section.fields if one.name not in NOT_FOR_MACHINES]
    described: dict[str, Any] = {
        "type": "object",
        "title": str(section.title),
        "additionalProperties": False,
        "properties": {one.name: _property(one, areas) for one in asked},
    }
    if required := [one.name for one in asked if one.required]:
        described["required"] = required
    if rules := [_rule(one) for one in asked if one.when]:
        described["allOf"] = rules
    return described


def _property(one: Field, areas: Sequence[Area]) -> dict[str, Any]:
    said = {"title": str(one.label), **({"description": str(one.hint)} if one.hint else {})}
    if one.name == "lead_agreed":
        return said | {"enum": list(LEAD_AGREED)}
    match one.kind:
        case fields.PLACE:
            return said | {"enum": [*(area.code for area in areas if area.covered), forms.NOT_SURE]}
        case fields.CHOICE:
            return said | {"enum": [value for value, _words in one.choices]}
        case fields.DAY:
            return said | {"type": "string", "format": "date", "pattern": DAY}
        case fields.TICK:
            return said | ({"const": True} if one.required else {"type": "boolean"})
        case fields.EMAIL:
            return said | _text(one, fields.EMAIL_LOOKS_LIKE)
        case fields.TELEPHONE:
            return said | _text(one, fields.TELEPHONE_LOOKS_LIKE)
        case _:
            return said | _text(one, NOT_EMPTY if one.required else SEEN_ONLY)


def _text(one: Field, pattern: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": one.limit, "pattern": pattern}


def _rule(one: Field) -> dict[str, Any]:
    """This field is required when another has one of these answers."""
    other, answers = one.when or ("", ())
    return {
        "if": {"properties": {other: {"enum": list(answers)}}, "required": [other]},
        "then": {"properties": {one.name: {"pattern": NOT_EMPTY}}, "required": [one.name]},
    }
