"""The units of production run the programs of the demo, each with its own role, account, password and keys."""

from __future__ import annotations

import configparser
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from alongside.command.place import CHECKOUT, Place
from alongside.command.supervise import Program, programs

UNITS = CHECKOUT / "deploy" / "systemd"
STATE = "/var/lib/alongside"
PROGRAMS = programs(Place("production"))
KEYS = {
    "public": {"keys/public"},
    "casework": {"keys/casework"},
    "stream": set(),
    "public-worker": {"keys/public/django", "keys/promises"},
    "intake": {
        "keys/intake",
        "keys/casework/django",
        "keys/casework/audit",
        "keys/casework/agencies",
        "keys/casework/custodians",
    },
    "post": set(),
    "sequencer": {"keys/sequencer"},
    "casework-worker": {"keys/casework/django", "keys/casework/bulletin"},
}
HARDENING = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "ProtectProc": "invisible",
    "LimitCORE": "0",
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
}


def unit(name: str) -> dict[str, list[str]]:
    """Return the settings of a unit's section Service; a setting may stand there several times."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (UNITS / name).read_text().splitlines():
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_every_program_has_a_unit_and_every_unit_a_program() -> None:
    files = {path.name for path in UNITS.glob("alongside-*.service")}
    assert files == {f"alongside-{program.name}.service" for program in PROGRAMS} | {
        "alongside-rotate.service",
        "alongside-backup.service",
    }
    target = configparser.ConfigParser(interpolation=None, strict=False)
    target.read(UNITS / "alongside.target")
    assert set(target["Unit"]["Wants"].split()) == {
        *(f"alongside-{program.name}.service" for program in PROGRAMS),
        "alongside-rotate.timer",
        "alongside-backup.timer",
    }


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_unit_starts_what_the_supervisor_starts(program: Program) -> None:
    service = unit(f"alongside-{program.name}.service")
    assert service["ExecStart"] == [f"/opt/alongside/.venv/bin/python {' '.join(program.arguments)}"]
    assert service["EnvironmentFile"] == [f"{STATE}/environment/{program.role}.env"]
    assert f"DJANGO_SETTINGS_MODULE=alongside.settings.{program.half}" in service["Environment"][0].split()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_unit_is_given_its_own_password_and_keys_and_no_others(program: Program) -> None:
    service = unit(f"alongside-{program.name}.service")
    assert service["LoadCredential"] == [f"{program.role}.pgpass:{STATE}/passwords/{program.role}.pgpass"]
    assert service["TemporaryFileSystem"] == [f"{STATE}:ro"]
    shown = {
        path.removeprefix(f"{STATE}/") for key in ("BindPaths", "BindReadOnlyPaths") for path in service.get(key, [])
    }
    assert {path for path in shown if path.startswith("keys")} == KEYS[program.name]
    assert not any(path.startswith("passwords") for path in shown)
    writable = {path.removeprefix(f"{STATE}/") for path in service.get("BindPaths", [])}
    assert not writable & {"keys/intake", "keys/sequencer"}


def test_each_program_has_an_account_of_its_own() -> None:
    users = [unit(f"alongside-{program.name}.service")["User"][0] for program in PROGRAMS]
    assert len(set(users)) == len(PROGRAMS)
    made = (UNITS / "sysusers.conf").read_text()
    assert all(f"u {user} " in made for user in users)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_unit_is_hardened(program: Program) -> None:
    service = unit(f"alongside-{program.name}.service")
    assert {name: service.get(name, ["absent"])[-1] for name in HARDENING} == HARDENING


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    """The programs' place is the checkout here, so that systemd finds them; all else is as it is installed."""
    for path in UNITS.iterdir():
        if path.suffix in (".service", ".timer", ".target"):
            (tmp_path / path.name).write_text(path.read_text().replace("/opt/alongside", str(CHECKOUT)))
    names = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "alongside" not in done.stderr, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The root of a machine with our accounts and folders on it, made by systemd's own programs."""
    if not (shutil.which("systemd-sysusers") and shutil.which("systemd-tmpfiles") and os.geteuid() == 0):
        pytest.skip("needs systemd-sysusers and systemd-tmpfiles, and to be root")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "passwd").write_text("root:x:0:0::/root:/bin/sh\n")
    (tmp_path / "etc" / "group").write_text("root:x:0:\n")
    _run("systemd-sysusers", f"--root={tmp_path}", str(UNITS / "sysusers.conf"))
    return tmp_path


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_keys_that_root_makes_or_puts_back_belong_to_the_program_that_reads_them(machine: Path) -> None:
    from alongside.commons import installation

    def settle() -> None:
        _run("systemd-tmpfiles", f"--root={machine}", "--create", str(UNITS / "tmpfiles.conf"))

    settle()
    keys = machine / "var" / "lib" / "alongside" / "keys"
    installation.write_secret(keys / "intake" / "intake-2026-W47.key", b"x" * 32)
    installation.write_secret(keys / "casework" / "agencies" / "one.key", b"x" * 32)
    installation.write_secret(keys / "casework" / "audit", b"x" * 32)
    put_back = keys / "sequencer" / "checkpoints"
    put_back.write_bytes(b"x" * 32)
    put_back.chmod(0o600)
    settle()
    assert _owner(machine, keys / "intake" / "intake-2026-W47.key") == ("alongside-intake", "alongside-intake", 0o600)
    assert _owner(machine, keys / "casework" / "agencies" / "one.key") == (
        "alongside-casework",
        "alongside-cases",
        0o640,
    )
    assert _owner(machine, keys / "casework" / "audit") == ("alongside-casework", "alongside-cases", 0o640)
    assert _owner(machine, put_back) == ("alongside-sequencer", "alongside-sequencer", 0o600)
    assert _owner(machine, keys.parent / "passwords") == ("root", "root", 0o700)


def _owner(machine: Path, path: Path) -> tuple[str, str, int]:
    def names(file: str) -> dict[int, str]:
        lines = (machine / "etc" / file).read_text().splitlines()
        return {int(line.split(":")[2]): line.split(":")[0] for line in lines}

    found = path.stat()
    return names("passwd")[found.st_uid], names("group")[found.st_gid], stat.S_IMODE(found.st_mode)
