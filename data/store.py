"""Where received files and what was computed from them are kept."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.errors import Refused

SAMPLE: Final = "示例数据，非真实统计"  # what every document says that is made of the samples
ROOT = Path(__file__).parent.parent

GB: Final = 1024**3
TIMES: Final = 3  # what a load may write for each byte it reads: the original, its tables, the new version
MARGIN_BYTES = 2 * GB  # what has to stay free beside that
DAMAGED: Final = ".damaged-"  # and the moment: in the name of a file that was set aside
ASIDE_AT: Final = "%Y%m%dT%H%M%S%f"  # how the moment is written there, UTC
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no room on the disk, or no more is allowed


class Store:
    """A folder of originals, staged tables, warehouse versions and the register."""

    def __init__(self, path: Path | str):
        self.path = Path(path)
        self.originals = self.path / "originals"
        self.staged = self.path / "staged"
        self.warehouse = self.path / "warehouse"
        self.register = self.path / "register.sqlite"
        self.pointer = self.warehouse / "current"

    def make(self) -> None:
        """Create the folders that are missing."""
        try:
            for folder in (self.originals, self.staged, self.warehouse):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(
                "不能写入数据目录“{path}”（{reason}）。请换一个目录，或取得写入权限。",
                path=self.path,
                reason=error.strerror,
            ) from error

    @property
    def has_version(self) -> bool:
        """Whether anything was published here."""
        return self.pointer.exists()

    @property
    def is_sample(self) -> bool:
        """Whether this is the store of the synthetic sample data."""
        here = self.path.resolve()
        return here == samples().path.resolve() and here != default().path.resolve()

    def refuse_without_room(self, size: int) -> None:
        """Refuse to load files of so many bytes where the disk may become full by it."""
        needed, free = TIMES * size + MARGIN_BYTES, shutil.disk_usage(self.path).free
        if free < needed:
            raise Refused(
                "磁盘空间不够：需要{needed} GB，“{path}”所在的磁盘只剩{free} GB，没有导入。请清理磁盘，或把数据目录换到更大的磁盘，再导入一次",
                needed=f"{needed / GB:.1f}",
                path=self.path,
                free=f"{free / GB:.1f}",
            )

    def archive(self, content: bytes, suffix: str) -> str:
        """Keep an original unaltered under its digest; return the digest."""
        sha256 = hashlib.sha256(content).hexdigest()
        kept = self.original(sha256, suffix)
        if not kept.exists():
            write_atomically(kept, content)
        return sha256

    def original(self, sha256: str, suffix: str) -> Path:
        """Where the original of that digest stands."""
        return self.originals / f"{sha256}{suffix.lower()}"


def default() -> Store:
    """The store of the bureau's own data: `TISHENG_STORE`, else data/store."""
    return Store(os.environ.get("TISHENG_STORE") or ROOT / "data" / "store")


def samples() -> Store:
    """The store of the synthetic sample data: `TISHENG_SAMPLES`, else data/samples/store."""
    return Store(os.environ.get("TISHENG_SAMPLES") or ROOT / "data" / "samples" / "store")


def shown() -> tuple[Store, bool]:
    """The store to read from, and whether it holds samples: they show only while there are no own data."""
    own = default()
    return (own, False) if own.has_version else (samples(), True)


def refuse_without(path: Path, size: int) -> None:
    """Refuse to write so many bytes into a folder where the disk may become full by it."""
    needed, free = size + MARGIN_BYTES, shutil.disk_usage(path).free
    if free < needed:
        raise Refused(
            "磁盘空间不够：需要{needed} GB，“{path}”所在的磁盘只剩{free} GB，什么也没有写。请清理磁盘，或换到更大的磁盘，再做一次",
            needed=f"{needed / GB:.1f}",
            path=path,
            free=f"{free / GB:.1f}",
        )


def set_aside(path: Path) -> None:
    """Put a damaged file out of the way under a name that says when; it stays for whoever wants to look at it."""
    moment = datetime.now(UTC).strftime(ASIDE_AT)
    with suppress(FileNotFoundError):  # another reader has just done it
        path.rename(path.with_name(f"{path.name}{DAMAGED}{moment}"))


def full() -> Refused:
    """What is said when the disk was full before everything was written."""
    return Refused("磁盘已满，没有写完，原来的数据没有变化，仍可查看。请清理磁盘空间，再做一次")


@contextmanager
def room() -> Iterator[None]:
    """Refuse, in a sentence, what fails because the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise full() from error


def sync(path: Path) -> None:
    """Force a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Write so that after a crash the path holds the old content or the new, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


def move_folder(made: Path, to: Path) -> None:
    """Put a finished folder in its place; one that another run put there first is equal and stays."""
    if to.exists():
        shutil.rmtree(made)
        return
    for file in made.iterdir():
        sync(file)
    try:
        made.rename(to)
    except OSError:  # another process put it there since
        if not to.exists():
            raise
        shutil.rmtree(made)
    sync(to.parent)
