"""待核对: pairs side by side, decided several at once, published as one version, undone; samples are only shown."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import warehouse
from data.store import Store
from loaders import importing, review
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_review import write
from tests.pages.shown import Shown, plain, ran

SCRIPT = "pages/data/review.py"
CODE_A, CODE_B, CODE_C = credit_code(1), credit_code(2), credit_code(3)
LEDGER = f"鑫源食品厂 | {CODE_A} | 太原小店区\n宏达机械厂 | {CODE_B} |\n宏达机械厂 | {CODE_C} |"
ANSWERS = "鑫原食品厂13812345678 | (空) | 山西太原\n鑫原食品厂 | (空) | 山西太原"
MATCH = f"match_2-3_{CODE_A}"
DOUBLE = f"double_{CODE_B}_{CODE_C}"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "own"))
    monkeypatch.setenv("TISHENG_SAMPLES", str(tmp_path / "samples"))
    monkeypatch.setenv("TISHENG_HOME", "")
    return Store(tmp_path / "own")


def opened(lang: str = "zh") -> AppTest:
    test = ran(SCRIPT, lang=lang)
    assert not test.exception
    return test


def load(store: Store, folder: Path, ledger: str = LEDGER) -> None:
    assert {one.status for one in importing.load(write(folder, ledger, ANSWERS), store)} == {"loaded"}


def verdict(test: AppTest, key: str, value: str) -> None:
    next(one for one in test.button_group if one.key == f"verdict_{key}").set_value(value)
    test.run()
    assert not test.exception


def press(test: AppTest, key: str) -> None:
    test.button(key=key).click().run()
    assert not test.exception


def test_the_sentence_counts_what_waits_and_the_pairs_stand_side_by_side(store, tmp_path):
    load(store, tmp_path)
    shown = Shown(opened())
    assert shown.headline == "待核对 2 条：答卷找不到台账 1 条，疑似重复企业 1 条，同一代码不同名称 0 条"
    table = next(text for text in shown.texts if "鑫源食品厂" in text and text.startswith("|"))
    assert "| 企业名称 | **鑫原食品厂** | **鑫源食品厂** |" in table
    assert f"| 统一社会信用代码 | — | {CODE_A} |" in table  # nothing to compare with
    assert "| 市 | 太原市 | 太原市 |" in table
    assert "| 县 | — | 小店区 |" in table
    assert "“答卷.xlsx”工作表“Sheet1”第 3 行 | “台账.xlsx”工作表“台账”第 3 行" in plain(table)
    assert "名称相近程度 75%" in " ".join(shown.texts)
    assert "名称相同，统一社会信用代码不同" in " ".join(shown.texts)
    assert shown.test.button(key="publish").disabled


def test_several_decisions_are_published_as_one_version_and_can_be_undone(store, tmp_path):
    load(store, tmp_path)
    before = warehouse.current_version(store)
    test = opened()
    verdict(test, MATCH, "same")
    verdict(test, DOUBLE, "different")
    test.text_input(key="review_reason").set_value("电话核实 13812345678").run()
    assert test.button(key="publish").label == "发布 2 条决定"
    press(test, "publish")
    assert [one.value for one in test.success] == ["已发布数据版本 000002：2 条决定已计入"]
    assert warehouse.current_version(store) == before + 1
    assert ask(store, "SELECT firm, how FROM match WHERE response_id = '2-3'") == [(CODE_A, "confirmed")]
    assert Shown(test).headline == "没有需要核对的企业"
    (frame,) = test.dataframe
    assert frame.value[["一方", "另一方", "决定", "说明"]].values.tolist() == [
        ["鑫原食品厂", "鑫源食品厂", "是同一家", "电话核实 138****5678"],
        ["宏达机械厂", "宏达机械厂", "不是同一家", "电话核实 138****5678"],
    ]
    newest = review.held(store)[0].decision
    test.selectbox(key="decision").set_value(newest).run()
    press(test, f"do_undo_{newest}")
    assert Shown(test).headline == "待核对 1 条：答卷找不到台账 1 条，疑似重复企业 0 条，同一代码不同名称 0 条"
    assert [one.about for one in review.held(store)] == ["double"]


def test_one_kind_can_be_shown_alone(store, tmp_path):
    load(store, tmp_path)
    test = opened()
    next(one for one in test.button_group if one.key == "pair_kind").set_value("double")
    test.run()
    assert [one.key for one in test.button_group if str(one.key).startswith("verdict")] == [f"verdict_{DOUBLE}"]


def test_phones_are_never_shown(store, tmp_path):
    load(store, tmp_path, LEDGER + f"\n鑫源食品厂13812345678 | {credit_code(4)} |")
    texts = " ".join(Shown(opened()).texts)
    assert "13812345678" not in texts
    assert "138****5678" in plain(texts)


def test_samples_are_shown_but_not_decided(store, tmp_path):
    load(Store(tmp_path / "samples"), tmp_path)
    test = opened()
    assert Shown(test).headline.startswith("待核对 2 条")
    assert "只有导入自己的数据后，才能在这里决定；示例数据只供查看。" in Shown(test).texts
    assert [one for one in test.button_group if str(one.key).startswith("verdict")] == []
    assert "publish" not in [one.key for one in test.button]


def test_without_data_there_is_nothing_to_review(store):
    assert Shown(opened()).headline == "没有需要核对的企业"


def test_names_are_shown_letter_for_letter(store, tmp_path):
    hostile = "鑫*源|[食品](http://x)厂"
    load(store, tmp_path, f"{hostile} | {CODE_B} |\n{hostile} | {CODE_C} |".replace("|[", "¦["))
    assert "**鑫" not in " ".join(Shown(opened()).texts)
    assert hostile.replace("|[", "¦[") in " ".join(Shown(opened()).texts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_in_both_languages(store, tmp_path, lang):
    load(store, tmp_path)
    assert Shown(opened(lang)).headline


def test_one_code_under_two_names_is_shown_side_by_side_and_decided(store, tmp_path):
    answers = f"鑫源食品厂13812345678 | {CODE_C} | 山西太原"
    files = write(tmp_path, f"宏达机械厂 | {CODE_C} | 太原小店区", answers)
    importing.load(files, store)
    test = opened()
    shown = Shown(test)
    assert shown.headline == "待核对 1 条：答卷找不到台账 0 条，疑似重复企业 0 条，同一代码不同名称 1 条"
    table = next(text for text in shown.texts if text.startswith("|") and "宏达机械厂" in text)
    assert "|  | 一方 | 另一方 |" in table
    assert f"| 统一社会信用代码 | {CODE_C} | {CODE_C} |" in table
    assert "同一代码，不同企业名称 · 2022年" in plain(" ".join(shown.texts))
    (asked,) = [one for one in test.button_group if str(one.key).startswith("verdict")]
    assert "13812345678" not in str(asked.key) + " ".join(shown.texts)
    asked.set_value("different")
    test.run()
    press(test, "publish")
    assert Shown(test).headline == "没有需要核对的企业"
    (frame,) = test.dataframe
    assert frame.value[["类型", "决定"]].values.tolist() == [["同一代码，不同企业名称", "不是同一家"]]
    assert "13812345678" not in " ".join(Shown(test).texts)
    assert ask(store, "SELECT count(*) FROM issue WHERE rule = 'code_of_two_firms'") == [(2,)]
