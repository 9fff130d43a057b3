"""What the server gives: the dashboard, and beside it plotly.js and which version of the data serves."""

import streamlit as st
from starlette.middleware import Middleware

from access import drawing_library, newest_version
from access.visitors import Recognised
from data.store import ROOT

app = st.App(
    ROOT / "app.py",
    routes=[drawing_library.route(), newest_version.route()],
    middleware=[Middleware(Recognised)],
)
