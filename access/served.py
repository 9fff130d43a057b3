"""What `python -m access` serves: the dashboard, and beside it plotly.js and which version of the data serves."""

import streamlit as st

from access import drawing_library, newest_version
from data.store import ROOT

app = st.App(ROOT / "app.py", routes=[drawing_library.route(), newest_version.route()])
