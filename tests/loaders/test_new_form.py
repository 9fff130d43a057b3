"""A new year's form is rows of reference tables: read, staged and kept without a line of code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data import reference
from data.store import ROOT

YEAR = "2025"
RENAMED = {
    "您认为贵单位的提升效果如何": "您如何评价贵单位的变化",
    "企业年度营收增长": "企业半年营收增长",
}
ADDED = """
{year},q18,q18,贵单位是否设立首席质量官,,single,,
{year},q19,q19,贵单位采用了哪些数字化工具,,multiple,,2
{year},q20,q20_1,绿色发展方面，贵单位获得的提升数据如何,单位能耗下降,decrease,,
{year},q20,q20_2,绿色发展方面，贵单位获得的提升数据如何,其他绿色指标,indicator,增减,
{year},q21,q21,贵单位的首席质量官姓名,,text,,
"""
OPTIONS = """
q18,1,是,已设立|有
q18,2,否,
q19,1,云服务,
q19,2,工业软件,
q19,3,其他,其他。请简述
"""
SKIP = "{year},q18,2,skip,q21,没有设立就没有姓名\n"
SCRIPT = """
import json, sys
from pathlib import Path
from data import reference
reference.HERE = Path(sys.argv[1])
import pyarrow.parquet as pq
from data import schema
from loaders import staging
from loaders.document import Context
from loaders.reading import Sheet
to = Path(sys.argv[1]) / "staged"
staging.write([Sheet("Sheet1", json.loads(sys.stdin.read()))], to, Context())
read = staging.read(to)
rows = pq.read_table(read.rows).drop_columns(["submitted_at"]).to_pylist()
kept = {c.name: c.type for c in schema.RESPONSE.columns}
print(json.dumps({"rows": rows, "issues": [[i.row, i.rule, i.value] for i in read.issues()], "kept": kept}))
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The reference tables with the form of 2022 as that of a later year: two texts renamed, five questions added."""
    folder = tmp_path / "reference"
    shutil.copytree(reference.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    questions = folder / "questions.csv"
    rows = [line for line in questions.read_text(encoding="utf-8").splitlines() if line.startswith("2022,")]
    later = "\n".join(rows).replace("2022,", f"{YEAR},")
    for old, new in RENAMED.items():
        later = later.replace(old, new)
    for file, text in (
        (questions, later + ADDED),
        (folder / "options.csv", OPTIONS.lstrip()),
        (folder / "skips.csv", SKIP),
    ):
        with file.open("a", encoding="utf-8") as table:
            table.write(text.format(year=YEAR))
    return folder


def test_a_form_of_rows_only(tables):
    sheet = [
        ["提交答卷时间", "1、贵单位基本信息—单位名称", "统一社会信用代码", "单位所在省市", "2、贵单位所属认证行业分类",
         "7、您如何评价贵单位的变化？", "9、经营业绩方面，贵单位通过提升行动获得的提升数据如何？(1)企业半年营收增长___%",
         "18、贵单位是否设立首席质量官？", "19、贵单位采用了哪些数字化工具？",
         "20、绿色发展方面，贵单位获得的提升数据如何？", "21、贵单位的首席质量官姓名"],
        ["2025/11/3 8:03:05", "甲有限公司", "", "山西省太原市", "建设业", "提升非常明显", "约12",
         "已设立", "云服务┋其他。请简述〖表格〗", "提升3┋用水┋下降8", "王某"],
        ["2025/11/3 8:03:06", "乙有限公司", "", "山西省太原市", "建设业", "提升比较明显", "",
         "否", "云服务┋工业软件┋其他〖无〗", "5┋", "李某"],
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tables],
        input=json.dumps(sheet), capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    first, second = told["rows"]
    asked = ("q7", "q9_1", "q18", "q19_1", "q19_2", "q19_3", "q19_3_text", "q20_1", "q20_2", "q20_2_text", "q21")
    assert [first[name] for name in asked] == [1, 12, 1, True, False, True, "表格", -3, -8, "用水┋下降8", "王某"]
    assert [second[name] for name in asked] == [2, None, 2, True, True, True, "无", 5, None, None, "李某"]
    assert {told["kept"][name] for name in ("q18", "q19_1", "q20_1", "q20_1_text", "q21")} == {
        "TINYINT", "BOOLEAN", "DOUBLE", "VARCHAR",
    }  # fmt: skip
    rules = [issue for issue in told["issues"] if issue[0] > 1 and issue[1] != "credit_code_missing"]
    assert sorted(rules) == [
        [2, "percentage_negative", "提升3"],
        [2, "percentage_negative", "用水┋下降8"],
        [3, "skip_violated", "21"],
        [3, "too_many_ticked", "3"],
    ]
