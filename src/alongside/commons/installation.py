"""Where this installation keeps its things, and how a process reaches its database.

The only reader of the ``ALONGSIDE_*`` variables. The supervisor sets them in the demo and in tests, systemd in
production (docs/run-it.md). Nothing here knows which half it serves.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import psycopg

Half = Literal["public", "casework"]


class NotSetUp(RuntimeError):
    """A variable or file that this process needs is missing; the sentence says which and what to do."""


def _variable(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise NotSetUp(
            f"{name} is not set. Start this through ./alongside, or set it as docs/run-it.md says for production."
        )
    return value


def mode() -> str:
    """Return ``demo``, ``test`` or ``production``; anything unknown counts as production, the strictest."""
    named = os.environ.get("ALONGSIDE_MODE", "production")
    return named if named in ("demo", "test") else "production"


def state(*parts: str) -> Path:
    """Return a path in this installation's own folder (keys, passwords, media, checkpoints, logs)."""
    return Path(_variable("ALONGSIDE_STATE")).joinpath(*parts)


def role() -> str:
    return _variable("ALONGSIDE_ROLE")


def address(name: Literal["public", "casework", "stream"]) -> str:
    """Return the address of a site as a browser sees it, without a slash at the end."""
    return _variable(f"ALONGSIDE_{name.upper()}_URL").rstrip("/")


def password_file(of_role: str) -> Path:
    """Return the libpq password file of one role: no process is given another's (house.md, wall 3)."""
    return state("passwords", f"{of_role}.pgpass")


def reach(half: Half, as_role: str) -> dict[str, Any]:
    """Return libpq's parameters for one half under one role."""
    return {
        "host": _variable("ALONGSIDE_PG_HOST"),
        "port": _variable("ALONGSIDE_PG_PORT", "5432"),
        "dbname": _variable(f"ALONGSIDE_{half.upper()}_DB"),
        "user": as_role,
        **_password(as_role),
    }


def _password(of_role: str) -> dict[str, str]:
    """Return libpq's way to a role's password: its file, or what systemd handed over (deploy/systemd).

    libpq refuses a file that shows group rights, as one with systemd's access list does; so that one is read here.
    """
    handed_over = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) / f"{of_role}.pgpass"
    if handed_over.exists():
        return {"password": handed_over.read_text().strip().rpartition(":")[2]}
    return {"passfile": str(password_file(of_role))}


def database(half: Half) -> dict[str, Any]:
    """Return Django's settings for the database of one half, under the role of this process."""
    place = reach(half, role())
    how = _password(role())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": place["host"],
        "PORT": place["port"],
        "NAME": place["dbname"],
        "USER": place["user"],
        "PASSWORD": how.get("password", ""),
        "ATOMIC_REQUESTS": True,
        # SCRAM costs 13 ms a connection, so each thread keeps its own.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": f"alongside {role()}",
            **{name: value for name, value in how.items() if name == "passfile"},
        },
    }


def connect(half: Half, role: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """Open a plain connection to one half under a named role.

    Raises psycopg.OperationalError when the server does not answer or refuses.
    """
    import psycopg

    return psycopg.connect(
        **reach(half, role), autocommit=autocommit, application_name=f"alongside {role}", connect_timeout=5
    )


def virus_check() -> str | tuple[str, int] | None:
    """Return where clamd listens: a socket's path, or host and port; None where the installation has none."""
    named = os.environ.get("ALONGSIDE_CLAMD", "")
    if not named:
        return None
    host, colon, port = named.rpartition(":")
    if named.startswith("/"):
        return named
    if not colon or not port.isdigit():
        raise NotSetUp("ALONGSIDE_CLAMD is a path such as /run/clamav/clamd.ctl, or host:port.")
    return host.strip("[]"), int(port)


def secret(name: str, *, size: int = 32) -> bytes:
    """Return a secret of this half from ``keys/``, making it in the demo and in tests where it is missing.

    Raises NotSetUp in production when it is missing: a new one would silently end every session and token.
    """
    path = state("keys", name)
    if not path.exists():
        if mode() == "production":
            raise NotSetUp(f"The secret {name} is missing. Make it with: ./alongside keys new {name}")
        write_secret(path, secrets.token_bytes(size))
    return path.read_bytes()


def write_secret(path: Path, content: bytes) -> None:
    """Write a secret file that only its owner can read; an existing one is never replaced.

    The owner is the folder's: in production each folder of keys belongs to the account that reads it. Where a folder
    hands its group on (set-gid), two programs share what is in it, and the group may read it too.

    Raises FileExistsError if another process was first and wrote something else.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = path.parent.stat()
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        if os.geteuid() == 0:
            os.fchown(file.fileno(), folder.st_uid, folder.st_gid)
        os.fchmod(file.fileno(), 0o640 if folder.st_mode & stat.S_ISGID else 0o600)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        if path.read_bytes() == b"":
            raise
    finally:
        partial.unlink()
