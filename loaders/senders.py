"""Who sent a file, as far as it says so itself: the unit line, the sheet's name, the file's name."""

import re

from loaders import returned
from loaders.resolvers import bodies, regions
from loaders.text import normal

_WORDS = re.compile(
    r"20\d\d年?度?|\.(xlsx|xls|csv)$|\(.*?\)|小微企业|质量管理体系|认证提升行动|提升行动|帮扶|企业|台账|统计表|汇总表?"
    r"|机构报送|市局报送|报送|附件\d*|附表|市场监督管理委?员?会?局?|市场监管局|管理局|Sheet\d*|[0-9_\-—.\s]+"
)


def infer(texts: list[str], region: str | None) -> str | None:
    """A region code or an approval number, from the first text that names one; None where none does."""
    for text in map(returned.plain, texts):
        name = re.sub(r"\(.*?\)", "", normal(text))
        name = re.sub(r"\.(xlsx|xls|csv)$", "", name)
        for candidate in (name, re.sub(r"(20\d\d年?度?)|(帮扶企业)?台账.*$", "", name)):
            if candidate and (code := bodies.resolve(candidate).code):
                return code
        place = _WORDS.sub("", normal(text))
        if place and (code := regions.resolve(place, region).code):
            return code
    return None


def is_region(sender: str | None) -> bool:
    """Whether a sender is a region, not a certification body."""
    return bool(sender) and not str(sender).startswith("CNCA")
