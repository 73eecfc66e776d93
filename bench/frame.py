"""The frame of every measurement: a registry, repeated runs, medians, ratios, goals, one table, one JSON file."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KEPT_IN = Path(__file__).resolve().parents[1] / "var" / "bench"


@dataclass(frozen=True)
class Number:
    """One named number of one run.

    ``beside`` names another number of the same run: then the table shows the ratio of the two. ``at_most`` or
    ``at_least`` is our goal, for that ratio where there is one, else for the number itself. ``missing`` says why there
    is no number here.
    """

    name: str
    unit: str = ""
    value: float | None = None
    beside: str = ""
    at_most: float | None = None
    missing: str = ""
    at_least: float | None = None

    @property
    def goal(self) -> str:
        if self.at_least is not None:
            return f"at least {_plain(self.at_least)}"
        return "" if self.at_most is None else f"at most {_plain(self.at_most)}"


@dataclass
class Result:
    """The same number over all runs."""

    number: Number
    values: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return statistics.median(self.values) if self.values else None

    @property
    def ratio(self) -> float | None:
        return statistics.median(self.ratios) if self.ratios else None

    @property
    def verdict(self) -> str:
        measured = self.ratio if self.number.beside else self.median
        if not self.number.goal or measured is None:
            return ""
        most, least = self.number.at_most, self.number.at_least
        met = (most is None or measured <= most) and (least is None or measured >= least)
        return "met" if met else "MISSED"


Measurement = Callable[[bool], Iterable[Number]]
MEASUREMENTS: dict[str, Measurement] = {}


def measures(name: str) -> Callable[[Measurement], Measurement]:
    """Register a measurement: called once a run with whether to be quick, it returns that run's numbers."""

    def register(measurement: Measurement) -> Measurement:
        MEASUREMENTS[name] = measurement
        return measurement

    return register


def measure(names: Iterable[str], runs: int, *, quick: bool) -> list[Result]:
    results: dict[str, Result] = {}
    for name in names:
        for run in range(1, runs + 1):
            sys.stderr.write(f"{name}: run {run} of {runs}\n")
            _take_in(results, list(MEASUREMENTS[name](quick)))
    return list(results.values())


def _take_in(results: dict[str, Result], numbers: list[Number]) -> None:
    values = {number.name: number.value for number in numbers}
    for number in numbers:
        result = results.setdefault(number.name, Result(number))
        if number.value is None:
            result.number = number
            continue
        result.values.append(number.value)
        other = values.get(number.beside)
        if other:
            result.ratios.append(number.value / other)


def table(machine: dict[str, str], results: list[Result]) -> str:
    rows = [("", "median", "least … most (runs)", "ratio", "goal", "")]
    rows += [_row(result) for result in results]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [f"{name:<12} {value}" for name, value in machine.items()]
    lines.append("")
    for row in rows:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([first, *others]).rstrip())
    lines += ["", *sorted({f"A ratio is to: {r.number.beside}" for r in results if r.ratio is not None})]
    return "\n".join([*lines, *_goals(results)]) + "\n"


def _goals(results: list[Result]) -> list[str]:
    """Each goal in a line of its own, with how busy the machine was when the last of them was measured."""
    asked = [one for one in results if one.verdict]
    if not asked:
        return []
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    said = [f"{one.verdict:<7} {one.number.name}: {_measured(one)} ({one.number.goal})" for one in asked]
    return ["", f"Goals, with a load of {load} (1, 5, 15 minutes; the measuring itself is in it)", *said]


def _measured(result: Result) -> str:
    if result.number.beside:
        return f"{result.ratio:.2f} times “{result.number.beside}”"
    return f"{_plain(result.median or 0)} {result.number.unit}".strip()


def _row(result: Result) -> tuple[str, str, str, str, str, str]:
    number = result.number
    if result.median is None:
        return (number.name, "not measured", number.missing, "", "", "")
    spread = f"{_plain(min(result.values))} … {_plain(max(result.values))} ({len(result.values)})"
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    return (number.name, f"{_plain(result.median)} {number.unit}", spread, ratio, number.goal, result.verdict)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def keep(machine: dict[str, str], results: list[Result]) -> Path:
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    path = KEPT_IN / time.strftime("%Y-%m-%dT%H%M%SZ.json", time.gmtime())
    words: dict[str, Any] = {
        "machine": machine,
        "numbers": [
            {
                "name": result.number.name,
                "unit": result.number.unit,
                "values": result.values,
                "median": result.median,
                "beside": result.number.beside,
                "ratio": result.ratio,
                "at_most": result.number.at_most,
                "at_least": result.number.at_least,
                "missing": result.number.missing,
            }
            for result in results
        ],
    }
    path.write_text(json.dumps(words, indent=1))
    return path
