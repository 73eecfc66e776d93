"""Publish a table: signed, written down, and put into the tray of the post."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.organisation.models import Staff
from alongside.casework.outgoing import actions as outgoing
from alongside.casework.outgoing.signing import signing_key
from alongside.casework.statistics.actions import STAGES_VERSION
from alongside.commons import canonical, clock, exchange, small_numbers
from alongside.commons.refusals import NotAllowed

from . import counting
from .models import Release
from .quarters import Quarter
from .queries import scope_of

KIND = "published_table"


@transaction.atomic
def publish(quarter: Quarter, *, seen: str, by: Staff) -> exchange.Bulletin:
    """Sign the counts of a quarter that is over, and send them to the public half.

    Args:
        seen: the digest of the table that `by` looked at; another table than that does not leave.

    Raises NotAllowed, in a sentence.
    """
    tables = to_publish(quarter, by=by)
    if seen != digest(tables):
        raise NotAllowed(_("The counts have changed since you looked at them. Look again before you publish."))
    bulletin = _signed(tables, quarter)
    _write_down(bulletin, quarter, by)
    outgoing.send_bulletin(bulletin)
    return bulletin


@dataclass(frozen=True)
class Tables:
    """What leaves together: referrals by stage, openings of identities, and cases opened in an emergency."""

    stages: small_numbers.Release
    openings: small_numbers.Release
    emergencies: small_numbers.Release

    def as_data(self) -> dict[str, Any]:
        """By the names that they have in a bulletin."""
        return {
            "table": self.stages.as_data(),
            "openings": self.openings.as_data(),
            "emergencies": self.emergencies.as_data(),
        }


def to_publish(quarter: Quarter, *, by: Staff) -> Tables:
    """Return the tables that would leave. Raises NotAllowed when they, or `by`, may not publish."""
    today = clock.today()
    if not scope_of(by.pk, today).publishes:
        raise NotAllowed(_("Counts are published by the statistician."))
    if not quarter.is_over(today):
        raise NotAllowed(_("This quarter is not over yet. A table that still grows would tell of single referrals."))
    earlier = counting.published_before(quarter)
    table = counting.released(quarter, earlier)
    if table is None:
        raise NotAllowed(_("There is no area yet, so there is nothing to count."))
    opened = counting.published_before(quarter, "openings")
    in_emergencies = counting.published_before(quarter, "emergencies")
    openings, emergencies = counting.openings(quarter, opened), counting.emergencies(quarter, in_emergencies)
    if (table, openings, emergencies) in list(zip(earlier, opened, in_emergencies, strict=True)):
        raise NotAllowed(_("This table is published already, and nothing in it has changed."))
    return Tables(table, openings, emergencies)


def digest(tables: Tables) -> str:
    """A short name for exactly these tables."""
    return hashlib.sha256(canonical.encode(tables.as_data())).hexdigest()[:32]


def _signed(tables: Tables, quarter: Quarter) -> exchange.Bulletin:
    highest = Release.objects.aggregate(highest=Max("number"))["highest"] or 0
    says: dict[str, Any] = {
        **tables.as_data(),
        "quarter": quarter.word,
        "counts": "referrals, once for each stage that they reached in the quarter",
        "hidden": "1 to 7 is hidden, other numbers are rounded to the nearest 5, and more is hidden where it protects",
        "code_list_version": STAGES_VERSION,
    }
    return exchange.sign(KIND, highest + 1, clock.now(), says, signing_key())


def _write_down(bulletin: exchange.Bulletin, quarter: Quarter, by: Staff) -> None:
    row = Release(
        number=bulletin.number,
        quarter=quarter.word,
        made_at=bulletin.made_at,
        made_by=by,
        body=bulletin.body,
        key_id=bulletin.key_id,
        signature=bulletin.signature,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotAllowed(_("Somebody published at the same moment. Look at the list, then try again.")) from None
    audit.note("published", [row.id], by=by.pk)
