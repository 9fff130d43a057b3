"""The registry's statements on Apache Spark, over a version that was exported to Parquet.

Spark and sqlglot are an optional group of dependencies, imported only here and in `dialect`. Where Spark runs is
Spark's own configuration, see docs/scale.md; without one it runs in this machine's processes.
"""

import os
import shutil
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Final

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from metrics.dialect import named, translated
from metrics.exporting import NAMES, columns

TYPES: Final = {
    "VARCHAR": "STRING",
    "INTEGER": "INT",
    "TIMESTAMP": "TIMESTAMP_NTZ",
}  # DuckDB → Spark, where they differ
NEEDED: Final = ("pyspark", "sqlglot")


class SparkReader:
    """An exported version, read-only: the same questions as to a version's `Reader`, the same frames.

    One thread at a time.
    """

    def __init__(self, folder: str):
        """`folder` is a path or any address that Spark can read, such as `s3a://…` or `hdfs://…`."""
        self._session = _session()
        from pyspark.errors import AnalysisException

        try:
            for name in NAMES:
                ddl = ", ".join(f"`{one.name}` {TYPES.get(one.type, one.type)}" for one in columns(name))
                self._session.read.schema(ddl).parquet(f"{folder}/{name}").createOrReplaceTempView(name)
        except AnalysisException as error:
            raise Refused(
                "“{folder}”中没有导出的数据版本。请先运行：python -m metrics export 文件夹", folder=folder
            ) from error

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The result as a frame; the statement is DuckDB's, values are bound and never become text of it."""
        steps, marks = translated(sql, "spark"), named(values)
        for name, table in steps.tables:  # a row for each group: small enough to come here and go back
            rows = self._session.sql(table, args=marks).toArrow()
            self._session.createDataFrame(rows).createOrReplaceTempView(name)
        return self._session.sql(steps.last, args=marks).toArrow().to_pandas()

    def refuse_unless_of(self, reader: Reader) -> None:
        """Figures must not be of another version than the filters and names around them."""
        asked = "SELECT version, built_at::VARCHAR AS built_at FROM version"
        exported, wanted = (one.frame(asked).to_dict("records") for one in (self, reader))
        if exported != wanted:
            raise Refused(
                "导出的文件不是数据版本 {version} 的。请重新导出：python -m metrics export 文件夹",
                version=reader.version,
            )

    def close(self) -> None:
        """Stop Spark."""
        self._session.stop()


def _session() -> Any:
    if not all(map(find_spec, NEEDED)) or not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Refused("这台电脑没有 Spark。请安装 Java 17，再运行：pip install -r requirements-spark.txt")
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # Arrow makes frames
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # nobody else connects, unless a cluster is meant to
    builder = SparkSession.builder.appName("tisheng").config("spark.log.level", "ERROR")
    try:
        session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate().newSession()
    except PySparkException as error:
        raise Refused("Spark 没有启动（需要 Java 17）：{reason}", reason=str(error)) from error
    session.conf.set("spark.sql.ansi.enabled", "true")  # an overflow or a bad cast is an error, never a null
    session.conf.set("spark.sql.session.timeZone", "UTC")
    if str(session.sparkContext.master).startswith("local"):  # 200 parts, Spark's default, are for a cluster
        session.conf.set("spark.sql.shuffle.partitions", str(session.sparkContext.defaultParallelism))
    return session
