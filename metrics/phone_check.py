"""The phone check: which answers are to be asked again by telephone.

Telephone numbers are in no version: the sheet leaves 联系电话 blank, to be filled in from the ledgers by who calls.
"""

from collections.abc import Mapping
from random import Random

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import N_
from metrics.query import Filters
from metrics.registry import metric
from metrics.statement import Asked, behind, column

SIZE = 100  # answers, unless asked for another number
KNOWN = {
    "response_id": N_("答卷编号"),
    "name": N_("企业名称"),
    "credit_code": N_("统一社会信用代码"),
    "year": N_("年度"),
    "province": N_("省份"),
    "city": N_("市"),
    "county": N_("县区"),
    "q13": N_("问卷满意度"),
    "q7": N_("问卷提升"),
}
TO_FILL = {
    "phone": N_("联系电话"),
    "reached": N_("是否接通"),
    "q13_again": N_("复核满意度"),
    "q7_again": N_("复核提升"),
    "note": N_("备注"),
}


def sample(
    reader: Reader, where: Filters = Filters(), n: int = SIZE, seed: int = 1, by: str = "province"
) -> pd.DataFrame:
    """A sheet of `n` answers that count, drawn at random within each region in proportion to its answers, at least one.

    Columns: those of `KNOWN` as the answer has them (codes; q13 and q7 as options of the form), and empty those of
    `TO_FILL`. The same seed draws the same of the same version. `by` names the regions: province, city or county;
    answers without one are a group of their own. All answers where there are fewer than `n`.

    Raises Refused for fewer answers than regions, and a dimension that is no region.
    """
    if by not in ("province", "city", "county"):
        raise Refused("抽样按省、市或县分层：province、city、county，不能按“{by}”", by=by)
    asked = Asked.of((by,), [(d, len(values)) for d, values in where.values], False)
    answers = reader.frame(
        f"SELECT {', '.join(KNOWN)} {behind(metric('responses'), asked, 'numerator')} ORDER BY response_id",
        [value for _, values in where.values for value in values],
    )
    strata = answers[column("answer", by)].fillna("")
    quotas = allotted(strata.value_counts().to_dict(), min(n, len(answers)))
    chosen = [
        place
        for region, quota in sorted(quotas.items())
        for place in sorted(Random(f"{seed} {region}").sample(list(strata.index[strata == region]), quota))
    ]
    return answers.loc[chosen].reset_index(drop=True).assign(**dict.fromkeys(TO_FILL))


def allotted(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of `n` each group gets: in proportion to its size by largest remainders, at least one, at most all.

    Of equal remainders the larger group's goes first, then the first by name. `n` is at most what there is in all.
    Raises Refused where `n` is less than there are groups.
    """
    if n < len(sizes):
        raise Refused("要在{groups}个地区各抽至少一份，样本不能少于{groups}份，现在是{n}份", groups=len(sizes), n=n)
    given: dict[str, int] = {}
    rest = dict(sizes)
    while small := [one for one, size in rest.items() if (n - len(given)) * size < sum(rest.values())]:
        given |= dict.fromkeys(small, 1)
        rest = {one: size for one, size in rest.items() if one not in given}
    left, total = n - len(given), sum(rest.values())
    given |= {one: left * size // total for one, size in rest.items()}
    remainders = sorted(rest, key=lambda one: (-(left * rest[one] % total), -rest[one], one))
    for one in remainders[: n - sum(given.values())]:
        given[one] += 1
    return given
