"""Pages run without a browser, on the stores of `tests.pages.stores`."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._parts import address
from tests.pages.shown import SCRIPTS, Shown
from tests.pages.stores import Stores, samples, stores, years

__all__ = ["samples", "stores", "years"]

APP = Path(__file__).parents[2] / "app.py"
Open = Callable[..., Shown]


@pytest.fixture
def shows(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose what there is to see: `samples`, `one` answer, `tianjin`, or `nothing`."""

    def choose(what: str) -> None:
        folders = {
            "samples": (stores.nothing, stores.samples),
            "one": (stores.one, stores.samples),
            "tianjin": (stores.tianjin, stores.samples),
            "nothing": (stores.nothing, stores.nothing),
        }
        for name, value in stores.environment(*folders[what]).items():
            monkeypatch.setenv(name, value)

    choose("samples")
    return choose


@pytest.fixture
def in_years(stores: Stores, years: Path, shows: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Show answers of three years."""
    for name, value in stores.environment(years, stores.samples).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def visit(shows: Callable[[str], None]) -> Open:
    """Open a page at an address: `visit("regions", year="2021", lang="en")`."""

    def run(page: str = "overview", locale: str = "zh-CN", **query: str | list[str]) -> Shown:
        test = AppTest.from_file(str(APP), default_timeout=30)
        test.context = {"locale": locale}
        test.query_params.update(query)
        test.run()
        if page != "overview":
            test.switch_page(SCRIPTS[page]).run()
        return Shown(test)

    return run


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reader's language, for parts that are tested without a page."""
    _speak(request.param, monkeypatch)
    return request.param


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    _speak("zh", monkeypatch)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    _speak("en", monkeypatch)


def _speak(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "get", lambda key: [language] if key == "lang" else [])


@pytest.fixture(autouse=True, scope="session")
def _forget() -> None:
    """Nothing computed by an earlier run of the same process is shown."""
    st.cache_data.clear()
    st.cache_resource.clear()
