"""Send to a link what it opens, and take back what nobody has answered: from then on it opens nothing."""

from __future__ import annotations

import json
import uuid

from alongside.casework.outgoing import actions as outgoing
from alongside.casework.referrals import lines
from alongside.commons import clock
from alongside.commons.envelope import contents, receipt

from .models import Link, Request


def send(link: Link, reply_to: contents.ReplyTo, said: contents.ToReceipt) -> None:
    """Send something to where a link and its code look for it, until the link's last day."""
    outgoing.send_reply(receipt.seal_reply(said, reply_to, id=uuid.uuid4(), closes_on=link.closes_on))


def close(request: Request, key: bytes) -> None:
    """Close the links of a question that is withdrawn or no longer needed; ``key`` is the question's."""
    for link in request.links.filter(used_at=None, revoked_at=None):
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        place = lines.read(json.loads(link.opened(key, "place")))
        send(link, place, contents.Reply(state="finished", words="", written_at=clock.now()))
