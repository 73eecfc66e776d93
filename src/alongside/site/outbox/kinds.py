"""Every kind of message there is: its words, and no place for anything else.

A message says that something waits and where. It names nobody, quotes nothing and does not say what the matter is: a
mailbox is read over shoulders, forwarded and kept for years by others.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind. `text` has one gap, the address; `signs_in` makes that address a link that works once."""

    word: str
    subject: str | Promise
    text: str | Promise
    signs_in: bool = False


KINDS = {
    kind.word: kind
    for kind in (
        Kind("waiting", _("Something waits for you"), _("Something waits for you: %(address)s")),
        Kind(
            "urgent",
            _("Something urgent waits"),
            _("Something urgent waits, and 15 minutes are yours to say that you are on it: %(address)s"),
        ),
        Kind("overdue", _("Something is overdue"), _("Something that is yours is overdue: %(address)s")),
        Kind(
            "panel_invitation",
            _("A meeting: please answer"),
            _("When and where, and whether you come: %(address)s\n\nThe enclosed file puts it into your calendar."),
        ),
        Kind("posts_changed", _("Your posts have changed"), _("Your posts have changed. See: %(address)s")),
        Kind(
            "confirm_briefing",
            _("Please confirm a briefing"),
            _(
                "A briefing for your call handlers can be read and confirmed here: %(address)s\n\n"
                "One person confirms for the whole line. The link works once, and for 14 days."
            ),
        ),
        Kind(
            "set_password",
            _("Choose your password"),
            _(
                "Choose your password here: %(address)s\n\n"
                "The link works once, and for three days. If you did not expect it, tell whoever manages your account."
            ),
            signs_in=True,
        ),
    )
}

FAILURES = {
    "no_answer": _("the mail server did not take it in eight tries"),
    "refused": _("the mail server said that there is no such address, or that it is not allowed"),
    "no_account": _("the account is closed, or nothing is asked any more"),
}
"""Why a message was given up: the stored word and the words for people."""
