"""Spark where it is missing, and what the types become. Its figures: `make spark`, in an environment that has it."""

import pytest

from data import schema
from data.errors import Refused
from metrics import spark
from metrics.exporting import NAMES, columns

OF_SPARK = {"STRING", "TINYINT", "SMALLINT", "INT", "DOUBLE", "BOOLEAN", "TIMESTAMP_NTZ", "DATE"}


def test_every_exported_column_has_a_type_of_spark():
    for name in NAMES:
        for column in columns(name):
            assert spark.TYPES.get(column.type, column.type) in OF_SPARK, (name, column.name)


def test_every_name_exported_is_a_relation():
    assert set(NAMES) <= {relation.name for relation in schema.RELATIONS}


@pytest.mark.parametrize("missing", spark.NEEDED)
def test_without_a_package_of_its_own_it_is_refused_with_how_to_get_it(monkeypatch, missing):
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == missing else object())
    with pytest.raises(Refused, match=r"requirements-spark\.txt"):
        spark.SparkReader("somewhere")


def test_without_java_it_is_refused_with_how_to_get_it(monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda _: object())
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="Java 17"):
        spark.SparkReader("somewhere")
