"""The mail that asks the contact of a line to confirm: its address and its signed link, made when it is sent."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.urls import reverse

from alongside.commons import clock

from .models import Asking

SALT = "alongside.desk.confirm"


def to_contact(asking_id: UUID) -> tuple[str, str] | None:
    """Address and page for a row of `Asking`, or None when it was answered or is too old.

    The casework worker reads these columns and no others (grants.py).
    """
    asked = Asking.objects.select_related("line").only("used_at", "expires_at", "line__contact_email")
    asking = asked.filter(pk=asking_id).first()
    if asking is None or not asking.is_good_at(clock.now()):
        return None
    return asking.line.contact_email, reverse("briefing_confirm", args=[token_for(asking_id)])


def token_for(asking_id: UUID) -> str:
    """What stands in the link: the row's id, signed, so that nobody makes one up from an id."""
    return signing.Signer(salt=SALT).sign(asking_id.hex)


def asking_in(token: str) -> UUID | None:
    """The row that a link names, or None for a link that is not ours."""
    try:
        return UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
