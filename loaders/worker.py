"""The reading processes: files are parsed here, under limits, so that a hostile one cannot harm the server.

The parent sends one job a line as JSON and gets one answer a line. A worker that dies or runs out of time
costs the one file it was reading.
"""

import gc
import json
import os
import queue
import resource
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from data.errors import Refused
from data.store import ROOT, room
from loaders.decided import NOTHING, Decided
from loaders.reading import sheets
from locales import N_

# What the process may allocate; with the libraries it then has at most 2 GB. 200,000 rows of 60 columns take 1.6 GB.
MEMORY_BYTES = 1900 * 1024**2
ADDRESS_BYTES = 4 * 1024**3  # where the system does not hold a process to the limit above
CPU_SECONDS = 30
WALL_SECONDS = 30
SECONDS_PER_MB = 1  # of the file, on top of these
KEPT_BYTES = 4 * 1024**2  # a process that read no larger file is kept for the next load: starting one takes 0.3 s
One = TypeVar("One")
Result = TypeVar("Result")
MOST = 4  # processes, however many cores there are: each may need its share of memory
OUR_FAULT = N_("读取这个文件时程序出错（{reason}），没有载入。请保留文件并报告这个错误")

TOO_MUCH = N_("读取这个文件超出了内存或时间限制，已停止。请用 WPS 或 Excel 打开，把内容复制到新工作簿另存后再导入")
TOO_MUCH_TO_MARK = N_("这个文件太大，做退回修改表超出了内存或时间限制，已停止。请把文件分成几个后再退回")


# Idle processes of loads that are done; they end with this one, when their standard input closes.
_kept: queue.LifoQueue[subprocess.Popen[str]] = queue.LifoQueue(MOST)


class Worker:
    """A reading process, taken or started when first needed and again after one died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._largest = 0  # bytes; what it read leaves holes in its memory

    def __enter__(self) -> Self:
        self._start()  # imports in the child while the parent prepares
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:  # it may still be at work
            self.stop()
        else:
            self.release()

    def stage(self, original: Path, to: Path, region: str | None, file: str, decided: Decided = NOTHING) -> None:
        """Have an original read into staged tables; refused if it cannot be read within the limits."""
        job = {"original": str(original), "to": str(to), "region": region, "file": file, "decided": decided.to_json()}
        self._ask(job, TOO_MUCH)

    def mark(self, original: Path, staged: Path, to: Path, language: str) -> None:
        """Have the findings of staged tables marked in a copy of their original; refused beyond the limits."""
        job = {"original": str(original), "staged": str(staged), "to": str(to), "language": language}
        self._ask(job, TOO_MUCH_TO_MARK)

    def _ask(self, job: dict[str, Any], too_much: str) -> None:
        """Hand the process a job and wait; refused with `too_much` if it dies or takes too long."""
        if self._process and self._process.poll() is not None:  # died while it had nothing to do
            self.stop()
        process = self._process or self._start()
        assert process.stdin and process.stdout
        self._largest = max(self._largest, Path(job["original"]).stat().st_size)
        try:
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer = _line(process, WALL_SECONDS + _extra(Path(job["original"])))
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
            raise Refused(too_much)
        reply: dict[str, Any] = json.loads(answer)
        if "refused" in reply:
            raise Refused(reply["refused"], **reply["values"])

    def _start(self) -> subprocess.Popen[str]:
        self._largest = 0
        self._process = _idle() or subprocess.Popen(
            [sys.executable, "-m", "loaders.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        )
        return self._process

    def release(self) -> None:
        """Keep the process for the next load; end it if it read a large file, or enough are kept."""
        if self._process and self._process.poll() is None and self._largest <= KEPT_BYTES:
            with suppress(queue.Full):
                _kept.put_nowait(self._process)
                self._process = None
        self.stop()

    def stop(self) -> None:
        """End the process, if one runs."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Workers:
    """Reading processes, one a core: the first is started at once, each other one when all before it are reading."""

    def __init__(self) -> None:
        self._all = [Worker() for _ in range(min(os.cpu_count() or 1, MOST))]
        self._idle: queue.LifoQueue[Worker] = (
            queue.LifoQueue()
        )  # last in, first out: one that runs before one that does not
        for worker in reversed(self._all):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(len(self._all))

    def __enter__(self) -> Self:
        self._all[0].__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.__exit__(kind, error, trace)

    def stage(self, original: Path, to: Path, region: str | None, file: str, decided: Decided = NOTHING) -> None:
        """As a single worker does; waits until one is idle."""
        worker = self._idle.get()
        try:
            worker.stage(original, to, region, file, decided)
        finally:
            self._idle.put(worker)

    def each(self, do: Callable[[One], Result], of: Iterable[One]) -> list[Future[Result]]:
        """Begin to do something with each of these, as many at once as there are processes; results in their order."""
        return [self._threads.submit(do, one) for one in of]


def _idle() -> subprocess.Popen[str] | None:
    """A kept process that is still there; of several loads at once each takes another one."""
    while True:
        try:
            process = _kept.get_nowait()
        except queue.Empty:
            return None
        if process.poll() is None:
            return process


def _line(process: subprocess.Popen[str], seconds: float) -> str:
    """The next line the process writes; empty if it died or took too long."""
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout
    threading.Thread(target=lambda out: lines.put(out.readline()), args=(process.stdout,), daemon=True).start()
    try:
        return lines.get(timeout=seconds)
    except queue.Empty:
        return ""


def _extra(original: Path) -> int:
    """Seconds a file has for its size."""
    return SECONDS_PER_MB * (original.stat().st_size // 1024**2)


def _limit_cpu(extra: int) -> None:
    """Allow the next job its seconds; the limit counts from the start of the process."""
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + CPU_SECONDS + extra, hard))


class _WithoutPandas:
    """pyarrow imports pandas where it finds it, only to ask whether a list is a frame: a quarter of a small load."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas, leave everything else to the other finders."""
        if name == "pandas":
            raise ImportError(name)


def _work() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not look like a reply
    sys.meta_path.insert(0, _WithoutPandas())
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # cells form no cycles, and walking millions of them finds nothing

    def reply(refusal: dict[str, Any]) -> None:
        replies.write(json.dumps(refusal) + "\n")
        replies.flush()

    with ThreadPoolExecutor(1) as reader:
        for line in sys.stdin:
            job = json.loads(line)
            _limit_cpu(_extra(Path(job["original"])))
            _do(job, reader, reply)
            gc.collect()  # a kept process must not grow; nobody waits for it now
            gc.freeze()


def _do(job: dict[str, Any], reader: ThreadPoolExecutor, reply: Callable[[dict[str, Any]], None]) -> None:
    """Stage or mark one original; the reply is empty, or says why it was refused."""
    read: object = None
    try:
        if "staged" in job:
            _mark(job)
        else:
            read = _stage(job, reader)
    except Refused as refusal:
        reply({"refused": refusal.text, "values": {name: str(value) for name, value in refusal.values.items()}})
    except MemoryError:
        raise  # dying gives the memory back
    except Exception as error:  # a fault of ours: it costs this file, and says so
        traceback.print_exc()
        reply({"refused": OUR_FAULT, "values": {"reason": f"{type(error).__name__}: {error}"}})
    else:
        reply({})
        del read  # letting go of millions of cells takes a while, and nobody waits for it now


def _stage(job: dict[str, Any], reader: ThreadPoolExecutor) -> object:
    """Stage one original; what was read of it, to let go of."""
    # The parser leaves the interpreter to us while it works: the first job's imports cost nothing.
    cells = reader.submit(sheets, Path(job["original"]).read_bytes())
    from loaders import questionnaire, staging
    from loaders.document import Context

    questionnaire.prepare()
    context = Context(job["region"], job["file"], Decided.from_json(job["decided"]))
    with room():
        return cells, staging.write(cells.result(), Path(job["to"]), context)


def _mark(job: dict[str, Any]) -> None:
    from loaders import marking, staging

    staged = staging.read(Path(job["staged"]))
    assert staged
    marking.mark(Path(job["original"]).read_bytes(), staged.issues(), Path(job["to"]), job["language"])


if __name__ == "__main__":
    _work()
