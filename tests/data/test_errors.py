"""The one error base."""

from data.errors import Refused


def test_a_refusal_reads_as_its_sentence():
    assert str(Refused("没有指标“{name}”", name="x")) == "没有指标“x”"


def test_text_and_values_stay_apart_for_translation():
    refusal = Refused("没有指标“{name}”", name="{braces} and %s")
    assert (refusal.text, refusal.values) == ("没有指标“{name}”", {"name": "{braces} and %s"})
