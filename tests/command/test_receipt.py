"""./alongside receipt verify: offline, with published keys or one's own, and precise about what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alongside.command import receipt
from alongside.command.place import CHECKOUT
from alongside.command.words import Stop

VECTORS = json.loads((CHECKOUT / "docs" / "promise-vectors.json").read_text("utf-8"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(VECTORS["proofs"][2]))
    return file


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "keys.txt"
    file.write_text("\n".join(VECTORS["keys"]) + "\n")
    return file


def test_a_kept_file_holds_with_the_published_keys(kept: Path, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert receipt.run(["verify", str(kept), "--key", str(keys)]) == 0
    said = capsys.readouterr().out
    assert "The promise is genuine" in said
    assert "2026-11-23 at 09:00 UTC" in said
    assert "number 300 in the signed log of promises of 768 entries" in said


def test_keys_may_be_given_as_lines(kept: Path) -> None:
    first, second = VECTORS["keys"]
    assert receipt.run(["verify", str(kept), "--key", first, "--key", second]) == 0


def test_one_that_waited_for_its_hour_says_so(kept: Path, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_text(json.dumps(VECTORS["proofs"][-1]))
    assert receipt.run(["verify", str(kept), "--key", str(keys)]) == 0
    assert "was not in the log yet" in capsys.readouterr().out


def test_an_altered_one_is_named_and_the_exit_code_says_it(
    kept: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.write_text(kept.read_text().replace("T09:00", "T08:00"))
    assert receipt.run(["verify", str(kept), "--key", str(keys)]) == 1
    assert "DOES NOT HOLD  promise: its signature does not hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "is not JSON"), (b"{}", "no proof of receipt"), (b" " * 200_000, "too long")],
)
def test_another_file_is_refused_in_a_sentence(kept: Path, keys: Path, content: bytes, said: str) -> None:
    kept.write_bytes(content)
    with pytest.raises(Stop, match=said):
        receipt.run(["verify", str(kept), "--key", str(keys)])


def test_a_missing_file_and_a_wrong_key_are_refused_in_a_sentence(kept: Path, keys: Path) -> None:
    with pytest.raises(Stop, match="cannot be read"):
        receipt.run(["verify", str(kept.with_name("none.json")), "--key", str(keys)])
    with pytest.raises(Stop, match="no key that verifies"):
        receipt.run(["verify", str(kept), "--key", "alongside/x+00000000+AAAA"])
    with pytest.raises(Stop, match="Two keys are needed"):
        receipt.run(["verify", str(kept), "--key", VECTORS["keys"][0]])


def test_it_needs_neither_database_nor_network_nor_state(kept: Path, keys: Path, tmp_path: Path) -> None:
    """In a process that may open no socket and has no installation."""
    program = (
        "import socket, sys\n"
        "def refused(*_a, **_k): raise AssertionError('a socket was opened')\n"
        "socket.socket = refused\n"
        "from alongside.command import receipt\n"
        "sys.exit(receipt.run(sys.argv[1:]) or bool({'django', 'psycopg'} & set(sys.modules)))\n"
    )
    environment: dict[str, Any] = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT / "src")}
    command = [sys.executable, "-c", program, "verify", str(kept), "--key", str(keys)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
