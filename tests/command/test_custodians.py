"""Custodians: each has a key of their own under their own pass phrase; the public half learns no name."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from alongside.command import custodians, keyring
from alongside.command.words import Stop
from alongside.commons import installation
from alongside.commons.envelope import custody, custody_open
from alongside.commons.envelope.keys import WillNotOpen

PHRASE = "five words make a phrase"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    monkeypatch.setenv("ALONGSIDE_MODE", "test")
    assert os.environ["ALONGSIDE_STATE"] == str(installation.state())
    return tmp_path


def published() -> dict[str, object]:
    return dict(custody.custodians_in(keyring.folder("public")))


def test_a_custodian_opens_their_own_file_with_their_own_phrase_and_with_no_other(state: Path) -> None:
    name = custodians.add("Charity@northmere.example", PHRASE)
    file = (state / "keys" / "casework" / "custodians" / f"{name}.json").read_bytes()
    key = custody_open.private_key(file, PHRASE)
    assert custody.name_of(key.public()) == name
    with pytest.raises(WillNotOpen):
        custody_open.private_key(file, "another phrase of some length")


def test_the_public_list_has_keys_and_no_addresses(state: Path) -> None:
    name = custodians.add("charity@northmere.example", PHRASE)
    text = (state / "keys" / "public" / "custodians.json").read_text()
    assert name in text
    assert "charity" not in text.lower()
    assert "northmere" not in text


def test_who_has_retired_keeps_the_file_and_is_locked_to_no_more(state: Path) -> None:
    first, second = (custodians.add(f"{who}@northmere.example", PHRASE) for who in ("charity", "dev"))
    custodians.retire(first)
    custodians.retire(first)
    assert set(published()) == {second}
    assert (state / "keys" / "casework" / "custodians" / f"{first}.json").exists()
    again = custodians.add("charity@northmere.example", PHRASE)
    assert set(published()) == {second, again}


def test_a_short_phrase_a_second_key_and_a_sixth_custodian_are_refused() -> None:
    with pytest.raises(Stop, match="16 characters"):
        custodians.add("charity@northmere.example", "short")
    custodians.add("charity@northmere.example", PHRASE)
    with pytest.raises(Stop, match="custodian already"):
        custodians.add("CHARITY@northmere.example", PHRASE)
    for at in range(4):
        custodians.add(f"custodian{at}@northmere.example", PHRASE)
    with pytest.raises(Stop, match="which is the most"):
        custodians.add("sixth@northmere.example", PHRASE)


def test_what_is_no_name_of_a_key_is_not_retired() -> None:
    for name in ("custodian-0000000000000000", "../../audit"):
        with pytest.raises(Stop, match="no custodian's key"):
            custodians.retire(name)


def test_the_file_never_holds_the_seed_in_the_clear(state: Path) -> None:
    name = custodians.add("charity@northmere.example", PHRASE)
    file = state / "keys" / "casework" / "custodians" / f"{name}.json"
    seed = custody_open.private_key(file.read_bytes(), PHRASE).seed
    assert seed.hex() not in file.read_text()
    assert set(json.loads(file.read_text())) == {
        "format", "custodian", "email", "since_on", "public_key", "salt", "sealed",
    }  # fmt: skip
    assert file.stat().st_mode & 0o077 == 0


def test_the_command_says_what_it_did_and_that_two_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert custodians.run(["add", "charity@northmere.example"], lambda _asked: PHRASE) == 0
    assert "One more is needed" in capsys.readouterr().out
    custodians.run(["add", "dev@northmere.example"], lambda _asked: PHRASE)
    assert "One more" not in capsys.readouterr().out
    custodians.run(["list"], lambda _asked: "")
    assert "dev@northmere.example" in capsys.readouterr().out
    with pytest.raises(Stop, match="Say one of"):
        custodians.run(["open"], lambda _asked: "")
