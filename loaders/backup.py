"""Backups: originals, register, the version that serves, and what a bureau keeps beside them, in one archive.

It counts only after it was read back.

Its members are stored, not packed: originals are packed already, nothing can inflate, and what an archive may write is
never more than its own size. Nothing it says of itself is believed: names follow one pattern, digests are computed
anew, the version is opened and its rows are counted, before anything of it is put where the program looks.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from data import lock, own, register, warehouse
from data.errors import Refused
from data.store import FULL, ROOT, Store, full, refuse_without, sync
from loaders import importing, recovery

HEAD: Final = "manifest.json"
REGISTER: Final = "register.sqlite"
ORIGINAL = re.compile(r"([0-9a-f]{64})(\.[^/\\\0.\ud800-\udfff]*)?")
MEMBER = re.compile(
    rf"{re.escape(HEAD)}|{re.escape(REGISTER)}|warehouse/warehouse-\d{{6,18}}\.duckdb|originals/{ORIGINAL.pattern}|"
    + "|".join(map(re.escape, own.NAMES))
)
MOST_HEAD_BYTES: Final = 64 * 1024**2  # some 300,000 originals
PIECE: Final = 1024**2  # bytes copied at a time


class Manifest(NamedTuple):
    """What a backup says of itself.

    `layout` is that of its register, `made_at` in UTC, `rows` are those of every relation of the version, `files` have
    `bytes` and `sha256` by the name of the member.
    """

    layout: int
    program: str
    made_at: str
    version: int
    rows: dict[str, int]
    files: dict[str, dict[str, Any]]

    @property
    def originals(self) -> int:
        """How many originals are in it."""
        return sum(name.startswith("originals/") for name in self.files)


def _nothing() -> None:
    """No one is watching."""


def make(store: Store, to: Path, waiting: Callable[[], None] = _nothing) -> tuple[Path, Manifest]:
    """Write a backup into a new file, or into a folder under a name with the moment; where it stands, and what it says.

    A damaged store is mended first. The importer's lock is held only while the register is copied and the version's
    file opened: what an import publishes after that is not in the backup, and does not disturb it.
    """
    if not store.has_version:
        raise warehouse.nothing_in(store)
    file = _named(to)
    importing.mend(store, waiting)
    with _partial(file) as work, ExitStack() as held:
        with lock.importing(store, waiting):
            serving = warehouse.pointed_at(store)
            assert serving
            rows = warehouse.counted(serving)
            members: dict[str, IO[bytes] | Path] = {REGISTER: work / REGISTER}
            # Held open it stays whole even if an import deletes it.
            members[f"warehouse/{serving.name}"] = held.enter_context(serving.open("rb"))
            register.copy(store, work / REGISTER)
        members |= {f"originals/{one.name}": one for one in _originals(store, Store(work))}
        members |= own.files(store)
        refuse_without(work, sum(map(_size, members.values())) + _size(members[f"warehouse/{serving.name}"]))
        _write(work / file.name, members, warehouse.number(serving), rows)
        with _reading(_unlike):
            manifest = _unpacked(work / file.name, work / "read")
        (work / file.name).rename(file)
        sync(file.parent)
    return file, manifest


def restore(file: Path, store: Store, waiting: Callable[[], None] = _nothing) -> Manifest:
    """Put a backup into a store without data, and let its version serve; what it says.

    Refused where the backup is not whole or the store has data; nothing shows before everything is in its place. If
    it is killed, the same can be done again.
    """
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
    except OSError as error:
        raise Refused(
            "不能打开备份“{file}”（{reason}）。请核对文件名和读取权限", file=file, reason=error.strerror
        ) from error
    with lock.importing(store, waiting):
        work = store.staged / ".staging-backup"  # the next import clears it away, as all that begins so
        _refuse_unless_empty(store, was_begun=work.exists())
        shutil.rmtree(work, ignore_errors=True)
        refuse_without(store.path, size)
        try:
            with _reading(lambda reason: _damaged(file, reason)):
                manifest = _unpacked(file, work, with_originals=True)
            _refuse_others(store, Store(work))
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        _put_in_place(store, Store(work), manifest.version)
        shutil.rmtree(work)
    return manifest


def _named(to: Path) -> Path:
    """The file that is written; refused if that is not possible."""
    if to.is_dir():
        to = to / f"tisheng-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    if to.suffix.lower() != ".zip":
        raise Refused("备份文件名要以 .zip 结尾，也可以只写一个已有的文件夹")
    if to.exists():
        raise Refused("文件“{file}”已经存在，没有改动。请换一个文件名，或先移走它", file=to)
    if not to.parent.is_dir():
        raise Refused("没有文件夹“{folder}”。请先建立，或换一个位置", folder=to.parent)
    return to


@contextmanager
def _partial(file: Path) -> Iterator[Path]:
    """A folder beside the file in which it is made; it is gone afterwards, unless the program is killed."""
    work = None
    try:
        work = Path(tempfile.mkdtemp(dir=file.parent, prefix=f"{file.name}.partial-"))
        yield work
    except OSError as error:
        if error.errno in FULL:
            raise full() from error
        raise Refused(
            "没有备份（{reason}：“{path}”）。请检查磁盘和写入权限，或换一个文件夹，再备份一次",
            reason=error.strerror,
            path=error.filename or file,
        ) from error
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)


def _originals(store: Store, copied: Store) -> list[Path]:
    """The originals that are whole; a damaged one is set aside. Refused if one is missing that counts in the copy."""
    known = {f"{one.sha256}{one.suffix.lower()}": one for one in register.everything(copied)}
    whole = []
    for path in sorted(store.originals.iterdir()):
        if not (name := ORIGINAL.fullmatch(path.name)):
            continue
        with path.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() == name[1]:
                whole.append(path)
                continue
        recovery.lost(store, path, known[path.name].file if path.name in known else path.name)
    there = {path.name for path in whole}
    for one in register.submissions(copied):
        if f"{one.sha256}{one.suffix.lower()}" not in there:
            raise Refused(
                "报送 {submission}“{file}”的原件已损坏或不在，没有备份。请把这个文件再导入一次，或撤回这份报送，然后再备份",
                submission=one.submission,
                file=one.file,
            )
    return whole


def _size(member: IO[bytes] | Path) -> int:
    return member.stat().st_size if isinstance(member, Path) else os.fstat(member.fileno()).st_size


def _write(file: Path, members: dict[str, IO[bytes] | Path], version: int, rows: dict[str, int]) -> None:
    files = {}
    with _private(file) as written, zipfile.ZipFile(written, "w") as archive:
        for name, member in members.items():
            source = member.open("rb") if isinstance(member, Path) else member
            with source, archive.open(name, "w", force_zip64=True) as packed:
                files[name] = _copied(source, packed)
        program = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        manifest = Manifest(register.LAYOUT, program, register.now(), version, rows, files)
        archive.writestr(HEAD, json.dumps(manifest._asdict(), indent=1))
    sync(file)


def _copied(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    """Copy piece by piece; how much it was, and its digest."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
        target.write(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read: there are names and telephones in it."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb")


@contextmanager
def _reading(refusal: Callable[[object], Refused]) -> Iterator[None]:
    """Whatever a bad archive makes of those that read it is refused alike; a hostile one raises anything."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise
        raise refusal(error) from error


def _unlike(reason: object) -> Refused:
    return Refused(
        "备份写完后读不回原样（{reason}），没有留下。请换一个磁盘或文件夹，再备份一次", reason=str(reason)[:200]
    )


def _damaged(file: Path, reason: object) -> Refused:
    return Refused(
        "“{file}”不是完好的备份（{reason}），没有恢复任何数据。请换另一份备份", file=file, reason=str(reason)[:200]
    )


def _unpacked(file: Path, into: Path, with_originals: bool = False) -> Manifest:
    """Read a backup from end to end into a new folder laid out as a store, its originals too if wanted.

    Raises anything where it is not whole.
    """
    made = Store(into)
    made.make()
    (into / "own").mkdir()
    with file.open("rb") as opened, zipfile.ZipFile(opened) as archive:
        manifest = _manifest(archive, os.fstat(opened.fileno()).st_size)
        for name, said in manifest.files.items():
            is_wanted = with_originals or not name.startswith("originals/")
            to = into / name if is_wanted else Path(os.devnull)
            with archive.open(name) as packed, _private(to) as written:
                if _copied(packed, written) != said:
                    raise ValueError(name)
            if is_wanted:
                sync(to)
    if warehouse.counted(into / _version(manifest)) != manifest.rows:
        raise ValueError(_version(manifest))
    if not register.sound(made):
        raise ValueError(REGISTER)
    return manifest


def _version(manifest: Manifest) -> str:
    """The name of the member that is the version."""
    return f"warehouse/{warehouse.NAME.format(manifest.version)}"


def _manifest(archive: zipfile.ZipFile, size: int) -> Manifest:
    """What the archive says, once its directory is known to be harmless."""
    infos = {one.orig_filename: one for one in archive.infolist()}
    if len(infos) != len(archive.infolist()) or sum(one.file_size for one in infos.values()) > size:
        raise ValueError("directory")
    for name, one in infos.items():
        is_stored = one.compress_type == zipfile.ZIP_STORED and one.compress_size == one.file_size
        if not MEMBER.fullmatch(name) or one.filename != name or not is_stored or one.flag_bits & 1:
            raise ValueError(name)
    if infos[HEAD].file_size > MOST_HEAD_BYTES:
        raise ValueError(HEAD)
    said = json.loads(archive.read(HEAD))
    if said["layout"] > register.LAYOUT:
        raise Refused("这份备份由更新的程序（{program}）做成。请先更新程序，再恢复", program=said["program"])
    manifest = Manifest(**said)
    if {HEAD, *manifest.files} != set(infos) or not {REGISTER, _version(manifest)} <= set(manifest.files):
        raise ValueError(HEAD)
    for name, file in manifest.files.items():
        if name.startswith("originals/") and Path(name).name.partition(".")[0] != file["sha256"]:
            raise ValueError(name)
    return manifest


def _refuse_unless_empty(store: Store, was_begun: bool) -> None:
    """Only what an earlier attempt began, and a version did not follow, may stand there."""
    if not store.has_version:
        warehouse.reconcile(store)
    if store.has_version or not (was_begun or register.is_empty(store)):
        raise Refused("“{path}”里已有数据，没有恢复。请用 --store 指定另一个空的文件夹", path=store.path)


def _refuse_others(store: Store, made: Store) -> None:
    """What a bureau keeps beside its data is not written over where it says something else."""
    there = own.files(store)
    for name, brought in own.files(made).items():
        if name in there and there[name].read_bytes() != brought.read_bytes():
            raise Refused("“{file}”和备份里的不同，没有恢复任何数据。请先把它移走，再恢复", file=there[name])


def _put_in_place(store: Store, made: Store, version: int) -> None:
    """What a bureau keeps beside its data, originals, version, register, and the pointer last."""
    for file, brought in own.files(made).items():
        (store.path / file).parent.mkdir(exist_ok=True)
        brought.replace(store.path / file)
    for other in register.versions(made):
        if other["version"] != version:
            register.removed(made, other["version"])  # its file is not in the backup
    for original in made.originals.iterdir():
        original.replace(store.originals / original.name)
    name = warehouse.NAME.format(version)
    (made.warehouse / name).replace(store.warehouse / name)
    sync(store.originals)
    sync(store.warehouse)
    register.put_back(store, made.register)
    warehouse.point_to(store, version)
