"""Many readers at once: sessions over the server's own WebSocket that each change a filter and think a while."""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.browsing import Times
from tests.browser.server import serving

SESSIONS = (10, 50, 200)
THINK_SECONDS = 5.0
SECONDS = 30
PROVINCES = ("110000", "120000", "130000", "140000", "310000", "320000", "330000", "440000", "510000", "650000")
LARGEST = 64 * 1024**2  # bytes of a message


def run(store: Path) -> list[Times]:
    """Each number of sessions in turn, on one server."""
    with tempfile.TemporaryDirectory() as logs:
        environment = {"TISHENG_STORE": str(store), "TISHENG_HOME": ""}
        with serving(environment, Path(logs) / "log") as address:
            asyncio.run(_together(address, 2, 10))  # warm
            return [
                Times(f"{count} sessions, {THINK_SECONDS:g} s between changes", asyncio.run(_together(address, count)))
                for count in SESSIONS
            ]


async def _together(address: str, count: int, seconds: float = SECONDS) -> list[float]:
    until = time.perf_counter() + seconds
    found = await asyncio.gather(*(_session(address, number, until) for number in range(count)))
    return [one for times in found for one in times]


async def _session(address: str, number: int, until: float) -> list[float]:
    rng = random.Random(number)
    await asyncio.sleep(rng.uniform(0, THINK_SECONDS))
    times = []
    stream = address.replace("http", "ws") + "/_stcore/stream"
    async with connect(
        stream, subprotocols=["streamlit"], max_size=LARGEST, compression=None, open_timeout=60
    ) as connection:
        for region in _regions(rng):
            took = await _rerun(connection, f"year=2021&lang=zh&region={region}")
            times.append(took)
            if time.perf_counter() > until:
                return times[1:]  # the first is a new session's
            await asyncio.sleep(rng.uniform(0.5, 1.5) * THINK_SECONDS)
    raise ConnectionError(address)


def _regions(rng: random.Random) -> Iterator[str]:
    while True:
        yield rng.choice(PROVINCES)


async def _rerun(connection: ClientConnection, query: str) -> float:
    """Ask for the overview with these filters and read all of it; in ms."""
    start = time.perf_counter()
    asked = BackMsg(rerun_script=ClientState(query_string=query))
    await connection.send(asked.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await connection.recv(decode=False))
        if message.WhichOneof("type") == "script_finished":
            return (time.perf_counter() - start) * 1000
