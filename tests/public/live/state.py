"""A state folder of a test's own, for tests that move the clock or take keys away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alongside.commons import installation


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder whose clock and list of intake keys are this test's own; everything else is the installation's.

    Tests of the other half run at the same time and keep the same clock otherwise.
    """
    own = tmp_path / "state"
    _like(installation.state(), own, but=("clock", "keys"))
    _like(installation.state("keys"), own / "keys", but=("public",))
    _like(installation.state("keys", "public"), own / "keys" / "public", but=("intake.json", "forms", "bounds"))
    shutil.copy(installation.state("keys", "public", "intake.json"), own / "keys" / "public" / "intake.json")
    monkeypatch.setenv("ALONGSIDE_STATE", str(own))
    return own


def _like(folder: Path, own: Path, *, but: tuple[str, ...]) -> None:
    own.mkdir(parents=True)
    for entry in folder.iterdir():
        if entry.name not in but:
            (own / entry.name).symlink_to(entry)
