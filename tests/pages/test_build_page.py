"""生成报告: what is filled, why a kind cannot be made, and an earlier report held against the data of now."""

import io
from pathlib import Path

import docx
import pytest

from data import warehouse
from data.errors import Refused
from data.store import Store
from loaders import importing
from locales import translate
from metrics.query import Filters
from pages._parts import building
from reports.frozen import frozen
from reports.kinds import KINDS, Built, Kind
from reports.sample import SAMPLE
from tests.pages.shown import Shown, plain
from tests.reports.template import making
from tests.stores import excerpt

TIANJIN = {"year": "2024", "region": "120000"}
OF_TIANJIN = Filters.of(year=[2024], province=["120000"])
NATION = Filters.of(year=[2021])


def refused(reader, where) -> Built:
    raise Refused("没有“{what}”，写不出", what="试点")


def frames(shown: Shown, head: str):
    return next(one.value for one in shown.test.dataframe if head in one.value.columns)


@pytest.fixture
def two_kinds(monkeypatch):
    """A second kind, which cannot be made of any selection."""
    monkeypatch.setitem(KINDS, "impossible", Kind("试点报告", ".pptx", refused))


def test_the_page_says_what_it_fills(visit, in_tianjin):
    shown = visit("build", **TIANJIN)
    built = KINDS["assessment"].build(in_tianjin, OF_TIANJIN)
    slots = sum(one.slots for one in built.outline)
    assert not shown.test.exception
    assert slots > 5
    assert shown.headline == f"天津市2024年：自评报告的 {len(built.figures)} 个数字已填好，{slots} 处文字待写"
    assert [one for one in shown.test.get("download_button") if "built" in one.proto.id]
    table = frames(shown, "章节")
    assert [text.strip("　") for text in table["章节"]] == [one.heading for one in built.outline]
    assert table["数字"].sum() == len(built.figures)
    assert (table["表"].sum(), table["图"].sum()) == (
        sum(one.tables for one in built.outline),
        sum(one.charts for one in built.outline),
    )
    assert {f":gray[{line}]" for line in built.length.said("zh").splitlines()} <= {*map(plain, shown.texts)}


@pytest.fixture
def given(monkeypatch):
    """What the buttons hand out, by their keys: what makes it, and the options."""
    found = {}
    real = building.st.download_button

    def button(label, data, **options):
        found[options["key"]] = (data, {"label": label, **options})
        return real(label, data, **options)

    monkeypatch.setattr(building.st, "download_button", button)
    return found


def test_the_document_is_handed_out_under_its_chinese_name(visit, in_tianjin, given):
    visit("build", **TIANJIN)
    data, options = given["built"]
    built = KINDS["assessment"].build(in_tianjin, OF_TIANJIN)
    assert options["label"] == "生成并下载（.docx）"
    assert options["file_name"] == "天津市小微企业质量管理体系认证提升行动自评报告（2024年度）.docx"
    assert options["on_click"] == "ignore"
    assert frozen(io.BytesIO(data())) == built.figures
    assert docx.Document(io.BytesIO(data())).paragraphs[0].text.startswith("天津市")


def test_a_document_says_that_it_is_made_of_samples_until_there_are_own_data(visit, stores, given, monkeypatch):
    said = []
    for own, samples in ((stores.nothing, stores.national), (stores.national, stores.nothing)):
        for name, value in stores.environment(own, samples).items():
            monkeypatch.setenv(name, value)
        visit("build", year="2021")
        content, _options = given["built"]
        said.append(SAMPLE in [one.text for one in docx.Document(io.BytesIO(content())).paragraphs])
    assert said == [True, False]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_selection_that_no_report_is_written_about_says_why(visit, lang):
    shown = visit("build", year="2021", industry="17", lang=lang)
    (warning,) = shown.test.warning
    sentence = translate(
        "这里只按年度、地区和认证机构编写，不能用“{dimension}”筛选", lang, dimension=translate("行业", lang)
    )
    assert plain(warning.value) == sentence
    assert not [one for one in shown.test.get("download_button") if "built" in one.proto.id]


def test_what_fills_the_reason_is_said_in_the_reader_s_language(language, national):
    with pytest.raises(Refused) as refused:
        KINDS["assessment"].build(national, Filters.of(year=[2023]))
    sentence = building.Unfit(refused.value.text, refused.value.values).said
    assert {"zh": "全国2023年", "en": "Nation"}[language] in sentence


def test_the_address_names_the_kind(visit, two_kinds):
    shown = visit("build", year="2021", report="impossible")
    assert shown.headline == "全国2021年：写不出试点报告"


def test_a_table_comes_in_both_formats_and_says_what_stays_blank(visit, in_tianjin):
    shown = visit("build", year="2024", region="120000", report="statistics-table")
    built = KINDS["statistics-table"].build(in_tianjin, Filters.of(year=[2024], province=["120000"]))
    labels = [one.proto.label for one in shown.test.get("download_button")]
    assert [label for label in labels if "生成并下载" in label] == ["生成并下载（.xlsx）", "生成并下载（.docx）"]
    blocks = {one.label: one for one in shown.test.expander}
    listed = blocks[f"填表说明（{len(built.notes)} 条）"].markdown[0].value
    assert listed.count("\n") + 1 == len(built.notes) > 0


# --- an earlier report


@pytest.fixture(scope="module")
def grown(stores, tmp_path_factory) -> tuple[Path, bytes]:
    """A store that had 12 answers when a report was written and has 32 now, and that report."""
    folder = tmp_path_factory.mktemp("grown")
    for name, answers in {"甲.xlsx": 12, "乙.xlsx": 32}.items():
        excerpt(stores.export, folder / name, answers)
    kept = Store(folder / "store")
    importing.load([folder / "甲.xlsx"], kept)
    reader = warehouse.open(kept, warehouse.ALL)
    report = KINDS["assessment"].build(reader, NATION).content
    reader.close()
    importing.load([folder / "乙.xlsx"], kept)
    return kept.path, report


@pytest.fixture
def own(grown, stores, shows, monkeypatch) -> bytes:
    for name, value in stores.environment(grown[0], stores.national).items():
        monkeypatch.setenv(name, value)
    return grown[1]


def dropped(visit, content: bytes, name: str = "旧报告.docx", **query: str) -> Shown:
    shown = visit("build", **{"year": "2021", **query})
    shown.test.file_uploader(key="earlier").upload(name, content, "application/octet-stream").run()
    return Shown(shown.test)


def test_figures_that_changed_stand_beside_the_old_ones_with_the_file_that_changed_them(visit, own):
    shown = dropped(visit, own)
    assert not shown.test.exception
    changed = frames(shown, "原报告")
    answers = changed[(changed["指标"] == "答卷") & (changed["年度和范围"] == "2021年") & (changed["项"] == "")]
    assert {(row["原报告"], row["现在"]) for row in answers.to_dict("records")} == {("12", "32")}
    files = frames(shown, "报送单位")
    assert list(files["文件"]) == ["乙.xlsx"]
    assert list(files["变化"]) == ["新计入"]
    assert list(files["类型"]) == ["问卷答卷"]
    assert any(
        "原报告用数据版本 000001，现在用 000002：其间新计入 1 个文件，不再计入 0 个" in one for one in shown.texts
    )


def test_a_report_of_now_has_no_changes(visit, own, grown):
    reader = warehouse.open(Store(grown[0]), warehouse.ALL)
    shown = dropped(visit, KINDS["assessment"].build(reader, NATION).content)
    reader.close()
    assert [plain(one.value) for one in shown.test.success] == ["与原报告相比，数字没有变化"]


def test_a_report_about_something_else_is_not_compared(visit, own, national):
    other = KINDS["assessment"].build(national, NATION.but(province=["320000"])).content
    shown = dropped(visit, other)
    assert [plain(one.value) for one in shown.test.warning] == [
        "原报告写的是“2021年 · 江苏省”，这份写的是“2021年”，不能对照"
    ]
    assert not any("原报告" in one.value for one in shown.test.dataframe)


def test_a_document_of_somebody_else_is_refused_in_a_sentence(visit, own):
    target = io.BytesIO()
    docx.Document().save(target)
    shown = dropped(visit, target.getvalue(), "别人的.docx")
    (error,) = shown.test.error
    assert plain(error.value).startswith("“别人的.docx”不是本软件生成的")


def test_english_says_the_same(visit, own):
    shown = dropped(visit, own, lang="en")
    assert not shown.test.exception
    assert len(frames(shown, translate("原报告", "en"))) == len(frames(dropped(visit, own), "原报告"))


# --- a template of the bureau's own

GOOD = ("{{ place }}{{ year }}年满意率{{ satisfaction_rate }}",)


def templated(visit, *paragraphs: str, content: bytes = b"", charts=(), **query: str) -> Shown:
    """The page with a template dropped on it."""
    shown = visit("build", **(query if "year" in query else {**TIANJIN, **query}))
    content = content or making.template(*paragraphs, charts=charts)
    shown.test.file_uploader(key="own_template").upload("本局.docx", content, "application/octet-stream").run()
    assert not shown.test.exception
    return Shown(shown.test)


def downloads(shown: Shown) -> list[str]:
    return [one.proto.label for one in shown.test.get("download_button") if "built" in one.proto.id]


def test_a_template_is_filled_and_handed_out(visit, in_tianjin, given):
    shown = templated(visit, *GOOD, charts=[("【satisfaction】各区满意率", "")])
    assert downloads(shown) == ["生成并下载（.docx）"]
    make, options = given["built"]
    content = make()
    figures = KINDS["assessment"].build(in_tianjin, OF_TIANJIN).figures
    rate = next(one for one in figures if one.name == "satisfaction_rate")
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == f"天津市2024年满意率{rate.printed}"
    assert options["file_name"].endswith("自评报告（2024年度）.docx")
    assert shown.headline == f"天津市2024年：自评报告有 {len(frozen(io.BytesIO(content)))} 个数字"
    assert "模板“本局.docx”没有问题，数字、文字和表格都填在里面" in " ".join(shown.texts)
    assert "换上数据的图：【satisfaction】" in " ".join(shown.texts)
    assert any("上限 3000 字，还可以写" in one for one in shown.texts)


def test_every_mistake_of_a_template_is_named_with_what_was_meant(visit, in_tianjin):
    shown = templated(visit, "{{ plase }}{{ satisfaction_rat }}", charts=[("【aspect】", "")])
    (error,) = shown.test.error
    said = plain(error.value)
    assert "没有名称“plase”。相近的有：place" in said
    assert "没有名称“satisfaction_rat”。相近的有：satisfaction_rate" in said
    assert "没有图“【aspect】”。相近的有：aspects" in said
    assert said.startswith("模板有 3 处要改")
    assert shown.headline == "天津市2024年：模板要先改好，才能写出自评报告"
    assert not downloads(shown)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "模板不是完好的 .docx，打不开。请在 Word 或 WPS 里打开后另存为 .docx"),
        (b"%PDF-1.7", "模板不是 .docx 文件。请在 Word 或 WPS 里打开它，另存为 .docx"),
    ],
)
def test_a_broken_template_is_refused_in_one_sentence(visit, in_tianjin, lang, content, sentence):
    where = TIANJIN if lang == "zh" else {"year": "2024"}  # AppTest does not find a place again in English
    shown = templated(visit, content=content, lang=lang, **where)
    assert [plain(one.value) for one in shown.test.error] == [translate(sentence, lang)]
    assert not downloads(shown)


@pytest.mark.parametrize("paragraph", ["{{ ().__class__ }}", "{% include 'x' %}", "{{ units[99].name }}"])
def test_a_template_that_wants_more_than_names_is_refused(visit, in_tianjin, paragraph):
    shown = templated(visit, paragraph)
    assert len(shown.test.error) + len(shown.test.warning) == 1
    assert not downloads(shown)


def test_another_kind_checks_the_template_again(visit, in_tianjin):
    """`unit_word` is a word of two of the reports."""
    shown = templated(visit, "{{ unit_word }}")
    assert downloads(shown)
    shown.test.button_group(key="report_kind").set_value("pilot-report").run()
    again = Shown(shown.test)
    assert not downloads(again)
    assert "没有名称“unit_word”" in plain(again.test.error[0].value)
    assert ":gray[这份模板原样可以用于：自评报告、总结评估报告]" in again.texts


def test_kinds_that_cannot_be_templates_have_no_place_to_drop_one(visit, in_tianjin):
    shown = visit("build", **TIANJIN, report="deck")
    assert [one.key for one in shown.test.file_uploader] == ["earlier"]


def test_the_names_of_the_kind_are_listed(visit, in_tianjin):
    names = frames(visit("build", **TIANJIN), "写法")
    rows = names.set_index("写法")
    assert rows.loc["{{ satisfaction_rate }}", "含义"] == "满意率"
    assert rows.loc["{{ satisfaction_rate }}", "还可以加"] == ".top .bottom"
    assert {"{{ text.企业满意度 }}", "{%tr for row in tables.units %}", "【aspects】", ".base"} <= set(rows.index)


def test_nothing_of_a_template_is_written_down(visit, in_tianjin, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert downloads(templated(visit, *GOOD))
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
