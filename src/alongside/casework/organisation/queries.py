"""What many rooms ask of the organisation: who holds which post today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alongside.commons import clock

from .models import Area, Holding, Post


def posts_held(staff_id: UUID) -> QuerySet[Post]:
    """Return the posts that somebody holds today."""
    return Post.objects.filter(pk__in=_held(staff_id, clock.today()).values("post_id"))


def posts_with(area: Area, roles: Iterable[str]) -> QuerySet[Post]:
    """Return the posts of an area that have one of these roles, held by somebody or not."""
    return Post.objects.filter(area=area, role__in=tuple(roles))


def roles_in(area: Area, staff_id: UUID) -> list[str]:
    """Return the roles that somebody holds today in an area, in alphabetical order."""
    held = _held(staff_id, clock.today()).filter(post__area=area)
    return sorted(set(held.values_list("post__role", flat=True)))


def roles_of(staff_id: UUID, *, on: date) -> frozenset[str]:
    """Return the roles that somebody holds on a day, by all of their posts."""
    return frozenset(_held(staff_id, on).values_list("post__role", flat=True))


def areas_of(staff_id: UUID, roles: Iterable[str], *, on: date) -> frozenset[str]:
    """Return the codes of the areas in which somebody holds one of these roles on a day."""
    held = _held(staff_id, on).filter(post__role__in=tuple(roles))
    return frozenset(held.values_list("post__area__code", flat=True))


def _held(staff_id: UUID, on: date) -> QuerySet[Holding]:
    found: QuerySet[Holding] = Holding.objects.on(on)
    return found.filter(staff_id=staff_id)
