"""A report read back from its bytes, without what wrote it."""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import openpyxl

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert len(opened.namelist()) == len(set(opened.namelist()))
        return {name: opened.read(name) for name in opened.namelist()}


def body(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(parts(content)["word/document.xml"])


def bookmarked(content: bytes) -> dict[str, str]:
    """The text of each bookmark by its name."""
    found: dict[str, str] = {}
    for paragraph in body(content).iter(f"{W}p"):
        inside: dict[str, str] = {}
        for child in paragraph:
            if child.tag == f"{W}bookmarkStart":
                inside[child.get(f"{W}id") or ""] = child.get(f"{W}name") or ""
                found[child.get(f"{W}name") or ""] = ""
            elif child.tag == f"{W}bookmarkEnd":
                inside.pop(child.get(f"{W}id") or "")
            else:
                for name in inside.values():
                    found[name] += "".join(text.text or "" for text in child.iter(f"{W}t"))
    return found


def fields(content: bytes) -> list[tuple[str, str]]:
    """Instruction and shown text of each field of the body."""
    runs = [run for run in body(content).iter(f"{W}r") if run.find(f"{W}instrText") is not None]
    return [
        ((run.find(f"{W}instrText").text or "").strip(), "".join(one.text or "" for one in run.iter(f"{W}t")))  # type: ignore[union-attr]
        for run in runs
    ]


def fixed_texts(content: bytes) -> list[str]:
    """What stands outside bookmarks and fields, run by run."""
    found = []
    for paragraph in body(content).iter(f"{W}p"):
        depth = 0
        for child in paragraph:
            depth += (child.tag == f"{W}bookmarkStart") - (child.tag == f"{W}bookmarkEnd")
            if child.tag == f"{W}r" and not depth and child.find(f"{W}instrText") is None:
                found.append("".join(text.text or "" for text in child.iter(f"{W}t")))
    return found


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def books(content: bytes) -> list[list[tuple[Any, ...]]]:
    """The cells of the workbooks behind the charts, in the order of the charts."""
    of = parts(content)
    names = sorted((name for name in of if name.endswith(".xlsx")), key=lambda name: int(re.findall(r"\d+", name)[-1]))
    opened = [openpyxl.load_workbook(io.BytesIO(of[name])) for name in names]
    for book in opened:
        assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    return [list(book.active.iter_rows(values_only=True)) for book in opened]
