"""Regions: the table, its tiles and aliases hold together; the resolver is never wrong about a known string."""

import csv
import timeit
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import table
from loaders.resolvers import regions
from loaders.resolvers.regions import city_of, county_of, province_of, resolve

REGIONS = {row["code"]: row for row in table("regions")}
CURRENT = {code: row for code, row in REGIONS.items() if row["status"] == "current"}
WITHOUT_CODE = ["140000-zgq", "650000-bt", "310000-lgxpq"]
PIECES = [
    "山西",
    "太原市",
    "朝阳",
    "吉林",
    "海南",
    "兵团",
    "示范区",
    "城区",
    "县",
    "巢湖市",
    "路",
    "/",
    "1401",
    "大同",
    "中国",
    "市辖区",
]


def strings() -> list[dict[str, str]]:
    path = Path(__file__).with_name("region_strings.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chained(code: str) -> str:
    row = REGIONS[code]
    return (chained(row["parent"]) if row["parent"] else "") + row["name"]


def test_no_wrong_answer_to_a_known_string():
    answers = [(row, resolve(row["text"], row["context"] or None)) for row in strings()]
    assert [(row, a) for row, a in answers if (a.status, a.code or "") != (row["status"], row["code"])] == []


def test_there_are_enough_known_strings():
    assert len({(row["text"], row["context"]) for row in strings()}) == len(strings()) >= 150


def test_every_current_region_resolves_from_its_full_chained_name():
    assert [code for code in CURRENT if resolve(chained(code)).code != code] == []


def test_every_current_region_resolves_from_its_code():
    assert [code for code in CURRENT if resolve(code).code != code] == []


def test_short_names_chained_are_never_answered_with_an_unrelated_region():
    def short(code: str) -> str:
        row = REGIONS[code]
        return (short(row["parent"]) if row["parent"] else "") + row["short"]

    answers = {code: resolve(short(code)) for code in CURRENT}
    wrong = [code for code, a in answers.items() if a.code not in (None, code, CURRENT[code]["parent"])]
    assert wrong == []


def test_a_withdrawn_code_leads_to_its_successor():
    withdrawn = [row for row in REGIONS.values() if row["status"] == "withdrawn"]
    assert [row["code"] for row in withdrawn if (resolve(row["code"]).code or "") != row["successor"]] == []


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), st.sampled_from([None, *CURRENT])
)
def test_any_text_is_answered_with_a_current_code_or_none(text, context):
    answer = resolve(text, context)
    codes = [answer.code] if answer.status == "found" else list(answer.candidates)
    assert all(code in CURRENT for code in codes)
    assert (len(codes) == 1) == (answer.status == "found") and (len(codes) > 1) == (answer.status == "ambiguous")


def test_a_cell_of_repeated_names_is_read_in_reasonable_time():
    assert timeit.timeit(lambda: resolve.__wrapped__("城区松岭区大同" * 60), number=1) < 2


def test_the_ambiguous_short_name_lists_both_owners():
    assert resolve("吉林").candidates == ("220000", "220200")


@pytest.mark.parametrize(
    ("code", "province", "city", "county"),
    [
        ("140000", "140000", None, None),
        ("140100", "140000", "140100", None),
        ("140105", "140000", "140100", "140105"),
        ("110105", "110000", "110105", None),
        ("419001", "410000", "419001", None),
        ("650000-bt", "650000", "650000-bt", None),
    ],
)
def test_the_levels_above_a_code(code, province, city, county):
    assert (province_of(code), city_of(code), county_of(code)) == (province, city, county)


def test_codes_are_unique():
    assert len(REGIONS) == len(table("regions"))


def test_parents_exist_and_parents_in_force_are_one_level_up():
    above = {"city": "province", "county": "city"}
    rows = [row for row in REGIONS.values() if row["level"] != "province"]
    assert [row["code"] for row in rows if REGIONS[row["parent"]]["level"] != above[row["level"]]] == []
    assert [code for code, row in CURRENT.items() if row["parent"] and row["parent"] not in CURRENT] == []


def test_successors_exist_and_are_in_force():
    assert [row["code"] for row in REGIONS.values() if row["successor"] and row["successor"] not in CURRENT] == []
    assert [code for code, row in CURRENT.items() if row["successor"]] == []


def test_names_are_filled_in():
    filled = ("name", "name_en", "short", "level")
    assert [code for code, row in REGIONS.items() if not all(row[column] for column in filled)] == []


def test_counts_of_the_upper_levels():
    levels = [row["level"] for row in CURRENT.values()]
    shanxi = [code for code, row in CURRENT.items() if row["parent"] == "140000"]
    assert levels.count("province") == 34
    assert len(shanxi) == 12  # eleven cities and the demonstration zone


@pytest.mark.parametrize(
    ("code", "english"),
    [("140000", "Shanxi"), ("610000", "Shaanxi"), ("141100", "Lüliang"), ("341500", "Lu'an"), ("140400", "Changzhi")],
)
def test_english_names(code, english):
    assert REGIONS[code]["name_en"] == english


def test_hand_written_tables_name_existing_rows():
    assert [row for row in table("region_successors") if REGIONS.get(row["code"], {}).get("name") != row["name"]] == []
    assert [row for row in table("region_aliases") if row["code"] and row["code"] not in CURRENT] == []
    assert [row for row in table("region_aliases") if row["only"] not in ("", "whole", *CURRENT)] == []


def test_every_alias_leads_where_the_table_says():
    aliases = [row for row in table("region_aliases") if row["code"]]
    contexts = {row["alias"]: None if row["only"] in ("", "whole") else row["only"] for row in aliases}
    assert [row for row in aliases if resolve(row["alias"], contexts[row["alias"]]).code != row["code"]] == []


def test_tiles_place_each_province_once():
    tiles = table("province_tiles")
    cells = {(int(tile["column"]), int(tile["row"])) for tile in tiles}
    provinces = {code for code, row in CURRENT.items() if row["level"] == "province"}
    assert len(tiles) == len(cells) == 34
    assert {tile["code"] for tile in tiles} == provinces
    assert all(column < 9 and row < 8 for column, row in cells)


def test_tiles_place_each_city_of_each_province_once():
    tiles = table("city_tiles")
    parents = {code: row["parent"] for code, row in CURRENT.items() if row["level"] == "city"}
    assert {tile["code"]: tile["province"] for tile in tiles} == parents
    cells = {(tile["province"], int(tile["column"]), int(tile["row"])) for tile in tiles}
    assert len(tiles) == len(cells) == len(parents)
    assert all(0 <= column < 7 and 0 <= row < 8 for _, column, row in cells)
    for province in {tile["province"] for tile in tiles}:
        columns, rows = zip(*[cell[1:] for cell in cells if cell[0] == province], strict=True)
        assert set(columns) == set(range(max(columns) + 1)), province
        assert set(rows) == set(range(max(rows) + 1)), province


def test_units_without_a_code_lie_in_existing_places():
    assert sorted(regions._extra()) == sorted(WITHOUT_CODE)
    assert all(place in CURRENT for places in regions._extra().values() for place in places)
