"""One process that serves the dashboard: `python -m access.process`, with streamlit's own options after it."""

import os
import signal
import sys
import threading
from typing import NoReturn

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from access import theme
from access.visitors import NUMBER
from data.store import ROOT


def main() -> NoReturn:
    """Serve until told to end."""
    # A folder named pages/ beside app.py makes Streamlit treat a new server's first visitor as one of an app without
    # navigation: a deep link then opens under a "Page not found" dialog. Our pages are registered by st.navigation.
    PagesManager.uses_pages_directory = False
    theme.keep()
    sys.argv = ["streamlit", "run", str(ROOT / "access" / "served.py"), *sys.argv[1:]]
    sys.exit(cli.main())


def _end_with_starter() -> None:
    """However whoever started this process ends, its end of our input is closed then."""
    os.read(sys.stdin.fileno(), 1)  # nobody writes
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    if NUMBER in os.environ:
        threading.Thread(target=_end_with_starter, daemon=True).start()
    main()
