"""A version as Parquet files, for an engine that cannot read DuckDB's file: a folder for each relation, years apart."""

import shutil
from pathlib import Path
from typing import Any, Final

from data import schema
from data.errors import Refused
from data.schema import Column
from data.store import room
from data.warehouse import Reader
from metrics.relations import YEARLY

NAMES: Final = (*YEARLY, "pilot", "pilot_member", "version")  # what metrics are computed over, and which version it is
# No figure needs them, and a cluster is seen by more people than a laptop. Firm keys stay: they are counted and joined.
LEFT_OUT: Final = ("name", "credit_code", "title", "reason", "link", "q4")


def columns(relation: str) -> tuple[Column, ...]:
    """The columns of a relation that are exported: not what firms wrote, nor what they are called."""
    (of,) = (one for one in schema.RELATIONS if one.name == relation)
    return tuple(one for one in of.columns if one.name not in LEFT_OUT and not one.name.endswith("_text"))


def export(reader: Reader, folder: Path) -> dict[str, int]:
    """Write the version into a new folder; rows by relation. A folder that exists and is not empty is refused."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise Refused("“{folder}”不是空文件夹，什么也没有写。请换一个新的文件夹", folder=folder)
    building = folder.with_name(f".building-{folder.name}")
    shutil.rmtree(building, ignore_errors=True)
    try:
        with room():
            written = {name: _write(reader, name, building / name) for name in NAMES}
            if folder.is_dir():
                folder.rmdir()
            building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return written


def _write(reader: Reader, name: str, folder: Path) -> int:
    from pyarrow import dataset  # takes a while to import, and only exports need it

    folder.mkdir(parents=True)  # stays empty where the relation is
    held = [one.name for one in columns(name)]

    def write(batches: Any) -> None:
        years = ["year"] if "year" in held else None
        dataset.write_dataset(
            batches,
            folder,
            format="parquet",
            partitioning=years,
            partitioning_flavor="hive" if years else None,
            existing_data_behavior="overwrite_or_ignore",
        )

    reader.stream(f"SELECT {', '.join(held)} FROM {name}", write)
    return int(reader.rows(f"SELECT count(*) FROM {name}")[0][0])
