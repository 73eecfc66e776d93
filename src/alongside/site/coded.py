"""The reviewed register of coded fields that both halves have."""

from typing import Final

from alongside.commons.coded import Coded
from alongside.commons.words import _

REGISTER: Final = (
    Coded(
        "mail_kind", "mail", _("which letter is sent; its words are fixed"), _("the software"), ("outbox.Mail.kind",)
    ),
)
