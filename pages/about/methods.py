"""口径与方法: every metric as the registry declares it, beside the published figures."""

import pandas as pd
import streamlit as st

from data.reference import table
from loaders.issues import rules
from locales import N_, translate
from metrics.query import SMALL, Filters
from metrics.registry import FAMILIES, METRICS
from metrics.relations import RELATIONS
from pages._parts import cards, frame, limits, numbers, query
from pages._parts.catalogue import FAMILY_NAMES
from pages._parts.language import _, current

UNITS = {
    "share": N_("比例"),
    "percent": N_("百分数"),
    "count": N_("个数"),
    "10k_cny": N_("万元"),
    "indicator": N_("随指标"),
}


def _places(printed: str) -> int:
    """Digits after the point of a published percentage, to compare ours with."""
    return len(printed.rstrip("%").partition(".")[2]) or 1


source, chosen = frame.seen()
frame.headline(_("{count} 个指标，每个只有一个定义；页面、导出和报告的数字都由它算出", count=len(METRICS)))

for family, metrics in FAMILIES.items():
    st.header(_(FAMILY_NAMES[family]))
    st.dataframe(
        pd.DataFrame(
            {
                _("指标"): metric.title(current()),
                _("单位"): _(UNITS[metric.unit]),
                _("定义"): _(metric.definition),
                _("口径（分母）"): _(metric.base),
                _("来源"): _(metric.source),
                _("可分组的维度"): ", ".join(RELATIONS[metric.relation].dimensions),
                _("名称"): metric.name,
            }
            for metric in metrics
        ),
        hide_index=True,
        height="content",
    )

st.header(_("与公布值对照"))
st.markdown(_("2021 年总结评估报告的数字有的四舍五入、有的截尾。这里一律四舍五入，并注明公布值的取法。"))
published = [row for row in table("acceptance_2021") if row["metric"] in METRICS]
if cards.PUBLISHED_YEAR in query.years(source):
    where = Filters.of(year=[cards.PUBLISHED_YEAR])
    computed = query.result(source, [row["metric"] for row in published], where=where).set_index("metric")
    st.dataframe(
        pd.DataFrame(
            {
                _("指标"): METRICS[row["metric"]].title(current()),
                _("公布值"): row["printed"] or numbers.NONE,
                _("公布值的取法"): _(cards.PRINTED[row["rule"].partition(" (")[0]]),
                _("本系统"): cards.printed(row["metric"], computed.loc[row["metric"]], _places(row["printed"])),
                _("分子"): numbers.count(computed.loc[row["metric"], "numerator"]),
                _("分母"): numbers.count(computed.loc[row["metric"], "denominator"]),
            }
            for row in published
        ),
        hide_index=True,
        height="content",
    )

st.header(_("通用规则"))
st.markdown(
    "\n".join(
        f"- {line}"
        for line in (
            _("一家企业在一轮调查中只计最后提交的一份答卷；其余保留备查。"),
            _("没有被问到或没有填写的，不进入该题的分母，也不按“否”计。"),
            _("比例的 95% 置信区间用 Wilson 法；分母小于 {small} 的组作标记，不参与排名。", small=SMALL),
            _("没有数据的组显示“—”，从不显示为 0。"),
            _("2021 年问的是月度数据、并向全部企业提问，与以后各年不可直接比较。"),
        )
    )
)
st.header(_("导入检查"))
st.dataframe(
    pd.DataFrame(
        {
            _("问题"): translate(rule["message"], current(), value="…"),
            _("级别"): _("错误：该行待改") if rule["level"] == "error" else _("提示：只作标记"),
            _("怎样改"): translate(rule["mend"], current()),
        }
        for rule in rules().values()
    ),
    hide_index=True,
    height="content",
)
st.header(_("检查的界限"))
limits.thresholds()
st.header(_("问卷的跳答"))
limits.skips()
st.header(_("通知规定的数量"))
limits.quotas()
