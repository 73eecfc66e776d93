"""``./alongside public …``: a management command of the public half."""

from __future__ import annotations

from alongside.command import halves


def run(arguments: list[str]) -> int:
    """Run it; the exit code is Django's."""
    return halves.run("public", arguments)
