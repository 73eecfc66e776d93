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

from .answers import languages_of, open_lines, send
from .models import Answer


def thank(referral: Referral, history: History, key: bytes) -> None:
    """Send the thanks to every receipt of a referral, the first time that it leaves the stage at which intake reads."""
    if history.made_by is None or referral.history.filter(leaves="received").count() > 1:
        return
    seen = Seen(referral, key, history.made_by, ("intake",))
    languages = languages_of(seen)
    lines = open_lines(seen)
    for line in lines:
        language = languages.get(line.id, "en")
        words = in_language(language)
        said = contents.Reply(words=words, written_at=clock.now(), state="replied", language=language)
        send(seen, line, said, id=uuid.uuid4())
    if lines and not MOVES[history.move].of_many:
        kept = Answer(case=referral, made_by=history.made_by, made_at=clock.now())
        kept.seal(key, words=in_language("en"))
        kept.save(force_insert=True)


def in_language(language: str) -> str:
    """Return the thanks in a language of the public form; in English for another one."""
    with translation.override(language):
        return gettext(THANKS)
