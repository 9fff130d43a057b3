"""Serve the dashboard: `python -m access`, with streamlit's own options after it.

Python keeps one core busy at most, so there is a process for each of a few cores, behind one door.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence

import streamlit as st

from access import process
from access.door import LOCAL, Door
from access.visitors import NUMBER
from locales import N_, of_environment, translate

MOST = 4  # processes; each takes some 300 MB
LOOK_AGAIN = 0.2  # seconds
TAKEN = N_("端口 {port} 已被占用或不能使用（{reason}）。请换一个端口：make run PORT=8600")
AGAIN = N_("第 {number} 个服务进程意外结束（退出码 {code}），已重新启动。正在使用它的页面会自动重新连接")


class Processes:
    """The processes behind the door, each on a port of its own, with the same options of streamlit."""

    def __init__(self, count: int, options: Sequence[str]) -> None:
        self.options = options
        self.ports = _free_ports(count)
        self.running: list[subprocess.Popen[bytes]] = []

    async def start(self) -> None:
        """Start them all and wait until they listen; the program ends as the first one does that ends before."""
        self.running = [self._started(number) for number in range(len(self.ports))]
        for number, port in enumerate(self.ports):
            while not await _listens(port):
                if (code := self.running[number].poll()) is not None:
                    sys.exit(code)
                await asyncio.sleep(LOOK_AGAIN)

    async def keep(self) -> None:
        """Start again whichever ends, for ever."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            for number, one in enumerate(self.running):
                if (code := one.poll()) is not None:
                    _say(AGAIN, number=number + 1, code=code)
                    self.running[number] = self._started(number)

    def end(self) -> None:
        """End them all."""
        for one in self.running:
            one.communicate()  # closes its input, which ends it

    def _started(self, number: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "access.process", *self.options]
        command += ["--server.address", LOCAL, "--server.port", str(self.ports[number])]
        # What one process signed, another accepts.
        secret = {"STREAMLIT_SERVER_COOKIE_SECRET": str(st.get_option("server.cookieSecret"))}
        # In a session of its own: Ctrl+C is ours, and they end with us. Their standard output names their own ports.
        return subprocess.Popen(
            command,
            env={**os.environ, **secret, NUMBER: str(number)},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--help", action="store_true")
    parser.add_argument("--server.sslCertFile", dest="certificate", default=st.get_option("server.sslCertFile"))
    parser.add_argument("--server.port", dest="port", type=int, default=st.get_option("server.port"))
    parser.add_argument("--server.address", dest="address", default=st.get_option("server.address"))
    ours, options = parser.parse_known_args()
    count = min(os.cpu_count() or 1, MOST)
    if count == 1 or ours.certificate or ours.help:  # the door cannot read what is encrypted
        process.main()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        asyncio.run(serve(Processes(count, options), ours.address, ours.port))
    except KeyboardInterrupt:
        sys.exit(0)


async def serve(processes: Processes, address: str | None, port: int) -> None:
    """Open the door once every process listens; for ever."""
    try:
        door = await asyncio.start_server(Door(processes.ports).lead, address, port, start_serving=False)
    except OSError as error:
        _say(TAKEN, port=port, reason=error.strerror or type(error).__name__)
        sys.exit(1)
    try:
        await processes.start()
        await door.start_serving()
        await processes.keep()
    finally:
        processes.end()


async def _listens(port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection(LOCAL, port)
    except OSError:
        return False
    writer.close()
    return True


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server((LOCAL, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def _say(text: str, **values: object) -> None:
    print(translate(text, of_environment(), **values), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
