"""From answers to firms: one firm, one answer a round."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data import warehouse
from data.digest import digest
from data.register import Decision
from data.store import Store
from loaders import importing
from loaders.importing import Wanted
from metrics.query import Filters, compute
from tests.loaders import drawing
from tests.loaders.drawing import ask, credit_code

CODE_A, CODE_B = credit_code(1), credit_code(2)


@pytest.fixture
def load(store: Store, export: Callable[..., Path]) -> Callable[..., Store]:
    """Load drawn tables, each as a file of its own, one after the other."""

    def loaded(*tables: str) -> Store:
        for number, table in enumerate(tables, 1):
            (outcome,) = importing.load([export(table, f"{number}.xlsx")], store)
            assert outcome.status == "loaded", outcome.refusal
        return store

    return loaded


def counted(store: Store) -> list[tuple[str, int]]:
    """Name and year of every answer that counts."""
    return ask(store, "SELECT name, year FROM response WHERE counts ORDER BY year, name")


def test_the_last_answer_of_a_firm_counts_and_the_others_stay(load):
    store = load(f"""
        name | credit_code | submitted_at        | q13
        甲   | {CODE_A}    | 2022/11/3 8:00:00   | 不满意
        甲   | {CODE_A}    | 2022/11/5 8:00:00   | 很满意
        甲   | {CODE_A}    | 2022/11/4 23:59:59  | 一般
    """)
    assert ask(store, "SELECT row, counts, q13 FROM response ORDER BY row") == [
        (2, False, 4),
        (3, True, 1),
        (4, False, 3),
    ]


def test_an_answer_without_a_time_yields_to_one_with_a_time(load):
    store = load(f"""
        name | credit_code | submitted_at      | q13
        甲   | {CODE_A}    | 2022/11/3 8:00:00 | 很满意
        甲   | {CODE_A}    | (空)              | 不满意
    """)
    assert ask(store, "SELECT q13 FROM response WHERE counts") == [(1,)]


def test_at_the_same_time_the_later_row_and_file_count(load):
    drawn = """
        name | credit_code | q13
        甲   | CODE        | 不满意
        甲   | CODE        | {}
    """.replace("CODE", CODE_A)
    store = load(drawn.format("一般"), drawn.format("很满意"))
    assert ask(store, "SELECT submission, row, q13 FROM response WHERE counts") == [(2, 3, 1)]


def test_a_firm_is_its_code_whatever_its_name(load):
    store = load(f"""
        name       | credit_code | place        | submitted_at
        甲有限公司 | {CODE_A}    | 山西省太原市 | 2022/11/3 8:00:00
        甲公司     | {CODE_A}    | 山西省大同市 | 2022/11/4 8:00:00
        甲公司     | {CODE_B}    | 山西省大同市 | 2022/11/4 8:00:00
    """)
    assert ask(store, "SELECT firm, row FROM response WHERE counts ORDER BY row") == [(CODE_A, 3), (CODE_B, 4)]


def test_without_a_code_a_firm_is_its_name_and_city(load):
    store = load("""
        name           | credit_code | place              | submitted_at
        甲（山西）公司 | (空)        | 山西省太原市       | 2022/11/3 8:00:00
        甲(山西) 公司  | 错的        | 山西省太原市迎泽区 | 2022/11/4 8:00:00
        甲（山西）公司 | (空)        | 山西省大同市       | 2022/11/3 8:00:00
        甲（山西）公司 | (空)        | 火星               | 2022/11/3 8:00:00
    """)
    firms = "SELECT firm, list(row ORDER BY row) FROM response GROUP BY firm ORDER BY firm"
    assert ask(store, firms) == [
        ("甲(山西)公司@", [5]),
        ("甲(山西)公司@140100", [2, 3]),
        ("甲(山西)公司@140200", [4]),
    ]
    assert ask(store, "SELECT row FROM response WHERE counts ORDER BY row") == [(3,), (4,), (5,)]


def test_a_firm_answers_once_in_each_round(load):
    of_year = """
        name | credit_code | submitted_at      | q13
        甲   | CODE        | {year}/11/3 8:00:00 | {answer}
    """.replace("CODE", CODE_A)
    store = load(of_year.format(year=2022, answer="很满意"), of_year.format(year=2021, answer="一般"))
    assert ask(store, "SELECT year, q13, counts FROM response ORDER BY year") == [(2021, 3, True), (2022, 1, True)]


def test_a_late_answer_belongs_to_the_round_of_its_file(load):
    store = load("""
        name | submitted_at
        甲   | 2022/12/30 8:00:00
        乙   | 2022/12/31 8:00:00
        丙   | 2023/1/2 8:00:00
    """)
    assert ask(store, "SELECT DISTINCT year FROM response") == [(2022,)]


def test_answers_of_a_round_may_come_in_several_files(load):
    store = load("name\n甲\n乙", "name | credit_code\n丙 | (空)")
    assert counted(store) == [("丙", 2022), ("乙", 2022), ("甲", 2022)]


def test_firms_that_answered_stand_in_for_the_ledger(load):
    of_year = """
        name | credit_code | industry | submitted_at
        甲   | CODE        | {}       | {}/11/3 8:00:00
        甲   | CODE        | 药品     | {}/11/2 8:00:00
    """.replace("CODE", CODE_A)
    store = load(of_year.format("机械", 2021, 2021), of_year.format("信息技术", 2022, 2022))
    assert ask(store, "SELECT firm, year, origin, name, industry, first_year, row FROM assisted ORDER BY year") == [
        (CODE_A, 2021, "answers", "甲", 18, 2021, 2),
        (CODE_A, 2022, "answers", "甲", 33, 2021, 2),
    ]


def test_the_first_year_is_that_of_the_first_round_however_late_it_was_loaded(load):
    store = load("name | credit_code | submitted_at\n甲 | CODE | 2022/11/3".replace("CODE", CODE_A))
    assert ask(store, "SELECT first_year FROM assisted") == [(2022,)]
    load("name | credit_code | submitted_at\n甲 | CODE | 2021/11/3".replace("CODE", CODE_A))
    assert ask(store, "SELECT DISTINCT first_year FROM assisted") == [(2021,)]


def test_a_body_has_its_listed_name_or_the_one_written_most(load):
    store = load("""
        name | body
        甲   | CNCA-R-2002-001
        乙   | 样例 认证中心
        丙   | 样例认证中心
        丁   | 样例认证中心
    """)
    assert ask(store, "SELECT body, name FROM body ORDER BY body") == [
        ("CNCA-R-2002-001", "中国质量认证中心"),
        ("样例认证中心", "样例认证中心"),
    ]


def test_every_answer_leads_back_to_its_cell(load):
    store = load("name\n甲", "name | credit_code\n乙 | (空)\n丙 | (空)")
    assert ask(store, "SELECT response_id, submission, sheet, row, name FROM response ORDER BY ALL") == [
        ("1-2", 1, "Sheet1", 2, "甲"),
        ("2-2", 2, "Sheet1", 2, "乙"),
        ("2-3", 2, "Sheet1", 3, "丙"),
    ]


# --- ledgers


@pytest.fixture
def ledgers(store: Store, tmp_path: Path) -> Callable[..., Store]:
    """Load drawn ledgers, each as a file of its own; the first line names the unit and the year."""

    def loaded(*drawn: str) -> Store:
        files = [
            drawing.book(tmp_path / f"台账{number}.xlsx", drawing.ledger(text)) for number, text in enumerate(drawn)
        ]
        outcomes = importing.load(files, store)
        assert [outcome.refusal for outcome in outcomes] == [None] * len(files)
        return store

    return loaded


CITY = """
    填报单位：太原市市场监管局 | 2022年
    企业名称 | 信用代码 | 所在地 | 行业 | 认证机构
"""
BODY = """
    填报单位：中国质量认证中心 | 2022年
    企业名称 | 信用代码 | 所在地 | 行业
"""
ASSISTED = "SELECT firm, year, origin, name, city, county, industry, body, first_year FROM assisted ORDER BY year, firm"
DISAGREE = """
    SELECT submission, row, "column", value, level FROM issue WHERE rule = 'ledgers_disagree' ORDER BY ALL
"""
MATCHED = "SELECT r.name, m.firm, m.how FROM match m JOIN response r USING (response_id) ORDER BY r.row"


def of(year: int, ledger: str) -> str:
    return ledger.replace("2022年", f"{year}年")


@pytest.mark.parametrize("is_body_first", [False, True])
def test_a_firm_in_two_ledgers_is_one_and_each_decides_what_it_knows(ledgers, is_body_first):
    city = f"{CITY}甲公司 | {CODE_A} | 山西太原小店区 | 28 | 方圆标志认证集团有限公司"
    body = f"{BODY}甲有限公司 | {CODE_A} | 山西大同 | 18"
    store = ledgers(*([body, city] if is_body_first else [city, body]))
    number = {"city": 2, "body": 1} if is_body_first else {"city": 1, "body": 2}
    assert ask(store, ASSISTED) == [(CODE_A, 2022, "ledger", "甲公司", "140100", "140105", 28, "CNCA-R-2002-001", 2022)]
    assert ask(store, "SELECT submission, row FROM assisted") == [(number["city"], 3)]
    losers = ask(store, DISAGREE)
    assert [loser for loser in losers if loser[2] in ("region", "industry")] == [
        (number["body"], 3, "industry", "机械及设备", "warning"),
        (number["body"], 3, "region", "大同市", "warning"),
    ]
    assert [loser[:2] for loser in losers if loser[2] == "body"] == [(number["city"], 3)]


def test_ledgers_that_agree_have_no_finding(ledgers):
    store = ledgers(
        f"{CITY}甲 | {CODE_A} | 山西太原小店区 | 28 | 中国质量认证中心", f"{BODY}甲 | {CODE_A} | 山西太原 | 28"
    )
    assert (ask(store, DISAGREE), ask(store, "SELECT count(*) FROM assisted")) == ([], [(1,)])


def test_what_the_deciding_ledger_leaves_blank_the_other_one_gives(ledgers):
    store = ledgers(f"{CITY}甲 | {CODE_A} | 山西太原 | | 样例认证中心", f"{BODY}甲 | {CODE_A} | 山西太原 | 18")
    assert ask(store, "SELECT industry, sector, body FROM assisted") == [(18, "manufacturing", "CNCA-R-2002-001")]


def test_a_firm_twice_in_one_ledger_is_one(ledgers):
    store = ledgers(f"{CITY}甲 | {CODE_A} | | 28 |\n甲 | {CODE_A} | | 28 |\n乙 | {CODE_B} | | 28 |")
    assert ask(store, "SELECT firm, row FROM assisted ORDER BY row") == [(CODE_A, 3), (CODE_B, 5)]


def test_a_row_without_a_code_is_the_firm_of_that_name_in_the_city(ledgers):
    store = ledgers(
        f"{CITY}甲公司 | {CODE_A} | | 28 |",
        f"{BODY}甲 公司 | | 山西太原 | 28\n甲公司 | | 山西大同 | 28",
    )
    assert ask(store, "SELECT firm FROM assisted ORDER BY firm") == [(CODE_A,), ("甲公司@140200",)]


def test_a_name_with_two_codes_in_its_city_is_neither_firm(ledgers):
    store = ledgers(f"{CITY}甲 | {CODE_A} | | 28 |\n甲 | {CODE_B} | | 28 |\n甲 | | | 28 |")
    assert ask(store, "SELECT firm FROM assisted ORDER BY firm") == [(CODE_A,), (CODE_B,), ("甲@140100",)]


def test_a_firm_that_goes_on_has_the_year_it_began(ledgers):
    store = ledgers(
        of(2023, f"{CITY}甲 | {CODE_A} | | 28 |\n乙 | {CODE_B} | | 28 |"), of(2021, f"{CITY}甲 | {CODE_A} | | 28 |")
    )
    assert ask(store, "SELECT firm, year, first_year FROM assisted ORDER BY ALL") == [
        (CODE_A, 2021, 2021),
        (CODE_A, 2023, 2021),
        (CODE_B, 2023, 2023),
    ]


# --- answers and ledgers


def test_an_answer_matches_by_code_or_by_equal_name_in_the_place(ledgers, load):
    store = ledgers(f"""{CITY}
        甲公司 | {CODE_A} | | 28 |
        乙公司 | {CODE_B} | | 28 |
        丙公司 |          | | 28 |
        丁公司 | {credit_code(4)} | | 28 |
    """)
    load(f"""
        name      | credit_code      | place
        改了名    | {CODE_A}         | 山西省大同市
        乙 公司   | (空)             | 山西省太原市
        丙公司    | {credit_code(3)} | 山西省太原市小店区
        丁公司    | {credit_code(5)} | 山西省太原市
        乙公司    | (空)             | 山西省大同市
        戊公司    | {credit_code(6)} | 山西省太原市
    """)
    assert ask(store, MATCHED) == [
        ("改了名", CODE_A, "code"),
        ("乙 公司", CODE_B, "name"),
        ("丙公司", "丙公司@140100", "name"),
        ("丁公司", None, "doubtful"),
        ("乙公司", None, "none"),
        ("戊公司", None, "none"),
    ]
    assert ask(store, "SELECT firm FROM response ORDER BY row") == [
        (CODE_A,),
        (CODE_B,),
        ("丙公司@140100",),
        (credit_code(5),),
        ("乙公司@140200",),
        (credit_code(6),),
    ]


def test_two_firms_of_one_name_in_a_place_are_doubtful(ledgers, load):
    store = ledgers(f"{CITY}甲 | {CODE_A} | | 28 |\n甲 | {CODE_B} | | 28 |")
    load("name | credit_code | place\n甲 | (空) | 山西太原")
    assert ask(store, MATCHED) == [("甲", None, "doubtful")]


def test_a_firm_answers_once_by_code_and_by_name(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |")
    load(f"""
        name   | credit_code | place    | submitted_at
        甲     | {CODE_A}    | 山西太原 | 2022/11/3 8:00:00
        甲公司 | (空)        | 山西太原 | 2022/11/4 8:00:00
    """)
    assert ask(store, "SELECT firm, row, counts FROM response ORDER BY row") == [(CODE_A, 2, False), (CODE_A, 3, True)]


@pytest.mark.parametrize(("year", "how"), [(2021, "code"), (2022, "code"), (2023, "none")])
def test_an_answer_matches_ledgers_up_to_its_round(ledgers, load, year, how):
    store = ledgers(of(year, f"{CITY}甲 | {CODE_A} | | 28 |"))
    load(f"name | credit_code | place | submitted_at\n甲 | {CODE_A} | 山西太原 | 2022/11/3 8:00:00")
    assert ask(store, "SELECT how, firm IS NULL FROM match") == [(how, how == "none")]


def test_answers_stand_in_only_for_a_province_and_year_without_a_ledger(ledgers, load):
    store = ledgers(f"{CITY}甲 | {CODE_A} | | 28 |")
    drawn = f"""
        name | credit_code      | place      | submitted_at
        甲   | {CODE_A}         | 山西太原   | YEAR/11/3
        乙   | {CODE_B}         | 山西大同   | YEAR/11/3
        丙   | {credit_code(3)} | 天津市     | YEAR/11/3
    """
    load(drawn.replace("YEAR", "2022"), drawn.replace("YEAR", "2021"))
    assert ask(store, "SELECT year, name, origin, first_year FROM assisted ORDER BY year, name") == [
        (2021, "丙", "answers", 2021),
        (2021, "乙", "answers", 2021),
        (2021, "甲", "answers", 2021),
        (2022, "丙", "answers", 2021),
        (2022, "甲", "ledger", 2021),
    ]


def test_rates_over_the_ledger_are_those_counted_by_hand(ledgers, load):
    """Five firms in the ledger; three of them answered, two of these are satisfied. The others count nowhere."""
    store = ledgers(f"""{CITY}
        甲 | {credit_code(1)} | 太原小店区 | 28 |
        乙 | {credit_code(2)} | 太原小店区 | 28 |
        丙 | {credit_code(3)} | 太原迎泽区 | 28 |
        丁 |                  | 太原迎泽区 | 28 |
        戊 | {credit_code(5)} | 太原迎泽区 | 28 |
    """)
    load(f"""
        name | credit_code      | place    | q13      | submitted_at
        甲   | {credit_code(1)} | 山西太原 | 一般     | 2022/11/3
        甲   | {credit_code(1)} | 山西太原 | 很满意   | 2022/11/4
        丁   | (空)             | 山西太原 | 比较满意 | 2022/11/3
        戊   | {credit_code(5)} | 山西太原 | (跳过)   | 2022/11/3
        己   | {credit_code(6)} | 山西太原 | 很满意   | 2022/11/3
        庚   | {credit_code(7)} | 天津市   | 很满意   | 2022/11/3
    """)
    reader = warehouse.open(store, warehouse.ALL)
    try:
        names = ["response_rate", "satisfaction_rate_ledger", "assisted_enterprises", "responses"]
        whole = {name: (up, down) for name, up, down in counted_by(reader, names)}
        assert whole["response_rate"] == (3, 5)
        assert whole["satisfaction_rate_ledger"] == (2, 5)
        assert (whole["assisted_enterprises"][0], whole["responses"][0]) == (6, 5)
        of_county = compute(reader, ["response_rate"], ["county"])
        assert list(zip(of_county.county, of_county.numerator, of_county.denominator, strict=True)) == [
            ("140105", 1, 2),
            ("140106", 2, 3),
        ]
        elsewhere = compute(reader, names[:2], where=Filters.of(province=["120000"]))
        assert elsewhere.value.isna().all()
    finally:
        reader.close()


def counted_by(reader: warehouse.Reader, names: list[str]) -> list[tuple[str, float, float]]:
    frame = compute(reader, names)
    return list(zip(frame.metric, frame.numerator, frame.denominator, strict=True))


def test_every_firm_leads_back_to_its_cell(store, tmp_path):
    head = "序号 | 企业名称 | 信用代码 | 行业\n1 | {} | {} | 28"
    file = drawing.book(
        tmp_path / "太原市2022年台账.xlsx",
        drawing.ledger(head.format("甲", CODE_A), "小店区"),
        drawing.ledger(head.format("乙", CODE_B), "迎泽区"),
    )
    importing.load([file], store, Wanted(region="140000"))
    assert ask(store, "SELECT name, submission, sheet, row, county FROM assisted ORDER BY name") == [
        ("乙", 1, "迎泽区", 2, "140106"),
        ("甲", 1, "小店区", 2, "140105"),
    ]


# --- the personal link of a firm

LINKED = "SELECT r.name, m.firm, m.how, m.score, m.decided_by FROM match m JOIN response r USING (response_id) ORDER BY r.row"
FOUND_OF_LINKS = "SELECT row, rule, value FROM issue WHERE rule LIKE 'link%' ORDER BY row, rule"
CODE_C = credit_code(3)


def test_an_answer_sent_in_by_a_firm_s_link_is_that_firm_s_whatever_it_calls_itself(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |\n乙公司 | | | 28 |")
    load(f"""
        name      | credit_code | place        | link
        新名字    | (空)        | 山西省大同市 | {digest(CODE_A)}
        没有代码  | {CODE_C}    | 山西太原     | {digest("乙公司@140100")}
        别人      | (空)        | 山西太原     | 微信
    """)
    assert ask(store, LINKED) == [
        ("新名字", CODE_A, "link", 1.0, "program"),
        ("没有代码", "乙公司@140100", "link", 1.0, "program"),
        ("别人", None, "none", None, "program"),
    ]
    assert ask(store, "SELECT firm FROM response ORDER BY row")[:2] == [(CODE_A,), ("乙公司@140100",)]
    assert ask(store, FOUND_OF_LINKS) == []
    assert "link" not in [name for (name,) in ask(store, "SELECT column_name FROM (DESCRIBE response)")]


def test_the_own_code_of_an_answer_stands_above_the_link_and_it_is_said(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |\n乙公司 | {CODE_B} | | 28 |\n丙公司 | | | 28 |")
    load(f"""
        name | credit_code | place    | link
        乙   | {CODE_B}    | 山西太原 | {digest(CODE_A)}        # the code of another firm of the ledger
        丁   | {CODE_C}    | 山西太原 | {digest(CODE_A)}        # a code that no ledger has
        甲   | {CODE_A}    | 山西太原 | {digest(CODE_A)}        # both say the same
        乙   | {CODE_B}    | 山西太原 | {digest("丙公司@140100")}
    """)
    assert [row[:3] for row in ask(store, LINKED)] == [
        ("乙", CODE_B, "code"),
        ("丁", None, "none"),
        ("甲", CODE_A, "code"),
        ("乙", CODE_B, "code"),
    ]
    assert ask(store, FOUND_OF_LINKS) == [
        (2, "link_other_code", "甲公司"),
        (3, "link_other_code", "甲公司"),
        (5, "link_other_code", "丙公司"),
    ]


def test_a_link_stands_above_the_name_of_another_firm_and_it_is_said(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |\n乙公司 | {CODE_B} | | 28 |")
    load(f"name | credit_code | place | link\n乙公司 | (空) | 山西太原 | {digest(CODE_A)}")
    assert ask(store, MATCHED) == [("乙公司", CODE_A, "link")]
    assert ask(store, FOUND_OF_LINKS) == [(2, "link_other_name", "甲公司")]


def test_a_link_tells_firms_of_one_name_apart(ledgers, load):
    store = ledgers(f"{CITY}甲 | {CODE_A} | | 28 |\n甲 | {CODE_B} | | 28 |")
    load(f"name | credit_code | place | link\n甲 | (空) | 山西太原 | {digest(CODE_B)}")
    assert ask(store, MATCHED) == [("甲", CODE_B, "link")]
    assert ask(store, FOUND_OF_LINKS) == []


def test_a_link_made_before_the_ledger_had_a_code_still_leads_to_the_firm(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |\n乙公司 | {CODE_B} | | 28 |\n乙公司 | {CODE_C} | | 28 |")
    load(f"""
        name | credit_code | place        | link
        一   | (空)        | 山西省大同市 | {digest("甲公司@140100")}
        二   | (空)        | 山西省大同市 | {digest("乙公司@140100")}  # two firms have that name now
    """)
    assert ask(store, MATCHED) == [("一", CODE_A, "link"), ("二", None, "none")]
    assert ask(store, FOUND_OF_LINKS) == [(3, "link_unknown", digest("乙公司@140100"))]


def test_a_link_of_nobody_known_by_then_is_said_and_matches_nobody(ledgers, load):
    store = ledgers(of(2023, f"{CITY}甲公司 | {CODE_A} | | 28 |"))
    load(f"""
        name | credit_code | place        | link
        一   | (空)        | 山西省大同市 | {digest(CODE_A)}  # in a ledger of a later year only
        二   | (空)        | 山西省大同市 | {"0" * 16}
    """)
    assert ask(store, MATCHED) == [("一", None, "none"), ("二", None, "none")]
    assert [rule for _, rule, _ in ask(store, FOUND_OF_LINKS)] == ["link_unknown"] * 2


def test_what_a_person_decided_stands_above_a_link(ledgers, load):
    store = ledgers(f"{CITY}甲公司 | {CODE_A} | | 28 |\n乙公司 | {CODE_B} | | 28 |")
    load(f"""
        name | credit_code | place        | link
        一   | (空)        | 山西省大同市 | {digest(CODE_A)}
        二   | (空)        | 山西省大同市 | {digest(CODE_A)}
    """)
    importing.decide(
        store,
        [
            Decision("match", "2-2", CODE_B, "same"),
            Decision("match", "2-3", CODE_A, "different"),
        ],
    )
    assert ask(store, MATCHED) == [("一", CODE_B, "confirmed"), ("二", None, "none")]
