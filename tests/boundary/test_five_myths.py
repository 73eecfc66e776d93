"""The five misconceptions, untrue of this software by design (domain page 6.3, R-24). One section each.

Every check is the same function for what we built and for what a test builds to cross the line.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.casework.rules import closure, code_lists, consent, journey
from alongside.commons.coded import Coded
from alongside.public import coded as public_coded
from alongside.site import coded as site_coded
from tests.boundary import halves, myths, trees, vocabulary
from tests.boundary.databases import Database
from tests.boundary.halves import Half

REGISTERS = {
    "public": (public_coded.REGISTER, site_coded.REGISTER),
    "casework": (code_lists.REGISTER, site_coded.REGISTER),
}
READS_CONCERNS = ("casework/intake/", "casework/triage/", "casework/referrals/", "casework/work/", "casework/panel/")

# What may speak to anything outside its own process, and why. Nothing else does.
CONNECTORS = {
    ("commons/installation.py", "psycopg.connect"): "our own two databases",
    ("command/postgres.py", "psycopg.connect"): "our own server, by its administrator",
    ("command/administration.py", "psycopg.connect"): "the server that the installation is told of",
    ("command/doctor_database.py", "psycopg.connect"): "our own databases: does a role reach what it must?",
    ("site/outbox/actions.py", "django.core.mail"): "the outbox: letters without personal data",
    ("site/outbox/actions.py", "smtplib"): "the outbox: what the mail server answers",
    ("public/live/stream_connections.py", "socket"): "the stream listens; it calls nobody",
    ("public/live/stream_readers.py", "socket"): "the stream listens; it calls nobody",
    ("public/live/stream_log.py", "socket"): "wakes the stream from its own thread",
    ("public/clips/films.py", "subprocess"): "the film encoder, on this machine",
    ("casework/documents/examine.py", "subprocess"): "looks at a file in a child that can reach nothing",
    ("casework/documents/virus_check.py", "socket"): "the virus check that the installation has, if it has one",
    ("casework/documents/virus_check.py", "socket.create_connection"): "the virus check, as above",
    ("command/supervise.py", "socket"): "is a port of this machine taken?",
    ("command/supervise.py", "urllib.request"): "our own health page, on this machine",
    ("command/supervise.py", "urllib.error"): "our own health page, on this machine",
    ("command/doctor_running.py", "urllib.request"): "our own health page, on this machine",
    ("command/doctor_running.py", "urllib.error"): "our own health page, on this machine",
    ("command/testing.py", "socket"): "a free port of this machine",
}


def fake(*fields: str, half: str = "casework") -> Half:
    """A half with one model of ours that has these fields."""
    described = [
        {"name": name, "type": "CharField", "label": "", "help": "", "choices": [], "words": True, "max_length": 20}
        for name in fields
    ]
    return Half(half, [{"name": "people.Person", "ours": True, "fields": described}], [], [], [])


# ---- "It is about a faith": nothing of ours is named, typed, labelled or offered as a belief or an origin ----


def test_no_field_form_or_shape_is_named_as_a_belief_or_a_judgement(half: Half) -> None:
    assert len(list(myths.names_in(half))) > 300
    assert vocabulary.crossing(_ours(half)) == []


def _ours(half: Half) -> list[tuple[str, str]]:
    libraries = {
        f"{model['name']}.{field['name']}" for model in half.models if not model["ours"] for field in model["fields"]
    }
    return [(place, name) for place, name in myths.names_in(half) if place not in libraries]


@pytest.mark.parametrize("name", ["public", "casework"])
def test_no_column_of_either_database_is_named_so(name: str, request: pytest.FixtureRequest) -> None:
    database: Database = request.getfixturevalue(name)
    with database.as_administrator() as administrator:
        found = myths.of_ours(myths.columns(administrator))
    assert len(found) > 100
    assert vocabulary.crossing(found) == []


def test_no_template_and_no_table_that_leaves_is_named_so(package: Path) -> None:
    assert vocabulary.crossing(myths.in_templates(package)) == []
    assert myths.in_csv_headers(package) != []
    assert vocabulary.crossing(myths.in_csv_headers(package)) == []


def test_the_type_of_concern_is_a_row_of_the_register_and_nothing_else(package: Path) -> None:
    row = next(row for row in code_lists.REGISTER if row.name == "type_of_concern")
    assert row.held_in == ()
    assert "type_of_concern" not in {need for move in journey.MOVES.values() for need in move.needs}
    named = [path for path in package.rglob("*.py") if "type_of_concern" in path.read_text(encoding="utf-8")]
    assert [path.name for path in named] == ["code_lists.py"]


@pytest.mark.parametrize(
    "name",
    ["religion", "faith_group", "ethnic_origin", "political_party", "ideology", "risk_level", "score", "threatRank",
     "rag", "colour", "likelihood", "predicted_outcome", "watch_list", "on_watchlist", "vulnerability", "sentiment",
     "type_of_concern", "equality_response", "social_media"],
)  # fmt: skip
def test_a_field_that_crosses_the_line_is_found(name: str) -> None:
    assert vocabulary.crossing(myths.names_in(fake("called", name))) != []
    assert vocabulary.crossing([("people/_person.html", name)]) != []


def test_a_label_a_choice_and_a_shape_that_cross_the_line_are_found() -> None:
    form = {"name": "alongside.x.forms.F", "model": False, "fields": [
        {"name": "level", "label": "Risk level", "type": "ChoiceField", "choices": [["r", "Red"]]}]}  # fmt: skip
    shape = {"name": "alongside.x.queries.Row", "fields": ["risk_score"]}
    assert len(vocabulary.crossing(myths.names_in(Half("casework", [], [form], [], [shape])))) == 3


def test_words_that_only_look_alike_are_left_alone() -> None:
    for name in ("brisk_walk", "raga", "graced", "partying", "scoreboarded", "redraw", "interfaith"):
        assert vocabulary.forbidden_in(name) == set()


# ---- every code has a purpose that was reviewed ----


def test_every_coded_field_stands_in_a_register_with_its_purpose(half: Half) -> None:
    assert len(myths.coded_fields(half)) > 10
    assert myths.unregistered(half, *REGISTERS[half.name]) == []
    for register in REGISTERS[half.name]:
        assert all(row.purpose and row.set_by for row in register)


def test_a_code_that_nobody_registered_and_a_row_without_its_code_are_found() -> None:
    assert myths.unregistered(fake("attitude")) == ["people.Person.attitude is in no register"]
    row = Coded("mood", "person", "for a purpose", "nobody", ("people.Person.mood",))
    assert myths.unregistered(fake("attitude"), (row,))[1:] == ["people.Person.mood is registered and gone"]


# ---- "It is spying": nobody is looked for without a reason, in bulk, or outside ----


FINDS_NOBODY = {
    "clips/kept/<path:name> (alongside.public.clips.views.kept)": "the name of a film's file",
    "sign-in/email/ (alongside.site.sign_in.not_here)": "answers 404 to everybody, in place of allauth's page",
}


def test_no_address_searches_persons_or_hands_them_out_in_bulk(half: Half) -> None:
    assert set(myths.search_addresses(half)) - set(FINDS_NOBODY) == set()


def test_no_code_of_ours_looks_people_up_by_a_part_of_what_is_kept(package: Path) -> None:
    assert myths.searches_in_code(package) == []


def test_a_search_is_found(tmp_path: Path) -> None:
    for route, parameters in (
        ("people/search/", {}),
        ("people/<str:name>/", {"name": "StringConverter"}),
        ("api/people", {}),
    ):
        address = {"route": route, "view": "x", "ours": True, "parameters": parameters}
        assert myths.search_addresses(replace(fake(), addresses=[address])) != []
    tree = trees.blank(tmp_path)
    tree.add("casework/work/views.py", "found = people.filter(name__icontains=request.GET.get('q'))")
    assert [what for _, what in myths.searches_in_code(tree.package)] == ["name__icontains", "request.GET.get('q')"]


def test_what_speaks_to_the_outside_is_on_the_list_with_its_reason(package: Path) -> None:
    found = set(myths.connectors(package))
    assert found - set(CONNECTORS) == set()
    assert set(CONNECTORS) - found == set()


@pytest.mark.parametrize(
    "line",
    ["import requests", "from urllib import request", "import httpx", "import socket", "import smtplib",
     "from django.core.mail import send_mail", "import psycopg\nx = psycopg.connect('host=ports.example')",
     "import subprocess", "import asyncio\nx = asyncio.open_connection('a', 1)"],
)  # fmt: skip
def test_a_connector_is_found(line: str, tmp_path: Path) -> None:
    tree = trees.blank(tmp_path)
    tree.add("casework/triage/lookup.py", line)
    assert "casework/triage/lookup.py" in {file for file, _ in set(myths.connectors(tree.package)) - set(CONNECTORS)}


def test_the_libraries_that_would_call_out_by_default_are_told_not_to() -> None:
    settings = (halves.SOURCE / "settings/public.py").read_text(encoding="utf-8")
    for line in (
        "WAGTAIL_GRAVATAR_PROVIDER_URL = None",
        "WAGTAIL_ENABLE_UPDATE_CHECK = False",
        "WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []",
    ):
        assert line in settings
    assert "use_cached_holidays=True" in (halves.SOURCE / "commons/calendars.py").read_text(encoding="utf-8")


# ---- "It criminalises": no way to lists, registers or borders; refusing consent costs nothing ----


def test_no_code_names_a_list_a_register_or_a_border(package: Path) -> None:
    assert myths.links_abroad(package) == []


def test_a_link_to_one_is_found(tmp_path: Path) -> None:
    tree = trees.blank(tmp_path)
    tree.add("casework/triage/actions.py", "def check_dbs(person): ...\nwatch_list = immigration_status = None")
    assert len(myths.links_abroad(tree.package)) == 3


def test_whoever_refuses_consent_is_closed_without_any_adverse_word() -> None:
    refused = [code for code in closure.CODES.values() if code.group is closure.CHOICE]
    assert refused
    for code in refused:
        assert not vocabulary.forbidden_in(code.label), code.word
        # The closing waits for the same second reader as any other of a child's or a repeat, and for no other.
        assert code.second_signature == closure.CHILD_OR_REPEAT, code.word
    for at_once in ("consent_refused", "consent_withdrawn"):
        assert journey.MOVES[at_once].second_signature == closure.NEVER
        assert not vocabulary.forbidden_in(journey.STAGES[journey.MOVES[at_once].enters].label)
    assert "take_part" in {scope.word for scope in consent.SCOPES.values()}


def test_police_answer_deconfliction_by_three_words_and_no_details() -> None:
    assert [code.word for code in code_lists.CODE_LISTS["deconfliction"].codes] == ["clear", "hold", "police_owned"]


# ---- "It is about one ideology": no category decides anything, and violence alone has the same way ----


def test_every_list_of_types_keeps_a_way_without_any_ideology() -> None:
    words = {code.word for code in code_lists.CODE_LISTS["type_of_concern"].codes}
    assert {"no_ideology", "violence_no_ideology", "not_recorded"} <= words


def test_no_move_closure_or_retention_asks_for_a_category() -> None:
    asked = {fact for move in journey.MOVES.values() for fact in (*move.needs, *move.causes)}
    asked |= {fact for code in closure.CODES.values() for fact in code.needs}
    assert asked
    assert vocabulary.crossing((fact, fact) for fact in asked) == []
    assert vocabulary.crossing([("a move", "ideology_recorded")]) != []


# ---- "It polices views": nothing weighs what people write, and a lawful view is closed with thanks ----


def test_lawful_views_are_closed_in_one_click_without_conditions() -> None:
    lawful = closure.CODES["NC-LAWFUL"]
    assert not lawful.needs
    assert not lawful.reason_needed
    assert "NC-LAWFUL" in {code for move in journey.MOVES.values() for code in move.closes_with}


def test_nothing_weighs_recognises_or_predicts_in_what_we_install() -> None:
    for name in ("run", "dev"):
        text = (halves.CHECKOUT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "==" in text
        assert myths.learning_libraries(text) == []
    assert myths.learning_libraries("django==5\nscikit-learn==1.7 \\\nspacy[cuda]==4\n") == ["scikit-learn", "spacy"]


def test_no_code_where_concerns_are_read_looks_into_the_words(package: Path) -> None:
    assert myths.reads_meaning(package, READS_CONCERNS) == []


@pytest.mark.parametrize(
    "line",
    ["import re", "from collections import Counter", "urgent = 'bomb' in told.worry", "n = words.count('fight')",
     "import rapidfuzz"],
)  # fmt: skip
def test_a_look_into_the_words_is_found(line: str, tmp_path: Path) -> None:
    tree = trees.blank(tmp_path)
    tree.add("casework/intake/weighing.py", line)
    assert [file for file, _ in myths.reads_meaning(tree.package, READS_CONCERNS)] == ["casework/intake/weighing.py"]
