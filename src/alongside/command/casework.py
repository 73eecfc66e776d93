"""``./alongside casework …``: a management command of the casework half."""

from __future__ import annotations

from alongside.command import halves


def run(arguments: list[str]) -> int:
    """Run it; the exit code is Django's."""
    return halves.run("casework", arguments)
