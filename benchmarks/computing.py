"""Five metrics by province × industry against the same SQL written by hand, at the sample's size and at a million."""

from typing import Any

from benchmarks.timing import Ratio, compare
from data import register, schema, warehouse
from data.store import Store
from data.warehouse import Reader
from metrics.query import Filters, compute

NAMES = ("satisfaction_rate", "improvement_rate", "aspect_1", "gain_pass_rate", "certified_after")
RUNS = 15
COPIES = 178  # of 5,639 answers make a million

BY_HAND = """
SELECT province, industry, n1, d1, n1 / d1 AS satisfaction,
       greatest(0, (n1 / d1 + 3.8415 / (2 * d1) - 1.96 * sqrt((n1 / d1 * (1 - n1 / d1) + 3.8415 / (4 * d1)) / d1))
                   / (1 + 3.8415 / d1)) AS satisfaction_low,
       least(1, (n1 / d1 + 3.8415 / (2 * d1) + 1.96 * sqrt((n1 / d1 * (1 - n1 / d1) + 3.8415 / (4 * d1)) / d1))
                / (1 + 3.8415 / d1)) AS satisfaction_high,
       n2, d2, n2 / d2 AS improvement,
       greatest(0, (n2 / d2 + 3.8415 / (2 * d2) - 1.96 * sqrt((n2 / d2 * (1 - n2 / d2) + 3.8415 / (4 * d2)) / d2))
                   / (1 + 3.8415 / d2)) AS improvement_low,
       least(1, (n2 / d2 + 3.8415 / (2 * d2) + 1.96 * sqrt((n2 / d2 * (1 - n2 / d2) + 3.8415 / (4 * d2)) / d2))
                / (1 + 3.8415 / d2)) AS improvement_high,
       n3, d3, n3 / d3 AS aspect,
       greatest(0, (n3 / d3 + 3.8415 / (2 * d3) - 1.96 * sqrt((n3 / d3 * (1 - n3 / d3) + 3.8415 / (4 * d3)) / d3))
                   / (1 + 3.8415 / d3)) AS aspect_low,
       least(1, (n3 / d3 + 3.8415 / (2 * d3) + 1.96 * sqrt((n3 / d3 * (1 - n3 / d3) + 3.8415 / (4 * d3)) / d3))
                / (1 + 3.8415 / d3)) AS aspect_high,
       total, filled, total / filled AS gain, certified
FROM (
    SELECT province, industry,
           count(CASE WHEN q13 IN (1, 2) THEN 1 END)::DOUBLE AS n1, count(q13)::DOUBLE AS d1,
           count(CASE WHEN q7 IN (1, 2) THEN 1 END)::DOUBLE AS n2, count(q7)::DOUBLE AS d2,
           count(CASE WHEN q8_1 THEN 1 END)::DOUBLE AS n3, count(*)::DOUBLE AS d3,
           sum(q11_1) AS total, count(q11_1) AS filled, count(CASE WHEN q3 = 2 THEN 1 END) AS certified
    FROM response WHERE counts AND year = 2021 GROUP BY province, industry
) ORDER BY province, industry
"""


def run(sample: Store, folder: Store) -> list[Ratio]:
    """The sample's version as it is, and one with every answer copied until there are a million."""
    copies(sample, folder, COPIES)
    return [_run(store, rows) for store, rows in ((sample, "5,639"), (folder, "1,003,742"))]


def _run(store: Store, rows: str) -> Ratio:
    reader = warehouse.open(store, warehouse.ALL)
    where = Filters.of(year=[2021])
    result = compare(
        f"compute 5 metrics by province × industry, {rows} rows",
        lambda: compute(reader, NAMES, ["province", "industry"], where),
        lambda: reader.frame(BY_HAND),
        RUNS,
    )
    reader.close()
    return result


def copies(sample: Store, to: Store, times: int) -> None:
    """A version with every answer of another one so many times, each of a firm of its own."""
    source: Reader = warehouse.open(sample, warehouse.ALL)
    answers = source.frame("FROM response")
    source.close()
    version, _ = register.begin(to, [], schema.digest())

    def fill(connection: Any) -> None:
        connection.register("answers", answers)
        connection.execute(
            "INSERT INTO response BY NAME SELECT a.* REPLACE (a.firm || '-' || n AS firm, a.response_id || '-' || n "
            f"AS response_id) FROM answers a, range({times}) copy(n)"
        )
        connection.execute("INSERT INTO industry SELECT i, 'x', 'x', 'x', 'x', 'manufacturing' FROM range(1, 40) r(i)")

    warehouse.publish(to, version, fill)
    register.finish(to, version)
