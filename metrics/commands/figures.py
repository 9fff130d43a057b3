"""Figures and what stands behind them: the catalogue, values, firms, bases, gains."""

import sys
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.errors import Refused
from data.warehouse import Reader
from locales import N_, of_environment, translate
from metrics import explanation, exporting, spark
from metrics.bases import bases
from metrics.commands.asking import Arguments, Command, Shown, asked, dimensions, reader, records, table
from metrics.lineage import firms
from metrics.outliers import gains, outliers
from metrics.query import Filters, compute
from metrics.registry import METRICS, metric
from metrics.relations import RELATIONS
from metrics.values import check, pair


def add(command: Command) -> None:
    """Add the commands."""
    command("list", _list, "every metric with its base and definition", about_a_version=False)
    show = command("show", _show, "values of metrics")
    show.add_argument("names", nargs="+", metavar="NAME")
    show.add_argument("--by", default="", metavar="DIM,DIM", help="group by these dimensions")
    show.add_argument("--explain", action="store_true", help="also how they came about, and from which files")
    show.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="what computes them")
    show.add_argument(
        "--parquet", metavar="DIR", help="what `export` wrote, for Spark (default: exported for this run)"
    )
    export = command("export", _export, "the version as Parquet files, for Spark: docs/scale.md")
    export.add_argument("folder", type=Path, metavar="DIR")
    behind = command("firms", _firms, "the firms, answers or reports behind one figure")
    behind.add_argument("name", metavar="NAME")
    behind.add_argument("--part", choices=("numerator", "denominator"), default="numerator")
    behind.add_argument(
        "--by-value", action="append", default=[], metavar="DIM=VALUE", help="the row of a grouped figure; empty: none"
    )
    on_bases = command("bases", _bases, "one question on its several bases")
    on_bases.add_argument("name", metavar="NAME")
    of_gains = command("gains", _gains, "every gain: n, mean, median, outliers")
    out = command("outliers", _outliers, "the answers of a gain to look at")
    out.add_argument("name", metavar="NAME")
    for one in (show, behind, on_bases, of_gains, out):
        one.add_argument(
            "--cumulative", action="store_true", help="all years up to the one of --where, else up to the newest"
        )


def _list(_: Arguments) -> Shown:
    return table(catalogue(of_environment()))


def catalogue(language: str) -> pd.DataFrame:
    """Every metric: name, label, unit, relation, dimensions, base, definition, source."""
    return pd.DataFrame(
        {
            "name": one.name,
            "label": one.title(language),
            "unit": one.unit,
            "relation": one.relation,
            "dimensions": ",".join(RELATIONS[one.relation].dimensions),
            "base": translate(one.base, language),
            "definition": translate(one.definition, language),
            "source": translate(one.source, language),
        }
        for one in METRICS.values()
    )


def _show(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, arguments.names)
    by = dimensions(arguments.by)
    frame = _computed(arguments, reader, by, where)
    language = of_environment()
    if arguments.cumulative and len(where.get("year")) < 2:
        for name in dict.fromkeys(arguments.names):
            if reason := explanation.caveat(reader, name, where):
                sentence = translate(
                    N_("“{name}”的累计跨过了问卷的变化。{reason}"),
                    language,
                    name=name,
                    reason=translate(reason, language),
                )
                print(sentence, file=sys.stderr)
    if not arguments.explain:
        return table(frame)
    explained = explanation.explanation(reader, arguments.names, by, where, arguments.cumulative, language)
    document = {"rows": records(frame), "explanation": explained}
    return Shown(document, f"{table(frame).text}\n\n{explanation.text(explained, language)}")


def _computed(arguments: Arguments, reader: Reader, by: list[str], where: Filters) -> pd.DataFrame:
    asked = arguments.names, by, where, arguments.cumulative
    if arguments.engine == "duckdb":
        if arguments.parquet:
            raise Refused("--parquet 只和 --engine spark 一起用")
        return compute(reader, *asked)
    with ExitStack() as opened:
        folder = arguments.parquet
        if not folder:
            folder = str(Path(opened.enter_context(TemporaryDirectory()), "version"))
            exporting.export(reader, Path(folder))
        engine = opened.enter_context(closing(spark.SparkReader(folder)))
        engine.refuse_unless_of(reader)
        return compute(engine, *asked)


def _export(arguments: Arguments) -> Shown:
    written = exporting.export(reader(arguments), arguments.folder)
    return table(pd.DataFrame(written.items(), columns=["relation", "rows"]))


def _firms(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    at: dict[str, str | int | None] = {}
    for condition in arguments.by_value:
        dimension, value = pair(condition, "--by-value", "province=140000")
        if value:
            check(reader, [metric(arguments.name).relation], dimension, value)
        at[dimension] = next(iter(Filters.of(**{dimension: [value]}).get(dimension))) if value else None
    found = firms(reader, arguments.name, where, arguments.part, at, arguments.cumulative)
    return Shown(records(found), table(found.drop(columns="behind", errors="ignore")).text)


def _bases(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    return table(bases(reader, arguments.name, where, arguments.cumulative))


def _gains(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, ["gain_revenue"])
    return table(gains(reader, where, arguments.cumulative))


def _outliers(arguments: Arguments) -> Shown:
    reader, where = asked(arguments, [arguments.name])
    return table(outliers(reader, arguments.name, where, arguments.cumulative))
