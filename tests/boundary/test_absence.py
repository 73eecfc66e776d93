"""Each half works without the other's code on its disk: its image does not carry it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.boundary import halves, trees

NOT_IN_THE_IMAGE = {
    "public": ("casework", "commons/envelope/unseal.py", "commons/envelope/custody_open.py", "settings/casework.py"),
    "casework": ("public", "settings/public.py"),
}
"""What an image of this half does not have; docs/run-it.md says how images are made."""


@pytest.fixture(params=NOT_IN_THE_IMAGE)
def image(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, trees.Tree]:
    tree = trees.copied(tmp_path)
    tree.remove(*NOT_IN_THE_IMAGE[request.param])
    return request.param, tree


def _in(tree: trees.Tree, half: str, *arguments: str) -> Any:
    return halves.run(half, *arguments, source=tree.root / "src")


def test_a_half_passes_its_checks_without_the_other(image: tuple[str, trees.Tree]) -> None:
    half, tree = image
    done = _in(tree, half, "-m", "django", "check")
    assert done.returncode == 0, done.stderr[-3_000:]


def test_every_module_of_a_half_is_imported_without_the_other(image: tuple[str, trees.Tree]) -> None:
    half, tree = image
    done = _in(tree, half, "-m", "tests.boundary.describe")
    assert done.returncode == 0, done.stderr[-3_000:]


@pytest.mark.parametrize(
    ("half", "program"),
    [
        ("public", "alongside.public.live.stream"),
        ("casework", "alongside.casework.outgoing.post"),
        ("casework", "alongside.casework.audit.sequencer"),
    ],
)
def test_the_programs_without_django_start_without_it_and_without_the_other_half(
    half: str, program: str, tmp_path: Path
) -> None:
    tree = trees.copied(tmp_path)
    tree.remove(*NOT_IN_THE_IMAGE[half])
    heavy = f"import sys, {program}; sys.exit(bool({{'django', 'wagtail'}} & set(sys.modules)))"
    done = _in(tree, half, "-c", heavy)
    assert done.returncode == 0, done.stderr[-3_000:]


def test_a_half_that_needs_the_other_is_found(image: tuple[str, trees.Tree]) -> None:
    half, tree = image
    other = {"public": "casework", "casework": "public"}[half]
    room = {"public": "live", "casework": "work"}[half]
    tree.add(f"{half}/{room}/apps.py", f"import importlib\nimportlib.import_module('alongside.{other}')")
    done = _in(tree, half, "-m", "django", "check")
    assert done.returncode != 0
    assert f"No module named 'alongside.{other}'" in done.stderr


def test_the_public_image_cannot_open_what_it_seals(tmp_path: Path) -> None:
    tree = trees.copied(tmp_path)
    tree.remove(*NOT_IN_THE_IMAGE["public"])
    names = {path.name for path in tree.package.rglob("*.py")}
    assert not {"unseal.py", "custody_open.py"} & names
    assert {"seal.py", "custody.py"} <= names
    shutil.copy(halves.SOURCE / "commons/envelope/unseal.py", tree.package / "public/unseal.py")
    assert "unseal.py" in {path.name for path in tree.package.rglob("*.py")}
