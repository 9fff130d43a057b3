import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from access.door import LOCAL, Door

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
NAMED = b"GET / HTTP/1.1\r\nCookie: tisheng_process=1\r\n\r\n"


def behind(name: bytes) -> Talk:
    """A process that gives back all it is told after its name, when it was told all."""

    async def answer(reader, writer):
        writer.write(name + await reader.read(-1))
        await writer.drain()
        writer.close()

    return answer


async def listening(talk: Talk) -> tuple[asyncio.Server, int]:
    server = await asyncio.start_server(talk, LOCAL, 0)
    return server, server.sockets[0].getsockname()[1]


async def answers(told: list[bytes], processes: list[Talk]) -> list[bytes]:
    """What a visitor hears who says each in turn."""
    servers, ports = zip(*[await listening(one) for one in processes], strict=True)
    door, port = await listening(Door(ports).lead)
    heard = []
    for text in told:
        reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(text)
        writer.write_eof()
        heard.append(await asyncio.wait_for(reader.read(-1), 60))
        writer.close()
    for server in (door, *servers):
        server.close()
    return heard


def test_what_comes_in_and_goes_out_is_passed_on_as_it_is():
    told = NAMED + bytes(range(256)) * 40_000
    assert asyncio.run(answers([told], [behind(b"0"), behind(b"1")])) == [b"1" + told]


def test_those_without_a_name_are_led_in_turn():
    told = b"GET / HTTP/1.1\r\n\r\n"
    heard = asyncio.run(answers([told] * 3, [behind(b"0"), behind(b"1")]))
    assert [one[:1] for one in heard] == [b"0", b"1", b"0"]


@pytest.mark.parametrize("told", [b"", b"no head", b"\xff" * 200_000])
def test_what_is_no_request_is_passed_on_too(told):
    assert asyncio.run(answers([told], [behind(b"0")])) == [b"0" + told]


def test_an_answer_comes_through_before_all_was_told():
    async def talk(reader, writer):
        writer.write(b"first " + await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"then " + await reader.readexactly(4))
        writer.close()

    async def visit():
        process, port = await listening(talk)
        door, port = await listening(Door([port]).lead)
        reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(b"GET\r\n\r\n")
        first = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
        writer.write(b"more")
        then = await asyncio.wait_for(reader.read(-1), 60)
        writer.close()
        for server in (door, process):
            server.close()
        return first, then

    assert asyncio.run(visit()) == (b"first GET\r\n\r\n", b"then more")


def test_a_door_that_closes_while_visitors_wait_logs_nothing(caplog):
    async def visit(port):
        _door, port = await listening(Door([port]).lead)
        _reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(NAMED)
        await asyncio.to_thread(process.accept)  # it never answers

    with socket.create_server((LOCAL, 0)) as process:
        asyncio.run(visit(process.getsockname()[1]))  # what is still under way is cancelled at the end
    assert caplog.records == []


def test_visitors_of_a_process_that_is_gone_are_led_to_the_next_one():
    async def visit(here):
        gone, at = await listening(behind(b""))
        gone.close()
        await gone.wait_closed()
        door, port = await listening(Door([*here, at]).lead)
        reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(NAMED)
        writer.write_eof()
        heard = await asyncio.wait_for(reader.read(-1), 60)
        writer.close()
        door.close()
        return heard

    async def visits():
        server, port = await listening(behind(b"0"))
        heard = [await visit([port]), await visit([])]
        server.close()
        return heard

    assert asyncio.run(visits()) == [b"0" + NAMED, b""]  # the connection ends where there is none
