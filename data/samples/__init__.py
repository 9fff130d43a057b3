"""The sample inbox: files of invented firms whose totals are those of the published report."""
