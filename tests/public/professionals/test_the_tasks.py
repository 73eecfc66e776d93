"""The list of tasks, and what arrives after Send."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError

from alongside.commons import clock, installation
from alongside.commons.envelope import key_names
from alongside.commons.envelope.contents import Concern, Identity, closes_on
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.seal import Envelope
from alongside.commons.envelope.unseal import unseal
from alongside.design.jinja import local_day
from alongside.public.concerns import files, held
from alongside.public.professionals import fields
from tests.public.concerns.way import envelopes, words_on
from tests.public.professionals.way import ANSWERS, Teacher


def opened(envelope: Envelope) -> Concern | Identity:
    assert envelope.key_id == key_names.name_at(clock.now())
    seed = installation.state("keys", "intake", f"{envelope.key_id}.key").read_bytes()
    contents = unseal(envelope, PrivateKey(seed))
    assert isinstance(contents, Concern | Identity)
    return contents


def arrived_since(before: dict[UUID, Envelope]) -> tuple[list[Concern], list[Identity]]:
    found = [opened(envelope) for id, envelope in envelopes().items() if id not in before]
    return (
        [each for each in found if isinstance(each, Concern)],
        [each for each in found if isinstance(each, Identity)],
    )


def test_the_list_says_of_each_task_how_far_it_is(teacher: Teacher) -> None:
    statuses = teacher.begin().statuses
    assert statuses.pop("place") == "Done"
    assert set(statuses.values()) == {"Not started"}
    teacher.press("open-person").press("open-list", called="Danny")
    assert teacher.statuses["place"] == "Done"
    assert teacher.statuses["person"] == "In progress"
    assert teacher.statuses["told"] == "Not started"
    teacher.do("person")
    assert teacher.statuses["person"] == "Done"
    assert "You have done 2 of 7 tasks." in teacher.says


def test_a_task_that_is_well_no_more_is_in_progress_again(teacher: Teacher) -> None:
    teacher.begin().do("told").press("open-told").press("open-list", why_not_told="")
    assert teacher.statuses["told"] == "In progress"


def test_a_concern_and_who_tells_it_arrive_in_two_envelopes(committed: Teacher) -> None:
    before = envelopes()
    committed.send()
    assert "We have received it" in committed.says
    [concern], [identity] = arrived_since(before)
    assert (concern.channel, concern.kind_of_door, concern.promise) == ("professional", "somebody", "named")
    assert concern.worry == "He says it’s “us or them”.\nHe stopped seeing his friends."
    assert (concern.area, concern.called, concern.age_band, concern.hurt) == (
        "northmere",
        "Danny Aro",
        "16_17",
        "yes",
    )
    assert (concern.told_them, concern.contact, concern.feedback) == ("no", "as_said", "yes")
    assert concern.more == {
        "spelling_unsure": "yes",
        "born_on": "2010-03-27",
        "school_or_work": "Mill Road College",
        "came_to_light_on": "2026-11-02",
        "why_not_told": "We could not reach his mother.",
        "lead_name": "Una Bell",
        "lead_agreed": "yes",
        "parallel_referral": "made",
        "parallel_referral_words": "Northmere children’s services, 3 November",
        "other_agencies": "none",
        "own_account": "yes",
    }
    assert (identity.promise, identity.name, identity.role) == ("named", "Teodor Quill", "form tutor")
    assert (identity.telephone, identity.email) == ("01632 960 001", "t.quill@millroad.example")
    assert identity.reply_to == concern.reply_to


def test_what_goes_to_the_case_holds_nothing_of_who_tells_it(committed: Teacher) -> None:
    before = envelopes()
    committed.send()
    [concern], _identities = arrived_since(before)
    for said in ("Quill", "960 001", "millroad.example"):
        assert said not in repr(concern)


def test_after_send_they_read_until_which_day_the_receipt_opens_replies(committed: Teacher) -> None:
    said = words_on(committed.send().answer.content)
    assert f"The receipt opens our replies until {words_on(local_day(closes_on(clock.now())))}" in said


def test_sending_again_makes_one_concern(committed: Teacher) -> None:
    committed.check()
    last_page = committed.answer
    receipt = committed.press("send").receipt
    before = envelopes()
    committed.answer = last_page
    assert committed.press("send").receipt == receipt
    assert envelopes().keys() == before.keys()


def test_an_answer_changed_after_a_lost_send_is_an_addition_under_the_same_receipt(committed: Teacher) -> None:
    committed.check()
    last_page = committed.answer
    receipt = committed.press("send").receipt
    before = envelopes()
    committed.answer = last_page
    committed.press("open-person").press(called="Daniel Aro").press("open-check").press("send")
    assert committed.receipt == receipt
    [concern], [identity] = arrived_since(before)
    assert concern.called == "Daniel Aro"
    assert identity.name == "Teodor Quill"


def test_every_question_has_a_place_in_the_envelope() -> None:
    assert {one.goes_to for one in fields.all_fields()} == {"concern", "more", "identity"}
    assert all(one.limit > 0 for one in fields.all_fields())


def test_danger_leads_to_999_first_and_then_goes_on(teacher: Teacher) -> None:
    teacher.answer = teacher.client.get("/professionals/")
    teacher.press(danger="yes")
    assert "Call 999 now" in teacher.says
    teacher.press("told")
    assert "Where does the person live?" in teacher.says


def test_nobody_comes_to_the_tasks_without_saying_whether_there_is_danger(teacher: Teacher) -> None:
    teacher.answer = teacher.client.get("/professionals/")
    assert "Say whether anybody is in danger right now." in teacher.press("open-list").says
    assert "Is anybody in danger right now?" in teacher.press(step="check", go="send").says


def test_the_page_says_before_send_to_whom_it_goes_at_once(teacher: Teacher) -> None:
    both = "delivered at once to both the police and the local authority of Glanaber"
    assert both in teacher.check(place={"area": "glanaber"}).says
    other = Teacher(teacher.client).check()
    assert both not in other.says
    assert "delivered at once to the intake team of Northmere, and to nobody else" in other.says
    assert "which passes it to the right place" in Teacher(teacher.client).check(place={"area": "not_sure"}).says


def test_lawful_views_are_said_to_be_no_concern_at_the_start_where_it_is_written_and_before_send(
    teacher: Teacher,
) -> None:
    said = "Lawful views, however strong, are not a concern."
    teacher.answer = teacher.client.get("/professionals/")
    assert said in teacher.says
    assert said in teacher.begin().press("open-concern").says
    assert said in Teacher(teacher.client).check().says


def test_a_place_that_takes_no_part_gives_its_own_route(teacher: Teacher) -> None:
    teacher.begin(area="strathlorne")
    assert "Strathlorne (Scotland) has its own way" in teacher.says
    assert not teacher.page.select("main textarea, main input[type=text]")
    assert "Where does the person live?" in teacher.press("open-place").says


def test_the_place_comes_before_every_task_and_nothing_leads_past_it(teacher: Teacher) -> None:
    teacher.answer = teacher.client.get("/professionals/")
    teacher.press(danger="no")
    assert "Where does the person live?" in teacher.says
    asked = {one["name"] for one in teacher.page.select("main input:not([type=hidden]), main textarea")}
    assert asked == {"area"}
    assert {one["value"] for one in teacher.page.select("main .professional-actions button")} == {"next"}
    teacher.press()
    assert teacher.answer.status_code == 422
    assert "Choose a place, or “I am not sure”." in teacher.says


def test_who_is_not_sure_of_the_place_is_told_which_intake_reads_it(teacher: Teacher) -> None:
    teacher.answer = teacher.client.get("/professionals/")
    assert "The intake team of Northmere reads it then" in teacher.press(danger="no").says
    assert "It is read first by Northmere" in teacher.press(area="not_sure").says


def test_when_it_is_read_and_what_cannot_be_promised_stand_before_the_first_task(teacher: Teacher) -> None:
    before, _list, _after = teacher.begin().answer.content.decode().partition('<ul class="govuk-task-list">')
    for words in (
        "We do not know when somebody will read this",
        "delivered at once to the intake team of Northmere",
        "What we cannot promise",
        "If a crime may have happened, the police may have to look into it.",
        "A court can order us to show what we hold",
        "If somebody could be badly hurt, we may have to act without asking you.",
        "Other bodies keep records of their own.",
    ):
        assert words in words_on(before), words


def test_to_hear_how_it_ended_is_chosen_at_first_and_nothing_else_is(teacher: Teacher) -> None:
    """Domain page 3.3: feedback is yes by default. It is no consent; nothing that is confirmed is ticked for them."""
    teacher.begin()
    ticked = {}
    for task in fields.BY_NAME:
        page = teacher.press(f"open-{task}").page
        ticked |= {one["name"]: one["value"] for one in page.select("main input[checked]")}
        teacher.press("open-list")
    assert ticked == {"area": "northmere", "feedback": "yes"}
    teacher.press("open-decided_by").press("open-list", feedback="no")
    page = teacher.press("open-decided_by").page
    assert [one["value"] for one in page.select("[name=feedback][checked]")] == ["no"]


def test_what_is_missing_at_send_is_listed_with_links(committed: Teacher) -> None:
    before = envelopes()
    committed.begin().do("place").press("open-check").press("send")
    assert committed.answer.status_code == 422
    links = [link["href"] for link in committed.page.select(".govuk-error-summary a")]
    assert "#answer-worry" in links
    assert "#answer-lead_agreed" in links
    assert all(committed.page.find(id=link.removeprefix("#")) for link in links)
    assert committed.page.title
    assert committed.page.title.get_text().startswith("Error:")
    assert envelopes().keys() == before.keys()


@pytest.mark.parametrize(
    ("task", "changed", "said"),
    [
        ("concern", {"hurt_words": ""}, "Write who, when, and the exact words as far as you know them."),
        ("told", {"why_not_told": ""}, "Write why you have not told the person or a parent."),
        ("told", {"told_them": "yes"}, "Write whom you told and what they said."),
        ("others", {"lead_name": ""}, "Write the name of your safeguarding lead."),
        ("others", {"lead_agreed": "no"}, "Write why you are sending it without your safeguarding lead."),
        ("others", {"lead_agreed": "maybe"}, "Say whether your safeguarding lead agreed."),
        ("others", {"parallel_referral_words": ""}, "Write to whom it was made, and when."),
        ("person", {"age_band": "31_40"}, "This age does not agree with the date of birth."),
        ("person", {"born_on-year": "2030"}, "The day must be today or earlier"),
        ("decided_by", {"email": "not an address"}, "Enter an e-mail address"),
        ("decided_by", {"telephone": "ask reception"}, "Enter a telephone number"),
        ("decided_by", {"name": " "}, "Enter your name."),
    ],
)
def test_an_answer_that_cannot_be_sent_is_said_on_its_page(
    teacher: Teacher, task: str, changed: dict[str, str], said: str
) -> None:
    teacher.begin().do(task, **changed)
    assert teacher.answer.status_code == 422
    assert said in teacher.says


def test_nobody_waits_for_a_lead_who_cannot_be_reached(committed: Teacher) -> None:
    before = envelopes()
    committed.send(others={"lead_agreed": "no", "lead_name": "", "without_lead": "She is away until Monday."})
    [concern], _identities = arrived_since(before)
    assert concern.more["without_lead"] == "She is away until Monday."


def test_what_is_needed_sometimes_says_when_and_is_not_called_optional(teacher: Teacher) -> None:
    teacher.begin().press("open-concern")
    assert "Who, when, and the exact words Needed if you answered “Yes”." in teacher.says
    assert "What happened? (optional)" in teacher.says


def test_it_must_be_their_own_account(teacher: Teacher) -> None:
    teacher.begin().press("open-decided_by")
    typed = {name: text for name, text in ANSWERS["decided_by"].items() if name != "own_account"}
    assert "Confirm that you have decided to send this" in teacher.press(**typed).says


def test_the_way_leaves_no_cookie_and_no_page_behind(teacher: Teacher) -> None:
    teacher.send()
    assert not teacher.client.cookies
    assert teacher.answer["Cache-Control"] == "no-store"
    assert teacher.answer["Referrer-Policy"] == "no-referrer"


def test_a_page_left_open_for_seven_hours_says_that_earlier_pages_are_forgotten(
    teacher: Teacher,
    own_state: None,
) -> None:
    began = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    clock.set_to(began)
    teacher.begin().do("place").press("open-told")
    clock.set_to(began + timedelta(hours=7))
    teacher.press(told_them="no", why_not_told="Nobody was at home.")
    assert teacher.answer.status_code == 403
    assert "Nothing was sent" in teacher.says
    assert "Nobody was at home." in teacher.says


def test_what_another_form_carries_is_no_answer_here(teacher: Teacher) -> None:
    teacher.check()
    for other in (held.close({"locator": "7K3M9Q", "seed": "00" * 32}, "return"), files.close([])):
        teacher.answer = teacher.client.post("/professionals/tell/", {**teacher.form(), "held": other, "go": "send"})
        assert teacher.answer.status_code == 403


def test_an_afternoon_at_the_form_is_not_too_long(teacher: Teacher, own_state: None) -> None:
    """Each page counts anew: only a page that stood still is forgotten."""
    began = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    clock.set_to(began)
    teacher.begin()
    for hours, task in enumerate(("place", "person", "told"), start=1):
        clock.set_to(began + timedelta(hours=4 * hours))
        assert teacher.do(task).statuses[task] == "Done"


def test_when_the_letterbox_is_down_the_answers_stay_and_send_works_later(
    committed: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_said: object) -> None:
        raise OperationalError

    committed.check()
    with monkeypatch.context() as broken:
        broken.setattr("alongside.public.promises.actions.letterbox.post", refuse)
        committed.press("send")
    assert committed.answer.status_code == 503
    assert "Nothing you wrote is lost" in committed.says
    assert "Danny Aro" in committed.says
    assert committed.press("send").receipt
