"""What casework tells people through their receipt in words that nobody wrote for them alone.

Casework is read in English and Welsh; these sentences are read in every language of the public form, so they stand
here, in the catalogue that both halves share.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from alongside.commons.words import _

THANKS: Final = _(
    "Thank you for telling us. A trained person has read what you sent, and it will be dealt with in the way that"
    " helps most. We do not say here what that is, whoever it is about: that protects them and you. You can still add"
    " something, or ask us something, with your receipt. If somebody is in danger now, call 999."
)
"""Once, when intake has read and decided: the same whatever was decided."""

NOT_YET: Final = _("We are still dealing with what you told us. There is nothing that we can tell you yet.")
NO_FURTHER_ACTION: Final = _("We have looked at what you told us. The programme is taking no further action.")
SIGNPOSTED: Final = _("Another service is looking after what you told us.")
SUPPORTED: Final = _("Support was offered by the programme.")
"""The classes of how it ended, of which a professional may be told one (casework/rules/closure.py)."""

ABOUT_YOUR_FILE: Final = _("About your file “%(name)s”:")
MISLABELLED: Final = _("it is another kind of file than its name says. We kept it as what it is.")
HAD_A_PATH: Final = _("its name said where it lay on your device. We kept only the last part of the name.")
ALL_ELSE_CAME: Final = _("Everything else that you sent is with us.")
A_FILE: Final = _("A file")
FILE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lost": _("it did not reach us. If you still have it, please send it again."),
        "infected": _("our check found a virus in it, so we did not open it. Your device may have the virus too."),
        "empty": _("it was empty. If it should not be, please send it again."),
        "archive": _(
            "it is an archive, such as a ZIP file, and we do not open those. Please send what is in it one by one."
        ),
        "macros": _("it can run programs (macros), so we did not open it. Please save it as a PDF and send that."),
        "old_office": _("it is in an old format that can run programs. Please save it as a PDF and send that."),
        "locked": _("it is locked with a password, so we could not open it. Please send it without one."),
        "two_kinds": _(
            "it is two kinds of file in one, so we did not open it. Please send a plain picture or a PDF of it."
        ),
        "bomb": _("it unpacks to far more than it seems, so we did not open it. Please send a smaller copy."),
        "too_much": _("opening it took too long. Please send a smaller copy, or a PDF or picture of it."),
        "damaged": _("it is damaged, so we could not open it. If you can open it, please send it again."),
        "film": _("it is a film, and we cannot take those. Please tell us in words what it shows."),
        "unknown_kind": _(
            "we cannot take files of its kind. We can take pictures, PDF, text, recordings and office documents."
        ),
    }
)
"""What somebody is told of a file, by the word of the verdict on it; of a file that was kept, nothing."""
