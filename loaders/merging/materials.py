"""Materials: what lists name, each once by its unit, kind and title; what has no title stands for itself."""

MATERIAL_ROWS = """
CREATE TEMP TABLE material_row AS
SELECT s.submission, s.year, r.* EXCLUDE (filename) FROM {materials} r JOIN received s ON s.rows = r.filename
"""

MATERIALS = """
INSERT INTO material BY NAME
SELECT * EXCLUDE (title_key) FROM material_row QUALIFY title_key = '' OR row_number() OVER (
    PARTITION BY year, unit, material, title_key ORDER BY submission DESC, sheet, row
) = 1
"""

STATEMENTS = (MATERIAL_ROWS, MATERIALS)
