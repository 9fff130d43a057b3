"""退回修改表 to download: a file's findings marked in the sender's own workbook, or all of them in one archive."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from data.errors import Refused
from loaders import returning
from loaders.staging import Staged
from locales import translate
from pages._parts import masking
from pages._parts.inbox import Checked
from pages._parts.language import _, current, literal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
FEW = 3  # buttons that stand beside one another


def buttons(files: Sequence[Checked]) -> None:
    """A button for each dropped file with findings, and one for all."""
    going = [one.outcome for one in files if one.outcome.issues]
    names = returning.names([one.file.name for one in going])
    found = {
        name: (one.file, one.staged) for name, one in zip(names, going, strict=True) if one.staged
    }  # by the name that goes back
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(found) > 1:
            st.download_button(
                _("全部退回修改表（{count} 份）", count=len(found)),
                partial(archive, found, current()),
                file_name=f"{_('退回修改表')}.zip",
                mime=ZIP,
                on_click="ignore",
                key="return_all",
            )
        if len(found) <= FEW:
            _each(found)
        else:
            with st.popover(_("逐份退回修改表")):
                _each(found)


def _each(found: Mapping[str, tuple[Path, Staged]]) -> None:
    for number, (name, (file, staged)) in enumerate(found.items()):
        label = _("退回修改表：{file}", file=masking.text(file.name))
        button(f"return_{number}", literal(label), name, file, staged)


def button(key: str, label: str, name: str, original: Path, staged: Staged) -> None:
    """One workbook, made when it is asked for."""
    st.download_button(
        label,
        partial(returning.workbook, original, staged, current()),
        file_name=masking.text(name),
        mime=XLSX,
        on_click="ignore",
        key=key,
        help=_("报送单位自己的工作簿：有问题的单元格标了颜色、加了批注，最前面是问题清单"),
    )


def archive(found: Mapping[str, tuple[Path, Staged]], language: str) -> bytes:
    """All workbooks; in place of one that is too large stands why it is missing."""
    made: dict[str, bytes] = {}
    for name, (original, staged) in found.items():
        try:
            made[name] = returning.workbook(original, staged, language)
        except Refused as refusal:
            made[f"{name}.txt"] = translate(refusal.text, language, **refusal.values).encode()
    return returning.bundle(made)
