"""Fill a form that is not sent yet with what was saved, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alongside.design import forms


def from_draft(form: forms.Form, written: Mapping[str, str], prefix: str | None = None) -> dict[str, Any]:
    """Return the initial values of a form from the names and texts that a browser sends for it."""
    start = f"{prefix}-" if prefix else ""
    return {name: _value(field, written, f"{start}{name}") for name, field in form.fields.items()}


def _value(field: Any, written: Mapping[str, str], name: str) -> Any:
    if isinstance(field, forms.DateField):
        return {part: written.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
    return written.get(name, "")
