"""Give and take back the sight of a case."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from alongside.casework.organisation.models import Post, Staff
from alongside.commons import installation

from . import vault
from .models import Given

OPEN_ENDED = datetime(9999, 1, 1, tzinfo=UTC)
"""For grants that end with the case and not on a day."""


def make_agency_key(agency_id: UUID) -> None:
    """Make the key-encryption key of a new agency, in a file outside the database; an existing one stays."""
    path = installation.state("keys", "casework", "agencies", f"{agency_id}.key")
    if not path.exists():
        installation.write_secret(path, vault.new_key())


def agency_key(agency_id: UUID) -> bytes:
    """Return an agency's key-encryption key. Raises NotSetUp when its file is missing."""
    path = installation.state("keys", "casework", "agencies", f"{agency_id}.key")
    if not path.exists():
        raise installation.NotSetUp(f"The key of agency {agency_id} is missing. Restore it from its escrow copy.")
    return path.read_bytes()


def give(case_id: UUID, case_key: bytes, post: Post, *, ends_at: datetime = OPEN_ENDED) -> None:
    """Share a case, or what else has a key of its own, with a post until a moment, replacing an earlier grant to it.

    Raises django.db.DatabaseError when whoever is looking does not see it themselves and it is not new.
    """
    bound = vault.Bound(case_id, post.id, ends_at)
    wrapped = vault.wrap(case_key, agency_key=agency_key(post.agency_id), bound=bound)
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.give(%s, %s, %s, NULL, %s, %s)", [uuid.uuid4(), case_id, post.id, wrapped, ends_at])


def give_to_person(case_id: UUID, case_key: bytes, staff: Staff, *, ends_at: datetime = OPEN_ENDED) -> None:
    """Share with one person, until a moment or until it is taken back. Raises as ``give`` does."""
    bound = vault.Bound(case_id, staff.pk, ends_at)
    wrapped = vault.wrap(case_key, agency_key=agency_key(staff.agency_id), bound=bound)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT keys.give(%s, %s, NULL, %s, %s, %s)", [uuid.uuid4(), case_id, staff.pk, wrapped, ends_at]
        )


def take_back(case_id: UUID, post: Post) -> None:
    """End a post's sight of a case, its wrapped key with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.take_back(%s, %s, NULL)", [case_id, post.id])


def take_back_all(case_id: UUID, posts: Iterable[UUID]) -> None:
    """End several posts' sight of a case at once; one's own may be among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.take_back_all(%s, %s)", [case_id, list(posts)])


def seen_by(case_id: UUID) -> dict[UUID, datetime]:
    """Return the posts that see a case and until when; nothing to who does not see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT post, until FROM keys.seen_by(%s)", [case_id])
        return dict(cursor.fetchall())


def people_who_see(case_id: UUID) -> dict[UUID, datetime]:
    """Return the people who see a case by their own name and until when; nothing to who does not see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT staff, until FROM keys.people_who_see(%s)", [case_id])
        return dict(cursor.fetchall())


def the_two(case_id: UUID) -> list[UUID]:
    """Return the two named people who have a case about staff, a panel member or their kin; none for other cases.

    For either of them, and for the intake worker, which tells them that something came.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.the_two(%s)", [case_id])
        return [staff for (staff,) in cursor.fetchall()]


def take_back_from_person(case_id: UUID, staff: Staff) -> None:
    """End the sight that was given to one person, their own too. Raises as ``take_back`` does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.take_back(%s, NULL, %s)", [case_id, staff.pk])


def posts_that_see(case_id: UUID) -> list[UUID]:
    """Return the posts that have a live grant on a case: whom the intake worker tells that something came."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys.posts_that_see(%s)", [case_id])
        return [post for (post,) in cursor.fetchall()]


def case_keys(case_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys of several cases in one query, through grants of whoever is looking; some may be missing.

    Raises vault.DoesNotOpen when a grant was altered.
    """
    agencies: dict[UUID, bytes] = {}
    found: dict[UUID, bytes] = {}
    for grant in Given.objects.filter(case_id__in=list(case_ids)):
        if grant.agency_id not in agencies:
            agencies[grant.agency_id] = agency_key(grant.agency_id)
        found[grant.case_id] = vault.unwrap(
            bytes(grant.wrapped), agency_key=agencies[grant.agency_id], bound=grant.bound
        )
    return found


def case_key(case_id: UUID) -> bytes | None:
    """Return the case's key through a grant of whoever is looking, or None where there is none.

    Raises vault.DoesNotOpen when the grant was altered.
    """
    grant = Given.objects.filter(case_id=case_id).first()
    if grant is None:
        return None
    return vault.unwrap(bytes(grant.wrapped), agency_key=agency_key(grant.agency_id), bound=grant.bound)
