"""allauth's pages wear our look and ask for nothing that the content security policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import allauth  # type: ignore[import-untyped]
import pytest
from django.test import Client

ELEMENTS = Path(allauth.__file__).parent / "templates" / "allauth"
OURS = Path(__file__).resolve().parents[2] / "src" / "alongside" / "design" / "templates_django" / "allauth"
SOCIAL = {"provider.html", "provider_list.html"}

OPEN = ["/sign-in/login/", "/sign-in/password/reset/", "/sign-in/password/reset/done/", "/sign-in/signup/"]
MANAGE = [
    "/sign-in/logout/",
    "/sign-in/password/change/",
    "/sign-in/reauthenticate/",
    "/sign-in/2fa/",
    "/sign-in/2fa/totp/activate/",
    "/sign-in/2fa/webauthn/",
    "/sign-in/2fa/webauthn/add/",
    "/sign-in/2fa/recovery-codes/generate/",
]


@pytest.fixture
def worker(database: None, tom: object) -> Client:
    client = Client()
    assert client.login(email="tom@example.org", password="a long pass phrase")
    client.post("/sign-in/reauthenticate/", {"password": "a long pass phrase"})
    return client


def check_look(markup: str) -> None:
    assert '<header class="alongside-header">' in markup
    assert len(re.findall("<h1", markup)) == 1
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", markup)
    bare = re.findall(r"<(?:button|input|h1|h2|table|textarea)(?![^>]*class=)[^>]*>", markup)
    assert [tag for tag in bare if 'type="hidden"' not in tag] == []


def test_each_element_of_allauth_has_ours() -> None:
    theirs = {path.relative_to(ELEMENTS) for path in ELEMENTS.rglob("*.html")}
    missing = {str(path) for path in theirs if not (OURS / path).exists() and path.name not in SOCIAL}
    assert not missing


@pytest.mark.parametrize("address", OPEN)
def test_pages_before_sign_in_look_like_ours(database: None, address: str) -> None:
    check_look(Client().get(address).content.decode())


@pytest.mark.parametrize("address", MANAGE)
def test_pages_after_sign_in_look_like_ours(worker: Client, address: str) -> None:
    answer = worker.get(address)
    assert answer.status_code == 200
    check_look(answer.content.decode())


def test_a_wrong_password_is_said_above_the_form(database: None, tom: object) -> None:
    answer = Client().post("/sign-in/login/", {"login": "tom@example.org", "password": "wrong"})
    markup = answer.content.decode()
    assert "govuk-error-summary" in markup
    assert "<title>Error: Sign in" in markup


def test_nobody_is_invited_to_sign_up(database: None) -> None:
    assert "signup" not in Client().get("/sign-in/login/").content.decode()
