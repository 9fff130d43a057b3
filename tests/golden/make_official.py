"""附表 of 太原市 and 附件3 of the four pilots of Tianjin, filled in by hand: `python -m tests.golden.make_official`.

It reads the files of the sample inboxes with pandas and openpyxl alone and shares no code with the loaders, metrics or
reports; the grids and their words are typed here from the papers. How it counts:

附表 (太原市, 2022). A firm is a credit code as in `make_shanxi_2022`. The ledger of 太原 says its industry and body; a firm
that only the certification body's ledger names has that ledger's industry, and whoever is in that ledger is assisted by
that body. Policies, subsidies and trainings are those that 太原's own 附表 states.

附件3. What a pilot's file states is kept, 亿元 as 万元. Firms assisted are the rows of the districts' ledgers that name the
pilot, bodies (认证机构) the different ones in these rows, by approval number or name.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from data.samples import shanxi_2022, tianjin_2024
from tests.golden import make_shanxi_2022

STATISTICS = Path(__file__).with_name("taiyuan_2022_statistics_table.xlsx")
PILOTS = Path(__file__).with_name("tianjin_2024_pilot_tables.xlsx")
BODIES = Path("data/reference/bodies.csv")

INDUSTRIES = [
    "农业、林业和渔业",
    "采矿业和采石业",
    "食品、饮料和烟草",
    "纺织品及纺织制品",
    "皮革及皮革制品",
    "木材及木制品",
    "纸浆、纸及纸制品",
    "出版业",
    "印刷业",
    "焦炭及精炼石油制品的制造",
    "核燃料",
    "化学品、化学制品及纤维",
    "药品",
    "橡胶和塑料制品",
    "非金属矿物制品",
    "混凝土、水泥、石灰、石膏及其他",
    "基础金属及金属制品",
    "机械及设备",
    "电和光学设备",
    "造船业",
    "航空航天",
    "其他运输设备",
    "其他未另分类制造业",
    "回收业",
    "供电业",
    "供气业",
    "供水业",
    "建筑业",
    "批发和零售业；汽车、摩托、个人及家庭用品修理业",
    "宾馆及餐馆",
    "运输、仓储和通信业",
    "金融中介、房地产和租赁",
    "信息技术",
    "工程服务",
    "其他服务",
    "公共行政管理",
    "教育",
    "健康和社会工作",
    "其他社会服务",
]
OTHER_NAMES = {"建设业": 28}  # as the ledgers write it

UPPER = [
    "试点产业名称",
    "区域小微企业总数（家）",
    "参与提升行动区域试点的小微企业数量（家）",
    "参与提升行动区域试点培训的小微企业数量（家）",
    "参与提升行动区域试点精准帮扶的小微企业数量（家）",
    "“一把手”亲自部署提升行动的微企业数量（家）",
    "参与提升行动建立质量管理体系的小微企业数量（家）",
    "建立数字化质量管理系统的小微企业数量（家）",
    "梳理发现质量管理共性“痛点”数量（个）",
    "解决区域产业共性质量管理“痛点”问题（个）",
    "通过提升行动区域试点培育企业质量管理人才数量（人）",
    "产品质量水平提升率（%）",
    "客户满意度（%）",
    "投诉率（%）",
    "区域产业产值变化（万元/亿元）",
    "区域产业市场占有率（%）",
    "区域产业占GDP比重（%）",
    "区域产业出口产值变化",
]
LOWER = [
    "参与“提升行动”区域试点获高新技术认定企业数量（家）",
    "开展质量管理贯标达标小微企业数量（家）",
    "试点产业获质量奖数量（个）",
    "试点产业获示范区数量（个）",
    "试点产业培育“专精特新小巨人”企业数量（家）",
    "梳理发现产业链供应链“痛点”问题（个）",
    "通过“提升行动”区域试点解决区域产业共性质量管理“痛点”问题（个）",
    "“提升行动”区域试点中链主企业数量（家）",
    "帮扶技术创新数量（项/个）",
    "帮扶成熟度表征数量（项/个）",
    "配套资金金额（万元）",
    "相关方参与数量（个/人）",
    "扶持激励政策（项）",
]
SPLIT = {2, 3, 4, 8, 9, 11}  # columns of the lower half that are two of the sheet wide
# Of each district's ledger: rows above the first firm, then the columns of code, pilots and body (its number if it has one).
LEDGERS = {
    "北辰区": (1, 2, 7, 6),
    "武清区": (3, 2, 5, 4),
    "滨海新区": (4, 2, 6, 5),
    "宁河区": (1, 2, 6, 5),
    "静海区": (3, 2, 5, 4),
    "西青区": (3, 2, 6, 4),
}


def put(sheet: Worksheet, row: int, column: int, value: Any, rows: int = 1, columns: int = 1) -> None:
    """Write a cell that covers so many rows and columns."""
    if value != "":
        sheet.cell(row, column, value)
    if rows * columns > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + rows - 1, end_column=column + columns - 1)


def numbers(names: pd.Series) -> dict[str, str]:
    """Approval numbers of bodies by their names, as the list of bodies has them; names that are numbers stay."""
    listed = pd.read_csv(BODIES, dtype=str)
    known = dict(zip(listed["name"], listed["approval_number"], strict=True))
    return {name: name if name.startswith("CNCA") else known[name] for name in names.unique()}


# --- 附表


def statistics(inbox: Path, book: openpyxl.Workbook) -> None:
    """Count 太原 and draw its table."""
    there = {firm.code for firm in make_shanxi_2022.firms(inbox).values() if firm.city == "太原市"}
    city = pd.read_excel(inbox / "2022年度太原市帮扶企业台账.xlsx", dtype=str, engine="openpyxl")
    (own,) = inbox.glob("*机构报送*")
    body = pd.read_excel(own, header=3, dtype=str, engine="openpyxl").dropna(subset=["统一社会信用代码"])
    city = city[city["统一社会信用代码"].isin(there)].set_index("统一社会信用代码")
    body = body[body["统一社会信用代码"].isin(there)].set_index("统一社会信用代码")
    codes = {name: code for code, name in enumerate(INDUSTRIES, 1)} | OTHER_NAMES
    only = body[~body.index.isin(city.index)]
    industries = {codes[name] for name in city["所属行业"].dropna() if name in codes}
    industries |= {int(code) for code in only["专业代码"].dropna()}
    bodies = set(city[~city.index.isin(body.index)]["批准号"].dropna()) | {"CNCA-R-2002-016"}
    listed = pd.read_csv(BODIES, dtype=str).set_index("approval_number")["name"]
    assert set(city.index) | set(body.index) == there
    draw_statistics(book.active, said(inbox), len(there), sorted(industries), [(n, listed[n]) for n in sorted(bodies)])


def said(inbox: Path) -> list[str]:
    """Policies, subsidy, persons trained and firms trained, as 太原's own 附表 states them."""
    sheet = openpyxl.load_workbook(inbox / "2022年度太原市小微企业质量管理体系认证提升行动统计表.xlsx").active
    texts = " ".join(str(row[1].value) for row in sheet.iter_rows() if str(row[0].value) in ("1", "2"))[:200]
    return re.findall(r"：([0-9.]+)", texts)[:4]


def draw_statistics(
    sheet: Worksheet, reported: list[str], firms: int, industries: list[int], bodies: list[tuple[str, str]]
) -> None:
    """The grid of the paper with these figures."""
    policies, subsidy, persons, trained = reported
    put(sheet, 1, 1, "附表")
    put(sheet, 2, 1, "小微企业质量管理体系认证提升行动统计表", columns=4)
    put(sheet, 3, 1, "填报单位：太原市")
    rows: list[tuple[Any, str, str]] = [
        ("编号", "统计数据", "相关信息"),
        (1, f"政策措施：{policies}项 财政补贴金额：{subsidy}万元", "(请简述每项措施具体内容)"),
        (2, f"培训人员数量：{persons}人次 (包括线上、线下) 培训企业数量：{trained}家", ""),
        (
            3,
            f"帮扶企业数量：{firms}家 帮扶企业所属行业：{len(industries)}个",
            "；".join(f"{code} {INDUSTRIES[code - 1]}" for code in industries),
        ),
        (4, f"帮扶企业的认证机构：{len(bodies)}家", "；".join(f"{name}（{number}）" for number, name in bodies)),
    ]
    for row, (number, data, told) in enumerate(rows, 4):
        put(sheet, row, 1, number)
        put(sheet, row, 2, data)
        put(sheet, row, 3, told, columns=2)
    put(sheet, 9, 1, "(表中数据均为开展提升行动以来的累计数据)")
    put(sheet, 10, 1, "备注")
    put(sheet, 11, 1, "企业行业分类")
    for column, text in enumerate(("编号", "大类名称", "编号", "大类名称"), 1):
        put(sheet, 12, column, text)
    for code, name in enumerate(INDUSTRIES, 1):
        row, column = (12 + code, 1) if code <= 20 else (code - 8, 3)
        put(sheet, row, column, code)
        put(sheet, row, column + 1, name)


# --- 附件3


def pilots(inbox: Path, book: openpyxl.Workbook) -> None:
    """Count and draw every pilot on a sheet of its own."""
    firms = pd.concat(
        [ledger(inbox / f"2024年度天津市{district}帮扶企业台账.xlsx", *at) for district, at in LEDGERS.items()]
    )
    for file in sorted(inbox.glob("*提升行动区域试点工作统计表.xlsx")):
        stated = openpyxl.load_workbook(file).active
        name = stated["A4"].value
        mine = firms[[name in str(one).split("、") for one in firms["pilots"]]]
        draw_pilot(book.create_sheet(name), stated, mine["code"].nunique(), mine["body"].nunique())


def ledger(file: Path, above: int, code: int, pilot: int, body: int) -> pd.DataFrame:
    """The firms of a district: code, pilots, body."""
    rows = pd.read_excel(file, header=None, skiprows=above, dtype=str, engine="openpyxl")[[code, pilot, body]]
    rows = rows.set_axis(["code", "pilots", "body"], axis=1).dropna(subset=["code"])
    rows = rows[[make_shanxi_2022.is_sound(one) for one in rows["code"]]]
    return rows.assign(body=rows["body"].map(numbers(rows["body"].dropna())))


def draw_pilot(sheet: Worksheet, stated: Worksheet, firms: int, bodies: int) -> None:
    """The grid of the paper: what the pilot states, but for its firms and bodies."""
    put(sheet, 1, 1, "附件3")
    put(sheet, 2, 1, "提升行动区域试点工作统计表", columns=19)
    for nth, text in enumerate(UPPER):
        put(sheet, 3, 1 + nth + (nth > 11), text, columns=2 if nth == 11 else 1)
    for column in range(1, 12):
        put(sheet, 4, column, firms if column == 5 else stated.cell(4, column).value, rows=6)
    for nth, rate in enumerate(("产品合格率", "一次合格率", "残次品率")):
        put(sheet, 4 + 2 * nth, 12, rate, rows=2)
        for row in (4 + 2 * nth, 5 + 2 * nth):
            put(sheet, row, 13, tidy(stated.cell(row, 13).value))
    for column in range(14, 20):
        put(sheet, 4, column, tidy(stated.cell(4, column).value))
        put(sheet, 5, column, tidy(stated.cell(5, column).value), rows=5)
    left = 1
    for nth, text in enumerate(LOWER):
        width = 2 if nth in SPLIT else 1
        put(sheet, 10, left, text, columns=width)
        if nth in SPLIT:
            for row in range(11, 16):
                value = f"认证机构：{bodies}" if (nth, row) == (11, 11) else stated.cell(row, left).value or ""
                put(sheet, row, left, value, columns=width)
        else:
            put(sheet, 11, left, stated.cell(11, left).value, rows=5)
        left += width


def tidy(text: str) -> str:
    """提升前：94.0 as 94, and 118.6亿元 as 1186000万元."""
    moment, _, value = text.partition("：")
    found = re.fullmatch(r"([0-9.]+)(亿元|万元)?", value)
    if not found:
        return text
    amount = round(float(found[1]) * (10_000 if found[2] == "亿元" else 1), 6)
    return f"{moment}：{amount:.10g}{'万元' if found[2] else ''}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        (shanxi := Path(folder, "shanxi")).mkdir()
        (tianjin := Path(folder, "tianjin")).mkdir()
        shanxi_2022.write(shanxi)
        tianjin_2024.write(tianjin)
        for count, inbox, to in ((statistics, shanxi, STATISTICS), (pilots, tianjin, PILOTS)):
            book = openpyxl.Workbook()
            count(inbox, book)
            if len(book.sheetnames) > 1:
                del book["Sheet"]
            book.save(to)
            print(to.name, file=sys.stderr)
