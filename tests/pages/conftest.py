"""Pages run without a browser, on the stores of `tests.stores`."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from data.warehouse import Reader
from pages._parts import address, plot
from tests.conftest import reading
from tests.pages.shown import SCRIPTS, Shown, ran
from tests.stores import Stores

Open = Callable[..., Shown]


@pytest.fixture(autouse=True)
def _menus_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can click on a menu here, so all are open; that a click opens them is for the browser tests."""
    for menu in (PopoverContainer, ExpanderContainer):
        monkeypatch.setattr(menu, "open", property(lambda _menu: True, lambda _menu, _is_open: None))
    drawn = plot.show
    monkeypatch.setattr(plot, "show", lambda *figure, **words: drawn(*figure, **words) or True)
    monkeypatch.setattr(st, "dialog", lambda *_title, **_look: lambda function: function)


@pytest.fixture(autouse=True, scope="session")
def _installed_components_are_looked_up_once() -> Iterator[None]:
    """A server looks at every installed package when it starts; AppTest does so for every page: half of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def shows(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose what there is to see: `samples`, `one` answer, `tianjin`, or `nothing`."""

    def choose(what: str) -> None:
        folders = {
            "samples": (stores.nothing, stores.national),
            "one": (stores.one, stores.national),
            "tianjin": (stores.tianjin, stores.national),
            "nothing": (stores.nothing, stores.nothing),
        }
        for name, value in stores.environment(*folders[what]).items():
            monkeypatch.setenv(name, value)

    choose("samples")
    return choose


@pytest.fixture
def in_tianjin(stores: Stores, shows: Callable[[str], None]) -> Iterator[Reader]:
    """Show pilots, ledgers and answers of 2024; a reader of them."""
    shows("tianjin")
    yield from reading(stores.tianjin)


@pytest.fixture
def in_years(stores: Stores, shows: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Show answers of three years."""
    for name, value in stores.environment(stores.years, stores.national).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def visit(shows: Callable[[str], None]) -> Open:
    """Open a page at an address: `visit("regions", year="2021", lang="en")`."""

    def run(page: str = "overview", locale: str = "zh-CN", **query: str | list[str]) -> Shown:
        return Shown(ran(SCRIPTS[page], locale, **query))

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
