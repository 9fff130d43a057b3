"""Our own addresses stand below the base path that Streamlit was told."""

import pytest
from starlette.responses import Response

from access import routes


@pytest.mark.parametrize(
    ("base", "path"), [("", "/drawn.js"), ("tisheng", "/tisheng/drawn.js"), ("/a/b/", "/a/b/drawn.js")]
)
def test_address_follows_the_base_path(monkeypatch, base, path):
    monkeypatch.setattr("streamlit.get_option", {"server.baseUrlPath": base}.__getitem__)
    assert routes.below("drawn.js", lambda _request: Response()).path == path
