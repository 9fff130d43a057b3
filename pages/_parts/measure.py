"""Which rate a comparison shows."""

from metrics.core import Metric
from metrics.registry import METRICS
from pages._parts import choice
from pages._parts.language import _, current

RATES = ("satisfaction_rate", "improvement_rate")


def choose() -> Metric:
    """The rate the reader picked; satisfaction to begin with."""
    called = {name: METRICS[name].title(current()) for name in RATES}
    return METRICS[choice.one_of("metric", "measure", _("指标"), called, "collapsed")]
