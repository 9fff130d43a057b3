"""Firms one by one: a page of those looked for, and everything that the version knows of one.

A firm of a year is its line in the ledgers of the year or, where none names it, its answer that counts. It has a `flag`
for every finding of the checks about a row that it was read from. Contact persons and telephone numbers are in no
relation.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pandas as pd

from data import schema
from data.digest import in_sql
from data.warehouse import Reader
from locales import N_
from metrics import lineage
from metrics.core import Count, CountDistinct, Mean, Metric, Rate
from metrics.query import Filters
from metrics.registry import METRICS
from metrics.relations import NO_PILOT
from metrics.statement import Part

PAGE: Final = 50  # firms a page shows

STATES = {  # of firms of a year: what may be asked of them, and the condition
    "answered": (N_("已填答卷"), "answer.firm IS NOT NULL"),
    "unanswered": (N_("没有答卷"), "answer.firm IS NULL"),
    "unimproved": (N_("提升不太明显"), "answer.q7 = 3"),
    "unsatisfied": (N_("一般或不满意"), "answer.q13 IN (3, 4)"),
    "flagged": (N_("有检查提示"), "(firm, year) IN (SELECT (firm, year) FROM flagged)"),
}
PARTS: dict[str, str] = {"all": N_("全部"), "in": N_("计入分子的"), "out": N_("没有计入分子的")}
RELATIONS: Final = ("answer", "assisted", "ledger")  # whose rows are firms

HOW = {  # how an answer was matched to a firm of the ledgers
    "code": N_("统一社会信用代码相同"),
    "link": N_("从台账企业的个人链接填报"),
    "name": N_("名称相同，在同一地区"),
    "core": N_("去掉地名和“有限公司”等字后名称相同，同一地区只有这一家"),
    "confirmed": N_("由人确认为同一家"),
    "doubtful": N_("与台账企业名称相同而代码不同，没有认作同一家，待核对"),
    "none": N_("台账里没有找到这家企业"),
}

_ABOUT = "firm, year, name, credit_code, province, city, county, industry, body"
# Findings about a row that a firm was read from: lines of ledgers, and answers, whether they count or not. `{of}` says
# which firms; findings about a whole sheet or column speak of none.
_FLAGS = " UNION ".join(
    f"SELECT firm, l.year, i.* FROM {table} l JOIN issue i USING (submission, sheet, row) {{of}}"
    for table in ("listing", "assisted", "response")
)
_KNOWN = f"""
answer AS (SELECT firm, year, q7, q13 FROM response WHERE counts),
known AS (
    SELECT {_ABOUT}, origin FROM assisted {{of}}
    UNION ALL BY NAME
    SELECT {_ABOUT} FROM (SELECT * FROM response r WHERE counts) r
    ANTI JOIN assisted a ON a.firm = r.firm AND a.year = r.year {{of}}
),
flagged AS (SELECT DISTINCT firm, year FROM ({_FLAGS.format(of="WHERE row > 0")}))
"""


@dataclass(frozen=True)
class Search:
    """What firms are looked for. `words` all stand in the name or the credit code; `state` is a key of STATES.

    `any_year` finds a firm by any name it had and shows it as it was in the last year it is known of, whatever the
    filters say.
    """

    text: str = ""
    state: str = ""
    any_year: bool = False

    @property
    def words(self) -> list[str]:
        """The words in the width and case that names are compared in."""
        return unicodedata.normalize("NFKC", self.text).upper().split()


class Found(NamedTuple):
    """One page of firms, how many there are on all pages, and how many of these answered (None where not asked)."""

    rows: pd.DataFrame
    total: int
    answered: int | None = None


def search(reader: Reader, sought: Search, where: Filters = Filters(), page: int = 1, size: int = PAGE) -> Found:
    """The firms of the selection that are looked for, by place and name; pages count from 1.

    Columns: those that say who the firm is, `body_name`, `years` it is known of, `origin` (`ledger`, `answers`, or null
    where it answered and no ledger of the year names it), `answered`, `q7` and `q13` of the answer that counts, `flags`.
    """
    sql, values = _sought(sought, where)
    counts = f"SELECT count(*), count(answer.firm) {sql}"
    ((count, answered),) = reader.rows(f"WITH {_with(where, sought)} {counts}", values)
    of_page = "SEMI JOIN page p ON p.firm = l.firm AND p.year = l.year WHERE row > 0"
    # Only the rows of the page are looked up in the other tables.
    shown = f"""WITH {_with(where, sought)}, page AS (
        SELECT known.*, answer.firm IS NOT NULL AS answered, answer.q7, answer.q13 {sql}
        ORDER BY province NULLS LAST, city NULLS LAST, name, firm LIMIT {int(size)} OFFSET {int(size) * (page - 1)}
    )
    SELECT p.*, b.name AS body_name, coalesce(y.years, [p.year]) AS years, coalesce(f.flags, 0) AS flags
    FROM page p LEFT JOIN body b USING (body)
    LEFT JOIN (SELECT firm, list_sort(list(DISTINCT year)) AS years FROM (
        SELECT firm, year FROM assisted SEMI JOIN page USING (firm)
        UNION ALL SELECT firm, year FROM response SEMI JOIN page USING (firm)) GROUP BY firm
    ) y USING (firm)
    LEFT JOIN (SELECT firm, year, count(*) AS flags FROM ({_FLAGS.format(of=of_page)}) GROUP BY ALL) f
        USING (firm, year)
    ORDER BY province NULLS LAST, city NULLS LAST, p.name, firm"""
    return Found(reader.frame(shown, values), count, answered)


def _with(where: Filters, sought: Search) -> str:
    """The tables; of the rows of other years none is read."""
    years = [] if sought.any_year else [str(int(one)) for one in where.get("year")]
    return _KNOWN.format(of=f"WHERE year IN ({', '.join(years)})" if years else "")


def _sought(sought: Search, where: Filters) -> tuple[str, list[Any]]:
    """FROM and WHERE over the tables of `_KNOWN`, and the values that are bound there."""
    words = sought.words
    conditions = _worded(words)
    values: list[Any] = [*words, *map(_any_width, words)]
    known = "known"
    if sought.any_year:
        matching = f"SEMI JOIN (SELECT firm FROM known WHERE {' AND '.join(conditions)}) USING (firm)" if words else ""
        last = f"SELECT firm, max(year) AS year FROM known {matching} GROUP BY firm"
        known, conditions = f"(SELECT * FROM known SEMI JOIN ({last}) USING (firm, year)) known", []
    else:
        for dimension, some in where.values:
            marks = ", ".join(f"${number}" for number in range(len(values) + 1, len(values) + len(some) + 1))
            conditions.append(_in_pilot(marks) if dimension == "pilot" else f"known.{dimension} IN ({marks})")
            values += some
    if sought.state:
        conditions.append(STATES[sought.state][1])
    return f"FROM {known} LEFT JOIN answer USING (firm, year) WHERE {' AND '.join(conditions) or 'TRUE'}", values


def _in_pilot(marks: str) -> str:
    member = "SELECT pilot FROM pilot_member m WHERE m.firm = known.firm AND m.year = known.year"
    return f"(EXISTS ({member} AND pilot IN ({marks})) OR ('{NO_PILOT}' IN ({marks}) AND NOT EXISTS ({member})))"


def _worded(words: Sequence[str], after: int = 0) -> list[str]:
    """Conditions that each word stands in the name or the code.

    Behind `after` other values the words are bound, then the patterns that find them in a name.
    """
    count = len(words)
    return [
        f"(regexp_matches(coalesce(name, ''), ${number + count}) OR contains(coalesce(credit_code, ''), ${number}))"
        for number in range(after + 1, after + count + 1)
    ]


def _any_width(word: str) -> str:
    """A pattern for the word in any width and case, with blanks anywhere: much faster than changing all names."""
    return r"\s*".join(_sign(sign) for sign in word)


def _sign(sign: str) -> str:
    alike = {sign, sign.lower()}
    alike |= {chr(ord(one) + 0xFEE0) for one in alike if "!" <= one <= "~"}
    return f"(?:{'|'.join(re.escape(one) for one in sorted(alike))})"


def figures() -> list[Metric]:
    """The metrics whose rows are firms: shares, means, and numbers of firms."""
    return [one for one in METRICS.values() if has_firms(one)]


def has_firms(one: Metric) -> bool:
    """Whether the rows of a metric are firms, so that they can be listed."""
    if one.relation not in RELATIONS:
        return False
    match one:
        case Rate() | Count():
            return True
        case Mean():
            return not one.median
        case CountDistinct():
            return one.value == "firm"
    return False


def behind(
    reader: Reader, name: str, part: str, where: Filters = Filters(), text: str = "", page: int = 1, size: int = PAGE
) -> Found:
    """One page of the firms behind a figure (`metrics.lineage.firms`): all of its base, or a key of PARTS of a rate.

    Raises Refused as `compute` does.
    """
    one = METRICS.get(name)
    is_rate = isinstance(one, Rate)
    asked: Part = "denominator" if is_rate else "numerator"
    sql, values = lineage.query(name, where, asked)
    if isinstance(one, CountDistinct):
        sql = f"SELECT value AS firm, * EXCLUDE (value) FROM ({sql})"
    words = Search(text).words
    conditions = _worded(words, len(values))
    if is_rate and part in ("in", "out"):
        conditions.append("in_numerator" if part == "in" else "NOT in_numerator")
    found = f"FROM ({sql}) f WHERE {' AND '.join(conditions) or 'TRUE'}"
    bound = [*values, *words, *map(_any_width, words)]
    ((count,),) = reader.rows(f"SELECT count(*) {found}", bound)
    order = "ORDER BY province NULLS LAST, city NULLS LAST, f.name, firm"
    limit = f"LIMIT {int(size)} OFFSET {int(size) * (page - 1)}"
    shown = f"SELECT f.*, b.name AS body_name FROM (SELECT f.* {found} {order} {limit}) f LEFT JOIN body b USING (body) {order}"
    return Found(reader.frame(shown, bound), count)


def find(reader: Reader, given: str) -> str | None:
    """The key of the firm with that key, credit code in any width, or digest; None where there is none."""
    code = unicodedata.normalize("NFKC", given).upper().strip()
    sql = f"""SELECT firm FROM (SELECT firm, credit_code FROM assisted UNION SELECT firm, credit_code FROM response)
        WHERE firm IN ($1, $2) OR credit_code = $2 OR {in_sql("firm")} = $1
        ORDER BY firm = $1 DESC, firm = $2 DESC, firm LIMIT 1"""
    rows = reader.rows(sql, [given, code])
    return rows[0][0] if rows else None


@dataclass(frozen=True)
class Card:
    """What a version knows of one firm; newest first.

    `years`: one row a year it is known of: who it is then, `origin` as in `search`, `answered`, `q7`, `q13`, `flags`.
    `lines`: its rows in ledgers: year, origin, sender, body_name, file, sheet, row.
    `answers`: its answers with all columns of `response`, `file`, and how it was matched: how, score, decided_by.
    `pilots`: year, pilot, name. `cases`: year, title, selected. `flags`: year, file, its kind, and the columns of `issue`.
    """

    firm: str
    years: pd.DataFrame
    lines: pd.DataFrame
    answers: pd.DataFrame
    pilots: pd.DataFrame
    cases: pd.DataFrame
    flags: pd.DataFrame = field(repr=False)

    @property
    def latest(self) -> dict[str, Any]:
        """Who the firm is, as the last year has it."""
        return {str(name): value for name, value in self.years.iloc[0].items()}


def card(reader: Reader, firm: str) -> Card:
    """Everything about the firm with this key; `years` is empty for one that there is not."""
    return Card(
        firm, *(reader.frame(sql, [firm]) for sql in (_YEARS, _OWN_LINES, _ANSWERS, _PILOTS, _CASES, _OWN_FLAGS))
    )


_OWN_LINES = """
SELECT l.year, l.origin, l.sender, b.name AS body_name, s.file, l.sheet, l.row
FROM listing l LEFT JOIN body b USING (body) LEFT JOIN submission s USING (submission)
WHERE l.firm = $1 ORDER BY l.year DESC, l.submission, l.sheet, l.row
"""
_ANSWERS = f"""
SELECT {", ".join(f'r."{name}"' for name in schema.RESPONSE.names)}, s.file, m.how, m.score, m.decided_by, b.name AS body_name
FROM response r LEFT JOIN match m USING (response_id) LEFT JOIN submission s USING (submission) LEFT JOIN body b USING (body)
WHERE r.firm = $1 ORDER BY r.year DESC, r.counts DESC, r.submitted_at DESC NULLS LAST, r.submission DESC, r.row DESC
"""
_PILOTS = """
SELECT m.year, m.pilot, coalesce(p.name, m.pilot) AS name
FROM pilot_member m LEFT JOIN pilot p USING (pilot, year) WHERE m.firm = $1 ORDER BY m.year DESC, m.pilot
"""
_CASES = "SELECT year, title, selected FROM good_case WHERE firm = $1 ORDER BY year DESC, title"
_OWN_FLAGS = f"""
SELECT f.year, s.file, s.kind, f.sheet, f.row, f."column", f.letter, f.value, f.rule, f.level
FROM ({_FLAGS.format(of="WHERE row > 0 AND firm = $1")}) f LEFT JOIN submission s USING (submission)
ORDER BY f.year DESC, f.submission, f.sheet, f.row, f.letter, f.rule
"""
_YEARS = f"""
WITH {_KNOWN.format(of="WHERE firm = $1")}
SELECT known.*, b.name AS body_name, answer.firm IS NOT NULL AS answered, answer.q7, answer.q13
FROM known LEFT JOIN answer USING (firm, year) LEFT JOIN body b USING (body) ORDER BY year DESC
"""
