"""One address for several processes: what comes in is passed to one of them as it is, and its answer back.

The cookie is looked for at the beginning of a connection: a proxy in front must not lead several visitors through one,
which nginx, for example, does only if told to.
"""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence

from access.visitors import Choice

LOCAL = "127.0.0.1"
CHUNK = 2**16  # bytes; also the longest head of a request that is searched for the cookie


class Door:
    """Leads every connection to one of the processes that listen on `ports`."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = ports
        self._choice = Choice(len(ports))

    async def lead(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass on one connection until either side ends it."""
        sides = [writer]
        try:
            head = await _head(reader)
            back, onward = await self._beyond(self._choice.of(head))
            sides.append(onward)
            onward.write(head)
            await asyncio.gather(_pass_on(reader, onward), _pass_on(back, writer))
        except (OSError, asyncio.CancelledError):
            return  # one side is gone, or the door closes: whoever is left is told below
        finally:
            for side in sides:
                side.close()

    async def _beyond(self, number: int) -> tuple[StreamReader, StreamWriter]:
        """A connection to that process; while it is started again, to the next one that listens."""
        for port in (*self.ports[number:], *self.ports[:number]):
            try:
                return await asyncio.open_connection(LOCAL, port)
            except OSError as error:
                refused = error
        raise refused


async def _head(reader: StreamReader) -> bytes:
    """The first lines of a request, with whatever came with them."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < CHUNK and (more := await reader.read(CHUNK)):
        head += more
    return head


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.write_eof()
