"""Thanks to whoever told us, once, when intake has read and decided: in the same words whatever was decided.

Opened, closed with advice, lawful, passed to another service: the reply is this one, at this moment. No later move
tells them anything, so that held, police-owned, adopted and closed look alike (rules/journey, thank_referrer).
"""

from __future__ import annotations

import uuid

from django.utils import translation
from django.utils.translation import gettext

from alongside.casework.referrals.models import History, Referral
from alongside.casework.referrals.queries import Seen
from alongside.casework.rules.journey import MOVES
from alongside.commons import clock
from alongside.commons.envelope import contents
from alongside.commons.told import THANKS

from .answers import came_after_deletion, keep, languages_of, open_lines, send


def thank(referral: Referral, history: History, key: bytes) -> None:
    """Send the thanks to every receipt of a referral, the first time that it leaves the stage at which intake reads."""
    if history.made_by is None or _left_before(referral):
        return
    seen = Seen(referral, key, history.made_by, ("intake",))
    if came_after_deletion(seen):
        return
    languages = languages_of(seen)
    lines = open_lines(seen)
    for line in lines:
        language = languages.get(line.id, "en")
        words = in_language(language)
        said = contents.Reply(words=words, written_at=clock.now(), state="replied", language=language)
        send(seen, line, said, id=uuid.uuid4())
        if not MOVES[history.move].of_many:
            keep(referral, key, line.id, said, by=history.made_by)


def _left_before(referral: Referral) -> bool:
    """Say whether it has left that stage before; what is done while it stays there (an offer, say) is no leaving."""
    return referral.history.filter(leaves="received").exclude(enters="received").count() > 1


def in_language(language: str) -> str:
    """Return the thanks in a language of the public form; in English for another one."""
    with translation.override(language):
        return gettext(THANKS)
