"""Who writes, who agrees, what a version is; two who type at once lose nothing."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from alongside.casework.assessment import actions, needs, queries
from alongside.casework.assessment.models import Remark, Saving, Version
from alongside.casework.referrals.queries import NotFound, find
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast
from tests.casework.assessment.conftest import Acting, agree, fact, whole, write

pytestmark = pytest.mark.django_db
A, B = "a" * 32, "b" * 32


def test_a_saving_becomes_a_version_when_somebody_else_agrees(gathering: UUID, acting: Acting) -> None:
    number = write(acting, gathering, whole(A))
    agree(acting, gathering, number)
    with acting(cast.INTAKE) as ines:
        version = queries.latest(find(ines, gathering))
    assert version is not None
    assert (version.number, version.writers, version.agreed_by) == (1, (cast.CASE_MANAGER.name,), cast.SUPERVISOR.name)
    assert version.content.facts[0].what == "He sold his car."


def test_who_wrote_in_it_does_not_agree_and_who_only_reads_neither_writes_nor_agrees(
    gathering: UUID, acting: Acting
) -> None:
    number = write(acting, gathering, whole())
    with acting(cast.CASE_MANAGER) as callum:
        forward = actions.put_forward(gathering, read=number, by=callum)
        with pytest.raises(NotAllowed, match="agreed by"):
            actions.agree(gathering, read=forward.number, by=callum)
    with acting(cast.INTAKE) as ines:
        with pytest.raises(NotAllowed, match="written by the Channel case manager"):
            actions.save(gathering, whole(), based_on=0, by=ines)
        with pytest.raises(NotAllowed, match="agreed by"):
            actions.agree(gathering, read=forward.number, by=ines)


@pytest.mark.parametrize("person", [cast.MANAGER, cast.PANEL_MEMBER, cast.CHAIR, cast.WELSH_INTAKE])
def test_who_holds_no_grant_finds_nothing_and_the_database_gives_no_row(
    person: cast.Person, agreed: UUID, acting: Acting
) -> None:
    with acting(person) as somebody:
        with pytest.raises(NotFound):
            find(somebody, agreed)
        assert not any(table.objects.exists() for table in (Saving, Version, Remark))


def test_what_was_put_forward_is_told_to_who_agrees_and_no_mail_says_a_word_of_it(
    gathering: UUID, acting: Acting
) -> None:
    number = write(acting, gathering, whole())
    before = set(Mail.objects.values_list("pk", flat=True))
    with acting(cast.CASE_MANAGER) as callum:
        actions.put_forward(gathering, read=number, by=callum)
    mail = Mail.objects.exclude(pk__in=before).get()
    assert mail.path == f"/assessment/{gathering}/agree/"


def test_what_lacks_something_is_not_put_forward_and_it_is_said_what(gathering: UUID, acting: Acting) -> None:
    number = write(acting, gathering, whole(A) | fact(A, "He sold his car.", source=""))
    with acting(cast.CASE_MANAGER) as callum, pytest.raises(NotAllowed, match="Fact 1 does not say where it is from"):
        actions.put_forward(gathering, read=number, by=callum)


def test_what_changed_after_it_was_read_is_not_agreed(gathering: UUID, acting: Acting) -> None:
    number = write(acting, gathering, whole(A))
    with acting(cast.CASE_MANAGER) as callum:
        forward = actions.put_forward(gathering, read=number, by=callum)
        actions.save(gathering, {"plan": "another plan"}, based_on=forward.number, by=callum)
    with acting(cast.SUPERVISOR) as sunita, pytest.raises(NotAllowed, match="has changed it since you read it"):
        actions.agree(gathering, read=forward.number, by=sunita)


def test_what_was_given_back_waits_for_its_writer_who_reads_why(gathering: UUID, acting: Acting) -> None:
    number = write(acting, gathering, whole(A))
    with acting(cast.CASE_MANAGER) as callum:
        forward = actions.put_forward(gathering, read=number, by=callum)
    with acting(cast.SUPERVISOR) as sunita:
        actions.give_back(gathering, "Who heard it?", read=forward.number, by=sunita)
        with pytest.raises(NotAllowed, match="Nothing waits"):
            actions.agree(gathering, read=forward.number, by=sunita)
    with acting(cast.CASE_MANAGER) as callum:
        assert [each.text for each in queries.given_back(find(callum, gathering))] == ["Who heard it?"]
    agree(acting, gathering, forward.number)


def test_two_who_type_at_once_lose_nothing_and_are_told(gathering: UUID, acting: Acting) -> None:
    number = write(acting, gathering, whole(A))
    write(acting, gathering, {**whole(A), "plan": "theirs", **fact(B, "Theirs.")}, based_on=number)
    with acting(cast.CASE_MANAGER) as callum:
        saved = actions.save(gathering, {**whole(A), "plan": "mine", "unknown": "mine"}, based_on=number, by=callum)
        now = queries.newest(find(callum, gathering))
    assert saved.both == ("plan",)
    assert now.written["plan"].startswith("mine\n\n[Callum Reyes, ")
    assert now.written["plan"].endswith("\ntheirs")
    assert now.written["unknown"] == "mine"
    assert now.written[f"fact-{B}-what"] == "Theirs."


def test_a_second_version_shows_what_changed_and_needs_keep_their_ids(agreed: UUID, acting: Acting) -> None:
    with acting(cast.CASE_MANAGER) as callum:
        now = queries.newest(find(callum, agreed))
        before = [row.need.id for row in needs.of(find(callum, agreed))]
    changed = {"unknown": "what is said of unknown, and more", f"need-{A}-what": "Somebody to talk with, weekly."}
    agree(acting, agreed, write(acting, agreed, changed, based_on=now.number))
    with acting(cast.SUPERVISOR) as sunita:
        seen = find(sunita, agreed)
        found = queries.changed_in(seen, 2)
        assert [change.label for change in found.changed] == ["What do they need?", "What do we not know?"]
        assert [row.need.id for row in needs.of(seen)] == before == [A]


@pytest.mark.parametrize("table", ["saving", "version", "remark"])
def test_what_was_written_stays(table: str, agreed: UUID, acting: Acting) -> None:
    with acting(cast.SUPERVISOR) as sunita:
        actions.correct(agreed, 1, "It was on Monday.", by=sunita)
        assert [each.text for each in queries.version(find(sunita, agreed), 1).corrections] == ["It was on Monday."]
        for verb in (f"UPDATE assessment_{table} SET id = id", f"DELETE FROM assessment_{table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(verb)


def test_a_case_without_any_category_is_assessed_for_violence_alone(gathering: UUID, acting: Acting) -> None:
    said = whole(A) | {"concerns": "He watches attacks for hours. No ideology that anybody has heard; we cannot tell."}
    agree(acting, gathering, write(acting, gathering, said))
    with acting(cast.SUPERVISOR) as sunita:
        latest = queries.latest(find(sunita, gathering))
    assert latest is not None
    assert latest.content.texts["concerns"].endswith("we cannot tell.")
