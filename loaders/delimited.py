"""Delimited text (CSV) as rows of cells. Strict: what cannot be read for certain is refused, never guessed."""

import codecs
import csv
import io
import re

from data.errors import Refused

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DELIMITERS = ",;\t"
SEARCHED = 10  # lines in which the heading row is looked for
LONGEST_CELL = 1024**2
_BEYOND_LATIN = re.compile("[^\x00-\u07ff]")


def rows(content: bytes) -> list[list[str]]:
    """Every row, as wide as the heading row."""
    text = decoded(content)
    if "\0" in text:
        raise Refused(
            "文件里有空字符（NUL），不是完整的 CSV 文件。请重新下载，或用 WPS 或 Excel 打开后另存为 .xlsx 再导入"
        )
    read = _split(text, _delimiter(text))
    top = _heading_row(read)
    width = len(read[top]) if read else 0
    for number, row in enumerate(read[top + 1 :], top + 2):
        if any(row[width:]):
            raise Refused(
                "第{row}行有{cells}格，比标题行多（{width}格），可能是文字里有逗号而没有加引号。"
                "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
                row=number,
                cells=len(row),
                width=width,
            )
    width = max([width, *map(len, read[:top])])
    return [(row + [""] * width)[:width] for row in read]


def decoded(content: bytes) -> str:
    """By the byte order mark, else as UTF-8, else as GB18030; without a single doubtful character."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _strictly(content[len(bom) :], (encoding,))
    text = _strictly(content, ("utf-8", "gb18030"))
    if text.isascii() or _BEYOND_LATIN.search(text):
        return text
    # “模” in GBK is “ģ” in UTF-8: a Chinese text in UTF-8 has characters beyond the Latin, Greek and Arabic ones.
    return _strictly(content, ("gb18030", "utf-8"))


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    """By the first encoding that fits every byte; refused at the character up to which the best one fits."""
    furthest = 0
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    raise Refused(
        "这个文件不是 Excel 工作簿；作为 CSV，第{row}行有不能识别的文字，可能混用了编码。"
        "请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
        row=content[:furthest].count("\n".encode(encodings[0])) + 1,
    )


def _delimiter(text: str) -> str:
    """The one most used in the first line that can be a heading row; data may hold the others."""
    for line in text.splitlines()[:SEARCHED]:
        most = max(DELIMITERS, key=line.count)
        if line.count(most) > 1:
            return most
    return DELIMITERS[0]


def _split(text: str, delimiter: str) -> list[list[str]]:
    read: list[list[str]] = []
    csv.field_size_limit(LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            read.append(row)
    except csv.Error as error:
        raise Refused(
            "从第{row}行起引号没有成对，分不清各格。请用 WPS 或 Excel 打开核对，另存为 .xlsx 后再导入",
            row=len(read) + 1,
        ) from error
    return read


def _heading_row(read: list[list[str]]) -> int:
    """The first row more than two thirds as full as the fullest near the top: a title and a unit line are not."""
    filled = [sum(cell != "" for cell in row) for row in read[:SEARCHED]]
    return next((index for index, count in enumerate(filled) if count * 3 > max(filled) * 2), 0)
