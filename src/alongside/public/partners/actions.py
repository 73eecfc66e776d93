"""Take one referral from an agency's machine; and the acts of whoever looks after the agencies."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from alongside.commons import canonical, clock
from alongside.commons.envelope.contents import closes_on
from alongside.commons.refusals import NotAllowed
from alongside.public.concerns import actions as concerns
from alongside.public.professionals import actions as professionals

from . import terms
from .models import Agency, Posted

# A person who sends more than this in a day is asked to telephone: nobody decides so often (terms.py).
A_PERSON_A_DAY: Final = 5
AN_AGENCY_A_DAY: Final = 20
# As long as intake knows what it has collected: until then the same id is one concern.
KNOWN_FOR: Final = timedelta(days=30)
SECRET_BYTES: Final = 32


class OtherBody(Exception):
    """This idempotency key was used before, for something else."""


class TooMany(Exception):
    """This person, or this agency, has posted as many referrals today as they may. `whose` is one of the two words."""

    def __init__(self, whose: str) -> None:
        super().__init__(whose)
        self.whose = whose


@dataclass(frozen=True)
class Taken:
    """What the machine is told: the same each time for the same key and body."""

    receipt: str
    on: date

    @property
    def replies_until(self) -> date:
        """The day on which the reply box closes: counted from the UTC day, as the box itself is."""
        return closes_on(datetime.combine(self.on, time.min, UTC))


@transaction.atomic
def take(agency: Agency, key: str, body: Mapping[str, Any], clean: Mapping[str, Any]) -> Taken:
    """Post one referral, once for each idempotency key.

    Args:
        key: the caller's idempotency key; with the agency and the body it stands for the token of a form.
        body: what was posted, as it was; `clean` are its judged answers by name.

    Raises OtherBody, TooMany, NoKeyNow and DatabaseError; in each case nothing was sent.
    """
    mark = _hash("partner key", {"agency": str(agency.id), "key": key})
    said = _hash("partner body", {"mark": mark.hex(), "body": body})
    today, on = clock.today(), clock.now().astimezone(UTC).date()
    if not _is_first(mark, said, on):
        before = Posted.objects.get(mark=mark)
        if bytes(before.body) != said:
            raise OtherBody
        # Nothing is posted again: intake may have collected it, and the receipt is made anew from what was posted.
        return Taken(concerns.receipt_of(_token(agency, key, body)), before.on)
    _count("person", f"{agency.id} {clean['email'].casefold()}", A_PERSON_A_DAY, today)
    _count("agency", str(agency.id), agency.a_day, today)
    return Taken(professionals.send(clean, nonce=_token(agency, key, body), channel="machine").receipt, on)


def _token(agency: Agency, key: str, body: Mapping[str, Any]) -> str:
    """What the receipt is made of. It is in no row: the site's secret and the database together give no receipt."""
    return _hash("partner token", {"agency": str(agency.id), "key": key, "body": body}).hex()


def _hash(purpose: str, what: Mapping[str, Any]) -> bytes:
    return canonical.keyed_hash(settings.SECRET_KEY.encode(), purpose, canonical.encode(what))


def _is_first(mark: bytes, said: bytes, today: date) -> bool:
    """Whether this key is new. Of two at once, one waits here until the other is posted or refused."""
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM partners.posted WHERE "on" < %s', [today - KNOWN_FOR])
        cursor.execute(
            'INSERT INTO partners.posted (mark, body, "on") VALUES (%s, %s, %s) ON CONFLICT (mark) DO NOTHING',
            [mark, said, today],
        )
        return bool(cursor.rowcount)


def _count(whose: str, who: str, most: int, today: date) -> None:
    """Count one, or raise TooMany. A refusal undoes the count with everything else."""
    hashed = _hash(f"partner {whose}", {"who": who, "on": today.isoformat()})
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM partners.counted WHERE "on" < %s', [today])
        cursor.execute(
            'INSERT INTO partners.counted AS c (who, "on", number) VALUES (%s, %s, 1)'
            " ON CONFLICT (who) DO UPDATE SET number = c.number + 1 RETURNING number",
            [hashed, today],
        )
        [number] = cursor.fetchone()
    if number > most:
        raise TooMany(whose)


@dataclass(frozen=True)
class Credentials:
    """Shown once."""

    client_id: UUID
    secret: str


def hash_of(secret: str) -> bytes:
    """How a secret is kept. It is 256 random bits, which nobody can guess, so a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def add(name: str, *, terms_version: str, agreed_by: str, a_day: int = AN_AGENCY_A_DAY) -> Credentials:
    """Admit an agency whose named person has agreed to the terms. Raises NotAllowed."""
    if terms_version != terms.CURRENT:
        raise NotAllowed(f"The terms that hold now are {terms.CURRENT}. Have the agency agree to these first.")
    if not name.strip() or not agreed_by.strip():
        raise NotAllowed("Name the agency, and the person there who agreed to the terms.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    agency = Agency(
        name=name.strip(),
        secret_hash=hash_of(secret),
        terms_version=terms_version,
        agreed_by=agreed_by.strip(),
        agreed_on=clock.today(),
        a_day=a_day,
    )
    try:
        agency.save(force_insert=True)
    except IntegrityError:
        raise NotAllowed("There is an agency of this name already, or the name is too long.") from None
    return Credentials(agency.id, secret)


def new_secret(client_id: str) -> Credentials:
    """Give an agency another secret; the old one stops working now. Raises NotAllowed."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _change(client_id, secret_hash=hash_of(secret))
    return Credentials(UUID(client_id), secret)


def agree(client_id: str, *, terms_version: str, agreed_by: str) -> None:
    """Write down that an agency agreed to the terms that hold now. Raises NotAllowed."""
    if terms_version != terms.CURRENT or not agreed_by.strip():
        raise NotAllowed(f"Name who agreed, and the terms that hold now: {terms.CURRENT}.")
    _change(client_id, terms_version=terms_version, agreed_by=agreed_by.strip(), agreed_on=clock.today())


def close(client_id: str) -> None:
    """Close the way for an agency: its tokens too stop working now. Raises NotAllowed."""
    _change(client_id, closed_on=clock.today())


def _change(client_id: str, **fields: Any) -> None:
    try:
        found = Agency.objects.filter(id=UUID(client_id), closed_on=None).update(**fields)
    except ValueError:
        found = 0
    if not found:
        raise NotAllowed("There is no open agency of this id. List them with: ./alongside public partner list")
