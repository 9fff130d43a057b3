"""The catalogue of metrics."""

import pytest

from data import schema
from data.errors import Refused
from locales import translate
from metrics import registry
from metrics.core import CountDistinct, Latest, Mean, Rate
from metrics.registry import FAMILIES, METRICS
from metrics.relations import NUMBERS, RELATIONS

GAINS = (
    *("gain_revenue", "gain_sales_volume", "gain_sales_value", "gain_profit_margin", "cut_cost"),
    *("gain_pass_rate", "gain_conversion_rate", "gain_consumer_satisfaction", "gain_third_party_satisfaction"),
    "cut_complaints",
)
PROMISED = {
    "participation": ["assisted_enterprises", "responses", "response_rate", "first_time_share"],
    "improvement": ["improvement_rate", *(f"aspect_{n}{base}" for n in range(1, 13) for base in ("", "_of_asked"))],
    "satisfaction": [
        *("satisfaction_rate", "satisfaction_rate_all", "satisfaction_rate_ledger"),
        *(f"satisfaction_level_{n}" for n in range(1, 5)),
        *(f"{which}_{n}" for n in range(1, 8) for which in ("satisfied_with", "dissatisfied_with")),
    ],
    "gains": [gain + median for gain in GAINS for median in ("", "_median")],
    "certification": [
        *("certified_before", "certified_after", "certified_share", "certification_bodies"),
        *(f"certification_status_{n}" for n in range(1, 6)),
    ],
    "coverage": ["industries_covered", "industry_coverage"],
    "promotion": ["policies", "subsidy_10k_cny", "trained_person_times", "trained_enterprises"],
    "cases": ["cases_recommended", "cases_selected", "case_industries"],
    "registers": ["bodies_recommended", "materials_produced"],
    "pilots": [
        *("pilot_before", "pilot_after", "pilot_change"),
        *("training_rate_in_pilots", "assistance_rate_in_pilots", "leadership_rate_in_pilots", "system_rate_in_pilots"),
        "pain_points_solved_rate",
    ],
    "verification": ["phone_reached_rate", "phone_agreement_rate"],
}


@pytest.mark.parametrize("family", PROMISED)
def test_promised_names_stay(family):
    names = {metric.name for metric in FAMILIES[family]}
    assert set(PROMISED[family]) <= names


def test_no_two_families_share_a_name():
    assert len(METRICS) == sum(len(family) for family in FAMILIES.values())


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_every_metric_says_what_it_is(metric):
    texts = (metric.label, metric.base, metric.definition, metric.source)
    assert all(text.strip() for text in texts)
    assert metric.relation in RELATIONS


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_the_unit_fits_the_kind(metric):
    is_mean = isinstance(metric, Latest) and metric.mean
    is_share = isinstance(metric, Rate) or (isinstance(metric, CountDistinct) and metric.of)
    is_share = is_share or (is_mean and metric.relation == "pilot_table")
    is_indicator = is_mean and metric.relation == "pilot_indicator"
    unit = "share" if is_share else "percent" if isinstance(metric, Mean) else "indicator" if is_indicator else "count"
    assert metric.unit == ("10k_cny" if metric.name.endswith("_10k_cny") else unit)


def test_label_and_definition_tell_metrics_apart():
    told = [(metric.title("zh"), metric.definition) for metric in METRICS.values()]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("asked", "right"), [("satisfaction", "satisfaction_rate"), ("gain_revenues", "gain_revenue")])
def test_an_unknown_name_is_refused_with_the_nearest(asked, right):
    with pytest.raises(Refused, match=asked) as refusal:
        registry.metric(asked)
    assert right in refusal.value.values["near"]


def test_a_name_like_no_other_is_refused_without_a_guess():
    with pytest.raises(Refused) as refusal:
        registry.metric("§§§")
    assert refusal.value.values["near"] == "—"
    assert "§§§" in translate(refusal.value.text, "zh", **refusal.value.values)


@pytest.mark.parametrize("name", RELATIONS)
def test_every_dimension_is_a_column_of_its_relation(name, spec):
    relation = RELATIONS[name]
    columns = ", ".join(relation.dimensions.values())
    joins = " ".join(several.each for several in relation.several.values())
    assert spec().reader.rows(f"SELECT {columns} FROM ({relation.sql}) {joins}") == []


@pytest.mark.parametrize("name", RELATIONS)
def test_what_a_relation_says_of_its_dimensions_is_said_of_dimensions_it_has(name):
    relation = RELATIONS[name]
    named = [*relation.several, *relation.same]
    if relation.reports:
        named += [d for part in relation.reports for d in part]
    assert set(named) <= set(relation.dimensions)


@pytest.mark.parametrize("dimension", sorted(NUMBERS))
def test_number_dimensions_are_integers_in_the_schema(dimension):
    column = RELATIONS["answer"].dimensions[dimension]
    types = {c.name: c.type for c in schema.RESPONSE.columns}
    assert types[column] in ("TINYINT", "SMALLINT", "INTEGER")


@pytest.mark.parametrize("dimension", sorted(set(RELATIONS["answer"].dimensions) - NUMBERS))
def test_other_dimensions_are_texts_in_the_schema(dimension):
    relations = (schema.PILOT_MEMBER, schema.INDUSTRY, schema.RESPONSE)
    types = {c.name: c.type for relation in relations for c in relation.columns}
    assert types[dimension] == "VARCHAR"
