"""Each import contract is kept by the tree, and seen broken in a copy where somebody crosses it."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

from tests.boundary import halves, trees

BROKEN = {
    "halves": [
        ("public/live/queries.py", "from alongside.casework.referrals import models"),
        ("casework/work/views.py", "from alongside.public.live import models"),
    ],
    "house": [
        ("commons/clock.py", "from alongside.design import forms"),
        ("site/health.py", "from alongside.command import halves"),
        ("public/live/rules.py", "from alongside.settings import public"),
        ("annex/rooms.py", "words = ()"),
    ],
    "unseal": [
        ("public/concerns/actions.py", "from alongside.commons.envelope import unseal"),
        ("site/tokens.py", "from alongside.commons.envelope.unseal import unseal"),
        ("command/keyring.py", "from alongside.commons.envelope.unseal import unseal"),
        ("command/custodians.py", "from alongside.commons.envelope.custody_open import private_key"),
    ],
    "who_opens_identities": [
        ("casework/intake/views.py", "from alongside.commons.envelope.custody_open import open_with"),
        ("casework/reporters/views.py", "from alongside.commons.envelope import custody_open"),
    ],
    "who_unseals": [
        ("casework/intake/views.py", "from alongside.commons.envelope.unseal import unseal"),
        ("casework/referrals/queries.py", "from alongside.casework.intake.keys import private_key"),
    ],
    "who_collects": [("casework/intake/views.py", "from . import actions")],
    "commons": [
        ("commons/ledger.py", "from django.db import models"),
        ("commons/clock.py", "from alongside.casework.rules import roles"),
    ],
    "rules": [
        ("casework/rules/roles.py", "from django.db import models"),
        ("casework/rules/journey.py", "import psycopg"),
    ],
    "own_processes": [
        ("public/live/stream_log.py", "import django"),
        ("casework/outgoing/post.py", "from alongside.casework.outgoing import models"),
        ("casework/audit/sequencer.py", "from django.db import connection"),
    ],
    "casework": [
        ("casework/rules/roles.py", "from alongside.casework.organisation import models"),
        ("casework/referrals/actions.py", "from alongside.casework.panel import forms"),
        ("casework/triage/forms.py", "from alongside.casework.panel import forms"),
        ("casework/keys/actions.py", "from alongside.casework.audit import actions"),
        ("casework/statistics/actions.py", "from alongside.casework.referrals import models"),
        ("casework/hearsay/models.py", "rows = ()"),
    ],
    "public": [
        ("public/letterbox/actions.py", "from alongside.public.concerns import forms"),
        ("public/concerns/views.py", "from alongside.public.live import models"),
        ("public/gossip/models.py", "rows = ()"),
    ],
    "features": [
        ("casework/due/models.py", "from alongside.casework.due import actions"),
        ("public/live/queries.py", "from alongside.public.live import views"),
        ("casework/panel/rules.py", "from alongside.casework.panel import forms"),
        ("public/help/models.py", "from alongside.public.help import queries"),
    ],
}
"""contract → lines that cross it, each in the file where somebody would write it."""


UNPLACED = {"annex", "hearsay", "gossip"}


def _contracts() -> list[str]:
    written = configparser.ConfigParser()
    written.read(halves.CHECKOUT / ".importlinter")
    return [name.rpartition(":")[2] for name in written.sections() if "contract" in name]


def test_every_contract_is_kept(tmp_path: Path) -> None:
    done = trees.copied(tmp_path).lint()
    assert done.returncode == 0, done.stdout


def test_every_contract_is_broken_here_on_purpose() -> None:
    assert set(BROKEN) == set(_contracts())


@pytest.mark.parametrize("contract", BROKEN)
def test_every_crossing_of_a_contract_is_found(contract: str, tmp_path: Path) -> None:
    tree = trees.copied(tmp_path)
    for file, line in BROKEN[contract]:
        tree.add(file, line)
    done = tree.lint(contract)
    assert done.returncode == 1, done.stdout
    for file, _ in BROKEN[contract]:
        assert _module(file) in done.stdout, done.stdout


def _module(file: str) -> str:
    """Return what import-linter calls a file, or the new folder that nobody has placed."""
    parts = file.removesuffix(".py").split("/")
    return next((part for part in parts if part in UNPLACED), ".".join(("alongside", *parts)))
