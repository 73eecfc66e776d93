"""What Django knows of each half: its models, forms and addresses, asked in a process under that half's settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "alongside"
HALVES = ("public", "casework")


@dataclass(frozen=True)
class Half:
    name: str
    models: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    addresses: list[dict[str, Any]]
    other_shapes: list[dict[str, Any]]


def environment(half: str, role: str | None = None, source: Path = CHECKOUT / "src") -> dict[str, str]:
    """Return the variables of a process of one half, on the databases of this run."""
    return {
        **os.environ,
        "ALONGSIDE_ROLE": role or f"{half}_web",
        "DJANGO_SETTINGS_MODULE": f"alongside.settings.{half}",
        "PYTHONPATH": f"{source}:{CHECKOUT}",
    }


def run(half: str, *arguments: str, role: str | None = None, source: Path = CHECKOUT / "src") -> Any:
    """Run Python under one half's settings and return the finished process."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env=environment(half, role, source),
        capture_output=True,
        text=True,
    )


def ask(half: str, module: str, *arguments: str, role: str | None = None) -> Any:
    """Run one of our modules under a half's settings and read the JSON on its last line."""
    done = run(half, "-m", module, *arguments, role=role)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-6_000:]
    return json.loads(done.stdout.splitlines()[-1])


@cache
def known(half: str) -> Half:
    return Half(half, **ask(half, "tests.boundary.describe"))
