"""Who sent a file: a region, a certification body, or nobody that can be told."""

import pytest

from loaders import senders

SHANXI = "140000"


def as_drawn(text: str, region: str | None = None) -> None:
    """Each line: a text, an arrow, the sender it names or —."""
    lines = [[cell.strip() for cell in line.split("→")] for line in text.splitlines() if line.strip()]
    assert {name: senders.infer([name], region) or "—" for name, _ in lines} == dict(lines)


def test_units_of_unit_lines():
    as_drawn("""
        太原市市场监督管理局                          → 140100
        太原市市场监管局                              → 140100
        太原市局                                      → 140100
        大同市市场监督管理局（盖章）                  → 140200
        山西省市场监督管理局                          → 140000
        上海市市场监督管理局                          → 310000
        小店区市场监督管理局                          → 140105
        山西综改示范区市场监督管理局                  → 140000-zgq
        中国质量认证中心                              → CNCA-R-2002-001
        上海质量体系审核中心（CNCA-R-2002-003）       → CNCA-R-2002-003
        CNCA-R-2024-1364                              → CNCA-R-2024-1364
        张三                                          → —
        某某有限公司                                  → —
        市场监督管理局                                → —
    """)


def test_sheets_by_their_names():
    as_drawn("""
        Sheet1     → —
        Sheet2     → —
        台账       → —
        汇总表     → —
        附件5      → —
        2022年     → —
        太原       → 140100
        太原市     → 140100
        小店区     → 140105
        大同2022   → 140200
    """)


def test_files_by_their_names():
    as_drawn("""
        台账.xlsx                                                        → —
        帮扶企业台账.xlsx                                                → —
        附件5 市局报送.xlsx                                              → —
        2022年小微企业质量管理体系认证提升行动帮扶企业台账.xlsx          → —
        太原.xlsx                                                        → 140100
        晋中.xls                                                         → 140700
        太原市2022年帮扶企业台账.xlsx                                    → 140100
        2022年太原市帮扶企业台账.xlsx                                    → 140100
        太原市小微企业质量管理体系认证提升行动帮扶企业台账（2022年）.xlsx → 140100
        太原市台账(1).xlsx                                               → 140100
        太原市台账-副本.xlsx                                             → 140100
        阳泉市市场监督管理局2022年度帮扶企业台账（最终版）.xlsx          → 140300
        中国质量认证中心帮扶企业台账2022.xlsx                            → CNCA-R-2002-001
        2022年中国质量认证中心帮扶企业台账.xlsx                          → CNCA-R-2002-001
        CNCA-R-2002-001_2022.xlsx                                        → CNCA-R-2002-001
    """)


def test_two_places_are_nobody():
    assert senders.infer(["太原市、大同市"], None) is None


@pytest.mark.parametrize(("region", "sender"), [(None, None), ("110000", "110105"), ("220000", "220104")])
def test_the_region_decides_between_namesakes(region, sender):
    assert senders.infer(["朝阳区市场监督管理局"], region) == sender


def test_the_region_is_never_the_sender_by_itself():
    assert senders.infer(["Sheet1", "台账.xlsx", ""], SHANXI) is None


def test_the_first_text_that_names_one_counts():
    assert senders.infer(["张三", "大同市", "太原市.xlsx"], None) == "140200"
    assert senders.infer(["中国质量认证中心", "太原市.xlsx"], None) == "CNCA-R-2002-001"


@pytest.mark.parametrize(
    ("sender", "expected"), [("140100", True), ("140000-zgq", True), ("CNCA-R-2002-001", False), (None, False)]
)
def test_a_sender_is_a_region_or_a_body(sender, expected):
    assert senders.is_region(sender) is expected
