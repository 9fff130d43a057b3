"""A link names the data version its maker saw; the address bar names none and follows the newest."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from data import warehouse
from data.store import Store
from loaders import importing
from locales import translate
from metrics.query import Filters, compute
from tests.pages.shown import SCRIPTS, Shown, plain
from tests.stores import excerpt

NOW, BEFORE = "000002", "000001"


@pytest.fixture(scope="module")
def two(stores, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose first version has 12 answers, and the second one the same and 20 more."""
    folder = tmp_path_factory.mktemp("two")
    rows = {"甲.xlsx": 12, "乙.xlsx": 32}
    for name, answers in rows.items():
        excerpt(stores.export, folder / name, answers)
        importing.load([folder / name], Store(folder / "store"))
    return folder / "store"


@pytest.fixture
def own(two: Path, stores, shows, monkeypatch: pytest.MonkeyPatch) -> Store:
    for name, value in stores.environment(two, stores.national).items():
        monkeypatch.setenv(name, value)
    return Store(two)


def answers(store: Store, version: int) -> str:
    reader = warehouse.open(store, warehouse.ALL, version)
    try:
        (count,) = compute(reader, ["responses"], where=Filters.of(year=[2021]))["value"]
    finally:
        reader.close()
    return f"{count:.0f} 份"


def said(shown: Shown) -> list[str]:
    return [plain(one.value) for one in (*shown.test.info, *shown.test.warning)]


def link(shown: Shown) -> dict[str, list[str]]:
    """What the link to copy names."""
    (code,) = shown.test.code
    return parse_qs(urlsplit(code.value).query)


def test_versions_differ(own):
    assert answers(own, 1) != answers(own, 2)


def test_address_without_a_version_shows_the_newest_and_stays_without(visit, own):
    shown = visit(year="2021")
    assert shown.cards["responses"] == answers(own, 2)
    assert "version" not in shown.test.query_params
    assert said(shown) == []


def test_link_to_copy_names_the_version_and_everything_chosen(visit, own):
    shown = visit("regions", year="2021", region="320000", industry=["3", "17"], lang="zh")
    assert link(shown) == {
        "year": ["2021"],
        "region": ["320000"],
        "industry": ["3", "17"],
        "lang": ["zh"],
        "version": ["2"],
    }


def test_link_to_copy_begins_with_the_address_of_the_page(visit, own):
    test = visit(year="2021").test
    test.context = {"locale": "zh-CN", "url": "http://tisheng.local:8501/"}
    test.run()
    (code,) = test.code
    assert code.value == "http://tisheng.local:8501/?year=2021&version=2"


@pytest.mark.parametrize("code", ["1", "000001"])
def test_version_that_is_kept_is_shown(visit, own, code):
    shown = visit(year="2021", version=code)
    assert shown.cards["responses"] == answers(own, 1)
    assert said(shown) == [f"正在查看数据版本 {BEFORE}（当前为 {NOW}）"]
    assert link(shown)["version"] == ["1"]


def test_version_stays_through_the_menu_and_to_the_firms(visit, own):
    shown = visit(year="2021", version="1")
    (bars,) = [table for key, table in shown.tables.items() if key == "regions"]
    assert all("version=1" in found for found in bars["企业名单"] if found)
    shown.test.query_params.clear()
    shown.test.switch_page(SCRIPTS["regions"]).run()
    assert shown.test.query_params["version"] == "1"
    assert said(shown) == [f"正在查看数据版本 {BEFORE}（当前为 {NOW}）"]


def test_button_leads_to_the_newest_without_calling_it_news(visit, own):
    shown = visit(year="2021", version="1")
    shown.test.button(key="unpin").click().run()
    assert shown.cards["responses"] == answers(own, 2)
    assert "version" not in shown.test.query_params
    assert (said(shown), list(shown.test.toast)) == ([], [])


def test_version_that_is_the_newest_is_held_too(visit, own):
    shown = visit(year="2021", version="2")
    assert said(shown) == [f"链接指定数据版本 {NOW}，即当前版本；有了新版本，本页仍显示它"]
    warehouse.point_to(own, 1)
    try:
        shown.test.run()
        assert shown.cards["responses"] == answers(own, 2)
        assert said(shown) == [f"正在查看数据版本 {NOW}（当前为 {BEFORE}）"]
        assert list(shown.test.toast) == []
    finally:
        warehouse.point_to(own, 2)


def test_page_without_a_version_goes_on_with_the_newest_and_says_so(visit, own):
    shown = visit(year="2021")
    warehouse.point_to(own, 1)
    try:
        shown.test.run()
        assert shown.cards["responses"] == answers(own, 1)
        assert [plain(one.value) for one in shown.test.toast] == [f"数据已更新到版本 {BEFORE}"]
    finally:
        warehouse.point_to(own, 2)


@pytest.fixture
def pruned(own: Store) -> Iterator[Store]:
    """The file of the first version was deleted to save space."""
    file = own.warehouse / warehouse.NAME.format(1)
    aside = file.rename(own.path / "aside")
    yield own
    aside.rename(file)


@pytest.mark.parametrize(("code", "named"), [("1", BEFORE), ("97", "000097")])
def test_version_that_is_gone_or_never_was_is_named_and_the_newest_shown(visit, pruned, code, named):
    shown = visit(year="2021", version=code)
    assert shown.cards["responses"] == answers(pruned, 2)
    assert said(shown) == [
        f"这里没有链接里的数据版本 {named}：只保留最近 10 个，或者编号有误。现在显示的是当前版本 {NOW}"
    ]
    assert link(shown)["version"] == ["2"]
    shown.test.button(key="unpin").click().run()
    assert said(shown) == []


@pytest.mark.parametrize("code", ["abc", "-1", "0", "1.5", "１", "s", "2; DROP", "9999999999"])
def test_what_is_no_number_of_a_version_is_named_and_the_newest_shown(visit, own, code):
    shown = visit(year="2021", version=code)
    assert shown.cards["responses"] == answers(own, 2)
    assert said(shown) == [f"链接里的“{code}”不是数据版本的编号，现在显示的是当前版本 {NOW}"]


def test_two_versions_in_one_link_are_none(visit, own):
    shown = visit(year="2021", version=["1", "2"])
    assert said(shown) == [f"链接里的“1、2”不是数据版本的编号，现在显示的是当前版本 {NOW}"]


def test_damaged_version_is_not_shown(visit, own, tmp_path):
    file = own.warehouse / warehouse.NAME.format(7)
    file.write_bytes(b"no version")
    shown = visit(year="2021", version="7")
    for left in own.warehouse.glob(f"{file.name}*"):
        left.unlink()
    assert shown.cards["responses"] == answers(own, 2)
    (words,) = said(shown)
    assert words.startswith(f"不能显示链接里的数据版本 000007，现在显示的是当前版本 {NOW}。数据版本 7 的文件已损坏")


def test_link_made_on_samples_names_samples_and_opens_them(visit):
    shown = visit(year="2021")
    (pin,) = link(shown)["version"]
    assert pin == "s1"
    again = visit(year="2021", version=pin)
    assert again.cards == shown.cards
    assert said(again) == ["链接指定数据版本 000001，即当前版本；有了新版本，本页仍显示它"]


def test_link_made_on_samples_does_not_open_own_data_of_the_same_number(visit, own):
    shown = visit(year="2021", version="s1")
    assert shown.cards["responses"] == answers(own, 2)
    assert said(shown) == [f"链接里的是示例数据的版本 {BEFORE}。本局已有自己的数据，现在显示的是其当前版本 {NOW}"]


def test_link_made_on_own_data_does_not_open_samples_of_the_same_number(visit):
    shown = visit(year="2021", version="1")
    assert said(shown) == ["链接里的是本局数据的版本 000001。这里还没有自己的数据，现在显示的是示例数据"]


def test_wall_screen_shows_the_version_and_says_so(visit, own):
    shown: AppTest = visit(year="2021", version="1").test
    shown.switch_page("pages/overview/leader.py").run()
    line = next(plain(one.value) for one in shown.markdown if "2021年" in one.value)
    assert f"正在查看数据版本 {BEFORE}（当前为 {NOW}）" in line
    assert translate("看最新的", "zh") not in {one.label for one in shown.button}
