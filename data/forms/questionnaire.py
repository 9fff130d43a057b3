"""企业调查问卷 as 问卷星 prints it: what stands around the stems of the questions, and the texts of the options."""

from functools import cache

from data.reference import table

# Printed around the stem of data/reference/questions.csv: before it, after it.
PRINTED = {
    "q2": ("", "："),
    "q3": ("", "？"),
    "q6": ("", "____（请填写认证机构全称）"),
    "q7": ("通过参与提升行动，", "？"),
    "q8": ("通过提升行动，", "？（按照提升效果进行选择，最多选择 8 项）"),
    "q9": ("", "？"),
    "q10": ("", "？"),
    "q11": ("", "？"),
    "q12": ("", "？"),
    "q13": ("", "？"),
    "q14": ("在本次提升行动中，", "？（请按照满意程度选择，最多选择五项）"),
    "q15": ("在本次提升行动中，", "？"),
    "q16": ("针对进一步做好提升行动，", "？"),
    "q17": ("", "？"),
}
ITEM_HINTS = {"name": "（请填写企业全称）", "contact_name": "：", "contact_phone": "："}


def questions(form: int) -> list[dict[str, str]]:
    """The columns of a form, in its order."""
    return [row for row in table("questions") if row["form"] == str(form)]


def paper_number(question: str) -> str:
    """The number of a question on paper; the two 选填题 and the last item have none."""
    digits = question.removeprefix("q")
    return digits if digits.isdecimal() else ""


def heading(row: dict[str, str], number: int | str, nth: int) -> str:
    """Heading of a column; only the first column of a question carries its stem. `number` may be empty."""
    before, after = PRINTED.get(row["question"], ("", ""))
    numbered = f"{number}、" if number else ""
    stem = f"{numbered}{before}{row['stem']}{after}"
    item = row["item"]
    if not item:
        return stem
    if row["kind"] in ("increase", "decrease", "indicator"):
        return f"{stem if nth == 1 else ''}({nth}){item}___%"
    item += ITEM_HINTS.get(row["column"], "")
    return f"{stem}—{item}" if nth == 1 else f"{numbered}{item}"


def option_heading(row: dict[str, str], number: str, position: int) -> str:
    """Heading of the column that one option of a multiple choice has, where each has its own."""
    option = option_texts(row["question"])[position]
    return f"{heading(row, number, 1)}({option})" if position == 1 else f"{number}({option})"


@cache
def option_texts(question: str) -> dict[int, str]:
    """Texts of the options of a question, by position."""
    return {int(row["position"]): row["text"] for row in table("options") if row["question"] == question}
