"""Wagtail's admin: each script carries a nonce, and nothing is asked of a third party."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast

SCREENS = (
    "/edit/",
    "/edit/pages/",
    "/edit/reports/locked/",
    "/edit/snippets/",
    "/edit/snippets/clips/clip/",
    "/edit/snippets/help/service/add/",
    "/edit/account/",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_each_script_of_the_admin_carries_the_nonce_of_its_policy(
    signed_in: Callable[[cast.Person], Client], screen: str
) -> None:
    response = signed_in(cast.EDITOR).get(screen)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    found = re.search(r"'nonce-([^']+)'", policy)
    assert found is not None
    page = response.content.decode()
    scripts = re.findall(r"<script\b[^>]*>", page)
    assert scripts
    assert all(f'nonce="{found[1]}"' in script for script in scripts)
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"([^\"]*)", page)
    assert loaded
    assert all(address.startswith(("/", "data:")) and not address.startswith("//") for address in loaded)


def test_a_nonce_is_never_used_twice(signed_in: Callable[[cast.Person], Client]) -> None:
    editor = signed_in(cast.EDITOR)
    assert len({editor.get("/edit/").headers["Content-Security-Policy"] for _each in range(3)}) == 3


def test_public_pages_keep_the_strict_policy(visitor: Client) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "nonce" not in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
