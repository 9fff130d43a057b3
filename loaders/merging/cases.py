"""Good cases: those recommended, each once, with what the ledgers know of the firm."""

# Rows of lists with the firm they speak of: its code, the one ledger firm of its name and city, else name and city.
CASE_ROWS = """
CREATE TEMP TABLE case_row AS
WITH named AS (
    SELECT name_key, city, min(firm) AS firm FROM ledger_row SEMI JOIN {cases} USING (name_key)
    WHERE name_key IS NOT NULL AND city IS NOT NULL
    GROUP BY name_key, city HAVING count(DISTINCT firm) = 1
)
SELECT s.submission, s.year, r.* EXCLUDE (filename), i.sector,
       coalesce(r.credit_code, named.firm, r.name_key || '@' || coalesce(r.city, r.province, '')) AS firm
FROM {cases} r JOIN received s ON s.rows = r.filename LEFT JOIN industry i ON i.code = r.industry
LEFT JOIN named ON named.name_key = r.name_key AND named.city = r.city
"""

# What the newest list states counts, and what no list states is as the firm's latest ledger or answer has it.
GOOD_CASES = """
INSERT INTO good_case BY NAME
WITH listed AS (
    SELECT year, firm, title_key,
           first(title ORDER BY submission DESC, row) FILTER (WHERE title IS NOT NULL) AS title,
           first(name ORDER BY submission DESC, row) FILTER (WHERE name IS NOT NULL) AS name,
           min(credit_code) AS credit_code,
           first({'province': province, 'city': city, 'county': county} ORDER BY city IS NULL, submission DESC, row)
               FILTER (WHERE province IS NOT NULL) AS place,
           first({'industry': industry, 'sector': sector} ORDER BY submission DESC, row)
               FILTER (WHERE industry IS NOT NULL) AS trade,
           first(body ORDER BY submission DESC, row) FILTER (WHERE body IS NOT NULL) AS body,
           first(recommended_by ORDER BY submission, row) FILTER (WHERE recommended_by IS NOT NULL) AS recommended_by,
           first(selected ORDER BY submission DESC, row) FILTER (WHERE selected IS NOT NULL) AS selected,
           first({'submission': submission, 'sheet': sheet, 'row': row} ORDER BY submission DESC, row) AS source
    FROM case_row GROUP BY year, firm, title_key
), placed AS (
    SELECT c.*, a.city AS known_city, a.province IS NOT NULL AND coalesce(place.province = a.province, TRUE) AS is_there,
           a.province AS known_province, a.county AS known_county, a.industry AS known_industry,
           a.sector AS known_sector, a.body AS known_body, a.credit_code AS known_code, a.name AS known_name
    FROM listed c ASOF LEFT JOIN assisted a ON c.firm = a.firm AND c.year >= a.year
)
SELECT year, title, firm, coalesce(name, known_name) AS name, coalesce(credit_code, known_code) AS credit_code,
       coalesce(place.province, known_province) AS province,
       CASE WHEN place.city IS NULL AND is_there THEN known_city ELSE place.city END AS city,
       CASE WHEN coalesce(place.city = known_city, TRUE) AND place.county IS NULL AND is_there THEN known_county
            ELSE place.county END AS county,
       coalesce(trade.industry, known_industry) AS industry,
       CASE WHEN trade.industry IS NULL THEN known_sector ELSE trade.sector END AS sector,
       coalesce(body, known_body) AS body, recommended_by, selected, source.submission, source.sheet, source.row
FROM placed
"""

STATEMENTS = (CASE_ROWS, GOOD_CASES)
