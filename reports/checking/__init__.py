"""The figure checker: what a draft says in figures, held against itself and against the data."""
