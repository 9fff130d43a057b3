"""What is to be mended in documents of good cases: `python -m reports check-case FILE…`."""

from pathlib import Path
from typing import Any, NamedTuple

from data.errors import Refused
from locales import N_, of_environment, translate
from metrics.commands.asking import Arguments, Command, Shown
from reports.case.checking import check, record, shares
from reports.case.notice import Notice, notice
from reports.case.reading import read

HEAD = N_("{file}：{title}正文 {total} 字，上限 {most} 字；{shares}；要改 {count} 处")
REFUSED = N_("{file}：{sentence}")


class Checked(NamedTuple):
    """What is said of one file, in lines and as JSON values, and whether it cannot go as it is."""

    lines: list[str]
    document: dict[str, Any]
    is_bad: bool


def add(command: Command) -> None:
    """Add the command."""
    said = "what is to be mended in documents of good cases (.docx, PDF, text): length, parts, shares, title, units"
    parser = command("check-case", _check, said, about_a_version=False)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the documents")
    parser.add_argument(
        "--province", default="", metavar="CODE", help="whose notice (default: the one that is shipped)"
    )
    parser.add_argument("--year", type=int, help="the year of the notice")


def _check(arguments: Arguments) -> Shown:
    language = of_environment()
    asked = notice(arguments.province, arguments.year)
    every = [_checked(file, asked, language) for file in arguments.files]
    last = translate(N_("按 {source} 检查"), language, source=asked.source)
    text = "\n".join([line for one in every for line in one.lines] + [last])
    return Shown([one.document for one in every], text, 2 if any(one.is_bad for one in every) else 0)


def _checked(file: Path, asked: Notice, language: str) -> Checked:
    try:
        case = read(_content(file), asked)
    except Refused as refusal:
        sentence = translate(refusal.text, language, **refusal.values)
        line = translate(REFUSED, language, file=file, sentence=sentence)
        return Checked([line], {"file": str(file), "refused": sentence}, is_bad=True)
    found = check(case, asked)
    about = {"file": file, "total": case.total, "most": asked.most, "count": len(found)}
    title = f"《{case.title}》" if case.title else ""
    head = translate(HEAD, language, **about, title=title, shares=shares(case, asked, language))
    document = {"file": str(file), **record(case, asked, language), "notice": asked.source}
    is_bad = any(one.is_hard for one in found)
    return Checked([head, *(f"  {one.said(language)}" for one in found)], document, is_bad)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused("读不了文件“{file}”：请检查路径和权限", file=file) from error
