"""Ledgers in the layouts that bureaus send, drawn as they look, each beside the firms that stand in it.

A layout is drawn sheets (`name`, text, merged ranges) and, firm by firm, what must be read: name, serial of the credit
code (0 for none), county, industry, body. The same five firms stand in most of them; `{1}` to `{5}` are their codes.
"""

from typing import NamedTuple

from tests.loaders.drawing import credit_code

XIAODIAN, YINGZE, QINGXU = "140105", "140106", "140121"
CQC, FY = "CNCA-R-2002-001", "CNCA-R-2002-002"
FILE = "太原市2022年帮扶企业台账.xlsx"


class Firm(NamedTuple):
    name: str
    code: int
    county: str | None = None
    industry: int | None = None
    body: str | None = None
    city: str | None = "140100"


class Drawn(NamedTuple):
    """`sheets`: (name, drawn text, merged ranges); `firms`: what stands in them; `ignored`: rows that are no firm.

    `rules`: findings there must be, and no others.
    """

    sheets: tuple[tuple[str, str, tuple[str, ...]], ...]
    firms: tuple[Firm, ...]
    ignored: int
    rules: tuple[str, ...] = ()
    file: str = FILE


ONE, TWO, THREE, FOUR, FIVE = (
    Firm("甲食品有限公司", 1, XIAODIAN, 3, CQC),
    Firm("乙建筑有限公司", 2, XIAODIAN, 28, CQC),
    Firm("丙商贸有限公司", 3, YINGZE, 29, FY),
    Firm("丁机械厂", 4, YINGZE, 18, CQC),
    Firm("戊陶瓷有限公司", 5, QINGXU, 15, FY),
)
ALL = (ONE, TWO, THREE, FOUR, FIVE)
SHORT = tuple(firm._replace(industry=None, body=None) for firm in ALL)  # name, code and county only


def filled(text: str) -> str:
    """A drawn text with the firms' codes."""
    return text.format("", *(credit_code(serial) for serial in range(1, 6)))


def one(
    text: str, firms: tuple[Firm, ...] = ALL, ignored: int = 0, *rules: str, merged: tuple[str, ...] = (), **more: str
) -> Drawn:
    """A layout on one sheet."""
    return Drawn((("Sheet1", text, merged),), firms, ignored, rules, **more)


LAYOUTS: dict[str, Drawn] = {
    "plain": one("""
        序号 | 企业名称       | 统一社会信用代码 | 县（市、区） | 所属行业 | 认证机构
        1    | 甲食品有限公司 | {1} | 小店区 | 3  | 中国质量认证中心
        2    | 乙建筑有限公司 | {2} | 小店区 | 28 | 中国质量认证中心
        3    | 丙商贸有限公司 | {3} | 迎泽区 | 29 | CNCA-R-2002-002
        4    | 丁机械厂       | {4} | 迎泽区 | 18 | 中国质量认证中心
        5    | 戊陶瓷有限公司 | {5} | 清徐县 | 15 | CNCA-R-2002-002
    """),
    "county merged down, a subtotal for each county": one("""
        县区   | 序号 | 企业名称       | 信用代码
        小店区 | 1    | 甲食品有限公司 | {1}
               | 2    | 乙建筑有限公司 | {2}
               | 小计 | 2家            |
        迎泽区 | 1    | 丙商贸有限公司 | {3}
               | 2    | 丁机械厂       | {4}
               | 小计 | 2家            |
        清徐县 | 1    | 戊陶瓷有限公司 | {5}
               | 小计 | 1家            |
        合计   |      | 5家            |
    """, SHORT, 4, merged=("A2:A4", "A5:A7", "A8:A9")),
    "county in the first row of its block only": one("""
        县区   | 企业名称       | 信用代码
        小店区 | 甲食品有限公司 | {1}
               | 乙建筑有限公司 | {2}
        迎泽区 | 丙商贸有限公司 | {3}
               | 丁机械厂       | {4}
        清徐县 | 戊陶瓷有限公司 | {5}
    """, SHORT, 0, "block_filled"),
    "city and county in the first row of their blocks only": one("""
        序号 | 地市   | 县区   | 企业名称       | 信用代码
        1    | 太原市 | 小店区 | 甲食品有限公司 | {1}
        2    |        |        | 乙建筑有限公司 | {2}
        3    |        | 迎泽区 | 丙商贸有限公司 | {3}
        4    |        |        | 丁机械厂       | {4}
        5    |        | 清徐县 | 戊陶瓷有限公司 | {5}
    """, SHORT, 0, "block_filled", file="2022年帮扶企业台账.xlsx"),
    "county as a separator row in the first column": one("""
        序号 | 企业名称 | 信用代码
        小店区 | |
        1 | 甲食品有限公司 | {1}
        2 | 乙建筑有限公司 | {2}
        迎泽区 | |
        3 | 丙商贸有限公司 | {3}
        4 | 丁机械厂 | {4}
        清徐县 | |
        5 | 戊陶瓷有限公司 | {5}
    """, SHORT, 3),
    "county as a numbered separator merged across, with a count": one("""
        序号 | 企业名称 | 信用代码 | 联系人
        一、小店区（2家） | | |
        1 | 甲食品有限公司 | {1} | 张三
        2 | 乙建筑有限公司 | {2} | 李四
        二、迎泽区（2家） | | |
        1 | 丙商贸有限公司 | {3} | 王五
        2 | 丁机械厂 | {4} | 赵六
        三、清徐县（1家） | | |
        1 | 戊陶瓷有限公司 | {5} | 钱七
    """, SHORT, 3, merged=("A2:D2", "A5:D5", "A8:D8")),
    "county as a separator in the name's column": one("""
        企业名称 | 信用代码 | 行业 | 认证机构
        小店区 | | |
        甲食品有限公司 | {1} | 3 | 中国质量认证中心
        乙建筑有限公司 | {2} | 28 | 中国质量认证中心
        迎泽区： | | |
        丙商贸有限公司 | {3} | 29 | CNCA-R-2002-002
        丁机械厂 | {4} | 18 | 中国质量认证中心
        【清徐县】 | | |
        戊陶瓷有限公司 | {5} | 15 | CNCA-R-2002-002
    """, ALL, 3),
    "county beside a Chinese number, its count at the end": one("""
        序号 | 企业名称 | 信用代码
        一 | 小店区 |
        1 | 甲食品有限公司 | {1}
        2 | 乙建筑有限公司 | {2}
        二 | 迎泽区 |
        1 | 丙商贸有限公司 | {3}
        2 | 丁机械厂 | {4}
        清徐县 | 1家 |
        1 | 戊陶瓷有限公司 | {5}
    """, SHORT, 3),
    "a title and headings for each county": one("""
        小店区2022年帮扶企业台账 | |
        序号 | 企业名称 | 信用代码
        1 | 甲食品有限公司 | {1}
        2 | 乙建筑有限公司 | {2}
        (blank row)
        迎泽区2022年帮扶企业台账 | |
        序号 | 企业名称 | 信用代码
        1 | 丙商贸有限公司 | {3}
        2 | 丁机械厂 | {4}
        (blank row)
        清徐县2022年帮扶企业台账 | |
        序号 | 企业名称 | 信用代码
        1 | 戊陶瓷有限公司 | {5}
    """, SHORT, 6),
    "a sheet for each county behind a cover, one of them empty": Drawn((
        ("封面", "2022年小微企业帮扶台账\n太原市市场监督管理局", ()),
        ("小店区", "序号 | 企业名称 | 信用代码\n1 | 甲食品有限公司 | {1}\n2 | 乙建筑有限公司 | {2}", ()),
        ("杏花岭区", "序号 | 企业名称 | 信用代码", ()),
        ("迎泽区", "序号 | 企业名称 | 信用代码\n1 | 丙商贸有限公司 | {3}\n2 | 丁机械厂 | {4}", ()),
        ("清徐县", "编号 | 信用代码 | 单位名称\n1 | {5} | 戊陶瓷有限公司", ()),
    ), SHORT, 0, ("sheet_empty", "sheet_unknown")),
    "ditto in any column": one("""
        序号 | 企业名称       | 信用代码 | 县区   | 行业 | 认证机构         | 帮扶内容
        1    | 甲食品有限公司 | {1}      | 小店区 | 3    | 中国质量认证中心 | 培训
        2    | 乙建筑有限公司 | {2}      | 同上   | 28   | 〃               | 〃
        3    | 丙商贸有限公司 | {3}      | 迎泽区 | 29   | CNCA-R-2002-002  | "
        4    | 丁机械厂       | {4}      | 〃     | 18   | 中国质量认证中心 | 同上
        5    | 戊陶瓷有限公司 | {5}      | 清徐县 | 15   | CNCA-R-2002-002  | ”
    """),
    "the headings printed again on each page": one("""
        太原市2022年帮扶企业台账 | | |
        单位：家 | | |
        序号 | 企业名称 | 信用代码 | 县区
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        太原市2022年帮扶企业台账 | | |
        单位：家 | | |
        序号 | 企业名称 | 信用代码 | 县区
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        序号 | 企业名称 | 信用代码 | 县区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, SHORT, 4),
    "two rows of headings printed again on each page, under separators": one("""
        序号 | 企业信息 | | 认证机构
             | 名称 | 信用代码 | 名称
        小店区 | | |
        1 | 甲食品有限公司 | {1} | 中国质量认证中心
        序号 | 企业信息 | | 认证机构
             | 名称 | 信用代码 | 名称
        2 | 乙建筑有限公司 | {2} | 中国质量认证中心
        迎泽区 | | |
        3 | 丙商贸有限公司 | {3} | 方圆标志认证集团有限公司
        4 | 丁机械厂 | {4} | 中国质量认证中心
        清徐县 | | |
        5 | 戊陶瓷有限公司 | {5} | 方圆标志认证集团有限公司
    """, tuple(firm._replace(industry=None) for firm in ALL), 5, merged=("A1:A2", "B1:C1", "A5:A6", "B5:C5")),
    "tables with other columns one under another": one("""
        一、小店区 | | | |
        序号 | 企业名称 | 信用代码 | 行业 | 认证机构
        1 | 甲食品有限公司 | {1} | 3 | 中国质量认证中心
        2 | 乙建筑有限公司 | {2} | 28 | 中国质量认证中心
        合计 | 2家 | | |
        (blank row)
        二、迎泽区 | | | |
        序号 | 信用代码 | 单位名称 | 认证机构 | 行业
        1 | {3} | 丙商贸有限公司 | CNCA-R-2002-002 | 29
        2 | {4} | 丁机械厂 | 中国质量认证中心 | 18
        三、清徐县 | | | |
        编号 | 行业 | 企业全称 | 帮扶机构 | 统一社会信用代码
        1 | 15 | 戊陶瓷有限公司 | CNCA-R-2002-002 | {5}
    """, ALL, 1),
    "two tables side by side": one("""
        2022年帮扶企业台账 | | | | | | | |
        序号 | 企业名称 | 信用代码 | 县区 | | 序号 | 企业名称 | 信用代码 | 县区
        1 | 甲食品有限公司 | {1} | 小店区 | | 4 | 丁机械厂 | {4} | 迎泽区
        2 | 乙建筑有限公司 | {2} | 小店区 | | 5 | 戊陶瓷有限公司 | {5} | 清徐县
        3 | 丙商贸有限公司 | {3} | 迎泽区 | | | | |
    """, SHORT, 0),
    "groups over two rows, merged": one("""
        序号 | 企业信息 | | 所在地 | | 所属行业 | | 帮扶机构 |
             | 名称 | 统一社会信用代码 | 市 | 县 | 编号 | 大类名称 | 名称 | 批准号
        1 | 甲食品有限公司 | {1} | 太原市 | 小店区 | 3 | | 中国质量认证中心 |
        2 | 乙建筑有限公司 | {2} | 太原市 | 小店区 | 28 | | 中国质量认证中心 | CNCA-R-2002-001
        3 | 丙商贸有限公司 | {3} | 太原市 | 迎泽区 | 29 | | | CNCA-R-2002-002
        4 | 丁机械厂 | {4} | 太原市 | 迎泽区 | 18 | | 中国质量认证中心 |
        5 | 戊陶瓷有限公司 | {5} | 太原市 | 清徐县 | 15 | | | CNCA-R-2002-002
    """, merged=("A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:I1")),
    "groups over two rows, not merged": one("""
        序号 | 企业信息 | | | 所属行业 | | 帮扶机构 |
             | 名称 | 信用代码 | 县区 | 编号 | 名称 | 名称 | 批准号
        1 | 甲食品有限公司 | {1} | 小店区 | 3 | | | CNCA-R-2002-001
        2 | 乙建筑有限公司 | {2} | 小店区 | 28 | | | CNCA-R-2002-001
        3 | 丙商贸有限公司 | {3} | 迎泽区 | 29 | | | CNCA-R-2002-002
        4 | 丁机械厂 | {4} | 迎泽区 | 18 | | | CNCA-R-2002-001
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | 15 | | | CNCA-R-2002-002
    """),
    "three rows of headings": one("""
        2022年帮扶企业台账 | | | | | | |
        序号 | 企业情况 | | | | 帮扶情况 | |
             | 基本信息 | | 所在地 | 所属行业 | 认证机构 | | 帮扶时间
             | 企业名称 | 信用代码 | 县 | 编号 | 名称 | 批准号 |
        1 | 甲食品有限公司 | {1} | 小店区 | 3 | 中国质量认证中心 | | 3月
        2 | 乙建筑有限公司 | {2} | 小店区 | 28 | 中国质量认证中心 | | 3月
        3 | 丙商贸有限公司 | {3} | 迎泽区 | 29 | | CNCA-R-2002-002 | 3月
        4 | 丁机械厂 | {4} | 迎泽区 | 18 | 中国质量认证中心 | | 4月
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | 15 | | CNCA-R-2002-002 | 4月
    """, merged=("A1:H1", "A2:A4", "B2:E2", "F2:H2", "B3:C3", "F3:G3", "H3:H4")),
    "three rows of headings, not merged": one("""
        序号 | 企业情况 | | | 帮扶情况 | |
             | 基本信息 | | 所在地 | 认证机构 | |
             | 名称 | 信用代码 | 县 | 名称 | 批准号 | 帮扶时间
        1 | 甲食品有限公司 | {1} | 小店区 | 中国质量认证中心 | | 3月
        2 | 乙建筑有限公司 | {2} | 小店区 | 中国质量认证中心 | | 3月
        3 | 丙商贸有限公司 | {3} | 迎泽区 | | CNCA-R-2002-002 | 3月
        4 | 丁机械厂 | {4} | 迎泽区 | 中国质量认证中心 | | 4月
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | | CNCA-R-2002-002 | 4月
    """, tuple(firm._replace(industry=None) for firm in ALL)),
    "what stands under the body is not the firm's": one("""
        序号 | 认证机构 | | | 企业 | | |
             | 名称 | 联系人 | 联系电话 | 名称 | 信用代码 | 联系人 | 县区
        1 | 中国质量认证中心 | 孙八 | 010 | 甲食品有限公司 | {1} | 张三 | 小店区
        2 | 中国质量认证中心 | 孙八 | 010 | 乙建筑有限公司 | {2} | 李四 | 小店区
        3 | 方圆标志认证集团有限公司 | 周九 | 010 | 丙商贸有限公司 | {3} | 王五 | 迎泽区
        4 | 中国质量认证中心 | 孙八 | 010 | 丁机械厂 | {4} | 赵六 | 迎泽区
        5 | 方圆标志认证集团有限公司 | 周九 | 010 | 戊陶瓷有限公司 | {5} | 钱七 | 清徐县
    """, tuple(firm._replace(industry=None) for firm in ALL), 0, "heading_like", "heading_unknown", merged=("B1:D1", "E1:H1")),
    "a row of headings that splits one of them, not merged": one("""
        序号 | 企业名称 | 信用代码 | 县区 | 所属行业 | | 认证机构
             |          |          |      | 编号 | 名称 |
        1 | 甲食品有限公司 | {1} | 小店区 | 3 | | 中国质量认证中心
        2 | 乙建筑有限公司 | {2} | 小店区 | 28 | | 中国质量认证中心
        3 | 丙商贸有限公司 | {3} | 迎泽区 | 29 | | CNCA-R-2002-002
        4 | 丁机械厂 | {4} | 迎泽区 | 18 | | 中国质量认证中心
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | 15 | | CNCA-R-2002-002
    """),
    "remarks, numbers, stars and units in the headings": one("""
        1.序号 | ②*企业名称（请填写全称（与营业执照一致）） | 3、统一社会信用代码（18位） | 县（市、区）【必填】 | *行业代码(1-39) | 认证机构[全称]*
        1 | 甲食品有限公司 | {1} | 小店区 | 3 | 中国质量认证中心
        2 | 乙建筑有限公司 | {2} | 小店区 | 28 | 中国质量认证中心
        3 | 丙商贸有限公司 | {3} | 迎泽区 | 29 | CNCA-R-2002-002
        4 | 丁机械厂 | {4} | 迎泽区 | 18 | 中国质量认证中心
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | 15 | CNCA-R-2002-002
    """),
    "a row that numbers the columns": one("""
        序号 | 企业名称 | 信用代码 | 县区
        甲 | 1 | 2 | 3
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, SHORT, 1),
    "a row that says how to fill in": one("""
        序号 | 企业名称 | 信用代码 | 县区
             | （填全称） | （18位） | 请写到县
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, SHORT, 1),
    "gaps in the numbers, and numbers for firms to come": one("""
        序号 | 企业名称 | 信用代码 | 县区
        =1 | 甲食品有限公司 | {1} | 小店区
        =4 | 乙建筑有限公司 | {2} | 小店区
           | 丙商贸有限公司 | {3} | 迎泽区
        =9 | 丁机械厂 | {4} | 迎泽区
        9-1 | 戊陶瓷有限公司 | {5} | 清徐县
        =10 | | |
        11 | | |
    """, SHORT, 2),
    "a title down the first column": one("""
        2022年帮扶企业台账 | 序号 | 企业名称 | 信用代码 | 县区
          | 1 | 甲食品有限公司 | {1} | 小店区
          | 2 | 乙建筑有限公司 | {2} | 小店区
          | 3 | 丙商贸有限公司 | {3} | 迎泽区
          | 4 | 丁机械厂 | {4} | 迎泽区
          | 5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, SHORT, merged=("A1:A6",)),
    "total rows in other words": one("""
        序号 | 企业名称 | 信用代码 | 县区
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        小店区小计 | 2家 | |
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        迎泽区合计：2家 | | |
        本页小计 | | 4 |
        5 | 戊陶瓷有限公司 | {5} | 清徐县
        以上共计5家企业 | | |
        全市总计 | 5 | |
        累计 | | 5 |
    """, SHORT, 6),
    "the sender and notes below the table": one("""
        序号 | 企业名称 | 信用代码 | 县区
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
        (blank row)
        注：1.本表由市局填报。 | | |
        2.企业名称填全称。 | | |
        填报单位（盖章）：太原市市场监督管理局 | | | 填报日期：2022年11月3日
        单位负责人（签字）： | 制表人：张三 | 联系电话：0351 |
        | | | 2022年11月3日
    """, SHORT, 6, file="2022年台账.xlsx"),
    "blank rows and columns before the table": one("""
        (blank row)
        (blank row)
        | | 太原市帮扶企业台账 | | |
        (blank row)
        | | 序号 | 企业名称 | 信用代码 | 县区
        | | 1 | 甲食品有限公司 | {1} | 小店区
        | | 2 | 乙建筑有限公司 | {2} | 小店区
        | | | | |
        | | 3 | 丙商贸有限公司 | {3} | 迎泽区
        | | 4 | 丁机械厂 | {4} | 迎泽区
        | | 5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, SHORT, 1),
    "blank columns within the table": one("""
        序号 | | 企业名称 | | 信用代码 | 县区 |
        1 | | 甲食品有限公司 | | {1} | 小店区 |
        2 | | 乙建筑有限公司 | | {2} | 小店区 |
        3 | | 丙商贸有限公司 | | {3} | 迎泽区 |
        4 | | 丁机械厂 | | {4} | 迎泽区 |
        5 | | 戊陶瓷有限公司 | | {5} | 清徐县 |
    """, SHORT),
    "a title merged over the headings, a heading merged over two columns": one("""
        太原市小微企业质量管理体系认证提升行动2022年帮扶企业台账 | | | |
        | | | |
        序号 | 企业名称 | | 信用代码 | 县区
        1 | 甲食品有限公司 | | {1} | 小店区
        2 | 乙建筑有限公司 | | {2} | 小店区
        3 | 丙商贸有限公司 | | {3} | 迎泽区
        4 | 丁机械厂 | | {4} | 迎泽区
        5 | 戊陶瓷有限公司 | | {5} | 清徐县
    """, SHORT, merged=("A1:E2", "B3:C3", "B4:C4", "B5:C5")),
    "a firm with two contacts, its name merged over both": one("""
        序号 | 企业名称 | 信用代码 | 县区 | 联系人 | 联系电话
        1 | 甲食品有限公司 | {1} | 小店区 | 张三 | 13800000001
          | | | | 李四 | 13800000002
        2 | 乙建筑有限公司 | {2} | 小店区 | 王五 | 13800000003
        3 | 丙商贸有限公司 | {3} | 迎泽区 | 赵六 | 13800000004
        4 | 丁机械厂 | {4} | 迎泽区 | 钱七 | 13800000005
          | | | | 孙八 | 13800000006
        5 | 戊陶瓷有限公司 | {5} | 清徐县 | 周九 | 13800000007
    """, SHORT, 2, merged=("A2:A3", "B2:B3", "C2:C3", "D2:D3", "B6:B7")),
    "the year, the city and the body from the title and the file": one("""
        2022年度中国质量认证中心帮扶太原市企业名单 | |
        单位名称 | 社会信用代码 | 属地
        甲食品有限公司 | {1} | 山西省太原市小店区
        乙建筑有限公司 | {2} | 山西太原小店
        丙商贸有限公司 | {3} | 140106
        丁机械厂 | {4} | 太原市迎泽区
        戊陶瓷有限公司 | {5} | 太原清徐县
    """, tuple(firm._replace(industry=None, body=CQC) for firm in ALL), file="中国质量认证中心.xlsx"),
    "bodies as separators": one("""
        序号 | 企业名称 | 信用代码 | 县区
        中国质量认证中心 | | |
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        4 | 丁机械厂 | {4} | 迎泽区
        方圆标志认证集团有限公司（CNCA-R-2002-002） | | |
        3 | 丙商贸有限公司 | {3} | 迎泽区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
    """, tuple(firm._replace(industry=None) for firm in (ONE, TWO, FOUR, THREE, FIVE)), 2),
    "separators of two cities": one("""
        序号 | 企业名称 | 信用代码 | 县
        大同市 | | |
        1 | 甲食品有限公司 | {1} | 云州区
        阳泉市 | | |
        2 | 乙建筑有限公司 | {2} | 城区
        晋城市 | | |
        3 | 丙商贸有限公司 | {3} | 城区
        其他 | | |
        4 | 丁机械厂 | {4} | 太原市小店区
    """, (
        Firm("甲食品有限公司", 1, "140215", city="140200"),
        Firm("乙建筑有限公司", 2, "140302", city="140300"),
        Firm("丙商贸有限公司", 3, "140502", city="140500"),
        Firm("丁机械厂", 4, XIAODIAN),
    ), 4, "separator_unknown", file="山西省2022年台账.xlsx"),
    "a table of another kind below": one("""
        序号 | 企业名称 | 信用代码 | 县区
        1 | 甲食品有限公司 | {1} | 小店区
        2 | 乙建筑有限公司 | {2} | 小店区
        3 | 丙商贸有限公司 | {3} | 迎泽区
        4 | 丁机械厂 | {4} | 迎泽区
        5 | 戊陶瓷有限公司 | {5} | 清徐县
        (blank row)
        小微企业质量管理体系认证提升行动统计表 | | |
        编号 | 统计数据 | 相关信息 |
        1 | 帮扶企业数量：5家 | |
        2 | 所属行业数量：5个 | |
    """, SHORT, 0, "table_other"),
    "batches, and what is said below them": one("""
        企业名称 | 信用代码 | 县区
        第一批 | |
        甲食品有限公司 | {1} | 小店区
        乙建筑有限公司 | {2} | 小店区
        第二批（3家） | |
        丙商贸有限公司 | {3} | 迎泽区
        丁机械厂 | {4} | 迎泽区
        戊陶瓷有限公司 | {5} | 清徐县
        以上情况属实。 | |
        2022年11月3日 | |
    """, SHORT, 4),
}  # fmt: skip
