from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Refused
from data.warehouse import Reader
from metrics.phone_check import KNOWN, TO_FILL, allotted, sample
from metrics.query import Filters
from tests.metrics.drawing import Drawn


def test_groups_get_their_share_and_at_least_one() -> None:
    assert allotted({"a": 900, "b": 95, "c": 5}, 100) == {"a": 90, "b": 9, "c": 1}
    assert allotted({"a": 1, "b": 1, "c": 1000}, 3) == {"a": 1, "b": 1, "c": 1}


def test_of_equal_remainders_the_first_by_name_goes_first() -> None:
    assert allotted({"b": 10, "a": 10}, 3) == {"a": 2, "b": 1}


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 500), min_size=1, max_size=30), st.data())
def test_all_are_given_out_and_no_group_gets_none_or_more_than_it_has(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    n = data.draw(st.integers(len(sizes), sum(sizes.values())))
    given_out = allotted(sizes, n)
    assert sum(given_out.values()) == n
    assert all(1 <= given_out[one] <= size for one, size in sizes.items())
    assert all(given_out[a] <= given_out[b] for a in sizes for b in sizes if sizes[a] < sizes[b])


def test_the_same_seed_draws_the_same_sheet(national: Reader) -> None:
    first, again, other = (sample(national, n=60, seed=seed) for seed in (3, 3, 4))
    assert first["response_id"].tolist() == again["response_id"].tolist() != other["response_id"].tolist()
    assert len(set(first["response_id"])) == 60
    assert first["province"].nunique() == sample(national, n=10**6)["province"].nunique()


def test_the_sheet_has_blanks_for_what_is_asked_and_no_telephone(national: Reader) -> None:
    sheet = sample(national, n=40)
    assert list(sheet.columns) == [*KNOWN, *TO_FILL]
    assert sheet[list(TO_FILL)].isna().all(axis=None)
    assert "1380000" not in sheet.to_csv()


def test_filters_hold_and_a_small_group_is_asked_whole(spec: Callable[..., Drawn]) -> None:
    reader = spec("""
        firm | year | province | city
        a    | 2022 | 140000   | 140100
        b    | 2022 | 140000   |
        c    | 2021 | 120000   | 120100
    """).reader
    assert sorted(sample(reader, Filters.of(year=[2022]), n=50, by="city")["response_id"]) == ["1-2", "1-3"]
    assert sample(reader, Filters.of(year=[2020])).empty


def test_fewer_than_the_regions_and_other_dimensions_are_refused(national: Reader) -> None:
    with pytest.raises(Refused, match="不能少于"):
        sample(national, n=2)
    with pytest.raises(Refused, match="industry"):
        sample(national, by="industry")
