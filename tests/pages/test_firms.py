"""企业查询 and 企业卡片: who is listed, what a card says, and what is said where there is nobody."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from data import warehouse
from data.digest import digest
from data.store import Store
from data.warehouse import Reader
from locales import translate
from metrics import firm
from metrics.firm import Search
from metrics.query import Filters, compute
from pages._parts import address, firms
from tests.pages.shown import Shown, ran
from tests.pages.test_every_page import CJK, NO_VALUE, NOT_FILLED

EXPLORER, CARD = "pages/firms/explorer.py", "pages/firms/card.py"
Opened = Callable[..., Shown]


@pytest.fixture
def opened(shows) -> Opened:
    shows("tianjin")

    def run(script: str, **query: str) -> Shown:
        return Shown(ran(script, **query))

    return run


@pytest.fixture(scope="module")
def reader(stores):
    reader = warehouse.open(Store(stores.tianjin), warehouse.ALL)
    yield reader
    reader.close()


def some(reader: Reader, state: str) -> str:
    return firm.search(reader, Search(state=state), Filters.of(year=[2024])).rows.iloc[0]["firm"]


def test_the_list_counts_all_and_shows_a_page(opened, reader):
    found = firm.search(reader, Search(), Filters.of(year=[2024]))
    shown = opened(EXPLORER, year="2024")
    assert shown.headline == f"2024年企业 {found.total} 家，其中已填答卷 {found.answered} 家"
    (table,) = shown.test.dataframe
    assert found.total > len(table.value) == firm.PAGE
    assert list(table.value["企业名称"]) == list(found.rows["name"])


def test_pages_stand_in_the_address_and_end_with_the_last(opened, reader):
    count = firm.search(reader, Search(), Filters.of(year=[2024])).total
    second = opened(EXPLORER, year="2024", page="2")
    assert f"第 51–100 家，共 {count} 家，按地区和名称排列" in "\n".join(second.texts)
    beyond = opened(EXPLORER, year="2024", page="99999")
    assert not beyond.test.exception
    assert len(beyond.test.dataframe[0].value) == (count - 1) % firm.PAGE + 1


def test_a_search_is_written_into_the_address_and_begins_at_the_first_page(opened, reader):
    one = firm.card(reader, some(reader, "answered")).latest
    shown = opened(EXPLORER, year="2024", page="2")
    shown.test.text_input(key="firms_q").set_value(one["credit_code"]).run()
    assert shown.test.query_params["q"] == one["credit_code"]
    assert "page" not in shown.test.query_params
    assert list(shown.test.dataframe[0].value["企业名称"]) == [one["name"]]


@pytest.mark.parametrize("state", firm.STATES)
def test_states_narrow_the_list(opened, reader, state):
    found = firm.search(reader, Search(state=state), Filters.of(year=[2024]))
    shown = opened(EXPLORER, year="2024", state=state)
    assert shown.headline.startswith(f"2024年企业 {found.total} 家" if found.total else "没有找到企业")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("part", "of"), [("in", "numerator"), ("out", "rest"), ("all", "denominator")])
def test_firms_behind_a_figure_are_as_many_as_it_counts(opened, reader, lang, part, of):
    row = compute(reader, ["satisfaction_rate"], (), Filters.of(year=[2024])).iloc[0]
    count = int(row["denominator"] - row["numerator"] if of == "rest" else row[of])
    shown = opened(EXPLORER, year="2024", lang=lang, behind="satisfaction_rate", part=part)
    label = translate("满意率", lang)
    assert shown.headline == translate(
        "{year}年“{label}”背后的企业 {count} 家", lang, year=2024, label=label, count=count
    )


def test_nobody_found_says_what_to_do_and_offers_other_places(opened, reader):
    one = firm.card(reader, some(reader, "answered")).latest
    shown = opened(EXPLORER, year="2024", region="140000", q=one["credit_code"])
    assert shown.headline == "没有找到企业"
    assert any("放宽上面的筛选" in text for text in shown.texts)
    shown.test.button(key="firms_all").click().run()
    assert shown.headline == "全部年度和地区共找到企业 1 家"
    assert shown.test.query_params["everywhere"] == "1"


def test_wrong_choices_in_an_address_are_no_choices(opened):
    shown = opened(EXPLORER, year="2024", state="x", behind="y", part="z", page="-1", everywhere="no")
    assert not shown.test.exception
    assert shown.headline.startswith("2024年企业 ")


def test_every_line_leads_to_its_card(opened, reader):
    table = opened(EXPLORER, year="2024", lang="zh").test.dataframe[0].value
    keys = list(firm.search(reader, Search(), Filters.of(year=[2024])).rows["firm"])
    asked = [parse_qs(urlsplit(link).query) for link in table["卡片"]]
    assert [firm.find(reader, one["firm"][0]) for one in asked] == keys
    assert {one["year"][0] for one in asked} == {"2024"}
    assert {urlsplit(link).path for link in table["卡片"]} == {"firm"}


def test_a_telephone_number_in_a_name_is_in_no_link(monkeypatch):
    monkeypatch.setattr(address, "get", lambda key: [])
    key = "某厂13812345678@140100"
    assert firms.link(key) == f"firm?firm={digest(key)}"
    assert firms.link("91120111YL0083196Q") == "firm?firm=91120111YL0083196Q"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("state", ["answered", "unanswered", "flagged"])
def test_a_card_reads_well(opened, reader, lang, state):
    key = some(reader, state)
    card = firm.card(reader, key)
    shown = opened(CARD, year="2024", firm=key, lang=lang)
    assert not shown.test.exception
    assert not shown.test.error
    assert shown.headline.startswith(card.latest["name"])
    texts = shown.texts
    assert card.latest["credit_code"] in "\n".join(texts)
    assert [text for text in texts if NOT_FILLED.search(text) or NO_VALUE.search(text)] == []
    heads = [head for table in shown.test.table for head in table.value.columns]
    assert bool(CJK.search("".join(heads))) == (lang == "zh")
    shown_rows = {
        text for text in texts if translate("“{file}”工作表“{sheet}”第 {row} 行", lang).partition("{")[0] in text
    }
    assert shown_rows
    assert bool(card.flags.empty) == (not shown.test.dataframe)


def test_gains_stand_with_the_text_as_received(opened, reader):
    key = next(
        one
        for one in firm.behind(reader, "gain_pass_rate", "all", Filters.of(year=[2024])).rows["firm"]
        if (firm.card(reader, one).answers["q11_1_text"] == "10-20").any()
    )
    cells = [list(map(str, row)) for table in opened(CARD, firm=key).test.table for row in table.value.to_numpy()]
    assert ["产品合格率提升", "2024", "15%", r"10\-20"] in cells


def test_of_two_answers_the_card_says_which_counts(opened, reader):
    twice = reader.rows("SELECT firm FROM response GROUP BY firm, year HAVING count(*) > 1 ORDER BY 1 LIMIT 1")[0][0]
    texts = opened(CARD, firm=twice).texts
    assert "计入" in texts
    assert "不计入：这一年还有较晚的答卷" in texts


def test_mobile_numbers_in_what_a_firm_wrote_are_masked(opened, reader, monkeypatch):
    key = some(reader, "answered")
    card = firm.card(reader, key)
    said = card.answers.assign(q16_text="请打 13812345678 找我", name="某厂13912345678")
    monkeypatch.setattr(firm, "card", lambda _reader, _key: firm.Card(**{**vars(card), "answers": said}))
    texts = "\n".join(opened(CARD, firm=key).texts)
    assert "138****5678" in texts
    assert "139****5678" in texts
    assert not re.search(r"1[39]\d12345678", texts)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("given", "said"), [("nobody", "没有找到这家企业"), ("", "还没有选企业")])
def test_a_card_of_nobody_says_where_to_look(opened, lang, given, said):
    shown = opened(CARD, year="2024", lang=lang, firm=given)
    assert not shown.test.exception
    assert shown.headline == translate(said, lang)
    assert translate("企业查询", lang) in "\n".join(shown.texts)
    assert bool(CJK.search("".join(shown.texts).replace("中文", ""))) == (lang == "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_without_any_data_says_what_to_do(shows, opened, lang):
    shows("nothing")
    shown = opened(CARD, firm="x", lang=lang)
    assert [title.value for title in shown.test.title] == [translate("还没有数据", lang)]
