"""``./alongside doctor``: what is wrong with a set-up, in words, each with its remedy. It changes nothing.

Works while everything runs and while it is stopped; the embedded database is then started for the moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from alongside.command import doctor_database, doctor_machine, doctor_running, doctor_state
from alongside.command.finding import Finding
from alongside.command.place import Place, here
from alongside.command.words import Stop, say

Check = Callable[[Place], Iterable[Finding]]

WITHOUT_DATABASE: tuple[Check, ...] = (
    doctor_machine.python,
    doctor_machine.packages,
    doctor_machine.front_end,
    doctor_machine.room,
    doctor_machine.open_files,
    doctor_machine.programs_of_the_database,
    doctor_machine.socket_path,
    doctor_machine.account_of_the_database,
    doctor_running.ports,
    doctor_running.health,
    doctor_state.permissions,
    doctor_state.keys,
    doctor_state.clock_,
)


def run(arguments: list[str]) -> int:
    """Examine the installation that the variables name, or else the demo. 1 when anything is not well."""
    if arguments:
        raise Stop("Say only: ./alongside doctor")
    place = here()
    os.environ.update(place.environment("nobody"))
    bad = 0
    for finding in examine(place):
        say(f"{'well' if finding.well else 'NOT WELL':<9} {finding.what}: {finding.sentence}")
        bad += not finding.well
    say(f"\n{'Everything is well.' if not bad else f'{bad} not well.'}")
    return 1 if bad else 0


def examine(place: Place) -> Iterator[Finding]:
    """Yield every finding. A check that itself fails is a finding, and the others go on."""
    for check in WITHOUT_DATABASE:
        yield from _safely(check, place)
    yield from doctor_database.examine(place)


def _safely(check: Check, place: Place) -> Iterator[Finding]:
    try:
        yield from check(place)
    except (OSError, ValueError, Stop) as failed:
        what = check.__name__.strip("_").replace("_", " ")
        yield Finding(what, f"this could not be looked at: {failed}", well=False)
