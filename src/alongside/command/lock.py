"""``./alongside lock``: write the hashed requirements again from the ``.in`` lists (see docs/decisions/)."""

from __future__ import annotations

import subprocess

from alongside.command.install import ENVIRONMENT, LISTS

OPTIONS = ["--generate-hashes", "--python-version", "3.11", "--universal", "--no-emit-index-url", "--no-header", "-q"]


def run(arguments: list[str]) -> int:
    """Compile each list; ``--upgrade`` takes newer versions. Returns the exit code."""
    for name in ("run", "dev", "uv", "node", "schemathesis"):
        command = [
            str(ENVIRONMENT / "bin/uv"),
            "pip",
            "compile",
            *OPTIONS,
            *arguments,
            "-o",
            f"{name}.txt",
            f"{name}.in",
        ]
        if subprocess.run(command, cwd=LISTS).returncode:
            return 1
    return 0
