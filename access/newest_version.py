"""Which version of the data serves: a few letters that open pages ask for, so that none is run to find out."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from access import routes
from data import store, warehouse

PATH = "newest-version"
SAMPLE = "s"


def code(version: int | None, is_sample: bool) -> str:
    """The version in letters, "" for none: samples and own data are counted apart."""
    return f"{SAMPLE if is_sample else ''}{version}" if version else ""


def route() -> Route:
    """Where the server says it."""
    return routes.below(PATH, _give)


def _give(_request: Request) -> PlainTextResponse:
    kept, is_sample = store.shown()
    return PlainTextResponse(code(warehouse.current_version(kept), is_sample), headers={"Cache-Control": "no-store"})
