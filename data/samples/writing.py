"""How people fill in a questionnaire: percentages, dates and places in many spellings, and free text."""

from random import Random

from data.samples.firms import OF_PROVINCE, Place, short_names

SKIPPED = "(跳过)"
UNFILLED = ("无", "/", "不清楚", "暂无", "未统计")
TENTHS = "一二三四五六七八九"

# Free text: the share of firms that wrote something, and what they wrote.
TEXTS: dict[str, tuple[float, tuple[str, ...]]] = {
    "q14_text": (0.22, (
        "培训内容实用，讲解清楚", "老师多次到厂指导，解决了现场问题", "机构服务态度好，回复及时", "政府组织有力",
        "帮助我们理顺了管理制度", "专家专业，诊断问题准确", "免费培训，员工质量意识提高明显", "都比较满意",
    )),
    "q15_text": (0.16, (
        "激励政策了解的渠道少", "希望增加现场培训次数", "资金支持不足", "后续跟踪服务少",
        "培训时间与生产冲突", "技术支持不够", "政策宣传范围可以再大一些", "线上课程偏理论，案例少",
    )),
    "q16_text": (0.2, (
        "多组织同行业交流学习", "加大财政补贴力度", "增加分行业的培训课程", "建立长期帮扶机制",
        "简化认证流程", "希望长期开展下去", "多一些优良案例分享", "加强认证后的跟踪服务",
    )),
    "q17_text": (0.17, (
        "质量工具应用培训", "内审员培训", "检测设备方面的技术支持", "认证费用补贴",
        "专家现场诊断", "标准化方面的指导", "暂无需求", "数字化管理方面的辅导",
    )),
}  # fmt: skip
# The last option of these questions as printed, and what firms wrote to it.
OTHER = {
    "q8": ("其他。请简述", ("人员稳定", "团队协作更顺畅", "安全意识增强", "员工归属感提升")),
    "q14": ("其他，请简述", ("培训资料齐全", "线上答疑方便", "同行交流活动")),
    "q15": ("其他，请简述", ("培训时间与生产冲突", "填报资料较多", "希望增加线上答疑")),
}


def percentage(rng: Random, mean: float) -> int:
    """One percentage in hundredths, rounded the way people round."""
    value = rng.gammavariate(1.8, mean / 1.8)
    step = rng.choices((500, 100, 250, 10, 1), (52, 33, 6, 6, 3))[0]
    return min(9500, max(step, round(value * 100 / step) * step))


def as_written(rng: Random, value: int) -> str:
    """A percentage the way people write it: 18, 18%, 约18%, 12.5％, 两成, 10-15."""
    number = plain(value)
    forms, weights = [number, f"{number}%", f"{number}％", f"约{number}%", f"{number}%左右"], [52, 26, 6, 7, 3]
    if value % 1000 == 0:
        forms.append("两成" if value == 2000 else f"{TENTHS[value // 1000 - 1]}成")
        weights.append(8)
    spread = {0: 500, 250: 250}.get(value % 500, 0)
    if spread and value > spread:
        forms.append(f"{plain(value - spread)}-{plain(value + spread)}{rng.choice(('', '%'))}")
        weights.append(10)
    return rng.choices(forms, weights)[0]


def plain(value: int) -> str:
    """Hundredths as the shortest number: 1250 is 12.5."""
    return f"{value / 100:.2f}".rstrip("0").rstrip(".")


def certified_on(rng: Random, certified: int, last: int) -> str:
    """Year and month of the first certificate; the campaign began in October 2020 and `last` counts from year 0."""
    if certified > 2:
        return SKIPPED
    start, end = (2008 * 12, 2020 * 12 + 8) if certified == 1 else (2020 * 12 + 10, last)
    month = round(rng.triangular(start, end, end))
    year, month = month // 12, month % 12 + 1
    return rng.choices(
        (f"{year}年{month}月", f"{year}-{month:02d}", f"{year}.{month}", f"{year}/{month}"), (6, 2, 2, 1)
    )[0]


def place_as_written(rng: Random, place: Place) -> str:
    """省市 the way people write it: 山西省太原市, 山西太原, 江苏省-苏州市, 北京市, 广东省深圳市南山区."""
    province, city = place["province"], place["city"]
    if province.endswith("市"):
        forms = [province + city, province, f"{province}-{city}", OF_PROVINCE.sub("", province) + city]
        return rng.choices(forms, (50, 12, 18, 20))[0]
    forms = [province + city, "".join(short_names(place)), f"{province}-{city}", province + city + place["district"]]
    return rng.choices(forms, (55, 18, 15, 12))[0]
