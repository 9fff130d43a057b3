"""Every metric said again in pandas, row by row and slowly, to compare the SQL with."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

GAINS = {
    "gain_revenue": "q9_1",
    "gain_sales_volume": "q9_2",
    "gain_sales_value": "q9_3",
    "gain_profit_margin": "q10_1",
    "cut_cost": "q10_2",
    "gain_pass_rate": "q11_1",
    "gain_conversion_rate": "q11_2",
    "gain_consumer_satisfaction": "q12_1",
    "gain_third_party_satisfaction": "q12_2",
    "cut_complaints": "q12_3",
}
FIRMS = ("answer", "assisted", "ledger")  # relations of firms and their answers
CODE = {"certified": "q3", "participation": "q5"}  # dimensions that go by another name in the table


class Figures(NamedTuple):
    """What `compute` should say of a group; None is missing."""

    numerator: float | None
    denominator: float | None
    value: float | None


Row = dict[str, Any]
Measure = Callable[[list[Row]], Figures]
Condition = Callable[[Row], bool]


class Measured(NamedTuple):
    """A metric: the relation it is taken over, and how."""

    relation: str
    measure: Measure


def rate(good: Condition, asked: Condition = lambda row: True) -> Measure:
    def measure(rows: list[Row]) -> Figures:
        of = [row for row in rows if asked(row)]
        hits = sum(good(row) for row in of)
        return Figures(hits, len(of), hits / len(of) if of else None)

    return measure


def count(holds: Condition) -> Measure:
    def measure(rows: list[Row]) -> Figures:
        value = sum(holds(row) for row in rows) if rows else None
        return Figures(value, None, value)

    return measure


def distinct(column: str, of: int | None = None) -> Measure:
    def measure(rows: list[Row]) -> Figures:
        value = len({row[column] for row in rows} - {None}) if rows else None
        return Figures(value, of, value / of if of and value is not None else value)

    return measure


def mean(column: str, is_median: bool = False) -> Measure:
    def measure(rows: list[Row]) -> Figures:
        written = pd.Series([row[column] for row in rows if row[column] is not None], dtype=float)
        if written.empty:
            return Figures(None, 0, None)
        return Figures(written.sum(), len(written), written.median() if is_median else written.mean())

    return measure


def total(column: str) -> Measure:
    """Statistics tables: outermost first, then the latest year, table by table."""

    def measure(rows: list[Row]) -> Figures:
        found = sum_of_places([row for row in rows if row[column] is not None], column, ("province", "city", "county"))
        return Figures(found, None, found)

    return measure


def sum_of_places(rows: list[Row], column: str, places: Sequence[str]) -> float | None:
    """A place's own tables, by the latest; without any, what lies in it."""
    if not rows:
        return None
    own = [row for row in rows if not any(row[place] for place in places)]
    if own:
        last: dict[str, Row] = {}
        for row in sorted(own, key=lambda row: row["year"]):
            last[row["region"]] = row
        return sum(row[column] for row in last.values())
    inside: dict[str, list[Row]] = {}
    for row in rows:
        inside.setdefault(row[places[0]], []).append(row)
    return sum(sum_of_places(of, column, places[1:]) or 0 for of in inside.values())


def over_pilots(figure: Callable[[Row], float | None]) -> Measure:
    """The mean of each pilot's latest figure."""

    def measure(rows: list[Row]) -> Figures:
        last = {}
        for row in sorted(rows, key=lambda row: row["year"]):
            if (value := figure(row)) is not None:
                last[row["pilot"], row["indicator"], row["level"]] = value
        if not last:
            return Figures(None, 0, None)
        return Figures(sum(last.values()), len(last), sum(last.values()) / len(last))

    return measure


def of_tables(part: str, whole: str) -> Measure:
    """The mean of each pilot's share, by its latest table that gives one; a part above its whole gives none."""

    def measure(rows: list[Row]) -> Figures:
        last = {}
        for row in sorted(rows, key=lambda row: row["year"]):
            if row[part] is not None and row[whole] and row[part] <= row[whole]:
                last[row["pilot"]] = row[part] / row[whole]
        if not last:
            return Figures(None, 0, None)
        return Figures(sum(last.values()), len(last), sum(last.values()) / len(last))

    return measure


def gained(row: Row) -> float | None:
    """Percentage points of a percentage, percent of an amount."""
    before, after = row["before"], row["after"]
    if before is None or after is None:
        return None
    if row["unit"] == "percent":
        return after - before
    return (after / before - 1) * 100 if before > 0 else None


def is_in(column: str, *options: int) -> Condition:
    return lambda row: row[column] in options


def is_given(column: str) -> Condition:
    return lambda row: row[column] is not None


def is_ticked(column: str) -> Condition:
    return lambda row: row[column] is True


ORACLE = {
    "assisted_enterprises": Measured("assisted", distinct("firm")),
    "responses": Measured("answer", count(lambda row: True)),
    "response_rate": Measured("ledger", rate(is_given("response_id"))),
    "first_time_share": Measured("answer", rate(is_in("q5", 1), is_given("q5"))),
    "improvement_rate": Measured("answer", rate(is_in("q7", 1, 2), is_given("q7"))),
    **{f"aspect_{n}": Measured("answer", rate(is_ticked(f"q8_{n}"))) for n in range(1, 13)},
    **{f"aspect_{n}_of_asked": Measured("answer", rate(is_ticked(f"q8_{n}"), is_in("q7", 1, 2))) for n in range(1, 13)},
    "satisfaction_rate": Measured("answer", rate(is_in("q13", 1, 2), is_given("q13"))),
    "satisfaction_rate_all": Measured("answer", rate(is_in("q13", 1, 2))),
    "satisfaction_rate_ledger": Measured("ledger", rate(is_in("q13", 1, 2))),
    **{f"satisfaction_level_{n}": Measured("answer", rate(is_in("q13", n), is_given("q13"))) for n in range(1, 5)},
    **{f"satisfied_with_{n}": Measured("answer", rate(is_ticked(f"q14_{n}"))) for n in range(1, 8)},
    **{f"dissatisfied_with_{n}": Measured("answer", rate(is_ticked(f"q15_{n}"))) for n in range(1, 8)},
    **{name: Measured("answer", mean(column)) for name, column in GAINS.items()},
    **{f"{name}_median": Measured("answer", mean(column, is_median=True)) for name, column in GAINS.items()},
    "certified_before": Measured("answer", count(is_in("q3", 1))),
    "certified_after": Measured("answer", count(is_in("q3", 2))),
    **{f"certification_status_{n}": Measured("answer", rate(is_in("q3", n), is_given("q3"))) for n in range(1, 6)},
    "certified_share": Measured("answer", rate(is_in("q3", 1, 2), is_given("q3"))),
    "certification_bodies": Measured("assisted", distinct("body")),
    "industries_covered": Measured("assisted", distinct("industry")),
    "industry_coverage": Measured("assisted", distinct("industry", of=39)),
    "policies": Measured("statistics", total("policies")),
    "subsidy_10k_cny": Measured("statistics", total("subsidy_10k_cny")),
    "trained_person_times": Measured("statistics", total("trained_person_times")),
    "trained_enterprises": Measured("statistics", total("trained_enterprises")),
    "cases_recommended": Measured("good_case", count(lambda row: True)),
    "cases_selected": Measured("judged_case", count(is_ticked("selected"))),
    "case_industries": Measured("good_case", distinct("industry")),
    "bodies_recommended": Measured("recommendation", distinct("body")),
    "materials_produced": Measured("material", count(lambda row: True)),
    "phone_reached_rate": Measured("phone_check", rate(is_ticked("reached"))),
    "phone_agreement_rate": Measured("phone_answer", rate(lambda row: row["again"] == row["said"])),
    "pilot_before": Measured("pilot_indicator", over_pilots(lambda row: row["before"])),
    "pilot_after": Measured("pilot_indicator", over_pilots(lambda row: row["after"])),
    "pilot_change": Measured("pilot_indicator", over_pilots(gained)),
    "training_rate_in_pilots": Measured("pilot_table", of_tables("trained", "participating")),
    "assistance_rate_in_pilots": Measured("pilot_table", of_tables("assisted", "participating")),
    "leadership_rate_in_pilots": Measured("pilot_table", of_tables("leader_led", "participating")),
    "system_rate_in_pilots": Measured("pilot_table", of_tables("systems_built", "participating")),
    "pain_points_solved_rate": Measured("pilot_table", of_tables("pain_points_solved", "pain_points_found")),
}
COUNTED = (
    *("participating", "trained", "assisted", "leader_led", "systems_built"),
    *("pain_points_found", "pain_points_solved"),
)


def relations(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rows that each relation stands for; of firms, `pilot` is the list of their pilots of the year."""
    responses, assisted, pilots = tables["response"], tables["assisted"], tables["pilot"]
    answers = responses[responses.counts.astype(bool)]
    ledger = assisted[assisted.origin == "ledger"]
    answered = answers[["firm", "year", "response_id", "q13"]]
    joined = ledger.merge(answered, how="left", on=["firm", "year"])
    members: dict[tuple[Any, Any], list[str]] = {}
    for row in tables["pilot_member"].to_dict("records"):
        members.setdefault((row["firm"], row["year"]), []).append(row["pilot"])
    firms = {
        name: rows.assign(pilot=[members.get(key, ["none"]) for key in zip(rows.firm, rows.year, strict=True)])
        for name, rows in {
            "answer": answers,
            "assisted": assisted,
            "ledger": joined,
            "phone_check": tables["phone_check"],
            "phone_answer": asked_again(tables["phone_check"]),
            "good_case": tables["good_case"],
        }.items()
    }
    indicators = tables["pilot_indicator"].merge(
        pilots[["pilot", "year", "province"]], how="left", on=["pilot", "year"]
    )
    cases = firms["good_case"]
    return {
        **firms,
        "judged_case": cases[cases.selected.notna()],
        "statistics": tables["statistics"],
        "recommendation": tables["recommendation"],
        "material": tables["material"],
        "pilot_indicator": indicators,
        "pilot_table": pilot_tables(indicators),
    }


def asked_again(calls: pd.DataFrame) -> pd.DataFrame:
    """One row for each question with an answer on both sides."""
    found = [
        {**row, "question": name, "said": row[name], "again": row[f"{name}_again"]}
        for row in calls.to_dict("records")
        for name in ("q7", "q13")
        if row[name] is not None and row[f"{name}_again"] is not None
    ]
    return pd.DataFrame(found, columns=[*calls.columns, "question", "said", "again"], dtype=object)


def pilot_tables(indicators: pd.DataFrame) -> pd.DataFrame:
    """One row for each pilot and year that has any figure, with the whole figures as columns."""
    found: dict[tuple[Any, Any], Row] = {}
    for row in indicators.astype(object).where(indicators.notna(), None).to_dict("records"):
        if row["level"] is None:
            blank = dict.fromkeys(COUNTED)
            key = {name: row[name] for name in ("pilot", "year", "province")}
            found.setdefault((row["pilot"], row["year"]), {**key, **blank})[row["indicator"]] = row["after"]
    return pd.DataFrame(list(found.values()), columns=["pilot", "year", "province", *COUNTED])


def so_far(tables: dict[str, pd.DataFrame], year: int) -> dict[str, pd.DataFrame]:
    """What each relation is up to a year: the last row of each firm, a ledger's with the last answer of its firm.

    Different things are told apart in every row, which is the relation with `_every`.
    """
    found = {}
    for name, rows in tables.items():
        rows = rows[rows.year <= year].assign(up_to=year)
        if name in FIRMS:
            found[f"{name}_every"] = rows
            rows = rows.sort_values("year", kind="stable").drop_duplicates("firm", keep="last")
        found[name] = rows
    answered = found["answer"].set_index("firm")[["response_id", "q13"]]
    listed = found["ledger"].drop(columns=["response_id", "q13"])
    found["ledger"] = listed.join(answered, on="firm")
    return found


def groups(rows: pd.DataFrame, by: Sequence[str], where: dict[str, list[Any]]) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by the values of the dimensions; without dimensions, the one group there is, which may be empty."""
    found: dict[tuple[Any, ...], list[Row]] = {} if by else {(): []}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        values = {d: listed(row[named(d, row)]) for d in {*by, *where}}
        allowed = {d: [value for value in values[d] if d not in where or value in where[d]] for d in values}
        if all(allowed.values()) and is_looked_at(row, by, where):
            for key in product(*(allowed[d] for d in by)):
                found.setdefault(key, []).append(row)
    return found


def named(dimension: str, row: Row) -> str:
    """The column of a dimension; that of the year is the year that is looked back from, where there is one."""
    return "up_to" if dimension == "year" and "up_to" in row else CODE.get(dimension, dimension)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_looked_at(row: Row, by: Sequence[str], where: dict[str, list[Any]]) -> bool:
    """The whole of a pilot's figure or, asked by level, its parts; by city or county, what lies that far in."""
    if "level" in row and (row["level"] is None) == ("level" in {*by, *where}):
        return False
    if "policies" not in row or "region" in by:
        return True
    return all(row[place] is not None for place in ("city", "county") if place in by)
