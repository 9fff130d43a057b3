"""Which of several processes a visitor is led to: the one that served him first holds his session, uploads, downloads.

It says so in a cookie, and the door (`access.door`) reads it.
"""

import os
import re
from collections.abc import Iterator
from itertools import cycle

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NUMBER = "TISHENG_PROCESS"  # in the environment: the number of this process; not set where there is only one
COOKIE = "tisheng_process"
_NAMED = re.compile(rb"\r\ncookie:[^\r\n]*\b" + COOKIE.encode() + rb"=(\d{1,3})\b", re.IGNORECASE)


class Recognised:
    """Middleware that gives each visitor the number of this process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.number = os.environ.get(NUMBER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and set the cookie where it is not set yet."""
        if scope["type"] != "http" or not self.number or Request(scope).cookies.get(COOKIE) == self.number:
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{COOKIE}={self.number}; Path=/; HttpOnly; SameSite=Lax"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, marked)


class Choice:
    """Whom each request is led to: of `count` processes the one its cookie names, else one after the other."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._turns: Iterator[int] = cycle(range(count))

    def of(self, head: bytes) -> int:
        """The process for a request that begins with these lines."""
        named = _NAMED.search(head.partition(b"\r\n\r\n")[0])
        number = int(named[1]) if named else self.count
        return number if number < self.count else next(self._turns)
