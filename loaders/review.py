"""Pairs of records that may speak of one firm, for a person to look at; and what is kept of an answer when he decides."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data import register
from data.errors import Refused
from data.register import Decision
from data.store import Store
from data.warehouse import Reader
from loaders.firms import own_key
from loaders.merging.decisions import told

ABOUT = ("match", "double", "code")
VERDICTS = ("same", "different")

PAIRS = """
SELECT about, place, subject, year, score, why FROM suggestion
ORDER BY about = 'code', CASE WHEN about = 'code' THEN score ELSE -score END, about, place, subject
"""
_SIDE = "k.name, k.credit_code, k.province, k.city, k.county, k.industry, b.name, f.file, k.sheet, k.row"
ANSWERS = f"""
SELECT k.response_id, {_SIDE} FROM response k
SEMI JOIN suggestion s ON s.about = 'match' AND s.place = k.response_id
LEFT JOIN body b USING (body) LEFT JOIN submission f USING (submission)
"""
FIRMS = f"""
SELECT k.firm, {_SIDE} FROM assisted k
SEMI JOIN (SELECT subject AS firm FROM suggestion UNION SELECT place FROM suggestion WHERE about = 'double') USING (firm)
LEFT JOIN body b USING (body) LEFT JOIN submission f USING (submission)
WHERE k.origin = 'ledger' QUALIFY row_number() OVER (PARTITION BY k.firm ORDER BY k.year DESC) = 1
"""
NAMES = f"""
SELECT k.key, {_SIDE} FROM code_name k LEFT JOIN body b USING (body) LEFT JOIN submission f USING (submission)
"""


class Side(NamedTuple):
    """One of two records: an answer, a firm as its latest ledger has it, or a name as it is first written under a code.

    Never names or phones of persons.
    """

    key: str
    name: str | None = None
    credit_code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    industry: int | None = None
    body: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None


class Pair(NamedTuple):
    """A suggestion: `left` is an answer or, where it is about a double, a ledger firm; `right` is a ledger firm.

    Where it is about a code, both are names that stand under it.
    """

    about: str
    left: Side
    right: Side
    year: int
    score: float
    why: str

    def decided(self, verdict: str, reason: str = "", who: str = "") -> Decision:
        """What somebody says of it."""
        return Decision(self.about, self.left.key, self.right.key, verdict, reason=reason, who=who)


def pairs(reader: Reader) -> list[Pair]:
    """All suggestions of a version, those most alike first; then names under one code, those least alike first."""
    answers, firms, names = ({row[0]: Side(*row) for row in reader.rows(sql)} for sql in (ANSWERS, FIRMS, NAMES))
    sides = {"match": (answers, firms), "double": (firms, firms), "code": (names, names)}
    found = []
    for about, place, subject, year, score, why in reader.rows(PAIRS):
        left, right = sides[about]
        found.append(Pair(about, left.get(place, Side(place)), right.get(subject, Side(subject)), year, score, why))
    return found


def held(store: Store) -> list[Decision]:
    """The decisions about who is who that hold, newest first."""
    every = [one for about in ABOUT for one in register.decisions(store, about)]
    return sorted(every, key=lambda one: one.decision, reverse=True)


def names(reader: Reader, decisions: Sequence[Decision]) -> dict[str, str]:
    """The names of the ledger firms that decisions speak of, by their keys, as far as the version has them."""
    keys = sorted({key for one in decisions for key in (one.place, one.subject)})
    asked = "SELECT firm, arg_max(name, year) FROM assisted WHERE origin = 'ledger' AND list_contains(?, firm) GROUP BY firm"
    return {firm: name for firm, name in reader.rows(asked, [keys]) if name}


def completed(reader: Reader, one: Decision) -> Decision:
    """The decision with what is kept of its answer, or its two firms in order; refused if the version has no such records."""
    if one.about not in ABOUT or one.verdict not in VERDICTS:
        raise Refused("不能这样决定：“{about}”“{verdict}”", about=one.about, verdict=one.verdict)
    if one.about == "match":
        _must_be_firm(reader, one.subject)
        return one._replace(before=_answer(reader, one.place))
    for key in (one.subject, one.place):
        (_must_be_name if one.about == "code" else _must_be_firm)(reader, key)
    if one.place == one.subject:
        raise Refused("“{firm}”与它自己不必核对", firm=one.place)
    place, subject = sorted((one.place, one.subject))
    return one._replace(place=place, subject=subject)


def _must_be_firm(reader: Reader, firm: str) -> None:
    if not reader.rows("SELECT 1 FROM assisted WHERE origin = 'ledger' AND firm = ? LIMIT 1", [firm]):
        raise Refused("台账里没有企业“{firm}”。请用“待核对”列出的编号：python -m loaders suggestions", firm=firm)


def _must_be_name(reader: Reader, key: str) -> None:
    if not reader.rows("SELECT 1 FROM code_name WHERE key = ? LIMIT 1", [key]):
        raise Refused("没有“{key}”。请用“待核对”列出的编号：python -m loaders suggestions", key=key)


def _answer(reader: Reader, response: str) -> str:
    asked = "SELECT year, name, credit_code, province, city FROM response WHERE response_id = ?"
    answers: list[tuple[Any, ...]] = reader.rows(asked, [response])
    if not answers:
        raise Refused("没有答卷“{response}”。请用“待核对”列出的编号：python -m loaders suggestions", response=response)
    year, *firm = answers[0]
    return told(year, own_key(*firm))
