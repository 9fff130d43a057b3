"""One credit code under clearly different names: suggested, decided, remembered, and never counted by."""

from functools import partial
from pathlib import Path

import pytest

from data import register, warehouse
from data.errors import Refused
from data.register import Decision
from data.store import Store
from loaders import importing, review
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code
from tests.loaders.test_review import write

CODE, OTHER = credit_code(1), credit_code(2)
HEAD = "企业名称 | 信用代码 | 所在地 | 行业"
HONGDA, XINYUAN = f"{CODE} 太原宏达机械有限公司", f"{CODE} 鑫源食品厂"
SUGGESTED = "SELECT about, place, subject, year, round(score), why FROM suggestion ORDER BY ALL"
REFUSED = "SELECT submission, row, \"column\", value, found FROM issue WHERE rule = 'code_of_two_firms' ORDER BY ALL"
FIRMS = "SELECT firm, year, name FROM assisted ORDER BY ALL"


def ledger(folder: Path, *lines: str, sender: str = "太原市市场监管局", year: int = 2022) -> Path:
    text = "\n".join([f"填报单位：{sender} | {year}年", HEAD, *lines])
    return drawing.book(folder / f"{sender}{year}.xlsx", drawing.ledger(text))


def loaded(folder: Path, store: Store, city: str, body: str = "", year: int = 2022) -> Store:
    files = [ledger(folder, city)]
    files += [ledger(folder, body, sender="中国质量认证中心", year=year)] if body else []
    assert {one.status for one in importing.load(files, store)} == {"loaded"}
    return store


@pytest.fixture
def load(store: Store, tmp_path: Path):
    """Load a ledger of 太原 and one of a certification body with these lines."""
    return partial(loaded, tmp_path, store)


def decide(store: Store, verdict: str, place: str = HONGDA, subject: str = XINYUAN) -> None:
    importing.decide(store, [Decision("code", place, subject, verdict, who="王某")])


def pairs(store: Store) -> list[review.Pair]:
    reader = warehouse.open(store, warehouse.ALL)
    try:
        return review.pairs(reader)
    finally:
        reader.close()


def load_two(folder: Path, store: Store) -> None:
    loaded(folder, store, f"太原宏达机械有限公司 | {CODE} | 太原小店区 | 19", f"鑫源食品厂 | {CODE} | 太原 | 3")


@pytest.fixture
def two(begin) -> Store:
    return begin(load_two)


def test_one_code_under_two_names_is_suggested_with_both_records(two):
    (pair,) = pairs(two)
    assert (pair.about, pair.why, pair.score) == ("code", "code", 0.0)
    assert (pair.left.name, pair.left.county, pair.left.industry) == ("太原宏达机械有限公司", "140105", 19)
    assert (pair.right.name, pair.right.industry, pair.right.file) == ("鑫源食品厂", 3, "中国质量认证中心2022.xlsx")


@pytest.mark.parametrize(
    "name",
    [
        "山西宏达机械厂",  # place and legal form
        "宏达",  # short for it
        "太原宏达机诫有限公司",  # a slip
        "宏达机械制造有限公司",  # more of it
    ],
)
def test_a_name_that_is_written_a_little_differently_is_not(load, name):
    store = load(f"太原宏达机械有限公司 | {CODE} | 太原 | 19", f"{name} | {CODE} | 太原 | 19")
    assert ask(store, SUGGESTED) == []


def test_a_name_that_changed_from_one_year_to_the_next_is_suggested(load):
    store = load(f"太原宏达机械有限公司 | {CODE} | 太原 | 19", f"鑫源食品厂 | {CODE} | 太原 | 19", year=2023)
    assert ask(store, SUGGESTED) == [("code", HONGDA, XINYUAN, 2023, 0.0, "code")]


def test_an_answer_under_the_code_of_another_name_is_suggested_beside_the_ledger(store, tmp_path):
    files = write(tmp_path, f"太原宏达机械有限公司 | {CODE} |", f"鑫源食品厂 | {CODE} | 山西太原")
    importing.load(files, store)
    (pair,) = pairs(store)
    assert (pair.left.file, pair.right.file) == ("台账.xlsx", "答卷.xlsx")


def test_a_code_copied_down_over_many_rows_is_compared_with_the_first_name_only(load):
    names = ["甲乙丙", "丁戊己", "庚辛壬", "子丑寅", "卯辰巳"]
    store = load("\n".join(f"{name}机械厂 | {OTHER} | 太原 | 19" for name in names).replace("机械厂", ""))
    assert len(pairs(store)) == len(names) - 1
    assert {pair.left.name for pair in pairs(store)} | {pair.right.name for pair in pairs(store)} == set(names)


def test_nothing_counts_by_it_and_no_decision_changes_a_figure(two):
    before = ask(two, FIRMS)
    assert len(before) == 1
    for verdict in ("same", "different"):
        decide(two, verdict)
        assert ask(two, FIRMS) == before


def test_confirmed_it_is_not_suggested_again(two, tmp_path):
    decide(two, "same")
    assert ask(two, SUGGESTED) == []
    importing.load([ledger(tmp_path, f"鑫源食品厂 | {OTHER} | 太原 | 3", year=2023)], two)
    assert [one for one in ask(two, SUGGESTED) if one[0] == "code"] == []
    assert ask(two, REFUSED) == []


def test_refused_it_stands_as_an_issue_at_both_rows_until_the_code_is_mended(two):
    decide(two, "different")
    assert ask(two, SUGGESTED) == []
    assert ask(two, REFUSED) == [
        (1, 3, "credit_code", "鑫源食品厂", "version"),
        (2, 3, "credit_code", "太原宏达机械有限公司", "version"),
    ]
    importing.correct(two, 2, {"台账!B3": OTHER}, "电话核实")
    assert ask(two, REFUSED) == []
    assert [firm for firm, *_ in ask(two, FIRMS)] == [CODE, OTHER]


def test_the_order_in_which_they_are_named_does_not_matter(two):
    decide(two, "same", XINYUAN, HONGDA)
    (held,) = review.held(two)
    assert (held.place, held.subject) == (HONGDA, XINYUAN)


def test_undone_it_is_suggested_again(two):
    decide(two, "different")
    importing.undo(two, [review.held(two)[0].decision])
    assert [pair.about for pair in pairs(two)] == ["code"]
    assert ask(two, REFUSED) == []


def test_only_names_that_stand_there_can_be_decided(two):
    with pytest.raises(Refused, match="没有“别的”"):
        decide(two, "same", HONGDA, "别的")
    with pytest.raises(Refused, match="自己"):
        decide(two, "same", HONGDA, HONGDA)
    assert register.decisions(two, "code") == []


def test_one_name_of_a_city_under_two_codes_in_two_years_is_suggested_once(load):
    store = load(f"鑫源食品厂 | {CODE} | 太原 | 3", f"鑫源食品厂 | {OTHER} | 太原 | 3", year=2023)
    assert ask(store, SUGGESTED) == [("double", CODE, OTHER, 2023, 100.0, "name")]
    importing.decide(store, [Decision("double", CODE, OTHER, "different")])
    assert ask(store, SUGGESTED) == []


def test_the_command_lists_and_decides_them(two, loaders):
    (pair,) = loaders("suggestions", "--json").json
    assert (pair["about"], pair["left"]["key"]) == ("code", HONGDA)
    done = loaders("decide", "code", HONGDA, XINYUAN, "same")
    assert (done.code, done.out) == (0, "")
