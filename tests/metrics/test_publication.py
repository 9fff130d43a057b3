"""Tables for the public, attacked as a reader with a computer would."""

from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from data.errors import Refused
from metrics.publication import Layer, hide, lines_of, published
from metrics.query import Filters, compute
from tests.metrics.drawing import records

quietly = settings(max_examples=15, database=None, phases=set(Phase) - {Phase.explain})


def with_totals(table: NDArray) -> NDArray:
    for axis in range(table.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def of_count(sizes: NDArray) -> Layer:
    return Layer(sizes, np.zeros_like(sizes))


def of_rate(base: NDArray, yes: NDArray) -> list[Layer]:
    return [Layer(yes, base - yes), Layer(base - yes, yes)]


# --- the attacker: knows the layout, the totals, that counts are not negative and that hidden groups have somebody


def equations(hidden: NDArray, tables: int) -> NDArray:
    """The sums as a matrix over the hidden cells of each table; totals have −1."""
    cells = list(map(tuple, np.argwhere(hidden).tolist()))
    rows = [
        [0.0 if c not in line else -1.0 if c == line[-1] else 1.0 for c in cells]
        for line in map(list, lines_of(hidden.shape))
    ]
    return np.kron(np.eye(tables), np.array(rows))


def solved(hidden: NDArray) -> list[tuple[int, ...]]:
    """Hidden cells whose count the sums alone determine."""
    matrix = equations(hidden, 1)
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(matrix.shape[1])
    cells = list(map(tuple, np.argwhere(hidden).tolist()))
    return [c for c, unit in zip(cells, units, strict=True) if np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank]


def narrow(tables: list[NDArray], hidden: NDArray, known: NDArray | None = None) -> list[tuple[int, ...]]:
    """Hidden cells of which a count, of one table or of all together, can have one whole value only.

    In the cells `known` there is somebody; in all hidden ones if left out.
    """
    cells = list(map(tuple, np.argwhere(hidden).tolist()))
    matrix = equations(hidden, len(tables))
    values = np.concatenate([table[hidden] for table in tables])
    somebody = -np.tile(np.eye(len(cells)), len(tables))
    least = np.ones(len(cells)) if known is None else known[hidden].astype(float)
    found = set()
    for number, cell in enumerate(cells):
        places = [number + n * len(cells) for n in range(len(tables))]
        for wanted in [*([place] for place in places), places]:
            objective = np.zeros(len(values))
            objective[wanted] = 1
            ends = []
            for sign in (1, -1):
                end = linprog(
                    sign * objective,
                    A_ub=somebody,
                    b_ub=-least,
                    A_eq=matrix,
                    b_eq=matrix @ values,
                    bounds=(0, 1e6),
                )
                assert end.status == 0
                ends.append(end.fun * sign)
            if ends[1] - ends[0] < 1 - 1e-6:
                found.add(cell)
    return sorted(found)


def tables_of(random: Random, rows: int, columns: int | None) -> tuple[NDArray, NDArray]:
    """Random counts and how many of them say yes, with totals."""
    shape = (rows,) if columns is None else (rows, columns)
    typical, share = random.choice((1, 4, 12, 60)), random.choice((0.0, 0.05, 0.5, 0.9, 1.0))
    base = np.array([min(400, int(random.expovariate(1 / typical))) for _ in range(int(np.prod(shape)))])
    yes = np.array([sum(random.random() < share for _ in range(count)) for count in base])
    return with_totals(base.reshape(shape).astype(float)), with_totals(yes.reshape(shape).astype(float))


SHAPES = {"rows": st.integers(1, 4), "columns": st.none() | st.integers(1, 5), "seed": st.integers(0, 2**32 - 1)}


@quietly
@given(**SHAPES)
def test_no_hidden_count_can_be_worked_out(rows, columns, seed):
    base, _ = tables_of(Random(seed), rows, columns)
    hidden = hide([of_count(base)])
    assert hidden[(base > 0) & (base < 10)].all()
    assert not hidden[base == 0].any()
    assert solved(hidden) == []
    assert narrow([base], hidden) == []


@quietly
@given(**SHAPES)
def test_of_a_rate_neither_yes_nor_no_nor_all_can_be_worked_out(rows, columns, seed):
    base, yes = tables_of(Random(seed), rows, columns)
    hidden = hide(of_rate(base, yes))
    assert hidden[(base > 0) & (base < 10)].all()
    assert solved(hidden) == []
    assert narrow([yes, base - yes], hidden) == []


@quietly
@given(**SHAPES)
def test_several_metrics_hide_the_same_groups_and_each_stands_the_attack(rows, columns, seed):
    random = Random(seed)
    tables = [tables_of(random, rows, columns) for _ in range(2)]
    hidden = hide([*of_rate(*tables[0]), of_count(tables[1][0])])
    for base, _ in tables:
        assert hidden[(base > 0) & (base < 10)].all()
    assert solved(hidden) == []
    for base, _ in tables:
        assert narrow([base], hidden, hidden & (base > 0)) == []
    base, yes = tables[0]
    assert narrow([yes, base - yes], hidden, hidden & (base > 0)) == []


@quietly
@given(**SHAPES)
def test_a_table_without_small_groups_is_shown_whole(rows, columns, seed):
    base, _ = tables_of(Random(seed), rows, columns)
    inner = (slice(None, -1),) * base.ndim
    base = with_totals(base[inner] + 10)
    assert not hide([of_count(base)]).any()


def test_the_attacker_finds_what_is_hidden_alone():
    base = with_totals(np.array([[4.0, 50], [60, 70]]))
    alone = (base > 0) & (base < 10)
    assert solved(alone) == narrow([base], alone) == [(0, 0)]


def test_the_attacker_finds_what_cannot_be_otherwise():
    """Two hidden groups that are two together are one each; the sums alone do not say so."""
    base = with_totals(np.array([1.0, 1, 50]))
    hidden = np.array([True, True, False, False])
    assert solved(hidden) == []
    assert narrow([base], hidden) == [(0,), (1,)]


# --- what is hidden


def test_with_one_small_group_the_smallest_of_its_row_and_column_are_hidden():
    base = with_totals(np.array([[4.0, 50, 30], [60, 70, 90], [20, 80, 40]]))
    assert np.argwhere(hide([of_count(base)])).tolist() == [[0, 0], [0, 2], [2, 0], [2, 2]]


def test_two_small_groups_in_a_list_cover_each_other():
    base = with_totals(np.array([4.0, 50, 7]))
    assert hide([of_count(base)]).tolist() == [True, False, True, False]


def test_where_all_small_ones_are_of_one_firm_another_group_goes_with_them():
    base = with_totals(np.array([1.0, 1, 50, 30]))
    assert hide([of_count(base)]).tolist() == [True, True, False, True, False]


def test_where_all_say_yes_a_small_group_goes_with_one_that_does_not():
    """Three firms of a city where everybody is content: the city's total would tell what they said."""
    base = with_totals(np.array([[3.0, 40], [30, 40]]))
    yes = with_totals(np.array([[3.0, 40], [20, 30]]))
    hidden = hide(of_rate(base, yes))
    assert hidden[0, 0] and hidden[0, 2]


def test_a_table_too_small_to_publish_is_hidden_whole():
    base = with_totals(np.array([3.0, 4]))
    assert hide([of_count(base)]).all()


def test_nobody_is_no_secret():
    base = with_totals(np.array([[0.0, 50], [60, 0]]))
    assert not hide([of_count(base)]).any()


# --- from a version


@pytest.fixture
def table(spec):
    """Answers of three cities and three industries, some of few firms, some of an unknown industry."""
    random = Random(7)
    sizes = {("140100", "3"): 40, ("140100", "18"): 4, ("140100", ""): 15, ("140200", "3"): 30, ("140200", "18"): 25}
    sizes |= {("140200", ""): 12, ("140300", "3"): 22, ("140300", "18"): 35, ("140300", ""): 17}
    rows = [
        f"F{city}-{industry}-{n} | 140000 | {city} | {industry} | {random.choice((1, 2, 3))} | {random.randint(1, 3)} | 5"
        for (city, industry), count in sizes.items()
        for n in range(count)
    ]
    return spec("\n".join(["firm | province | city | industry | q13 | q7 | q9_1", *rows]))


@pytest.mark.parametrize("name", ["satisfaction_rate", "responses", "gain_revenue"])
def test_small_groups_and_what_gives_them_away_are_null(table, name):
    rows = records(published(table.reader, [name], ["city", "industry"]))
    hidden = {(row["city"], row["industry"]) for row in rows if row["hidden"]}
    assert ("140100", 18) in hidden
    assert len(hidden) == 4
    for row in rows:
        shown = [row[figure] for figure in ("numerator", "value")]
        assert shown == [None, None] if row["hidden"] else None not in shown


@pytest.mark.parametrize("by", [["city"], ["industry"], ["city", "industry"]])
def test_what_is_shown_is_what_compute_says(table, by):
    rows = records(published(table.reader, ["satisfaction_rate"], by))
    for kept in product((True, False), repeat=len(by)):
        groups = [d for d, keep in zip(by, kept, strict=True) if keep]
        total = ",".join(d for d in by if d not in groups)
        inside = {tuple(r[d] for d in groups): r for r in records(compute(table.reader, ["satisfaction_rate"], groups))}
        mine = [row for row in rows if row["total"] == total]
        assert {tuple(row[d] for d in groups) for row in mine} == inside.keys()
        for row in mine:
            if not row["hidden"]:
                computed = inside[tuple(row[d] for d in groups)]
                figures = ("numerator", "denominator", "value", "low", "high")
                assert [row[f] for f in figures] == [computed[f] for f in figures]


def test_a_list_of_large_groups_is_shown(table):
    assert not published(table.reader, ["responses"], ["city"])["hidden"].any()


def test_firms_are_published_by_one_year_and_not_over_several(spec):
    firms = [f"F{n} | {year} | 140100" for n in range(15) for year in (2021, 2022)]
    reader = spec("", "\n".join(["firm | year | city", *firms])).reader
    frame = published(reader, ["assisted_enterprises"], ["city"], Filters.of(year=[2021]))
    assert frame["value"].tolist() == [15, 15]
    with pytest.raises(Refused, match="不能相加"):
        published(reader, ["assisted_enterprises"], ["city", "year"])


def test_of_nothing_the_total_is_null(table):
    (row,) = records(published(table.reader, ["satisfaction_rate"], ["city"], Filters.of(year=[1999])))
    assert (row["total"], row["value"], row["hidden"]) == ("city", None, False)


def test_filters_apply(table):
    rows = records(published(table.reader, ["responses"], ["industry"], Filters.of(city=["140100"])))
    assert [(row["industry"], row["total"], row["value"]) for row in rows] == [
        (3, "", 40),
        (18, "", None),
        (None, "", None),
        (None, "industry", 59),
    ]


def test_metrics_of_one_table_are_hidden_in_the_same_groups(table):
    names = ["responses", "satisfaction_rate", "improvement_rate"]
    frame = published(table.reader, names, ["city", "industry"])
    hidden = [frame.loc[frame["metric"] == name, "hidden"].tolist() for name in names]
    assert any(hidden[0])
    assert hidden[0] == hidden[1] == hidden[2]


def test_inside_the_bureau_nothing_is_hidden(table):
    frame = table.frame("responses", ["city", "industry"])
    assert frame["value"].notna().all()


@pytest.mark.parametrize(
    ("name", "by", "says"),
    [
        ("industries_covered", ["city"], "不能相加"),
        ("gain_revenue_median", ["city"], "不能相加"),
        ("policies", ["city"], "不能相加"),
        ("satisfaction_rate", ["pilot"], "相同的企业"),
        ("satisfaction_rate", ["city", "industry", "year"], "一个或两个维度"),
        ("satisfaction_rate", [], "一个或两个维度"),
    ],
)
def test_what_cannot_be_kept_safe_is_refused(table, name, by, says):
    with pytest.raises(Refused, match=says):
        published(table.reader, [name], by)


def test_the_national_sample_by_province_and_industry_gives_nothing_away(national):
    frame = published(national, ["improvement_rate"], ["province", "industry"])
    rows = records(compute(national, ["improvement_rate"], ["province", "industry"]))
    few = {(row["province"], row["industry"]) for row in rows if row["denominator"] < 10}
    hidden = {(row["province"], row["industry"]) for row in records(frame) if row["hidden"] and not row["total"]}
    assert few <= hidden
    assert frame.loc[frame["total"] == "province,industry", "numerator"].tolist() == [5407]
