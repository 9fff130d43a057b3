"""帮扶企业所属行业: the 39 industries of the 备注 of 附表, which of them have assisted firms, and how many."""

SHEET = "行业"
TITLE = "小微企业质量管理体系认证提升行动帮扶企业所属行业"
HEADS = ("编号", "大类名称", "是否覆盖", "帮扶企业数量（家）")
YES, NO, WHOLE = "是", "否", "合计"
UNIT = "个"  # of industries
