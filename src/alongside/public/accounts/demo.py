"""The demo's people of the public site, with one password for all, in a file that only its owner can read."""

from __future__ import annotations

import secrets

from tests import cast

from alongside.commons import installation

from . import actions

WORDS = ("amber", "anchor", "birch", "candle", "fern", "harbour", "heron", "lantern", "maple", "orchard", "willow")


def load() -> None:
    actions.make_groups()
    password = shared_password()
    for person in cast.PUBLIC:
        actions.add_account(email=person.email, name=person.name, password=password, groups=person.roles)


def shared_password() -> str:
    """The password of the whole cast. Both halves load at once: whoever is first makes it, and both read it."""
    path = installation.state("demo-password")
    if not path.exists():
        words = "-".join(secrets.choice(WORDS) for _each in range(4))
        installation.write_secret(path, f"{words}-{secrets.randbelow(90) + 10}".encode())
    return path.read_text()
