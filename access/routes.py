"""Addresses of our own beside Streamlit's."""

from collections.abc import Callable

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def below(path: str, give: Callable[[Request], Response]) -> Route:
    """What `give` answers under that path, below the base path that Streamlit was told."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return Route("/" + "/".join(filter(None, (base, path))), give)
