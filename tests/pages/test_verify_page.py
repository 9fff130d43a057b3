"""核对数字: the figures of a pasted or dropped draft, as `reports` checks them against the selection."""

import pytest

from metrics.query import Filters, compute
from pages._parts import verifying
from reports.checking import verification
from tests.pages.shown import Shown, plain
from tests.reports.case.drawn import SIZES, case
from tests.reports.draft_2021 import PAIRS, TEXT
from tests.reports.test_drafts import document


def pasted(visit, text, **query):
    shown = visit("verify", year="2021", **query)
    shown.test.text_area(key="draft").set_value(text).run()
    return Shown(shown.test)


def rows(shown):
    return shown.test.dataframe[0].value


def test_before_a_draft_it_says_what_each_status_means(visit):
    shown = visit("verify", year="2021")
    assert shown.headline == "放入报告草稿，逐句核对其中的数字"
    assert any("四舍五入和截尾都得这个数" in text for text in shown.texts)
    assert not shown.test.dataframe


def test_the_page_lists_what_the_checker_finds(visit, national):
    shown = pasted(visit, TEXT)
    found = verification.verify(TEXT, verification.facts(national, Filters.of(year=[2021])))
    assert not shown.test.exception
    assert list(rows(shown)["原数"]) == [one.claim.printed for one in found]
    assert list(rows(shown)["状态"]) == [verification.STATUSES[one.status] for one in found]
    counts = verification.counted(found)
    assert shown.headline == (
        f"共 {len(found)} 处数字：不一致 0 处，截尾 {counts['truncated']} 处，无法核对 {counts['unknown']} 处"
    )
    pairs = rows(shown)[rows(shown)["种类"] == "家数和比例"]
    assert set(pairs["原数"]) == set(PAIRS)
    assert set(pairs["口径家数"]) == set(compute(national, ["responses"], (), Filters.of(year=[2021]))["value"])


def test_each_sentence_stands_once_with_its_figures_in_bold(visit):
    shown = pasted(visit, TEXT)
    said = [plain(one.value) for one in shown.test.markdown if "5498家" in one.value]
    (sentence,) = [one for one in said if one.startswith("从测评结果看")]
    assert "**5498家**，占比达到**97.4%**" in sentence
    assert ":orange-badge[截尾] **5498家 · 97.4%**" in sentence


def test_rounding_and_truncation_side_by_side_are_pointed_out(visit):
    assert any(verification.MIXED in text for text in pasted(visit, TEXT).texts)
    assert not any(verification.MIXED in text for text in pasted(visit, "5639家企业中，5498家（97.4%）").texts)


def test_a_status_narrows_the_sentences_and_the_table(visit):
    shown = pasted(visit, TEXT)
    shown.test.button_group(key="verify_status").set_value(["truncated"]).run()
    assert not shown.test.exception
    assert list(rows(shown)["原数"]) == ["5498家 · 97.4%", "5407家 · 95.88%", "30.07% · 1696家"]


def test_the_selection_is_what_the_text_is_held_against(visit):
    shown = pasted(visit, "满意率为97.4%。", region="140000")
    assert rows(shown)["数据中的指标"][0] == "满意率"
    assert rows(shown)["状态"][0] in ("不一致", "一致", "四舍五入", "截尾")
    assert "比照 山西省 2021年的数据" in " ".join(shown.texts)


def test_a_text_without_figures_is_said_in_words(visit):
    assert pasted(visit, "提升行动得到热烈反响。").headline == "这段文字里没有可以核对的数字"


def test_markdown_of_a_draft_is_shown_letter_for_letter(visit):
    shown = pasted(visit, "![](http://x/y.png) **5639家** :red[企业]中，有5498家，占比97.4%")
    assert not any("![](" in one.value or ":red[" in one.value for one in shown.test.markdown)


def test_english_says_the_same(visit):
    shown = pasted(visit, TEXT, lang="en")
    assert not shown.test.exception
    assert len(rows(shown)) == len(rows(pasted(visit, TEXT)))


def dropped(visit, name, content):
    shown = visit("verify", year="2021")
    shown.test.file_uploader(key="draft_file").upload(name, content, "application/octet-stream").run()
    return Shown(shown.test)


def test_a_dropped_document_is_checked(visit):
    shown = dropped(visit, "草稿.docx", document(*TEXT.splitlines()))
    assert not shown.test.exception
    assert set(PAIRS) <= set(rows(shown)["原数"])


def test_a_broken_document_is_refused_in_a_sentence(visit):
    shown = dropped(visit, "草稿.docx", b"PK\x03\x04")
    (error,) = shown.test.error
    assert "不是完好的 .docx" in plain(error.value)
    assert not shown.test.exception


@pytest.mark.parametrize("language", ["zh", "en"], indirect=True)
def test_every_status_has_a_colour_and_words(language):
    assert set(verifying.COLORS) == set(verification.STATUSES)


def cases(visit, *files, **query):
    shown = visit("verify", year="2021", **query)
    uploads = [(name, content, "application/octet-stream") for name, content in files]
    shown.test.file_uploader(key="case_files").set_value(uploads).run()
    return Shown(shown.test)


def test_documents_of_cases_stand_a_line_each(visit):
    long = case(sizes=(*SIZES[:2], 1300, *SIZES[3:]))
    shown = cases(visit, ("好.docx", case()), ("张三13812345678.docx", long), ("坏.docx", b"PK\x03\x04"))
    assert not shown.test.exception
    table = rows(shown)
    assert list(table["文件"]) == ["好.docx", "张三138****5678.docx", "坏.docx"]
    assert list(table["正文字数"])[:2] == [1865, 2065]
    assert table["企业简介（约 5%）"][0] == pytest.approx(100 * 96 / 1865)
    good, mended, broken = table["要改的"]
    assert (good, mended) == ("没有发现问题", "正文 2065 字，超过上限 2000 字，请压缩 65 字")
    assert "不是完好的 .docx" in broken
    texts = " ".join(shown.texts)
    assert mended in texts.split("张三138****5678.docx")[-1]
    assert "共 3 份：没有要改的 1 份，要改的 1 份，读不出的 1 份" in texts
    assert "按 晋市监函〔2022〕338号 附件2 检查" in texts


def test_phones_in_a_case_are_masked(visit):
    shown = cases(visit, ("案例.docx", case(front=("联系我们 13812345678 的故事",))))
    assert list(rows(shown)["标题"]) == ["联系我们 138****5678 的故事"]
    assert not any("13812345678" in text for text in shown.texts)


def test_cases_are_checked_in_english(visit):
    shown = cases(visit, ("案例.docx", case(back=())), lang="en")
    assert not shown.test.exception
    assert len(rows(shown)) == 1
