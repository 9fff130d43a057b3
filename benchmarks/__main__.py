"""`make bench`: every timing in one table."""

import tempfile
from pathlib import Path

from benchmarks import browsing, computing, loading, reporting, sessions
from benchmarks.timing import table
from data.samples import national_2021
from data.store import Store
from loaders import importing

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    export = folder / national_2021.FILE
    national_2021.write(export)
    ratios = loading.run(export, folder)
    sample, million = Store(folder / "sample"), Store(folder / "million")
    importing.load([export], sample)
    print(table([*ratios, *computing.run(sample, million)]))
    stores = {"5,639": sample.path, "1,003,742": million.path}
    print(browsing.table([*reporting.run(sample), *browsing.run(stores), *sessions.run(sample.path)]))
