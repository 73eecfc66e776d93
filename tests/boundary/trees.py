"""Copies of the source tree in which a test may delete, add and break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.boundary.halves import CHECKOUT


@dataclass(frozen=True)
class Tree:
    """A copy of ``src`` with the contracts beside it."""

    root: Path

    @property
    def package(self) -> Path:
        return self.root / "src" / "alongside"

    def add(self, path: str, text: str) -> None:
        """Append to a file of the package, making it where there is none; folders become packages."""
        file = self.package / path
        for folder in reversed(file.relative_to(self.package).parents[:-1]):
            (self.package / folder).mkdir(exist_ok=True)
            (self.package / folder / "__init__.py").touch()
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{text}\n")

    def remove(self, *paths: str) -> None:
        for path in paths:
            gone = self.package / path
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink()

    def lint(self, *contracts: str) -> Any:
        """Run the import contracts, or some of them, over this copy."""
        chosen = [word for contract in contracts for word in ("--contract", contract)]
        return subprocess.run(
            [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *chosen],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "src"), "COLUMNS": "200"},
            capture_output=True,
            text=True,
        )


def copied(to: Path) -> Tree:
    leave = shutil.ignore_patterns("__pycache__", "static", "locale")
    shutil.copytree(CHECKOUT / "src", to / "src", ignore=leave)
    shutil.copy(CHECKOUT / ".importlinter", to)
    return Tree(to)


def blank(to: Path) -> Tree:
    """Return a tree with nothing in it, for checks of source that need no more than the file that crosses."""
    (to / "src" / "alongside").mkdir(parents=True)
    return Tree(to)
