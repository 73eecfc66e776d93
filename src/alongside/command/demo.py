"""``./alongside demo``: both halves, the stream and the workers on this machine, with invented people."""

from __future__ import annotations

import argparse
import shutil
import signal

from alongside.command import halves, invented, prepare
from alongside.command.lone import only_one
from alongside.command.place import Place, Ports
from alongside.command.postgres import Postgres
from alongside.command.supervise import Supervisor, serve
from alongside.command.words import Stop, say, step


def run(arguments: list[str]) -> int:
    """Start the demo and keep it running until Ctrl-C."""
    asked = _parse(arguments)
    place = Place("demo", Ports(asked.port, asked.casework_port, asked.stream_port))
    say("Alongside: starting the demo. No real data may be entered.")
    place.state.mkdir(parents=True, exist_ok=True)
    _stop_when_told()
    with only_one(place):
        if asked.reset:
            reset(place)
        supervisor = Supervisor(place)
        supervisor.end_leftovers()
        supervisor.check_ports()
        try:
            database = build(place)
            with step("Starting both sites, the stream and the workers"):
                supervisor.start()
                supervisor.wait_until_well()
            say(ready(place))
            if not asked.once:
                serve(supervisor)
        except KeyboardInterrupt:
            say("\nStopping.")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            supervisor.stop()
            if "database" in locals():
                database.stop()
    say("Everything is stopped; the data stays for next time (./alongside demo --reset begins anew).")
    return 0


def _stop_when_told() -> None:
    """Take Ctrl-C and SIGTERM as the same wish, also where a shell started this with Ctrl-C switched off."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def build(place: Place) -> Postgres:
    """Make whatever this installation lacks, and return its running database."""
    try:
        prepare.folders(place)
        prepare.keys(place)
        database = prepare.start_database(place)
        try:
            prepare.front_end(place)
            prepare.migrate(place)
            load(place)
            invented.make_custodians(place)
            invented.post(place)
            invented.panel(place)
        except BaseException:
            database.stop()
            raise
        return database
    except OSError as refused:
        if refused.errno == 28:
            raise Stop("The disk is full. Make room, then run the same command again; nothing is lost.") from refused
        raise


def load(place: Place) -> None:
    """Load the demo's people and pages once."""
    marker = place.state / "made" / "people"
    if marker.exists():
        return
    with step("Loading the invented people and the campaign"):
        # The public pages say at once who reads when and which lines are briefed; the tests' templates begin without.
        more = {"public": [], "casework": ["--tell-public"]}
        prepare.both(lambda half: halves.manage(half, ["load", *more[half]], place, quiet=True))
    marker.touch()


def reset(place: Place) -> None:
    """Remove everything of an installation: data, keys and logs. The lock file, which is held, stays."""
    with step("Removing the earlier demo"):
        Supervisor(place).end_leftovers()
        Postgres(place).remove()
        for path in place.state.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def ready(place: Place) -> str:
    """Return what the demo says when it is ready: addresses, cast, how to sign in."""
    from tests import cast

    password = (place.state / "demo-password").read_text()
    addresses = place.environment("nobody")
    return cast.introduction(
        public=addresses["ALONGSIDE_PUBLIC_URL"],
        casework=addresses["ALONGSIDE_CASEWORK_URL"],
        password=password,
    )


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./alongside demo", description=__doc__)
    parser.add_argument("--port", type=int, default=Ports.public, help="of the public site")
    parser.add_argument("--casework-port", type=int, default=Ports.casework)
    parser.add_argument("--stream-port", type=int, default=Ports.stream)
    parser.add_argument("--reset", action="store_true", help="begin anew: remove the earlier demo's data and keys")
    parser.add_argument("--once", action="store_true", help="stop again when everything has come up")
    return parser.parse_args(arguments)
