"""A run looks up once what does not change while it lasts."""

from threading import Thread

from pages._parts.settled import Settled


def test_it_is_looked_up_anew_until_it_is_settled_and_only_for_who_settled_it():
    looked_up, elsewhere = iter("abcd"), []
    value = Settled("letter", lambda: next(looked_up))
    assert [value.get(), value.get()] == ["a", "b"]
    value.settle()
    assert [value.get(), value.get()] == ["c", "c"]
    other = Thread(target=lambda: elsewhere.append(value.get()))
    other.start()
    other.join()
    assert (elsewhere, value.get()) == (["d"], "c")


def test_it_is_taken_for_another_value_for_a_while():
    value = Settled("letter", lambda: "a")
    with value.being("b"):
        assert value.get() == "b"
    assert value.get() == "a"
