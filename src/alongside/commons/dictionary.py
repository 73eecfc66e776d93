"""What a register of stored data says about a table (``dictionary.py`` of public, casework and site).

``./alongside dictionary`` draws docs/data-dictionary.md from these and from the models; a test fails for whatever is
stored without a purpose and a retention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KEPT = {
    "case": "as its referral: the row of the schedule for how that ended; the case key is destroyed with it",
    "grant": "until the grant ends, is taken back or lapses",
    "collected": "the sealed contents until it is opened; the mark that it came, 30 days",
    "closed_together": "30 days, in which it can be taken back; the histories of the cases stay",
    "duty_mark": "30 days after it was acknowledged or sent",
    "content": "until an editor removes it",
    "event": "12 months after the event, then looked at again",
    "account": "while the person works here; closed on the day they leave, and named by what they did for as long as"
    " that is kept",
    "training": "while the person works here, and a year after",
    "installation": "as long as the installation",
    "published": "for good: what is published cannot be taken back",
    "carried": "until the post has carried it over, within seconds",
    "partner": "while the agency may post, and six years after it was closed: it is what it agreed to",
    "day": "until the next day",
    "overwritten": "one row each, overwritten",
    "mail": "a week after it was sent or given up",
    "tries": "a week; gone with the next try of any custodian after that",
    "link": "until it is used, or three days",
    "numbered": "until the sequencer has numbered it, within a second",
    "software": "as long as the version of the software that it describes",
    "unused": "nothing is written here",
}
"""Ends that the schedule of practice (casework/rules/retention) has no row for, by a word."""

COMMON = {
    "id": "names the row",
    "case": "the case it belongs to",
    "page_ptr": "the page that it extends",
}
"""Purposes of fields that mean the same everywhere."""


@dataclass(frozen=True)
class Table:
    """One table: what it is for, how long a row is kept (a word of the schedule or of KEPT), each field's purpose.

    `sealed` says of a field under which key it is; columns of the type SealedText need no word here.
    """

    purpose: str
    keep: str
    fields: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plain:
    """A table made by SQL, without a model: its fields are type and purpose."""

    purpose: str
    keep: str
    fields: Mapping[str, tuple[str, str]]
    sealed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class App:
    """The tables of somebody else's app, in one line."""

    purpose: str
    keep: str
