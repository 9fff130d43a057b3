"""材料清单: who is due by when, which file counts for whom, what is complete, and what the bureau noted itself."""

from collections import Counter
from datetime import date

import pytest

from data.errors import Refused
from data.reference import table
from loaders import kinds
from metrics import handins
from metrics.handins import LEFT, PAST, TODAY, WHO, Remark, checklist, left, provinces
from metrics.query import Filters
from tests.metrics.drawing import drawn, rows_of

SHANXI = Filters.of(year=[2022], province=["140000"])
SUBMISSION = """
    submission | file        | kind       | sender          | year | received_at         | rows_held
    1          | 太原.xlsx   | ledger     | 140100          | 2022 | 2022-11-04 20:00:00 | 0
    2          | 大同.xlsx   | ledger     | 140200          | 2022 | 2022-11-05 01:00:00 | 3
    3          | 机构.xlsx   | ledger     | CNCA-R-2002-001 | 2022 | 2022-11-05 01:00:00 | 0
    4          | 附表.xlsx   | statistics | 140100          | 2022 | 2022-11-05 01:00:00 | 0
    5          | 去年.xlsx   | statistics | 140200          | 2021 | 2021-11-05 01:00:00 | 0
    6          | 案例.xlsx   | cases      | 140000          | 2022 | 2022-11-05 01:00:00 | 0
    10         | 推荐.xlsx   | recommendations | 140000     | 2022 | 2022-11-05 01:00:00 | 0
    11         | 材料.xlsx   | materials  | 140000          | 2022 | 2022-11-05 01:00:00 | 0
    9          | 附件3.xlsx  | pilot      | 120000          | 2024 | 2024-10-05 01:00:00 | 0
    7          | 未知.xlsx   | ledger     |                 | 2022 | 2022-11-05 01:00:00 | 0
"""
ASSISTED = """
    firm | year | province | city   | body            | submission
    A    | 2022 | 140000   | 140100 | CNCA-R-2002-001 | 1
    B    | 2022 | 140000   | 140100 | CNCA-R-2002-001 | 1
    C    | 2022 | 140000   | 140200 |                 | 2
    D    | 2022 | 140000   | 140300 | CNCA-R-2002-016 | 3
    E    | 2022 | 140000   | 140400 |                 | 7
"""
LISTING = """
    firm | year | origin | submission
    D    | 2022 | body   | 3
    E    | 2022 |        | 7
"""
ANSWERS = """
    firm | year | province | city   | counts | submission
    A    | 2022 | 140000   | 140100 | true   | 8
    C    | 2022 | 140000   | 140200 | true   | 8
    F    | 2022 | 140000   | 141000 | true   | 8
"""
RECOMMENDED = "\n".join(
    [
        "region | year | body | rank | reason | submission",
        *(f"140100 | 2022 | 机构{n} | {n} | 好 | 10" for n in range(1, 6)),
        *(f"140200 | 2022 | 机构{n} | {n} | 好 | 10" for n in range(1, 7)),
        "140300 | 2022 | 机构1 | 1 |  | 10",
        "140400 | 2021 | 机构1 | 1 | 好 | 10",
    ]
)
MATERIALS = """
    unit            | province | city   | body            | year | material | title | submission
    140100          | 140000   | 140100 |                 | 2022 | guide    | 铸造  | 11
    140105          | 140000   | 140100 |                 | 2022 | guide    | 机械  | 11
    140200          | 140000   | 140200 |                 | 2021 | guide    | 旧的  | 11
    140200          | 140000   | 140200 |                 | 2022 | other    | 奖状  | 11
    140300          | 140000   | 140300 |                 | 2022 | media    | 日报  | 11
    CNCA-R-2002-001 | 140000   | 140100 | CNCA-R-2002-001 | 2022 | course   | 微课  | 11
"""
CASES = "\n".join(
    [
        "year | title | city | province | submission",
        *(f"2022 | 案例{n} | 140100 | 140000 | 6" for n in range(5)),
        *(f"2022 | 事例{n} | 140200 | 140000 | 6" for n in range(4)),
    ]
)


@pytest.fixture
def made(tmp_path):
    found = drawn(
        tmp_path / "store",
        rows_of(ANSWERS),
        rows_of(ASSISTED),
        submission=rows_of(SUBMISSION),
        listing=rows_of(LISTING),
        good_case=rows_of(CASES),
        recommendation=rows_of(RECOMMENDED),
        material=rows_of(MATERIALS),
        statistics=rows_of("province | city | year | submission\n140000 | 140100 | 2022 | 4"),
        pilot=rows_of("pilot | name | year | province\n天津地毯 | 地毯 | 2024 | 120000\n天津车 | 车 | 2024 | 120000"),
        pilot_indicator=rows_of("pilot | year | indicator | after | submission\n天津地毯 | 2024 | pass_rate | 98 | 9"),
        body=rows_of("body | name\nCNCA-R-2002-001 | 甲机构"),
    )
    yield found.reader
    found.reader.close()


def statuses(reader, material: str, where: Filters = SHANXI, who: str = "city") -> dict[str, str]:
    return {one.key: one.status for one in checklist(reader, where).items if (one.material, one.who) == (material, who)}


def item(reader, key: str, material: str, where: Filters = SHANXI):
    (found,) = (one for one in checklist(reader, where).items if (one.key, one.material) == (key, material))
    return found


def test_who_is_due_stands_in_the_notices(made):
    found = checklist(made, SHANXI).items
    assert Counter((one.who, str(one.due)) for one in found) == {
        ("city", "2022-11-10"): 12 * 8,  # eleven cities and 示范区
        ("body", "2022-11-10"): 2 * 3,  # those that firms name
        ("province", "2022-11-30"): 1,
    }
    assert {one.name for one in found if one.who == "body"} == {"甲机构", "CNCA-R-2002-016"}


def test_a_ledger_is_the_city_s_that_sent_it_or_whose_firms_it_lists(made):
    found = statuses(made, "ledger")
    assert {key: status for key, status in found.items() if status != "missing"} == {
        "140100": "received",
        "140200": "incomplete",  # three rows wait
        "140400": "received",  # nobody says whose it is
    }
    assert item(made, "140200", "ledger").remarks == (Remark(handins.HELD, {"count": 3}),)
    assert statuses(made, "ledger", who="body") == {"CNCA-R-2002-001": "received", "CNCA-R-2002-016": "missing"}


def test_a_file_is_named_with_the_day_it_came_in_china(made):
    (file,) = item(made, "140100", "ledger").files
    assert (file.name, file.day) == ("太原.xlsx", date(2022, 11, 5))


def test_a_table_of_another_year_does_not_count(made):
    found = statuses(made, "statistics")
    assert (found["140100"], found["140200"]) == ("received", "missing")


def test_cases_are_complete_by_the_notice_s_number(made):
    found = statuses(made, "cases")
    assert (found["140100"], found["140200"], found["140300"]) == ("received", "incomplete", "missing")
    assert item(made, "140200", "cases").remarks == (Remark(handins.FEW, {"count": 4, "limit": 5}),)


def test_recommended_bodies_are_handed_in_when_their_list_came_from_whomever(made):
    found = statuses(made, "ranked_bodies")
    assert {key: status for key, status in found.items() if status != "missing"} == {
        "140100": "received",
        "140200": "incomplete",
        "140300": "incomplete",
    }
    assert [item(made, city, "ranked_bodies").remarks for city in ("140100", "140200", "140300")] == [
        (Remark(handins.BODIES, {"count": 5}),),
        (Remark(handins.TOO_MANY, {"count": 6, "limit": 5}),),
        (Remark(handins.REASONLESS, {"count": 1}), Remark(handins.BODIES, {"count": 1})),
    ]


def test_what_a_list_of_materials_names_is_handed_in(made):
    def received(material: str, who: str = "city") -> list[str]:
        return [key for key, status in statuses(made, material, who=who).items() if status != "unregistered"]

    assert received("guide") == ["140100"]
    assert received("other") == ["140300"]
    assert received("body_other", "body") == ["CNCA-R-2002-001"]
    guide = item(made, "140100", "guide")
    assert (guide.status, guide.remarks) == ("received", (Remark(handins.LISTED, {"count": 2}),))
    assert [file.name for file in guide.files] == ["材料.xlsx"]
    assert item(made, "140200", "guide").remarks == (Remark(handins.NOT_LISTED, {}),)


def test_answers_are_complete_when_every_ledger_firm_answered(made):
    found = statuses(made, "questionnaire")
    assert [found[key] for key in ("140100", "140200", "140300", "141000")] == [
        "incomplete",
        "received",
        "missing",
        "incomplete",  # no ledger to hold them against
    ]
    assert item(made, "140100", "questionnaire").remarks == (Remark(handins.ANSWERED, {"ledger": 2, "count": 1}),)


def test_a_pilot_s_table_is_found_by_the_pilot(made):
    where = Filters.of(year=[2024], province=["120000"])
    assert statuses(made, "pilot", where, "pilot") == {"天津地毯": "received", "天津车": "missing"}
    assert set(statuses(made, "pilot_report", where, "pilot").values()) == {"unregistered"}


@pytest.mark.parametrize(
    ("where", "who"),
    [
        ({"city": ["140100"]}, {("city", "140100")}),
        ({"body": ["CNCA-R-2002-001"]}, {("body", "CNCA-R-2002-001")}),
        ({"county": ["140105"]}, set()),
        ({"province": ["110000"]}, set()),
    ],
)
def test_filters_narrow_who_is_shown(made, where, who):
    found = checklist(made, Filters.of(year=[2022], **where)).items
    assert {(one.who, one.key) for one in found} == who


@pytest.mark.parametrize(
    ("where", "said"), [({"province": ["140000"]}, "请指明一个年度"), ({"year": [2022], "industry": [3]}, "industry")]
)
def test_other_questions_are_refused(made, where, said):
    with pytest.raises(Refused) as refused:
        checklist(made, Filters.of(**where))
    assert said in refused.value.text.format(**refused.value.values)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2022, 10, 29), Remark(LEFT, {"days": 12})),
        (date(2022, 11, 10), Remark(TODAY, {})),
        (date(2022, 11, 11), Remark(PAST, {"days": 1})),
    ],
)
def test_days_are_counted_to_the_deadline(today, said):
    assert left(date(2022, 11, 10), today) == said


# --- what the bureau notes itself


def noted(reader, *rows: str):
    text = "\n".join(["year,who,material,day,note", *rows])
    (reader.store.path / "handins.csv").write_text(text, "utf-8")
    return reader


@pytest.mark.parametrize("who", ["140300", "阳泉市", "阳泉"])
@pytest.mark.parametrize("material", ["guide", "实施指南"])
def test_what_is_no_file_is_registered_by_name_or_code(made, who, material):
    found = item(noted(made, f"2022,{who},{material},2022-11-08,纸质"), "140300", "guide")
    assert (found.status, found.registered, found.note, found.remarks) == ("registered", date(2022, 11, 8), "纸质", ())
    assert statuses(made, "guide")["140200"] == "unregistered"


def test_a_note_does_not_hide_what_the_file_lacks(made):
    assert item(noted(made, "2022,大同市,ledger,2022-11-08,"), "140200", "ledger").status == "incomplete"
    assert item(made, "140200", "ledger").registered == date(2022, 11, 8)


def test_a_row_that_names_nothing_due_is_not_lost(made):
    reader = noted(made, "2022,太原是,实施指南,2022-11-08,误", "2021,太原市,实施指南,2021-11-08,")
    assert checklist(reader, SHANXI).unknown == ("太原是 实施指南 2022-11-08 误",)


def test_a_day_that_is_none_is_refused(made):
    with pytest.raises(Refused) as refused:
        checklist(noted(made, "2022,太原市,实施指南,11月8日,"), SHANXI)
    assert refused.value.values == {"file": "handins.csv", "date": "11月8日"}


def own_deadline(reader, text: str):
    (reader.store.path / "deadlines.csv").write_text(text, "utf-8")
    return reader


def test_a_deadline_of_the_bureau_s_own_counts_too(made):
    reader = own_deadline(made, "region,date,who,due,source\n140000,2022-12-20,city,补充材料,省局通知\n")
    assert set(statuses(reader, "补充材料").values()) == {"unregistered"}
    reader = own_deadline(
        made, "region,date,who,due,source,materials\n140000,2023-03-01,city,再报,省局通知,ledger|照片\n"
    )
    found = checklist(reader, Filters.of(year=[2023], city=["140100"])).items
    assert [(one.material, one.status) for one in found] == [("ledger", "missing"), ("照片", "unregistered")]


def test_the_provinces_with_a_deadline_are_those_of_the_notices_and_of_the_bureau_s_own(made):
    assert provinces(made, 2022) == ["140000"]
    own_deadline(made, "region,date,who,due,source\n320000,2022-11-20,city,补充材料,省局通知\n")
    assert provinces(made, 2022) == ["140000", "320000"]
    assert provinces(made, 2019) == []


def test_nobody_is_guessed_where_a_deadline_names_an_unknown_kind(made):
    with pytest.raises(Refused, match="city、body、pilot"):
        checklist(own_deadline(made, "region,date,who,due,source\n140000,2022-12-20,市局,甲,乙\n"), SHANXI)


# --- the tables


def test_every_deadline_names_known_materials():
    known = {row["material"] for row in table("materials")}
    for row in table("deadlines"):
        assert row["who"] in WHO
        assert set(row["materials"].split("|")) <= known


def test_every_kind_of_a_material_can_be_loaded():
    assert {row["kind"] for row in table("materials")} - {""} <= set(kinds.KINDS)
