"""R's intervals, tests and weights on fixed inputs, as a workbook: `python -m tests.golden.make_inference`.

It needs R with the package survey (Debian: r-base-core, r-cran-survey, r-cran-mass); the tests need only the workbook. Each sheet
has the inputs first and then what R makes of them by inference.R, whose text and versions are in the workbook too.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import pandas as pd

HERE = Path(__file__).parent
WORKBOOK, SCRIPT = HERE / "inference_r.xlsx", HERE / "inference.R"
SHEETS = {"intervals": "区间", "differences": "两组比较", "cases": "加权", "firms": "加权的企业"}


def intervals() -> pd.DataFrame:
    """Shares of endless and of finite populations, up to those known whole."""
    shares = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (81, 263), (15, 148), (1, 29), (5498, 5639), (37, 40.5)]
    populations = [None, 1.5, 1.02, 1, 100]
    rows = [(good, of, of * n if n else None) for good, of in shares for n in populations]
    return pd.DataFrame(rows, columns=["good", "of", "population"])


def differences() -> pd.DataFrame:
    """Pairs of groups: large, small, alike, without any, one beside hundreds."""
    rows = [
        (56, 70, 48, 80),
        (9, 10, 3, 10),
        (6, 7, 2, 7),
        (5, 56, 0, 29),
        (0, 10, 0, 20),
        (10, 10, 0, 20),
        (5498, 5639, 5407, 5639),
        (412, 450, 301, 350),
        (1, 1, 340, 400),
        (20, 40, 50, 100),
        (10, 10, 20, 20),
        (95, 100, 180, 200),
    ]
    return pd.DataFrame(rows, columns=["good", "of", "other_good", "other_of"])


def firms() -> pd.DataFrame:
    """Three ledgers: of four cities and industries; of many rare industries; and one that nearly all answered."""
    random = Random(20221118)
    rows = []
    for case, (count, industries, answering) in enumerate([(400, 4, 0.5), (300, 14, 0.35), (120, 3, 0.97)], 1):
        for firm in range(1, count + 1):
            city = random.choices((140100, 140200, 140300, 140400), (8, 4, 2, 1))[0]
            industry = random.choices(range(1, industries + 1), [2.0**-n + 0.01 for n in range(industries)])[0]
            likely = answering * (0.6 + 0.4 * (city == 140100)) if case < 3 else answering
            answered = random.random() < likely
            asked = answered and random.random() < 0.9
            good = asked and random.random() < 0.65 + 0.3 * (industry == 1)
            rows.append((case, firm, city, industry, int(answered), int(asked), int(good)))
    return pd.DataFrame(rows, columns=["case", "firm", "city", "industry", "answered", "asked", "good"])


def cases() -> pd.DataFrame:
    """Each ledger raked to cities, and to cities and industries."""
    return pd.DataFrame([(n, m) for n in (1, 2, 3) for m in ("city", "city industry")], columns=["case", "margins"])


def main() -> None:
    """Ask R and write the workbook."""
    with tempfile.TemporaryDirectory() as name, pd.ExcelWriter(WORKBOOK, engine="xlsxwriter") as book:
        folder = Path(name)
        for sheet, frame in zip(SHEETS, (intervals(), differences(), cases(), firms()), strict=True):
            frame.to_csv(folder / f"{sheet}.csv", index=False)
        subprocess.run(["Rscript", str(SCRIPT), name], check=True)
        versions = (folder / "versions.txt").read_text().splitlines()
        about = [
            *versions,
            "各表前几列是输入，其余是 R 的结果；R 代码见表“R代码”。",
            "重做：python -m tests.golden.make_inference",
        ]
        pd.Series(about).to_excel(book, sheet_name="说明", index=False, header=False)
        for sheet, title in SHEETS.items():
            pd.read_csv(folder / f"{sheet}.csv", skipinitialspace=True).to_excel(book, sheet_name=title, index=False)
        code = SCRIPT.read_text(encoding="utf-8").splitlines()
        pd.Series(code).to_excel(book, sheet_name="R代码", index=False, header=False)
    print(*versions, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
