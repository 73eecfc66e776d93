"""A meeting as an entry for a calendar (RFC 5545). It names nobody and does not say what is met about.

The moment stands in UTC, so each calendar shows it in the time zone of whoever reads.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Meeting

LASTS = timedelta(hours=2)
LINE_BYTES = 75
TYPE = "text/calendar"


def calendar(meeting: Meeting) -> str:
    """Return the entry in the language of this moment; a changed meeting replaces the entry that came before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Alongside//Panel//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.id}@alongside",
        f"SEQUENCE:{meeting.edition}",
        f"DTSTAMP:{_utc(meeting.changed_at)}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DTEND:{_utc(meeting.starts_at + LASTS)}",
        f"SUMMARY:{_escaped(_('Meeting'))}",
        f"LOCATION:{_escaped(meeting.place or meeting.link)}",
        f"URL:{settings.SITE_ADDRESS}/panel/{meeting.id}/",
        f"STATUS:{'CANCELLED' if meeting.status == 'cancelled' else 'CONFIRMED'}",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def enclosed(path: str) -> tuple[str, str, str] | None:
    """Return name, text and type of what a letter about a meeting's page encloses. For the outbox."""
    try:
        meeting_id = UUID(path.strip("/").split("/")[1])
    except (IndexError, ValueError):
        return None
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    return ("meeting.ics", calendar(meeting), TYPE) if meeting else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Break a line at 75 octets, never inside a letter; what goes on begins with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LINE_BYTES:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
