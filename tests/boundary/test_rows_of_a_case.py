"""A right on a table opens no row of a case: a grant does. No context, no rows; every table; every way around tried."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest

from tests.boundary import rows
from tests.boundary.case import Story
from tests.boundary.conftest import Copy
from tests.boundary.databases import Connection, Database

ONLY_GROW = (
    "audit.leaf",
    "audit.position",
    "public.referrals_concern",
    "public.referrals_history",
    "public.referrals_record",
    "public.consent_consent",
    "public.assessment_saving",
    "public.assessment_version",
    "public.assessment_remark",
    "public.panel_conflict",
    "public.panel_draft",
    "public.panel_decision",
    "public.panel_minutes",
    "public.panel_correction",
    "public.agencies_said",
    "public.intake_answer",
    "public.triage_emergency",
    "public.disclosures_disclosure",
    "public.disclosures_after",
    "public.national_keyed",
    "public.national_compared",
    "public.intake_release",
    "public.rights_signature",
    "public.rights_signedperiod",
    "public.rights_certificate",
    "public.statistics_statisticsevent",
    "public.oversight_release",
    "public.administration_administrationentry",
)
FAR_AHEAD = "2999-01-01T00:00:00+00:00"


@pytest.fixture
def administrator(casework: Database) -> Any:
    with casework.as_administrator() as connection:
        yield connection


def test_every_table_of_a_case_is_closed_by_row_and_for_its_owner_too(administrator: Connection) -> None:
    assert len(rows.tables_of_a_case(administrator)) >= 8
    assert rows.without_forced_security(administrator) == []


@pytest.mark.parametrize(
    "broken",
    [
        "ALTER TABLE consent_consent DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE referrals_history NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE keys.given NO FORCE ROW LEVEL SECURITY",
        "CREATE TABLE public.panel_paper (id uuid, case_id uuid)",
    ],
)
def test_a_table_that_is_left_open_is_found(broken: str, casework: Database, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_(broken)
    with spoiled.as_administrator() as administrator:
        assert len(rows.without_forced_security(administrator)) == 1


def test_somebody_with_a_grant_sees_rows_in_every_table(
    casework: Database, story: Story, administrator: Connection
) -> None:
    assert rows.empty(administrator) == []
    assert rows.seen(casework, story.sees) == [*rows.tables_of_a_case(administrator), rows.GRANTS]


def test_nobody_looking_sees_no_row(casework: Database) -> None:
    assert rows.seen(casework, None) == []
    assert rows.seen(casework, "") == []


def test_a_stranger_sees_no_row_and_changes_none(casework: Database, story: Story) -> None:
    assert rows.seen(casework, story.stranger) == []
    assert rows.changed(casework, story.stranger) == []
    assert rows.changed(casework, "") == []


@pytest.mark.parametrize("role", ["casework_owner", "casework_worker", "sequencer", "post"])
def test_a_worker_and_whoever_migrates_see_no_row_either(role: str, casework: Database, story: Story) -> None:
    assert rows.seen(casework, story.sees, role=role) in ([], [rows.GRANTS])
    if role != "casework_owner":
        assert rows.seen(casework, story.sees, role=role) == []


def test_intake_sees_by_which_line_to_add_and_which_file_it_expects_and_nothing_that_was_told(
    casework: Database, story: Story
) -> None:
    place = "public.intake_place"
    assert rows.seen(casework, story.sees, role="intake") == [
        "public.agencies_link", "public.documents_document", place, "public.referrals_line",
    ]  # fmt: skip
    with casework.as_role("intake") as intake:
        for column in ("header", "content"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                intake.execute(f"SELECT {column} FROM documents_document")
        for column in ("inbox", "place"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                intake.execute(f"SELECT {column} FROM agencies_link")
        assert intake.execute("UPDATE documents_document SET verdict = 'awaited' WHERE verdict = 'clean'").rowcount == 0


def test_intake_adds_to_a_case_only_where_a_line_leads_to_it(casework: Database, story: Story, copy: Copy) -> None:
    message = (
        "INSERT INTO intake_message (id, case_id, concern, act, hurt_told, received_at, said)"
        f" VALUES (gen_random_uuid(), '{story.case}', gen_random_uuid(), 'more', false, now(), 'x')"
    )
    line = (
        "INSERT INTO referrals_line (id, case_id, inbox_key, closes_on)"
        f" VALUES (gen_random_uuid(), '{story.case}', 'x', current_date)"
    )
    with casework.as_role("intake") as intake, intake.transaction(force_rollback=True):
        intake.execute(message)
    without = copy(casework)
    without.break_("DELETE FROM referrals_line")
    with without.as_role("intake") as intake:
        for statement in (message, line):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                intake.execute(statement)


def test_the_auditor_reads_the_sealed_history_that_leaves_commit_to_and_nothing_else(casework: Database) -> None:
    assert rows.seen(casework, None, role="auditor") == ["public.referrals_history"]


def test_nobody_adds_a_row_to_a_case_that_they_have_no_grant_for(casework: Database, story: Story) -> None:
    assert rows.let_in(casework, story.stranger) == []
    assert rows.let_in(casework, "") == []


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        ("ALTER TABLE due_due DISABLE ROW LEVEL SECURITY", rows.seen),
        ("DROP POLICY by_grant ON due_due; CREATE POLICY all_see ON due_due USING (true)", rows.seen),
        ("CREATE POLICY also ON due_due FOR INSERT TO casework_web WITH CHECK (true)", rows.let_in),
        ("CREATE POLICY also ON due_due TO casework_web USING (true)", rows.changed),
        ("DROP POLICY mine ON keys.given; CREATE POLICY mine ON keys.given FOR SELECT USING (true)", rows.seen),
        ("ALTER TABLE keys.given DISABLE ROW LEVEL SECURITY", rows.seen),
        (
            "CREATE OR REPLACE FUNCTION keys.may_see(wanted uuid) RETURNS boolean LANGUAGE sql STABLE"
            " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT wanted IS NOT NULL'",
            rows.let_in,
        ),
    ],
)
def test_a_hole_in_the_rows_is_found(broken: str, check: Any, casework: Database, story: Story, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_(*broken.split("; "))
    assert "public.due_due" in check(spoiled, story.stranger)


def test_nobody_helps_themselves_to_a_case(casework: Database, story: Story) -> None:
    assert rows.ways_to_help_oneself(casework, story) == []


@pytest.mark.parametrize(
    ("broken", "way"),
    [
        ("GRANT INSERT ON keys.given TO casework_web; CREATE POLICY w ON keys.given FOR INSERT WITH CHECK"
         " (staff_id = keys.me())", "write the grant"),
        ("DROP POLICY not_to_oneself ON organisation_holding", "take a post"),
        ("DROP POLICY not_of_oneself ON organisation_holding", "move one's own holding to another post"),
    ],
)  # fmt: skip
def test_a_way_to_help_oneself_is_found(broken: str, way: str, casework: Database, story: Story, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_(*broken.split("; "))
    assert way in rows.ways_to_help_oneself(spoiled, story)


def test_intake_opens_what_nobody_has_and_adds_itself_to_nothing_else(casework: Database, story: Story) -> None:
    give = "SELECT keys.give(gen_random_uuid(), %s, %s, NULL, 'k', now() + interval '1 day')"
    with casework.as_role("intake") as intake:
        with pytest.raises(psycopg.errors.RaiseException, match="that somebody has already"):
            intake.execute(give, (story.case, story.post_of_stranger))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            intake.execute("SELECT * FROM referrals_concern")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            intake.execute("SELECT keys.take_back(%s, %s, NULL)", (story.case, story.post_of_seer))


GIVE_ONESELF = "SELECT keys.give(gen_random_uuid(), %s, %s, NULL, %s, now() + interval '1 day')"


def test_the_web_role_opens_a_new_id_for_whoever_is_looking_and_none_that_was_ever_given(
    casework: Database, story: Story, copy: Copy
) -> None:
    """What has a key of its own is opened by the web role; an id whose grants have all lapsed is not new."""
    new = str(uuid.uuid4())
    lapsed = copy(casework)
    lapsed.break_("DELETE FROM keys.given")
    with lapsed.as_role("casework_web") as web:
        assert not gives(web, story.case, story.post_of_seer, looking=story.sees)
        assert not gives(web, new, story.post_of_seer, looking="")
        assert gives(web, new, story.post_of_seer, looking=story.sees)
        assert not gives(web, new, story.post_of_seer, looking=story.stranger)
        for statement in ("SELECT * FROM keys.opened", "DELETE FROM keys.opened"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)


def test_without_the_list_of_what_was_opened_a_lapsed_id_could_be_opened_by_anybody(
    casework: Database, story: Story, copy: Copy
) -> None:
    spoiled = copy(casework)
    spoiled.break_("DELETE FROM keys.given", "DELETE FROM keys.opened")
    with spoiled.as_role("casework_web") as web:
        assert gives(web, story.case, story.post_of_seer, looking=story.sees)
    assert "public.referrals_referral" in rows.seen(spoiled, story.sees)


def gives(web: Connection, wanted: str, post: str, *, looking: str) -> bool:
    """Give an id to a post as somebody who looks, for good; say whether the database let them."""
    try:
        with web.transaction():
            rows.look_as(web, looking)
            web.execute(GIVE_ONESELF, (wanted, post, bytes(60)))
    except psycopg.errors.RaiseException:
        return False
    return True


def test_a_grant_that_has_ended_opens_nothing(casework: Database, story: Story, copy: Copy) -> None:
    lapsed = copy(casework)
    lapsed.break_("UPDATE keys.given SET ends_at = now() + interval '1 day'")
    assert rows.seen(lapsed, story.sees)
    assert rows.seen(lapsed, story.sees, now=FAR_AHEAD) == []
    lapsed.break_("UPDATE keys.given SET ends_at = now() - interval '1 second'")
    assert rows.seen(lapsed, story.sees) == []
    with lapsed.as_role("casework_worker") as worker:
        removed = worker.execute("SELECT keys.remove_lapsed()").fetchone()
        assert removed is not None
        assert removed[0] > 0


@pytest.mark.parametrize(
    "leaves",
    [
        "UPDATE organisation_staff SET is_active = false WHERE id = '{sees}'",
        "UPDATE organisation_holding SET from_on = '2020-01-01', until_on = current_date - 1 WHERE staff_id = '{sees}'",
        "UPDATE organisation_holding SET from_on = current_date + 2 WHERE staff_id = '{sees}'",
        "DELETE FROM organisation_holding WHERE staff_id = '{sees}'",
    ],
)
def test_somebody_who_has_left_or_not_begun_sees_nothing(
    leaves: str, casework: Database, story: Story, copy: Copy
) -> None:
    left = copy(casework)
    left.break_(leaves.format(sees=story.sees))
    assert rows.seen(left, story.sees) == []


def test_a_grant_to_a_person_ends_with_their_account(casework: Database, story: Story, copy: Copy) -> None:
    personal = copy(casework)
    personal.break_(
        f"UPDATE keys.given SET staff_id = '{story.stranger}', post_id = NULL WHERE post_id = '{story.post_of_seer}'"
    )
    assert rows.seen(personal, story.stranger)
    personal.break_(f"UPDATE organisation_staff SET is_active = false WHERE id = '{story.stranger}'")
    assert rows.seen(personal, story.stranger) == []


def test_what_only_grows_cannot_be_changed_by_the_administrator_either(administrator: Connection) -> None:
    assert rows.stays(administrator, ONLY_GROW) == []


def test_a_log_whose_trigger_is_gone_is_found(casework: Database, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_("ALTER TABLE audit.leaf DISABLE TRIGGER leaf_stays")
    with spoiled.as_administrator() as administrator:
        assert rows.stays(administrator, ONLY_GROW) == [
            "UPDATE audit.leaf", "DELETE FROM audit.leaf", "TRUNCATE audit.leaf CASCADE",
        ]  # fmt: skip


def test_whoever_serves_adds_leaves_and_reads_none(casework: Database) -> None:
    for role in ("casework_web", "intake"):
        with casework.as_role(role) as connection:
            for statement in (
                "SELECT id FROM audit.leaf", "UPDATE audit.leaf SET verb = 'x'", "DELETE FROM audit.leaf",
                "SELECT leaf_id FROM audit.waiting", "INSERT INTO audit.position VALUES (0, gen_random_uuid(), 'x')",
            ):  # fmt: skip
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_nobody_turns_their_own_post_into_another(casework: Database, story: Story, copy: Copy) -> None:
    turn = "UPDATE organisation_post SET role = 'panel_member' WHERE id = %s"
    with casework.as_role("casework_web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(turn, (story.post_of_stranger,))
    spoiled = copy(casework)
    spoiled.break_("GRANT UPDATE ON organisation_post TO casework_web")
    with spoiled.as_role("casework_web") as web, web.transaction():
        rows.look_as(web, story.stranger)
        assert web.execute(turn, (story.post_of_stranger,)).rowcount == 1


PART = "INSERT INTO intake_collected (id, kind, key_id, sealed, state, collected_at, failure)"


def test_the_web_role_learns_of_no_file_or_name_that_waits_and_puts_in_nothing_but_concerns(
    casework: Database, copy: Copy
) -> None:
    """Who learnt the id of a name that waits could give keys to it first, and intake would have to set it aside."""
    holds = copy(casework)
    for kind in ("part", "identity"):
        holds.break_(f"{PART} VALUES (gen_random_uuid(), '{kind}', 'k', 'x', 'waiting', now(), '')")
    waiting = "SELECT count(*) FROM intake_collected WHERE kind IN ('part', 'identity')"
    with holds.as_role("intake") as intake:
        assert intake.execute(waiting).fetchone() == (2,)
    with holds.as_role("casework_web") as web:
        assert web.execute(waiting).fetchone() == (0,)
        put_in = PART + " VALUES (gen_random_uuid(), %s, 'k', 'x', %s, now(), '')"
        web.execute(put_in, ("concern", "waiting"))
        refused = [("part", "waiting"), ("message", "waiting"), ("identity", "waiting"), ("part", "set_aside")]
        for kind, state in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(put_in, (kind, state))


@pytest.mark.parametrize("policy", ["no_files", "only_concerns"])
def test_a_hole_in_what_was_collected_is_found(policy: str, casework: Database, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_(
        f"DROP POLICY {policy} ON intake_collected",
        "CREATE POLICY all_of_it ON intake_collected TO casework_web USING (true) WITH CHECK (true)",
    )
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test_the_web_role_learns_of_no_file_or_name_that_waits_and_puts_in_nothing_but_concerns(spoiled, copy)
