"""Nothing is stored without a purpose and a retention, and the page says so today."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from alongside.command import dictionary
from alongside.command.place import Place
from alongside.commons import installation


@pytest.fixture(scope="module")
def stored() -> list[dict[str, Any]]:
    return dictionary.both()


def test_every_table_and_field_has_a_purpose_and_a_retention(stored: list[dict[str, Any]]) -> None:
    assert [gap for half in stored for gap in dictionary.problems(half)] == []


def test_the_page_is_that_of_today(stored: list[dict[str, Any]]) -> None:
    assert dictionary.PAGE.read_text(encoding="utf-8") == dictionary.page(stored), "Run: ./alongside dictionary"


def test_a_gap_in_the_register_is_found(stored: list[dict[str, Any]]) -> None:
    half = copy.deepcopy(stored[1])
    referral = next(table for table in half["tables"] if table["name"] == "referrals.Referral")
    referral["keep"] = "a while"
    next(field for field in referral["fields"] if field["name"] == "person")["purpose"] = ""
    half["apps"][0]["purpose"] = ""
    half["unknown"] = ["referrals.Referral.religion"]
    assert dictionary.problems(half) == [
        "referrals.Referral.religion is in the register and nowhere else.",
        "referrals.Referral has no retention that is listed.",
        "referrals.Referral.person has no purpose.",
        f"the app {half['apps'][0]['app']} has no purpose.",
    ]


def test_what_people_told_is_said_to_be_sealed(stored: list[dict[str, Any]]) -> None:
    sealed = {
        f"{table['name']}.{field['name']}": field["sealed"]
        for half in stored
        for table in half["tables"]
        for field in table["fields"]
        if field["sealed"]
    }
    for name in ("referrals.Referral.person", "referrals.Concern.told", "referrals.History.reason"):
        assert sealed[name] == "under the case key"
    assert sealed["letterbox.Envelope.sealed"] == "to intake (HPKE)"
    assert sealed["live.Question.text"] == "under the event's key"
    assert sealed["keys.Given.wrapped"] == "under the agency's key"


def test_every_table_of_both_databases_is_in_it(
    stored: list[dict[str, Any]], make: Callable[[str], Place], variables: Callable[[Place], None]
) -> None:
    """The catalogue knows tables that no model does: those of migrations' SQL, and links of many to many."""
    variables(make("dictionary"))
    halves: tuple[installation.Half, ...] = ("public", "casework")
    for half, said in zip(halves, stored, strict=True):
        listed = {table["table"] if "." in table["table"] else f"public.{table['table']}" for table in said["tables"]}
        apps = tuple(f"public.{'django' if app in DJANGO else app}_" for app in (row["app"] for row in said["apps"]))
        links = tuple(f"{table}_" for table in listed)
        with installation.connect(half, f"{half}_owner") as connection:
            found = connection.execute(
                "SELECT schemaname || '.' || tablename FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
        unknown = [name for (name,) in found if name not in listed and not name.startswith((*apps, *links))]
        assert unknown == []


DJANGO = ("sessions", "contenttypes", "migrations")


def test_columns_of_tables_made_by_sql_are_those_of_the_catalogue(
    stored: list[dict[str, Any]], make: Callable[[str], Place], variables: Callable[[Place], None]
) -> None:
    variables(make("dictionary"))
    halves: tuple[installation.Half, ...] = ("public", "casework")
    compared = 0
    for half, said in zip(halves, stored, strict=True):
        with installation.connect(half, f"{half}_owner") as connection:
            for table in said["tables"]:
                if not table["name"].islower():
                    continue
                found = connection.execute(
                    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                    " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                    (table["name"],),
                ).fetchall()
                written = {field["name"]: field["type"] for field in table["fields"]}
                assert written == {
                    name: kind.replace("timestamp with time zone", "timestamptz") for name, kind in found
                }
                compared += 1
    assert compared >= 4
