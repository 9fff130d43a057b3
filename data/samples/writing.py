"""How people fill in a questionnaire: percentages, dates and places in many spellings, and free text."""

from random import Random

from data.samples.firms import OF_PROVINCE, Place, contact, firm_name, phone, short_names

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
# The same remarks in other words. Which of them a firm uses is drawn apart, so that all else stays as it was drawn.
WORDINGS: dict[str, tuple[str, ...]] = {
    "培训内容实用，讲解清楚": (
        "课程贴合生产实际，一听就懂", "质量管理体系标准讲得很透，内审员收获很大", "培训通俗易懂、案例多，新员工也能学会",
    ),
    "老师多次到厂指导，解决了现场问题": (
        "专家来车间现场诊断，次品率降下来了", "审核员手把手教我们做过程控制", "{surname}老师上门服务三次，帮我们理顺了检验记录",
    ),
    "机构服务态度好，回复及时": (
        "认证机构的{surname}经理随叫随到", "认证机构专业，有问必答", "微信群里答疑很快，材料怎么填都有人教",
    ),
    "政府组织有力": ("市场监管局牵头，组织得好", "政府搭台，认证机构和企业对接方便", "提升行动通知及时、安排周到"),
    "帮助我们理顺了管理制度": (
        "建立了质量管理体系，岗位职责清楚了", "{name}的制度文件重新梳理了一遍，员工有章可循", "流程管理规范多了，返工少了",
    ),
    "专家专业，诊断问题准确": ("专家一眼看出焊接工序的问题", "帮扶组懂行业，提的改进意见能落地"),
    "免费培训，员工质量意识提高明显": ("全员培训以后质量意识强了", "内审员拿到了证，质量工具也会用了"),
    "都比较满意": ("整体很满意", "各方面都不错，感谢", "对客户投标很有帮助"),
    "激励政策了解的渠道少": ("不清楚有哪些财政补贴，政策宣传没有到企业", "激励政策是从同行那里听说的"),
    "希望增加现场培训次数": ("培训场次太少，报不上名", "希望多到车间里讲，少开大会"),
    "资金支持不足": ("认证费用对小微企业还是偏高", "买检测设备缺资金", "补贴到账慢，金额也不多"),
    "后续跟踪服务少": ("拿证以后就没人管了，缺少回访", "认证机构审核完就走，没有持续跟踪"),
    "培训时间与生产冲突": ("旺季安排培训，抽不出人", "时间太赶，半天讲不完"),
    "技术支持不够": ("检验方法遇到难题找不到人问", "希望计量和标准化方面有技术支持"),
    "政策宣传范围可以再大一些": ("县里的企业知晓的不多", "建议把宣传做到乡镇和园区"),
    "线上课程偏理论，案例少": ("网课听不懂，缺少本行业案例", "直播没有回放，互动少"),
    "多组织同行业交流学习": ("组织到标杆企业参观", "办一次全市同行的经验交流会", "多搞质量管理小组之间的交流"),
    "加大财政补贴力度": ("对首次获证的小微企业给予奖励", "认证费用能减免一部分", "希望贷款和认证证书挂钩"),
    "增加分行业的培训课程": ("食品企业和机械企业分开培训", "针对一线员工开一些短课程"),
    "建立长期帮扶机制": ("帮扶不要一阵风，要常态化", "指定一名专家长期联系企业"),
    "简化认证流程": ("审核材料能少一点", "手续繁琐，能不能网上办", "认证周期缩短一些"),
    "希望长期开展下去": ("提升行动明年继续办", "坚持开展下去，让更多企业受益"),
    "多一些优良案例分享": ("把做得好的企业案例印成小册子", "请获奖企业来讲讲经验"),
    "加强认证后的跟踪服务": ("获证后每年回访一次", "监督审核之外也来指导指导"),
    "质量工具应用培训": ("SPC和FMEA怎么用，想系统学学", "想学QC七大手法，请老师来讲课"),
    "内审员培训": ("再培训两名内审员", "内审员换人了，需要重新培训"),
    "检测设备方面的技术支持": ("化验室建设和检测设备选型", "出厂检验项目不会做，需要检测机构帮忙"),
    "认证费用补贴": ("环境和职业健康认证也给点补助", "换证费用补贴"),
    "专家现场诊断": (
        "请专家来看看热处理工序", "想预约一次现场诊断，联系人{contact}，电话{phone}", "希望{name}也能排上专家上门",
    ),
    "标准化方面的指导": ("企业标准怎么写，想请人指导", "参与团体标准制定的门路"),
    "数字化管理方面的辅导": ("ERP和质量追溯软件怎么选", "想做信息化，缺懂行的人"),
}  # fmt: skip
# The last option of these questions as printed, and what firms wrote to it.
OTHER = {
    "q8": ("其他。请简述", ("人员稳定", "团队协作更顺畅", "安全意识增强", "员工归属感提升")),
    "q14": ("其他，请简述", ("培训资料齐全", "线上答疑方便", "同行交流活动")),
    "q15": ("其他，请简述", ("培训时间与生产冲突", "填报资料较多", "希望增加线上答疑")),
}


def said(remark: str, place: Place, serial: int, industry: int) -> str:
    """A remark in the words of the firm of that number; some say a name or a telephone, as firms do."""
    own = Random(f"{serial} {remark}")
    text, person = own.choice((remark, *WORDINGS.get(remark, ()))), contact(own)
    return text.format(name=firm_name(place, serial, industry), contact=person, surname=person[0], phone=phone(serial))


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
