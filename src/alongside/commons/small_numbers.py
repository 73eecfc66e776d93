"""The disclosure gate: every count leaves through here, so that a published table tells of no person.

Counts of 1 to 7 are hidden, others rounded to the nearest 5. Totals are published too, so a hidden number might be
worked out from the rest: where `worked_out` leaves fewer than four values for one, more numbers are hidden. No table
has three attributes of a person, and none goes out that tells, beside an earlier one, what either of them hides.

What this does not answer: somebody who knows a count for another reason, or who combines tables with different rows.
A reader who runs this program over every table that could be behind a small published one can still settle some number,
since what had to be hidden tells a little of why: hiding by place and never by size keeps that rare, not impossible.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from alongside.commons.refusals import NotAllowed
from alongside.commons.words import _
from alongside.commons.worked_out import UNBOUNDED, Bounds, NoSuchTable, Position, possible_ranges


@dataclass(frozen=True)
class Gate:
    """The numbers that decide. `round_to` is odd, so that no count lies half way."""

    hide_from: int = 1
    hide_to: int = 7
    round_to: int = 5
    values_left_open: int = 4

    def __post_init__(self) -> None:
        if self.round_to % 2 == 0 or not 1 < self.values_left_open <= self.hide_to - self.hide_from + 1:
            raise ValueError("This gate would not hide what it should.")

    def rounded(self, count: int) -> int:
        """The nearest multiple of `round_to`."""
        return (count + self.round_to // 2) // self.round_to * self.round_to


# The safeguarding process, 4.3.4: one value, for every table below national level.
GATES: Final[Mapping[str, Gate]] = MappingProxyType({"area": Gate(), "national": Gate(round_to=1)})
MOST_ATTRIBUTES_OF_A_PERSON: Final = 2
# Whatever is not named here counts as an attribute of a person, a place too.
NOT_OF_A_PERSON: Final = frozenset({"all", "year", "quarter", "month", "stage", "outcome", "sector", "measure"})


@dataclass(frozen=True)
class Cell:
    """One published place: a number, or hidden because it is small (`below`), or hidden to protect another."""

    number: int | None = None
    below: int | None = None

    def __str__(self) -> str:
        if self.number is not None:
            return f"{self.number:,}"
        return f"fewer than {self.below}" if self.below is not None else _("not shown")

    @property
    def is_hidden(self) -> bool:
        """Whether no number is shown."""
        return self.number is None


NOT_SHOWN: Final = Cell()


@dataclass(frozen=True)
class Axis:
    """What the rows or the columns are: an attribute and its labels in order."""

    attribute: str
    labels: tuple[str, ...]


ALL: Final = Axis("all", ("All",))


@dataclass(frozen=True)
class Table:
    """True counts, which stay inside. `narrowed_by`: attributes of which only one value is counted here.

    Raises ValueError when the counts do not fit the axes.
    """

    name: str
    rows: Axis
    columns: Axis
    counts: tuple[tuple[int, ...], ...]
    narrowed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = [len(self.columns.labels)] * len(self.rows.labels)
        if not shape or not self.columns.labels or [len(row) for row in self.counts] != shape:
            raise ValueError("The counts do not fit the rows and columns of this table.")
        if any(count < 0 for row in self.counts for count in row):
            raise ValueError("Nothing is counted less than never.")


@dataclass(frozen=True)
class Release:
    """A table as it may be published: the grid has the totals in its last row and column.

    A total that would only repeat another number is None: of a list, only the total of all is there.
    """

    name: str
    rows: Axis
    columns: Axis
    narrowed_by: tuple[str, ...]
    gate: Gate
    grid: tuple[tuple[Cell | None, ...], ...]

    @property
    def cells(self) -> tuple[tuple[Cell | None, ...], ...]:
        """The table without its totals."""
        return tuple(row[:-1] for row in self.grid[:-1])

    @property
    def row_totals(self) -> tuple[Cell | None, ...]:
        """The last column, without the total of all."""
        return tuple(row[-1] for row in self.grid[:-1])

    @property
    def column_totals(self) -> tuple[Cell | None, ...]:
        """The last row, without the total of all."""
        return self.grid[-1][:-1]

    @property
    def total(self) -> Cell | None:
        """The total of all."""
        return self.grid[-1][-1]

    def as_data(self) -> dict[str, Any]:
        """What a signed bulletin carries: numbers as numbers, hidden places as the words that readers see."""
        return {
            "name": self.name,
            "rows": {"attribute": self.rows.attribute, "labels": list(self.rows.labels)},
            "columns": {"attribute": self.columns.attribute, "labels": list(self.columns.labels)},
            "narrowed_by": list(self.narrowed_by),
            "grid": [[_plain(cell) for cell in row] for row in self.grid],
        }


def one(count: int, gate: Gate = GATES["area"]) -> Cell:
    """A single count that stands in no table."""
    if gate.hide_from <= count <= gate.hide_to:
        return Cell(below=gate.hide_to + 1)
    return Cell(number=gate.rounded(count))


def release(table: Table, gate: Gate = GATES["area"], earlier: Iterable[Release] = ()) -> Release:
    """The table as it may be published.

    Raises NotAllowed, in a sentence, for three attributes of a person, and when this table beside one of `earlier`
    would tell what is hidden.
    """
    if (refusal := reason_against(table)) is not None:
        raise NotAllowed(refusal)
    counts = _with_totals(table.counts)
    shown = {position: one(count, gate) for position, count in counts.items() if _is_published(position, table)}
    _hide_until_open(shown, table, gate)
    made = Release(table.name, table.rows, table.columns, table.narrowed_by, gate, _grid(shown, table))
    for before in earlier:
        if (refusal := reason_beside(before, made)) is not None:
            raise NotAllowed(refusal)
    return made


def reason_against(table: Table) -> str | None:
    """Why such a table is never published, whatever its numbers, or None."""
    attributes = {table.rows.attribute, table.columns.attribute, *table.narrowed_by} - NOT_OF_A_PERSON
    if len(attributes) > MOST_ATTRIBUTES_OF_A_PERSON:
        return _("A table with three or more attributes of a person is not published.")
    return None


def reason_beside(before: Release, now: Release) -> str | None:
    """Why `now` must not be published beside `before`, or None.

    Two ways to tell something: subtract one from the other and be left with a small group; or, where nothing changed
    in between, lay them over each other and see in one what the other hides.
    """
    if before.name == now.name and _subtracts_to_few(before, now):
        return _("Beside an earlier table, this one would show how a small group differs.")
    if _axes(before) == _axes(now) and _overlay_tells(before, now):
        return _("Beside an earlier table, this one would show a number that is hidden.")
    return None


def _plain(cell: Cell | None) -> int | str | None:
    if cell is None:
        return None
    return str(cell) if cell.number is None else cell.number


def _axes(made: Release) -> tuple[Any, ...]:
    return made.name, made.rows, made.columns, made.narrowed_by


def _with_totals(counts: tuple[tuple[int, ...], ...]) -> dict[Position, int]:
    rows = [(*row, sum(row)) for row in counts]
    rows.append(tuple(sum(column) for column in zip(*rows, strict=True)))
    return {(at, across): count for at, row in enumerate(rows) for across, count in enumerate(row)}


def _is_published(position: Position, table: Table) -> bool:
    """Totals over one cell, and those that are the total of all, only repeat it: then hiding it would be in vain."""
    is_last = position == (len(table.rows.labels), len(table.columns.labels))
    match len(table.rows.labels) > 1, len(table.columns.labels) > 1:
        case True, True:
            return True
        case False, False:
            return position == (0, 0)
    return is_last or not _is_total(position, len(table.rows.labels), len(table.columns.labels))


def _grid(shown: Mapping[Position, Cell], table: Table) -> tuple[tuple[Cell | None, ...], ...]:
    across = range(len(table.columns.labels) + 1)
    return tuple(tuple(shown.get((row, column)) for column in across) for row in range(len(table.rows.labels) + 1))


def _hide_until_open(shown: dict[Position, Cell], table: Table, gate: Gate) -> None:
    """Hide more numbers, and again, until every hidden one could still be several.

    It ends: once no total is shown and no cell but zeros, each small cell can be anything from 1 to 7.
    """
    while (told := _first_told(_bounds(shown, table, gate), _hidden(shown), gate)) is not None:
        shown.update(dict.fromkeys(_to_hide(told, shown, table, gate), NOT_SHOWN))


def _to_hide(told: Position, shown: Mapping[Position, Cell], table: Table, gate: Gate) -> list[Position]:
    """What to hide so that less is told: in line with it if possible, cells before totals, the first of them.

    Never the smallest: a reader may run this program too, and would learn that what is hidden was the smallest. Where
    numbers are rounded, something is told only at the far ends of rounding; so all that is in line is hidden at once,
    or what exactly had to be hidden would tell which end it was.
    """
    rows, columns = len(table.rows.labels), len(table.columns.labels)
    can = [at for at, cell in shown.items() if _can_be_hidden(at, cell, rows, columns)]
    in_line = [at for at in can if at[0] == told[0] or at[1] == told[1]]
    if gate.round_to > 1 and in_line:
        return in_line
    return [min(in_line or can, key=lambda at: (_is_total(at, rows, columns), at))]


def _can_be_hidden(position: Position, cell: Cell, rows: int, columns: int) -> bool:
    """Numbers but zero, and totals that say no more than `fewer than`, which is still something."""
    return bool(cell.number) or (cell.below is not None and _is_total(position, rows, columns))


def _is_total(position: Position, rows: int, columns: int) -> bool:
    return position[0] == rows or position[1] == columns


def _hidden(shown: Mapping[Position, Cell]) -> list[Position]:
    return [position for position, cell in shown.items() if cell.is_hidden]


def _first_told(bounds: Mapping[Position, Bounds], hidden: Iterable[Position], gate: Gate) -> Position | None:
    """A hidden number that leaves fewer values open than the gate wants, or None."""
    for position, (least, most) in possible_ranges(bounds, hidden).items():
        if most - least + 1 < gate.values_left_open:
            return position
    return None


def _bounds(shown: Mapping[Position, Cell], table: Table, gate: Gate) -> dict[Position, Bounds]:
    rows, columns = len(table.rows.labels), len(table.columns.labels)
    return {
        (row, column): _known(shown.get((row, column)), gate, is_total=_is_total((row, column), rows, columns))
        for row in range(rows + 1)
        for column in range(columns + 1)
    }


def _known(cell: Cell | None, gate: Gate, *, is_total: bool) -> Bounds:
    """What a reader who knows this gate knows of one place by itself."""
    match cell:
        case Cell(number=None, below=None) if not is_total:
            # Only numbers above the small ones are hidden to protect others, and a reader may know that.
            return gate.hide_to + 1, UNBOUNDED
        case None | Cell(number=None, below=None):
            return 0, UNBOUNDED
        case Cell(number=None):
            return gate.hide_from, gate.hide_to
        case Cell(number=0):
            return 0, 0
        case Cell(number=int(number)):
            return max(gate.hide_to + 1, number - gate.round_to // 2), number + gate.round_to // 2
    raise ValueError("This is no cell.")


def _known_grid(made: Release) -> dict[Position, Bounds]:
    rows, columns = len(made.rows.labels), len(made.columns.labels)
    return {
        (row, column): _known(cell, made.gate, is_total=_is_total((row, column), rows, columns))
        for row, line in enumerate(made.grid)
        for column, cell in enumerate(line)
    }


def _overlay_tells(before: Release, now: Release) -> bool:
    first, second = _known_grid(before), _known_grid(now)
    both = {at: (max(first[at][0], second[at][0]), min(first[at][1], second[at][1])) for at in first}
    hidden = [at for at in both if any(_is_hidden_at(made, at) for made in (before, now))]
    if any(low > high for low, high in both.values()):
        return False  # Something changed in between, so the two do not lie over each other.
    try:
        return _first_told(both, hidden, now.gate) is not None
    except NoSuchTable:
        return False


def _is_hidden_at(made: Release, position: Position) -> bool:
    cell = made.grid[position[0]][position[1]]
    return cell is not None and cell.is_hidden


def _subtracts_to_few(before: Release, now: Release) -> bool:
    """Whether some number shown in both is sure to differ by a count that would itself be hidden."""
    earlier, few = _shown_by_label(before), range(now.gate.hide_from, now.gate.hide_to + 1)
    for label, (low, high) in _shown_by_label(now).items():
        if label in earlier:
            least, most = low - earlier[label][1], high - earlier[label][0]
            if (least in few and most in few) or (-least in few and -most in few):
                return True
    return False


def _shown_by_label(made: Release) -> dict[tuple[str | None, str | None], Bounds]:
    rows, columns = (*made.rows.labels, None), (*made.columns.labels, None)
    known = _known_grid(made)
    return {
        (rows[row], columns[column]): known[row, column]
        for row, line in enumerate(made.grid)
        for column, cell in enumerate(line)
        if cell is not None and not cell.is_hidden
    }
