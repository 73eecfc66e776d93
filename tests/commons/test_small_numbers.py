from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.commons import canonical, small_numbers
from alongside.commons.refusals import NotAllowed
from alongside.commons.small_numbers import ALL, GATES, NOT_SHOWN, Axis, Cell, Gate, Table, release
from alongside.commons.worked_out import UNBOUNDED, NoSuchTable, possible_ranges

AREA, NATIONAL = GATES["area"], GATES["national"]
FEW = Cell(below=8)
COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 24))


def table(*rows, columns="stage", narrowed_by=()):
    labels = [f"r{at}" for at in range(len(rows))], [f"c{at}" for at in range(len(rows[0]))]
    return Table("journey", Axis("age", tuple(labels[0])), Axis(columns, tuple(labels[1])), tuple(rows), narrowed_by)


def tables(rows, columns, counts=COUNTS):
    row = st.tuples(*[counts] * columns)
    return st.tuples(*[row] * rows).map(lambda made: table(*made))


def words(made):
    return [[cell and str(cell) for cell in row] for row in made.grid]


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (1, "fewer than 8"), (7, "fewer than 8"), (8, "10"), (12, "10"), (13, "15"), (1_242, "1,240")],
)
def test_one_to_seven_are_hidden_and_the_rest_rounded_to_five(count, said):
    assert str(small_numbers.one(count)) == said


def test_at_national_level_small_numbers_are_hidden_and_the_rest_exact():
    assert [str(small_numbers.one(count, NATIONAL)) for count in (0, 7, 8, 8_778)] == [
        "0",
        "fewer than 8",
        "8",
        "8,778",
    ]


def test_a_table_is_published_with_its_totals():
    made = release(table((20, 3), (40, 31)))
    assert words(made) == [["20", "fewer than 8", "25"], ["40", "30", "70"], ["60", "35", "95"]]
    assert [str(cell) for cell in made.row_totals] == ["25", "70"]
    assert [str(cell) for cell in made.column_totals] == ["60", "35"]
    assert str(made.total) == "95"


def test_where_totals_are_exact_a_small_number_is_protected_by_hiding_others():
    made = release(table((20, 3), (40, 31)), NATIONAL)
    assert made.cells[0][1] == FEW
    assert NOT_SHOWN in made.cells[0]
    assert sum(cell.is_hidden for row in made.cells for cell in row) >= 3


def test_rounding_alone_does_not_protect_a_number_so_another_is_hidden():
    # 12, 12, 12 and 7 round to 10, 10, 10 and a total of 45: only 7 fits.
    made = release(Table("ages", Axis("age", ("a", "b", "c", "d")), ALL, ((12,), (12,), (12,), (7,))))
    assert words(made) == [["not shown", None]] * 3 + [["fewer than 8", None], [None, "45"]]


def test_a_reader_knows_that_a_rounded_ten_was_never_less_than_eight():
    # 1, 8 and 8 round to a total of 15, that is 17 at most: two of eight or more leave one.
    made = release(Table("ages", Axis("age", ("a", "b", "c")), ALL, ((1,), (8,), (8,))))
    assert words(made)[:3] == [["fewer than 8", None], ["not shown", None], ["not shown", None]]


def test_what_is_hidden_to_protect_another_is_chosen_by_place_and_never_by_size():
    listed = [release(Table("ages", Axis("age", ("a", "b", "c")), ALL, ((one,), (3,), (two,))), NATIONAL)
              for one, two in ((20, 11), (11, 20))]  # fmt: skip
    assert [[str(row[0]) for row in made.cells] for made in listed] == [
        ["not shown", "fewer than 8", "11"],
        ["not shown", "fewer than 8", "20"],
    ]


def test_a_total_that_would_tell_all_its_cells_is_hidden_as_well():
    made = release(Table("ages", Axis("age", tuple("abcdefg")), ALL, ((1,),) * 7))
    assert [str(row[0]) for row in made.cells] == ["fewer than 8"] * 7
    assert made.total == NOT_SHOWN


def test_a_list_has_one_total_and_a_single_number_none():
    listed = release(Table("ages", Axis("age", ("a", "b")), ALL, ((20,), (30,))))
    assert words(listed) == [["20", None], ["30", None], [None, "50"]]
    assert words(release(table((20, 30)))) == [["20", "30", None], [None, None, "50"]]
    assert words(release(table((20,)))) == [["20", None], [None, None]]


def consistent(made, cells):
    """Whether these whole numbers could lie behind the published table, by its definition and not by any algorithm."""
    grid = [[*row, sum(row)] for row in cells]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    return all(
        fits(cell, count, made.gate, is_total=row == len(cells) or column == len(cells[0]))
        for row, line in enumerate(made.grid)
        for column, (cell, count) in enumerate(zip(line, grid[row], strict=True))
    )


def fits(cell, count, gate, *, is_total):
    if cell is None:
        return True
    if cell == NOT_SHOWN:
        return is_total or count >= 8
    return small_numbers.one(count, gate) == cell


def values(cell, gate, cap):
    """What one published cell can stand for. The cap only takes values away, so it can hide no guess from us."""
    return [count for count in range(cap) if fits(cell, count, gate, is_total=False)]


def guesses(made, cap=30):
    """Every table that could lie behind the published one."""
    width = len(made.cells[0])
    for flat in product(*(values(cell, made.gate, cap) for row in made.cells for cell in row)):
        cells = [flat[at : at + width] for at in range(0, len(flat), width)]
        if consistent(made, cells):
            yield flat


@settings(max_examples=60, derandomize=True, deadline=None)
@given(tables(2, 2) | tables(1, 3) | tables(3, 1), st.sampled_from([AREA, NATIONAL]))
def test_no_hidden_number_of_a_published_table_can_be_worked_out(true, gate):
    made = release(true, gate)
    possible = list(guesses(made))
    assert tuple(count for row in true.counts for count in row) in possible
    flat = [cell for row in made.cells for cell in row]
    for at, cell in enumerate(flat):
        if cell.is_hidden:
            assert len({guess[at] for guess in possible}) >= gate.values_left_open


@settings(max_examples=30, derandomize=True, deadline=None)
@given(tables(4, 5), st.sampled_from([AREA, NATIONAL]))
def test_small_counts_never_show_and_zeros_always_do(true, gate):
    made = release(true, gate)
    for row, counts in zip(made.cells, true.counts, strict=True):
        for cell, count in zip(row, counts, strict=True):
            assert (cell == FEW) == (1 <= count <= 7)
            assert count != 0 or cell == Cell(number=0)
            assert cell.is_hidden or abs(cell.number - count) <= gate.round_to // 2


@settings(max_examples=60, derandomize=True, deadline=None)
@given(tables(2, 2, st.integers(0, 6)), st.data())
def test_what_can_be_worked_out_is_what_trying_every_table_finds(true, data):
    (a, b), (c, d) = true.counts
    exact = {(0, 0): a, (0, 1): b, (0, 2): a + b, (1, 0): c, (1, 1): d, (1, 2): c + d, (2, 0): a + c, (2, 1): b + d,
             (2, 2): a + b + c + d}  # fmt: skip
    less, more = st.integers(0, 3), st.integers(0, 3)
    bounds = {at: (max(0, count - data.draw(less)), count + data.draw(more)) for at, count in exact.items()}
    fitting = []
    for w, x, y, z in product(*(range(bounds[at][0], bounds[at][1] + 1) for at in ((0, 0), (0, 1), (1, 0), (1, 1)))):
        grid = {(0, 0): w, (0, 1): x, (0, 2): w + x, (1, 0): y, (1, 1): z, (1, 2): y + z, (2, 0): w + y, (2, 1): x + z,
                (2, 2): w + x + y + z}  # fmt: skip
        if all(low <= grid[at] <= high for at, (low, high) in bounds.items()):
            fitting.append(grid)
    assert possible_ranges(bounds, bounds) == {
        at: (min(grid[at] for grid in fitting), max(grid[at] for grid in fitting)) for at in bounds
    }


def test_bounds_that_no_table_keeps_are_told():
    with pytest.raises(NoSuchTable):
        possible_ranges({(0, 0): (1, 2), (0, 1): (5, 9), (1, 0): (0, UNBOUNDED), (1, 1): (0, UNBOUNDED)}, [(0, 0)])


def test_three_attributes_of_a_person_are_refused_wherever_they_stand():
    assert release(table((20, 30), columns="sex"))
    assert release(table((20, 30), columns="stage", narrowed_by=("sex",)))
    for narrowed_by in (("area",), ("type_of_concern",), ("anything_new",)):
        with pytest.raises(NotAllowed, match="three or more attributes"):
            release(table((20, 30), columns="sex", narrowed_by=narrowed_by))


def test_a_later_table_that_leaves_a_small_group_by_subtraction_is_refused():
    before = release(table((20, 30), (40, 50)), NATIONAL)
    with pytest.raises(NotAllowed, match="small group"):
        release(table((23, 30), (40, 50)), NATIONAL, earlier=[before])
    assert release(table((28, 30), (40, 50)), NATIONAL, earlier=[before])


def test_rounded_tables_may_be_revised():
    before = release(table((20, 30), (40, 50)))
    assert release(table((23, 30), (40, 50)), earlier=[before])


def test_a_table_that_shows_what_an_earlier_one_hid_is_refused():
    true = table((20, 3), (40, 31))
    before = release(true, NATIONAL)
    shown = [[Cell(number=20), FEW], [Cell(number=40), NOT_SHOWN]]
    totals = [Cell(number=23), NOT_SHOWN]
    now = small_numbers.Release(
        true.name, true.rows, true.columns, (), NATIONAL,
        (*((*row, total) for row, total in zip(shown, totals, strict=True)), (NOT_SHOWN,) * 3),
    )  # fmt: skip
    assert "hidden" in small_numbers.reason_beside(before, now)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(tables(3, 3), st.sampled_from([AREA, NATIONAL]))
def test_the_same_table_may_be_published_again(true, gate):
    made = release(true, gate)
    assert release(true, gate, earlier=[made]) == made


def test_a_release_goes_into_a_bulletin_as_plain_data():
    data = release(table((20, 3), (0, 31))).as_data()
    assert data["grid"] == [[20, "fewer than 8", 25], [0, 30, 30], [20, 35, 55]]
    assert canonical.decode(canonical.encode(data)) == data


@pytest.mark.parametrize("counts", [(), ((1,), (2,)), ((1, 2, 3),), ((1, -2),)])
def test_counts_that_do_not_fit_their_table_are_refused(counts):
    with pytest.raises(ValueError):  # noqa: PT011
        Table("t", Axis("age", ("a",)), Axis("sex", ("b", "c")), counts)


@pytest.mark.parametrize("numbers", [{"round_to": 4}, {"values_left_open": 1}, {"values_left_open": 8}])
def test_a_gate_that_would_not_hide_cannot_be_made(numbers):
    with pytest.raises(ValueError, match="gate"):
        Gate(**numbers)
