"""Whether a telling waits behind the others: never whether it is taken.

Where a script did some work for it, it does not (site/work.py). Without, a source that sends very much, or faster than
anybody can read the questions, is read after the others. Nobody is told, and nothing of it is kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from alongside.site import tokens, work
from alongside.site.bounds import Bound, counted_once

FIELD: Final = "work"
A_PERSON_NEEDS: Final = timedelta(seconds=20)
AN_HOUR: Final = timedelta(hours=1)
# A school or a mobile network sends from one address for many people.
FROM_ONE_SOURCE: Final = Bound("concerns", 60, AN_HOUR)
HASTY_FROM_ONE_SOURCE: Final = Bound("hasty concerns", 6, AN_HOUR)


def is_later(request: HttpRequest, sent: tokens.Sent) -> bool:
    """Judge a form at Send; call it once for each, because it counts."""
    worked = work.is_done(str(sent.data.get(tokens.FIELD, "")), str(sent.data.get(FIELD, "")))
    # A proof is good for one telling: the same token again is counted like any other.
    if worked and counted_once(f"{FIELD} {sent.nonce}"):
        return False
    hasty = sent.age < A_PERSON_NEEDS and not HASTY_FROM_ONE_SOURCE.allows(request)
    return not FROM_ONE_SOURCE.allows(request) or hasty
