"""The relations of a data version: one source for the DDL, the documentation and the exports."""

import hashlib
from typing import NamedTuple

from data.reference import table


class Column(NamedTuple):
    """One column: its DuckDB type, its unit where it has one, and what it means."""

    name: str
    type: str
    description: str
    unit: str = ""


class Relation(NamedTuple):
    """One table of a version; every row of `what` says what a row is."""

    name: str
    what: str
    columns: tuple[Column, ...]

    @property
    def ddl(self) -> str:
        """The CREATE TABLE statement."""
        body = ", ".join(f'"{c.name}" {c.type}' for c in self.columns)
        return f"CREATE TABLE {self.name} ({body})"

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(c.name for c in self.columns)


def _options(question: str, count: int, what: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{question}_{i}", "BOOLEAN", f"{what}, option {i}; null when not asked or left blank")
        for i in range(1, count + 1)
    )


GAINS = {  # column: what the firm writes there, in percent
    "q9_1": "revenue growth",
    "q9_2": "sales volume growth",
    "q9_3": "sales value growth",
    "q9_4": "another business indicator",
    "q10_1": "profit margin growth",
    "q10_2": "cost reduction",
    "q10_3": "another cost indicator",
    "q11_1": "pass rate growth",
    "q11_2": "conversion rate growth",
    "q11_3": "another quality indicator",
    "q12_1": "consumer satisfaction growth",
    "q12_2": "third-party satisfaction growth",
    "q12_3": "reduction of complaints",
    "q12_4": "another customer indicator",
}
TEXTS = {
    "q8_12_text": "what else improved, as written",
    "q14_7_text": "what else satisfied, as written",
    "q15_7_text": "what else did not satisfy, as written",
    "q14_text": "what satisfied, in the firm's words",
    "q15_text": "what did not satisfy, in the firm's words",
    "q16_text": "suggestions",
    "q17_text": "further needs",
}

PLACE = (
    Column("province", "VARCHAR", "GB/T 2260 code of the province"),
    Column("city", "VARCHAR", "code of the reporting unit directly below the province"),
    Column("county", "VARCHAR", "GB/T 2260 code of the county"),
)
TRADE = (
    Column("industry", "TINYINT", "certification industry, 1–39"),
    Column("sector", "VARCHAR", "`manufacturing` or `other`, as the industry's"),
)
LINEAGE = (
    Column("submission", "INTEGER", "the file it came from"),
    Column("sheet", "VARCHAR", "sheet in that file"),
    Column("row", "INTEGER", "row in that sheet, counted from 1 as Excel does"),
)

FIXED = {"place", "q8", "q14", "q15", "contact_name", "contact_phone"}  # answers kept under other names, or not at all


def _added(known: set[str]) -> tuple[Column, ...]:
    """Columns of questions that a later form adds to data/reference/questions.csv."""
    added: dict[str, Column] = {}
    for row in table("questions"):
        name, what = row["column"], row["stem"] + row["item"]
        if name in known | FIXED or row["kind"] == "person":
            continue
        if row["kind"] == "multiple":
            options = [int(one["position"]) for one in table("options") if one["question"] == row["question"]]
            columns = (*_options(name, max(options), what), Column(f"{name}_{max(options)}_text", "VARCHAR", what))
        elif row["kind"] in ("increase", "decrease", "indicator"):
            columns = (Column(name, "DOUBLE", what, "percent"), Column(f"{name}_text", "VARCHAR", what))
        else:
            columns = (Column(name, "TINYINT" if row["kind"] == "single" else "VARCHAR", what),)
        added |= {column.name: column for column in columns}
    return tuple(added.values())


ASKED = (
    Column("q3", "TINYINT", "ISO 9001 certificate: 1 before the campaign, 2 through it, 3 applied, 4 soon, 5 no"),
    Column("q4", "VARCHAR", "when first certified, as written"),
    Column("q5", "TINYINT", "takes part: 1 for the first time this year, 2 again"),
    Column("q7", "TINYINT", "improvement: 1 very clear, 2 rather clear, 3 not so clear"),
    *_options("q8", 12, "what improved"),
    *(Column(name, "DOUBLE", what, "percent") for name, what in GAINS.items()),
    *(Column(f"{name}_text", "VARCHAR", f"{what}, as written") for name, what in GAINS.items()),
    Column("q13", "TINYINT", "satisfaction: 1 very, 2 rather, 3 neutral, 4 not satisfied"),
    *_options("q14", 7, "what satisfied"),
    *_options("q15", 7, "what did not satisfy or should improve"),
    *(Column(name, "VARCHAR", what) for name, what in TEXTS.items()),
)
ADDED = _added({column.name for column in ASKED} | {"name", "credit_code", "industry", "body"})

RESPONSE = Relation(
    "response",
    "one questionnaire answer; `counts` marks the last one of a firm in a collection round",
    (
        Column("response_id", "VARCHAR", "submission and row"),
        Column("firm", "VARCHAR", "firm key: credit code, else normalised name and city"),
        Column("year", "SMALLINT", "collection round"),
        Column("submitted_at", "TIMESTAMP", "when the answer was sent, Beijing time"),
        Column("seconds", "INTEGER", "time spent answering", "s"),
        Column("counts", "BOOLEAN", "true for the last answer of the firm in the round"),
        Column("name", "VARCHAR", "firm name as written"),
        Column(
            "credit_code", "VARCHAR", "unified social credit code, null unless both lengths and check digit are right"
        ),
        *PLACE,
        *TRADE,
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        *ASKED,
        *ADDED,
        *LINEAGE,
    ),
)

ASSISTED = Relation(
    "assisted",
    "one assisted firm in one year, from a ledger or, where a province has none that year, from the answers",
    (
        Column("firm", "VARCHAR", "firm key"),
        Column("year", "SMALLINT", "year of assistance"),
        Column("origin", "VARCHAR", "`ledger`, or `answers` where the province has no ledger for the year"),
        Column("name", "VARCHAR", "firm name"),
        Column("credit_code", "VARCHAR", "unified social credit code"),
        *PLACE,
        *TRADE,
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        Column("first_year", "SMALLINT", "first year the firm is known to have been assisted"),
        *LINEAGE,
    ),
)

LISTING = Relation(
    "listing",
    "one row of a ledger, of a city or of a certification body; `assisted` is what the ledgers of a year make of a firm",
    (
        Column("firm", "VARCHAR", "firm key"),
        Column("year", "SMALLINT", "year of the ledger"),
        Column("origin", "VARCHAR", "`city` or `body`: whose ledger it is; null if the file does not say who sent it"),
        Column("sender", "VARCHAR", "who sent it: region code or approval number; null if the file does not say"),
        Column("body", "VARCHAR", "certification body it names: approval number, else its name"),
        *LINEAGE,
    ),
)

STATISTICS = Relation(
    "statistics",
    "the 附表 of one reporting unit for one year: what it reports since the campaign began, never to be summed over years",
    (
        Column("region", "VARCHAR", "code of the unit that reports"),
        *PLACE,
        Column("year", "SMALLINT", "year of the report"),
        Column("policies", "INTEGER", "policies issued"),
        Column("subsidy_10k_cny", "DOUBLE", "subsidies", "10,000 CNY"),
        Column("trained_person_times", "INTEGER", "attendances at trainings; a person may attend several times"),
        Column("trained_enterprises", "INTEGER", "firms trained"),
        Column("assisted", "INTEGER", "firms assisted"),
        Column("industries", "INTEGER", "certification industries of these firms"),
        Column("bodies", "INTEGER", "certification bodies of these firms"),
        *LINEAGE,
    ),
)

PILOT = Relation(
    "pilot",
    "one 区域试点 or 专业镇 in one year",
    (
        Column("pilot", "VARCHAR", "key: short name of the province, then the name without 区域试点"),
        Column("name", "VARCHAR", "name as the pilot table or, without one, the ledgers write it"),
        Column("kind", "VARCHAR", "`area` 区域试点 or `town` 专业镇"),
        Column("year", "SMALLINT", "year"),
        Column("province", "VARCHAR", "GB/T 2260 code of its province"),
    ),
)

PILOT_MEMBER = Relation(
    "pilot_member",
    "one firm in one pilot and year, as a ledger of the year marks it or, where the ledgers that name the firm mark no "
    "pilots, by a rule of data/reference/pilot_rules.csv; a firm that only answers that year keeps the pilots of the last "
    "ledger that named it",
    (
        Column("pilot", "VARCHAR", "key of the pilot"),
        Column("firm", "VARCHAR", "firm key"),
        Column("year", "SMALLINT", "year"),
    ),
)

PILOT_INDICATOR = Relation(
    "pilot_indicator",
    "one figure of a pilot's table (附件3)",
    (
        Column("pilot", "VARCHAR", "key of the pilot"),
        Column("year", "SMALLINT", "year of the table"),
        Column("indicator", "VARCHAR", "indicator of data/reference/pilot_indicators.csv"),
        Column("level", "VARCHAR", "sub-level such as 国家级; null for the whole, which is their sum"),
        Column(
            "before", "DOUBLE", "before the campaign; null where left blank, or where the table asks for one figure"
        ),
        Column("after", "DOUBLE", "after it, or the one figure"),
        Column("unit", "VARCHAR", "`percent`, `10k_cny` or `count`"),
        Column("better", "VARCHAR", "`higher`, `lower`, or empty"),
        *LINEAGE,
    ),
)

SCORE = Relation(
    "score",
    "the points one expert gave one unit for one assessed indicator; of the same expert the newest",
    (
        Column("unit", "VARCHAR", "who was assessed: code of a region, or approval number of a certification body"),
        Column("kind", "VARCHAR", "`region` or `body`"),
        Column("province", "VARCHAR", "province of the region; of a body, the province that had it assessed"),
        Column(
            "city", "VARCHAR", "code of the reporting unit directly below the province; null for a province or body"
        ),
        Column("year", "SMALLINT", "year of the assessment"),
        Column("scheme", "VARCHAR", "scheme of data/reference/assessment_indicators.csv"),
        Column("indicator", "VARCHAR", "indicator of that scheme"),
        Column(
            "expert", "SMALLINT", "number of the expert among those of the year and scheme, null if nobody is named"
        ),
        Column("points", "DOUBLE", "points given, 0 to full marks"),
        Column("full_marks", "DOUBLE", "points that can be given"),
        *LINEAGE,
    ),
)

GOOD_CASE = Relation(
    "good_case",
    "one good case (优良案例) of a year that was recommended, once in however many lists it stands",
    (
        Column("year", "SMALLINT", "year of the list"),
        Column("title", "VARCHAR", "title of the case"),
        Column("firm", "VARCHAR", "firm key"),
        Column("name", "VARCHAR", "firm name as written"),
        Column("credit_code", "VARCHAR", "unified social credit code"),
        *PLACE,
        *TRADE,
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        Column("recommended_by", "VARCHAR", "code or approval number of who recommends it, null if nobody says"),
        Column("selected", "BOOLEAN", "whether it was selected; null while no list says so"),
        *LINEAGE,
    ),
)

RECOMMENDATION = Relation(
    "recommendation",
    "one certification body that a region recommends in a year; of several lists of a region the newest",
    (
        Column("region", "VARCHAR", "code of the region that recommends it"),
        *PLACE,
        Column("year", "SMALLINT", "year of the list"),
        Column("rank", "SMALLINT", "place in the order of preference, from 1; null where the list does not say"),
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        Column("body_name", "VARCHAR", "name of the body, as listed, else as written"),
        Column("reason", "VARCHAR", "why it is recommended, as written; null where the list does not say"),
        *LINEAGE,
    ),
)

MATERIAL = Relation(
    "material",
    "one entry of what a region or certification body produced in a year (成果材料), once in however many lists it stands",
    (
        Column("unit", "VARCHAR", "who produced it: code of a region, or approval number of a certification body"),
        Column("province", "VARCHAR", "province of the region; of a body, the province that its sender lies in"),
        Column("city", "VARCHAR", "code of the reporting unit directly below the province, likewise"),
        Column("county", "VARCHAR", "GB/T 2260 code of the county, likewise"),
        Column("body", "VARCHAR", "approval number where a certification body produced it"),
        Column("year", "SMALLINT", "year of the list"),
        Column("material", "VARCHAR", "kind of data/reference/material_kinds.csv, null where nobody can say"),
        Column("title", "VARCHAR", "title as written"),
        Column(
            "made_on", "VARCHAR", "day, month or year as 2022-11-03, 2022-11 or 2022; null where the list does not say"
        ),
        Column("pieces", "INTEGER", "how many the entry stands for, null where the list does not say"),
        Column("link", "VARCHAR", "where it can be seen, as written"),
        *LINEAGE,
    ),
)

PHONE_CHECK = Relation(
    "phone_check",
    "the last call about one answer, with the answer's own place, industry and options; names of persons, telephone "
    "numbers and remarks stay in the file",
    (
        Column("response_id", "VARCHAR", "the answer that was asked again"),
        Column("firm", "VARCHAR", "firm key of the answer"),
        Column("year", "SMALLINT", "collection round of the answer"),
        Column("name", "VARCHAR", "firm name as the answer has it"),
        Column("credit_code", "VARCHAR", "unified social credit code"),
        *PLACE,
        *TRADE,
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        Column("called_on", "DATE", "day of the call, null if the sheet does not say"),
        Column("reached", "BOOLEAN", "whether somebody answered the telephone"),
        Column("q13", "TINYINT", "satisfaction in the questionnaire, an option of Q13"),
        Column("q13_again", "TINYINT", "satisfaction on the telephone; null if nobody was asked or answered"),
        Column("q7", "TINYINT", "improvement in the questionnaire, an option of Q7"),
        Column("q7_again", "TINYINT", "improvement on the telephone; null if nobody was asked or answered"),
        *LINEAGE,
    ),
)

MATCH = Relation(
    "match",
    "how an answer was matched to an assisted firm of a ledger of its round or an earlier one",
    (
        Column("response_id", "VARCHAR", "the answer"),
        Column("firm", "VARCHAR", "the ledger firm; null where none was found"),
        Column(
            "how",
            "VARCHAR",
            "`code`, `link` (sent in by the firm's personal link), `name` (equal name in the same place), `core` (equal without "
            "place and legal form, the only one in the same place), `confirmed` (by a person), `doubtful` (equal name, other code), `none`",
        ),
        Column(
            "score",
            "DOUBLE",
            "1 where code, link, name or core is equal; null where a person decided or nothing was found",
        ),
        Column("decided_by", "VARCHAR", "`program`, or who confirmed it; `person` where nobody is named"),
    ),
)

SUGGESTION = Relation(
    "suggestion",
    "two records that may speak of one firm, for a person to confirm or refuse; nothing counts by it",
    (
        Column(
            "about",
            "VARCHAR",
            "`match`: an answer and a ledger firm; `double`: two ledger firms; `code`: two names under one credit code",
        ),
        Column("place", "VARCHAR", "the answer, or one of the firms or names"),
        Column("subject", "VARCHAR", "the ledger firm it may be, or the other name"),
        Column("year", "SMALLINT", "collection round, or the year both stand in ledgers of"),
        Column("score", "DOUBLE", "likeness of the names' cores; 100 is equal", "percent"),
        Column("why", "VARCHAR", "`name` (equal name, other code or several firms), `similar` or `code`"),
    ),
)

CODE_NAME = Relation(
    "code_name",
    "one name that stands under a credit code which also stands under a clearly different one, as it is written first",
    (
        Column("key", "VARCHAR", "credit code and normalised name"),
        Column("name", "VARCHAR", "name as written"),
        Column("credit_code", "VARCHAR", "unified social credit code"),
        *PLACE,
        Column("industry", "TINYINT", "certification industry, 1–39"),
        Column("body", "VARCHAR", "certification body: approval number, else its name"),
        *LINEAGE,
    ),
)

SUBMISSION = Relation(
    "submission",
    "one file that was received and counts in this version",
    (
        Column("submission", "INTEGER", "number in the register"),
        Column("file", "VARCHAR", "file name as received"),
        Column("sha256", "VARCHAR", "digest of the original"),
        Column("kind", "VARCHAR", "kind of document"),
        Column("sender", "VARCHAR", "region code or approval number of who sent it, null if the file does not say"),
        Column("year", "SMALLINT", "collection round or reporting year"),
        Column("received_at", "TIMESTAMP", "when it was loaded, UTC"),
        Column("rows_in_file", "INTEGER", "data rows found; of a form such as 附表, its figures", "rows"),
        Column("rows_loaded", "INTEGER", "rows that went in", "rows"),
        Column("rows_held", "INTEGER", "rows that wait to be mended", "rows"),
        Column("rows_ignored", "INTEGER", "blank or total rows", "rows"),
    ),
)

ISSUE = Relation(
    "issue",
    "one finding of the checks; an error holds its row, a warning only marks it",
    (
        *LINEAGE,
        Column("column", "VARCHAR", "heading of the column"),
        Column("letter", "VARCHAR", "where the column stands, as Excel says (C); empty where the whole row is meant"),
        Column("value", "VARCHAR", "what stands there"),
        Column("rule", "VARCHAR", "rule of data/reference/rules.csv"),
        Column("level", "VARCHAR", "`error` or `warning`"),
        Column(
            "found", "VARCHAR", "`file`: when it was read; `version`: when it was compared with everything received"
        ),
    ),
)

REGION = Relation(
    "region",
    "one administrative division or reporting unit",
    (
        Column("code", "VARCHAR", "GB/T 2260 code, or the unit's own key"),
        Column("name", "VARCHAR", "official name"),
        Column("name_en", "VARCHAR", "English name"),
        Column("short", "VARCHAR", "short name"),
        Column("level", "VARCHAR", "province, city or county"),
        Column("parent", "VARCHAR", "code of the unit above"),
    ),
)

INDUSTRY = Relation(
    "industry",
    "one of the 39 certification industries",
    (
        Column("code", "TINYINT", "1–39"),
        Column("name", "VARCHAR", "official name"),
        Column("name_en", "VARCHAR", "English name of the IAF list"),
        Column("short", "VARCHAR", "short name for charts"),
        Column("short_en", "VARCHAR", "short English name for charts"),
        Column("sector", "VARCHAR", "`manufacturing` or `other`, as in question 2"),
    ),
)

BODY = Relation(
    "body",
    "one certification body that the version mentions",
    (
        Column("body", "VARCHAR", "approval number, else the name as written"),
        Column("name", "VARCHAR", "name"),
    ),
)

VERSION = Relation(
    "version",
    "the one row that says which version this is",
    (
        Column("version", "INTEGER", "number"),
        Column("built_at", "TIMESTAMP", "when it was built, UTC"),
        Column("as_of", "DATE", "day of the latest answer in it"),
    ),
)

RELATIONS = (
    RESPONSE,
    ASSISTED,
    LISTING,
    STATISTICS,
    PILOT,
    PILOT_MEMBER,
    PILOT_INDICATOR,
    SCORE,
    GOOD_CASE,
    RECOMMENDATION,
    MATERIAL,
    PHONE_CHECK,
    MATCH,
    SUGGESTION,
    CODE_NAME,
    SUBMISSION,
    ISSUE,
    REGION,
    INDUSTRY,
    BODY,
    VERSION,
)


def digest() -> str:
    """Fingerprint of all relations; a version built with another one must be built anew."""
    return hashlib.sha256("\n".join(r.ddl for r in RELATIONS).encode()).hexdigest()[:12]
