"""The way from a figure to the firms behind it: the address of their list, narrowed to one mark of a chart."""

from urllib.parse import urlencode

from metrics import firm
from metrics.registry import METRICS
from pages._parts import address

FILTERS = {  # dimensions the list of firms can be narrowed by, and the filter that does
    "province": "region",
    "city": "region",
    "county": "region",
    "industry": "industry",
    "body": "body",
    "pilot": "pilot",
}


def link(metric: str, **narrowed: object) -> str:
    """The address of the firms behind a metric, of one value of each dimension named; empty where none can be listed.

    What the reader has chosen goes with it.
    """
    if not firm.has_firms(METRICS[metric]) or not narrowed.keys() <= FILTERS.keys():
        return ""
    asked = address.chosen(*address.FILTERS, "version", "lang")
    for dimension, code in narrowed.items():
        asked[FILTERS[dimension]] = [str(code)]
    return "firms?" + urlencode({"behind": metric, **asked}, doseq=True)
