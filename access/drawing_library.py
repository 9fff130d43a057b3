"""plotly.js for the charts, out of the installed Python package: one file, which a browser keeps for good.

Its address names the version, so another version is another address. It is packed once a server, not once a visit.
"""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access import routes

PATH = f"plotly/{version('plotly')}.js"
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


def route() -> Route:
    """Where the server gives it."""
    return routes.below(PATH, _give)


def _give(request: Request) -> Response:
    is_packed = "gzip" in request.headers.get("accept-encoding", "")
    packed = {"Content-Encoding": "gzip"} if is_packed else {}
    return Response(_packed() if is_packed else _plain(), media_type="text/javascript", headers={**HEADERS, **packed})


def _plain() -> bytes:
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


@cache
def _packed() -> bytes:
    return gzip.compress(_plain(), 6)
