"""Coming back with a receipt: what waits opens, the rest can be done, and where the telling stands is in five words."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.commons import clock
from alongside.commons.envelope import custody
from alongside.commons.envelope import receipt as receipts
from alongside.commons.envelope.contents import Identity, Message, Part, closes_on
from alongside.commons.envelope.keys import PrivateKey
from alongside.commons.envelope.limits import STATES
from alongside.commons.exchange import STATUS_WORDS
from alongside.commons.refusals import BadInput
from alongside.design.jinja import local_day
from alongside.public.concerns import returning_actions as actions
from alongside.public.concerns import returning_queries as queries
from tests.public.concerns.returning import DAY, Arrived, Returning, reply, told, told_on_the_telephone
from tests.public.concerns.way import RETURN, Visitor


@pytest.fixture
def returning(committed: Visitor) -> Returning:
    return Returning(committed.client)


def test_a_receipt_says_from_the_first_minute_that_we_have_it(returning: Returning) -> None:
    receipt, _concern = told()
    said = returning.come(receipt.shown().lower().replace("-", " ").replace("0", "o")).says
    assert "We have received what you sent." in said
    assert "until the end of" in said


def test_the_whole_way_gives_a_receipt_that_opens(committed: Visitor) -> None:
    receipt = committed.send().receipt
    assert "We have received what you sent." in Returning(committed.client).come(receipt).says


def test_replies_are_read_the_newest_first(returning: Returning) -> None:
    receipt, _concern = told()
    reply(receipt, "First.")
    reply(receipt, "Second.", at=clock.now() + DAY)
    said = returning.come(receipt).says
    assert "You have 2 replies" in said
    assert said.index("Second.") < said.index("First.")
    assert "Ines, intake team" in said


def test_it_says_where_the_telling_stands_with_days_and_in_no_other_words(returning: Returning) -> None:
    receipt, _concern = told()
    for number, state in enumerate(("read", "question", "replied", "finished"), start=1):
        reply(receipt, "" if state in ("read", "finished") else "Words.", state, clock.now() + number * DAY)
        assert returning.come(receipt).says.index(STATUS_WORDS[state]) < 1_000
    said = returning.says
    assert set(STATUS_WORDS) == STATES
    stands = said[said.index("Where what you told us stands") :]
    order = [stands.index(words) for words in STATUS_WORDS.values()]
    assert order == sorted(order)


def test_two_tellings_in_one_state_are_the_same_page_and_there_is_no_sixth_state(returning: Returning) -> None:
    """Held, police-owned, adopted or closed: a word for it can neither be sealed nor shown."""
    pages = []
    for _telling in range(2):
        receipt, _concern = told()
        reply(receipt, "", "read")
        pages.append(returning.come(receipt).says)
    assert pages[0] == pages[1]
    for state in ("held", "police", "adopted", "closed", "forgotten", ""):
        with pytest.raises(BadInput):
            reply(receipt, "", state)


def test_the_day_on_which_it_closes_is_that_of_sending_whatever_is_said(returning: Returning) -> None:
    receipt, _concern = told()
    assert local_day(closes_on(clock.now())) in returning.come(receipt).answer.content.decode()
    closing = returning.says.split("until the end of")[1][:30]
    reply(receipt, "", "finished", clock.now() + 3 * DAY)
    returning.come(receipt).do("more", words="And again.")
    assert closing in returning.come(receipt).says.split("until the end of")[1]


@pytest.mark.parametrize(
    ("page", "act", "said"),
    [
        ("more", "more", "We have what you sent."),
        ("correct", "correction", "We have your correction."),
        ("withdraw", "withdrawal", "We have your wish to take it back."),
    ],
)
def test_what_they_write_is_a_message_with_the_concern_and_their_receipt(
    returning: Returning, page: str, act: str, said: str
) -> None:
    receipt, concern = told()
    arrived = Arrived()
    returning.come(receipt).do(page, words="He is back.\r\nHe was at his aunt’s.")
    assert said in returning.says
    [message] = arrived.now()
    assert isinstance(message, Message)
    assert (message.act, message.concern) == (act, concern)
    assert message.words == "He is back.\nHe was at his aunt’s."
    assert message.reply_to.same_person_as(receipts.stretch(receipt).reply_to())


def test_the_same_send_twice_is_one_message(returning: Returning) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    returning.come(receipt).post(page="more")
    form = {**returning.hidden(), "go": "do", "words": "Once."}
    for _time in range(2):
        returning.answer = returning.client.post(RETURN, form)
        assert "We have what you sent." in returning.says
    assert len(arrived.ids()) == 1


def test_nothing_is_not_sent(returning: Returning) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    assert "Write something, or add a file." in returning.come(receipt).do("more", words=" ").says
    assert "Write what was not right." in returning.come(receipt).do("correct", words="").says
    assert returning.answer.status_code == 422
    assert not arrived.ids()


def test_files_are_sealed_when_they_are_added_and_named_by_the_message(returning: Returning) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    returning.come(receipt).post(page="more").add("one.txt", b"first", words="See these.")
    returning.add("two.txt", b"second", words="See these.").post(go="remove-0", words="See these.")
    assert "two.txt" in returning.says
    assert "one.txt" not in returning.says
    returning.post(go="do", words="See these.")
    messages = [one for one in arrived.now() if isinstance(one, Message)]
    parts = {one.name: one.data for one in arrived.now() if isinstance(one, Part)}
    assert parts == {"one.txt": b"first", "two.txt": b"second"}
    assert len(messages) == 1
    assert len(messages[0].parts) == 1
    assert set(messages[0].parts) < arrived.ids()


def test_a_file_that_was_chosen_and_not_added_is_not_lost_at_send(returning: Returning) -> None:
    receipt, _concern = told()
    arrived = Arrived()
    chosen = SimpleUploadedFile("one.txt", b"first")
    returning.come(receipt).post(page="more").post(go="do", words="See this.", file=chosen)
    assert "Your file is added now, and nothing is sent yet." in returning.says
    assert "See this." in returning.says
    returning.post(go="do", words="See this.")
    [message] = [one for one in arrived.now() if isinstance(one, Message)]
    assert len(message.parts) == 1
    assert [one.data for one in arrived.now() if isinstance(one, Part)] == [b"first"]


def test_who_they_are_goes_into_an_envelope_of_its_own(returning: Returning) -> None:
    receipt, concern = told()
    arrived = Arrived()
    returning.come(receipt).do("who", promise="named", name="Shirin", relation="aunt", telephone="07700 900123")
    assert "We have your name, apart from what you told us." in returning.says
    [identity] = arrived.now()
    assert isinstance(identity, Identity)
    assert (identity.concern, identity.promise, identity.name) == (concern, "named", "Shirin")
    assert (identity.relation, identity.telephone) == ("aunt", "07700 900123")


def test_without_custodians_nothing_is_promised_in_confidence(returning: Returning, own_state: Path) -> None:
    (own_state / "keys" / "public" / "custodians.json").unlink(missing_ok=True)
    receipt, _concern = told()
    assert "custodians" not in returning.come(receipt).post(page="who").says
    assert returning.post(go="do", promise="in_confidence", name="Shirin").answer.status_code == 422


def test_in_confidence_their_name_is_locked_before_it_is_sealed(returning: Returning, own_state: Path) -> None:
    receipt, _concern = told()
    keys = [PrivateKey(os.urandom(32)).public() for _custodian in range(2)]
    listed = [
        {"custodian": custody.name_of(key), "public_key": base64.b64encode(key.raw).decode("ascii")} for key in keys
    ]
    (own_state / "keys" / "public" / "custodians.json").unlink(missing_ok=True)
    (own_state / "keys" / "public" / "custodians.json").write_text(json.dumps(listed))
    arrived = Arrived()
    returning.come(receipt).do("who", promise="in_confidence", name="Shirin")
    [identity] = arrived.now()
    assert isinstance(identity, Identity)
    assert identity.promise == "in_confidence"
    assert identity.locked
    assert "Shirin" not in repr(identity)


def test_burning_is_asked_for_twice_told_to_intake_and_final(returning: Returning) -> None:
    receipt, concern = told()
    reply(receipt)
    arrived = Arrived()
    assert "From then on it opens nothing" in returning.come(receipt).post(page="burn").says
    assert not arrived.ids()
    assert "The receipt is burnt" in returning.post(go="do").says
    [message] = arrived.now()
    assert isinstance(message, Message)
    assert (message.act, message.concern) == ("burn", concern)
    assert "This receipt opens nothing" in returning.come(receipt).says
    reply(receipt, "Too late.")
    assert "This receipt opens nothing" in returning.come(receipt).says


def test_a_phone_code_is_good_for_its_exchange_and_dies_with_it(returning: Returning) -> None:
    code, concern = told_on_the_telephone()
    reply(code, "Thank you for ringing.")
    arrived = Arrived()
    returning.come(code)
    assert "Thank you for ringing." in returning.says
    for page in ("correct", "withdraw", "who", "burn", "proof"):
        returning.come(code).post(page=page)
        assert "Exchange this receipt?" in returning.says
    returning.come(code).post(go="do")
    mine = returning.receipt
    [message] = arrived.now()
    assert isinstance(message, Message)
    assert (message.act, message.concern) == ("exchange", concern)
    assert message.new_reply_to == receipts.stretch(receipts.parse(mine)).reply_to()
    assert "This receipt opens nothing" in returning.come(code).says
    assert "Thank you for ringing." in returning.come(mine).says
    assert "Write more" in returning.says


def test_a_caller_without_internet_hears_and_adds_by_a_handler_who_gets_no_receipt(returning: Returning) -> None:
    code, _concern = told_on_the_telephone()
    reply(code, "Is he at home?", "question")
    arrived = Arrived()
    returning.come(code)
    assert "Is he at home?" in returning.says
    returning.do("more", words="He is, since Monday.")
    assert "A trained person reads it." in returning.says
    [message] = arrived.now()
    assert isinstance(message, Message)
    assert (message.act, message.words) == ("more", "He is, since Monday.")
    assert message.reply_to == receipts.stretch(code).reply_to()
    assert "Get my own receipt" in returning.come(code).says


@pytest.mark.parametrize("rings_with", ["a telephone code", "a receipt of their own"])
def test_what_a_handler_heard_opens_nothing_after_the_call_and_the_new_code_dies_at_the_callers_own_exchange(
    returning: Returning, rings_with: str
) -> None:
    heard, concern = told_on_the_telephone() if rings_with == "a telephone code" else told()
    reply(heard, "Thank you for ringing.")
    arrived = Arrived()
    returning.come(heard).post(page="exchange")
    form = {**returning.hidden(), "go": "phone"}
    given = set()
    for _time in range(2):
        returning.answer = returning.client.post(RETURN, form)
        assert "A new telephone code" in returning.says
        given.add(returning.receipt)
    [code] = given
    [message] = arrived.now()
    assert isinstance(message, Message)
    assert (message.act, message.concern) == ("exchange", concern)
    assert "This receipt opens nothing" in returning.come(heard).says
    assert "Thank you for ringing." in returning.come(code).says
    assert "Burn this receipt" not in returning.says
    assert "Exchange this receipt?" in returning.post(page="burn", go="do").says
    assert len(arrived.ids()) == 1
    returning.come(code).post(go="do")
    mine = returning.receipt
    assert "This receipt opens nothing" in returning.come(code).says
    assert "Burn this receipt" in returning.come(mine).says


def test_a_reply_on_its_way_to_an_exchanged_code_stays_shut(returning: Returning) -> None:
    code, _concern = told_on_the_telephone()
    returning.come(code).post(go="do")
    reply(code, "Written before casework knew.")
    assert "This receipt opens nothing" in returning.come(code).says


def test_an_exchange_whose_answer_was_lost_gives_the_same_receipt_again(returning: Returning) -> None:
    code, _concern = told_on_the_telephone()
    arrived = Arrived()
    returning.come(code)
    form = {**returning.hidden(), "go": "do"}
    given = set()
    for _time in range(2):
        returning.answer = returning.client.post(RETURN, form)
        given.add(returning.receipt)
    assert len(given) == 1
    assert len(arrived.ids()) == 1


def test_a_receipt_that_two_give_back_at_once_has_one_heir(returning: Returning) -> None:
    code, _concern = told_on_the_telephone()
    returning.come(code)
    opened = queries.opened_with(code)
    assert opened
    returning.post(go="do")
    arrived, late = Arrived(), receipts.new()
    with pytest.raises(actions.GivenBefore):
        actions.exchange(opened, late, nonce="of whoever heard the code too")
    assert queries.opened_with(late) is None
    assert not arrived.ids()
    assert "Thank you" not in returning.come(late).says


def test_anybody_may_exchange_a_receipt_that_a_handler_used_for_them(returning: Returning) -> None:
    receipt, _concern = told()
    closing = returning.come(receipt).says.split("until the end of")[1][:20]
    returning.do("exchange")
    mine = returning.receipt
    assert closing in returning.come(mine).says
    assert "Keep a proof" in returning.says
    assert "This receipt opens nothing" in returning.come(receipt).says


def test_when_the_page_was_open_too_long_what_was_written_waits_for_the_receipt(
    returning: Returning, own_state: object
) -> None:
    receipt, _concern = told()
    returning.come(receipt).post(page="more")
    clock.shift(7 * DAY / 24)
    returning.post(go="do", words="Do not lose this.")
    assert "it has forgotten your receipt" in returning.says
    returning.post(receipt=receipt.shown())
    assert "Do not lose this." in returning.answer.content.decode()
    assert "What would you like to add?" in returning.says


def test_the_receipt_itself_is_on_no_page_that_it_opened(returning: Returning) -> None:
    receipt, _concern = told()
    pages = [returning.come(receipt).answer.content.decode()]
    pages += [returning.come(receipt).post(page=page).answer.content.decode() for page in ("more", "who", "burn")]
    for page in pages:
        assert receipt.secret not in page.replace("-", "").upper()
        assert receipt.shown() not in page


@pytest.mark.parametrize("page", ["more", "correct", "withdraw", "who", "burn", "exchange", "proof"])
def test_every_page_is_kept_nowhere_and_has_its_exit(returning: Returning, page: str) -> None:
    receipt, _concern = told()
    answer = returning.come(receipt).post(page=page).answer
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "Exit this page" in returning.says


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your receipt."),
        ("7K3M", "24 letters and numbers"),
        ("U" * 24, "never the letter U"),
        ("0000-0000-0000-0000-0000-0001", "Look at group 6, character 4"),
    ],
)
def test_a_mistyped_receipt_is_named_before_anything_is_looked_up(returning: Returning, typed: str, said: str) -> None:
    returning.come(typed)
    assert returning.answer.status_code == 422
    assert said in returning.says


def test_one_wrong_character_is_named_by_its_group_and_place(returning: Returning) -> None:
    shown = receipts.new().shown()
    other = "7" if shown[11] != "7" else "8"
    assert "Look at group 3, character 2" in returning.come(shown[:11] + other + shown[12:]).says


def test_too_much_from_one_connection_is_said_in_its_own_words(
    returning: Returning, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alongside.public.concerns import returning_views

    monkeypatch.setattr(returning_views.RETURNS_FROM_ONE_SOURCE, "allows", lambda _request: False)
    receipt, _concern = told()
    returning.come(receipt)
    assert returning.answer.status_code == 429
    assert "A lot was sent from your connection" in returning.says
