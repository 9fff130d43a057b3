"""plotly.js comes from our own server, at an address a browser may keep for good."""

import gzip
import re

import pytest
from starlette.requests import Request
from starlette.routing import Route

from access import drawing_library


def given(route: Route, accepts: str):
    headers = [(b"accept-encoding", accepts.encode())]
    return route.endpoint(Request({"type": "http", "method": "GET", "path": route.path, "headers": headers}))


def test_its_address_names_the_version():
    assert re.fullmatch(r"/plotly/\d+\.\d+\.\d+\.js", drawing_library.route().path)


@pytest.mark.parametrize("accepts", ["", "gzip, br"])
def test_it_is_the_installed_library_packed_for_who_can_unpack(accepts):
    answer = given(drawing_library.route(), accepts)
    assert (answer.headers.get("content-encoding") == "gzip") == ("gzip" in accepts)
    text = gzip.decompress(answer.body) if accepts else answer.body
    assert re.search(rb"plotly\.js v\d+\.\d+\.\d+", text[:200])
    assert len(text) > 3_000_000
    assert "immutable" in answer.headers["cache-control"]
