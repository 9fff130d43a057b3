"""`make bench`: every timing in one table."""

import tempfile
from pathlib import Path

from benchmarks import computing, loading
from benchmarks.timing import table
from data.samples import national_2021
from data.store import Store
from loaders import importing

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    export = folder / national_2021.FILE
    national_2021.write(export)
    ratios = loading.run(export, folder)
    sample = Store(folder / "sample")
    importing.load([export], sample)
    print(table([*ratios, *computing.run(sample, Store(folder / "million"))]))
