"""Briefings: written by one, published by another, read by handlers, confirmed for a whole line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from alongside.casework.desk import briefings, bulletins, letters, queries
from alongside.casework.desk.models import Asking, Briefing, Confirmation, Line, Reading
from alongside.casework.outgoing.signing import signing_key
from alongside.commons import clock, exchange, installation
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox.models import Mail
from tests import cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
Staffed = Callable[[cast.Person], Any]
CARD = {
    "title": "Second version", "opening": "", "points": "One thing.", "languages": "Interpreters: 01632 960110",
    "from_on": clock.today(), "until_on": None,
}  # fmt: skip


@pytest.fixture
def draft(briefing: Briefing, line: Line, staff: Staffed) -> Briefing:
    return briefings.write(briefing.area, briefing.campaign, [line], by=staff(cast.COORDINATOR), **CARD)


@pytest.fixture
def published(draft: Briefing, staff: Staffed) -> Briefing:
    briefings.publish(draft.pk, by=staff(cast.CHAIR))
    return Briefing.objects.get(pk=draft.pk)


def test_versions_count_up_within_an_area_and_a_campaign(draft: Briefing, briefing: Briefing) -> None:
    assert (briefing.version, draft.version) == (1, 2)


def test_who_wrote_it_does_not_publish_it(draft: Briefing, staff: Staffed) -> None:
    with pytest.raises(NotAllowed, match="second person"):
        briefings.publish(draft.pk, by=staff(cast.COORDINATOR))
    with pytest.raises(DatabaseError, match="a_second_person_publishes"), transaction.atomic():
        Briefing.objects.filter(pk=draft.pk).update(published_at=clock.now(), published_by=draft.written_by)


@pytest.mark.parametrize("person", [cast.CALL_HANDLER, cast.INTAKE, cast.DIRECTOR, cast.MANAGER, cast.WELSH_INTAKE])
def test_others_neither_write_nor_publish(person: cast.Person, draft: Briefing, staff: Staffed) -> None:
    with pytest.raises(NotAllowed, match="This is for"):
        briefings.publish(draft.pk, by=staff(person))
    with pytest.raises(NotAllowed, match="This is for"):
        briefings.write(draft.area, None, [], by=staff(person), **CARD)


def test_a_published_version_is_never_changed(published: Briefing, staff: Staffed) -> None:
    with pytest.raises(NotAllowed, match="published already"):
        briefings.change(published.pk, [], by=staff(cast.COORDINATOR), **CARD)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Briefing.objects.filter(pk=published.pk).update(points="Something else.")


def test_a_draft_that_somebody_else_changes_was_written_by_them(draft: Briefing, line: Line, staff: Staffed) -> None:
    briefings.change(draft.pk, [line], by=staff(cast.COORDINATOR), **{**CARD, "title": "Changed"})
    assert Briefing.objects.get(pk=draft.pk).title == "Changed"


def test_the_last_day_is_not_before_the_first(briefing: Briefing, staff: Staffed) -> None:
    early = {**CARD, "until_on": clock.today() - timedelta(days=1)}
    with pytest.raises(NotAllowed, match="last day"):
        briefings.write(briefing.area, None, [], by=staff(cast.COORDINATOR), **early)


def test_a_briefing_for_no_line_is_not_published(briefing: Briefing, staff: Staffed) -> None:
    draft = briefings.write(briefing.area, None, [], by=staff(cast.COORDINATOR), **CARD)
    with pytest.raises(NotAllowed, match="at least one line"):
        briefings.publish(draft.pk, by=staff(cast.CHAIR))


def test_the_newest_version_is_the_card_and_is_unread(kit: Client, published: Briefing) -> None:
    page = kit.get("/desk/").content.decode()
    assert "Second version" in page
    assert "Not read yet." in page
    kit.post(reverse("desk_read", args=[published.pk]))
    kit.post(reverse("desk_read", args=[published.pk]))
    assert Reading.objects.filter(briefing=published).count() == 1
    assert "Not read yet." not in kit.get("/desk/").content.decode()


def test_a_draft_is_shown_to_no_handler(kit: Client, draft: Briefing) -> None:
    assert "Second version" not in kit.get("/desk/").content.decode()
    assert kit.get(reverse("desk_card", args=[draft.pk])).status_code == 404


def test_an_unread_card_bars_nobody_from_a_caller(kit: Client, published: Briefing) -> None:
    page = kit.get("/desk/").content.decode()
    assert 'name="worry"' in page
    assert 'name="token"' in page


@pytest.mark.parametrize(
    "campaign",
    [{"state": "planned"}, {"state": "gone"}, {"ends_on": clock.today() - timedelta(days=1)},
     {"starts_on": clock.today() + timedelta(days=1)}],
)  # fmt: skip
def test_a_campaign_runs_when_it_is_live_and_on_its_days(campaign: dict[str, Any], briefing: Briefing) -> None:
    found = briefing.campaign
    assert found is not None
    assert found.runs_on(clock.today())
    for name, value in campaign.items():
        setattr(found, name, value)
    assert not found.runs_on(clock.today())


def test_after_the_campaign_its_card_is_not_the_current_one(
    staff: Staffed, monkeypatch: pytest.MonkeyPatch, briefing: Briefing
) -> None:
    kit = staff(cast.CALL_HANDLER)
    assert [card.briefing for card in queries.desk_of(kit).cards] == [briefing]
    assert briefing.campaign is not None
    after = briefing.campaign.ends_on + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: after)
    assert queries.desk_of(kit).cards == []


def test_a_card_of_the_other_area_is_not_shown(signed_in: SignedIn, published: Briefing) -> None:
    cadi = signed_in(cast.WELSH_HANDLER)
    assert "Second version" not in cadi.get("/desk/").content.decode()
    assert "No briefing holds today." in cadi.get("/desk/").content.decode()
    assert cadi.get(reverse("desk_card", args=[published.pk])).status_code == 404
    cadi.post(reverse("desk_read", args=[published.pk]))
    assert not Reading.objects.filter(briefing=published).exists()


def test_the_page_says_who_has_read_which_version(kit: Client, signed_in: SignedIn, published: Briefing) -> None:
    page = reverse("briefing", args=[published.pk])
    assert "not read yet" in signed_in(cast.DIRECTOR).get(page).content.decode()
    kit.post(reverse("desk_read", args=[published.pk]))
    text = signed_in(cast.DIRECTOR).get(page).content.decode()
    assert "Kit Rowan" in text
    assert "not read yet" not in text


def newest_bulletin() -> dict[str, Any]:
    return bulletins.says()


def state_of(line: Line) -> dict[str, Any]:
    return next(row for row in newest_bulletin()["campaigns"][str(cast.CAMPAIGN)] if row["line"] == line.name)


def test_publishing_asks_the_contact_and_the_bulletin_says_not_confirmed(published: Briefing, line: Line) -> None:
    asking = Asking.objects.get(briefing=published, line=line)
    assert Mail.objects.filter(kind="confirm_briefing", about=asking.pk, to=None).count() == 1
    assert state_of(line) == {"line": "Northmere 101", "version": 2, "confirmed": False}
    assert newest_bulletin()["lines"] == ["Llinell Glanaber", "Northmere 101"]


def test_what_leaves_names_nobody_and_no_address(published: Briefing, line: Line, staff: Staffed) -> None:
    briefings.note_call(published.pk, line.pk, "Robin Vale, shift lead", clock.now(), by=staff(cast.COORDINATOR))
    said = str(newest_bulletin())
    for name in ("Robin", line.contact_email, "Kit", "Cora", "Second version"):
        assert name not in said


@pytest.fixture
def link(published: Briefing) -> str:
    return reverse("briefing_confirm", args=[letters.token_for(Asking.objects.get(briefing=published).pk)])


def test_the_mail_goes_to_the_contact_with_a_link_and_says_nothing_else(published: Briefing, line: Line) -> None:
    from alongside.site.outbox.letters import letter_for

    letter = letter_for(Mail.objects.get(kind="confirm_briefing"))
    assert letter is not None
    assert letter.address == line.contact_email
    assert "/desk/confirm/" in letter.text
    assert "Second version" not in letter.text


def test_a_look_at_the_link_confirms_nothing(link: str, published: Briefing) -> None:
    browser = Client()
    assert browser.get(link).status_code == 200
    assert browser.head(link).status_code == 200
    assert not Confirmation.objects.exists()
    assert Asking.objects.get(briefing=published).used_at is None


def test_one_contact_without_an_account_confirms_for_the_whole_line(link: str, line: Line) -> None:
    browser = Client()
    assert "Second version" in browser.get(link).content.decode()
    done = browser.post(link, {"said_by": "Robin Vale, shift lead"})
    assert "Confirmed" in done.content.decode()
    row = Confirmation.objects.get(line=line)
    assert (row.how, row.said_by, row.noted_by) == ("link", "Robin Vale, shift lead", None)
    assert state_of(line)["confirmed"] is True


def test_the_link_works_once_and_for_fourteen_days(link: str, published: Briefing) -> None:
    browser = Client()
    Asking.objects.filter(briefing=published).update(used_at=clock.now())
    used = browser.get(link)
    made_up = browser.get(reverse("briefing_confirm", args=["made:up"]))
    assert used.status_code == made_up.status_code == 404
    assert _main(used) == _main(made_up)
    assert browser.post(link, {"said_by": "Robin"}).status_code == 404
    assert not Confirmation.objects.exists()


def test_a_link_that_is_too_old_is_refused(link: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert Client().post(link, {"said_by": "Robin"}).status_code == 404


def _main(page: Any) -> str:
    found = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def test_a_name_is_asked_for(link: str) -> None:
    page = Client().post(link, {"said_by": "  "})
    assert page.status_code == 422
    assert not Confirmation.objects.exists()


def test_a_new_link_can_be_sent_until_the_line_has_confirmed(published: Briefing, line: Line, staff: Staffed) -> None:
    cora = staff(cast.COORDINATOR)
    briefings.ask_again(published.pk, line.pk, by=cora)
    first, second = Asking.objects.filter(briefing=published).order_by("asked_at")
    briefings.confirm_by_link(second.pk, "Robin")
    with pytest.raises(NotAllowed, match="confirmed this version already"):
        briefings.ask_again(published.pk, line.pk, by=cora)
    # The first link is still good, and using it confirms nothing a second time.
    briefings.confirm_by_link(first.pk, "Alex")
    assert Confirmation.objects.get(line=line).said_by == "Robin"


def test_an_editor_notes_a_call_with_who_and_when(signed_in: SignedIn, published: Briefing, line: Line) -> None:
    page = reverse("briefing_call", args=[published.pk, line.pk])
    today = clock.today()
    told = {"said_by": "Robin Vale, shift lead", "said_on-day": today.day, "said_on-month": today.month,
            "said_on-year": today.year, "said_at": "00:00"}  # fmt: skip
    assert signed_in(cast.CALL_HANDLER).post(page, told).status_code == 404
    assert signed_in(cast.DIRECTOR).post(page, told).status_code == 422
    assert signed_in(cast.COORDINATOR).post(page, told).status_code == 302
    row = Confirmation.objects.get(line=line)
    assert (row.how, row.noted_by.email) == ("call", cast.COORDINATOR.email)


def test_a_call_is_not_noted_before_it_was_made(published: Briefing, line: Line, staff: Staffed) -> None:
    with pytest.raises(NotAllowed, match="later than now"):
        briefings.note_call(
            published.pk, line.pk, "Robin", clock.now() + timedelta(hours=1), by=staff(cast.COORDINATOR)
        )


def test_a_new_version_has_to_be_confirmed_anew(
    published: Briefing, line: Line, staff: Staffed, briefing: Briefing
) -> None:
    briefings.note_call(published.pk, line.pk, "Robin", clock.now(), by=staff(cast.COORDINATOR))
    third = briefings.write(briefing.area, briefing.campaign, [line], by=staff(cast.COORDINATOR), **CARD)
    briefings.publish(third.pk, by=staff(cast.CHAIR))
    assert state_of(line) == {"line": "Northmere 101", "version": 3, "confirmed": False}


def test_the_bulletin_in_the_tray_is_signed_and_numbered(published: Briefing, staff: Staffed, line: Line) -> None:
    from alongside.casework.desk.models import BulletinSent

    briefings.note_call(published.pk, line.pk, "Robin", clock.now(), by=staff(cast.COORDINATOR))
    assert sorted(BulletinSent.objects.values_list("number", flat=True)) == [1, 2]
    bulletin = exchange.sign(bulletins.KIND, 3, clock.now(), bulletins.says(), signing_key())
    key = Ed25519PublicKey.from_public_bytes(installation.state("keys", "public", "bulletin.pub").read_bytes())
    exchange.verify(bulletin, {exchange.key_id(key): key})


def test_confirmations_and_readings_are_only_added_to(kit: Client, published: Briefing) -> None:
    kit.post(reverse("desk_read", args=[published.pk]))
    for statement in ("DELETE FROM desk_reading", "UPDATE desk_confirmation SET said_by = 'me'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_pages_of_briefings_are_for_those_who_have_a_part_in_them(signed_in: SignedIn, draft: Briefing) -> None:
    for person in (cast.COORDINATOR, cast.CHAIR, cast.DEPUTY, cast.DIRECTOR):
        assert signed_in(person).get("/desk/briefings/").status_code == 200
        assert signed_in(person).get(reverse("briefing", args=[draft.pk])).status_code == 200
    for person in (cast.CALL_HANDLER, cast.INTAKE, cast.MANAGER, cast.TOM):
        assert signed_in(person).get("/desk/briefings/").status_code == 403
        assert signed_in(person).get(reverse("briefing", args=[draft.pk])).status_code == 404
    assert signed_in(cast.DIRECTOR).get(reverse("briefing_write", args=["northmere"])).status_code == 404


def test_the_coordinator_writes_and_the_chair_publishes_by_the_pages(signed_in: SignedIn, line: Line) -> None:
    cora, today = signed_in(cast.COORDINATOR), clock.today()
    page = reverse("briefing_write_for", args=["northmere", cast.CAMPAIGN])
    assert "Write a briefing for" in cora.get(page).content.decode()
    told = {"title": "By the page", "points": "One thing.", "languages": "Interpreters", "lines": [line.pk],
            "from_on-day": today.day, "from_on-month": today.month, "from_on-year": today.year}  # fmt: skip
    assert cora.post(page, {**told, "title": ""}).status_code == 422
    made = cora.post(page, told)
    row = Briefing.objects.get(title="By the page")
    assert made["Location"] == reverse("briefing", args=[row.pk])
    assert "A second person publishes" in cora.get(made["Location"]).content.decode()
    chair = signed_in(cast.CHAIR)
    assert "By the page" in chair.get("/desk/briefings/").content.decode()
    chair.post(reverse("briefing_publish", args=[row.pk]))
    row.refresh_from_db()
    assert row.published_by.email == cast.CHAIR.email


def test_lines_and_numbers_are_kept_by_the_coordinator(signed_in: SignedIn, line: Line) -> None:
    from alongside.casework.desk.models import TransferNumber

    cora = signed_in(cast.COORDINATOR)
    made = {"name": "Night line", "contact_email": "night@northmere.example", "posts": []}
    assert cora.post(reverse("line_new", args=["northmere"]), made).status_code == 302
    assert cora.post(reverse("line_new", args=["northmere"]), made).status_code == 422
    assert cora.post(reverse("line_new", args=["glanaber"]), made).status_code == 404
    number = {"name": "Duty", "number": "01632 960 103", "what_for": "At night", "order": 5, "checked": "on"}
    assert cora.post(reverse("number_new", args=["northmere"]), number).status_code == 302
    assert cora.post(reverse("number_new", args=["northmere"]), {**number, "number": "ring us"}).status_code == 422
    row = TransferNumber.objects.get(number="01632 960 103")
    cora.post(reverse("number_check", args=[row.pk]))
    cora.post(reverse("number_remove", args=[row.pk]))
    assert TransferNumber.objects.get(pk=row.pk).removed_on == clock.today()
    cora.post(reverse("line_close", args=[line.pk]))
    assert newest_bulletin()["lines"] == ["Llinell Glanaber", "Night line"]
