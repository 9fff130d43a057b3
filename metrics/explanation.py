"""How a figure came about: its definition and base, the statement with what is bound to it, and the files behind it."""

from collections.abc import Sequence
from typing import Any

from data.warehouse import Reader
from locales import N_, translate
from metrics.change import break_between
from metrics.lineage import files
from metrics.query import Filters, compute, records
from metrics.registry import metric
from metrics.relations import RELATIONS
from metrics.statement import rows_of, statement

HEADS = {
    "definition": N_("定义"),
    "base": N_("口径"),
    "source": N_("来源"),
    "relation": N_("数据表"),
    "rows": N_("数据行"),
    "caveat": N_("注意"),
}


def explanation(
    reader: Reader,
    names: Sequence[str],
    by: Sequence[str],
    where: Filters,
    cumulative: bool,
    language: str,
) -> dict[str, Any]:
    """`version`, `sql` and its bound `values`, and of each of the `metrics` what it means and its `files`.

    `rows` is the query of the relation's rows. Raises Refused as `compute` does.
    """
    asked = tuple((d, len(values)) for d, values in where.values)
    sql = statement(tuple(names), tuple(dict.fromkeys(by)), asked, cumulative)
    bound = [(d, value) for d, values in where.values for value in values]
    values = [{"mark": f"${place}", "dimension": d, "value": value} for place, (d, value) in enumerate(bound, 1)]
    metrics = [_of_metric(reader, name, by, where, cumulative, language) for name in dict.fromkeys(names)]
    return {"version": reader.version, "sql": _tidy(sql), "values": values, "metrics": metrics}


def text(explained: dict[str, Any], language: str) -> str:
    """The explanation to be read on a terminal."""

    def said(msgid: str, **values: object) -> str:
        return translate(msgid, language, **values)

    lines = []
    for one in explained["metrics"]:
        lines.append(f"{one['metric']}  {one['label']}")
        lines += [f"  {said(head)}: {one[key]}" for key, head in HEADS.items() if one[key]]
        lines.append("  " + said(N_("文件（计入的行数）")) + ":")
        lines += [f"    #{of['submission']} {of['file']}  {of['rows']}" for of in one["files"]] or ["    —"]
    lines += ["SQL:", explained["sql"]]
    lines += [f"  {value['mark']} = {value['dimension']} {value['value']}" for value in explained["values"]]
    return "\n".join([*lines, said(N_("数据版本")) + f": {explained['version']}"])


def caveat(reader: Reader, name: str, where: Filters) -> str:
    """Why a figure over all years up to the one filtered mixes what does not compare, a msgid; empty where it does not."""
    (last,) = where.get("year") or (None,)
    years = [int(year) for year in compute(reader, [name], ["year", *_only_one(name)], where.but(year=[]))["year"]]
    years = [year for year in years if last is None or year <= int(last)]
    return break_between(name, min(years), max(years)) if years else ""


def _only_one(name: str) -> tuple[str, ...]:
    reports = RELATIONS[metric(name).relation].reports
    return (*reports.only_one, *reports.parts) if reports else ()


def _of_metric(
    reader: Reader, name: str, by: Sequence[str], where: Filters, cumulative: bool, language: str
) -> dict[str, Any]:
    one = metric(name)
    read = files(reader, name, by, where, cumulative)
    is_mixed = cumulative and len(where.get("year")) < 2
    return {
        "metric": name,
        "label": one.title(language),
        "definition": translate(one.definition, language),
        "base": translate(one.base, language),
        "source": translate(one.source, language),
        "relation": one.relation,
        "rows": _tidy(rows_of(one, cumulative)[1]),
        "caveat": translate(reason, language) if is_mixed and (reason := caveat(reader, name, where)) else "",
        "files": records(read),
    }


def _tidy(sql: str) -> str:
    return "\n".join(line.strip() for line in sql.strip().splitlines())
