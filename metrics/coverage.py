"""Coverage: how many of the 39 certification industries have assisted firms."""

from locales import N_
from metrics.core import CountDistinct

INDUSTRIES = 39

METRICS = (
    CountDistinct(
        name="industries_covered",
        relation="assisted",
        value="industry",
        label=N_("覆盖行业"),
        base=N_("39个认证行业大类"),
        definition=N_("有帮扶企业的认证行业大类数"),
        source=N_("帮扶企业台账、企业调查问卷 第2题"),
    ),
    CountDistinct(
        name="industry_coverage",
        relation="assisted",
        value="industry",
        of=INDUSTRIES,
        label=N_("行业覆盖率"),
        base=N_("39个认证行业大类"),
        definition=N_("有帮扶企业的认证行业大类数 ÷ 39"),
        unit="share",
        source=N_("帮扶企业台账、企业调查问卷 第2题"),
    ),
)
