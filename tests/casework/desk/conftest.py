"""What the tests of the desk share: a note as a handler types it, and the briefing of the cast."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.commons.envelope import receipt
from tests import cast

WORRY = "She says that her brother packs for a country he does not name."
GROUP = re.compile(r'class="desk-group">([0-9A-Z]{4})<')
Told = dict[str, str]


def note(page: str, **other: str) -> Told:
    """The five fields and the token that stands in a page."""
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    typed = {"worry": WORRY, "hurt": "unsure", "called": "her brother", "area": "northmere"}
    return {**typed, "fear": "", "language": "cy", "token": token[1], **other}


def receipt_on(page: str) -> receipt.Receipt:
    return receipt.parse("-".join(GROUP.findall(page)))


@pytest.fixture
def kit(signed_in: Callable[[cast.Person], Client]) -> Client:
    return signed_in(cast.CALL_HANDLER)


@pytest.fixture
def briefing(db: None) -> Any:
    from alongside.casework.desk.models import Briefing

    return Briefing.objects.select_related("area", "campaign").get(area__code="northmere", campaign=cast.CAMPAIGN)


@pytest.fixture
def line(db: None) -> Any:
    from alongside.casework.desk.models import Line

    return Line.objects.get(name="Northmere 101")
