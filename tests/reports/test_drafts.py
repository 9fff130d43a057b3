"""Reading a draft: documents of Word, PDF and text, and what is refused."""

import io
import zipfile
from functools import cache

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from data.errors import Refused
from reports import drafts
from reports.drafts import text

SENTENCE = "有5407家，占比达到95.88%。"


def document(*paragraphs, table=None, xml=()):
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    if table:
        grid = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, said in zip(grid.add_row().cells, row, strict=True):
                cell.text = said
    for one in xml:
        made.element.body.insert(0, parse_xml(one))
    return saved(made)


def saved(made):
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def pdf(*pages):
    """A PDF of lines of ASCII, written by hand: a page is a list of lines."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    kids = []
    for lines in pages:
        stream = "BT /F1 10 Tf 14 TL 50 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    body += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>"
    )
    return (body + "\nstartxref\n0\n%%EOF").encode()


def test_paragraphs_of_a_document_are_lines():
    assert text(document("第一段。", SENTENCE)).splitlines()[-2:] == ["第一段。", SENTENCE]


def test_a_row_of_a_table_is_a_line():
    assert "满意率\t97.4%（5498家）" in text(document("表", table=[["满意率", "97.4%（5498家）"]])).splitlines()


def test_what_was_inserted_is_read_and_what_was_deleted_is_not():
    tracked = (
        f"<w:p {nsdecls('w')}><w:r><w:t>有</w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>5407家</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='x'><w:r><w:delText>9999家</w:delText></w:r></w:del></w:p>"
    )
    assert text(document("尾", xml=[tracked])).splitlines()[0] == "有5407家"


def test_a_text_box_is_read_once():
    box = (
        f"<w:p {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>框里5家</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框里5家</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>外面</w:t></w:r></w:p>"
    )
    assert [line for line in text(document("尾", xml=[box])).splitlines() if line] == ["外面", "框里5家", "尾"]


def test_lines_of_a_pdf_that_go_on_are_one_paragraph():
    made = pdf(["a line that is as wide as any: 5407 of 56", "39 firms are content", "next", "- 2 -"])
    assert text(made).splitlines() == ["a line that is as wide as any: 5407 of 5639 firms are content", "next"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_the_usual_encodings(encoding):
    assert text(SENTENCE.encode(encoding)).lstrip("\ufeff") == SENTENCE


def locked_pdf():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(["5 firms"])))
    writer.encrypt("secret")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@cache
def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in range(4):
            archive.writestr(f"word/{part}.xml", bytes(drafts.MOST_INFLATED // 3))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and then nothing", "不是完好的 .docx"),
        (document(SENTENCE)[:-200], "不是完好的 .docx"),
        (bomb(), "展开后过大"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
        (b"%PDF-1.7\ngarbage", "PDF 打不开"),
        (pdf([]), "没有文字"),
        (locked_pdf(), "有打开密码"),
        (b"\x00\x01\x02\xff\xfe\xfd", "读不出文字"),
        (bytes(drafts.MOST_BYTES + 1), "超过 20 MB"),
        (("一" * (drafts.MOST_CHARACTERS + 1)).encode(), "超过 200000 字"),
    ],
    ids=["zip", "cut", "bomb", "doc", "pdf", "scan", "locked", "bytes", "large", "long"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content, says):
    with pytest.raises(Refused, match=says):
        text(content)


def test_a_workbook_is_no_document():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused, match=r"不是完好的 \.docx"):
        text(content.getvalue())


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(content, head):
    try:
        assert isinstance(text(head + content), str)
    except Refused as refusal:
        assert refusal.text.endswith(("。", "核对", "进来", "文字"))


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_document_is_read_or_refused(at, junk):
    content = bytearray(WHOLE)
    content[at : at + len(junk)] = junk
    try:
        assert isinstance(text(bytes(content)), str)
    except Refused as refusal:
        assert refusal.text


WHOLE = document(SENTENCE)
