"""The theme kept by the server is the one that Streamlit would read for every run."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession

from access import theme

SECTIONS = {
    "theme": lambda told: told,
    "theme.light": lambda told: told.light,
    "theme.dark": lambda told: told.dark,
    "theme.sidebar": lambda told: told.sidebar,
    "theme.light.sidebar": lambda told: told.light.sidebar,
    "theme.dark.sidebar": lambda told: told.dark.sidebar,
}


@pytest.fixture(autouse=True)
def _settings():
    config.get_config_options()


def test_what_is_sent_is_what_streamlit_reads():
    read, kept = NewSession(), NewSession()
    for _run in range(2):
        for section, part in SECTIONS.items():
            theme._read(part(read.custom_theme), section)
            theme.populate(part(kept.custom_theme), section)
        assert kept == read
        read.Clear()
        kept.Clear()
    theme.populate(kept.custom_theme)
    assert kept.custom_theme.base_font_size == 15


def test_the_settings_are_read_once(monkeypatch):
    asked = []
    monkeypatch.setattr(theme, "_read", lambda message, section: asked.append(section))
    theme._kept.cache_clear()
    for _run in range(3):
        for section, part in SECTIONS.items():
            theme.populate(part(NewSession().custom_theme), section)
    theme._kept.cache_clear()
    assert asked == list(SECTIONS)


def test_streamlit_asks_for_every_section_with_its_own_name():
    """Were Streamlit to name them otherwise, a section would go unread here."""
    categories = {f"theme.{one.value}" for one in config.CustomThemeCategories}
    assert categories <= {*SECTIONS}
