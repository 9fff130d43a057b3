"""The reading process: files are parsed here, under limits, so that a hostile one cannot harm the server.

The parent sends one job a line as JSON and gets one answer a line. A worker that dies or runs out of time
costs the one file it was reading.
"""

import json
import os
import queue
import resource
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from data.errors import Refused
from data.store import ROOT

MEMORY_BYTES = 4 * 1024**3  # address space; the resident set stays far below
CPU_SECONDS = 90
WALL_SECONDS = 120


class Worker:
    """A reading process, started when first needed and again after one died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._start()  # imports in the child while the parent prepares
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def stage(self, original: Path, to: Path, region: str | None) -> None:
        """Have an original read into staged tables; refused if it cannot be read within the limits."""
        process = self._process or self._start()
        assert process.stdin and process.stdout
        job = {"original": str(original), "to": str(to), "region": region}
        try:
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer = _line(process, WALL_SECONDS)
        except BrokenPipeError:
            answer = ""
        if not answer:
            self._stop()
            raise Refused(
                "读取这个文件超出了内存或时间限制，已停止。请用 WPS 或 Excel 打开，把内容复制到新工作簿另存后再导入"
            )
        reply: dict[str, Any] = json.loads(answer)
        if "refused" in reply:
            raise Refused(reply["refused"], **reply["values"])

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "loaders.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        )
        return self._process

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _line(process: subprocess.Popen[str], seconds: float) -> str:
    """The next line the process writes; empty if it died or took too long."""
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout
    threading.Thread(target=lambda out: lines.put(out.readline()), args=(process.stdout,), daemon=True).start()
    try:
        return lines.get(timeout=seconds)
    except queue.Empty:
        return ""


def _limit_cpu() -> None:
    """Allow the next job its seconds; the limit counts from the start of the process."""
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + CPU_SECONDS, hard))


def _work() -> None:
    from loaders import staging

    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not look like a reply
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        job = json.loads(line)
        _limit_cpu()
        reply: dict[str, Any] = {}
        try:
            staging.write(Path(job["original"]), Path(job["to"]), job["region"])
        except Refused as refusal:
            reply = {"refused": refusal.text, "values": {name: str(value) for name, value in refusal.values.items()}}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    _work()
