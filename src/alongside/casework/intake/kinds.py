"""What somebody can do who comes back with a receipt, in the words of the page that intake reads."""

from __future__ import annotations

from alongside.commons.words import _

NOT_SURE = "not_sure"
"""What the public form says when somebody does not know where the person lives."""

ACTS = {
    "more": _("They wrote more"),
    "correction": _("They corrected something"),
    "withdrawal": _("They want to withdraw what they told us"),
    "addition": _("They sent the form again with other answers"),
    "linked": _("Another concern about them was linked to this referral"),
    "exchange": _("They exchanged their telephone code for a receipt of their own"),
    "burn": _("They burnt their receipt: nobody can be answered any more"),
}

ANSWERS = {
    "worry": _("What worries them"),
    "hurt": _("Could somebody be hurt?"),
    "hurt_words": _("Who could be hurt, and how"),
    "called": _("What the person is called"),
    "age_band": _("Age"),
    "find_them": _("How to find them"),
    "going_well": _("What is going well"),
    "needs": _("What makes life hard"),
    "communication": _("Language, and what helps in talking with them"),
    "told_them": _("Whether they were told"),
    "told_them_words": _("What was said to them, or why nothing"),
    "fear": _("What whoever told us fears"),
}
"""The answers of a form sent again, in the order in which they are shown; the rest is with the concern itself."""
