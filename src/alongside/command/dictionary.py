"""``./alongside dictionary``: write docs/data-dictionary.md from the models of both halves and their registers."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from alongside.casework.rules import retention
from alongside.command import halves, prepare
from alongside.command.place import CHECKOUT, Place
from alongside.command.words import Stop, say
from alongside.commons.dictionary import KEPT

PAGE = CHECKOUT / "docs" / "data-dictionary.md"
PLACE = Place("check", mode="test")
INTRODUCTION = """\
# Data dictionary

Every table and field that this software stores, what for, and for how long. Written by `./alongside dictionary` from
the models and the registers `src/alongside/public/dictionary.py`, `src/alongside/casework/dictionary.py` and
`src/alongside/site/dictionary.py`; a test fails when something is stored without a purpose and a retention, and when
this page is older than the code. Periods are those of [the schedule](practice/retention.md).

**What deletes today.** The post and intake empty the letterbox and the tray as they carry; the outbox forgets mail
after a week; the workers remove sessions that have ended, marks of opened envelopes after 30 days and lapsed grants;
keys of open forms are destroyed after six hours; intake keys of past weeks by `./alongside keys rotate`.
The clocks of cases, questions and the access log are stated here and do not run yet: no real data may be
entered. They run in an installation only once the area's controller has signed its schedule.

**Sealed** says under which key a field is; an empty cell is readable by whoever may read the row
(`src/alongside/public/grants.py`, `src/alongside/casework/grants.py`, and row-level security for tables of a case).
"""


def run(arguments: list[str]) -> int:
    """Write the page. Raises Stop when something is stored that no register speaks of."""
    if arguments:
        raise Stop("Say only: ./alongside dictionary")
    stored = both()
    gaps = [gap for half in stored for gap in problems(half)]
    if gaps:
        raise Stop("The registers have gaps: " + " ".join(gaps))
    PAGE.write_text(page(stored), encoding="utf-8")
    say(f"Written: {PAGE.relative_to(CHECKOUT)}")
    return 0


def both() -> list[dict[str, Any]]:
    """Ask both halves what they store; each is a process of its own."""
    prepare.folders(PLACE)
    said = {}

    def ask(half: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "alongside.command.stored", half], capture_output=True, text=True, cwd=CHECKOUT,
            env=halves.environment(half, f"{half}_web", PLACE),
        )  # fmt: skip
        if done.returncode:
            raise Stop(f"The models of the {half} half cannot be read: {done.stderr.strip().splitlines()[-1]}")
        said[half] = json.loads(done.stdout)

    prepare.both(ask)
    return [said["public"], said["casework"]]


def problems(half: dict[str, Any]) -> list[str]:
    """Return what is stored without a purpose or a retention, and what the register speaks of in vain."""
    found = [f"{name} is in the register and nowhere else." for name in half["unknown"]]
    for row in [*half["tables"], *half["apps"]]:
        name = row.get("name") or f"the app {row['app']}"
        if not row["purpose"]:
            found.append(f"{name} has no purpose.")
        if row["keep"] not in KEPT and row["keep"] not in retention.SCHEDULE:
            found.append(f"{name} has no retention that is listed.")
        found += [f"{name}.{field['name']} has no purpose." for field in row.get("fields", []) if not field["purpose"]]
    return found


def page(stored: list[dict[str, Any]]) -> str:
    parts = [INTRODUCTION]
    for half in stored:
        parts += [f"\n## The {half['half']} half\n", *(_table(table) for table in half["tables"])]
        parts += ["\n### Tables of others\n\n| App | What for | Kept |\n| --- | --- | --- |\n"]
        parts += [f"| `{app['app']}` | {app['purpose']} | {kept(app['keep'])} |\n" for app in half["apps"]]
    return "".join(parts)


def _table(table: dict[str, Any]) -> str:
    head = (
        f"\n### {table['name']}\n\n{table['purpose']}\n\nTable `{table['table']}`. Kept: {kept(table['keep'])}.\n\n"
        "| Field | Type | Sealed | What for |\n| --- | --- | --- | --- |\n"
    )
    rows = [
        f"| `{field['name']}` | {field['type']} | {field['sealed']} | {field['purpose']} |\n"
        for field in table["fields"]
    ]
    return head + "".join(rows)


def kept(word: str) -> str:
    """Say how long, in words: those of the schedule, or of KEPT."""
    if word in KEPT:
        return KEPT[word]
    rule = retention.SCHEDULE[word]
    period = rule.keep.in_words if rule.keep.days or rule.keep.months else "no end"
    return f"{period}, counted from: {rule.starts}; then {rule.then}"
