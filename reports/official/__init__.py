"""The official tables, filled from the data cell by cell: grid and wording are those of the papers."""
