"""What the database itself refuses, whatever a page or an action forgot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.casework.administration.models import AdministrationEntry
from alongside.casework.organisation.models import Area, Holding, Post, Staff
from alongside.commons import clock
from tests import cast

pytestmark = pytest.mark.django_db
Acting = Callable[[cast.Person], Any]


def refused(do: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        do()


@pytest.mark.parametrize("person", [p for p in cast.CASEWORK if p != cast.MANAGER], ids=lambda p: p.roles[0])
def test_the_web_role_alone_cannot_give_itself_a_post(acting: Acting, person: cast.Person) -> None:
    with acting(person) as somebody:
        chair = Post.objects.get(role="chair")
        refused(lambda: Holding.objects.create(staff=somebody, post=chair, from_on=clock.today()))
        refused(lambda: Area.objects.create(code="own", name="Own", nation="scotland"))
        # Rows that a policy hides from a change are left as they are, without an error.
        assert Holding.objects.filter(staff=somebody).update(post=chair) == 0
        assert Holding.objects.exclude(staff=somebody).delete()[0] == 0


def test_even_a_manager_cannot_write_a_post_of_their_own(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        chair = Post.objects.get(role="chair")
        refused(lambda: Holding.objects.create(staff=magnus, post=chair, from_on=clock.today()))
        assert Holding.objects.filter(staff=magnus).update(post=chair) == 0
        toms = Holding.objects.get(staff__email=cast.TOM.email)
        refused(lambda: Holding.objects.filter(pk=toms.pk).update(staff=magnus))


def test_nobody_who_is_not_a_manager_changes_an_account(acting: Acting) -> None:
    with acting(cast.CHAIR) as charity:
        refused(lambda: Staff.objects.filter(pk=charity.pk).update(email="other@northmere.example"))
        refused(lambda: Staff.objects.filter(email=cast.TOM.email).update(is_active=False))
        refused(lambda: Staff.objects.create_user("x@northmere.example", name="X", agency=charity.agency,
                                                  joined_on=clock.today()))  # fmt: skip


def test_signing_in_and_a_new_password_need_no_manager(db: None) -> None:
    assert Staff.objects.filter(email=cast.TOM.email).update(last_login=clock.now(), password="!x") == 1


def test_the_history_is_only_added_to(acting: Acting) -> None:
    with acting(cast.MANAGER) as magnus:
        AdministrationEntry.objects.create(made_at=clock.now(), made_by=magnus, verb="left", staff=magnus)
        refused(lambda: AdministrationEntry.objects.update(verb="joined"))
        refused(lambda: AdministrationEntry.objects.all().delete())


def test_not_even_the_owner_rewrites_the_history() -> None:
    from alongside.commons import installation

    with installation.connect("casework", "casework_owner") as owner:
        for change in ("UPDATE {} SET verb = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
            for table in ("administration_administrationentry", "statistics_statisticsevent", "oversight_release"):
                with pytest.raises(Exception, match="never changed or removed"), owner.transaction():
                    owner.execute(change.format(table).replace("verb", "id").replace("'x'", "gen_random_uuid()"))


def test_a_manager_sees_no_row_of_any_case(acting: Acting, opened: object) -> None:
    with acting(cast.MANAGER), connection.cursor() as cursor:
        for table in ("referrals_referral", "referrals_concern", "referrals_history", "keys.given"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
