"""What each role may do is what the lists say, no more and no less; each check fails when its wall is broken."""

from __future__ import annotations

import psycopg
import pytest

from alongside.command import provision, supervise
from alongside.command.place import Place
from alongside.commons import exchange
from tests.boundary import databases, rights
from tests.boundary.conftest import Copy
from tests.boundary.databases import Database

HALVES = ("public", "casework")


@pytest.fixture(params=HALVES)
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


def test_the_catalogue_says_what_the_lists_say(database: Database) -> None:
    with database.as_administrator() as administrator:
        assert rights.differences(database.half, administrator) == []


@pytest.mark.parametrize(
    ("half", "broken"),
    [
        ("public", "GRANT SELECT ON letterbox.envelope TO public_web"),
        ("public", "GRANT SELECT (sealed) ON letterbox.envelope TO public_web"),
        ("public", "GRANT SELECT ON public.live_question TO intake"),
        ("public", "GRANT USAGE ON SCHEMA letterbox TO PUBLIC"),
        ("public", "GRANT EXECUTE ON FUNCTION letterbox.at(text, bytea, date) TO stream"),
        ("public", "REVOKE INSERT ON letterbox.envelope FROM public_web"),
        ("casework", "GRANT UPDATE ON keys.given TO casework_web"),
        ("casework", "GRANT SELECT (sealed) ON public.intake_collected TO casework_web"),
        ("casework", "GRANT EXECUTE ON FUNCTION keys.give(uuid, uuid, uuid, uuid, bytea, timestamptz) TO post"),
        ("casework", "CREATE FUNCTION keys.new() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ],
)
def test_one_right_too_many_or_too_few_is_found(
    half: str, broken: str, copy: Copy, request: pytest.FixtureRequest
) -> None:
    spoiled = copy(request.getfixturevalue(half))
    spoiled.break_(broken)
    with spoiled.as_administrator() as administrator:
        assert len(rights.differences(half, administrator)) == 1


def test_every_table_is_placed_and_every_place_is_a_table(database: Database) -> None:
    with database.as_administrator() as administrator:
        assert rights.unplaced(database.half, administrator) == []
        assert rights.placed_and_gone(database.half, administrator) == []


def test_a_table_that_nobody_placed_is_found(casework: Database, copy: Copy) -> None:
    spoiled = copy(casework)
    spoiled.break_("CREATE TABLE public.notes (id uuid)")
    with spoiled.as_administrator() as administrator:
        assert rights.unplaced("casework", administrator) == ["public.notes"]


def test_whoever_migrates_owns_everything_and_serves_nothing(database: Database) -> None:
    with database.as_administrator() as administrator:
        assert rights.not_owned_by_the_owner(database.half, administrator) == []
    served = [program.role for program in supervise.programs(Place("test"))]
    assert served
    assert rights.serving_owners(served) == set()
    assert rights.serving_owners([*served, "casework_owner"]) == {"casework_owner"}


def test_a_table_that_another_role_owns_is_found(public: Database, copy: Copy) -> None:
    spoiled = copy(public)
    spoiled.break_("ALTER TABLE letterbox.envelope OWNER TO public_web")
    with spoiled.as_administrator() as administrator:
        assert "envelope" in rights.not_owned_by_the_owner("public", administrator)


def test_functions_that_act_for_the_owner_look_nowhere_else_for_what_they_call(database: Database, copy: Copy) -> None:
    with database.as_administrator() as administrator:
        assert rights.loose_definers(administrator) == []
    spoiled = copy(database)
    spoiled.break_("CREATE FUNCTION public.loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
    with spoiled.as_administrator() as administrator:
        assert rights.loose_definers(administrator) == ["loose"]


def test_no_role_of_ours_could_walk_past_the_walls(public: Database) -> None:
    with public.as_administrator() as administrator:
        assert rights.strong_roles(administrator) == []
        with administrator.transaction(force_rollback=True):
            administrator.execute("ALTER ROLE stream BYPASSRLS")
            administrator.execute("GRANT casework_owner TO post")
            assert rights.strong_roles(administrator) == ["stream", "post is a member of casework_owner"]


@pytest.mark.parametrize("role", provision.CONNECTS)
@pytest.mark.parametrize("half", HALVES)
def test_a_role_connects_to_its_own_half_and_to_no_other(role: str, half: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue(half)
    if half in provision.CONNECTS[role]:
        with database.as_role(role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
        return
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        databases.connect(database.name, role)


def test_only_intake_and_the_post_connect_to_both_halves() -> None:
    assert {role for role, halves in provision.CONNECTS.items() if len(halves) > 1} == {"intake", "post"}
    assert {row.role for row in exchange.CROSSINGS} == {"intake", "post"}


def test_a_wrong_password_is_refused(public: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        databases.connect(public.name, "public_web", password="a guess")


def test_every_way_into_the_server_asks_for_scram(public: Database) -> None:
    with public.as_administrator() as administrator:
        found = rights.ways_in(administrator)
    assert found
    assert rights.ways_in_without_scram(found) == []
    assert rights.ways_in_without_scram([*found, ("local", "trust"), ("host", "md5")]) == ["local trust", "host md5"]


def test_no_database_of_the_server_is_open_to_everybody(public: Database) -> None:
    with public.as_administrator() as administrator:
        assert rights.open_databases(administrator) == []


def test_a_copied_database_is_open_until_it_is_shut_again(public: Database) -> None:
    name = f"{public.name}_copied_and_left"
    with databases.connect("postgres", "alongside_admin") as administrator:
        provision.drop_database(administrator, name)
        administrator.execute(f'CREATE DATABASE "{name}" OWNER public_owner TEMPLATE "{public.name}"')
        try:
            assert rights.open_databases(administrator) == [name]
            databases.connect(name, "casework_web").close()
            provision.close_database(administrator, "public", name)
            assert rights.open_databases(administrator) == []
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                databases.connect(name, "casework_web")
        finally:
            provision.drop_database(administrator, name)


def test_what_crosses_is_what_the_public_half_grants() -> None:
    lists = rights.lists_of("public").RIGHTS
    for role in ("intake", "post"):
        granted = {table: frozenset(words.split(", ")) for table, words in lists[role].items()}
        assert granted == exchange.rights_of(role)


def test_a_right_that_does_not_cross_or_a_crossing_without_a_right_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    more = exchange.Crossing("envelope", exchange.INWARD, "letterbox.reply", "public_owner", "intake", ("SELECT",))
    monkeypatch.setattr(exchange, "CROSSINGS", (*exchange.CROSSINGS, more))
    with pytest.raises(AssertionError):
        test_what_crosses_is_what_the_public_half_grants()
