"""Measure, print one table, keep the numbers in var/bench/.

``./alongside bench`` measures everything; ``./alongside bench stream --quick`` one room, with a tenth of the load.
It ends with 1 where a goal was missed. A new measurement is a function under ``@measures`` (frame.py) in a module that
is named in ROOMS.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from bench import frame, machine

ROOMS = (
    "bench.pages",
    "bench.telling",
    "bench.sealing",
    "bench.drain",
    "bench.streams",
    "bench.matching",
    "bench.casework",
)


def main(arguments: list[str] | None = None) -> int:
    # ./alongside has this already; a plain "python -m bench" has not.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    for room in ROOMS:
        importlib.import_module(room)
    parser = argparse.ArgumentParser(prog="./alongside bench")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(frame.MEASUREMENTS)} (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="medians are of so many runs (at least 3)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the load")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in frame.MEASUREMENTS]
    if unknown or given.runs < 3:
        parser.error(f"there is no measurement {unknown[0]}" if unknown else "a median needs at least 3 runs")
    here = machine.describe()
    results = frame.measure(given.names or list(frame.MEASUREMENTS), given.runs, quick=given.quick)
    sys.stdout.write(frame.table(here, results))
    sys.stdout.write(f"Kept in {frame.keep(here, results)}\n")
    return int(any(result.verdict == "MISSED" for result in results))


if __name__ == "__main__":
    sys.exit(main())
