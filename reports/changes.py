"""Why figures changed since an earlier report: the files that came and went between its version and this one."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from data import register, warehouse
from data.errors import Refused
from data.reference import table
from data.store import Store
from data.warehouse import Reader
from locales import N_, translate
from metrics.lineage import KINDS
from reports.figure import Figure, Where

FILES = "SELECT submission, file, kind, sender, strftime(received_at, '%Y-%m-%d %H:%M:%S') FROM submission ORDER BY 1"


class File(NamedTuple):
    """A file that counts, or counted: its number in the register, its name, kind and sender, when it was received (UTC)."""

    submission: int
    file: str
    kind: str
    sender: str | None
    received_at: str


class Since(NamedTuple):
    """What lies between two versions: files that came and went, and how many decisions of people were noted.

    `is_known`: there is a record of the older version here. `is_whole`: it is still kept; else a file that was
    withdrawn or restored since cannot be told.
    """

    old: int
    new: int
    came: tuple[File, ...] = ()
    went: tuple[File, ...] = ()
    decisions: int = 0
    is_known: bool = True
    is_whole: bool = True

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        files = {name: [one._asdict() for one in getattr(self, name)] for name in ("came", "went")}
        return {**self._asdict(), **files}

    def sentences(self, language: str) -> list[str]:
        """What can be said of the time between, besides the list of the files."""
        versions = {"old": f"{self.old:06d}", "new": f"{self.new:06d}"}
        if not self.is_known:
            return [translate(N_("这里没有数据版本 {old} 的记录，原报告可能出自别的数据目录，说不出变化的原因"), language, **versions)]  # fmt: skip
        if self.old == self.new:
            return [translate(N_("两份报告用的是同一数据版本 {new}，变化不是新文件引起的"), language, **versions)]
        said = [
            translate(
                N_("原报告用数据版本 {old}，现在用 {new}：其间新计入 {came} 个文件，不再计入 {went} 个"),
                language,
                **versions,
                came=len(self.came),
                went=len(self.went),
            )
        ]
        if self.decisions:
            said.append(translate(N_("其间还改正、确认了 {count} 处"), language, count=self.decisions))
        if self.is_whole and not (self.came or self.went or self.decisions):
            said.append(
                translate(
                    N_("其间没有文件变化，也没有新的改正；数字不同是因为撤销了改正，或程序、参考表有更新"), language
                )
            )
        if not self.is_whole:
            said.append(translate(N_("数据版本 {old} 已不保留，其间撤回或恢复的文件查不到"), language, **versions))
        return said

    def said(self, language: str) -> list[str]:
        """The sentences, then a line for each file."""
        lines = self.sentences(language)
        for files, text in ((self.came, N_("新计入：{file}")), (self.went, N_("不再计入：{file}"))):
            lines += [f"  {translate(text, language, file=_line(one, language))}" for one in files]
        return lines


def _line(one: File, language: str) -> str:
    """“太原台账.xlsx（企业台账，太原市，2024-03-01）”."""
    day = datetime.fromisoformat(one.received_at).replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d")
    kind = translate(KINDS[one.kind], language) if one.kind in KINDS else one.kind
    facts = filter(None, (kind, _senders().get(one.sender or "", one.sender), day))
    return f"{one.file}（{'，'.join(facts)}）" if language == "zh" else f"{one.file} ({', '.join(facts)})"


@cache
def _senders() -> dict[str, str]:
    regions = {row["code"]: row["name"] for row in table("regions")}
    return regions | {row["approval_number"]: row["name"] for row in table("bodies")}


def scope(figures: Sequence[Figure]) -> Where:
    """What a report is about: the filters that most of its figures have; those of groups have others, each its own."""
    ((most, _count),) = Counter(one.where for one in figures).most_common(1) or [((), 0)]
    return most


def since(store: Store, old: int, reader: Reader) -> Since:
    """What lies between a version and that of the reader."""
    new, built = reader.version, register.built(store)
    if old not in built or new not in built:
        return Since(old, new, is_known=False)
    if old == new:
        return Since(old, new)
    after = {one.submission: one for one in _files(reader)}
    kept = _kept(store, old)
    if kept is None:
        came, went = _of_register(store, old, after)
    else:
        earlier = {one.submission: one for one in kept}
        came = [one for number, one in after.items() if number not in earlier]
        went = [one for number, one in earlier.items() if number not in after]
    decisions = register.decided(store, *sorted((built[old], built[new])))
    return Since(old, new, tuple(came), tuple(went), decisions, is_whole=kept is not None)


def _files(reader: Reader) -> list[File]:
    return [File(*row) for row in reader.rows(FILES)]


def _kept(store: Store, version: int) -> list[File] | None:
    """The files of a version; None where it cannot be read any more."""
    if not warehouse.keeps(store, version):
        return None
    try:
        reader = warehouse.open(store, warehouse.ALL, version)
    except Refused:  # damaged, or built by an older program
        return None
    try:
        return _files(reader)
    finally:
        reader.close()


def _of_register(store: Store, old: int, after: dict[int, File]) -> tuple[list[File], list[File]]:
    """What the register knows of the time since: what first came in later, and what that replaced."""
    arrived, received = register.arrived(store), {one.submission: one for one in register.everything(store)}
    came = [one for number, one in after.items() if arrived.get(number, 0) > old]
    went = []
    for one in came:
        number = received[one.submission].replaces
        while number and arrived.get(number, 0) > old:  # it came and went in the time between
            number = received[number].replaces
        if number:
            gone = received[number]
            went.append(File(gone.submission, gone.file, gone.kind, gone.sender, gone.received_at))
    return came, went
