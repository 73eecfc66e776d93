"""What a reader can work out about the hidden numbers of a table from the numbers that are shown.

A table with its totals is a network: what flows from the total into the rows, through the cells, into the columns and
back. Each number is known to lie between two bounds. The least and most that any number can be, given all the others,
is a shortest and a longest flow through its edge; since bounds are whole numbers, the answer is exact for whole numbers
(Ahuja, Magnanti and Orlin, Network Flows, theorem 9.8), so nothing narrower can be worked out by any other means.

Positions are (row, column) in the grid whose last row and last column hold the totals.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

Position = tuple[int, int]
Bounds = tuple[int, int]
Node = tuple[str, int]

UNBOUNDED: Final = 10**9
SOURCE: Final[Node] = ("source", 0)
SINK: Final[Node] = ("sink", 0)


class NoSuchTable(Exception):
    """No table of whole numbers keeps all these bounds."""


@dataclass(frozen=True)
class _Network:
    """Edges by position, and what may flow through each; `flow` is the one part that changes."""

    bounds: Mapping[Position, Bounds]
    ends: Mapping[Position, tuple[Node, Node]]
    touching: Mapping[Node, tuple[Position, ...]]
    flow: dict[Position, int]


def possible_ranges(bounds: Mapping[Position, Bounds], wanted: Iterable[Position]) -> dict[Position, Bounds]:
    """The least and the most that each wanted number can be, when every number of the grid keeps its bounds.

    `bounds` covers the whole grid, totals with it. Raises NoSuchTable when nothing keeps them all.
    """
    network = _network(bounds)
    _settle(network)
    return {position: (_least(network, position), _most(network, position)) for position in wanted}


def _network(bounds: Mapping[Position, Bounds]) -> _Network:
    last_row, last_column = max(bounds)
    ends = {position: _ends(position, last_row, last_column) for position in bounds}
    touching: dict[Node, tuple[Position, ...]] = {}
    for position, pair in ends.items():
        for node in pair:
            touching[node] = (*touching.get(node, ()), position)
    return _Network(bounds, ends, touching, {position: low for position, (low, _high) in bounds.items()})


def _ends(position: Position, last_row: int, last_column: int) -> tuple[Node, Node]:
    row, column = position
    match row == last_row, column == last_column:
        case True, True:
            return SINK, SOURCE
        case True, False:
            return ("column", column), SINK
        case False, True:
            return SOURCE, ("row", row)
    return ("row", row), ("column", column)


def _settle(network: _Network) -> None:
    """Find one flow that keeps all bounds: from the least everywhere, push on what piles up in a node."""
    excess = dict.fromkeys(network.touching, 0)
    for position, (start, end) in network.ends.items():
        excess[start] -= network.flow[position]
        excess[end] += network.flow[position]
    for node in list(excess):
        while excess[node] > 0:
            path = _path(network, node, {other for other, piled in excess.items() if piled < 0})
            if path is None:
                raise NoSuchTable
            goal = _far_end(network, node, path)
            amount = min(excess[node], -excess[goal], _room(network, path))
            _push(network, path, amount)
            excess[node] -= amount
            excess[goal] += amount


def _most(network: _Network, position: Position) -> int:
    """Raise this number as far as the others let it."""
    start, end = network.ends[position]
    while (room := network.bounds[position][1] - network.flow[position]) > 0:
        path = _path(network, end, {start}, without=position)
        if path is None:
            break
        amount = min(room, _room(network, path))
        _push(network, path, amount)
        network.flow[position] += amount
    return network.flow[position]


def _least(network: _Network, position: Position) -> int:
    """Lower this number as far as the others let it."""
    start, end = network.ends[position]
    while (room := network.flow[position] - network.bounds[position][0]) > 0:
        path = _path(network, start, {end}, without=position)
        if path is None:
            break
        amount = min(room, _room(network, path))
        _push(network, path, amount)
        network.flow[position] -= amount
    return network.flow[position]


# A step goes along an edge (and raises it) or against it (and lowers it).
Step = tuple[Position, int]


def _path(network: _Network, start: Node, goals: set[Node], without: Position | None = None) -> list[Step] | None:
    """The shortest way from `start` to a goal on which every number can still change, or None."""
    came: dict[Node, tuple[Node, Step] | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if node in goals:
            return _steps_to(node, came)
        for after, step in _ways(network, node):
            if after not in came and step[0] != without:
                came[after] = (node, step)
                queue.append(after)
    return None


def _ways(network: _Network, node: Node) -> Iterator[tuple[Node, Step]]:
    for position in network.touching[node]:
        (start, end), (low, high) = network.ends[position], network.bounds[position]
        if start == node and network.flow[position] < high:
            yield end, (position, 1)
        if end == node and network.flow[position] > low:
            yield start, (position, -1)


def _steps_to(node: Node, came: Mapping[Node, tuple[Node, Step] | None]) -> list[Step]:
    steps: list[Step] = []
    while (back := came[node]) is not None:
        node, step = back
        steps.append(step)
    return steps[::-1]


def _room(network: _Network, path: list[Step]) -> int:
    """How much every number on the path can change."""
    rooms = []
    for position, way in path:
        low, high = network.bounds[position]
        rooms.append(high - network.flow[position] if way > 0 else network.flow[position] - low)
    return min(rooms)


def _push(network: _Network, path: list[Step], amount: int) -> None:
    for position, way in path:
        network.flow[position] += way * amount


def _far_end(network: _Network, node: Node, path: list[Step]) -> Node:
    for position, way in path:
        node = network.ends[position][1 if way > 0 else 0]
    return node
