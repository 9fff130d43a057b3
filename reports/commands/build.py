"""Write a report: `python -m reports build assessment --where year=2022 --where province=140000 --out FILE.docx`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import store
from data.errors import Refused
from data.store import Store
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics.commands.asking import Arguments, Command, Shown, reader
from metrics.query import Filters
from metrics.registry import metric
from metrics.values import filters
from reports import changes
from reports.figure import Figure, differences
from reports.frozen import frozen
from reports.kinds import KINDS, Built, Kind
from reports.official.grid import Note


def add(command: Command) -> None:
    """Add the command."""
    kinds = ", ".join(f"{name}: {kind.title} ({' '.join(kind.builds)})" for name, kind in KINDS.items())
    build = command("build", _build, "write a report, and keep its figures inside")
    build.add_argument("kind", choices=KINDS, help=kinds)
    build.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file, or a folder to put it in")
    build.add_argument("--template", type=Path, metavar="TEMPLATE", help="your own .docx, see docs/templates.md")
    build.add_argument("--replace", action="store_true", help="write over a file of that name")
    build.add_argument("--against", type=Path, metavar="OLD", help="also say which figures differ from that report")


def _build(arguments: Arguments) -> Shown:
    opened = reader(arguments)
    where = filters(opened, ["assisted", "answer"], arguments.where)
    before = frozen(arguments.against) if arguments.against else None
    since = changes.since(_store(arguments), before[0].version, opened) if before else None
    kind = KINDS[arguments.kind]
    ending = arguments.out.suffix.lower()
    ending = ending if ending in kind.builds and not arguments.out.is_dir() else kind.ending
    build = _fill(kind, arguments.kind, arguments.template) if arguments.template else kind.builds[ending]
    built = build(opened, where)
    to = target(arguments.out, built, tuple(kind.builds), arguments.replace)
    _write(to, built.content)
    told: dict[str, Any] = {"file": str(to), "version": opened.version, "figures": len(built.figures)}
    lines = [translate(N_("已写好“{file}”，共 {count} 个数字，数据版本 {version}"), of_environment(),
                       file=to, count=len(built.figures), version=f"{opened.version:06d}")]  # fmt: skip
    if built.length:
        print(built.length.said(of_environment()), file=sys.stderr)
        told["characters"] = built.length.plain()
    if built.notes:
        told["notes"] = [_said(one) for one in built.notes]
        lines += [translate(N_("填表说明："), of_environment()), *(f"  {one}" for one in told["notes"])]
    if built.differences:
        told["differences"] = [_said(one) for one in built.differences]
        print("\n".join(told["differences"]), file=sys.stderr)
    if before is not None:
        pairs = differences(before, built.figures)
        told["changed"] = [{"old": was and was.plain(), "new": now and now.plain()} for was, now in pairs]
        lines += _changes(pairs)
        if since and pairs and changes.scope(before) == changes.scope(built.figures):
            told["since"] = since.plain()
            lines += since.said(of_environment())
    return Shown(told, "\n".join(lines))


def _fill(kind: Kind, name: str, template: Path) -> Callable[[Reader, Filters], Built]:
    """What builds the document from a template. Raises Refused where the kind cannot be, or the file cannot be read."""
    if kind.fill is None:
        able = " ".join(one for one, other in KINDS.items() if other.fill)
        raise Refused("“{kind}”不能用自己的模板。可以用的有：{able}", kind=name, able=able)
    fill, content = kind.fill, template_read(template)
    return lambda opened, where: fill(opened, where, content)


def template_read(file: Path) -> bytes:
    """The bytes of a template. Raises Refused where they cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused("读不了文件“{file}”：请检查路径和权限", file=file) from error


def _said(note: Note) -> str:
    return translate(note.text, of_environment(), **note.values)


def _store(arguments: Arguments) -> Store:
    return Store(arguments.store) if arguments.store else store.shown()[0]


def target(out: Path, built: Built, endings: tuple[str, ...], replace: bool) -> Path:
    """The file to write. Raises Refused where it cannot be, or somebody's draft stands there."""
    if out.is_dir():
        out = out / built.file_name
    if out.suffix.lower() not in endings:
        raise Refused("请给出以 {ending} 结尾的文件名，不是“{file}”", ending=" ".join(endings), file=out)
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
            "不能写“{file}”（{reason}）。如果它正在 Word、PowerPoint 或 WPS 中打开，请先关闭",
            file=to,
            reason=error.strerror,
        ) from error


def _changes(pairs: list[tuple[Figure | None, Figure | None]]) -> list[str]:
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
