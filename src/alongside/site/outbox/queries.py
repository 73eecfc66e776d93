"""What the demo's mail page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from .kinds import FAILURES
from .letters import Letter, letter_for
from .models import Mail

A_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A message, what it says, and how far it got."""

    mail: Mail
    letter: Letter | None
    failure: str


def newest(number: int | str) -> Page[Shown]:
    """Return a page of all messages, the newest first; a number that is no page gives the nearest one."""
    page: Page[Any] = Paginator(Mail.objects.order_by("-queued_at", "id"), A_PAGE).get_page(number)
    page.object_list = [Shown(mail, letter_for(mail), str(FAILURES.get(mail.failure, ""))) for mail in page.object_list]
    return page
