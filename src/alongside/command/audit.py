"""``./alongside audit verify``: is the audit log whole, and where is it not."""

from __future__ import annotations

import os

from alongside.command.place import Place
from alongside.command.postgres import Postgres
from alongside.command.words import Stop, say


def run(arguments: list[str]) -> int:
    """Verify the log of the demo, or in production of the installation that the variables name. 1 when it is not
    whole.
    """
    if arguments != ["verify"]:
        raise Stop("Say: ./alongside audit verify")
    if os.environ.get("ALONGSIDE_STATE"):
        return _verify()
    place = Place("demo")
    if not (place.state / "made" / "databases").exists():
        raise Stop("There is nothing to verify yet. Start the demo first: ./alongside demo")
    os.environ.update(place.environment("auditor"))
    server = Postgres(place)
    was_running = server.is_running()
    if not was_running:
        server.start()
    try:
        return _verify()
    finally:
        if not was_running:
            server.stop()


def _verify() -> int:
    from alongside.casework.audit import verification

    try:
        report = verification.verify_installation()
    except FileNotFoundError as missing:
        raise Stop(f"Nothing has been signed yet: {missing.filename} is not there.") from missing
    for finding in report.findings:
        say(f"NOT WHOLE  {finding.sentence}")
    if report.findings:
        return 1
    say(f"The audit log is whole: {report.leaves} leaves, {report.checkpoints} signed checkpoints.")
    return 0
