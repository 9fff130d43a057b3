"""Work that must not stop halfway when its reader clicks elsewhere: it runs beside the script, which watches it."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from data.errors import Refused
from locales import N_
from pages._parts import masking, numbers
from pages._parts.language import _, literal

LOOK_AGAIN = 0.2  # seconds
FAILED = N_("没有完成，数据没有变化（{reason}）。请重试；再次出错时请把这句话告诉管理员")


class Said(NamedTuple):
    """A sentence about how it ended; `text` is marked for the catalogs, `values` fill it."""

    text: str
    values: dict[str, object]
    is_good: bool = False


class Job:
    """One piece of work, under way until something is said about it."""

    def __init__(self, title: str, files: Sequence[str]):
        self.title, self.files = title, files
        self.done = 0
        self.is_waiting = False
        self.said: list[Said] = []

    def waiting(self) -> None:
        """Another importer is at work."""
        self.is_waiting = True

    def progress(self, done: int) -> None:
        """So many files are read."""
        self.is_waiting, self.done = False, done

    def run(self, work: Callable[["Job"], list[Said]]) -> None:
        """Do it, and say how it ended whatever happens."""
        try:
            self.said = work(self)
        except Refused as refusal:
            self.said = [Said(refusal.text, refusal.values)]
        except Exception as error:
            logging.exception(self.title)
            reason = error.strerror if isinstance(error, OSError) else None
            self.said = [Said(FAILED, {"reason": reason or type(error).__name__})]


def start(title: str, work: Callable[[Job], list[Said]], files: Sequence[str] = ()) -> None:
    """Begin, unless something is under way in this window."""
    job: Job | None = st.session_state.get("job")
    if job is None or job.said:
        job = st.session_state["job"] = Job(title, files)
        threading.Thread(target=job.run, args=(work,), daemon=True).start()


def forget() -> None:
    """What was said is no longer news."""
    job: Job | None = st.session_state.get("job")
    if job and job.said:
        del st.session_state["job"]


def follow() -> None:
    """Watch what is under way until it is done and the page can be shown anew; afterwards say how it ended."""
    job: Job | None = st.session_state.get("job")
    if job is None:
        return
    if not job.said:
        _watch(job)
        st.rerun()
    for text, values, is_good in job.said:
        words = {name: _printed(value) for name, value in values.items()}
        (st.success if is_good else st.error)(literal(_(text, **words)))


def _watch(job: Job) -> None:
    bar = st.progress(0.0)
    while not job.said:
        bar.progress(job.done / max(len(job.files), 1), literal(_doing(job)))
        time.sleep(LOOK_AGAIN)


def _doing(job: Job) -> str:
    if job.is_waiting:
        return _("另一个导入正在进行，等它结束后继续……")
    if job.done < len(job.files):
        file = masking.text(job.files[job.done])
        return _("{title}（{done}/{count}）：{file}", title=job.title, done=job.done, count=len(job.files), file=file)
    return _("{title}：正在生成新的数据版本……", title=job.title)


def _printed(value: object) -> str:
    if isinstance(value, Refused):
        return _(value.text, **{name: masking.text(str(one)) for name, one in value.values.items()})
    return numbers.count(value) if isinstance(value, int) else masking.text(str(value))
