"""退回修改表: what was found in a file goes back to its sender, marked in his own workbook (`loaders.marking`)."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from data.errors import Refused
from data.store import write_atomically
from loaders import returned
from loaders.staging import Staged
from loaders.worker import Worker
from locales import translate


def workbook(original: Path, staged: Staged, language: str, worker: Worker | None = None) -> bytes:
    """The original as .xlsx with its findings marked; refused where it is too large to be marked."""
    with TemporaryDirectory(prefix="tisheng-return-") as folder:
        to = Path(folder) / "returned.xlsx"
        if worker:
            worker.mark(original, staged.folder, to, language)
        else:
            with Worker() as own:
                own.mark(original, staged.folder, to, language)
        return to.read_bytes()


def names(files: Sequence[str]) -> list[str]:
    """What the workbooks are called that go back for these files: each once."""
    found: list[str] = []
    for file in files:
        name = Path(returned.name(file))
        count = 1
        while str(name) in found:
            count += 1
            name = Path(returned.name(file)).with_stem(f"{Path(returned.name(file)).stem}({count})")
        found.append(str(name))
    return found


def write(files: Mapping[Path, Staged], folder: Path, language: str) -> dict[Path, Path]:
    """Write the workbook that goes back for every file into a folder; refused where one of that name stands there.

    A file without findings has nothing to go back for.
    """
    going = [file for file, staged in files.items() if staged.issues()]
    targets = [folder / name for name in names([file.name for file in going])]
    for target in targets:
        if target.exists():
            raise Refused("“{file}”已经存在，没有改动。请换一个文件夹，或先移走它", file=target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Worker() as worker:
            for file, target in zip(going, targets, strict=True):
                write_atomically(target, _workbook_or_why(file, files[file], language, worker))
    except OSError as error:
        raise Refused(
            "不能写入文件夹“{folder}”（{reason}）。请换一个文件夹", folder=folder, reason=error.strerror
        ) from error
    return dict(zip(going, targets, strict=True))


def _workbook_or_why(file: Path, staged: Staged, language: str, worker: Worker) -> bytes:
    try:
        return workbook(file, staged, language, worker)
    except Refused as refusal:
        reason = translate(refusal.text, language, **refusal.values)
        raise Refused("“{file}”没有做成退回修改表。{reason}", file=file.name, reason=reason) from refusal


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Workbooks by name as one zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
