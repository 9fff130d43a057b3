"""`make fuzz`: sample files with bytes flipped, cut and put in, read by the reading process, one after another.

Each is refused with a sentence for a clerk, or accepted with every row accounted for. The same seed makes the same files.
"""

import re
import shutil
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from data.errors import Refused
from data.store import Store
from loaders import staging
from loaders.worker import OUR_FAULT, Worker
from tests.loaders import drawing, hostile
from tests.loaders.test_reading import biff, container, record, text_of

SECONDS = 30
WORDS = (
    *(b"<", b">", b"/>", b'"', b"&", b"&#0;", b"]]>", b"<!--", b"<![CDATA[", b"\0", b"\xff\xfe", b"\xed\xa0\x80"),
    *(b' t="e"', b' t="s"', b' t="str"', b' t="inlineStr"', b' r="A1"', b' r="XFD1048576"', b' r="0"', b"<v/>"),
    *(b"<f>A1</f>", b"<row>", b"</row>", b'<mergeCell ref="A1:XFD1048576"/>', b"-1", b"99999999999", b"1e999"),
)
Change = Callable[[Random, bytes], bytes]


def flip(rng: Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8])):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def cut(rng: Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice([1, 4, 40, len(data)]) :]


def put_in(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice([*WORDS, rng.randbytes(rng.randint(1, 40))]) + data[at:]


def repeat(rng: Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    end = start + rng.choice([2, 20, 200])
    return data[:end] + data[start:end] * rng.choice([1, 1, 50]) + data[end:]


def change_number(rng: Random, data: bytes) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return flip(rng, data)
    one = rng.choice(numbers)
    number = rng.choice([b"0", b"1", b"-1", b"65536", b"1048577", b"4294967295", b"18446744073709551616"])
    return data[: one.start()] + number + data[one.end() :]


def change_tag(rng: Random, data: bytes) -> bytes:
    """Something put in after a tag, or a tag taken out."""
    tags = list(re.finditer(rb"<[^>]*>", data))
    if not tags:
        return cut(rng, data)
    one = rng.choice(tags)
    word = rng.choice([*WORDS, b""])
    return data[: rng.choice([one.start(), one.end() - 1, one.end()])] + word + data[one.end() :]


CHANGES: tuple[Change, ...] = (flip, cut, put_in, repeat, change_number, change_tag)


def inside(rng: Random, content: bytes) -> bytes:
    """A workbook with a part of it changed, packed again."""
    of = hostile.parts(content)
    weighty = [name for name in of if name.startswith(("xl/worksheets", "xl/shared", "xl/workbook", "xl/_rels"))]
    name = rng.choice(weighty if rng.random() < 0.85 else list(of))
    return hostile.packed({**of, name: rng.choice(CHANGES)(rng, of[name] or b" ")})


def with_formulas(rows: list[list[Any]]) -> bytes:
    """The stream of an .xls with a percentage and formulas, one of them not computed."""
    made = biff(rows, record(0xE0, b"\0\0\x09\0" + bytes(16)))
    computed, waiting = bytes(6) + b"\xf0\x3f" + bytes(8), bytes(8) + b"\2" + bytes(7)
    below = [struct.pack("<HHH", len(rows), column, 0) + one for column, one in enumerate((computed, waiting))]
    return made[:-4] + b"".join(record(0x06, body) for body in below) + made[-4:]


def samples() -> dict[str, bytes]:
    """The files to damage, by name."""
    with tempfile.TemporaryDirectory() as name:
        sheets = [
            drawing.ledger(
                "2022年太原市台账\n序号 | 企业名称 | 统一社会信用代码 | 地区 |\n | | | 市 | 县\n"
                f"=1 | 甲有限公司 | {drawing.credit_code(1)} | 太原市 | 小店区\n=2 | 乙有限公司 | {drawing.credit_code(2)} | |",
                merged=("A2:A3", "B2:B3", "C2:C3", "D2:E2", "D4:D5"),
            ),
            drawing.ledger("说明\n请填写", "说明"),
        ]
        ledger = drawing.book(Path(name) / "台账.xlsx", *sheets).read_bytes()
    rows = drawing.rows_of("name | q9_1\n甲有限公司 | =12.5\n乙有限公司 | =3")
    return {
        "答卷.xlsx": hostile.plain(),
        "台账.xlsx": ledger,
        "答卷.xls": container("Workbook", biff(rows)),
        "公式.xls": container("Workbook", with_formulas(rows)),
        "答卷.csv": text_of(rows).encode("gb18030"),
        "答卷16.csv": text_of(rows).encode("utf-16-le"),
        "答卷8.csv": text_of(rows).encode(),
    }


def mutants(count: int, seed: int = 2022) -> list[tuple[str, int]]:
    """Names of samples, each with the seed of what is done to it; .xlsx more often than the others."""
    rng = Random(seed)
    weights = {".xlsx": 6, ".xls": 3, ".csv": 1}
    names = list(samples())
    drawn = rng.choices(names, [weights[Path(name).suffix] for name in names], k=count)
    return [(name, rng.getrandbits(64)) for name in drawn]


def mutant(content: bytes, seed: int) -> bytes:
    """A file changed in one to three places."""
    rng = Random(seed)
    for _ in range(rng.choice([1, 1, 2, 3])):
        if content.startswith(b"PK") and rng.random() < 0.8:
            try:
                content = inside(rng, content)
                continue
            except Exception:  # damaged before: damage it as it stands
                return rng.choice(CHANGES)(rng, content)
        content = rng.choice(CHANGES)(rng, content or b" ")
    return content


class Answer(NamedTuple):
    """What became of a mutant: "accepted" or the sentence; `fault` is what must not be."""

    said: str
    fault: str


def read(worker: Worker, store: Store, file: Path) -> Answer:
    """Have a file read, and look at the answer."""
    to = store.staged / "mutant"
    started = time.monotonic()
    try:
        worker.stage(file, to, None, file.name)
    except Refused as refusal:
        late = time.monotonic() - started > SECONDS + 2
        ours = refusal.text == OUR_FAULT
        return Answer(refusal.text, str(refusal) if ours else "too late" if late else "")
    staged = staging.read(to)
    assert staged
    rows = pq.read_table(staged.rows)
    texts = "".join(str(value) for column in rows.columns for value in column.to_pylist())
    counts = staged.loaded + staged.held + staged.ignored
    shutil.rmtree(to)
    if staged.in_file != counts or rows.num_rows != staged.loaded:
        return Answer("accepted", f"{staged.in_file} ≠ {counts}, {rows.num_rows} rows")
    return Answer("accepted", "NUL in the data" if "\0" in texts else "")


def run(count: int, folder: Path, seed: int = 2022) -> tuple[Counter[str], list[str]]:
    """How often each answer was given, and every fault."""
    store, originals = Store(folder / "store"), samples()
    store.make()
    said: Counter[str] = Counter()
    faults = []
    with Worker() as worker:
        for name, seed_of in mutants(count, seed):
            file = folder / name
            file.write_bytes(mutant(originals[name], seed_of))
            answer = read(worker, store, file)
            said[answer.said] += 1
            if answer.fault:
                faults.append(f"{name} {seed_of}: {answer.fault}")
    return said, faults


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        said, faults = run(int(sys.argv[1]), Path(name))
    for sentence, count in said.most_common():
        print(f"{count:6} {sentence}")
    print("\n".join(faults) or "0 faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
