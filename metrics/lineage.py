"""Lineage: the firms, answers and reports behind a figure, and the files they were read from.

The rows come from the statement that computes the figure (`metrics.statement.behind`), so a list always has as many
rows as the figure counts. Contact persons and telephone numbers are in no relation, so they are in no list.
"""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from data import schema
from data.warehouse import Reader
from locales import N_
from metrics.core import Count, CountDistinct, Latest, Mean, Metric, Rate
from metrics.query import Filters
from metrics.registry import metric
from metrics.relations import RELATIONS
from metrics.statement import Asked, Part, behind, column

Cell = Mapping[str, str | int | None]  # dimension → the value of the group; None is the group of those without one

KINDS = {  # what the kinds of files are called
    "ledger": N_("企业台账"),
    "questionnaire": N_("问卷答卷"),
    "statistics": N_("统计表（附表）"),
    "pilot": N_("试点统计表（附件3）"),
    "pilot_application": N_("试点申报"),
    "cases": N_("典型案例"),
    "recommendations": N_("推荐认证机构名单"),
    "materials": N_("成果材料登记表"),
    "scores": N_("评分表"),
    "phone_check": N_("电话核查表"),
}
_COLUMNS = frozenset(c.name for relation in schema.RELATIONS for c in relation.columns)


def firms(
    reader: Reader,
    name: str,
    where: Filters = Filters(),
    part: Part = "numerator",
    at: Cell | None = None,
    cumulative: bool = False,
) -> pd.DataFrame:
    """What stands behind the numerator or denominator of one figure, by place and name.

    `at` says which row of a grouped `compute` is meant, by the value of each of its dimensions.

    Columns: whom the row speaks of (firm key, name, credit code, year, place, industry, body; the unit or pilot that
    reports), what it says as far as the metric reads it, `file, sheet, row` it was read from; for ledger firms also
    those of their answer. A rate has `in_numerator`; a mean or a reported figure `value`, and where there is one the
    text as received. A number of different things has one row for each: `value`, `rows`, how many there are of it,
    and `behind`, these rows with firm and place in the file.

    There are as many rows as the part counts: of a mean or reported figure as many as were averaged or added up.

    Raises Refused as `compute` does, and for the denominator of a metric that has none.
    """
    return reader.frame(*query(name, where, part, at, cumulative))


def query(
    name: str, where: Filters = Filters(), part: Part = "numerator", at: Cell | None = None, cumulative: bool = False
) -> tuple[str, list[str | int | None]]:
    """The query of `firms` and the values to bind as $1, $2, …; for who asks only for some of its rows."""
    at = at or {}
    one, source = _source(name, tuple(at), where, cumulative, part, at)
    values = [value for _, some in where.values for value in some] + list(at.values())
    return _things(one, source) if isinstance(one, CountDistinct) else _rows(one, source), values


def files(
    reader: Reader, name: str, by: Sequence[str] = (), where: Filters = Filters(), cumulative: bool = False
) -> pd.DataFrame:
    """The files behind all groups of a metric: submission, file, kind, sender, year, and `rows` that count.

    A rate counts the rows of its denominator. Files of both the ledgers and the answers stand behind what joins them.
    """
    one = metric(name)
    part: Part = "denominator" if isinstance(one, Rate) else "numerator"
    one, source = _source(name, tuple(dict.fromkeys(by)), where, cumulative, part, {})
    places = RELATIONS[one.relation].places
    read = " UNION ALL ".join(
        f"SELECT {p}submission AS submission, {p}sheet AS sheet, {p}row AS row FROM source_" for p in places
    )
    sql = f"""{source}
        SELECT submission, file, kind, sender, s.year, count(DISTINCT (sheet, row)) AS rows
        FROM ({read}) LEFT JOIN submission s USING (submission) WHERE submission IS NOT NULL
        GROUP BY ALL ORDER BY submission"""
    return reader.frame(sql, [value for _, some in where.values for value in some])


def answers(
    reader: Reader, metrics: Sequence[Mean], where: Filters = Filters(), cumulative: bool = False
) -> pd.DataFrame:
    """The counted answers, one column a metric with the value that its mean is made of; null where none was given."""
    _, source = _source("responses", (), where, cumulative, "numerator", {})
    columns = ", ".join(f"{one.value} AS {one.name}" for one in metrics)
    return reader.frame(
        f"{source} SELECT {columns} FROM source_", [value for _, some in where.values for value in some]
    )


def _source(
    name: str, by: tuple[str, ...], where: Filters, cumulative: bool, part: Part, at: Cell
) -> tuple[Metric, str]:
    """The metric, and the common table of the rows in the part of it; the values of `at` are bound after the filters'."""
    one = metric(name)
    asked = Asked.of(by, [(d, len(values)) for d, values in where.values], cumulative)
    bound = sum(len(values) for _, values in where.values)
    cell = [
        f" AND {column(one.relation, d, cumulative)} IS NOT DISTINCT FROM ${place}"
        for place, d in enumerate(at, bound + 1)
    ]
    rows = f"SELECT *, {_figure(one)} {behind(one, asked, part)}{''.join(cell)}"
    return one, f"WITH {', '.join([*asked.years, f'source_ AS ({rows})'])}"


def _figure(one: Metric) -> str:
    """What a row adds to the figure."""
    match one:
        case Rate():
            return f"coalesce({one.numerator}, FALSE) AS figure_"
        case Latest():
            return f"{one.name}_v AS figure_"
        case Mean() | CountDistinct():
            return f"{one.value} AS figure_"
    return "TRUE AS figure_"


def _rows(one: Metric, source: str) -> str:
    of = RELATIONS[one.relation]
    columns = [f"r.{name}" for name in (*of.about, *_read(one))]
    if not isinstance(one, Count):
        columns.append(f"figure_ AS {'in_numerator' if isinstance(one, Rate) else 'value'}")
    joins = []
    for place in of.places:
        columns += [f"{place}s.file AS {place}file", f"r.{place}sheet", f"r.{place}row"]
        joins.append(f"LEFT JOIN submission {place}s ON {place}s.submission = r.{place}submission")
    return f"{source} SELECT {', '.join(columns)} FROM source_ r {' '.join(joins)} ORDER BY {_order(one)}"


def _things(one: CountDistinct, source: str) -> str:
    """One row a different value; where firms are counted, with the last row of the firm."""
    of = RELATIONS[one.relation]
    key, *others = of.about
    last = [*(f"r.{name}" for name in others), "s.file", "r.sheet", "r.row"] if one.value == key else []
    about = [f"arg_max({name}, (r.year, submission, row)) AS {name[2:]}" for name in last]
    fields = [*(f"'{name}': r.{name}" for name in of.about[:2]), "'year': r.year", "'file': file"]
    fields += ["'sheet': sheet", "'row': row"]
    place = "ORDER BY r.year, submission, sheet, row"
    columns = ["figure_ AS value", *about, "count(*) AS rows", f"list({{{', '.join(fields)}}} {place}) AS behind"]
    return f"""{source}
        SELECT {", ".join(columns)} FROM source_ r LEFT JOIN submission s USING (submission)
        GROUP BY figure_ ORDER BY figure_"""


def _read(one: Metric) -> list[str]:
    """The columns that the metric reads, beside those that say whom a row speaks of; of a gain its text."""
    said = " ".join(str(getattr(one, name, "")) for name in ("numerator", "denominator", "condition", "value"))
    named = [name for name in dict.fromkeys(re.findall(r"\w+", said)) if name in _COLUMNS]
    if isinstance(one, Mean | Latest):
        named = [name for name in named if name != one.value]
        named += [f"{one.value}_text"] if f"{one.value}_text" in _COLUMNS else []
    return [name for name in named if name not in RELATIONS[one.relation].about]


def _order(one: Metric) -> str:
    wanted = [d for d in ("province", "city", "county", "name") if d in RELATIONS[one.relation].about]
    return ", ".join(f"r.{d} NULLS LAST" for d in (*wanted, *RELATIONS[one.relation].about, "sheet", "row"))
