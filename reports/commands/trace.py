"""What stands behind a cell: `python -m reports trace statistics-table B7 --where year=2022 --where province=140000`."""

from typing import Any

from locales import of_environment
from metrics.commands.asking import Arguments, Command, Shown, reader, records, table
from metrics.registry import metric
from metrics.values import filters
from reports.figure import Figure
from reports.kinds import TABLES
from reports.official.grid import Score, cell
from reports.official.tracing import Behind, trace


def add(command: Command) -> None:
    """Add the command."""
    parser = command("trace", _trace, "the firms or the rows sent in behind a cell of an official table")
    parser.add_argument(
        "table", choices=TABLES, help=", ".join(f"{name}: {title}" for name, (title, _) in TABLES.items())
    )
    parser.add_argument("cell", metavar="CELL", help="its address in the workbook, such as B5")


def _trace(arguments: Arguments) -> Shown:
    opened = reader(arguments)
    made = TABLES[arguments.table][1](opened, filters(opened, ["assisted", "answer"], arguments.where))
    found = trace(opened, made, arguments.cell)
    at = cell(made, arguments.cell)
    figures = [{**_plain(one), "rows": records(one.rows)} for one in found]
    document = {"table": arguments.table, "cell": at.address, "text": at.text, "figures": figures}
    return Shown(document, "\n\n".join([f"{at.address}  {at.text}", *map(_listed, found)]))


def _plain(one: Behind) -> dict[str, Any]:
    known = one.known
    if isinstance(known, Figure):
        return {"figure": known.plain()}
    return {"score": {"unit": known.unit, "indicator": known.indicator, "printed": known.printed}}


def _listed(one: Behind) -> str:
    known = one.known
    name = known.indicator if isinstance(known, Score) else metric(known.name).title(of_environment())
    return f"{name} {known.printed}\n{table(one.rows.drop(columns='behind', errors='ignore')).text}"
