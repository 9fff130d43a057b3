"""The figures of a draft, held against themselves and against the data."""

import sys
from collections.abc import Sequence
from pathlib import Path

from data import store, warehouse
from data.errors import Refused
from data.store import Store
from locales import N_, of_environment, translate
from metrics.commands.asking import Arguments, Command, Shown, reader
from metrics.values import filters
from reports.checking.arithmetic import STATUSES
from reports.checking.known import Facts
from reports.checking.verification import MIXED, Finding, counted, facts, is_mixed, record, said, verify
from reports.drafts import text

STDIN = "-"
_EXAMPLE = ("answer",)  # the relation whose dimensions a draft may be narrowed by


def add(command: Command) -> None:
    """Add the command."""
    parser = command("verify", _verify, "the figures of a draft (.docx, PDF, text), checked")
    parser.add_argument("file", metavar="FILE", help="the draft; - for text on standard input")


def _verify(arguments: Arguments) -> Shown:
    found = verify(text(_content(arguments.file)), _facts(arguments))
    language = of_environment()
    return Shown([record(one, language) for one in found], _listed(found, language))


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise Refused("读不了文件“{file}”：请检查路径和权限", file=name) from error


def _facts(arguments: Arguments) -> Facts:
    """What the store says; where it has no version yet, nothing, which is said."""
    kept = Store(arguments.store) if arguments.store else store.shown()[0]
    if not warehouse.current_version(kept) and not arguments.where:
        print(translate(N_("还没有数据，只核对文字本身"), of_environment()), file=sys.stderr)
        return Facts()
    opened = reader(arguments)
    return facts(opened, filters(opened, _EXAMPLE, arguments.where))


def _listed(found: Sequence[Finding], language: str) -> str:
    """The findings below their sentences, then how many there are of each status."""
    lines: list[str] = []
    last = 0
    for one in found:
        if one.claim.sentence.number != last:
            last = one.claim.sentence.number
            lines.append(f"\n{last}. {one.claim.sentence.text}")
        lines.append(f"   [{translate(STATUSES[one.status], language)}] {one.claim.printed}  {said(one, language)}")
    counts = counted(found)
    lines.append("")
    if is_mixed(found):
        lines.append(translate(MIXED, language))
    lines.append(" · ".join(f"{translate(STATUSES[status], language)} {count}" for status, count in counts.items()))
    return "\n".join(lines).lstrip("\n")
