"""What stands in a template by mistake or with bad intent: one clear sentence, at once, and nothing is written."""

import io
import struct
import zipfile

import pytest
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.enum.chart import XL_CHART_TYPE

from data.errors import Refused
from reports import assessment
from reports.template import gate, tags, values
from reports.template.document import check, filled
from reports.template.tags import Environment
from tests.reports.conftest import TIANJIN
from tests.reports.template import making

OUTLINE = assessment.OUTLINE


def said(content: bytes) -> list[str]:
    """What has to be mended, in words."""
    return [one.text.format(**one.values) for one in check(content, OUTLINE).problems]


def of(*paragraphs: str) -> list[str]:
    return said(making.template(*paragraphs))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ satisfaction_rat }}", "没有名称“satisfaction_rat”。相近的有：satisfaction_rate"),
        ("{{ satisfaction_rate.bass }}", "没有名称“satisfaction_rate.bass”。相近的有：satisfaction_rate.base"),
        ("{{ text.企业满意 }}", "没有名称“text.企业满意”。相近的有：text.企业满意度"),
        ("{% for unit in units %}{{ unit.nam }}{% endfor %}", "没有名称“unit.nam”。相近的有：unit.name"),
        ("{% for row in tables.unit %}{% endfor %}", "没有名称“tables.unit”。相近的有：tables.units"),
        ("{{ units }}", "“units”本身不能打印"),
        ("{{ aspects }}", "例如：aspects.top"),
        ("{% for one in place %}{% endfor %}", "“place”不是列表"),
        ("{{ place", "没有写完"),
        ("{{ place {{ year }}", "没有写完"),
        ("place }}", "“place }}”没有写完"),
        ("-%}" * 100_000, "没有写完"),
        ("{{ place }} {", "没有写完"),
        ("} {{ place }}", "没有写完"),
        ("{% if place %}", "循环、条件没有结尾"),
        ("{{ place + }}", "写法不对"),
        ("{% nonsense %}", "写法不对"),
        ("{{ place|upper }}", "没有过滤器“upper”。可用的有：length"),
        ("{{ place|safe }}", "没有过滤器“safe”"),
        ("{{r place }}", "这里不能用"),
        ("{% colspan 3 %}", "这里不能用"),
        ("{{ 'a' }}" + "{{ place }}" * 5001, "超过 5000 个"),
        ("{{ " + "place" * 100 + " }}", "过长，超过 300 字"),
    ],
)
def test_a_mistake_is_named_with_what_may_be_meant(text, sentence):
    (found,) = of("前面的话", text)
    assert sentence in found


HOSTILE = [
    "{{ place.__class__ }}",
    "{{ place['__class__'] }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ satisfaction_rate.__init__.__globals__ }}",
    "{{ range(1000000000) }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{{ lipsum() }}",
    "{{ cycler.__init__ }}",
    "{{ self }}",
    "{{ place.told }}",
    "{{ 'x' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ place ~ place }}",
    "{{ '%999999999d' % 1 }}",
    "{{ place.format(1) }}",
    "{{ units|length * 9 }}",
    "{{ 'x'|center(1000000000) }}",
    "{% set x = place %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'a' import b %}",
    "{% extends 'a' %}",
    "{% macro a() %}{{ a() }}{% endmacro %}",
    "{% block a %}{% endblock %}",
    "{% call place() %}{% endcall %}",
    "{% filter upper %}{% endfilter %}",
    "{% with a=1 %}{% endwith %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% for c in 'abc' %}{% endfor %}",
    "{% for u in units recursive %}{{ loop(units) }}{% endfor %}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ 'x' in units }}",
    "{{ units[place] }}",
    "{% if " + "(" * 140 + "1" + ")" * 140 + " %}{% endif %}",
    "{% if place %}" * 300 + "{% endif %}" * 300,
    "{% for a in units %}" * 4 + "{% endfor %}" * 4,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_names_loops_and_conditions(text):
    found = of(text)
    assert found
    assert all("\n" not in one and len(one) < 400 for one in found)


@pytest.fixture(scope="module")
def material(reader):
    return assessment.material(reader, TIANJIN)


def test_rounds_of_loops_have_a_limit(material, monkeypatch):
    monkeypatch.setattr(values, "MOST_ROUNDS", 500)
    deep = "{% for a in units %}{% for b in industries %}{% for c in industries %}{% endfor %}{% endfor %}{% endfor %}"
    with pytest.raises(Refused, match="循环太多"):
        filled(making.template(deep), material, OUTLINE)


def test_what_is_printed_has_a_limit(material, monkeypatch):
    monkeypatch.setattr(tags, "MOST_PRINTED", 50_000)
    long = "{% for a in industries %}{% for b in industries %}" + "很长的话" * 60 + "{% endfor %}{% endfor %}"
    with pytest.raises(Refused, match="内容过长"):
        filled(making.template(long), material, OUTLINE)


@pytest.mark.parametrize(
    ("paragraphs", "table"),
    [
        (["{%p for a in units %}{{ a.name }}"], [["{% endfor %}"]]),
        (["甲"], [["{%tr for a in units %}"], ["{{ a.name }}"], ["{%p endfor %}"]]),
        (["{{ units[99].name }}"], []),
        (["{% if place > 3 %}{% endif %}"], []),
    ],
)
def test_what_shows_only_when_it_is_filled_is_refused_too(material, paragraphs, table):
    with pytest.raises(Refused) as refused:
        filled(making.template(*paragraphs, table=table), material, OUTLINE)
    assert "docs/templates.md" in str(refused.value) or "请检查" in str(refused.value)


def test_a_tag_in_a_field_or_an_alternative_text_is_refused():
    assert said(making.template("甲", charts=[("图", "{{ place }}")])) == [tags_outside()]
    document = making.blank()
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>HYPERLINK {{{{ place }}}}</w:instrText>"))
    assert said(making.saved(document)) == [tags_outside()]


def tags_outside() -> str:
    return "标签只能写在正文、表格、页眉页脚的文字里，不能写在域、公式或替换文字里"


def test_a_mistake_in_a_header_is_found():
    assert said(making.template("甲", header="{{ plase }}")) == ["没有名称“plase”。相近的有：place pilots complaints"]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("【satisfactoin】", "没有图“【satisfactoin】”。相近的有：satisfaction aspects"),
        ("【】", "没有图“【】”。相近的有：—"),
    ],
)
def test_an_unknown_chart_is_named(title, sentence):
    assert said(making.template("甲", charts=[(title, "")])) == [sentence]


def test_a_chart_of_two_axes_of_numbers_cannot_be_filled():
    (found,) = said(making.template(charts=[("【aspects】", "")], kind=XL_CHART_TYPE.XY_SCATTER))
    assert "不是柱形图" in found


def test_a_chart_that_is_no_xml_is_a_damaged_template():
    document = making.blank()
    making.chart(document, "【aspects】")
    (part,) = [one for one in document.part.package.iter_parts() if "chart1" in one.partname]
    part.partname, part._blob = PackURI("/word/charts/chart1.bin"), b"<no"
    with pytest.raises(Refused, match="不是完好的"):
        said(making.saved(document))


# --- the file itself


def repacked(change, drop: str = "") -> bytes:
    """A template whose document part is changed."""
    source, target = zipfile.ZipFile(io.BytesIO(making.template("{{ place }}"))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for info in source.infolist():
            data = source.read(info)
            if info.filename != drop:
                written.writestr(info.filename, change(info.filename, data))
    return target.getvalue()


def in_document(data: bytes) -> bytes:
    return repacked(lambda name, old: data if name == "word/document.xml" else old)


def with_part(name: str, data: bytes) -> bytes:
    target = io.BytesIO(making.template("甲"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as written:
        written.writestr(name, data)
    return target.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w">&x;</w:document>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "不是 .docx 文件"),
        (b"%PDF-1.7", "不是 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
        (b"PK\x03\x04", "不是完好的"),
        (making.template("甲")[:2000], "不是完好的"),
        (b"PK" + b"0" * (20 * 1024**2), "超过 20 MB"),
        (in_document(b"<w:document"), "不是完好的"),
        (in_document(b""), "不是完好的"),
        (repacked(lambda name, old: old, drop="word/document.xml"), "不是完好的"),
        (in_document(ENTITY), "文档类型定义"),
        (in_document(LAUGHS), "文档类型定义"),
        (in_document(ENTITY.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")), "文档类型定义"),
        (with_part("word/vbaProject.bin", b"x"), "带有宏"),
        (with_part("word/media/bomb.bin", b"\0" * (101 * 1024**2)), "展开后过大"),
        (with_part("word/large.xml", b"<a>" + b" " * 9_000_000 + b"</a>"), "过大"),
        (with_part("WORD/DOCUMENT.XML", b"<a/>"), "不是完好的"),
        (
            repacked(lambda _, old: old.replace(b"document.main+xml", b"template.main+xml")),
            "这是 .dotx",
        ),
        (
            repacked(lambda _, old: old.replace(b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")),
            "带有宏",
        ),
    ],
)  # fmt: skip
def test_what_is_no_sound_document_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Refused) as refused:
        gate.opened(content)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_size_that_lies_is_refused():
    content = bytearray(with_part("word/media/bomb.bin", b"\0" * 1_000_000))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert gate.opened(bytes(content))  # nobody reads more of it than it says


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("{}%#p tr-foriniendif placeunits.|'\"[]()_=1*<>&“”【】"), max_size=40))
def test_whatever_is_written_is_understood_or_refused(text):
    found = said(making.template(text, "{{ place }}"))
    assert all("\n" not in one for one in found)


def test_attributes_of_python_are_not_reached():
    environment = Environment()
    value = values.Value(values.Told(), "place", lambda: "甲")
    for name in ("__class__", "told", "text", "path", "part"):
        with pytest.raises(Exception, match=r"undefined"):
            str(environment.getattr(value, name))
    assert environment.globals == {}
    assert set(environment.filters) == {"length"}
    assert not environment.tests
