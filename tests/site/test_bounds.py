"""What comes from one source is counted over all processes, and where it came from is written nowhere."""

from __future__ import annotations

import ipaddress
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from alongside.site import counters
from alongside.site.bounds import LINES_OF_A_NETWORK, Bound, sources_of
from alongside.site.counters import FILE_BYTES, Counters

A_MINUTE = timedelta(minutes=1)
MIDDAY = 1_800_000_000.0


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALONGSIDE_STATE", str(tmp_path))
    monkeypatch.setattr(time, "time", lambda: MIDDAY)
    return tmp_path / "keys" / "casework" / "bounds"


def asking(address: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"X-Forwarded-For": address})


def test_one_source_is_bounded_and_another_is_not() -> None:
    bound = Bound("tries", 2, A_MINUTE)
    assert [bound.allows(asking("198.51.100.1")) for _ in range(3)] == [True, True, False]
    assert bound.allows(asking("198.51.100.2"))


def test_bounds_of_different_names_count_apart() -> None:
    assert Bound("tries", 1, A_MINUTE).allows(asking("198.51.100.1"))
    assert Bound("others", 1, A_MINUTE).allows(asking("198.51.100.1"))
    assert not Bound("tries", 1, A_MINUTE).allows(asking("198.51.100.1"))


def test_what_was_done_shortly_before_still_counts_and_is_forgotten_later(monkeypatch: pytest.MonkeyPatch) -> None:
    bound = Bound("tries", 2, A_MINUTE)
    assert all(bound.allows(asking("198.51.100.1")) for _ in range(2))
    monkeypatch.setattr(time, "time", lambda: MIDDAY + 61)
    assert not bound.allows(asking("198.51.100.1"))
    monkeypatch.setattr(time, "time", lambda: MIDDAY + 181)
    assert bound.allows(asking("198.51.100.1"))


def test_a_source_is_the_last_address_a_proxy_saw_and_never_this_machine() -> None:
    from_afar = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5", headers={"X-Forwarded-For": "1.2.3.4"})
    assert sources_of(RequestFactory().get("/")) == []
    assert sources_of(asking("not an address")) == []
    assert sources_of(asking("1.2.3.4, 198.51.100.7")) == [("198.51.100.7", 1)]
    assert sources_of(asking("::ffff:198.51.100.7")) == [("198.51.100.7", 1)]
    assert sources_of(from_afar) == [("203.0.113.5", 1)]


def test_an_ipv6_line_is_one_source_however_many_addresses_it_has() -> None:
    bound = Bound("tries", 2, A_MINUTE)
    assert [bound.allows(asking(f"2001:db8::{n}")) for n in range(1, 4)] == [True, True, False]


def test_whoever_takes_one_line_of_a_network_after_the_other_is_bounded_too() -> None:
    bound = Bound("tries", 2, A_MINUTE)
    lines = [asking(f"2001:db8:5:{line:x}::1") for line in range(2 * LINES_OF_A_NETWORK + 1)]
    assert [bound.allows(line) for line in lines] == [True] * 2 * LINES_OF_A_NETWORK + [False]
    assert bound.allows(asking("2001:db8:6::1"))


def test_a_sweep_of_many_networks_makes_nobody_be_forgotten(own_folder: Path) -> None:
    bound = Bound("tries", 2, A_MINUTE)
    for _ in range(3):
        bound.allows(asking("198.51.100.1"))
    for number in range(2_000):
        bound.allows(asking(str(ipaddress.ip_address((0x20010DB8 << 96) + (number << 80)))))
    assert not bound.allows(asking("198.51.100.1"))
    assert bound.allows(asking("198.51.100.2"))
    assert [path.stat().st_size for path in own_folder.iterdir()] == [FILE_BYTES]


def test_processes_count_together_and_lose_none(tmp_path: Path) -> None:
    count = (
        "import sys; from pathlib import Path; from alongside.site.counters import Counters;"
        f"[Counters(Path(sys.argv[1])).add({MIDDAY}, b'one') for _ in range(300)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", count, str(tmp_path / "shared")]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert Counters(tmp_path / "shared").read(MIDDAY, b"one") == 900


def test_no_file_holds_an_address_nor_its_hash(own_folder: Path) -> None:
    import hashlib

    Bound("tries", 2, A_MINUTE).allows(asking("198.51.100.1"))
    (file,) = own_folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    held = file.read_bytes()
    said = f"tries {int(MIDDAY // 60)} 198.51.100.1".encode()
    digest = hashlib.blake2b(said, key=held[:32], digest_size=32).digest()
    assert b"198.51.100.1" not in held
    assert ipaddress.ip_address("198.51.100.1").packed not in held[32:]
    assert not any(digest[start : start + 8] in held for start in range(0, 32, 8))
    assert sum(held[32:]) == counters.ROWS


def test_a_table_and_its_key_are_destroyed_when_they_are_two_hours_old(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Counters(own_folder)
    for hours in range(4):
        monkeypatch.setattr(time, "time", lambda now=MIDDAY + hours * 3600: now)
        table.add(time.time(), b"one")
    assert sorted(int(path.stem) - int(MIDDAY // 3600) for path in own_folder.iterdir()) == [2, 3]


def test_a_key_is_made_anew_for_each_hour(own_folder: Path) -> None:
    table = Counters(own_folder)
    table.add(MIDDAY, b"one")
    table.add(MIDDAY + 3600, b"one")
    first, second = (path.read_bytes()[:32] for path in sorted(own_folder.iterdir()))
    assert first != second


def test_nobody_is_turned_away_because_the_folder_cannot_be_written(own_folder: Path, caplog: Any) -> None:
    own_folder.parent.mkdir(parents=True)
    own_folder.write_text("in the way")
    bound = Bound("tries", 1, A_MINUTE)
    assert [bound.allows(asking("198.51.100.1")) for _ in range(3)] == [True, True, True]
    assert "198.51" not in caplog.text
