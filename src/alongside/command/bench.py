"""``./alongside bench``: what we claim about speed, measured here (bench/)."""

from __future__ import annotations

import subprocess
import sys

from alongside.command.place import CHECKOUT


def run(arguments: list[str]) -> int:
    """Run the measurements in a process of their own; return its exit code."""
    return subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=CHECKOUT).returncode
