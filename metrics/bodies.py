"""Certification bodies: what each assists, how content its firms are, and whether cities and bodies say the same.

Agreement holds a body's own ledger against those of the cities: of its firms in places whose city sent a ledger that
year, how many the cities name too, and how many of these with the same body. Firms elsewhere have nothing to be held
against and stay out of the base.
"""

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from metrics.comparison import Comparison, comparisons
from metrics.query import Filters, compute
from metrics.relations import NO_PILOT

NAME = "certification_bodies"
RATES = ("satisfaction_rate", "satisfied_with_6")  # 6: the body's continued service
DIMENSIONS = ("year", "province", "city", "county", "industry", "body", "pilot")

_AGREEMENT = """
WITH place AS (
    SELECT DISTINCT l.year, a.city, a.province FROM listing l JOIN assisted a USING (firm, year) WHERE l.origin = 'city'
), own AS (
    SELECT DISTINCT l.sender AS body, l.firm, l.year,
           EXISTS (SELECT 1 FROM place p WHERE p.year = l.year AND p.city = a.city) AS comparable
    FROM listing l JOIN assisted a USING (firm, year) WHERE l.origin = 'body' {where}
), city AS (
    SELECT firm, year, list(DISTINCT body) FILTER (WHERE body IS NOT NULL) AS bodies
    FROM listing WHERE origin = 'city' GROUP BY firm, year
)
SELECT own.body, count(*) AS own_firms, count(CASE WHEN comparable THEN 1 END) AS comparable_firms,
       count(CASE WHEN comparable AND city.firm IS NOT NULL THEN 1 END) AS named_by_cities,
       count(CASE WHEN comparable AND list_contains(city.bodies, own.body) THEN 1 END) AS same_body
FROM own LEFT JOIN city USING (firm, year) GROUP BY own.body
"""
_IN_PILOT = f"""coalesce((SELECT bool_or(m.pilot IN ({{values}})) FROM pilot_member m
    WHERE m.firm = l.firm AND m.year = l.year), '{NO_PILOT}' IN ({{values}}))"""
AGREEMENT = ("own_firms", "comparable_firms", "named_by_cities", "same_body")


def bodies(reader: Reader, where: Filters = Filters()) -> pd.DataFrame:
    """One row for each body that assists or answers name, most firms first.

    Columns: body, name, firms, provinces, cities, industries (null where nothing is assisted), of each rate its
    numerator, denominator and value, and of the body's own ledgers: `own_firms` a year, those of them that are
    `comparable_firms`, `named_by_cities` and `same_body` with their shares (0–1) `named_share` and `same_share`;
    null without such a ledger. Raises Refused for a dimension that bodies' firms do not have.
    """
    for dimension in dict(where.values):
        if dimension not in DIMENSIONS:
            raise Refused(
                "这里没有维度“{dimension}”。可用的维度：{allowed}", dimension=dimension, allowed=" ".join(DIMENSIONS)
            )
    counts = compute(reader, ["assisted_enterprises", "industries_covered"], ["body"], where)
    counted = {"assisted_enterprises": "firms", "industries_covered": "industries"}
    wide = counts.pivot(index="body", columns="metric", values="value").reindex(columns=counted).rename(columns=counted)
    found = compute(reader, ["assisted_enterprises"], ["body", "province", "city"], where).dropna(subset=["body"])
    places = found.groupby("body")[["province", "city"]].nunique().set_axis(["provinces", "cities"], axis=1)
    parts = [wide[wide.index.notna()], places]
    rates = compute(reader, RATES, ["body"], where).dropna(subset=["body"])
    for name in RATES:
        part = rates[rates["metric"] == name].set_index("body")[["numerator", "denominator", "value"]]
        parts.append(part.set_axis([f"{name}_numerator", f"{name}_denominator", name], axis=1))
    parts.append(agreement(reader, where))
    names = dict(reader.rows("SELECT body, name FROM body"))
    whole = pd.concat(parts, axis=1).rename_axis("body").reset_index()
    whole.insert(1, "name", [names.get(body, body) for body in whole["body"]])
    order = ["body", "name", "firms", "provinces", "cities", "industries"]
    whole = whole[[*order, *(column for column in whole if column not in order)]]
    counts_of = ["firms", "provinces", "cities", "industries", *AGREEMENT]
    whole = whole.astype(dict.fromkeys(counts_of, "Int64"))
    return whole.sort_values(["firms", "body"], ascending=[False, True], na_position="last", ignore_index=True)


def agreement(reader: Reader, where: Filters = Filters()) -> pd.DataFrame:
    """The bodies' own ledgers against those of the cities, by body; a firm counts once a year."""
    conditions, bound = "", list[str | int]()
    for dimension, values in where.values:
        marks = ", ".join("?" * len(values))
        if dimension == "pilot":
            conditions += f" AND {_IN_PILOT.format(values=marks)}"
            bound += values * 2
            continue
        column = "l.sender" if dimension == "body" else f"a.{dimension}"
        conditions += f" AND {column} IN ({marks})"
        bound += values
    found = reader.frame(_AGREEMENT.format(where=conditions), bound).set_index("body")
    base = found["comparable_firms"].where(found["comparable_firms"] > 0)
    return found.assign(named_share=found["named_by_cities"] / base, same_share=found["same_body"] / base)


def of_the_nation(reader: Reader, where: Filters) -> list[Comparison]:
    """The bodies that assist, as a share of those published for the nation and year; with the reason where none."""
    return [one for one in comparisons(reader, NAME, where) if one.kind == "published"]
