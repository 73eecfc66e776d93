"""The register of one case as CSV, for an answer to somebody who asks what we hold about them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from alongside.commons import clock

from .queries import Line

COLUMNS = (
    "at", "recipient", "kind of recipient", "what happened", "fields", "purpose", "legal basis", "necessity",
    "authorised by", "route", "expires on", "afterwards",
)  # fmt: skip
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lines: Iterable[Line]) -> str:
    """RFC 4180, oldest first. What a spreadsheet would take for a formula begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for line in sorted(lines, key=lambda line: line.at):
        writer.writerow([_plain(text) for text in _cells(line)])
    return file.getvalue()


def _cells(line: Line) -> list[str]:
    afterwards = [" ".join(filter(None, (_day(each.at), each.label, each.why, each.words))) for each in line.after]
    return [
        _day(line.at), line.recipient, line.recipient_kind, line.what_happened, "; ".join(line.fields), line.purpose,
        line.legal_basis, line.necessity, line.authorised_by, line.route,
        line.expires_on.isoformat() if line.expires_on else "", "; ".join(afterwards),
    ]  # fmt: skip


def _day(moment: datetime) -> str:
    return moment.astimezone(clock.LONDON).strftime("%Y-%m-%d %H:%M")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
