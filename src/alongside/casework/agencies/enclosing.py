"""Files that an agency adds to what it contributes: looked at, and sealed under the key of the contribution."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.documents.checking import Chosen, Clean, cleaned
from alongside.casework.keys import vault
from alongside.casework.organisation.models import Staff
from alongside.casework.organisation.queries import posts_held
from alongside.casework.referrals.queries import NotFound
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from . import queries
from .files import File, file_of
from .models import Contribution, Enclosure

log = logging.getLogger("alongside.agencies")


def looked_at(files: Iterable[Chosen]) -> list[Clean]:
    """Return files as they are kept. Raises NotTaken for the first that is not."""
    return [cleaned(each) for each in files]


def add(contribution_id: UUID, chosen: Chosen, *, by: Staff) -> Enclosure:
    """Add a file to what one's agency contributed. Raises queries.NotFound and NotAllowed."""
    own(contribution_id, by)
    return _add(contribution_id, cleaned(chosen), by)


@transaction.atomic
def _add(contribution_id: UUID, clean: Clean, by: Staff) -> Enclosure:
    row, key = own(contribution_id, by, lock=True)
    if Enclosure.objects.filter(contribution=row).count() >= rules.MOST_FILES:
        raise NotAllowed(_("There are %(most)s files already, and there can be no more.") % {"most": rules.MOST_FILES})
    made = put_in(row, key, clean, by)
    audit.note("added a file to a contribution", [row.of_case, row.id, made.id], by=by.pk)
    return made


def put_in(row: Contribution, key: bytes, clean: Clean, by: Staff) -> Enclosure:
    """Seal a file under the key of a contribution; within the transaction of whoever may."""
    made = Enclosure(contribution=row, added_by=by, added_at=clock.now())
    said = {"name": clean.named.name, "kind": clean.kind, "mislabelled": clean.named.mislabelled}
    made.put(key, clean.content, said)
    made.save(force_insert=True)
    return made


def own(contribution_id: UUID, by: Staff, *, lock: bool = False) -> tuple[Contribution, bytes]:
    """Return a contribution for somebody of the agency that gave it. Raises queries.NotFound and NotAllowed."""
    row, key = queries.contribution(by, contribution_id, lock=lock)
    if row.post is None or not posts_held(by.pk).filter(pk=row.post.pk).exists():
        raise NotAllowed(_("It stays its agency's: only %(whose)s changes it.") % {"whose": row.agency})
    return row, key


def opened(staff: Staff, contribution_id: UUID, file_id: UUID) -> tuple[File, bytes]:
    """Return a file and its bytes for whoever reads the contribution, and note the reading. Raises NotFound."""
    row, key = queries.contribution(staff, contribution_id)
    found = Enclosure.objects.filter(contribution=row, pk=file_id).first()
    file = file_of(found, key) if found else None
    if found is None or file is None or file.kind is None:
        raise NotFound
    try:
        content = found.take(key)
    except vault.DoesNotOpen:
        log.error("the content of file %s does not open", found.pk)
        raise NotFound from None
    audit.note("opened a file of a contribution", [row.of_case, row.id, found.pk], by=staff.pk)
    return file, content
