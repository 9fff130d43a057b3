"""Files dropped on the page: written down under their own names, checked once each, and nothing published."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data import register, store
from data.reference import table
from data.store import Store
from loaders import importing, other_files
from loaders.decided import Decided
from loaders.importing import Outcome, Wanted
from pages._parts import documents, job, masking, places
from pages._parts.language import _, literal

SINCE = 2020  # the campaign began
LONGEST = 200  # bytes of a file's name
UPLOADER = """<style>
.st-key-{key} button[data-testid^="stBaseButton-secondary"] p {{ font-size: 0; }}
.st-key-{key} button[data-testid^="stBaseButton-secondary"] p::after {{ content: "{choose}"; font-size: 1rem; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] {{ min-width: 0; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; white-space: normal; }}
.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: "{hint}"; font-size: .933rem; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] > div:not([class*="stFile"]) > span {{ font-size: 0; }}
.st-key-{key} [data-testid="stFileUploaderDropzone"] > div:not([class*="stFile"]) > span:not([data-testid])::after {{
  content: "{drop}"; font-size: .933rem; }}
.st-key-{key} .stFileChip[aria-invalid="true"]::after {{ content: "{wrong}"; font-size: .8rem; margin-left: .5rem; }}
.stTooltipErrorContent, [data-testid="stTooltipErrorContent"] {{ display: none; }}
</style>"""


class Checked(NamedTuple):
    """A dropped file and what the checks say. `has_newer`: one of the same name and sender was dropped after it."""

    outcome: Outcome
    has_newer: bool = False

    @property
    def name(self) -> str:
        """Its file name, as it may be shown."""
        return masking.text(self.outcome.file.name)

    @property
    def goes_in(self) -> bool:
        """Whether publishing would add it."""
        return bool(self.outcome.staged) and not self.outcome.known and not self.has_newer


def drop() -> list[UploadedFile]:
    """Where files are dropped, and which were."""
    hint = _("或把文件拖到这里，可以一次放多个：{endings}", endings=" ".join(documents.ACCEPTED))
    worded("inbox", hint, _("只能放 xlsx、xls、csv 文件，每个不超过 200 MB"))
    with st.container(key="inbox"):
        return st.file_uploader(
            _("收到的文件"),
            type=[*documents.ACCEPTED, "xlsm", *other_files.endings()],  # the loader says what to do about each
            accept_multiple_files=True,
            key=f"dropped_{st.session_state.setdefault('inbox', 0)}",
            label_visibility="collapsed",
        )


def worded(key: str, hint: str, wrong: str) -> None:
    """Say in the reader's language what Streamlit says in English where files are dropped, in the container of that key."""
    choose, drop = _("选择文件"), _("松开鼠标，放入文件")
    st.html(UPLOADER.format(key=key, choose=choose, hint=hint, drop=drop, wrong=wrong))


def clear() -> None:
    """Take every file away; nothing that was published changes."""
    st.session_state["inbox"] += 1
    st.session_state.pop("checked", None)
    job.forget()


def check_again() -> None:
    """Check the files anew whose headings could be explained."""
    known: dict[object, Outcome] = st.session_state.get("checked", {})
    st.session_state["checked"] = {key: outcome for key, outcome in known.items() if not outcome.explainable}


def options() -> Wanted:
    """What the clerk says of all files; left alone, the files speak for themselves."""
    regions = [code for province in places.provinces() for code in (province, *places.cities(province))]
    bodies = [row["approval_number"] for row in table("bodies")]
    home = register.home(store.default()) or None
    with st.expander(_("选项")), st.grid(3, min_column_width=220):
        year = st.selectbox(
            _("年度"),
            [None, *range(date.today().year + 1, SINCE - 1, -1)],
            format_func=lambda one: str(one) if one else _("按文件"),
            key="import_year",
            help=_("答卷按多数提交时间所在的年，台账和统计表按文件中写明的年度。文件没有写明时在这里选"),
        )
        region = st.selectbox(
            _("地名所在的地区"),
            [None, *regions],
            index=regions.index(home) + 1 if home in regions else 0,
            format_func=lambda one: _place(one) if one else _("不指定"),
            key="import_region",
            help=_("只用来判断重名的地名，不会改动文件中写明的地区"),
        )
        sender = st.selectbox(
            _("报送单位"),
            [None, *regions, *bodies],
            format_func=lambda one: (_place(one) if one in regions else documents.sender(one)) if one else _("按文件"),
            key="import_sender",
            help=_("同一单位、同一类、同一年度的新文件会替换以前的。不知道报送单位的文件从不替换别的文件"),
        )
    return Wanted(year, region, None, sender)


def _place(code: str) -> str:
    """A unit below a province with its province, because names repeat."""
    whole = places.province_of(code)
    return places.region(code) if whole == code else f"{places.region(whole)} {places.region(code)}"


def checked(files: Sequence[UploadedFile], wanted: Wanted) -> list[Checked]:
    """What the checks say of every file, and what publishing it would do now; each file is read only once."""
    known: dict[tuple[str, Wanted], Outcome] = st.session_state.setdefault("checked", {})
    new = [one for one in files if (one.file_id, wanted) not in known]
    if new:
        job.forget()
        bar = st.progress(0.0)

        def progress(done: int) -> None:
            file = masking.text(new[done].name)
            text = _("正在检查（{done}/{count}）：{file}", done=done, count=len(new), file=file)
            bar.progress(done / len(new), literal(text))

        paths, decided = [_written(one) for one in new], Decided.of(store.default())
        found = importing.check(paths, Store(_folder() / "store"), wanted, decided=decided, progress=progress)
        known.update(((one.file_id, wanted), outcome) for one, outcome in zip(new, found, strict=True))
        bar.empty()
    return _foreseen([known[one.file_id, wanted] for one in files])


def _foreseen(read: Sequence[Outcome]) -> list[Checked]:
    """What publishing would do, without the files of which a newer one was dropped."""
    own = store.default()
    have_newer = [_what(one) in map(_what, read[at + 1 :]) for at, one in enumerate(read)]
    going = iter(importing.foreseen([one for one, newer in zip(read, have_newer, strict=True) if not newer], own))
    return [
        Checked(importing.foreseen([one], own)[0], has_newer=True) if newer else Checked(next(going))
        for one, newer in zip(read, have_newer, strict=True)
    ]


def _what(outcome: Outcome) -> tuple[object, ...]:
    kind = outcome.staged.kind if outcome.staged else None
    return outcome.file.name, kind, outcome.sender, outcome.year


def beside() -> Path:
    """Where this visit keeps what it read, beside the store."""
    read = Store(_folder() / "store")
    read.make()
    return read.staged


def _folder() -> Path:
    """A folder of this visit; it goes when the visit ends."""
    if "import_folder" not in st.session_state:
        st.session_state["import_folder"] = TemporaryDirectory(prefix="tisheng-import-", ignore_cleanup_errors=True)
    return Path(st.session_state["import_folder"].name)


def _written(one: UploadedFile) -> Path:
    """The file on disk under its own name, which says who sent it; names that are no names lose what makes them so."""
    name = Path(one.name.replace("\\", "/").replace("\0", "")).name or "file"
    ending = Path(name).suffix
    stem = name.removesuffix(ending).encode()[: LONGEST - len(ending.encode())].decode(errors="ignore")
    to = _folder() / one.file_id / f"{stem}{ending}"
    to.parent.mkdir(exist_ok=True)
    to.write_bytes(one.getvalue())
    return to
