"""Somebody whose session ends while they write signs in again and has the form back, filled; nobody else sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alongside.casework.given_back import sealing
from alongside.casework.referrals import actions
from alongside.casework.rules import journey
from alongside.commons import clock
from tests import cast
from tests.casework.gateway import GATEWAY
from tests.casework.given_back import forms
from tests.casework.looked import look_and_find_none
from tests.casework.test_journey import WAY, go

pytestmark = pytest.mark.django_db
SignedIn = Callable[[cast.Person], Client]
SEALED = re.compile(r'name="sealed" value="([^"]+)"')
WORDS = "He told us about the quay,\r\nand said <when> & “why”."


def sent_signed_out(client: Client, address: str, *, form: int = 0) -> tuple[str, forms.Typed]:
    """Fill a form of a page, be signed out, send it; the page that answers, and what was typed."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    asked = forms.forms_in(page.content.decode(), address)[form]
    typed = forms.fill(asked)
    mark = asked.fields["form_of"]
    client.logout()
    answer = client.post(forms.where(asked, address), {**typed, "form_of": mark})
    assert answer.status_code == 401
    return answer.content.decode(), typed


def get_back(client: Client, answer: str) -> Any:
    found = SEALED.search(answer)
    assert found is not None
    return client.post("/given-back/", {"sealed": found[1]})


def holds(page: Any, address: str, typed: forms.Typed) -> bool:
    """Whether some form of the page has just what was typed. Fields that show nothing else count as they were sent."""
    return any(forms.values(form) == typed for form in forms.forms_in(page.content.decode(), address))


def written(typed: forms.Typed) -> list[str]:
    return [text for texts in typed.values() for text in texts if text.startswith("typed")]


def goes_round(signed_in: SignedIn, person: cast.Person, address: str) -> forms.Typed:
    """Send while signed out, let somebody else try to get it, then get it back as oneself."""
    answer, typed = sent_signed_out(signed_in(person), address)
    assert not [text for text in written(typed) if text[:9] in answer], address
    other = get_back(signed_in(cast.TOM if person is not cast.TOM else cast.CHAIR), answer)
    assert other.status_code == 403
    assert not re.search(r"typed &lt;", other.content.decode())
    page = get_back(signed_in(person), answer)
    assert page.status_code == 200
    assert "Nothing was sent" in page.content.decode()
    assert holds(page, address, typed), address
    assert page.headers["Cache-Control"].count("no-store")
    return typed


@pytest.fixture
def addresses(opened: UUID, staff: Callable[[cast.Person], Any]) -> Callable[[str], str]:
    """Addresses of pages that have ids in them."""
    from alongside.casework.desk.models import Briefing
    from alongside.casework.organisation.models import Holding

    def of(address: str) -> str:
        holding = Holding.objects.filter(staff=staff(cast.INTAKE)).first()
        briefing = Briefing.objects.filter(area__code="northmere").first()
        assert holding
        assert briefing
        return address.format(
            case=opened, person=staff(cast.TOM).pk, holding=holding.pk, line=briefing.lines.first().pk,
            briefing=briefing.pk, campaign=cast.CAMPAIGN,
        )  # fmt: skip

    return of


LONG_FORMS = [
    (cast.INTAKE, "/intake/{case}/reply/"),
    (cast.INTAKE, "/triage/{case}/emergency/"),
    (cast.COORDINATOR, "/desk/in/northmere/write/"),
    (cast.COORDINATOR, "/desk/in/northmere/write/{campaign}/"),
    (cast.COORDINATOR, "/desk/in/northmere/line/"),
    (cast.COORDINATOR, "/desk/in/northmere/line/{line}/"),
    (cast.COORDINATOR, "/desk/in/northmere/number/"),
    (cast.COORDINATOR, "/desk/briefings/{briefing}/{line}/call/"),
    (cast.CALL_HANDLER, "/desk/"),
    (cast.COORDINATOR, "/duty/northmere/hours/"),
    (cast.COORDINATOR, "/duty/northmere/turn/?day=2030-01-05"),
    (cast.COORDINATOR, "/duty/northmere/leave/"),
    (cast.COORDINATOR, "/duty/northmere/out-of-hours/"),
    (cast.DEPUTY, "/reporters/together/"),
    (cast.MANAGER, "/administration/areas/make/"),
    (cast.MANAGER, "/administration/agencies/make/"),
    (cast.MANAGER, "/administration/posts/make/"),
    (cast.MANAGER, "/administration/staff/join/"),
    (cast.MANAGER, "/administration/staff/{person}/give/"),
    (cast.MANAGER, "/administration/staff/{person}/training/"),
    (cast.MANAGER, "/administration/holdings/{holding}/end/"),
    (cast.DIRECTOR, "/kept/sign/northmere/"),
]


@pytest.mark.parametrize(("person", "address"), LONG_FORMS, ids=[address for _, address in LONG_FORMS])
def test_a_form_comes_back_as_it_was_typed_to_who_typed_it_alone(
    signed_in: SignedIn, addresses: Callable[[str], str], person: cast.Person, address: str
) -> None:
    assert goes_round(signed_in, person, addresses(address))


def test_so_does_every_page_of_every_move_from_the_first_stage_to_the_last(
    signed_in: SignedIn, acting: Callable[..., Any], opened: UUID
) -> None:
    gone_round = set()
    with acting(cast.INTAKE) as ines:
        look_and_find_none(opened, ines)
    for _stage, person, word, records in WAY:
        for move in open_to(signed_in(person), person, opened):
            goes_round(signed_in, person, f"/referrals/{opened}/{move}/")
            gone_round.add(move)
        go(person, word, acting, opened, code="CH-EXIT-AIMS-MET" if word == "exit" else "", **records())
        if word == "open_referral":
            assert goes_round(signed_in, cast.CASE_MANAGER, f"/triage/{opened}/gateway/")
            # Asking partners has a form once the gateway is assessed; until then its page leads there.
            with acting(cast.CASE_MANAGER) as callum:
                actions.record_all(opened, "ask_partners", {"gateway_assessed": GATEWAY}, by=callum)
    assert {"open_referral", "close_received", "ask_partners", "list_for_panel", "adopt", "exit"} <= gone_round
    assert len(gone_round) > 15


def open_to(client: Client, person: cast.Person, case: UUID) -> Iterator[str]:
    for word, move in journey.MOVES.items():
        if set(move.made_by) & set(person.roles) and client.get(f"/referrals/{case}/{word}/").status_code == 200:
            yield word


def test_what_is_typed_meanwhile_signed_in_again_comes_back_at_once(signed_in: SignedIn, opened: UUID) -> None:
    address = f"/intake/{opened}/reply/"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(cast.INTAKE).cookies
    form = forms.forms_in(strict.get(address).content.decode(), address)[0]
    sent = {"words": WORDS, "state": "question", "form_of": form.fields["form_of"], "csrfmiddlewaretoken": "old" * 21}
    answer = strict.post(address, sent)
    assert answer.status_code == 403
    based_on = [form.fields["based_on"]]
    assert holds(answer, address, {"words": [WORDS], "state": ["question"], "based_on": based_on})
    fresh = forms.forms_in(answer.content.decode(), address)[0].fields["csrfmiddlewaretoken"]
    assert strict.post(address, {**sent, "csrfmiddlewaretoken": fresh}).status_code == 200


def test_a_form_of_somebody_else_is_not_taken_from_who_is_signed_in_now(signed_in: SignedIn, opened: UUID) -> None:
    address = f"/triage/{opened}/emergency/"
    form = forms.forms_in(signed_in(cast.COORDINATOR).get("/desk/in/northmere/line/").content.decode(), address)[0]
    said = {"whom": "999", "what": WORDS, "when": "now", "form_of": form.fields["form_of"]}
    answer = signed_in(cast.INTAKE).post(address, said)
    assert answer.status_code == 403
    assert "the quay" not in answer.content.decode()
    assert "the quay" not in signed_in(cast.INTAKE).get(f"/referrals/{opened}/").content.decode()


def test_without_a_mark_of_ours_nothing_is_shown_to_anybody(signed_in: SignedIn, opened: UUID) -> None:
    address = f"/intake/{opened}/reply/"
    for mark in ("", "made up", "eyJhIjoxfQ:abc"):
        assert Client().post(address, {"words": WORDS, "form_of": mark}).status_code == 302
        forged = Client(enforce_csrf_checks=True).post(address, {"words": WORDS, "form_of": mark})
        assert forged.status_code == 403
        assert "the quay" not in forged.content.decode()


def test_what_is_older_than_half_an_hour_or_was_altered_opens_for_nobody(
    signed_in: SignedIn, opened: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, _typed = sent_signed_out(signed_in(cast.INTAKE), f"/intake/{opened}/reply/")
    ines = signed_in(cast.INTAKE)
    sealed = SEALED.search(answer)
    assert sealed
    for altered in ("", "AAAA", "*", sealed[1][:-8] + "AAAAAAA="):
        assert ines.post("/given-back/", {"sealed": altered}).status_code == 403
    later = clock.now() + sealing.GOOD_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert get_back(ines, answer).status_code == 403


def test_who_is_not_signed_in_yet_is_told_again_and_loses_nothing(signed_in: SignedIn, opened: UUID) -> None:
    address = f"/intake/{opened}/reply/"
    answer, typed = sent_signed_out(signed_in(cast.INTAKE), address)
    again = get_back(Client(), answer)
    assert again.status_code == 401
    assert holds(get_back(signed_in(cast.INTAKE), again.content.decode()), address, typed)


def test_a_pass_phrase_is_never_carried(signed_in: SignedIn) -> None:
    client = signed_in(cast.DEPUTY)
    form = forms.forms_in(client.get("/reporters/together/").content.decode(), "/reporters/together/")[0]
    secret = [field.get("name") for field in form.xpath(".//input[@type='password']")]
    assert secret
    assert set(secret) <= sealing.NOT_CARRIED
    client.logout()
    sent = {**dict.fromkeys(secret, "correct horse"), "form_of": form.fields["form_of"]}
    page = get_back(signed_in(cast.DEPUTY), client.post("/reporters/together/", sent).content.decode())
    assert "correct horse" not in page.content.decode()


def test_a_form_that_is_there_no_more_leaves_its_words_to_copy(
    signed_in: SignedIn, acting: Callable[..., Any], opened: UUID
) -> None:
    answer, typed = sent_signed_out(signed_in(cast.INTAKE), f"/referrals/{opened}/close_received/")
    go(cast.INTAKE, "open_referral", acting, opened)
    page = get_back(signed_in(cast.INTAKE), answer).content.decode()
    assert "no such form now" in page
    for text in written(typed):
        assert text.split("&")[0].replace("<", "&lt;").replace(">", "&gt;") in page


def test_files_are_named_to_be_chosen_again(signed_in: SignedIn, opened: UUID) -> None:
    address, client = f"/intake/{opened}/reply/", signed_in(cast.INTAKE)
    mark = forms.forms_in(client.get(address).content.decode(), address)[0].fields["form_of"]
    client.logout()
    chosen = SimpleUploadedFile("notes <of> the call.pdf", b"%PDF- canary-of-a-file")
    answer = client.post(address, {"words": WORDS, "form_of": mark, "file": chosen}).content.decode()
    page = get_back(signed_in(cast.INTAKE), answer).content.decode()
    assert "notes &lt;of&gt; the call.pdf" in page
    assert "Choose this file again" in page
    assert "canary-of-a-file" not in page


def test_every_form_of_casework_has_a_mark() -> None:
    """A form without one would lose what is typed; only those without a session, and sign-in, have none."""
    without = {"not_sent.html", "confirm.html"}
    for path in Path("src/alongside/casework").glob("*/templates/*/*.html"):
        for form in path.read_text(encoding="utf-8").split('<form method="post"')[1:]:
            marked = "csrf_input" in form.split("</form>")[0] or "form_of_input" in form.split("</form>")[0]
            assert marked or path.name in without, path
