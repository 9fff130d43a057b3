"""What pages read: the version that serves, and metrics computed once for each question asked of it."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
import streamlit as st

from data import store, warehouse
from data.errors import Damaged, Refused
from data.store import Store
from data.warehouse import Reader
from loaders.versions import Contents
from loaders.versions import contents as contents_of
from metrics import quality, scorecard, voices
from metrics.bases import bases as on_each_base
from metrics.bodies import bodies as by_each_body
from metrics.change import Change, change
from metrics.funnel import Step
from metrics.funnel import funnel as steps_of
from metrics.inference import differences
from metrics.outliers import gains as every_gain
from metrics.outliers import outliers as outliers_of
from metrics.query import Filters, compute
from metrics.ranking import Ranked, progress, ranking
from metrics.series import Series, every_series

HOUR = 3600


class Source(NamedTuple):
    """Where the page's figures come from; hashable, so it is a key of every cache."""

    path: str
    version: int
    is_sample: bool


def source() -> Source | None:
    """The version that serves now; None when there is neither own nor sample data."""
    kept, is_sample = store.shown()
    version = warehouse.current_version(kept)
    if not version:
        return None
    found = Source(str(kept.path), version, is_sample)
    try:
        reader(found)
    except Damaged:  # it is set aside now, and the version before it serves
        return source()
    except Refused:  # said where its figures are asked for
        return found
    return found


@st.cache_resource(max_entries=warehouse.KEEP + 2, show_spinner=False, on_release=Reader.close)
def reader(of: Source) -> Reader:
    """A reader of that version with everything in it. Links open any that is kept: none in use is ever let go."""
    return warehouse.open(Store(of.path), warehouse.ALL, of.version)


@st.cache_data(max_entries=2000, ttl=HOUR, show_spinner=False)
def _result(of: Source, scope: str, names: tuple[str, ...], by: tuple[str, ...], where: Filters) -> pd.DataFrame:
    return compute(reader(of), names, by, where)


def result(of: Source, names: Sequence[str], by: Sequence[str] = (), where: Filters = Filters()) -> pd.DataFrame:
    """`metrics.query.compute` on that version, cached by version, scope and question."""
    return _result(of, "all", tuple(names), tuple(by), where)


@st.cache_data(max_entries=2000, ttl=HOUR, show_spinner=False)
def changed(of: Source, name: str, year: int, where: Filters) -> Change:
    """`metrics.change.change` on that version, cached."""
    return change(reader(of), name, year, where)


@st.cache_data(max_entries=2000, ttl=HOUR, show_spinner=False)
def series(of: Source, names: tuple[str, ...], where: Filters) -> dict[str, Series]:
    """`metrics.series.every_series` on that version, cached."""
    return every_series(reader(of), names, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def funnel(of: Source, where: Filters) -> list[Step]:
    """`metrics.funnel.funnel` on that version, cached."""
    return steps_of(reader(of), where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def on_bases(of: Source, name: str, where: Filters) -> pd.DataFrame:
    """`metrics.bases.bases` on that version, cached."""
    return on_each_base(reader(of), name, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def by_body(of: Source, where: Filters) -> pd.DataFrame:
    """`metrics.bodies.bodies` on that version, cached."""
    return by_each_body(reader(of), where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def ranked(of: Source, name: str, dimension: str, where: Filters) -> list[Ranked]:
    """`metrics.ranking.ranking` on that version, cached."""
    return ranking(reader(of), name, dimension, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def progressed(of: Source, name: str, dimension: str, year: int, where: Filters) -> list[Ranked]:
    """`metrics.ranking.progress` since the year before on that version, cached."""
    return progress(reader(of), name, dimension, year, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def differing(of: Source, name: str, dimension: str, where: Filters) -> pd.DataFrame:
    """`metrics.inference.differences` from all others on that version, cached."""
    return differences(reader(of), name, dimension, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def gains(of: Source, where: Filters) -> pd.DataFrame:
    """`metrics.outliers.gains` on that version, cached."""
    return every_gain(reader(of), where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def outliers(of: Source, name: str, where: Filters) -> pd.DataFrame:
    """`metrics.outliers.outliers` of a gain on that version, cached."""
    return outliers_of(reader(of), name, where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def scored(
    of: Source, scheme: str, where: Filters, weights: tuple[tuple[str, float], ...], unit: str
) -> scorecard.Card:
    """`metrics.scorecard.card` on that version, cached."""
    return scorecard.card(reader(of), scheme, where, dict(weights), unit)


@lru_cache(100)
def expert_scores(of: Source) -> list[tuple[str, int, str | None]]:
    """`metrics.scorecard.scored` on that version, cached."""
    return scorecard.scored(reader(of))


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def words(of: Source, where: Filters, questions: tuple[str, ...]) -> pd.DataFrame:
    """`metrics.voices.words` on that version, cached."""
    return voices.words(reader(of), where, questions)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def themes(of: Source, by: str, where: Filters, questions: tuple[str, ...]) -> pd.DataFrame:
    """`metrics.voices.themes` on that version, cached."""
    return voices.themes(reader(of), by, where, questions)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def quoted(of: Source, theme: str, where: Filters, seed: int, questions: tuple[str, ...]) -> pd.DataFrame:
    """`metrics.voices.quotations` on that version, cached."""
    return voices.quotations(reader(of), theme, where, seed=seed, questions=questions)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def received(of: Source, where: Filters) -> tuple[quality.Totals, pd.DataFrame]:
    """`metrics.quality.totals` and `files` on that version, cached."""
    return quality.totals(reader(of), where), quality.files(reader(of), where)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def issues(
    of: Source, where: Filters, senders: tuple[str, ...], levels: tuple[str, ...], rules: tuple[str, ...]
) -> pd.DataFrame:
    """`metrics.quality.issues` on that version, cached."""
    return quality.issues(reader(of), where, senders, levels, rules)


@st.cache_data(max_entries=200, ttl=HOUR, show_spinner=False)
def flagged(of: Source, where: Filters, by: str = "") -> pd.DataFrame:
    """`metrics.quality.flags` on that version, cached."""
    return quality.flags(reader(of), where, by)


@st.cache_data(max_entries=100, show_spinner=False)
def contents(path: str, version: int) -> Contents:
    """`loaders.versions.contents` of any version that is kept; a version never changes."""
    one = warehouse.open(Store(path), warehouse.ALL, version)
    try:
        return contents_of(one)
    finally:
        one.close()


@lru_cache(100)
def years(of: Source) -> list[int]:
    """The years there are answers or firms for, latest first."""
    rows = reader(of).rows(
        "SELECT DISTINCT year FROM assisted UNION SELECT DISTINCT year FROM response ORDER BY 1 DESC"
    )
    return [year for (year,) in rows]


@lru_cache(100)
def opening_year(of: Source) -> int:
    """The year a visit opens with: the latest; of the samples the one with most answers, the nation's."""
    if not of.is_sample:
        return years(of)[0]
    rows = reader(of).rows("SELECT year FROM response GROUP BY year ORDER BY count(*) DESC LIMIT 1")
    return rows[0][0] if rows else years(of)[0]


@lru_cache(100)
def as_of(of: Source, year: int) -> date | None:
    """The day of the latest answer of a year."""
    rows = reader(of).rows("SELECT max(submitted_at)::DATE FROM response WHERE year = ?", [year])
    return rows[0][0]


@lru_cache(100)
def pilots(of: Source) -> dict[str, str]:
    """What every pilot and specialised town is called, by its key; the key itself where two have the same name.

    Those with a table of their own come first.
    """
    rows = reader(of).rows(
        """SELECT pilot, CASE WHEN count(*) OVER (PARTITION BY name) = 1 THEN name ELSE pilot END
        FROM (SELECT pilot, arg_max(name, year) AS name FROM pilot GROUP BY pilot)
        LEFT JOIN (SELECT DISTINCT pilot, TRUE AS has_table FROM pilot_indicator) USING (pilot)
        ORDER BY has_table NULLS LAST, pilot"""
    )
    return dict(rows)


@lru_cache(100)
def pilot_years(of: Source) -> list[int]:
    """The years there are pilots for, latest first."""
    return [year for (year,) in reader(of).rows("SELECT DISTINCT year FROM pilot ORDER BY 1 DESC")]


@lru_cache(100)
def bodies(of: Source) -> dict[str, str]:
    """Name of every certification body of the version by its key, most firms first."""
    rows = reader(of).rows(
        """SELECT b.body, b.name FROM body b LEFT JOIN (SELECT body, count(*) AS firms FROM assisted GROUP BY body) a
        USING (body) ORDER BY a.firms DESC NULLS LAST, b.body"""
    )
    return dict(rows)
