"""What Shanxi hands in as lists in 2022: the bodies its cities recommend, and the materials they produced. All made up.

On purpose 阳泉市 recommends one body too many, and 大同市 gives one no reason.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from data.reference import table
from data.samples.shanxi_2022 import CAMPAIGN

RECOMMENDED_FILE, MATERIAL_FILE = "2022年度山西省推荐认证机构汇总.xlsx", "2022年度山西省成果材料登记表.xlsx"
UNIT = "填报单位：山西省市场监督管理局"
CREATED = datetime(2022, 11, 14)
RECOMMENDING = {"太原市": 5, "大同市": 3, "阳泉市": 6, "晋城市": 4, "运城市": 2}
REASONS = (
    "帮扶企业多、覆盖行业广，满意度高",
    "编制行业实施指南并组织宣讲",
    "专家驻厂诊断，整改跟踪到位",
    "承担公益培训场次多",
)
MATERIALS = (
    ("实施指南", "铸造行业小微企业质量管理体系实施指南", "太原市", "2022年8月", "1"),
    ("实施指南", "陈醋酿造小微企业质量管理体系实施指南", "太原市清徐县", "2022年9月", "1"),
    ("培训课程", "质量管理体系内审员培训", "太原市", "2022年6月", "12"),
    ("媒体报道", "提升行动走进专业镇", "太原市", "2022年10月12日", "3"),
    ("政策文件", "黄芪产业区域试点配套资金办法", "大同市", "2022年4月", ""),
    ("微视频", "一家小厂的质量账", "大同市", "2022年9月20日", "1"),
    ("实施指南", "黄芪加工企业质量管理体系实施指南", "大同市浑源县", "2022年7月", "1"),
    ("标杆企业", "煤机配套标杆企业信息", "晋城市", "2022年", "2"),
    ("工作方案", "提升行动年度工作方案", "晋城市", "2022年3月", "1"),
    ("宣传培训", "质量月集中宣讲", "运城市", "2022年9月", "4"),
    ("质量管理微课程", "首件检验怎么做", "北京新世纪检验认证有限公司", "2022年5月", "6"),
)


def write(folder: Path) -> list[Path]:
    """Write both lists into a folder."""
    bodies = [(row["name"], row["approval_number"]) for row in table("bodies")]
    recommended = [
        (f"{city}市场监督管理局", str(rank), *bodies[at + rank], _reason(city, rank))
        for at, (city, count) in enumerate(RECOMMENDING.items())
        for rank in range(1, count + 1)
    ]
    heads = ("推荐单位", "优先顺序", "认证机构名称", "批准号", "推荐理由")
    return [
        _list(folder / RECOMMENDED_FILE, "推荐认证机构汇总表", heads, recommended),
        _list(
            folder / MATERIAL_FILE,
            "成果材料登记表",
            ("材料类型", "材料名称", "报送单位", "形成时间", "数量"),
            MATERIALS,
        ),
    ]


def _reason(city: str, rank: int) -> str:
    return "" if (city, rank) == ("大同市", 3) else REASONS[(rank + len(city)) % len(REASONS)]


def _list(path: Path, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(heads) - 1, 26)
        for row, cells in enumerate(((f"2022年度{CAMPAIGN}{title}",), (UNIT,), heads, *rows)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return path
