"""Runs under casework's settings: ``open`` as the intake role, then ``carry CASE`` as the web role. See case.py."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import django

django.setup()

from django.apps import apps  # noqa: E402

from alongside.casework.apart.models import Keeping  # noqa: E402
from alongside.casework.assessment import actions as assessment  # noqa: E402
from alongside.casework.assessment import needs  # noqa: E402
from alongside.casework.disclosures import actions as disclosures  # noqa: E402
from alongside.casework.disclosures.models import Disclosure  # noqa: E402
from alongside.casework.documents import actions as documents  # noqa: E402
from alongside.casework.documents import adding  # noqa: E402
from alongside.casework.documents.checking import Chosen  # noqa: E402
from alongside.casework.documents.examine import Examined  # noqa: E402
from alongside.casework.intake import answers, linking, passing  # noqa: E402
from alongside.casework.intake.models import LinkAsking  # noqa: E402
from alongside.casework.keys.actions import case_key  # noqa: E402
from alongside.casework.keys.middleware import looking  # noqa: E402
from alongside.casework.keys.models import Sealed, SealedText  # noqa: E402
from alongside.casework.national import actions as national  # noqa: E402
from alongside.casework.national import queries as months  # noqa: E402
from alongside.casework.national.models import Compared  # noqa: E402
from alongside.casework.organisation.models import Area, Staff  # noqa: E402
from alongside.casework.organisation.queries import posts_held  # noqa: E402
from alongside.casework.people import actions as people  # noqa: E402
from alongside.casework.people.births import Birth  # noqa: E402
from alongside.casework.people.matching import Described  # noqa: E402
from alongside.casework.people.queries import note_reading  # noqa: E402
from alongside.casework.referrals import actions, lines, queries  # noqa: E402
from alongside.casework.referrals.models import Concern as Told  # noqa: E402
from alongside.casework.referrals.models import Referral  # noqa: E402
from alongside.casework.reporters import actions as reporters  # noqa: E402
from alongside.casework.reporters.models import Reporter  # noqa: E402
from alongside.casework.rules.assessment import SECTIONS  # noqa: E402
from alongside.casework.rules.closure import CHECKLIST  # noqa: E402
from alongside.casework.triage.actions import record_emergency  # noqa: E402
from alongside.commons import clock, installation  # noqa: E402
from alongside.commons.envelope import custody, receipt  # noqa: E402
from alongside.commons.envelope.contents import Concern, Identity, Message, ReplyTo  # noqa: E402
from tests import cast  # noqa: E402
from tests.boundary import panel_told, partners_told  # noqa: E402
from tests.boundary.case import CANARIES  # noqa: E402
from tests.casework import gateway  # noqa: E402

SAID = CANARIES["record"]
DECISION = dict.fromkeys(
    ("options", "chosen", "reasons", "counter_evidence", "dissent", "legal_test", "next_trigger"), SAID
)
ASSESSED = gateway.GATEWAY | dict.fromkeys(("checked", "spoken_about", "why"), SAID)
PLAN = {"need": SAID, "outcome": SAID, "action": SAID, "owner": "Idris", "from_when": None}
CONSENT = {"by": "self", "how": "meeting", "own_words": CANARIES["own_words"]}
ENDING = {
    "decision_recorded": DECISION,
    "checklist_answered": {question.word: SAID for question in CHECKLIST},
    "closing_report": {"report": SAID, "step_down": SAID},
}

Step = tuple[cast.Person, str, Callable[[], Mapping[str, Mapping[str, object]]]]
WAY: tuple[Step, ...] = (
    (cast.INTAKE, "open_referral", dict),
    (cast.CASE_MANAGER, "ask_partners",
     lambda: {"deconfliction_clear": {"answer": "clear"}, "gateway_assessed": ASSESSED, "decision_recorded": DECISION}),
    (cast.CASE_MANAGER, "ask a partner", dict),
    (cast.COORDINATOR, "list_for_panel",
     lambda: {"grounds_recorded": {"grounds": SAID}, "decision_recorded": DECISION}),
    (cast.CHAIR, "", dict),
    (cast.CASE_MANAGER, "consent_given", lambda: {"live_consent": {**CONSENT, "answered_on": clock.today()}}),
    (cast.CASE_MANAGER, "start_support", lambda: {"plan_written": PLAN}),
)  # fmt: skip


def somebody(person: cast.Person) -> Any:
    return Staff.objects.get(email=person.email)


def open_() -> dict[str, str]:
    told = Concern(
        kind_of_door="somebody", area="northmere", sent_at=clock.now(), hurt="no", age_band="18-20",
        channel="professional", reply_to=receipt.stretch(receipt.new()).reply_to(),
        **{name: CANARIES[name] for name in ("worry", "called", "find_them", "going_well", "needs")},
    )  # fmt: skip
    area, concern = Area.objects.get(code="northmere"), uuid.uuid4()
    case = actions.open_concern(told, envelope_id=concern, area=area).id
    who = Identity(concern, "named", clock.now(), name=CANARIES["name"], safe_contact=CANARIES["safe"])
    locked = custody.in_confidence(who, custody.custodians_in(installation.state("keys", "public")))
    for each in (who, locked):
        reporters.keep(each, envelope_id=uuid.uuid4(), area=area)
    come_back(told.reply_to)
    for worry in ("another concern about him", "a third one"):
        also = Concern("somebody", "northmere", worry, clock.now())
        actions.open_concern(also, envelope_id=uuid.uuid4(), area=area)
    return {"case": str(case)}


def link_others(case: UUID, ines: Any) -> None:
    """Link a concern that waits to the case and look, and ask for another: every table of linking has a row."""
    # Those of this telling: the story is told more than once.
    first, second = Referral.objects.filter(stage="received").order_by("-received_at", "id")[:2]
    reference = Referral.objects.get(pk=case).reference
    linking.link_or_ask(first.id, reference, CANARIES["reason"], by=ines)
    linking.note_read(queries.look(ines, case))
    asking = LinkAsking(case_id=case, to_referral=second.id, asked_by=ines, asked_at=clock.now())
    asking.seal(case_key(case), reason=CANARIES["reason"])
    asking.save(force_insert=True)


def open_who_told_us(case: UUID) -> None:
    """Open the named one as intake, and the one in confidence as two custodians, so that every table has a row."""
    phrase = installation.state("demo-password").read_text()
    with looking((ines := somebody(cast.INTAKE)).pk):
        of_this = Reporter.objects.filter(told_of__in=Told.objects.filter(case=case).values("id"))
        locked, named = of_this.order_by("promise").values_list("id", flat=True)
        reporters.open_named(named, CANARIES["why"], by=ines)
        number = Reporter.objects.get(pk=locked).number
    with looking((dara := somebody(cast.DPO)).pk):
        asking = reporters.ask(number, CANARIES["why"], phrase, by=dara)
    with looking((dev := somebody(cast.DEPUTY)).pk):
        reporters.open_together(asking.id, CANARIES["why"], phrase, by=dev)


def read(case: UUID, staff: UUID) -> dict[str, str]:
    """Open every sealed cell of the case with its key."""
    with looking(staff):
        key = case_key(case)
        assert key is not None
        sealed = [model for model in apps.get_models() if issubclass(model, Sealed)]
        # What has a key of its own (an item of a panel and its rows) has no case's column.
        columns = {model: {field.column for field in model._meta.concrete_fields} for model in sealed}
        of_case = [
            (model, "pk" if model is Referral else "case_id")
            for model in sealed
            if model is Referral or "case_id" in columns[model]
        ]
        found = [row for model, column in of_case for row in model.objects.filter(**{column: case})]
        rows = [(row, field) for row in found for field in row._meta.fields]
        return {"text": "\n".join(row.opened(key, field.name) for row, field in rows if isinstance(field, SealedText))}


def say_who_it_is(case: UUID, ines: Any) -> None:
    """Write both persons down, look for earlier referrals, say that they are one, and read it."""
    called = Described((CANARIES["person"],), Birth(2007, 2, 11), "Eastholt")
    with looking(ines.pk):
        other = Referral.objects.visible_to(ines.pk).filter(stage="received").latest("received_at", "id").pk
        for each in (case, other):
            people.write_down(each, called, unsure=False, by=ines)
        people.look(case, CANARIES["reason"], by=ines)
        people.say(case, other, same=True, reason=CANARIES["reason"], by=ines)
        note_reading(queries.find(ines, case))


def assess(case: UUID) -> None:
    """Write an assessment, agree to it and correct it, so that each of its tables has a row."""
    row = uuid.uuid4().hex
    told = {f"fact-{row}-{name}": SAID for name in ("what", "source", "on")} | {f"fact-{row}-certainty": "told"}
    told |= {f"need-{row}-what": SAID} | dict.fromkeys(SECTIONS, SAID)
    with looking((callum := somebody(cast.CASE_MANAGER)).pk):
        saved = assessment.save(case, told, based_on=0, by=callum)
        assessment.put_forward(case, read=saved.number, by=callum)
    with looking((sunita := somebody(cast.SUPERVISOR)).pk):
        assessment.agree(case, read=saved.number + 1, by=sunita)
        assessment.correct(case, 1, SAID, by=sunita)


def key_the_first(case: UUID) -> None:
    """Key the sheet of the opening into the national tracker, and sign a month in which nothing was."""
    with looking((cora := somebody(cast.COORDINATOR)).pk):
        opening = Referral.objects.get(pk=case).history.get(move="open_referral")
        national.tick(case, opening.id, clock.today(), SAID, by=cora)
        first = clock.today().replace(day=1)
        while Compared.objects.filter(area__code="northmere", month=(first := months.before(first))).exists():
            pass
        national.sign(Area.objects.get(code="northmere"), first, "", by=cora)


def come_back(reply_to: ReplyTo) -> None:
    """Write more with the receipt, and send a file: it has come and been looked at."""
    # The web role, which runs this file too, never loads what opens envelopes.
    from alongside.casework.intake import later

    line = lines.find(reply_to)
    message_id, part_id = uuid.uuid4(), uuid.uuid4()
    more = Message(
        concern=line.id, act="more", words=CANARIES["more"], sent_at=clock.now(), reply_to=reply_to, parts=(part_id,)
    )
    later.add_message(more, message_id)
    named = documents.keep(part_id, line, CANARIES["file_name"], Examined("clean", "text", CANARIES["file"].encode()))
    assert not named.had_a_path


def add_documents(case: UUID) -> None:
    """Add a letter, and a second version of it, as the case manager; withdraw the first."""
    said = CANARIES["document"]
    about = adding.About("letter", said, clock.today(), said, said)
    with looking((callum := somebody(cast.CASE_MANAGER)).pk):
        first = adding.add(case, Chosen(f"{said}.txt", said.encode()), about, by=callum)
        adding.add(case, Chosen(f"{said}.txt", said.encode()), about, by=callum, replaces=first.id)
        adding.withdraw(case, first.id, said, delete=False, by=callum)


def carry(case: UUID) -> dict[str, str]:
    """Offer it to another area, which declines; carry it on to support, answer the person who told us, and ask for
    the second signature of an ending.
    """
    with looking((ines := somebody(cast.INTAKE)).pk):
        offer = passing.offer(case, Area.objects.get(code="glanaber"), CANARIES["reason"], by=ines)
    with looking((gwen := somebody(cast.WELSH_INTAKE)).pk):
        passing.decline(offer.id, CANARIES["reason"], by=gwen)
    for person, move, records in WAY:
        with looking((who := somebody(person)).pk):
            if move == "ask a partner":
                partners_told.ask_and_answer(case, by=who, partner=somebody(cast.PANEL_MEMBER))
            elif move:
                gateway.go(case, move, records(), by=who, reason=CANARIES["reason"])
            else:
                panel_told.adopt(case, by=who)
    with looking((ines := somebody(cast.INTAKE)).pk):
        answers.note_first_look(queries.look(ines, case))
        answers.reply(case, CANARIES["reply"], by=ines)
        answers.release_outcome(case, {"prejudice": "yes", "danger": "no", "why": SAID}, by=ines)
    assess(case)
    add_documents(case)
    open_who_told_us(case)
    say_who_it_is(case, ines)
    with looking(ines.pk):
        link_others(case, ines)
        record_emergency(case, {**dict.fromkeys(("what", "when", "who", "told_by"), SAID), "whom": "999"}, by=ines)
        disclosures.correct(case, Disclosure.objects.filter(case=case)[0].id, SAID, by=ines)
    key_the_first(case)
    with looking(ines.pk):
        # As the two named people's owner is kept; that this case is with them is another test's.
        Keeping.objects.create(case_id=case, owner=somebody(cast.NAMED), since=clock.now())
    chair, stranger = somebody(cast.CHAIR), somebody(cast.MANAGER)
    with looking(chair.pk):
        named = [row.need.id for row in needs.of(queries.find(chair, case))]
        needs.answer(case, {need: needs.Said(needs.NONE, SAID, "") for need in named}, by=chair)
        actions.record_all(case, "exit", ENDING, by=chair)
        actions.ask_to_sign(case, "exit", by=chair, closure_code="CH-EXIT-AIMS-MET")
    return {
        "case": str(case),
        "sees": str(chair.pk),
        "stranger": str(stranger.pk),
        "post_of_stranger": str(posts_held(stranger.pk)[0].pk),
        "post_of_seer": str(posts_held(chair.pk)[0].pk),
    }


if __name__ == "__main__":
    programs = {"open": open_, "carry": carry, "read": read}
    print(json.dumps(programs[sys.argv[1]](*map(UUID, sys.argv[2:]))))
