"""Whatever the cast tries in whatever order, what must hold of a referral holds after every step."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from alongside.casework.agencies.models import Request
from alongside.casework.apart.models import Keeping
from alongside.casework.audit.commitments import HISTORY_COLUMNS, Leaf, commitment
from alongside.casework.consent.models import Consent
from alongside.casework.disclosures.models import Disclosure
from alongside.casework.due.models import Due
from alongside.casework.keys.models import Given
from alongside.casework.national.models import Keyed
from alongside.casework.organisation.models import Holding, Post, Staff
from alongside.casework.panel.models import Item
from alongside.casework.referrals import owners, queries
from alongside.casework.referrals.models import History, Referral
from alongside.casework.rules import journey, national
from alongside.casework.rules import owners as owner_rules
from alongside.casework.rules import panel as rules
from alongside.command.postgres import ADMINISTRATOR, Postgres
from alongside.command.testing import TEMPLATE_PLACE
from alongside.commons import clock, installation
from tests import cast
from tests.casework import panel_walker
from tests.casework.conftest import as_role
from tests.casework.walker import OWNED, Step, Walker, acting, seen_from_above, serve
from tests.conftest import LONG

pytestmark = pytest.mark.django_db
WALKS = 500 if LONG else 200
STEPS, AFTER_THE_END = 50, 5
"""A walk takes so many steps at most, and so many from the end of the referral on, where little is left to try."""
REACHED: set[str] = set()
MAY_BE_MISSED = {"held", "police_owned", "gathering", "not_wanted", "exited", "apart"}
"""Stages beside the main way, which some walks need not come to; 500 come to every one."""
STEPS_OF_OWNERS = set(owner_rules.STEPS)


@pytest.fixture(scope="module", autouse=True)
def administrator(opened: UUID, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Sign in as the tests' administrator, who then serves as casework_web and can look past its walls."""
    with django_db_blocker.unblock():
        as_role("casework_web")
        connections["default"].settings_dict.update(USER=ADMINISTRATOR)
        connections["default"].settings_dict["OPTIONS"] = {"passfile": str(Postgres(TEMPLATE_PLACE).password_file)}
        yield
        as_role("casework_web")


@pytest.fixture
def walked(db: None) -> Iterator[None]:
    """Serve as the real role, and put the clock back afterwards."""
    serve()
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
    clock.reset()


@pytest.mark.parametrize("seed", range(WALKS))
def test_after_every_step_of_a_random_walk_what_must_hold_holds(walked: None, opened: UUID, seed: int) -> None:
    walker, before, at_rest = Walker(opened, random.Random(seed)), everything(), 0
    while len(walker.steps) < STEPS and at_rest < AFTER_THE_END:
        moment = clock.offset()
        step, after = walker.step(), everything()
        try:
            check(opened, step, before, after, time_passed=clock.offset() != moment)
        except (AssertionError, queries.NotFound) as broken:
            way = "\n".join(map(str, walker.steps))
            raise AssertionError(f"{type(broken).__name__} {broken}\nafter\n{way}") from broken
        before, at_rest = after, at_rest + 1 if journey.STAGES[walker.stage].final else 0


def test_the_walks_of_this_run_came_to_support_and_to_an_end() -> None:
    """A walk that is always refused would hold everything and show nothing."""
    if not REACHED:
        pytest.skip("No walk was taken in this run; run the whole file: ./alongside test tests/casework")
    assert set(journey.STAGES) - REACHED <= (set() if LONG else MAY_BE_MISSED)
    assert "papers out" in panel_walker.CAME_TO
    assert "take up" in OWNED
    assert panel_walker.CAME_TO & set(rules.OUTCOMES), "no panel decided anything"


@cache
def _all_tables() -> str:
    """Return the query for every row of every table that rooms of casework write, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname NOT LIKE 'django%%'"
            " AND relnamespace = ANY(ARRAY['public', 'keys', 'audit']::regnamespace[])"
        )
        tables = sorted(table for (table,) in cursor.fetchall())
    assert {"referrals_referral", "keys.given", "audit.leaf", "outbox_mail"} <= set(tables)
    return " UNION ALL ".join(f"SELECT '{table}', t::text FROM {table} t" for table in tables) + " ORDER BY 1, 2"


def everything() -> dict[str, list[str]]:
    """Return every row that a step could touch, as it is stored."""
    rows: dict[str, list[str]] = defaultdict(list)
    with seen_from_above(), connection.cursor() as cursor:
        cursor.execute(_all_tables())
        for table, row in cursor.fetchall():
            rows[table].append(row)
    return rows


def check(
    case: UUID, step: Step, before: dict[str, list[str]], after: dict[str, list[str]], *, time_passed: bool
) -> None:
    if step.refusal:
        assert after == before, "a refused step changed something"
    if after == before and not time_passed:
        return  # What held of these very rows at this very time was looked at before.
    with seen_from_above():
        referral = Referral.objects.select_related("area").get(pk=case)
        history = list(History.objects.filter(case=referral).order_by("number"))
        REACHED.add(referral.stage)
        history_is_whole(referral, history)
        each_row_has_its_leaf(history)
        support_rests_on_consent(referral, history)
        what_is_closed_says_when_and_how(referral)
        what_waits_for_the_national_tracker_is_counted(referral, history)
        somebody_has_the_turn(referral)
        what_the_two_have_nobody_else_has(referral)
        whatever_is_open_has_one_owner(referral)
        it_is_one_named_persons(referral)
        the_provider_sees_it_in_support_alone(referral)
        nothing_due_is_gone(referral, before)
        panel_walker.check(referral, history)
        every_disclosing_act_has_its_rows(referral, history)
    if step.tried in journey.MOVES and not step.refusal:
        whoever_made_a_move_sees_what_came_of_it(case, step)


def whoever_made_a_move_sees_what_came_of_it(case: UUID, step: Step) -> None:
    """But for who passed it to the two named people, and the two when they gave it back."""
    with acting(step.person) as somebody:
        if {"keys_to_the_two", "keys_to_intake"} & set(journey.MOVES[step.tried].causes):
            with pytest.raises(queries.NotFound):
                queries.find(somebody, case)
        else:
            assert queries.find(somebody, case).referral.stage == journey.MOVES[step.tried].enters


def history_is_whole(referral: Referral, history: list[History]) -> None:
    assert [row.number for row in history] == list(range(1, len(history) + 1))
    assert [row.leaves for row in history] == ["", *(row.enters for row in history[:-1])]
    assert history[-1].enters == referral.stage
    for row in history[1:]:
        if row.move in STEPS_OF_OWNERS:
            assert row.leaves == row.enters
            continue
        move = journey.MOVES[row.move]
        assert row.leaves in move.leaves
        assert row.enters == move.enters
        assert row.made_as in move.made_by


def each_row_has_its_leaf(history: list[History]) -> None:
    """Recompute what the leaf commits to, from the row as it is stored."""
    key = installation.secret("casework/audit")
    with connection.cursor() as cursor:
        for row in history:
            cursor.execute(
                "SELECT id, at, staff_id, verb, subjects, history_id, salt, commitment FROM audit.leaf"
                " WHERE history_id = %s",
                [row.id],
            )
            leaves = cursor.fetchall()
            assert len(leaves) == 1
            *leaf, committed = leaves[0]
            stored = [getattr(row, column) for column in HISTORY_COLUMNS]
            assert commitment(key, Leaf(*leaf), stored) == bytes(committed)
            assert leaf[4] == [row.case_id]


def support_rests_on_consent(referral: Referral, history: list[History]) -> None:
    if referral.stage not in ("consented", "in_support"):
        return
    newest = Consent.objects.filter(case=referral, scope="take_part").order_by("recorded_at").last()
    adopted = [row.made_at for row in history if row.enters == "adopted" != row.leaves]
    assert newest is not None, "there is no consent"
    assert newest.status == "given"
    assert newest.recorded_at >= adopted[-1]


def what_is_closed_says_when_and_how(referral: Referral) -> None:
    assert (referral.stage == "closed") == bool(referral.closed_at) == bool(referral.closure_code)


def what_waits_for_the_national_tracker_is_counted(referral: Referral, history: list[History]) -> None:
    keyed = set(Keyed.objects.filter(case=referral).values_list("history_id", flat=True))
    assert referral.to_key == len([row for row in history if row.move in national.BY_MOVE and row.pk not in keyed])


def somebody_has_the_turn(referral: Referral) -> None:
    """R-09: a referral that is not closed has an owner: a post whose turn it is, and which sees it."""
    if referral.at.final:
        return
    if referral.stage == journey.APART:
        owner = Keeping.objects.get(case=referral).owner_id
        assert Given.objects.filter(case_id=referral.pk, staff=owner).exists(), "who owns it cannot read it"
        return
    posts = Post.objects.filter(area=referral.area, role__in=referral.at.turn)
    assert Given.objects.filter(case_id=referral.pk, post__in=posts, ends_at__gt=clock.now()).exists()


def what_the_two_have_nobody_else_has(referral: Referral) -> None:
    """A case about staff or their kin, and each thing of it with a key: two people by name, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, one, other FROM keys.apart WHERE of_case = %s", [referral.pk])
        things = {thing: {one, other} for thing, one, other in cursor.fetchall()}
    assert bool(things) == referral.apart == (referral.pk in things)
    assert referral.apart or referral.stage != journey.APART
    for thing, two in things.items():
        assert set(Given.objects.filter(case_id=thing).values_list("staff_id", flat=True)) <= two
    if referral.apart:
        holders = set(Given.objects.filter(case_id=referral.pk).values_list("staff_id", flat=True))
        assert holders == things[referral.pk]
        of_it = [*Item.objects.filter(of_case=referral.pk), *Request.objects.filter(of_case=referral.pk)]
        assert {each.pk for each in of_it} <= set(things), "a thing with a key of its own was left behind"


def whatever_is_open_has_one_owner(referral: Referral) -> None:
    """R-09: of each open referral, due, question and action exactly one post is the owner, and people hold it today."""
    if not (referral.at.final or referral.stage == journey.APART):
        posts = [list(Post.objects.filter(area=referral.area, role=role)) for role in referral.at.turn]
        assert len(next(found for found in posts if found)) == 1
    with connection.cursor() as cursor:
        cursor.execute(OPEN_THINGS, [clock.today(), clock.today()])
        assert cursor.fetchall() == [], "something open has no owner, or nobody holds its owner's post"


OPEN_THINGS = """
SELECT thing, id FROM (
    SELECT 'due' AS thing, id, owner_id AS owner FROM due_due WHERE done_at IS NULL AND ended_at IS NULL
    UNION ALL SELECT 'reminder', id, owner_id FROM due_reminder WHERE over_at IS NULL
    UNION ALL SELECT 'action', id, CASE WHEN owner_staff_id IS NOT NULL THEN owner_id END FROM panel_action
        WHERE done_at IS NULL
    UNION ALL SELECT 'question', id, asker_id FROM agencies_request WHERE ended_at IS NULL
    UNION ALL SELECT 'item', i.id, p.id FROM panel_item i
        LEFT JOIN organisation_post p ON p.area_id = i.area_id AND p.role = 'chair' WHERE i.ended_at IS NULL
) AS open WHERE NOT EXISTS (
    SELECT 1 FROM organisation_holding h JOIN organisation_staff s ON s.id = h.staff_id
    WHERE h.post_id = open.owner AND s.is_active AND h.from_on <= %s AND (h.until_on IS NULL OR h.until_on >= %s)
)
"""


def it_is_one_named_persons(referral: Referral) -> None:
    """R-09: by name, with an account that is open and a post whose turn it is, and that person reads it today."""
    owner = owners.of(referral)
    assert (owner is None) == (referral.at.final or referral.apart)
    assert owner is None or referral.owner_id in (None, owner.staff.pk), "it is written down as somebody else's"
    assert owner is None or referral.offered_owner_id != owner.staff.pk
    turns = [f"{stage.word} {role}" for stage in journey.STAGES.values() for role in stage.turn]
    with connection.cursor() as cursor:
        cursor.execute(UNOWNED, [turns, clock.today(), clock.today()])
        assert cursor.fetchall() == [], "an open referral's owner is gone, or nobody of its turn could own it"


UNOWNED = """
SELECT r.id FROM referrals_referral r WHERE r.closed_at IS NULL AND NOT r.apart AND NOT EXISTS (
    SELECT 1 FROM organisation_holding h JOIN organisation_staff s ON s.id = h.staff_id
    JOIN organisation_post p ON p.id = h.post_id JOIN keys.given g ON g.case_id = r.id AND g.post_id = p.id
    WHERE s.is_active AND p.area_id = r.area_id AND r.stage || ' ' || p.role = ANY(%s)
      AND h.from_on <= %s AND (h.until_on IS NULL OR h.until_on >= %s) AND (r.owner_id IS NULL OR r.owner_id = s.id)
)
"""


def the_provider_sees_it_in_support_alone(referral: Referral) -> None:
    grants = Given.objects.filter(case_id=referral.pk, post__role="provider")
    assert grants.exists() == (referral.stage == "in_support")


def every_disclosing_act_has_its_rows(referral: Referral, history: list[History]) -> None:
    """R-16: the register reconciles: each act that discloses is there once for each recipient, and nothing else is."""
    rows = [(row.act, row.of_act, row.agency_id) for row in Disclosure.objects.filter(case=referral)]
    assert sorted(rows, key=str) == sorted(disclosing_acts(referral, history), key=str)
    readers = Given.objects.filter(case_id=referral.pk, ends_at__gt=clock.now()).exclude(agency__name=cast.COUNCIL)
    told = {agency for _act, _of_act, agency in rows}
    assert set(readers.values_list("agency", flat=True)) <= told, "an agency reads a case and is not in its register"


def disclosing_acts(referral: Referral, history: list[History]) -> Iterator[tuple[str, UUID, UUID | None]]:
    """What had to go into the register, read from the history and the panel and not from the register's own code."""
    for row in history:
        if row.move in ("open_referral", "start_support"):
            posts = Post.objects.filter(area=referral.area, role__in=journey.MOVES[row.move].shares_with)
            yield from {(row.move, row.pk, agency) for agency in posts.values_list("agency", flat=True)}
        if row.enters == journey.APART:
            yield from {("named_people", row.pk, somebody.agency_id) for somebody in the_two_of_the_area(referral)}
        if row.closure_code.startswith("ALT-"):
            yield "signpost", row.pk, None
        if row.move == "hand_over":
            yield "hand_over", row.pk, None
    for item in Item.objects.filter(of_case=referral.pk).exclude(papers_out_at=None):
        yield from panel_walker.papers_disclosed(item)


def the_two_of_the_area(referral: Referral) -> list[Staff]:
    held = Holding.objects.on(clock.today()).filter(post__area=referral.area, post__role=journey.NAMED)
    return [holding.staff for holding in held.select_related("staff")]


def nothing_due_is_gone(referral: Referral, before: dict[str, list[Any]]) -> None:
    ids = {row.partition(",")[0].lstrip("(") for row in before["due_due"]}
    assert ids <= {str(row) for row in Due.objects.values_list("id", flat=True)}
