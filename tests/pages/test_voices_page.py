"""企业原话 shows what `metrics.voices` counts and quotes, and no more than that."""

import pytest

from data.store import Store
from metrics import voices
from metrics.query import Filters
from metrics.voices import NO_OPINION, NO_THEME
from pages._parts import voices as page
from pages._parts.filters import Selection
from tests.metrics import drawing

NATION = Filters.of(year=[2021])
SELECTIONS = [
    ({}, NATION),
    ({"region": "320000"}, NATION.but(province=["320000"])),
    ({"region": "320500", "industry": "17"}, NATION.but(city=["320500"], industry=[17])),
]


@pytest.mark.parametrize(("query", "where"), SELECTIONS)
@pytest.mark.parametrize("questions", [(), ("q16_text", "q17_text")])
def test_the_sentence_themes_and_words_are_what_is_counted(visit, national, query, where, questions):
    shown = visit("voices", year="2021", question=list(questions), **query)
    assert not shown.test.exception
    themes = voices.themes(national, "year", where, questions).set_index("theme")
    said = themes.drop([NO_OPINION, NO_THEME])
    most = said["numerator"].max()
    leads = "”“".join(said.index[said["numerator"] == most])
    assert shown.headline.startswith(f"企业写下 {themes['denominator'].max()} 条原话，谈“{leads}”的")
    assert f"{most} 条" in shown.headline
    none = themes["numerator"][NO_OPINION]
    assert f"；{none} 条没有意见（" in shown.headline or not none
    drawn = shown.tables["themes"].set_index("主题")
    assert dict(drawn["谈到的原话"]) == dict(themes["numerator"])
    assert list(drawn.index[-2:]) == sorted((NO_OPINION, NO_THEME), key=lambda one: -themes["numerator"][one])
    words = voices.words(national, where, questions)
    assert list(shown.tables.get("words", {"词": []})["词"]) == list(words["word"])
    if len(words):
        assert list(shown.tables["words"]["占比"] / 100) == pytest.approx(list(words["value"]))
        assert shown.figures["words"]["data"][0]["x"] == list(words["value"].head(page.WORDS))


@pytest.mark.parametrize(
    ("query", "by", "where"), [({}, "province", NATION), ({"region": "320000"}, "city", SELECTIONS[1][1])]
)
def test_themes_by_region_are_what_is_counted(visit, national, query, by, where):
    behind = visit("voices", year="2021", **query).tables["by_region"].set_index(["代码", "主题"])
    found = voices.themes(national, by, where)
    assert len(behind) == len(found)
    for row in found.to_dict("records"):
        shown = behind.loc[row[by], row["theme"]]
        assert (shown["谈到的原话"], shown["全部原话"]) == (row["numerator"], row["denominator"])
        small = row["denominator"] < 10
        assert shown["占比"] == pytest.approx(float("nan") if small else row["value"] * 100, nan_ok=True)


def test_quotations_are_those_of_the_theme_and_others_come_at_a_click(visit, national):
    shown = visit("voices", year="2021", theme="资金与补贴")
    for seed in (1, 2):
        wanted = voices.quotations(national, "资金与补贴", NATION, seed=seed)
        (table,) = shown.test.table
        assert [text.replace("\\", "") for text in table.value["原话"]] == list(wanted["text"])
        shown.test.button(key="voices_again").click().run()
    shown.test.selectbox(key="voices_theme").select("数字化").run()
    assert shown.test.query_params == {"year": "2021", "theme": "数字化"}


def test_questions_stand_in_the_address(visit):
    test = visit("voices", year="2021", question=["q16_text", "q99"]).test
    assert test.multiselect(key="voices_question").value == ["q16_text"]
    test.multiselect(key="voices_question").unselect("q16_text").run()
    assert "question" not in test.query_params


def test_several_themes_in_the_lead_are_all_named(chinese):
    rows = {
        name: {"theme": name, "numerator": count, "denominator": 8, "value": count / 8}
        for name, count in (("数字化", 2), ("培训与学习", 2), (NO_OPINION, 4), (NO_THEME, 1))
    }
    chosen = Selection(2022, None, (), ())
    said = page.headline(page.Found(rows, 8), chosen)
    assert said == "企业写下 8 条原话，谈“数字化”“培训与学习”的并列最多，各 2 条，占 25.0%；4 条没有意见（50.0%）"
    nobody = {name: {**row, "numerator": 0, "value": 0.0} for name, row in rows.items()} | {
        NO_OPINION: rows[NO_OPINION]
    }
    assert page.headline(page.Found(nobody, 8), chosen) == "企业写下 8 条原话；4 条没有意见（50.0%）"
    opinions = {name: {**row, "numerator": row["numerator"] * (name != NO_OPINION)} for name, row in rows.items()}
    assert "没有意见" not in page.headline(page.Found(opinions, 8), chosen)
    assert page.headline(page.Found({}, 0), chosen) == "2022年没有开放题的回答"


def test_nothing_that_names_anybody_reaches_the_page(visit, shows, monkeypatch, tmp_path):
    text = "请联系张建国经理 13812345678，太原宏达机械有限公司希望多培训 <b>[链接](http://x)"
    answers = [{"firm": f"F{n}", "name": f"宏达机械{n}", "province": "140000", "q16_text": text} for n in range(3)]
    drawing.publish(Store(tmp_path / "own"), 1, answers)
    shows("samples")
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    shown = visit("voices", year="2021")
    said = "\n".join(shown.texts)
    assert "希望多培训" in said
    for gone in ("张建国", "138", "宏达"):
        assert gone not in said
    (table,) = shown.test.table
    assert r"\[链接\]\(" in table.value["原话"].iloc[0]


def test_themes_that_nobody_speaks_of_are_in_the_table_only(visit, shows):
    shows("one")
    shown = visit("voices", year="2021")
    assert shown.headline == "企业写下 1 条原话；1 条没有意见（100.0%）"
    assert shown.figures["themes"]["data"][0]["x"] == [1]
    assert len(shown.tables["themes"]) == 16
    assert "没有可以摘录的原话" in "\n".join(shown.texts)
