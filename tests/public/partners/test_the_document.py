"""The OpenAPI document: valid, true to what the endpoint does, and nothing the fuzzer thinks of breaks it."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from alongside.command import install
from alongside.commons import installation
from alongside.commons.envelope import receipt
from alongside.public.concerns import queries
from alongside.public.partners import openapi, schema
from alongside.public.professionals import fields
from tests.conftest import LONG
from tests.public.partners.agency import DOCUMENT, SECRET, TOKEN, Machine, admitted, referral

EXAMPLES = 600 if LONG else 40


@pytest.fixture
def document(machine: Machine, tmp_path: Path) -> Path:
    file = tmp_path / "openapi.json"
    file.write_bytes(machine.client.get(DOCUMENT).content)
    return file


def test_the_document_is_valid_openapi_3_1(document: Path) -> None:
    assert json.loads(document.read_bytes())["openapi"].startswith("3.1")
    command = [install.tool("schemathesis") / "openapi-spec-validator", "--schema", "3.1", document]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_document_that_is_not_valid_is_found(document: Path) -> None:
    spoiled = json.loads(document.read_bytes())
    del spoiled["info"]["title"]
    document.write_text(json.dumps(spoiled))
    command = [install.tool("schemathesis") / "openapi-spec-validator", "--schema", "3.1", document]
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_the_published_example_is_one_that_the_schema_takes(machine: Machine) -> None:
    Draft202012Validator.check_schema(schema.referral(queries.areas()))
    Draft202012Validator(schema.referral(queries.areas())).validate(openapi.EXAMPLE)
    assert machine.send(referral()).status_code == 201


def test_every_example_of_an_answer_is_one_that_its_schema_takes(document: Path) -> None:
    schemas = json.loads(document.read_bytes())["components"]["schemas"]
    shown = [(described, example) for described in schemas.values() for example in described.get("examples", [])]
    assert openapi.ACKNOWLEDGED in [example for _described, example in shown]
    for described, example in shown:
        Draft202012Validator(described).validate(example)


def test_the_receipt_of_the_example_looks_like_those_that_are_given_out(machine: Machine, document: Path) -> None:
    described = json.loads(document.read_bytes())["components"]["schemas"]["Acknowledgement"]
    given = machine.send().json()
    Draft202012Validator(described).validate(given)
    assert given.keys() == openapi.ACKNOWLEDGED.keys()
    for shown in (given["receipt"], openapi.ACKNOWLEDGED["receipt"]):
        assert receipt.parse(shown).shown() == shown
        assert [len(group) for group in shown.split("-")] == [4] * 6
    shorter = {**given, "receipt": given["receipt"][:-5]}
    assert not Draft202012Validator(described).is_valid(shorter)


def test_the_schema_has_every_field_of_the_form_and_no_other() -> None:
    described = schema.referral([])["properties"]
    asked = {(section.name, one.name) for section in fields.SECTIONS for one in section.fields}
    found = {(name, field) for name, section in described.items() for field in section["properties"]}
    assert asked - found == {("others", "without_lead")}
    assert found <= asked


def test_the_document_carries_the_terms_that_shut_out_detection_software(document: Path) -> None:
    said = json.loads(document.read_bytes())["info"]["description"]
    assert "monitoring, filtering or detection software" in said


def test_nothing_the_fuzzer_thinks_of_breaks_it(site: str) -> None:
    """Schemathesis against the live endpoint: no 500, and every answer is one that the document describes."""
    before = posted()
    with admitted(a_day=1_000_000) as client_id:
        command = [
            str(install.tool("schemathesis") / "schemathesis"), "run", f"{site}{DOCUMENT}", "--url", site,
            "--header", f"Authorization: Bearer {token(site, client_id)}",
            "--include-path", "/partners/referrals", "--max-examples", str(EXAMPLES), "--seed", "1", "--no-color",
            "--phases", "examples,coverage,fuzzing", "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
            "negative_data_rejection",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""})
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert posted() > before, "The fuzzer never came as far as a referral that was taken."


def posted() -> int:
    with installation.connect("public", "public_web") as web:
        return int(web.execute("SELECT count(*) FROM partners.posted").fetchall()[0][0])


def test_nothing_the_fuzzer_thinks_of_breaks_the_tokens(site: str) -> None:
    command = [
        str(install.tool("schemathesis") / "schemathesis"), "run", f"{site}{DOCUMENT}", "--url", site,
        "--include-path", TOKEN, "--max-examples", str(EXAMPLES), "--seed", "1", "--no-color",
        "--phases", "examples,coverage,fuzzing",
        "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""})
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def token(site: str, client_id: str) -> str:
    said = f"grant_type=client_credentials&client_id={client_id}&client_secret={SECRET}".encode()
    with urllib.request.urlopen(f"{site}{TOKEN}", said) as answer:
        return str(json.load(answer)["access_token"])
