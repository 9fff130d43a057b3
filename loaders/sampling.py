"""The sample store: the synthetic files of data/samples, loaded as anybody's files are."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from data import register, samples, warehouse
from data.forms import phone_check
from data.samples import national_2021, phone_checks, registers, shanxi_2022, tianjin_2024
from data.store import Store, write_atomically
from loaders import importing, staging
from loaders.importing import Outcome, Wanted


def prepare(store: Store) -> list[Outcome]:
    """Make the samples anew if another program made them, or nobody did; the outcomes of what was loaded."""
    made_by = store.path / "made-by"
    if store.has_version and made_by.exists() and made_by.read_text() == _program() and _sound(store):
        return []
    shutil.rmtree(store.path, ignore_errors=True)
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        national = Path(folder) / national_2021.FILE
        national_2021.write(national)
        inboxes: list[tuple[str | None, list[Path]]] = [(None, [national])]
        for region, sample in (("140000", shanxi_2022), ("120000", tianjin_2024)):
            inbox = Path(folder) / region
            inbox.mkdir()
            inboxes.append((region, sample.write(inbox)))
        for context, files in inboxes:
            outcomes += importing.load(files, store, Wanted(region=context))
        sheet = phone_checks.write(Path(folder), phone_checks.draw(answers(store)))
        lists = registers.write(Path(folder))
        outcomes += importing.load([sheet, *lists], store, Wanted(region=phone_checks.PROVINCE))
    write_atomically(made_by, _program().encode())
    return outcomes


def answers(store: Store) -> list[dict[str, Any]]:
    """The answers that count of the year and province of the telephone check, by the columns of its sheet."""
    named = [column for column in phone_check.COLUMNS if column not in phone_check.TO_FILL]
    reader = warehouse.open(store, warehouse.ALL)
    try:
        rows = reader.rows(
            f"SELECT {', '.join(named)} FROM response WHERE counts AND year = ? AND province = ? ORDER BY response_id",
            [phone_checks.YEAR, phone_checks.PROVINCE],
        )
    finally:
        reader.close()
    return [dict(zip(named, row, strict=True)) for row in rows]


def _sound(store: Store) -> bool:
    return warehouse.sound(store) and register.sound(store)


def _program() -> str:
    """Digest of everything that decides what the sample store holds."""
    digest = hashlib.sha256(staging.program().encode())
    for path in sorted(Path(samples.__file__).parent.glob("*.*")):
        if path.suffix in (".py", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
