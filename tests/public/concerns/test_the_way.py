"""The way through the questions, without JavaScript: to the letterbox, and to a receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.commons import clock
from alongside.commons.envelope.contents import Concern, Identity
from alongside.commons.envelope.limits import LIMITS
from alongside.public.concerns import questions
from tests.public.concerns.way import ANSWERS, DOORS, TELL, Arrived, Visitor, envelopes


def test_a_concern_arrives_sealed_as_it_was_told(committed: Visitor) -> None:
    arrived = Arrived()
    committed.send()
    assert "We have received it" in committed.says
    told = arrived.concern()
    assert (told.kind_of_door, told.channel, told.area) == ("somebody", "public", "northmere")
    assert told.worry == "He says it’s “us or them”.\nHe stopped seeing his friends."
    for name in ("hurt", "called", "age_band", "find_them", "going_well", "needs", "communication", "told_them"):
        assert getattr(told, name) == ANSWERS[name]
    assert (told.told_them_words, told.fear) == (ANSWERS["told_them_words"], ANSWERS["fear"])
    assert (told.feedback, told.contact, told.promise, told.language) == ("yes", "receipt", "anonymous", "en")
    assert told.reply_to
    assert told.reply_to.locator == committed.receipt.replace("-", "")[:6]


@pytest.mark.parametrize("door", DOORS)
def test_only_the_worry_and_the_place_have_to_be_said(committed: Visitor, door: str) -> None:
    arrived = Arrived()
    committed.go_to_questions(door).press("send", worry="A few words.")
    told = arrived.concern()
    assert (told.kind_of_door, told.worry, told.promise) == (door, "A few words.", "anonymous")
    left_open = set(LIMITS["concern"]) - {"kind_of_door", "channel", "area", "worry", "promise", "language"}
    assert {name: getattr(told, name) for name in left_open if getattr(told, name)} == {}
    assert told.more == {}


@pytest.mark.parametrize("door", DOORS)
def test_each_door_asks_its_own_questions_and_counts_them(visitor: Visitor, door: str) -> None:
    visitor.go_to_questions(door)
    asked = questions.asked(door, advice=False)
    captions = [one.text for one in visitor.page.select(".concern-asked .govuk-caption-m")]
    assert captions == [f"Question {number} of {len(asked)}" for number in range(1, len(asked) + 1)]
    boxes = {name for step in asked for name in questions.fields_of(step)}
    assert boxes <= {one["name"] for one in visitor.page.select("#concern-form [name]")}


def test_the_doors_differ_in_words_and_order(visitor: Visitor) -> None:
    said = {door: visitor.begin().go_to_questions(door).says for door in DOORS}
    assert "What worries you?" in said["somebody"]
    assert "What is going on?" in said["myself"]
    assert "You will not be in trouble for telling us." in said["under_18"]
    assert "Where do you think they are, and how did they go?" in said["gone"]
    assert "Does the person know that you are telling us?" not in said["myself"]
    assert "Who is it about?" in said["under_18"]
    assert all("Who is it about?" not in said[door] for door in DOORS if door != "under_18")
    assert len({questions.ASKED[door] for door in DOORS}) == len(DOORS)


def test_whoever_tells_about_themselves_reads_first_what_must_be_passed_on(visitor: Visitor) -> None:
    steps = [" ".join(one.get_text(" ").split()) for one in visitor.begin().page.select(".concern-steps > section")]
    passed_on = next(at for at, words in enumerate(steps) if "These things we must pass on:" in words)
    asked = next(at for at, words in enumerate(steps) if "Where do you live?" in words)
    assert passed_on < asked


def test_advice_first_asks_for_no_name_and_holds_nobody(committed: Visitor) -> None:
    arrived = Arrived()
    committed.go_to_questions(advice=True)
    assert "Name nobody" in committed.says
    boxes = {one["name"] for one in committed.page.select("main textarea, main input:not([type=hidden])")}
    assert boxes == {"worry", "hurt", "hurt_words", "age_band"}
    committed.press("send", worry="What can I say to my son?", called="Danny", name="Una", telephone="1")
    told = arrived.concern()
    assert (told.advice_first, told.called, told.promise) == ("yes", "", "anonymous")
    assert "Danny" not in repr(told)
    assert arrived.all(Identity) == []


def test_the_same_send_twice_is_one_concern_and_one_receipt(committed: Visitor) -> None:
    committed.go_to_questions()
    page = committed.answer
    receipt, before = committed.press("send", **ANSWERS).receipt, envelopes()
    committed.answer = page
    assert committed.press("send", **ANSWERS).receipt == receipt
    assert envelopes().keys() == before.keys()


def test_a_changed_answer_after_an_uncertain_send_is_an_addition_under_the_same_receipt(committed: Visitor) -> None:
    arrived = Arrived()
    committed.go_to_questions()
    page = committed.answer
    receipt = committed.press("send", **ANSWERS).receipt
    committed.answer = page
    assert committed.press("send", **{**ANSWERS, "called": "Dan"}).receipt == receipt
    told = arrived.all(Concern)
    assert {one.called for one in told} == {"Danny", "Dan"}
    assert told[0].reply_to.same_person_as(told[1].reply_to)


def test_two_people_who_tell_the_same_have_two_receipts(visitor: Visitor) -> None:
    assert visitor.send().receipt != visitor.send().receipt


def test_who_worries_in_their_work_is_shown_their_own_way(visitor: Visitor) -> None:
    link = visitor.begin().page.find("a", href="/professionals/")
    assert link is not None
    assert visitor.client.get(link["href"]).status_code == 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("question", "say"),
    [
        ("Is anybody in danger right now?", "where you are, and where the person is"),
        ("Is somebody about to travel, or is a child being taken abroad?", "who has the passports"),
        ("Is there a threat with a date, a place or a weapon?", "the date, the place, or the weapon"),
    ],
)
def test_what_cannot_wait_is_asked_first_and_leads_to_the_numbers_of_the_directory(
    visitor: Visitor, question: str, say: str
) -> None:
    steps = visitor.begin().page.select(".concern-steps > section")
    at = next(at for at, step in enumerate(steps) if question in step.text)
    yes = next(link["href"] for link in steps[at].select("a") if link.text.strip() == "Yes")
    call = visitor.page.select_one(f".concern-{yes.removeprefix('#')}")
    assert call
    assert say in call.text
    assert {link["href"] for link in call.select("a[href^=tel]")} == {"tel:999", "tel:0800789321", "tel:101"}
    assert "18001 101" in call.text
    assert "nobody reads it at once" in call.text
    doors = next(at for at, step in enumerate(steps) if "Which of these is it?" in step.text)
    assert at < doors


def test_a_number_that_changes_in_the_directory_changes_here(visitor: Visitor) -> None:
    from alongside.public.concerns import queries
    from alongside.public.help.models import Service

    Service.objects.filter(number="0800 789 321").update(number="01632 960 777")
    queries._services.forget()
    assert "01632 960 777" in visitor.begin().says
    assert "0800 789 321" not in visitor.says
    queries._services.forget()


def test_with_an_empty_directory_999_is_still_there(visitor: Visitor) -> None:
    from alongside.public.concerns import queries
    from alongside.public.help.models import Service

    Service.objects.all().delete()
    queries._services.forget()
    assert visitor.begin().page.select("a[href='tel:999']")
    queries._services.forget()


def test_a_place_that_takes_no_part_shows_its_own_way_before_anything_is_typed(visitor: Visitor) -> None:
    visitor.go_to_questions(area="strathlorne")
    assert "Strathlorne (Scotland) has its own way" in visitor.says
    assert "01632 960 245" in visitor.says
    assert not visitor.page.select("textarea")


def test_nobody_gets_past_a_place_that_takes_no_part(committed: Visitor) -> None:
    before = envelopes()
    committed.go_to_questions().press("send", **ANSWERS, area_code="strathlorne")
    assert "has its own way" in committed.says
    committed.answer = None
    committed.go_to_questions().press("send", **ANSWERS, area_code="nowhere")
    assert "Choose the place again" in committed.says
    assert envelopes().keys() == before.keys()


def test_who_is_not_sure_of_the_place_is_told_who_reads_it(committed: Visitor) -> None:
    arrived = Arrived()
    committed.go_to_questions(area="not_sure")
    assert "It is read first by Northmere, and sent to the right place within one working day." in committed.says
    committed.press("send", **ANSWERS)
    assert arrived.concern().area == "not_sure"


def test_where_it_goes_to_the_police_and_the_authority_at_once_the_page_says_so_before_a_word_is_typed(
    visitor: Visitor,
) -> None:
    at_once = "it is delivered at once to both the police and the local authority of Glanaber"
    said = visitor.go_to_questions(area="glanaber").page.select_one(".concern-first")
    assert said is not None
    assert at_once in said.text
    assert "the council and the police of that place look at it together" not in said.text
    visitor.answer = None
    advice = visitor.go_to_questions(area="glanaber", advice=True).says
    assert at_once not in advice
    assert "A question for advice does not go to the police." in advice
    visitor.answer = None
    somewhere = visitor.go_to_questions(area="not_sure").says
    assert "In some places, as in Wales, it goes to both the police and the local authority." in somewhere
    visitor.answer = None
    northmere = visitor.go_to_questions().says
    assert "delivered at once to both" not in northmere


def test_a_place_has_to_be_chosen(visitor: Visitor) -> None:
    visitor.go_to_questions("gone", area="")
    assert visitor.answer.status_code == 422
    assert "Choose a place" in visitor.says
    [first] = visitor.page.select(".concern-first")
    assert "Where did the person live before they went?" in first.text


def test_when_it_is_read_by_whom_and_what_cannot_be_promised_is_said_before_the_worry(visitor: Visitor) -> None:
    visitor.go_to_questions()
    [first] = visitor.page.select(".concern-first")
    for words in ("Lawful views", "Practising a faith", "Protest", "court can order", "Northmere Council", "police"):
        assert words in first.text
    assert not first.select("textarea, input")


A_SIGNED_SCHEDULE = "Where the authority has signed its dates for deletion, it is deleted"
WHAT_STOPS_IT = "only a complaint, a request about somebody’s own data or a legal duty holds that up"


@pytest.mark.parametrize("door", [*DOORS, "advice"])
def test_no_deletion_is_promised_that_may_not_come(visitor: Visitor, door: str) -> None:
    """Domain page 6.4: no clock runs before the controller has signed, and a hold or a request stops it."""
    advice = door == "advice"
    says = visitor.go_to_questions("somebody" if advice else door, advice=advice).says
    assert f"{A_SIGNED_SCHEDULE} after 30 days; {WHAT_STOPS_IT}." in says
    assert "nothing about anybody is kept" not in says
    assert (f"{A_SIGNED_SCHEDULE} 90 days after we finish; {WHAT_STOPS_IT}." in says) == advice
    in_days = [one for one in re.split(r"(?<=[.!?]) ", says) if "delete" in one and "days" in one]
    assert all(one.startswith("Where the authority has signed") for one in in_days)


FOR_ALL = (
    "If a crime may have happened, the police may have to look into it.",
    "A court can order us to show what we hold, and some things must be told to the police by law.",
    "Other bodies keep records of their own. We cannot promise what happens there.",
)
MAY_GUESS = "You need not give your name. The person may still guess who told us."
ACTS = "If somebody could be badly hurt, we may have to act without asking you."
BY_DOOR = {
    "somebody": {ACTS, MAY_GUESS},
    "myself": {"If you or somebody else could be badly hurt, we may have to act without asking you."},
    "under_18": {
        "If you or somebody else could be badly hurt, we have to tell somebody who can keep you safe."
        " We try to talk with you first."
    },
    "gone": {
        ACTS, MAY_GUESS,
        "Sending money abroad to them can be a crime, even out of love. Ask us or a lawyer first.",
    },
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_each_door_says_each_thing_that_cannot_be_promised_and_none_of_anothers(visitor: Visitor, door: str) -> None:
    heading = visitor.go_to_questions(door).page.find("h3", string="What we cannot promise")
    assert heading
    said = {" ".join(one.text.split()) for one in heading.find_next("ul").find_all("li")}  # type: ignore[union-attr]
    assert said == {*FOR_ALL, *BY_DOOR[door]}


def test_a_worry_that_is_too_long_is_kept_and_counted(visitor: Visitor) -> None:
    visitor.go_to_questions().press("send", worry="w" * 4001)
    assert visitor.answer.status_code == 422
    assert re.search(r"4,?000 characters or fewer. You wrote 4,?001", visitor.says)
    assert visitor.form()["worry"] == "w" * 4001
    assert "concern-all" in visitor.page.find(id="concern-form")["class"]  # type: ignore[index]


def test_a_worry_that_is_empty_is_asked_for_and_the_rest_is_kept(visitor: Visitor) -> None:
    visitor.go_to_questions().press("send", **{**ANSWERS, "worry": ""})
    assert visitor.answer.status_code == 422
    assert "Write what it is about." in visitor.says
    assert visitor.form()["called"] == "Danny"
    assert visitor.form()["age_band"] == "16_17"


def test_the_address_of_the_way_opened_by_itself_leads_to_its_beginning(visitor: Visitor) -> None:
    answer = visitor.client.get(TELL)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/share-a-concern/")


def test_what_was_left_open_for_seven_hours_is_kept_and_can_be_sent(visitor: Visitor, own_state: Path) -> None:
    visitor.go_to_questions()
    clock.shift(timedelta(hours=7))
    visitor.press("send", **ANSWERS)
    assert visitor.answer.status_code == 403
    assert "open for too long" in visitor.says
    assert visitor.form()["going_well"] == ANSWERS["going_well"]


def test_every_page_of_the_way_says_how_to_leave(visitor: Visitor) -> None:
    for page in (visitor.begin(), visitor.go_to_questions(), visitor.press("send", **ANSWERS)):
        assert "Exit this page" in page.says
        assert page.page.select("a[href='/share-a-concern/leave/']")
        assert page.page.title
        assert "concern" not in page.page.title.text.lower()


def test_the_receipt_can_be_written_down_spoken_and_lost(visitor: Visitor) -> None:
    receipt = visitor.send().receipt
    assert re.fullmatch(r"([0-9A-Z]{4}-){5}[0-9A-Z]{4}", receipt)
    spoken = [one.get_text() for one in visitor.page.select("details ol li")]
    assert [line[:4] for line in spoken] == receipt.split("-")
    assert all(line.count(",") == 3 for line in spoken)
    for words in ("What happens next", "If you lose it", "The receipt opens our replies until"):
        assert words in visitor.says


def test_the_safety_page_says_what_exit_does_and_does_not_do(visitor: Visitor) -> None:
    visitor.answer = visitor.client.get("/share-a-concern/safety/")
    for words in ("private", "public computer", "cannot delete the list", "browser’s history"):
        assert words in visitor.says
