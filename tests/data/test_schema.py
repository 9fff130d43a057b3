"""The relations of a version."""

from dataclasses import dataclass

import duckdb
import pytest

from data import schema
from data.schema import RELATIONS, Column, Relation

BY_RELATION = pytest.mark.parametrize("relation", RELATIONS, ids=[relation.name for relation in RELATIONS])
PERCENT = {name for name in schema.RESPONSE.names if name in schema.GAINS}


@BY_RELATION
def test_ddl_creates_the_columns_with_their_types(relation):
    with duckdb.connect() as connection:
        connection.execute(relation.ddl)
        made = connection.execute(f"DESCRIBE {relation.name}").fetchall()
    assert [(name, type_) for name, type_, *_ in made] == [(c.name, c.type) for c in relation.columns]


@BY_RELATION
def test_every_relation_and_column_is_described(relation):
    assert relation.what
    assert [c.name for c in relation.columns if not c.description.strip()] == []


@BY_RELATION
def test_no_column_is_there_twice(relation):
    assert len(set(relation.names)) == len(relation.names)


def test_no_relation_is_there_twice():
    assert len({relation.name for relation in RELATIONS}) == len(RELATIONS)


@pytest.mark.parametrize("relation", [schema.RESPONSE, schema.ASSISTED, schema.ISSUE], ids=lambda one: one.name)
def test_rows_say_where_they_came_from(relation):
    assert {"submission", "sheet", "row"} <= set(relation.names)


@pytest.mark.parametrize(("question", "options"), [("q8", 12), ("q14", 7), ("q15", 7)])
def test_options_are_nullable_booleans(question, options):
    types = {c.name: c.type for c in schema.RESPONSE.columns}
    assert [types.get(f"{question}_{n}") for n in range(1, options + 2)] == ["BOOLEAN"] * options + [None]


def test_gains_are_numbers_in_percent_beside_the_text_as_received():
    columns = {c.name: c for c in schema.RESPONSE.columns}
    assert len(PERCENT) == 14
    for name in PERCENT:
        assert (columns[name].type, columns[name].unit) == ("DOUBLE", "percent")
        assert columns[f"{name}_text"].type == "VARCHAR"


@dataclass(frozen=True)
class Changed:
    """A change of the first relation, and whether a version built before it must be built anew."""

    columns: tuple[Column, ...]
    matters: bool


FIRST = RELATIONS[0]
LAST = FIRST.columns[-1]
CHANGES = {
    "a column more": Changed((*FIRST.columns, Column("q18", "TINYINT", "a new question")), True),
    "a column less": Changed(FIRST.columns[:-1], True),
    "another type": Changed((*FIRST.columns[:-1], LAST._replace(type="DOUBLE")), True),
    "another name": Changed((*FIRST.columns[:-1], LAST._replace(name="line")), True),
    "another order": Changed(FIRST.columns[::-1], True),
    "other words": Changed((*FIRST.columns[:-1], LAST._replace(description="said better")), False),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_digest_changes_with_the_columns_and_not_with_their_description(change, monkeypatch):
    before = schema.digest()
    monkeypatch.setattr(schema, "RELATIONS", (Relation(FIRST.name, FIRST.what, change.columns), *RELATIONS[1:]))
    assert (schema.digest() != before) is change.matters
