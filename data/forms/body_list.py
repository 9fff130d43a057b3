"""帮扶企业的认证机构: name and approval number, as the 附表 asks for them, and the firms that each assists."""

SHEET = "认证机构"
TITLE = "小微企业质量管理体系认证提升行动帮扶企业的认证机构"
HEADS = ("序号", "认证机构的名称", "批准号", "帮扶企业数量（家）")
WHOLE = "合计"
UNIT = "家"  # of bodies
