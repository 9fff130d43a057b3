""".streamlit/config.toml: what the pinned Streamlit makes of it, where it matters."""

import tomllib
from typing import Any

import pytest
from streamlit import config

from data.store import ROOT


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    """Every option of the file by its full name."""
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        sections = tomllib.load(file)
    return {f"{section}.{name}": value for section, options in sections.items() for name, value in options.items()}


def test_an_error_offers_no_link_to_anybody_outside(settings):
    assert settings["client.showErrorLinks"] is False
    assert settings["client.showErrorDetails"] == "none"


def test_nothing_is_told_to_the_makers_of_streamlit(settings):
    assert settings["browser.gatherUsageStats"] is False


def test_every_option_is_one_that_this_streamlit_has(settings):
    """A name that it does not know would be ignored."""
    options = {name for name, value in settings.items() if not isinstance(value, dict)}
    assert options <= set(config._config_options_template)
