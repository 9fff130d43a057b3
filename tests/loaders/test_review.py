"""Who may be whom: cores that link by themselves, likeness that only suggests, decisions that stay."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data import register, warehouse
from data.errors import Refused
from data.register import Decision
from data.store import Store
from loaders import importing, review
from metrics.query import compute
from tests.loaders import drawing, untidied
from tests.loaders.drawing import ask, credit_code

CODE_A, CODE_B, CODE_C = credit_code(1), credit_code(2), credit_code(3)
HEAD = "企业名称 | 信用代码 | 所在地"
MATCHED = "SELECT r.name, m.firm, m.how FROM match m JOIN response r USING (response_id) ORDER BY r.row"
SUGGESTED = "SELECT about, place, subject, round(score), why FROM suggestion ORDER BY ALL"
KEPT = ("assisted", "response", "match", "suggestion", "pilot_member")

Drawn = Callable[..., Store]


def write(folder: Path, ledger: str, answers: str, year: int = 2022, city: str = "太原市") -> list[Path]:
    """A ledger of a city and an export as files; lines are cells, headings are left out."""
    head = f"填报单位：{city}市场监管局 | {year}年\n{HEAD}"
    files = [drawing.book(folder / "台账.xlsx", drawing.ledger(f"{head}\n{ledger}"))]
    if answers:
        rows = drawing.rows_of(f"name | credit_code | place\n{answers}")
        files.append(drawing.write(folder / "答卷.xlsx", rows))
    return files


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Drawn:
    """Load a drawn ledger of 太原 and drawn answers."""

    def loaded(ledger: str, answers: str = "") -> Store:
        outcomes = importing.load(write(tmp_path, ledger, answers), store)
        assert {outcome.status for outcome in outcomes} == {"loaded"}, outcomes
        return store

    return loaded


def decide(store: Store, about: str, place: str, subject: str, verdict: str) -> None:
    importing.decide(store, [Decision(about, place, subject, verdict, who="王某")])


def content(store: Store) -> dict[str, list]:
    return {name: sorted(map(str, ask(store, f"FROM {name}"))) for name in KEPT}


# --- by the core


@pytest.mark.parametrize(
    ("ledger", "answer"),
    [
        ("太原市宏达机械有限公司", "宏达机械有限公司"),
        ("太原市宏达机械有限公司", "山西宏达机械有限责任公司"),
        ("太原宏达机械有限公司", "宏达（太原）机械股份有限公司"),
        ("宏达机械厂", "太原市宏达机械"),
    ],
)
def test_the_only_core_of_a_place_is_the_firm(load, ledger, answer):
    store = load(f"{ledger} | {CODE_A} | 太原小店区", f"{answer} | (空) | 山西省太原市")
    assert ask(store, "SELECT firm, how, score, decided_by FROM match") == [(CODE_A, "core", 1.0, "program")]
    assert ask(store, SUGGESTED) == []


@pytest.mark.parametrize(
    ("ledger", "answers"),
    [
        # another code
        (f"太原宏达机械有限公司 | {CODE_A} |", f"宏达机械有限公司 | {CODE_B} | 山西太原"),
        # another city
        (f"太原宏达机械有限公司 | {CODE_A} |", "宏达机械有限公司 | (空) | 山西大同"),
        # another county
        (f"宏达机械有限公司 | {CODE_A} | 太原小店区", "太原宏达机械有限公司 | (空) | 山西省太原市迎泽区"),
        # another legal form
        (f"宏达机械厂 | {CODE_A} |", "宏达机械有限公司 | (空) | 山西太原"),
        # other numbers
        (f"宏达12机械厂 | {CODE_A} |", "宏达13机械厂 | (空) | 山西太原"),
        # two firms of the core
        (f"太原宏达机械厂 | {CODE_A} |\n山西宏达机械厂 | {CODE_B} |", "宏达机械厂 | (空) | 山西太原"),
        # two answers of the core
        (
            f"太原市宏达机械厂 | {CODE_A} |",
            "太原宏达机械厂 | (空) | 山西太原\n山西宏达机械厂 | (空) | 山西太原",
        ),
        # the firm answered itself
        (f"宏达机械厂 | {CODE_A} |", f"宏达机械厂 | {CODE_A} | 山西太原\n太原宏达机械厂 | (空) | 山西太原"),
    ],
)
def test_a_core_that_may_be_another_firm_links_nothing(load, ledger, answers):
    store = load(ledger, answers)
    assert ask(store, "SELECT count(*) FROM match WHERE how = 'core'") == [(0,)]


def test_two_answers_of_one_firm_are_linked_both_and_one_counts(load):
    store = load(f"太原宏达机械厂 | {CODE_A} |", "宏达机械厂 | (空) | 山西太原\n宏达 机械厂 | (空) | 山西太原")
    assert ask(store, "SELECT r.row, m.how, r.counts FROM match m JOIN response r USING (response_id) ORDER BY 1") == [
        (2, "core", False),
        (3, "core", True),
    ]


# --- suggestions


def test_a_name_much_like_one_firm_is_suggested(load):
    store = load(
        f"太原宏达机械制造有限公司 | {CODE_A} |\n太原鑫源食品有限公司 | {CODE_B} |",
        "宏达机械制造有限公司太原 | (空) | 山西太原\n鑫原食品厂 | (空) | 山西太原",
    )
    assert ask(store, SUGGESTED) == [("match", "2-3", CODE_B, 75.0, "similar")]


def test_a_code_speaks_against_likeness_but_not_against_an_equal_core(load):
    store = load(
        f"宏达机械制造厂 | {CODE_A} |\n鑫源食品厂 | {CODE_B} |",
        f"宏达机械制作厂 | {CODE_C} | 山西太原\n太原鑫源食品厂 | {credit_code(4)} | 山西太原",
    )
    assert ask(store, SUGGESTED) == [("match", "2-3", CODE_B, 100.0, "similar")]


def test_between_two_firms_alike_nothing_is_suggested(load):
    ledger = f"宏达机械制造厂 | {CODE_A} |\n宏达机械制砖厂 | {CODE_B} |"
    assert ask(load(ledger, "宏达机械制作厂 | (空) | 山西太原"), SUGGESTED) == []


def test_the_own_city_comes_before_the_province(load):
    ledger = f"宏达机械制造厂 | {CODE_A} | 山西大同\n宏达机械制作厂 | {CODE_B} | 山西太原"
    store = load(ledger, "宏达机械制造厂 | (空) | 山西太原\n鑫源厂 | (空) | 山西晋中")
    assert ask(store, SUGGESTED) == [("match", "2-2", CODE_B, 83.0, "similar")]


def test_a_firm_of_another_city_of_the_province_is_suggested(load):
    store = load(f"宏达机械制造厂 | {CODE_A} | 山西大同", "宏达机械制造厂 | (空) | 山西太原")
    assert ask(store, SUGGESTED) == [("match", "2-2", CODE_A, 100.0, "similar")]


def test_a_firm_that_answered_is_not_suggested(load):
    store = load(f"宏达机械制造厂 | {CODE_A} |", f"甲厂 | {CODE_A} | 山西太原\n宏达机械制作厂 | (空) | 山西太原")
    assert ask(store, "SELECT subject FROM suggestion WHERE about = 'match'") == []


def test_an_equal_name_with_another_code_is_suggested(load):
    store = load(f"宏达机械厂 | {CODE_A} |", f"宏达机械厂 | {CODE_B} | 山西太原")
    assert ask(store, MATCHED) == [("宏达机械厂", None, "doubtful")]
    assert ask(store, SUGGESTED) == [("match", "2-2", CODE_A, 100.0, "name")]


@pytest.mark.parametrize(
    ("ledger", "found"),
    [
        (f"宏达机械制造加工厂 | |\n宏达机械制造 加二厂 | {CODE_A} |", []),
        (
            f"太原宏达机械制造厂 | |\n宏达机械制造厂 | {CODE_A} |",
            [("double", *sorted((CODE_A, "太原宏达机械制造厂@140100")), 100.0, "similar")],
        ),
        (f"宏达机械厂 | {CODE_A} |\n宏达机械厂 | {CODE_B} |", [("double", CODE_A, CODE_B, 100.0, "name")]),
        (f"太原宏达机械厂 | {CODE_A} |\n宏达机械厂 | {CODE_B} |", []),  # two codes are two firms
        (f"太原宏达12厂 | |\n宏达13厂 | {CODE_A} |", []),
        (f"太原宏达机械厂 | | 太原\n宏达机械厂 | {CODE_A} | 大同", []),
    ],
)
def test_ledger_firms_that_may_be_one(load, ledger, found):
    assert ask(load(ledger), SUGGESTED) == found


# --- decisions


def test_a_confirmed_answer_is_linked_by_who_confirmed_it(load):
    store = load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原\n丁厂 | (空) | 山西太原")
    decide(store, "match", "2-2", CODE_B, "same")
    assert ask(store, MATCHED) == [("鑫原食品厂", CODE_B, "confirmed"), ("丁厂", None, "none")]
    assert ask(store, "SELECT score, decided_by FROM match WHERE how = 'confirmed'") == [(None, "王某")]
    assert ask(store, SUGGESTED) == []
    importing.rebuild(store)
    assert ask(store, MATCHED)[0] == ("鑫原食品厂", CODE_B, "confirmed")


def test_a_refused_pair_is_not_suggested_again_and_comes_back_when_undone(load):
    store = load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原")
    before = content(store)
    decide(store, "match", "2-2", CODE_B, "different")
    for _ in range(2):
        assert (ask(store, SUGGESTED), ask(store, MATCHED)) == ([], [("鑫原食品厂", None, "none")])
        importing.rebuild(store)
    importing.undo(store, [one.decision for one in review.held(store)])
    assert content(store) == before


@pytest.mark.parametrize(("answer", "how"), [("太原鑫源食品厂", "core"), ("鑫源食品厂", "name")])
def test_what_was_refused_is_not_linked_either(load, answer, how):
    store = load(f"鑫源食品厂 | {CODE_B} |", f"{answer} | (空) | 山西太原")
    assert ask(store, MATCHED) == [(answer, CODE_B, how)]
    decide(store, "match", "2-2", CODE_B, "different")
    assert (ask(store, MATCHED), ask(store, SUGGESTED)) == ([(answer, None, "none")], [])


def test_a_decision_holds_when_the_file_is_sent_again_with_other_rows(load, store, tmp_path):
    load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原")
    decide(store, "match", "2-2", CODE_B, "same")
    importing.withdraw(store, 2)
    again = drawing.rows_of("name | credit_code | place\n丁厂 | (空) | 山西太原\n鑫原 食品厂 | (空) | 山西太原")
    importing.load([drawing.write(tmp_path / "又一份.xlsx", again)], store)
    assert ask(store, MATCHED) == [("丁厂", None, "none"), ("鑫原 食品厂", CODE_B, "confirmed")]


def test_the_last_decision_on_an_answer_holds(load):
    store = load(f"鑫源食品厂 | {CODE_B} |\n甲厂 | {CODE_A} |", "鑫原食品厂 | (空) | 山西太原")
    decide(store, "match", "2-2", CODE_A, "same")
    decide(store, "match", "2-2", CODE_B, "same")
    assert ask(store, MATCHED) == [("鑫原食品厂", CODE_B, "confirmed")]


def test_united_firms_are_one_everywhere(load):
    store = load(
        f"太原宏达机械制造厂 | |\n宏达机械制造厂 | {CODE_A} |\n丁厂 | {CODE_B} |",
        "太原宏达机械制造厂 | (空) | 山西太原",
    )
    pair = sorted((CODE_A, "太原宏达机械制造厂@140100"))
    decide(store, "double", *pair[::-1], "same")
    assert ask(store, "SELECT firm, name, credit_code FROM assisted ORDER BY firm") == [
        (CODE_A, "太原宏达机械制造厂", CODE_A),
        (CODE_B, "丁厂", CODE_B),
    ]
    assert ask(store, MATCHED) == [("太原宏达机械制造厂", CODE_A, "name")]
    assert ask(store, "SELECT row, value FROM issue WHERE rule = 'firms_united'") == [(3, "宏达机械制造厂")]
    assert ask(store, SUGGESTED) == []


def test_of_two_codes_the_earlier_one_stays_and_answers_of_both_are_its(load):
    store = load(
        f"宏达机械厂 | {CODE_B} |\n宏达机械厂 | {CODE_A} |",
        f"甲 | {CODE_A} | 山西太原\n乙 | {CODE_B} | 山西太原",
    )
    decide(store, "double", CODE_A, CODE_B, "same")
    assert ask(store, "SELECT firm, credit_code FROM assisted") == [(CODE_B, CODE_B)]
    assert ask(store, "SELECT firm, count(*), count(*) FILTER (WHERE counts) FROM response GROUP BY 1") == [
        (CODE_B, 2, 1)
    ]


def test_firms_united_one_by_one_are_all_one(load):
    store = load("".join(f"宏达机械厂 | {credit_code(number)} |\n" for number in (3, 1, 2)))
    decide(store, "double", CODE_A, CODE_B, "same")
    decide(store, "double", CODE_A, CODE_C, "same")
    assert ask(store, "SELECT firm FROM assisted") == [(CODE_C,)]


def test_firms_kept_apart_are_not_suggested_again(load):
    store = load(f"宏达机械厂 | {CODE_A} |\n宏达机械厂 | {CODE_B} |")
    decide(store, "double", CODE_B, CODE_A, "different")
    assert ask(store, SUGGESTED) == []
    assert ask(store, "SELECT count(*) FROM assisted") == [(2,)]


def test_a_decision_is_refused_whole_if_one_of_it_names_nobody(load):
    store = load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原")
    good = Decision("match", "2-2", CODE_B, "same")
    version = warehouse.current_version(store)
    for bad in (
        good._replace(place="9-9"),
        good._replace(subject="谁"),
        good._replace(verdict="也许"),
        good._replace(about="cell"),
        Decision("double", CODE_B, CODE_B, "same"),
    ):
        with pytest.raises(Refused):
            importing.decide(store, [good, bad])
    assert (review.held(store), warehouse.current_version(store)) == ([], version)
    with pytest.raises(Refused, match="没有可以撤销的决定"):
        importing.undo(store, [7])


def test_several_decisions_make_one_version(load):
    store = load(
        f"鑫源食品厂 | {CODE_B} |\n宏达机械厂 | {CODE_A} |\n宏达机械厂 | {CODE_C} |", "鑫原食品厂 | (空) | 山西太原"
    )
    reader = warehouse.open(store, warehouse.ALL)
    pairs = review.pairs(reader)
    reader.close()
    before = warehouse.current_version(store)
    importing.decide(store, [pair.decided("same") for pair in pairs])
    assert warehouse.current_version(store) == before + 1
    assert ask(store, "SELECT count(*) FROM assisted") == [(2,)]
    assert ask(store, "SELECT decided_by FROM match") == [("person",)]


def test_a_pair_stands_with_both_records_and_no_person(load):
    store = load(f"鑫源食品厂 | {CODE_B} | 太原小店区", "鑫原食品厂 | (空) | 山西太原")
    reader = warehouse.open(store, warehouse.ALL)
    (pair,) = review.pairs(reader)
    reader.close()
    assert (pair.about, pair.year, pair.score, pair.why) == ("match", 2022, 75.0, "similar")
    left = ("2-2", "鑫原食品厂", None, "140000", "140100", None, 28, "中国质量认证中心", "答卷.xlsx", "Sheet1", 2)
    right = (CODE_B, "鑫源食品厂", CODE_B, "140000", "140100", "140105", None, None, "台账.xlsx", "台账", 3)
    assert (tuple(pair.left), tuple(pair.right)) == (left, right)


# --- the command line


def test_suggestions_are_listed_and_decided_from_the_command_line(load, loaders):
    load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原")
    assert loaders("suggestions").out == f"match 2022 75 2-2 鑫原食品厂 | {CODE_B} 鑫源食品厂\n"
    (record,) = loaders("suggestions", "--json").json
    assert (record["about"], record["left"]["key"], record["right"]["key"]) == ("match", "2-2", CODE_B)
    done = loaders("decide", "match", "2-2", CODE_B, "same", "--reason", "电话核实", "--json")
    assert (done.code, done.json) == (0, [])
    assert loaders("decide", "match", "2-9", CODE_B, "same").code == 2


def test_a_reason_is_kept_with_the_decision(load, loaders, store):
    load(f"鑫源食品厂 | {CODE_B} |", "鑫原食品厂 | (空) | 山西太原")
    assert loaders("decide", "match", "2-2", CODE_B, "different", "--reason", "电话核实").code == 0
    (kept,) = register.decisions(store, "match")
    assert (kept.verdict, kept.reason, kept.before) == ("different", "电话核实", "2022 鑫原食品厂@140100")


# --- for any firms

BASES = ("宏达机械制造厂", "宏达机械制砖厂", "鑫源食品加工有限公司", "永兴物流服务有限公司", "星辰纺织印染厂")
codes = st.sampled_from(["", *map(credit_code, range(1, 5))])
written_names = st.builds(
    lambda place, base, at, sign: place + base[:at] + sign + base[at + 1 :],
    st.sampled_from(["", "太原", "太原市", "山西"]),
    st.sampled_from(BASES),
    st.integers(0, 5),
    st.sampled_from(["口", ""]),
)
ledgers = st.lists(st.tuples(st.sampled_from(BASES), codes), min_size=2, max_size=6)
several = st.lists(st.tuples(written_names, st.one_of(st.just(""), codes)), min_size=1, max_size=6)


@settings(
    max_examples=6, phases=[Phase.generate], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ledger=ledgers, answers=several, data=st.data())
def test_only_a_decision_changes_what_counts_and_it_links_one_answer(tmp_path_factory, ledger, answers, data):
    folder = tmp_path_factory.mktemp("any")
    store = Store(folder / "store")
    lines = [
        "\n".join(f"{name} | {code or blank} | 山西太原" for name, code in rows)
        for rows, blank in ((ledger, ""), (answers, "(空)"))
    ]
    importing.load(write(folder, *lines), store)
    linked = "SELECT count(DISTINCT match.firm) FROM match JOIN response USING (response_id) WHERE match.firm IS NOT NULL AND counts"
    # a suggestion counts nowhere: what is suggested is not linked, and the rate is that of the linked firms
    assert ask(
        store, "SELECT count(*) FROM suggestion s JOIN match m ON m.response_id = s.place WHERE m.firm IS NOT NULL"
    ) == [(0,)]
    assert rate(store)[0] == ask(store, linked)[0][0]
    reader = warehouse.open(store, warehouse.ALL)
    pairs = [pair for pair in review.pairs(reader) if pair.about == "match"]
    reader.close()
    if not pairs:
        return
    pair = data.draw(st.sampled_from(pairs))
    before, (answered, firms_before) = content(store), rate(store)
    taken = ask(store, f"SELECT count(*) FROM match WHERE firm = '{pair.right.key}'")[0][0] > 0
    importing.decide(store, [pair.decided("different")])
    assert rate(store) == (answered, firms_before)
    importing.rebuild(store)
    assert (pair.left.key, pair.right.key) not in ask(store, "SELECT place, subject FROM suggestion")
    importing.undo(store, [one.decision for one in review.held(store)])
    assert content(store) == before
    importing.decide(store, [pair.decided("same")])
    assert ask(store, f"SELECT firm, how FROM match WHERE response_id = '{pair.left.key}'") == [
        (pair.right.key, "confirmed")
    ]
    assert rate(store) == (answered + (not taken), firms_before)


def rate(store: Store) -> tuple[float, float]:
    reader = warehouse.open(store, warehouse.ALL)
    try:
        row = compute(reader, ["response_rate"]).iloc[0]
        return row["numerator"], row["denominator"]
    finally:
        reader.close()


# --- how well it finds

EXACT = {"equal", "blanks and width"}
BY_CORE = {"no place", "full place", "place in brackets", "other form", "no form"}


def test_untidy_names_are_linked_right_or_suggested(store, tmp_path):
    """600 firms, 400 answers without a code in ten ways of writing, 60 of firms no ledger has; seeded."""
    rng = Random(20221103)
    every = untidied.firms(rng, 660)
    ledger, outside = every[:600], every[600:]
    answers = []
    for nth, (city, brand, trade, form, code) in enumerate(ledger[:400]):
        ways = untidied.untidy(rng, city, brand, trade, form)
        change = list(ways)[nth % len(ways)]
        answers.append(untidied.Untidy(ways[change], city, change, code))
    answers += [untidied.Untidy(untidied.written(*firm[:4]), firm[0], "outside", None) for firm in outside]
    drawn = "\n".join(f"{untidied.written(*firm)} | {code} | 山西{firm[0]}" for *firm, code in ledger)
    blank = "\n".join(f"{one.name} | (空) | 山西省{one.city}市" for one in answers)
    importing.load(write(tmp_path, drawn, blank), store)
    linked = dict(
        ask(store, "SELECT r.row, m.firm FROM match m JOIN response r USING (response_id) WHERE m.firm NOT NULL")
    )
    likely = dict(ask(store, "SELECT r.row, s.subject FROM suggestion s JOIN response r ON r.response_id = s.place"))
    right = {row: one for row, one in enumerate(answers, 2) if one.firm}
    found = {row for row, one in right.items() if linked.get(row) == one.firm}
    sure = {row for row, one in right.items() if one.change in EXACT | BY_CORE}
    assert len(linked) == len(found)  # nothing is linked wrongly
    assert len(sure & found) >= 0.9 * len(sure)
    assert sum(row in found or likely.get(row) == one.firm for row, one in right.items()) >= 0.97 * len(right)
