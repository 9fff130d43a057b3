"""Answers to the questionnaire as its form is since 2022, with its skips.

Q3 ③④⑤ leads past Q4; Q7 ③ leads to Q14, so that Q8 to Q13 are never asked of who improved little.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from data.forms.questionnaire import option_texts, questions
from data.samples import writing
from data.samples.export import EMPTY, leading_cells, multiple
from data.samples.firms import industry_names, phone
from data.samples.ledgers import Firm

FORM = 2022
# As printed on the form, where it differs from the register.
PRINTED_INDUSTRIES = {23: "其他类制造业", 29: "批发和零售业;汽车、摩托、个人及家庭用品修理业"}
AFTER_Q7 = ("q8", "q9", "q10", "q11", "q12", "q13")

LIKING = {
    "q8": (91, 88, 61, 65, 36, 23, 36, 30, 61, 46, 34, 1),
    "q14": (62, 57, 40, 73, 68, 45, 1),
    "q15": (20, 31, 34, 6, 4, 21, 2),
}
# Blank: its mean in percent, and the option of Q8 that goes with it.
GAINS = {
    "q9_1": (12.0, 7), "q9_2": (13.0, 7), "q9_3": (14.5, 7), "q10_1": (9.0, 8), "q10_2": (6.5, 8),
    "q11_1": (8.0, 9), "q11_2": (7.0, 9), "q12_1": (12.0, 10), "q12_2": (10.0, 10), "q12_3": (18.0, 10),
}  # fmt: skip


@dataclass
class Answer:
    """One answer; `credit_code` is what the firm typed, `counts` is false where the firm answered again later."""

    firm: Firm
    credit_code: str
    chosen: dict[str, int]
    ticks: dict[str, set[int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    counts: bool = True


def draw(rng: Random, firms: Sequence[Firm], improved: float, satisfied: float) -> list[Answer]:
    """One answer a firm: the share that improved, and of those the share that is satisfied, are met exactly."""
    little = round(len(firms) * (1 - improved))
    unhappy = round((len(firms) - little) * (1 - satisfied))
    grades = [(3, 0)] * little + [(rng.choice((1, 2)), rng.choice((3, 3, 4))) for _ in range(unhappy)]
    while len(grades) < len(firms):
        effect = rng.choice((1, 1, 2))
        grades.append((effect, rng.choice((1, 1, 1, 2)) if effect == 1 else rng.choice((1, 2))))
    rng.shuffle(grades)
    return [answer(rng, firm, *grade) for firm, grade in zip(firms, grades, strict=True)]


def answer(rng: Random, firm: Firm, effect: int, satisfaction: int) -> Answer:
    """One firm's answer; `satisfaction` 0 is not asked."""
    drawn = Answer(firm, firm.credit_code, {"q3": firm.certified, "q5": firm.participation, "q7": effect})
    if satisfaction:
        drawn.chosen["q13"] = satisfaction
        drawn.ticks["q8"] = tick(rng, "q8", min(8, max(1, round(rng.gauss(5, 1.8)))))
        for column, (mean, aspect) in GAINS.items():
            if rng.random() < (0.6 if aspect in drawn.ticks["q8"] else 0.1):
                drawn.texts[column] = writing.as_written(rng, writing.percentage(rng, mean))
            elif rng.random() < 0.1:
                drawn.texts[column] = rng.choice(writing.UNFILLED)
    drawn.ticks["q14"] = tick(rng, "q14", rng.choice((1, 2, 3, 3, 4, 5)))
    content = satisfaction in (1, 2) and rng.random() < 0.45
    drawn.ticks["q15"] = {7} if content else tick(rng, "q15", rng.choice((1, 1, 2)))
    if content:
        drawn.texts["q15"] = "无"
    for column, (share, phrases) in writing.TEXTS.items():
        if rng.random() < share and not (content and column == "q15_text"):
            drawn.texts[column] = writing.said(rng.choice(phrases), firm.place, firm.serial, firm.industry)
    return drawn


def tick(rng: Random, question: str, count: int) -> set[int]:
    """So many options of a question, the popular ones more often."""
    keys = {option: rng.random() ** (1 / weight) for option, weight in enumerate(LIKING[question], 1)}
    return set(sorted(keys, key=lambda option: keys[option], reverse=True)[:count])


def untidied(
    rng: Random, found: list[Answer], tidy: Sequence[Answer], codeless: int, mistyped: int, twice: int
) -> list[Answer]:
    """The answers in their order, of the tidy ones some without a code, some with a wrong one, some given twice."""
    odd = rng.sample(tidy, codeless + mistyped + twice)
    for one in odd[: codeless + mistyped]:
        place_in_full(one)
    for one in odd[:codeless]:
        one.credit_code = ""
    for one in odd[codeless : codeless + mistyped]:
        one.credit_code = mistype(rng, one.credit_code)
    for one in odd[codeless + mistyped :]:
        earlier = replace(answer(rng, one.firm, 2, rng.choice((2, 3))), counts=False)
        found.insert(rng.randrange(found.index(one) + 1), earlier)
    return found


def place_in_full(one: Answer) -> None:
    """Have the answer name its city, so that name and city can say who answered."""
    one.texts["place"] = one.firm.place["province"] + one.firm.place["city"]


def mistype(rng: Random, code: str) -> str:
    """A code with a sign left out, two swapped, or a letter for a digit."""
    at = next(index for index in range(2, 8) if code[index] != code[index + 1])
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    return rng.choice((code[:-3] + code[-2:], swapped, code.replace("0", "O", 1)))


def cells(rng: Random, answers: Sequence[Answer], moments: Sequence[datetime]) -> list[list[str]]:
    """The cells right of 序号, in the order the answers came in."""
    columns = questions(FORM)
    last_month = moments[-1].year * 12 + 8
    rows = []
    for one, moment in zip(answers, moments, strict=True):
        given = {**about_firm(rng, one), "q4": writing.certified_on(rng, one.chosen["q3"], last_month)}
        rows.append(leading_cells(rng, one.firm.place, moment) + [cell(rng, one, row, given) for row in columns])
    return rows


def cell(rng: Random, one: Answer, row: dict[str, str], given: dict[str, str]) -> str:
    """The text of one cell."""
    column = row["column"]
    if row["question"] in AFTER_Q7 and one.chosen["q7"] == 3:
        return writing.SKIPPED
    if column in one.chosen:
        return option_texts(column)[one.chosen[column]]
    if column in one.ticks:
        return multiple(rng, column, one.ticks[column], one.texts.get(column, ""))
    return given.get(column) or one.texts.get(column, EMPTY)


def about_firm(rng: Random, one: Answer) -> dict[str, str]:
    """Who answered."""
    firm = one.firm
    return {
        "name": firm.name,
        "place": one.texts.get("place") or writing.place_as_written(rng, firm.place),
        "credit_code": one.credit_code,
        "industry": PRINTED_INDUSTRIES.get(firm.industry, industry_names()[firm.industry]),
        "body": firm.body.name,
        "contact_name": firm.contact,
        "contact_phone": phone(firm.serial),
    }


def counts(answers: Sequence[Answer], ledger: Sequence[Firm]) -> dict[str, Any]:
    """How a hand matches answers to the firms of the ledgers: by credit code, else by name and city, else not.

    A firm that answered again counts once, by its last answer. `firms` are distinct firms of the ledgers; the response
    rate is (those with an answer, those).
    """
    codes = {firm.credit_code for firm in ledger}
    names = {(firm.name, firm.place["city"]) for firm in ledger}
    how = Counter(
        "code" if one.credit_code in codes else "name" if (one.firm.name, one.firm.place["city"]) in names else "none"
        for one in answers
    )
    return {
        "firms": len(codes),
        "answers": len(answers),
        "answers_counted": sum(one.counts for one in answers),
        "matched_by_code": how["code"],
        "matched_by_name": how["name"],
        "unmatched": how["none"],
        "response_rate": (len({one.firm.credit_code for one in answers} & codes), len(codes)),
    }


def satisfied(answers: Sequence[Answer], city: str) -> tuple[int, int]:
    """Options 1 and 2 of Q13, and who was asked it, among the answers of a city that count."""
    said = [one.chosen.get("q13") for one in answers if one.counts and one.firm.place["city"] == city]
    asked = [choice for choice in said if choice]
    return sum(choice <= 2 for choice in asked), len(asked)
