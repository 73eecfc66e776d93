"""Which agencies there are."""

from __future__ import annotations

from uuid import UUID

from .models import Agency


def open_agency(client_id: str) -> Agency | None:
    """The agency of this client id, unless it was closed."""
    try:
        return Agency.objects.filter(id=UUID(client_id), closed_on=None).first()
    except ValueError:
        return None


def all_agencies() -> list[Agency]:
    return list(Agency.objects.order_by("name"))
