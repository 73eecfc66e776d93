"""What many rooms ask of the organisation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from .models import Holding


def roles_of(staff_id: UUID, *, on: date) -> frozenset[str]:
    """Return the stored words of the roles that somebody holds on a day, by all of their posts."""
    return frozenset(Holding.objects.on(on).filter(staff_id=staff_id).values_list("post__role", flat=True))  # type: ignore[attr-defined]


def areas_of(staff_id: UUID, role: str, *, on: date) -> frozenset[str]:
    """Return the codes of the areas in which somebody holds a role on a day."""
    held = Holding.objects.on(on).filter(staff_id=staff_id, post__role=role)  # type: ignore[attr-defined]
    return frozenset(held.values_list("post__area__code", flat=True))
