"""本局 is asked once, then it is the region the pages open with."""

import shutil

import pytest

from data import register
from data.store import Store

QUESTION = "本局是哪里？"


@pytest.fixture
def own(stores, shows, monkeypatch, tmp_path):
    """A store of one's own in which nobody has answered yet."""
    kept = Store(tmp_path / "own")
    shutil.copytree(stores.one, kept.path)
    shows("one")
    monkeypatch.setenv("TISHENG_STORE", str(kept.path))
    monkeypatch.delenv("TISHENG_HOME")
    return kept


def asked(shown) -> bool:
    return QUESTION in [one.value for one in shown.test.header]


def test_it_is_asked_over_own_data_only(visit, shows, own, monkeypatch, tmp_path):
    assert asked(visit())
    monkeypatch.setenv("TISHENG_STORE", str(tmp_path / "nothing"))
    assert not asked(visit())


def test_an_answer_is_kept_and_is_the_region_a_visit_opens_with(visit, own):
    register.set_home(own, "140000")
    shown = visit()
    assert not asked(shown)
    assert shown.place.startswith("山西省 · ")


def test_the_nation_is_an_answer_too(visit, own):
    register.set_home(own, "")
    shown = visit()
    assert not asked(shown)
    assert shown.place.startswith("全国 · ")


def test_an_address_that_names_a_year_is_not_narrowed(visit, own):
    register.set_home(own, "140000")
    assert visit(year="2021").place.startswith("全国 · ")


def test_the_environment_answers_before_the_register(own, monkeypatch):
    register.set_home(own, "140000")
    monkeypatch.setenv("TISHENG_HOME", "120000")
    assert register.home(own) == "120000"
