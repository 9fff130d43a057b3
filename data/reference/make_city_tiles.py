"""Build city_tiles.csv from the arrangements drawn below: one word a tile, the short name of a unit, a dot where none is.

Usage: python make_city_tiles.py
Drawn by hand from general knowledge of which unit lies beside which; no map and no boundary data were used.
"""

import csv
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ["province", "code", "column", "row"]
DRAWN = """
北京市
. 延庆 怀柔 密云
门头沟 昌平 顺义 平谷
石景山 海淀 朝阳 通州
. 西城 东城 .
房山 丰台 大兴 .

天津市
. . 蓟州 .
武清 . 宝坻 宁河
北辰 红桥 河北 东丽
西青 南开 和平 河东
静海 河西 津南 滨海

河北省
. 张家口 承德 .
. 廊坊 唐山 秦皇岛
保定 沧州 . .
石家庄 衡水 . .
邢台 . . .
邯郸 . . .

山西省
. 朔州 大同
. 忻州 .
吕梁 太原 阳泉
. 综改示范区 晋中
临汾 . 长治
运城 . 晋城

内蒙古自治区
. . . . . . 呼伦贝尔
. . . . . . 兴安
. . . . 锡林郭勒 赤峰 通辽
. 巴彦淖尔 包头 呼和浩特 乌兰察布 . .
阿拉善 乌海 鄂尔多斯 . . . .

辽宁省
. 阜新 . 铁岭
朝阳 锦州 沈阳 抚顺
葫芦岛 盘锦 辽阳 本溪
. 营口 鞍山 丹东
. 大连 . .

吉林省
白城 松原 . .
. 长春 吉林 延边
四平 辽源 通化 白山

黑龙江省
. 大兴安岭 . . .
. 黑河 伊春 鹤岗 .
齐齐哈尔 绥化 . 佳木斯 双鸭山
大庆 哈尔滨 . 七台河 鸡西
. . 牡丹江 . .

上海市
. . 宝山 崇明 .
嘉定 普陀 静安 虹口 杨浦
青浦 长宁 徐汇 黄浦 浦东
松江 闵行 . . 临港新片区
金山 奉贤 . . .

江苏省
徐州 . 连云港 .
宿迁 淮安 盐城 .
. 扬州 泰州 南通
南京 镇江 . .
. 常州 无锡 苏州

浙江省
. 湖州 嘉兴 . .
. 杭州 绍兴 宁波 舟山
衢州 金华 . 台州 .
. 丽水 温州 . .

安徽省
. 淮北 宿州 .
亳州 . 蚌埠 滁州
阜阳 淮南 合肥 马鞍山
六安 . 铜陵 芜湖
安庆 池州 . 宣城
. . 黄山 .

福建省
. 南平 宁德
. 三明 福州
龙岩 泉州 莆田
漳州 厦门 .

江西省
. 九江 景德镇 .
宜春 南昌 . 上饶
萍乡 新余 抚州 鹰潭
. 吉安 . .
. 赣州 . .

山东省
. 滨州 东营 . . .
德州 济南 淄博 潍坊 烟台 威海
聊城 泰安 . . 青岛 .
菏泽 济宁 临沂 日照 . .
. 枣庄 . . . .

河南省
. . . 安阳 .
. . . 鹤壁 濮阳
. 济源 焦作 新乡 .
三门峡 洛阳 郑州 开封 商丘
. 平顶山 许昌 漯河 周口
南阳 . 驻马店 . .
. . . 信阳 .

湖北省
十堰 襄阳 随州 . . .
神农架 荆门 . 孝感 . 黄冈
恩施 宜昌 . 天门 武汉 鄂州
. 荆州 潜江 仙桃 . 黄石
. . . . 咸宁 .

湖南省
. 张家界 常德 岳阳
湘西 . 益阳 长沙
怀化 娄底 湘潭 株洲
. 邵阳 衡阳 .
. 永州 郴州 .

广东省
. . . 韶关 . . .
. . 清远 . 河源 梅州 潮州
. 肇庆 佛山 广州 惠州 揭阳 汕头
. 云浮 江门 中山 东莞 汕尾 .
茂名 阳江 . 珠海 深圳 . .
湛江 . . . . . .

广西壮族自治区
. 河池 柳州 桂林
百色 . 来宾 贺州
崇左 南宁 贵港 梧州
防城港 钦州 . 玉林
. 北海 . .

海南省
. 临高 澄迈 海口 文昌
儋州 白沙 屯昌 定安 琼海
昌江 五指山 琼中 . 万宁
东方 . 保亭 . 陵水
. 乐东 三亚 . .
. . . . 三沙

重庆市
. . . . 城口 巫溪 .
. . . 开州 云阳 奉节 巫山
潼南 合川 . 梁平 万州 . .
铜梁 北碚 两江 垫江 忠县 石柱 .
大足 璧山 沙坪坝 渝中 长寿 丰都 .
荣昌 永川 九龙坡 南岸 涪陵 武隆 .
. 江津 大渡口 巴南 南川 彭水 黔江
. . . 綦江 . 酉阳 秀山

四川省
. 阿坝 绵阳 广元 巴中
甘孜 . 德阳 南充 达州
雅安 成都 资阳 遂宁 广安
. 眉山 内江 . .
凉山 乐山 自贡 泸州 .
攀枝花 . 宜宾 . .

贵州省
. 遵义 铜仁
毕节 贵阳 黔东南
六盘水 安顺 黔南
黔西南 . .

云南省
怒江 迪庆 丽江 . 昭通
保山 大理 楚雄 昆明 曲靖
德宏 临沧 . 玉溪 .
. 普洱 . 红河 文山
. 西双版纳 . . .

西藏自治区
阿里 . 那曲 昌都
. 日喀则 拉萨 林芝
. . 山南 .

陕西省
. . 榆林 .
. . 延安 .
. . 铜川 渭南
宝鸡 咸阳 西安 商洛
汉中 . 安康 .

甘肃省
酒泉 嘉峪关 . . . .
. 张掖 金昌 . . .
. . 武威 白银 . 庆阳
. . 兰州 定西 . 平凉
. . 临夏 . 天水 .
. . 甘南 陇南 . .

青海省
海西 海北 西宁 海东
. 海南 黄南 .
玉树 果洛 . .

宁夏回族自治区
. 石嘴山
. 银川
中卫 吴忠
. 固原

新疆维吾尔自治区
. 塔城 白杨 阿勒泰 北屯 . .
双河 博尔塔拉 克拉玛依 胡杨河 . . .
可克达拉 伊犁 石河子 昌吉 五家渠 哈密 新星
. . . 乌鲁木齐 吐鲁番 . .
克孜勒苏 阿克苏 阿拉尔 铁门关 巴音郭楞 . .
喀什 图木舒克 . . . . .
. 和田 昆玉 . . . 新疆兵团
"""


def rows() -> list[list[str]]:
    """Province, code, column and row of every tile, as drawn; a name that is no unit of its province stops it."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        regions = [row for row in csv.DictReader(file) if row["status"] == "current"]
    provinces = {row["name"]: row["code"] for row in regions if row["level"] == "province"}
    units = {(row["parent"], row["short"]): row["code"] for row in regions if row["level"] == "city"}
    tiles = []
    for block in DRAWN.strip().split("\n\n"):
        name, *lines = block.splitlines()
        province = provinces[name]
        for down, line in enumerate(lines):
            for across, word in enumerate(line.split()):
                if word != ".":
                    tiles.append([province, units[province, word], str(across), str(down)])
    return tiles


def main() -> None:
    """Write city_tiles.csv beside this script."""
    with (HERE / "city_tiles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
