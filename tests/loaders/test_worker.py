"""The reading process: limits are set, and a file that kills it costs only itself."""

import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import Refused
from data.store import ROOT, Store
from loaders import staging
from loaders import worker as reading
from loaders.worker import ADDRESS_BYTES, CPU_SECONDS, MEMORY_BYTES, Worker, Workers
from tests.loaders.drawing import many


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


@pytest.fixture
def stage(worker: Worker, store: Store) -> Callable[[Path], int]:
    """Have a file read; how many rows it has."""
    store.make()

    def read(file: Path) -> int:
        worker.stage(file, store.staged / file.stem, None, file.name)
        staged = staging.read(store.staged / file.stem)
        assert staged
        return staged.loaded

    return read


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A file that never ends: reading it waits until someone writes."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    return tmp_path / "pipe.xlsx"


def pid(worker: Worker) -> int:
    assert worker._process
    return worker._process.pid


def test_memory_and_time_are_limited_in_the_reading_process(worker, stage, tmp_path):
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert resource.prlimit(pid(worker), resource.RLIMIT_DATA) == (MEMORY_BYTES, MEMORY_BYTES)
    assert resource.prlimit(pid(worker), resource.RLIMIT_AS) == (ADDRESS_BYTES, ADDRESS_BYTES)
    assert resource.prlimit(pid(worker), resource.RLIMIT_CORE) == (0, 0)
    soft, _ = resource.prlimit(pid(worker), resource.RLIMIT_CPU)
    assert CPU_SECONDS <= soft <= CPU_SECONDS + 30


def test_one_process_reads_many_files(worker, stage, tmp_path):
    first = pid(worker)
    assert [stage(many(tmp_path / f"{rows}.xlsx", rows)) for rows in (1, 2, 3)] == [1, 2, 3]
    assert pid(worker) == first


def test_a_process_that_dies_costs_only_its_file(worker, stage, pipe, tmp_path):
    dying = pid(worker)

    def kill_when_it_reads() -> None:
        with pipe.open("wb"):  # waits until the other end is opened for reading
            os.kill(dying, signal.SIGKILL)

    killer = threading.Thread(target=kill_when_it_reads, daemon=True)
    killer.start()
    with pytest.raises(Refused, match="超出了内存或时间限制"):
        stage(pipe)
    killer.join()
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert pid(worker) != dying


def test_a_process_that_dies_between_two_files_costs_none(worker, stage, tmp_path):
    dead = worker._process
    dead.kill()
    dead.wait()
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert pid(worker) != dead.pid


def test_a_file_that_takes_too_long_costs_only_itself(worker, stage, pipe, tmp_path, monkeypatch):
    slow = pid(worker)
    with monkeypatch.context() as limited:
        limited.setattr(reading, "WALL_SECONDS", 0.2)
        with pytest.raises(Refused, match="超出了内存或时间限制"):
            stage(pipe)
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert pid(worker) != slow


def test_a_file_that_needs_too_much_memory_costs_only_itself(worker, stage, tmp_path):
    greedy, huge = pid(worker), tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(MEMORY_BYTES)  # sparse: takes no room on the disk
    with pytest.raises(Refused, match="超出了内存或时间限制"):
        stage(huge)
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert pid(worker) != greedy


def test_a_refusal_does_not_cost_the_process(worker, stage, tmp_path):
    first = pid(worker)
    (tmp_path / "坏.xlsx").write_bytes(b"%PDF-1.7")
    with pytest.raises(Refused, match="这是 PDF"):
        stage(tmp_path / "坏.xlsx")
    assert stage(many(tmp_path / "甲.xlsx", 3)) == 3
    assert pid(worker) == first


def test_no_process_outlives_the_program_that_started_it():
    program = "from loaders.worker import Worker\nwith Worker() as one: print(one._process.pid)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    until = time.monotonic() + 30
    while (is_there := Path(f"/proc/{done.stdout.strip()}").exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there


# --- several processes


def pids(workers: Workers) -> set[int]:
    return {worker._process.pid for worker in workers._all if worker._process}


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_two_files_at_once_are_read_by_two_processes(cores, store, tmp_path):
    store.make()
    both = threading.Barrier(2, timeout=60)
    pipes = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for pipe in pipes:
        os.mkfifo(pipe)

    def feed(pipe: Path) -> None:
        with pipe.open("wb") as opened:  # waits until a process reads it
            both.wait()  # neither ends before the other began
            opened.write(b"%PDF-1.7")

    with Workers() as workers, ThreadPoolExecutor(2) as feeders:
        fed = [feeders.submit(feed, pipe) for pipe in pipes]
        readings = workers.each(lambda pipe: workers.stage(pipe, store.staged / pipe.stem, None, pipe.name), pipes)
        refusals = [str(reading.exception()) for reading in readings]
        assert [one.result() for one in fed] == [None, None]
        assert len(pids(workers)) == 2
    assert ["这是 PDF" in refusal for refusal in refusals] == [True, True]


def test_one_file_after_the_other_needs_one_process(cores, store, tmp_path):
    store.make()
    files = [many(tmp_path / f"{rows}.xlsx", rows) for rows in (1, 2, 3)]
    with Workers() as workers:
        first = pids(workers)
        for file in files:
            workers.stage(file, store.staged / file.stem, None, file.name)
        assert (len(first), pids(workers)) == (1, first)


def test_no_more_processes_are_kept_than_may_read_at_once(cores, monkeypatch):
    monkeypatch.setattr(reading, "_kept", queue.LifoQueue(1))
    with Workers() as workers:
        for worker in workers._all:
            worker._start()
        processes = [worker._process for worker in workers._all]
    assert sorted(process.poll() is None for process in processes if process) == [False, True]


def test_a_process_that_read_small_files_is_kept_for_the_next_load(tmp_path, store):
    store.make()
    with Workers() as first:
        first.stage(many(tmp_path / "甲.xlsx", 3), store.staged / "甲", None, "甲.xlsx")
        kept = pid(first._all[0])
    with Workers() as second:
        assert pid(second._all[0]) == kept


def test_a_process_that_read_a_large_file_ends_with_its_load(tmp_path, store, monkeypatch):
    store.make()
    monkeypatch.setattr(reading, "KEPT_BYTES", 1000)
    with Workers() as first:
        first.stage(many(tmp_path / "甲.xlsx", 3), store.staged / "甲", None, "甲.xlsx")
        large = pid(first._all[0])
    with Workers() as second:
        assert pid(second._all[0]) != large


def test_a_process_may_be_at_work_after_a_fault_and_is_not_kept(monkeypatch):
    def fail() -> None:
        with Workers() as workers:
            busy.append(pid(workers._all[0]))
            raise RuntimeError

    busy: list[int] = []
    with pytest.raises(RuntimeError):
        fail()
    with Workers() as workers:
        assert pid(workers._all[0]) not in busy


def test_of_several_that_start_at_once_each_takes_a_kept_process_of_its_own_or_starts_one(cores):
    with Worker() as one:
        kept = pid(one)
    with ThreadPoolExecutor(4) as together:
        workers = [Worker() for _ in range(4)]
        processes = [process.pid for process in together.map(Worker._start, workers)]
    for worker in workers:
        worker.stop()
    assert kept in processes
    assert len(set(processes)) == 4
