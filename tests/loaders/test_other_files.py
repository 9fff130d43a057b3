"""Files that are no tables: each kind is known by its bytes, whatever its name, and gets its own instruction."""

import csv
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from data.errors import Refused
from data.reference import table
from data.store import Store
from loaders import importing, reading
from loaders.other_files import endings
from tests.loaders import drawing
from tests.loaders.test_reading import container, zipped

HEAD = '<?xml version="1.0"?>\n<?mso-application progid="{program}.{document}"?>\n<x/>'


def mail() -> bytes:
    message = EmailMessage()
    message["Received"] = "from a.example by b.example"
    message["Subject"], message["From"] = "台账", "a@example.com"
    message.set_content("请查收")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="台账.xlsx")
    return message.as_bytes()


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("甲.xlsx"))
    return file.getvalue()


def mdb() -> bytes:
    return b"\0\1\0\0Standard Jet DB\0" + bytes(4000)


def opendocument(kind: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return file.getvalue()


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
SAMPLES: dict[str, list[bytes]] = {
    "web page": [b"\xef\xbb\xbf<!DOCTYPE html><p>1", "<table><tr><td>甲".encode("gbk"), "<html>".encode("utf-16")],
    "Word document as XML": [HEAD.format(program="Word", document="Document").encode()],
    "workbook as XML": [HEAD.format(program="Excel", document="Sheet").encode()],
    "web page with its pictures": [
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n",
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n",
    ],
    "mail": [mail(), b"Return-Path: <a@example.com>\r\nX-Long: a\r\n b\r\nMessage-ID: <1>\r\n\r\n"],
    "mail of Outlook": [container("__properties_version1.0", b"x")],
    "PDF": [b"%PDF-1.7\n", b"\r\n%PDF-1.4\n"],
    "OFD": [zipped("OFD.xml", "Doc_0/Document.xml")],
    "picture": [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a",
        b"BM\x36\0\x03\0\0\0\0\0\x36",
        b"II*\0\x08\0",
        b"MM\0*\0\0",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypheic\0\0",
    ],
    "Word document": [zipped("[Content_Types].xml", "word/document.xml")],
    "old Word document": [container("WordDocument", b"x")],
    "rich text": [b"{\\rtf1\\ansi"],
    "text document of OpenDocument": [opendocument("text")],
    "slides": [zipped("[Content_Types].xml", "ppt/presentation.xml")],
    "old slides": [container("PowerPoint Document", b"x")],
    "binary workbook": [zipped("[Content_Types].xml", "xl/workbook.bin")],
    "OpenDocument": [zipped("content.xml"), opendocument("spreadsheet")],
    "Numbers": [zipped("Index/Document.iwa")],
    "database": [mdb(), b"SQLite format 3\0\x10"],
    "shortcut": [b"L\0\0\0\1\x14\2\0\0", b"[InternetShortcut]\r\nURL=http://a.example"],
    "archive": [b"Rar!\x1a\x07\1\0", b"7z\xbc\xaf\x27\x1c\0", b"\x1f\x8b\x08\0", tar(), EMPTY_ZIP],
    "archive of files": [zipped("甲.xlsx", "乙.xlsx"), zipped("台账\\甲.xlsx"), zipped("甲/[Content_Types].xml")],
    "other document": [container("VisioDocument", b"x")],
}


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        reading.sheets(content)
    return caught.value.text


@pytest.mark.parametrize("row", table("other_files"), ids=lambda row: row["file"])
def test_every_kind_gets_its_sentence(row):
    assert {refusal(content) for content in SAMPLES[row["file"]]} == {row["sentence"]}


def test_every_sentence_says_what_to_do():
    assert [row["file"] for row in table("other_files") if "请" not in row["sentence"]] == []


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv", "台账"])
def test_the_name_does_not_matter(name: str, store: Store, tmp_path: Path):
    (tmp_path / name).write_bytes(SAMPLES["PDF"][0])
    (outcome,) = importing.check([tmp_path / name], store)
    assert "这是 PDF 文件" in str(outcome.refusal)


def test_an_archive_with_a_password_or_odd_names_is_an_archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../甲.xlsx", b"x")
        archive.writestr("../乙.xlsx", b"x")
    content = bytearray(file.getvalue())
    content[6] |= 1
    assert "请先解压" in refusal(bytes(content))


@pytest.mark.parametrize("first", ["BM", "7z集", "MZ", "II", "Received", "日期: 2022", "L", "a<b", "RIFF", "%"])
def test_text_that_begins_like_another_file_is_read(first: str):
    rows = [[first, "市", "县"], ["甲", "太原市", "无"]]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    for encoding in ("utf-8", "gbk", "utf-16", "utf-16-le"):
        (sheet,) = reading.sheets(file.getvalue().encode(encoding))
        assert sheet.rows == rows


def test_a_spreadsheet_of_wps_is_a_workbook_whatever_it_is_called(store: Store, tmp_path: Path):
    made = drawing.many(tmp_path / "甲.xlsx", 2).rename(tmp_path / "甲.et")
    (outcome,) = importing.check([made], store)
    assert outcome.staged
    assert outcome.staged.loaded == 2


def test_endings_are_of_other_files_only():
    assert len(endings()) == len(set(endings()))
    assert not {"xlsx", "xls", "csv", "txt"}.intersection(endings())
