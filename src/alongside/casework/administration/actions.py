"""Make areas, agencies and posts. Each action asks whether `by` is a manager, is one transaction and one entry."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.keys import actions as keys
from alongside.casework.organisation.models import Agency, Area, Post, Staff
from alongside.casework.organisation.queries import roles_of
from alongside.casework.rules import administration as rules
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed

from .models import AdministrationEntry


@transaction.atomic
def make_area(name: str, nation: str, *, by: Staff) -> Area:
    """Raises NotAllowed when `by` is no manager or there is such an area already."""
    refuse_unless_manager(by)
    area = Area.new(code=slugify(name)[:50], name=name, nation=nation)
    _save_new(area, _("There is an area with this name already."))
    note("area_made", by=by, area=area)
    return area


@transaction.atomic
def make_agency(name: str, kind: str, area: Area, *, by: Staff) -> Agency:
    """Make an agency and the key that its case keys are wrapped with.

    Raises NotAllowed when `by` is no manager or there is such an agency already.
    """
    refuse_unless_manager(by)
    agency = Agency(name=name, kind=kind, area=area)
    _save_new(agency, _("There is an agency with this name already."))
    # Last but for the entry: if the transaction fails after it, a key file without an agency does no harm.
    keys.make_agency_key(agency.id)
    note("agency_made", by=by, agency=agency)
    return agency


@transaction.atomic
def make_post(agency: Agency, area: Area, role: str, *, by: Staff) -> Post:
    """Raises NotAllowed when `by` is no manager, there is such a post already, or the agency cannot have it."""
    refuse_unless_manager(by)
    if refusal := rules.reason_against_post(role, agency.kind):
        raise NotAllowed(_(refusal))
    post = Post(agency=agency, area=area, role=role)
    _save_new(post, _("There is such a post already. Several people can hold it."))
    note("post_made", by=by, post=post)
    return post


def refuse_unless_manager(by: Staff) -> None:
    """Raise NotAllowed unless somebody holds a manager's post today."""
    reason = rules.reason_against_administering(roles_of(by.pk, on=clock.today()))
    if reason is not None:
        raise NotAllowed(reason)


def note(verb: str, *, by: Staff, **about: Any) -> None:
    """Add the entry that says what was done, and its leaf in the audit."""
    entry = AdministrationEntry.objects.create(made_at=clock.now(), made_by=by, verb=verb, **about)
    audit.note(f"administration: {verb}", [entry.id], by=by.pk)


def _save_new(thing: Area | Agency | Post | Staff, already: str) -> None:
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
    except IntegrityError:
        raise NotAllowed(already) from None
