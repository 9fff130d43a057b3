"""The phone check: which answers are to be asked again by telephone.

Telephone numbers are in no version: the sheet leaves 联系电话 blank, to be filled in from the ledgers by who calls. It
speaks Chinese whoever asks for it, and filled in it is loaded as any other document is (`loaders.phone_check`).
"""

import io
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pandas as pd
import xlsxwriter

from data.errors import Refused
from data.forms.phone_check import HEADINGS, draw
from data.forms.phone_check import TO_FILL as BLANK
from data.warehouse import Reader
from metrics.query import Filters
from metrics.registry import metric
from metrics.statement import Asked, behind, column

SIZE = 100  # answers, unless asked for another number
KNOWN = {name: heading for name, heading in HEADINGS.items() if name not in BLANK}  # column: heading
TO_FILL = {name: HEADINGS[name] for name in BLANK}


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


def write(path: Path, answers: pd.DataFrame, mark: str = "") -> None:
    """Write what `sample` drew as a workbook with drop-downs, a mark under its title and in the footer.

    Raises Refused where the file exists or its folder does not.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = draw(book, answers.to_dict("records"), mark)
        if mark:
            sheet.set_footer(f"&C{mark}")
    try:
        with path.open("xb") as file:
            file.write(made.getvalue())
    except FileExistsError as error:
        raise Refused("文件“{file}”已经存在，没有改动。请换一个文件名，或先移走它", file=path) from error
    except FileNotFoundError as error:
        raise Refused("没有文件夹“{folder}”。请先建立，或换一个位置", folder=path.parent) from error


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
