"""The link by which one firm opens the questionnaire: 问卷星 keeps its parameter and gives it back in 来源详情.

The parameter is the digest of the firm's key, by which the loader knows whose answer it is (`loaders.merging.answers`) and
`metrics.firm.find` the firm: no name and no code stands in a link that people pass on.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from data import own
from data.digest import digest
from data.errors import Refused
from data.store import Store

PARAMETER = "sojumpparm"


def base(store: Store, year: int) -> str:
    """The questionnaire of a year, as the bureau's own `questionnaire.csv` says last; empty where it does not.

    Raises Refused for what is no address of a page.
    """
    found = [row["link"] for row in own.rows("questionnaire", store) if row["year"] == str(year)]
    link = found[-1] if found else ""
    if link and not (urlsplit(link).scheme in ("http", "https") and urlsplit(link).netloc):
        raise Refused("questionnaire.csv 里{year}年的问卷链接“{link}”应以 https:// 开头", year=year, link=link)
    return link


def personal(link: str, firm: str) -> str:
    """The link for the firm with that key; another parameter of that name in it is replaced."""
    parts = urlsplit(link)
    given = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*given, (PARAMETER, digest(firm))]), fragment=""))
