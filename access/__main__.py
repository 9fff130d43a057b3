"""Serve the dashboard: `python -m access`, with streamlit's own options after it."""

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from access import theme
from data.store import ROOT

# A folder named pages/ beside app.py makes Streamlit treat a new server's first visitor as one of an app without
# navigation: a deep link then opens under a "Page not found" dialog. Our pages are registered by st.navigation.
PagesManager.uses_pages_directory = False
theme.keep()

sys.argv = ["streamlit", "run", str(ROOT / "access" / "served.py"), *sys.argv[1:]]
sys.exit(cli.main())
