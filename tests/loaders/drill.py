"""`make drill`: kill loads, fill a disk, damage files, restore backups; many times, one line each of what was lost."""

import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from data import store, warehouse
from data.errors import Refused
from data.store import Store
from loaders import backup, importing
from tests.loaders.drawing import many, responses
from tests.loaders.test_damage import cut, flip, totals
from tests.loaders.test_kill import NEW, OLD, copied, load_and_kill, unfinished, whole_load

DISK_KB = (600, 1200, 2400, 3000, 4000, 5000, 6000, 9000)
SERVED = [(1, OLD), (2, OLD + NEW)]


def base(folder: Path) -> Path:
    """A store that serves a version, and the file that is loaded next."""
    folder.mkdir()
    importing.load([many(folder / "旧.xlsx", OLD)], Store(folder / "store"))
    many(folder / "新.xlsx", NEW, first=OLD + 1)
    return folder


def seen(kept: Store) -> tuple[int | None, int] | str:
    """The version that serves and its answers, or why it cannot be opened."""
    try:
        return warehouse.current_version(kept), responses(kept)
    except Exception as error:  # whatever it is, it is the finding
        return f"{type(error).__name__}: {error}"


def judged(found: Counter[str], before: tuple[int | None, int] | str, after: tuple[int | None, int] | str) -> None:
    """Count what a look right after the harm and a look after the repeated load say."""
    found["failed opens"] += isinstance(before, str) or isinstance(after, str)
    found["partial"] += not isinstance(before, str) and before not in SERVED
    found["lost"] += not isinstance(after, str) and after[1] != OLD + NEW


def kills(count: int, whole: Path, folder: Path) -> Counter[str]:
    """kill -9 at that many moments of a load."""
    rng, found = Random(9), Counter[str]()
    runtime = min(whole_load(*copied(whole, folder / f"whole{run}")) for run in range(2))

    def once(number: int, moment: float) -> tuple[bool, float]:
        to = folder / f"kill{number}"
        kept, file = copied(whole, to)
        killed = load_and_kill(kept, file, moment)
        before = seen(kept)
        whole_load(kept, file)
        judged(found, before, seen(kept))
        found["left over"] += len(unfinished(kept))
        subprocess.run(["rm", "-rf", to], check=True)
        return killed, moment

    with ThreadPoolExecutor(2) as two:
        number = 0
        while found["killed"] < count:
            for killed, moment in two.map(once, (number, number + 1), [runtime * rng.random() for _ in range(2)]):
                found["killed"] += killed
                runtime = runtime if killed else min(runtime, moment)
            number += 2
    return found


def full_disks(whole: Path, folder: Path) -> Counter[str]:
    """Load onto small disks: of memory where mounting is allowed."""
    found = Counter[str]()
    margin, store.MARGIN_BYTES = store.MARGIN_BYTES, -(10**12)  # so that writing fails, not the check before it
    disk = folder / "disk"
    disk.mkdir()
    for size in DISK_KB:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size + _kilobytes(whole / 'store')}k", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True).returncode:
            found[
                "disks that could not be made (mounting is not allowed; tests/loaders/test_full.py limits files)"
            ] += 1
            continue
        try:
            subprocess.run(["cp", "-r", whole / "store", disk], check=True)
            kept = Store(disk / "store")
            try:
                importing.load([whole / "新.xlsx"], kept)
                found["with room enough"] += 1
            except Refused:
                found["refused"] += 1
            except Exception as error:  # whatever it is, it is the finding
                found[f"crashed: {error}"] += 1
            before = seen(kept)
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
            importing.load([whole / "新.xlsx"], kept)
            judged(found, before, seen(kept))
        finally:
            subprocess.run(["umount", disk], check=True)
    store.MARGIN_BYTES = margin
    return found


def _kilobytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*")) // 1024


def flips(count: int, whole: Path, folder: Path) -> Counter[str]:
    """Flip a byte of the version that serves or of the register, then mend; the totals have to be equal."""
    rng, found = Random(12), Counter[str]()
    for number in range(count):
        kept, file = copied(whole, folder / f"flip{number}")
        importing.load([file], kept)
        serving = warehouse.current(kept)
        harmed = kept.register if number % 2 or serving is None else serving
        content = bytearray(harmed.read_bytes())
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        harmed.write_bytes(content)
        seen(kept)  # sets aside what cannot be opened
        before = seen(kept)
        importing.mend(kept)
        judged(found, before, seen(kept))
        subprocess.run(["rm", "-rf", folder / f"flip{number}"], check=True)
    return found


def backups(count: int, whole: Path, folder: Path) -> Counter[str]:
    """Restore a backup: as it is, with a harmed byte or an end cut off, or killed halfway and once more."""
    rng, found = Random(13), Counter[str]()
    kept, file = copied(whole, folder / "backed up")
    importing.load([file], kept)
    right = totals(kept)
    made, _ = backup.make(kept, folder)
    runtime = min(whole_load(Store(folder / f"restored whole{run}"), made, "restore-backup") for run in range(2))
    for number in range(count):
        made, _ = backup.make(kept, folder / "backup.zip")
        to = Store(folder / f"restored{number}")
        try:
            if number % 3 == 1:
                _harm(made, rng)
            elif number % 3 == 2:
                found["killed"] += load_and_kill(to, made, runtime * rng.random(), "restore-backup")
            found["partial"] += to.has_version and totals(to) != right
            if not to.has_version:
                backup.restore(made, to)
            found["lost"] += totals(to) != right
        except Refused:
            found["refused"] += 1
            found["failed opens"] += number % 3 != 1
            found["partial"] += to.has_version
        subprocess.run(["rm", "-rf", made, to.path], check=True)
    return found


def _harm(file: Path, rng: Random) -> None:
    """Flip a byte of the file, or cut off its end."""
    if rng.random() < 0.5:
        flip(file, rng.randrange(file.stat().st_size))
    else:
        cut(file, rng.random())


def line(what: str, found: Counter[str]) -> str:
    """`1000 kills: 0 lost, 0 partial, 0 failed opens`, and what else was counted."""
    faults = {name: found.pop(name, 0) for name in ("lost", "partial", "failed opens")}
    rest = "".join(f"; {count} {name}" for name, count in found.items() if count)
    return f"{what}: " + ", ".join(f"{count} {name}" for name, count in faults.items()) + rest


def main(count: int) -> int:
    """So many kills, a tenth as many flips and backups; 1 if anything was lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = base(folder / "base")
        lines = []
        for what, found in (
            (f"{count} kills", lambda: kills(count, whole, folder)),
            (f"{len(DISK_KB)} full disks", lambda: full_disks(whole, folder)),
            (f"{count // 10} flips", lambda: flips(count // 10, whole, folder)),
            (f"{count // 10} backups", lambda: backups(count // 10, whole, folder)),
        ):
            lines.append(line(what, found()))
            print(lines[-1], flush=True)
    return int(any(": 0 lost, 0 partial, 0 failed opens" not in one or "crashed" in one for one in lines))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
