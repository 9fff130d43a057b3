"""Who may be whom: answers without a firm beside ledger firms that did not answer, and ledger firms beside one another.

Likeness only suggests. Names are compared where it may matter: within a city, then a province, and only where their
numbers are equal; the best likeness must stand out, because a choice between two firms alike would be a guess.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from loaders.checks.thresholds import threshold

AT_ONCE = 20_000_000  # scores held in memory, 4 bytes each
EQUAL = 100

# The answer of each firm that counts, if it belongs to no ledger firm.
ANSWERS = """
SELECT a.response_id AS key, a.core, a.numbers, a.credit_code IS NOT NULL AS has_code, a.year, a.province,
       coalesce(a.city, a.province) AS city, a.own
FROM answer_core a JOIN response r USING (response_id) JOIN match m USING (response_id)
WHERE r.counts AND m.firm IS NULL AND a.core IS NOT NULL ORDER BY r.submission, r.row
"""
# Names of the ledger firms that did not answer in a round.
OPEN = """
SELECT DISTINCT k.firm AS key, k.core, k.numbers, k.credit_code IS NOT NULL AS has_code, $year AS year, k.province,
       coalesce(k.city, k.province) AS city
FROM ledger_core k WHERE k.core IS NOT NULL AND k.since <= $year AND NOT EXISTS (
    SELECT 1 FROM match m JOIN answer a USING (response_id) WHERE m.firm = k.firm AND a.year = $year
) ORDER BY ALL
"""
# An equal name in the same place that is still no match: another code, or several firms of the name.
NAMESAKES = """
INSERT INTO suggestion BY NAME
SELECT DISTINCT 'match' AS about, a.response_id AS place, k.firm AS subject, a.year, 100.0 AS score, 'name' AS why
FROM answer_core a JOIN response r USING (response_id) JOIN ledger_core k
  ON k.name_key = a.name_key AND coalesce(k.city, k.province) = coalesce(a.city, a.province) AND k.since <= a.year
ANTI JOIN refused f ON f.year = a.year AND f.own = a.own AND f.firm = k.firm
WHERE a.how = 'doubtful' AND r.counts
"""
REFUSALS = "SELECT year, own, firm FROM refused"

# Ledger firms of one city and year. One name with two codes is written down here; the rest is compared.
SAME_NAMES = """
INSERT INTO suggestion BY NAME
WITH named AS (
    SELECT DISTINCT name_key, city, year, firm FROM ledger_row SEMI JOIN (
        SELECT name_key, city, year FROM ledger_row GROUP BY ALL HAVING count(*) > 1
    ) USING (name_key, city, year)
)
SELECT 'double' AS about, a.firm AS place, b.firm AS subject, max(year) AS year, 100.0 AS score, 'name' AS why
FROM named a JOIN named b USING (name_key, city, year)
ANTI JOIN apart p ON (p.firm = a.firm AND p.other = b.firm) OR (p.firm = b.firm AND p.other = a.firm)
WHERE a.firm < b.firm GROUP BY a.firm, b.firm
"""
LEDGER = """
SELECT DISTINCT firm AS key, core, numbers, credit_code IS NOT NULL AS has_code, unnest(years) AS year, province, city
FROM ledger_core WHERE core IS NOT NULL AND city IS NOT NULL ORDER BY ALL
"""
APART = "SELECT firm, other FROM apart"


class Name(NamedTuple):
    """The core of a name of the answer or firm with this key; `own` is what the firm of an answer calls itself."""

    key: str
    core: str
    numbers: str
    has_code: bool
    year: int
    province: str | None
    city: str | None
    own: str = ""


class Found(NamedTuple):
    """The firm a name is most like, how like, and how like the next firm is."""

    firm: str
    score: float
    next: float


class Suggestion(NamedTuple):
    """One row of the relation, but for why."""

    about: str
    place: str
    subject: str
    year: int
    score: float


IsOpen = Callable[[Name, str], bool]  # whether a name may still be that firm, as far as people decided


def fill(connection: Any) -> None:
    """Fill the relation; answers, matches, cores and decisions must be there. Nothing else changes."""
    connection.execute(NAMESAKES)
    connection.execute(SAME_NAMES)
    rows = [*_matches(connection), *_doubles(connection)]
    types = (pa.string(), pa.string(), pa.string(), pa.int16(), pa.float64())
    columns = [pa.array([row[at] for row in rows], type_) for at, type_ in enumerate(types)]
    connection.register("alike", pa.table(columns, names=list(Suggestion._fields)))
    connection.execute("""
        INSERT INTO suggestion BY NAME SELECT *, 'similar' AS why FROM alike
        ANTI JOIN suggestion USING (about, place, subject)
    """)
    connection.unregister("alike")


def _names(connection: Any, sql: str, **values: Any) -> list[Name]:
    return [Name(*row) for row in connection.execute(sql, values).fetchall()]


def _matches(connection: Any) -> Iterator[Suggestion]:
    """Of the ledger firms that did not answer in the round the one that stands out."""
    refused = set(connection.execute(REFUSALS).fetchall())
    lowest, margin = threshold("similar_names"), threshold("clearer_by")
    rounds: dict[int, list[Name]] = defaultdict(list)
    for answer in _names(connection, ANSWERS):
        rounds[answer.year].append(answer)
    for year, answers in rounds.items():
        found = _near_and_far(
            answers,
            _names(connection, OPEN, year=year),
            lambda answer, firm: (answer.year, answer.own, firm) not in refused,
        )
        for response, best in found.items():
            if best.score >= lowest and best.score - best.next >= margin:
                yield Suggestion("match", response, best.firm, year, best.score)


def _near_and_far(answers: Sequence[Name], firms: Sequence[Name], is_open: IsOpen) -> dict[str, Found]:
    """What each answer is most like in its city or, where nothing is like it there, in its province."""
    lowest, margin = threshold("similar_names"), threshold("clearer_by")
    found: dict[str, Found] = {}
    for where in (lambda one: one.city, lambda one: one.province):
        waiting = [one for one in answers if one.key not in found]
        for block, others in _blocks(waiting, firms, where):
            best = _best(block, others, lowest - margin, is_open)
            found |= {answer: one for answer, one in best.items() if one.score >= lowest}
    return found


def _doubles(connection: Any) -> Iterator[Suggestion]:
    """Ledger firms of one city and year, one of them without a code; two codes speak of two firms."""
    apart = {frozenset(pair) for pair in connection.execute(APART).fetchall()}
    firms = _names(connection, LEDGER)

    def is_open(one: Name, firm: str) -> bool:
        return one.key != firm and frozenset((one.key, firm)) not in apart

    found: dict[tuple[str, str], Suggestion] = {}
    for year in sorted({one.year for one in firms}):
        of_year = [one for one in firms if one.year == year]
        codeless = [one for one in of_year if not one.has_code]
        for block, others in _blocks(codeless, of_year, lambda one: one.city):
            for firm, best in _best(block, others, threshold("double_names"), is_open).items():
                pair = min(firm, best.firm), max(firm, best.firm)
                found[pair] = Suggestion("double", *pair, year, best.score)
    yield from found.values()


def _blocks(
    left: Sequence[Name], right: Sequence[Name], where: Callable[[Name], str | None]
) -> Iterator[tuple[Sequence[Name], Sequence[Name]]]:
    """Names of one place with equal numbers that may be compared; of a very large place, those that begin alike."""
    for block in _grouped(left, right, lambda one: where(one) and (where(one), one.numbers)):
        for names, others in filter(all, _by_code(*block)):
            if len(names) * len(others) <= threshold("pairs_at_once"):
                yield names, others
            else:
                yield from _grouped(names, others, lambda one: one.core[0])


def _by_code(names: Sequence[Name], firms: Sequence[Name]) -> Iterator[tuple[Sequence[Name], Sequence[Name]]]:
    """Names without a code beside all firms; those with one beside the firms without, and those of an equal core."""
    yield [one for one in names if not one.has_code], firms
    coded = [one for one in names if one.has_code]
    cores = {one.core for one in coded}
    yield coded, [one for one in firms if not one.has_code or one.core in cores]


def _grouped(
    left: Sequence[Name], right: Sequence[Name], by: Callable[[Name], Hashable]
) -> Iterator[tuple[list[Name], list[Name]]]:
    """Names on both sides that have the same, whatever `by` says; those it says nothing of are left out."""
    groups: dict[Hashable, tuple[list[Name], list[Name]]] = defaultdict(lambda: ([], []))
    for side, names in enumerate((left, right)):
        for one in names:
            groups[by(one)][side].append(one)
    yield from (both for key, both in groups.items() if key and all(both))


def _best(names: Sequence[Name], firms: Sequence[Name], cutoff: float, is_open: IsOpen) -> dict[str, Found]:
    """The firm each name is most like, of those it may be; names that are less like any than the cutoff have none."""
    found = {}
    cores, have_codes = [one.core for one in firms], np.array([one.has_code for one in firms])
    step = max(1, AT_ONCE // len(firms))
    for start in range(0, len(names), step):
        some = names[start : start + step]
        scores = process.cdist([one.core for one in some], cores, scorer=fuzz.ratio, score_cutoff=cutoff)
        both_have = np.array([one.has_code for one in some])[:, None] & have_codes
        scores[both_have & (scores < EQUAL)] = 0
        for row, one in enumerate(some):
            likeness: dict[str, float] = {}
            for at in map(int, np.flatnonzero(scores[row])):
                if is_open(one, firms[at].key):
                    likeness[firms[at].key] = max(float(scores[row, at]), likeness.get(firms[at].key, 0))
            if likeness:
                first, *others = sorted(likeness, key=lambda firm: (-likeness[firm], firm))
                found[one.key] = Found(first, likeness[first], likeness[others[0]] if others else 0)
    return found
