"""A firm's digest is the same in Python and in SQL, and shows nothing of the firm."""

import duckdb
import pytest

from data.digest import SHAPE, digest, in_sql

KEYS = ["91120111YL0083110X", "甲公司@140100", "甲公司@", "ＡＢ 公司@140000", "𠮷野@110000", "'", ""]


@pytest.mark.parametrize("key", KEYS)
def test_sql_and_python_agree_on_every_key(key):
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {in_sql('$1')}", [key]).fetchall() == [(digest(key),)]


def test_every_firm_has_one_of_its_own_of_one_shape():
    digests = [digest(key) for key in KEYS]
    assert len(set(digests)) == len(KEYS)
    assert all(SHAPE.fullmatch(one) for one in digests)
