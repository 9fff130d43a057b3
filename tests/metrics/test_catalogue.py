"""The whole catalogue on the samples: every metric over every dimension it has, alone and crossed by any other."""

from itertools import combinations

import pytest

from metrics.query import compute
from metrics.registry import METRICS
from metrics.relations import RELATIONS


@pytest.mark.parametrize(("cumulative", "most"), [(False, 2), (True, 1)], ids=["of a year", "cumulative"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_every_metric_over_every_dimension_and_any_two(every, relation, cumulative, most):
    """All of a relation are asked at once; of reports, what must be looked at one by one is always grouped."""
    of = RELATIONS[relation]
    names = [n for n, one in METRICS.items() if one.relation == relation and not (cumulative and one.of_one_year)]
    one_by_one = list(of.reports.only_one) if of.reports else []
    of_shares = [name for name in names if METRICS[name].unit == "share"]
    filled = set()
    for by in (by for size in range(most + 1) for by in combinations(of.dimensions, size)):
        asked = list(dict.fromkeys([*by, *one_by_one]))
        frame = compute(every, names, asked, cumulative=cumulative)
        assert list(frame.columns[: len(asked) + 1]) == ["metric", *asked]
        assert set(frame["metric"]) in (set(names), set()), by  # nobody files for counties
        assert not frame.duplicated(["metric", *asked]).any(), by
        assert frame["small"][frame["value"].isna()].all(), by
        shares = frame["value"][frame["metric"].isin(of_shares)].dropna()
        assert shares.between(0, 1).all(), by
        filled |= set(frame["metric"][frame["value"].notna()])
    assert filled == set(names)
