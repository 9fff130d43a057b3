"""The files a clerk points at: folders opened, files of other programs left out, files in use refused."""

import fcntl
from pathlib import Path

from data.errors import Refused

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".csv")
OWNER_FILES = ("~$", ".~lock.")  # left beside a workbook that Excel, WPS or LibreOffice has open


def files(paths: list[Path]) -> list[Path]:
    """Every workbook that is named or stands in a named folder, in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in path.rglob("*") if p.suffix.lower() in WORKBOOKS and p.is_file()]
            found += sorted(p for p in inside if not p.name.startswith(OWNER_FILES))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def content(file: Path) -> bytes:
    """A file's bytes; refused when it cannot be read or another program has it open."""
    for owner in (file.with_name(f"~${file.name}"), file.with_name(f".~lock.{file.name}#")):
        if _exists(owner):
            raise Refused(
                "这个文件正在另一个程序中打开，可能还没有保存。请保存并关闭后再导入（如果已经关闭，请删去旁边的“{owner}”）",
                owner=owner.name,
            )
    try:
        with file.open("rb") as opened:
            fcntl.lockf(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return opened.read()
    except FileNotFoundError as error:
        raise Refused("没有这个文件。请核对文件名和所在的文件夹") from error
    except BlockingIOError as error:
        raise Refused("这个文件正在被另一个程序写入。请保存并关闭后再导入") from error
    except OSError as error:
        raise Refused(
            "不能打开这个文件（{reason}）。请确认有读取权限，并在其他程序中关闭它", reason=error.strerror
        ) from error


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # its name would be longer than names can be
        return False
