"""Queue a message, and send those that wait."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from alongside.commons import clock

from .kinds import KINDS
from .letters import Letter, letter_for
from .models import Mail

TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
WAITS_GROW_BY = 3
"""Seven waits of 1, 3, 9 … minutes: a mail server that is down over night is waited for."""
AT_ONCE = 10
KEPT = timedelta(days=7)

log = logging.getLogger("alongside.outbox")


def queue(account: Any, kind: str, path: str = "") -> None:
    """Let a message go out after this transaction.

    Args:
        path: the page it leads to, beginning with a slash; ids may be in it, names may not.
    """
    _refuse_what_cannot_be_sent(kind, path)
    _put_in(kind, path, to_id=account.pk)


def queue_about(row: UUID, kind: str) -> None:
    """Let a message go to whom a row of ours names, such as the contact of a telephone line without an account here.

    `settings.LETTERS` names, for its kind, the function that finds address and page from the row when it is sent.
    """
    _refuse_what_cannot_be_sent(kind, "")
    _put_in(kind, "", about=row)


def _refuse_what_cannot_be_sent(kind: str, path: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"There is no kind of message called {kind}.")
    if path and not path.startswith("/"):
        raise ValueError("A message leads to a page of ours; its path begins with a slash.")


def _put_in(kind: str, path: str, **whom: Any) -> None:
    now = clock.now()
    # An INSERT alone: those who queue need not be able to read what waits for others.
    Mail.objects.create(**whom, kind=kind, path=path, queued_at=now, next_try_at=now)


def send_waiting() -> int:
    """Send a few of those that wait, oldest first, and forget what was done with a week ago. Return how many went
    out.
    """
    with transaction.atomic():
        _forget_old()
    sent = 0
    for _ in range(AT_ONCE):
        tried = _send_one()
        if tried is None:
            break
        sent += tried
    return sent


@transaction.atomic
def _send_one() -> bool | None:
    """Send the oldest that nobody else is sending; None when nothing waits.

    One message a transaction: whatever ends this process can repeat one message at most, and never lose one.
    """
    waiting = Mail.objects.filter(sent_at=None, failure="", next_try_at__lte=clock.now())
    mail = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at").first()
    if mail is None:
        return None
    failure = _try(mail)
    if failure is None:
        mail.sent_at = clock.now()
    else:
        _wait_or_give_up(mail, failure)
    mail.tries += 1
    mail.save(update_fields=["sent_at", "tries", "next_try_at", "failure"])
    return failure is None


def _try(mail: Mail) -> str | None:
    """Send it; return a word of FAILURES when that did not work. Logs ids only: errors quote addresses."""
    letter = letter_for(mail)
    if letter is None:
        return "no_account"
    try:
        _message(mail, letter).send()
    except smtplib.SMTPRecipientsRefused as refused:
        lasting = all(code >= 500 for code, _ in refused.recipients.values())
        return "refused" if lasting else "no_answer"
    except (smtplib.SMTPException, OSError):
        log.warning("message %s did not go out at try %s", mail.pk, mail.tries + 1)
        return "no_answer"
    return None


def _message(mail: Mail, letter: Letter) -> EmailMessage:
    """The same id at every try, so that a mail server that took one twice can tell."""
    message_id = f"<{mail.pk}@alongside.example>"
    message = EmailMessage(letter.subject, letter.text, to=[letter.address], headers={"Message-ID": message_id})
    if letter.enclosed:
        message.attach(*letter.enclosed)
    return message


def _wait_or_give_up(mail: Mail, failure: str) -> None:
    if failure != "no_answer" or mail.tries + 1 >= TRIES:
        mail.failure = failure
        log.error("message %s was given up: %s", mail.pk, failure)
        return
    mail.next_try_at = clock.now() + FIRST_WAIT * WAITS_GROW_BY**mail.tries


def _forget_old() -> None:
    """Delete what was sent, or given up, more than a week ago."""
    before = clock.now() - KEPT
    done_with = Q(sent_at__lt=before) | (~Q(failure="") & Q(next_try_at__lt=before))
    Mail.objects.filter(done_with).delete()
