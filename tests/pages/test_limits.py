"""口径与方法 lists every limit of the checks: nothing that a check compares with is hidden."""

from data.reference import table
from pages._parts import limits


def listed(visit, column: str) -> list[dict[str, str]]:
    frames = [one.value for one in visit("methods").test.dataframe if column in one.value.columns]
    (frame,) = frames
    return frame.to_dict("records")


def test_every_threshold_is_listed_with_its_value_and_unit(visit):
    rows = listed(visit, "为什么")
    assert [row["检查什么"] for row in rows] == [row["what"] for row in table("thresholds")]
    shown = dict(zip((row["name"] for row in table("thresholds")), (row["界限"] for row in rows), strict=True))
    assert shown["campaign_start"] == "2020-10-01"
    assert (shown["too_fast"], shown["shared_phone"], shown["similar_names"]) == ("30 秒", "3 家企业", "75%")


def test_every_skip_is_listed_in_the_words_of_the_form(visit):
    rows = listed(visit, "之后")
    assert len(rows) == len(table("skips"))
    assert rows[3] == {
        "问卷": "2022年",
        "题": "7",
        "回答": "提升不太明显",
        "之后": "不回答第 8、9、10、11、12、13 题",
        "依据": "问卷第7题：请跳至第14题",
    }


def test_every_quota_is_listed_with_what_the_notice_says(visit):
    rows = listed(visit, "原文")
    assert [(row["地区"], row["年度"], row["界限"]) for row in rows] == [
        ("上海市", "2021", "不少于 5"),
        ("上海市", "2021", "不多于 2"),
        ("上海市", "2021", "1–2"),
    ]


def test_every_unit_and_quota_has_its_words():
    assert {row["unit"] for row in table("thresholds")} <= {*limits.UNITS, "date", "percent"}
    assert {row["rule"] for row in table("quotas")} == set(limits.QUOTAS)
    assert {row["then"] for row in table("skips")} == set(limits.THEN)
