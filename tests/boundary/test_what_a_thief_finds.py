"""A stolen dump, disk or log of either half holds none of the words that people wrote; keys are not beside the data."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from alongside.commons import installation
from tests.boundary import halves, source, stolen, trees
from tests.boundary.case import CANARIES, Story
from tests.boundary.conftest import Copy
from tests.boundary.databases import Database

WANTED = stolen.marks(CANARIES.values())


@pytest.fixture(scope="module")
def told(public: Database) -> Any:
    """A concern and a question, sent as the web role sends them."""
    return halves.ask("public", "tests.boundary.public_told", role="public_web")


def test_every_canary_has_a_mark_of_its_own() -> None:
    assert len(WANTED) == len(CANARIES)


def test_a_stolen_dump_of_casework_holds_no_word_of_a_referral(casework: Database) -> None:
    assert stolen.in_dump(casework, WANTED) == set()


def test_a_stolen_dump_of_the_public_half_holds_no_word_of_a_concern_or_a_held_question(
    told: Any, public: Database
) -> None:
    assert stolen.in_dump(public, WANTED) == set()


def test_the_disk_and_the_log_of_the_server_hold_no_word_either(told: Any, story: Story, public: Database) -> None:
    with public.as_administrator() as administrator:
        assert stolen.in_files(administrator, WANTED) == set()


@pytest.mark.parametrize(
    ("half", "table", "broken"),
    [
        ("casework", "public.referrals_history", "ALTER TABLE referrals_history ADD reason_plain text DEFAULT '{}'"),
        ("casework", "public.outbox_mail", "UPDATE outbox_mail SET path = '{}'"),
        (
            "public",
            "letterbox.envelope",
            "INSERT INTO letterbox.envelope VALUES (gen_random_uuid(), 'concern', 'k', rpad('{}', 5232, ' ')::bytea)",
        ),
        ("public", "public.leftover", "CREATE TABLE public.leftover AS SELECT '{}'::text"),
    ],
)
def test_a_word_left_in_the_clear_is_found(
    half: str, table: str, broken: str, copy: Copy, request: pytest.FixtureRequest
) -> None:
    spoiled = copy(request.getfixturevalue(half))
    # A word of its own, so that the search of the disk above, which may run later, does not find this one.
    spoiled.break_(broken.format("canary-spoiled-0000 words"))
    assert table in stolen.in_dump(spoiled, {b"canary-spoiled-0000"})
    with spoiled.as_administrator() as administrator:
        assert any("pg_wal" in name for name in stolen.in_files(administrator, {b"canary-spoiled-0000"}))


def test_nothing_that_people_wrote_is_in_a_log_or_mail_of_the_installation(told: Any, story: Story) -> None:
    for folder in ("logs", "mail", "media", "checkpoints"):
        assert stolen.in_folder(installation.state(folder), WANTED) == set()


def test_a_word_in_a_log_is_found(tmp_path: Path) -> None:
    (tmp_path / "casework.log").write_bytes(b"error: " + CANARIES["worry"].encode())
    assert stolen.in_folder(tmp_path, WANTED) == {"casework.log"}


# ---- keys ----

READS_INTAKES_KEYS = {"casework/intake/keys.py", "casework/intake/same_words.py", "command/keyring.py"}
"""The intake worker, and the command that makes and destroys them."""


def names_intakes_keys(package: Path) -> set[str]:
    """Return the files of code that makes a path into ``keys/intake``."""

    def said(node: ast.AST) -> str | None:
        if isinstance(node, ast.Call) and (source.called(node) or "").rpartition(".")[2] in (
            "state",
            "folder",
            "secret",
        ):
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            return "intake" if any(str(word).split("/")[0] == "intake" for word in words) else None
        return None

    return {file for file, _ in source.find(package, said)}


def test_only_the_intake_worker_and_the_key_command_name_intakes_keys(package: Path) -> None:
    assert names_intakes_keys(package) == READS_INTAKES_KEYS


def test_another_reader_of_intakes_keys_is_found(tmp_path: Path) -> None:
    tree = trees.blank(tmp_path)
    tree.add("casework/work/views.py", "key = installation.state('keys', 'intake', 'a.key').read_bytes()")
    tree.add("public/concerns/views.py", "key = installation.secret('intake/a.key')")
    assert names_intakes_keys(tree.package) == {
        "casework/work/views.py",
        "public/concerns/views.py",
    }


def test_no_key_and_no_password_is_in_either_database(casework: Database, public: Database) -> None:
    secrets = {path.read_bytes() for path in _secret_files() if path.stat().st_size >= 16}
    assert len(secrets) > 10
    assert stolen.in_dump(casework, secrets) == set()
    assert stolen.in_dump(public, secrets) == set()


def _secret_files() -> list[Path]:
    keys = [path for path in installation.state("keys").rglob("*") if path.suffix not in (".json", ".pub")]
    return [path for path in keys if path.is_file()]


def test_secrets_are_files_that_only_their_owner_reads() -> None:
    passwords = list(installation.state("passwords").glob("*.pgpass"))
    assert len(passwords) > 10
    loose = [path.name for path in (*_secret_files(), *passwords) if path.stat().st_mode & 0o077]
    assert loose == []


CARRY_AND_WATCH = """
import runpy, sys
opened = []
sys.addaudithook(lambda what, of: opened.append(of[0]) if what == "open" and "/keys/intake" in str(of[0]) else None)
runpy.run_module("tests.boundary.case_told", run_name="__main__")
sys.exit(f"opened {opened}" if opened or "alongside.commons.envelope.unseal" in sys.modules else 0)
"""


def test_the_web_role_of_casework_carries_a_case_and_never_touches_intakes_keys(casework: Database) -> None:
    another = halves.ask("casework", "tests.boundary.case_told", "open", role="intake")["case"]
    done = halves.run("casework", "-c", CARRY_AND_WATCH, "carry", another, role="casework_web")
    assert done.returncode == 0, done.stderr[-2_000:]


def test_a_touch_of_intakes_keys_is_seen() -> None:
    touch = "from alongside.commons.installation import state; next(state('keys', 'intake').glob('*')).open()"
    watched = CARRY_AND_WATCH.replace('runpy.run_module("tests.boundary.case_told", run_name="__main__")', touch)
    assert "opened [" in halves.run("casework", "-c", watched).stderr
