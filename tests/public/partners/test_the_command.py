"""`./alongside public partner …`: who is admitted, and that the secret is shown once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.command import halves, testing
from alongside.command.place import CHECKOUT
from alongside.command.words import Stop
from alongside.commons import installation
from alongside.public.partners import terms
from tests.public.partners.agency import Machine

NAME = "Northmere School Trust"


def partner(*arguments: str) -> str:
    return halves.manage("public", ["partner", *arguments], testing.place_of_environment(), quiet=True)


def given(said: str) -> tuple[str, str]:
    client_id, secret = re.findall(r"client (?:id|secret): +(\S+)", said)
    return client_id, secret


@pytest.fixture
def admitted(machine: Machine) -> Iterator[tuple[str, str]]:
    yield given(partner("add", NAME, "--terms", terms.CURRENT, "--agreed-by", "Ottoline Marsh, data protection"))
    with installation.connect("public", "public_owner") as owner:
        owner.execute("DELETE FROM partners.agency WHERE name = %s", [NAME])


def test_an_agency_that_was_admitted_sends_until_it_is_closed(admitted: tuple[str, str]) -> None:
    client_id, secret = admitted
    theirs = Machine(client_id)
    assert theirs.ask_for_token(secret).status_code == 200
    assert NAME in partner("list")
    assert secret not in partner("list")
    _same, another = given(partner("secret", client_id))
    assert theirs.ask_for_token(secret).status_code == 401
    assert theirs.ask_for_token(another).status_code == 200
    partner("close", client_id)
    assert theirs.ask_for_token(another).status_code == 401


def test_the_secret_is_kept_only_as_a_hash(admitted: tuple[str, str]) -> None:
    with installation.connect("public", "public_owner") as owner:
        rows = owner.execute("SELECT * FROM partners.agency WHERE name = %s", [NAME]).fetchall()
    assert admitted[1].encode() not in b"".join(bytes(each) for each in rows[0] if isinstance(each, bytes | memoryview))
    assert admitted[1] not in repr(rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", NAME, "--terms", "2025-1", "--agreed-by", "Ottoline Marsh"),
        ("add", NAME, "--terms", terms.CURRENT, "--agreed-by", " "),
        ("close", "nobody"),
        ("secret", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(Stop):
        partner(*arguments)


def test_the_document_for_agencies_prints_the_terms_that_hold() -> None:
    page = (Path(CHECKOUT) / "docs" / "partners.md").read_text()
    assert f"version {terms.CURRENT}" in page
    for each in terms.TERMS:
        assert f"- {each}" in page
