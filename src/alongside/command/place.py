"""Where one installation lives: the demo's, that of the tests, or the one that the variables name (production)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
URLS = ("ALONGSIDE_PUBLIC_URL", "ALONGSIDE_CASEWORK_URL", "ALONGSIDE_STREAM_URL")
SOCKET_PATH_LIMIT = 100
"""A Unix socket's path may have some 107 bytes; PostgreSQL adds ``/.s.PGSQL.5432``."""


@dataclass(frozen=True)
class Ports:
    public: int = 8000
    casework: int = 8001
    stream: int = 8002


@dataclass(frozen=True)
class Place:
    """One installation.

    Args:
        host: another PostgreSQL server (a name, an address or a socket folder); empty for the embedded one.
        folder: where its state is; empty for ``var/<name>`` in the checkout.
        addresses: of the public site, casework and the stream, as a browser sees them; empty for this machine's ports.
    """

    name: str
    ports: Ports = Ports()
    mode: str = "demo"
    public_db: str = "public"
    casework_db: str = "casework"
    host: str = ""
    pg_port: str = "5432"
    folder: str = ""
    addresses: tuple[str, ...] = ()

    @property
    def state(self) -> Path:
        return Path(self.folder) if self.folder else CHECKOUT / "var" / self.name

    @property
    def is_embedded(self) -> bool:
        return not self.host

    @property
    def database_root(self) -> Path:
        """The cluster's own folder: never inside the checkout when we are root (another uid must reach it)."""
        if os.geteuid() == 0:
            return Path("/var/lib/alongside") / fingerprint_of(str(CHECKOUT)) / self.name
        return self.state / "postgres"

    @property
    def socket(self) -> Path:
        wanted = self.database_root / "socket"
        if len(str(wanted)) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
            return wanted
        return Path("/tmp") / f"alongside-{os.geteuid()}-{fingerprint_of(str(wanted))}"  # noqa: S108 (0700, made by us)

    def environment(self, role: str) -> dict[str, str]:
        """Return the variables of a process that serves under one database role."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "PG", "DJANGO_"))},
            **{k: os.environ[k] for k in ("ALONGSIDE_CHROMIUM",) if k in os.environ},
            "PYTHONPATH": str(CHECKOUT / "src"),
            "PYTHONUNBUFFERED": "1",
            "ALONGSIDE_MODE": self.mode,
            "ALONGSIDE_STATE": str(self.state),
            "ALONGSIDE_ROLE": role,
            "ALONGSIDE_PG_HOST": self.host or str(self.socket),
            "ALONGSIDE_PG_PORT": self.pg_port,
            "ALONGSIDE_PUBLIC_DB": self.public_db,
            "ALONGSIDE_CASEWORK_DB": self.casework_db,
            **dict(zip(URLS, self.addresses or self._local_addresses(), strict=True)),
        }

    def _local_addresses(self) -> tuple[str, ...]:
        return tuple(f"http://localhost:{port}" for port in (self.ports.public, self.ports.casework, self.ports.stream))


def here() -> Place:
    """Return the installation that a command is about: the one that the variables name, else this checkout's demo."""
    given = os.environ
    if not given.get("ALONGSIDE_STATE"):
        return Place("demo")
    state = Path(given["ALONGSIDE_STATE"])
    local = state.parent == CHECKOUT / "var"
    place = Place(
        state.name, mode=given.get("ALONGSIDE_MODE", "production"), folder="" if local else str(state),
        public_db=given.get("ALONGSIDE_PUBLIC_DB", "public"),
        casework_db=given.get("ALONGSIDE_CASEWORK_DB", "casework"),
        addresses=tuple(given[name] for name in URLS) if all(given.get(name) for name in URLS) else (),
    )  # fmt: skip
    host = given.get("ALONGSIDE_PG_HOST", "")
    return place if host in ("", str(place.socket)) else replace(place, host=host, pg_port=_port(given))


def _port(given: Mapping[str, str]) -> str:
    return given.get("ALONGSIDE_PG_PORT", "5432")


def fingerprint_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
