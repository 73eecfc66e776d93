"""The stream process: everybody who follows a live event reads it here. No Django.

Start:    python -m alongside.public.live.stream --port 8002        (role ``stream``; SIGTERM ends it cleanly)
Read:     GET  /stream/<slug>?offset=<offset>                       a JSON array of entries, in cacheable chunks
          GET  /stream/<slug>?offset=<offset>&live=long-poll[&cursor=<cursor>]
          GET  /stream/<slug>?offset=<offset>&live=sse              for EventSource, which may return by itself
          HEAD /stream/<slug>    where the end is;    GET /health    200, or 503 naming what fails

It is the read side of the Durable Streams protocol (``stream_protocol.py``). A reader keeps the ``Stream-Next-Offset``
(as events: ``streamNextOffset``, and the event's id) of the last answer and asks from there.

The contract with whoever writes (the Django app ``live``):

    live_event   id uuid PRIMARY KEY, slug text UNIQUE NOT NULL, stream_closed boolean NOT NULL DEFAULT false, …
    live_entry   event_id uuid REFERENCES live_event, number bigint, entry_at timestamptz, body bytea,
                 content_type text DEFAULT 'application/json', UNIQUE (event_id, number)

1. One transaction: ``SELECT … FROM live_event WHERE id = … FOR UPDATE``; the number is the highest one of the event
   plus 1 (1 is the first); INSERT; ``NOTIFY live, '<event id>'`` (``SELECT pg_notify('live', …)``). Because the event's
   row is locked, numbers become visible in order, and "above the last one I have" can miss nothing.
2. ``body`` is one JSON object in UTF-8: {"number": 1, "kind": "answer", "at": "2026-11-05T18:00:00Z", "html": "…"}.
   An entry never changes and is never removed while its event is there. To take words back, add an entry that says so.
3. To close: under the same lock set ``stream_closed`` and NOTIFY. A closed stream takes no more entries.
4. The role ``stream`` has SELECT on these columns, and writes nothing but its sign of life (``beats_beat``).

A row in ``live_event`` makes the stream public under its slug; a slug does not change once it is public.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence

from alongside.public.live.stream_connections import Settings
from alongside.public.live.stream_log import Connect
from alongside.public.live.stream_server import Server

# Descriptors that are no readers: the database, the listener, the bells, and some to turn readers away with.
RESERVED_FILES = 64


def main(arguments: Sequence[str] | None = None) -> None:
    from alongside.commons import installation

    settings = settings_from(arguments, public_origin=installation.address("public"))
    serve(settings, lambda: installation.connect("public", role="stream", autocommit=True))


def settings_from(arguments: Sequence[str] | None, *, public_origin: str) -> Settings:
    """Read the command line; the number of connections is at most what the open-file limit allows."""
    parser = argparse.ArgumentParser(prog="python -m alongside.public.live.stream")
    parser.add_argument("--host", default=Settings.host)
    parser.add_argument("--port", type=int, default=Settings.port)
    parser.add_argument("--connections", type=int, help="at most so many readers at once (default: the file limit)")
    parser.add_argument("--connections-per-address", type=int, default=Settings.connections_per_address)
    parser.add_argument(
        "--proxy", action="append", help="address of a proxy in front, which has no limit (default: this machine)"
    )
    parser.add_argument("--no-access-log", action="store_true")
    given = parser.parse_args(arguments)
    possible = raise_file_limit() - RESERVED_FILES
    return Settings(
        host=given.host,
        port=given.port,
        public_origin=public_origin,
        connections=min(given.connections or possible, possible),
        connections_per_address=given.connections_per_address,
        proxies=tuple(given.proxy) if given.proxy else Settings.proxies,
        access_log=not given.no_access_log,
    )


def raise_file_limit() -> int:
    """Raise the soft limit of open files to the hard one and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1_000_000


def serve(settings: Settings, connect: Connect) -> None:
    """Serve until SIGTERM. ``connect`` opens a database connection of the role ``stream``."""
    server = Server(settings, connect)
    server.wake_by_signals()
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    sys.stdout.write(
        f"stream: listening on {settings.host}:{server.port}; open files {files}, connections {settings.connections}, "
        f"per address {settings.connections_per_address}, unsent bytes a reader {settings.unsent_bytes}\n"
    )
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
