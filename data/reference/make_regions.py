"""Build regions.csv from the published tables (regions.md says which) and the three small tables beside it.

Usage: python make_regions.py PACKAGE GB2260
PACKAGE is the unpacked npm package @vant/area-data, GB2260 the folder of the Python package gb2260. Needs pypinyin.
"""

import csv
import json
import re
import runpy
import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin, load_single_dict

HERE = Path(__file__).parent
COLUMNS = ["code", "name", "level", "parent", "name_en", "short", "status", "successor"]
MUNICIPALITIES = ("11", "12", "31", "50")
# Below these the package lists towns, or districts outside GB/T 2260.
NOTHING_BELOW = ("71", "81", "82", "4419", "4420", "4604", "6202")
PSEUDO = re.compile(r"(市辖区|^县|^市|行政区划|行政单位|省直辖县)$")
NATIONS = (
    "蒙古|朝鲜|回|满|壮|藏|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|鄂温克|鄂伦春|土家|苗|侗|瑶|彝|白|傣|景颇|傈僳|哈尼|"
    "拉祜|佤|布朗|纳西|普米|怒|独龙|羌|黎|畲|水|布依|仡佬|仫佬|毛南|保安|东乡|撒拉|土|裕固|各"
)
SELF_GOVERNED = re.compile(rf"^(.{{2,}}?)(?:(?:{NATIONS})族?)+自治[区州县旗]$")
# Only these: 万柏林区, 清新区 and others end in the same letters.
TWO_LETTERS = "(?<=神农架)林区|(?<=浦东|滨海|沈北|两江)新区|(?<=六枝|万山)特区"
ZONE = re.compile(r"^\d{4}7\d$")

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """Rows of a small table beside this script."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ENGLISH = {row["name"]: row["name_en"] for row in rows_of("region_english")}
# A row of one character is its reading in place names (长 chang).
load_single_dict({ord(name): reading for name, reading in ENGLISH.items() if len(name) == 1})
ENDINGS = {name: english for name, english in ENGLISH.items() if name[-1] == "区" and len(name) > 1}


def short_name(name: str, code: str) -> str:
    """The name without its class and nations; one-character stems and banners keep the class (蔚县, 科尔沁左翼中旗)."""
    if governed := SELF_GOVERNED.match(name):
        return governed[1]
    if ZONE.match(code) or re.search(r"(矿区|[左右前中后合]旗)$", name):
        return name
    stem = re.sub(
        rf"(特别行政区|族?自治[区州县旗]|行政委员会|地区|(?:{NATIONS})族区|{TWO_LETTERS}|[省市区县旗盟])$", "", name
    )
    return stem if len(stem) > 1 else name


def level_of(code: str) -> str:
    """Municipal districts (直辖市) and province-administered counties (xx90xx) stand directly below the province: city."""
    if code.endswith("0000"):
        return "province"
    directly_below = code[:2] in MUNICIPALITIES or code[2:4] == "90" or code.endswith("00")
    return "city" if directly_below else "county"


def parent_of(code: str) -> str:
    """The unit above, by the code alone."""
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if level_of(code) == "city" else f"{code[:4]}00"


def spelled(text: str) -> str:
    """Pinyin as one word, with an apostrophe before a vowel inside it (Xi'an) and ü kept (Lüliang)."""
    syllables = lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)
    joined = "".join(f"'{s}" if at and s[0] in "aeo" else s for at, s in enumerate(syllables))
    return joined[:1].upper() + joined[1:]


def english_name(name: str, short: str) -> str:
    """The usual English form, else pinyin of the short name; a zone's ending is translated."""
    if name in ENGLISH or short in ENGLISH:
        return ENGLISH.get(name) or ENGLISH[short]
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if short.endswith(ending) and len(short) > len(ending) + 1:
            return f"{spelled(short.removesuffix(ending))} {ENDINGS[ending]}"
    return spelled(short)


def row(code: str, name: str, status: str = "current", key: str = "") -> Row:
    """One region; `key` where a withdrawn name needs its own beside the code's present name."""
    short = short_name(name, code)
    values = [key or code, name, level_of(code), parent_of(code), english_name(name, short), short, status, ""]
    return dict(zip(COLUMNS, values, strict=True))


def listed(package: Path) -> dict[str, str]:
    """Code and name of every entry of the package."""
    text = (package / "dist" / "index.cjs").read_text(encoding="utf-8")
    entries = re.findall(r"\b(\d{6})\b[\"']?\s*:\s*[\"']([^\"']+)[\"']", text)
    return {code: json.loads(f'"{name}"') for code, name in entries}  # the names are escaped


def is_region(code: str, name: str) -> bool:
    """Not a pseudo level, a town, or a map-service code (last two digits 90 and above)."""
    if code.endswith("0000"):
        return True
    pseudo = PSEUDO.search(name) or (code[:2] in MUNICIPALITIES and code.endswith("00"))
    below = code.startswith(NOTHING_BELOW) and not (len(code.rstrip("0")) <= 4 and code[:2] not in ("71", "81", "82"))
    return not (pseudo or below or int(code[4:]) >= 90)


def former(folder: Path) -> dict[tuple[str, str], int]:
    """Code and name of every entry of gb2260, with the last year it was listed."""
    years: dict[tuple[str, str], int] = {}
    for revision, names in runpy.run_path(str(folder / "data.py"))["data"].items():
        year = int(str(revision)[:4]) if revision else 2014
        for code, name in names.items():
            entry = (str(code), name)
            years[entry] = max(year, years.get(entry, 0))
    return years


def withdrawn(current: dict[str, Row], years: dict[tuple[str, str], int]) -> list[Row]:
    """Names no longer in force; a name whose code carries another name gets the key code-year."""
    taken = set(current)
    rows = []
    for (code, name), year in sorted(years.items(), key=lambda item: (item[0][0], -item[1])):
        in_force = code in current and current[code]["name"] == name
        if in_force or PSEUDO.search(name):
            continue
        key = f"{code}-{year}" if code in taken else code
        taken.add(key)
        rows.append(row(code, name, "withdrawn", key))
    return rows


def stem(entry: Row) -> str:
    """What stays of a name when its class changes (密云县, 密云区)."""
    return entry["short"] if len(entry["short"]) > 2 else entry["short"].rstrip("市区县旗")


def successor_of(old: Row, current: dict[str, Row], parents: dict[str, str]) -> str:
    """Same name under the same parent; else the code's present owner; else the same name elsewhere in the province."""
    parent = parents.get(old["parent"], old["parent"])
    alike = [c for c, r in current.items() if r["level"] == old["level"] and stem(r) == stem(old)]
    at_home = [code for code in alike if current[code]["parent"] == parent]
    if len(at_home) == 1:
        return at_home[0]
    if old["code"][:6] in current:
        return old["code"][:6]
    same = [c for c in alike if c[:2] == old["code"][:2] and current[c]["name"] == old["name"]]
    return same[0] if len(same) == 1 and not old["name"].endswith("区") else ""


def fill_successors(old: list[Row], current: dict[str, Row]) -> None:
    """Decided by hand first, then by rule, the upper level first because lower levels move with it."""
    decided = {row["code"]: row["successor"] for row in rows_of("region_successors")}
    parents: dict[str, str] = {}
    for entry in sorted(old, key=lambda row: row["level"] != "city"):
        by_hand = decided.get(entry["code"])
        entry["successor"] = successor_of(entry, current, parents) if by_hand is None else by_hand
        if entry["successor"]:
            parents[entry["code"]] = entry["successor"]


def build(package: Path, folder: Path) -> list[Row]:
    """All rows in code order, the current ones and the withdrawn."""
    extra = {entry["code"]: entry for entry in rows_of("regions_extra")}
    current = {c: row(c, n) for c, n in listed(package).items() if is_region(c, n) and c not in extra}
    added = [{name: entry[name] for name in COLUMNS} for entry in extra.values() if entry["status"] != "omitted"]
    current |= {entry["code"]: entry for entry in added if entry["status"] == "current"}
    by_hand = [entry for entry in added if entry["status"] == "withdrawn"]
    years = {entry: year for entry, year in former(folder).items() if entry[0] not in extra}
    old = withdrawn(current, years)
    fill_successors(old, current)
    return sorted([*current.values(), *old, *by_hand], key=lambda row: row["code"])


def main(package: str, folder: str) -> None:
    """Write regions.csv beside this script."""
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(build(Path(package), Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
