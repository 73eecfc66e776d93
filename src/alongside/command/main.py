"""What each word after ``./alongside`` does. Standard library only, until the virtual environment stands."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from alongside.command import install
from alongside.command.words import Stop, say

COMMANDS = {
    "demo": "the whole story on this machine, with invented people",
    "check": "lint, types, contracts and rules, in under a minute",
    "test": "all tests, or those of one PATH; --long for the full counts",
    "public": "a management command of the public half",
    "casework": "a management command of the casework half",
    "keys": "new, rotate, list or check the keys of this installation",
    "audit": "verify: is the audit log whole, and if not, where",
    "receipt": "verify FILE: does a proof of receipt hold (offline)",
    "provision": "databases, roles and settings on a PostgreSQL server of your own (production)",
    "doctor": "what is wrong with this set-up, in words",
    "backup": "one file of data; the keys go into another",
    "restore": "put a backup back",
    "bench": "what we claim about speed, measured here",
    "messages": "extract and compile the words for translators",
    "dictionary": "write docs/data-dictionary.md from the models",
    "lock": "write the hashed requirements again",
}
NEEDS_DEVELOPMENT = {"check", "test", "bench", "messages"}


def main(arguments: list[str]) -> int:
    """Run one command; a Stop is one sentence on standard error and exit code 1."""
    parser = argparse.ArgumentParser(
        prog="./alongside",
        description="Safeguarding people from being drawn into terrorism.",
        epilog="\n".join(f"  {name:<10} {what}" for name, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…")
    if not arguments:
        parser.print_help()
        return 2
    chosen = parser.parse_args(arguments[:1])
    try:
        if not install.inside():
            return install.again_inside(arguments, development=chosen.command in NEEDS_DEVELOPMENT)
        room = importlib.import_module(f"alongside.command.{chosen.command}")
        return int(room.run(arguments[1:]) or 0)
    except Stop as reason:
        say()
        print(f"Stopped: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say()
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
