"""The processes behind the door, as they are started: real ones."""

import asyncio
import os
import socket
import subprocess
import sys
import time

import pytest

from access.__main__ import Processes, serve
from access.door import LOCAL
from access.visitors import NUMBER
from data.store import ROOT

SECONDS = 60


async def until(is_so) -> None:
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await asyncio.sleep(0.1)


def test_a_process_that_ends_is_started_again_and_all_end_with_the_door(capfd):
    async def served():
        processes = Processes(2, [])
        try:
            await processes.start()
            first, second = processes.running
            first.kill()
            keeping = asyncio.create_task(processes.keep())
            await until(lambda: processes.running[0] is not first)
            keeping.cancel()
            assert processes.running[1] is second
            assert second.poll() is None
        finally:
            processes.end()
        assert all(one.poll() is not None for one in processes.running)

    asyncio.run(served())
    assert "第 1 个服务进程意外结束" in capfd.readouterr().err


def test_a_process_that_cannot_start_ends_the_program_with_its_code():
    processes = Processes(1, ["--no.such", "option"])
    with pytest.raises(SystemExit) as ended:
        asyncio.run(processes.start())
    processes.end()
    assert ended.value.code == 2


def test_a_process_ends_when_whoever_started_it_is_gone():
    command = [sys.executable, "-m", "access.process", "--server.port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, NUMBER: "0"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as one:
        assert one.stdout and one.stdin
        one.stdout.readline()  # it says where it serves
        time.sleep(1)
        assert one.poll() is None
        one.stdin.close()
        one.wait(SECONDS)


@pytest.mark.parametrize(("language", "said"), [("zh_CN.UTF-8", "已被占用"), ("en_US.UTF-8", "Take another one")])
def test_a_port_that_is_taken_is_said_and_nothing_started(monkeypatch, capfd, language, said):
    monkeypatch.setenv("LC_ALL", language)
    processes = Processes(2, [])
    with socket.create_server((LOCAL, 0)) as taken, pytest.raises(SystemExit) as ended:
        port = taken.getsockname()[1]
        asyncio.run(serve(processes, LOCAL, port))
    assert ended.value.code == 1
    assert processes.running == []
    told = capfd.readouterr().err
    assert said in told
    assert str(port) in told
