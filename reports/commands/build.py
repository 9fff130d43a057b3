"""Write a report: `python -m reports build assessment --where year=2022 --where province=140000 --out FILE.docx`."""

import sys
from pathlib import Path
from typing import Any

from data import store
from data.errors import Refused
from locales import N_, of_environment, translate
from metrics.registry import metric
from metrics.values import filters
from reports import assessment
from reports.commands.saying import Arguments, Command, Said, reader
from reports.content import Report
from reports.figure import Figure, differences
from reports.length import Length, length
from reports.word.document import document
from reports.word.frozen import frozen

KINDS = {"assessment": assessment.report}
ENDING = ".docx"
UNFIT = str.maketrans('\\/:*?"<>|', "＼／：＊？”《》｜")  # what Windows does not allow in a file name


def add(command: Command) -> None:
    """Add the command."""
    build = command("build", _build, "write a report as a Word document")
    build.add_argument("kind", choices=KINDS, help="assessment: 自评报告")
    build.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    build.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .docx, or a folder to put it in")
    build.add_argument("--replace", action="store_true", help="write over a file of that name")
    build.add_argument(
        "--against", type=Path, metavar="OLD.docx", help="also say which figures differ from that report"
    )


def _build(arguments: Arguments) -> Said:
    opened, version = reader(arguments)
    where = filters(opened, ["assisted", "answer"], arguments.where)
    before = frozen(arguments.against) if arguments.against else None
    report = KINDS[arguments.kind](opened, version, where)
    to = target(arguments.out, report, arguments.replace)
    content, figures = document(report)
    _write(to, content)
    counted = length(report)
    print(_length(counted), file=sys.stderr)
    told: dict[str, Any] = {
        "file": str(to),
        "version": version,
        "figures": len(figures),
        "characters": {**counted._asdict(), "left": counted.left},
    }
    lines = [translate(N_("已写好“{file}”，共 {count} 个数字，数据版本 {version}"), of_environment(),
                       file=to, count=len(figures), version=f"{version:06d}")]  # fmt: skip
    if before is not None:
        pairs = differences(before, figures)
        told["changed"] = [{"old": was and was.plain(), "new": now and now.plain()} for was, now in pairs]
        lines += changes(pairs)
    return Said(told, "\n".join(lines))


def target(out: Path, report: Report, replace: bool) -> Path:
    """The file to write. Raises Refused where it cannot be, or somebody's draft stands there."""
    if out.is_dir():
        name = "".join([report.title, report.subtitle]).replace("\n", "").translate(UNFIT)
        out = out / f"{name}{ENDING}"
    if out.suffix.lower() != ENDING:
        raise Refused("报告是 Word 文档，文件名请以 .docx 结尾，不是“{file}”", file=out)
    if not out.parent.is_dir():
        raise Refused("没有文件夹“{folder}”，请先建立，或换一个位置", folder=out.parent)
    if out.exists() and not replace:
        raise Refused(
            "“{file}”已经存在，没有覆盖，里面可能有写好的文字。请换一个文件名；确要覆盖，加 --replace", file=out
        )
    return out


def _write(to: Path, content: bytes) -> None:
    store.refuse_without(to.parent, len(content))
    try:
        store.write_atomically(to, content)
    except OSError as error:
        raise Refused(
            "不能写“{file}”（{reason}）。如果它正在 Word 或 WPS 中打开，请先关闭", file=to, reason=error.strerror
        ) from error


def _length(counted: Length) -> str:
    text = (
        N_(
            "字数：正文 {prose} 字（不含图表和【】里的提示），附表 {annex} 字，合计 {whole} 字，上限 {most} 字，还可以写 {left} 字"
        )
        if counted.left >= 0
        else N_(
            "字数：正文 {prose} 字（不含图表和【】里的提示），附表 {annex} 字，合计 {whole} 字，超出上限 {most} 字，请压缩"
        )
    )
    values = {**counted._asdict(), "whole": counted.prose + counted.annex, "left": counted.left}
    return translate(text, of_environment(), **values)


def changes(pairs: list[tuple[Figure | None, Figure | None]]) -> list[str]:
    """One line a figure that is printed otherwise."""
    language = of_environment()
    if not pairs:
        return [translate(N_("与原报告相比，数字没有变化"), language)]
    lines = [translate(N_("与原报告相比，{count} 个数字有变化："), language, count=len(pairs))]
    for was, now in pairs:
        one = now or was
        if one is None:
            continue
        at = " ".join(f"{dimension}={','.join(map(str, values))}" for dimension, values in one.where)
        label = f"{metric(one.name).title(language)} {one.part}" + (" cumulative" if one.cumulative else "")
        lines.append(f"  {label}（{at}）：{was.printed if was else '—'} → {now.printed if now else '—'}")
    return lines
