"""A version as Parquet files."""

import pandas as pd
import pytest
from pyarrow import dataset
from sqlglot import exp, parse_one

from data import schema
from data.errors import Refused
from metrics.exporting import LEFT_OUT, NAMES, columns, export
from metrics.relations import ALL_YEARS, RELATIONS

ANSWERS = """
    firm | name   | year | q13 | q16_text
    A    | 某公司 | 2021 | 1   | 多培训
    B    | 某厂   | 2022 |     |
"""


def held(folder, name: str) -> pd.DataFrame:
    return dataset.dataset(folder / name, format="parquet", partitioning="hive").to_table().to_pandas()


def test_every_row_arrives_and_years_stand_apart(spec, tmp_path):
    rows = export(spec(ANSWERS).reader, tmp_path / "out")
    assert rows["response"] == 2
    assert rows.keys() == set(NAMES)
    assert sorted(part.name for part in (tmp_path / "out" / "response").iterdir()) == ["year=2021", "year=2022"]
    read = held(tmp_path / "out", "response").sort_values("firm")
    assert list(read["firm"]) == ["A", "B"]
    assert list(read["year"]) == [2021, 2022]
    assert read["q13"].iloc[0] == 1
    assert pd.isna(read["q13"].iloc[1])


def test_names_and_what_firms_wrote_stay_here(spec, tmp_path):
    export(spec(ANSWERS).reader, tmp_path / "out")
    for file in (tmp_path / "out").rglob("*.parquet"):
        for private in ("某公司", "多培训"):
            assert private.encode() not in file.read_bytes()
    names = {one.name for relation in NAMES for one in columns(relation)}
    assert not names & {"name", "credit_code", "title", *schema.TEXTS}


def test_an_empty_relation_is_an_empty_folder(spec, tmp_path):
    export(spec(ANSWERS).reader, tmp_path / "out")
    assert list((tmp_path / "out" / "statistics").iterdir()) == []


def test_everything_a_statement_reads_is_exported():
    texts = [ALL_YEARS, *(sql for of in RELATIONS.values() for sql in (of.sql, of.so_far) if sql)]
    for of in RELATIONS.values():
        texts += [f"SELECT * FROM x {several.each}" for several in of.several.values()]
        texts += [f"SELECT * FROM x {several.any.format(values='1')}" for several in of.several.values()]
    read = [node for text in texts for node in parse_one(text, dialect="duckdb").find_all(exp.Table, exp.Column)]
    assert {node.name for node in read if isinstance(node, exp.Table)} - {"x", "years_"} <= set(NAMES)
    assert not {node.name for node in read if isinstance(node, exp.Column)} & set(LEFT_OUT)


def test_a_folder_that_holds_something_is_refused_and_stays(spec, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="不是空文件夹"):
        export(spec(ANSWERS).reader, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["mine.txt"]


def test_an_export_that_fails_leaves_nothing(spec, tmp_path, monkeypatch):
    drawn = spec(ANSWERS)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dataset, "write_dataset", full)
    with pytest.raises(Refused, match="磁盘已满"):
        export(drawn.reader, tmp_path / "out")
    assert not [path.name for path in tmp_path.iterdir() if "out" in path.name]
