"""附件1 提升行动工作成效评估内容及指标一览表, and the sheet of scores that goes with it."""

from data.reference import table

SHEET = "附件1"
TITLE = "提升行动工作成效评估内容及指标一览表"
SCHEME = "tianjin_2024"  # of assessment_indicators.csv: what the paper asks for
HEADS = ("序号", "考核内容", "考核项目", "主要参考指标", "考核方式")
METHODS = {  # by the source of an indicator
    "expert": "专家综合定性打分法：依据各省局自评报告、实地调研和汇报情况，由专家综合组织发动、宣传培训和精准帮扶举措，确定最终得分情况。"
    "关注表现突出和进步提升较大的工作成效。",
    "survey": "第三方问卷测评：对各省所有帮扶企业进行问卷调查，综合问卷调研中小微企业对提升成效、满意度、意见建议，确定最终得分。"
    "重点关注表现突出和提升成效进步较大的省局。",
}
SCORES, SCORES_TITLE = "得分", "提升行动工作成效评估得分（百分制）"
SCORE_HEADS = ("序号", "被评单位")  # then 考核项目


def indicators() -> list[dict[str, str]]:
    """The rows of the table."""
    return [row for row in table("assessment_indicators") if row["scheme"] == SCHEME]


def points(row: dict[str, str]) -> str:
    """主要参考指标 of an indicator as printed: numbered where there are several."""
    listed = row["assessed"].split("|")
    return "\n".join(f"{number}.{point}" for number, point in enumerate(listed, 1)) if listed[1:] else listed[0]
