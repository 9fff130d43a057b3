import asyncio

import pytest

from access.visitors import NUMBER, Choice, Recognised

HEAD = b"GET / HTTP/1.1\r\nHost: here\r\n"


def request(cookie: bytes = b"") -> bytes:
    return HEAD + (b"Cookie: " + cookie + b"\r\n" if cookie else b"") + b"\r\n"


def test_who_comes_first_is_led_to_one_after_the_other():
    choice = Choice(3)
    assert [choice.of(request()) for _ in range(4)] == [0, 1, 2, 0]


@pytest.mark.parametrize("cookie", [b"tisheng_process=1", b"a=b; tisheng_process=1", b"tisheng_process=1; c=d"])
def test_who_was_here_is_led_to_the_same(cookie):
    choice = Choice(2)
    assert [choice.of(request(cookie)) for _ in range(3)] == [1, 1, 1]


def test_the_name_of_a_header_has_no_case():
    assert Choice(2).of(request(b"tisheng_process=1").replace(b"Cookie", b"cookie")) == 1


@pytest.mark.parametrize(
    "head",
    [
        request(b"tisheng_process=2"),  # there were more of them once
        request(b"other_tisheng_process=1"),
        request(b"tisheng_process=one"),
        HEAD + b"X-Other: tisheng_process=1\r\n\r\n",
        request() + b"\r\ncookie: tisheng_process=1\r\n",  # in the body
        b"\xff\x00",
        b"",
    ],
)
def test_what_names_no_process_is_led_anywhere(head):
    assert Choice(2).of(head) == 0


def cookies_set(scope: dict) -> list[str]:
    sent = []

    async def page(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"theirs=1")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    asyncio.run(Recognised(page)(scope, None, send))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def scope(cookie: bytes = b"", type: str = "http") -> dict:
    return {"type": type, "headers": [(b"cookie", cookie)] if cookie else []}


@pytest.mark.parametrize("cookie", [b"", b"tisheng_process=0", b"other=1"])
def test_a_visitor_is_given_the_number_of_the_process_beside_what_else_is_set(monkeypatch, cookie):
    monkeypatch.setenv(NUMBER, "1")
    assert cookies_set(scope(cookie)) == ["theirs=1", "tisheng_process=1; Path=/; HttpOnly; SameSite=Lax"]


def test_who_has_it_is_not_given_it_again(monkeypatch):
    monkeypatch.setenv(NUMBER, "1")
    assert cookies_set(scope(b"tisheng_process=1")) == ["theirs=1"]


def test_one_process_alone_gives_none(monkeypatch):
    monkeypatch.delenv(NUMBER, raising=False)
    assert cookies_set(scope()) == ["theirs=1"]
