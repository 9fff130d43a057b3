"""One address for several processes: what comes in is passed to one of them as it is, and its answer back."""

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
        """Pass on one connection until either side ends it; a process that does not answer ends it, too."""
        sides = [writer]
        try:
            head = await _head(reader)
            back, onward = await asyncio.open_connection(LOCAL, self.ports[self._choice.of(head)])
            sides.append(onward)
            onward.write(head)
            await asyncio.gather(_pass_on(reader, onward), _pass_on(back, writer))
        except OSError:
            return  # one side is gone, and the other is told below
        finally:
            for side in sides:
                side.close()


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
