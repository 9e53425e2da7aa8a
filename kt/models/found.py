"""Found: what a search looks through, made anew from the rows above by every deed about them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from peewee import (
    SQL,
    BooleanField,
    Cast,
    Context,
    Expression,
    IntegerField,
    SchemaManager,
    TextField,
)

from .. import db
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField
from .knowhow import Topic
from .people import Person
from .written import Output, Question


class Found(StrEnum):
    """What a passage is part of."""

    DOCUMENT = "document"
    QUESTION = "question"
    TOPIC = "topic"
    PERSON = "person"


class Passage(BaseModel):
    """Some lines that a search can find, with the place they lead to.

    `shared` ones are for everybody who sees the topic; who sees others, access asks row by row.
    `stems` are what `kt.terms` makes of title, headings above, heading and text, a line each.
    Ids are given by whoever writes, the only one at a time.
    """

    id = IntegerField(primary_key=True)
    kind = ChoiceField(Found)
    output = OptionalKeyField(Output, backref="passages")
    question = OptionalKeyField(Question, backref="passages")
    topic = OptionalKeyField(Topic, backref="passages")
    person = OptionalKeyField(Person, backref="passages")
    shared = BooleanField()
    number = IntegerField()
    anchor = TextField()
    title = TextField()
    heading = TextField()
    text = TextField()
    stems = TextField()


SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE passage_index USING fts5(title, heading, body, "
    "content='', contentless_delete=1, tokenize='ascii')"
)


class IndexSchema(SchemaManager):
    """Makes the index of passages: FTS5's own kind of table on SQLite."""

    def create_table(self, safe: bool = True, **options: Any) -> None:
        if db.is_postgres():
            super().create_table(safe, **options)
        else:
            self.database.execute_sql(SQLITE_INDEX)

    def create_indexes(self, safe: bool = True) -> None:
        if db.is_postgres():
            super().create_indexes(safe)


class VectorField(TextField):
    field_type = "TSVECTOR"


class PassageIndex(BaseModel):
    """Which passages have a term, with its places: FTS5 on SQLite, a tsvector on PostgreSQL.

    Both hold the terms of `kt.terms` and do nothing to them, so both find the same.
    """

    passage = IntegerField(primary_key=True, column_name="rowid")
    terms = VectorField()

    @classmethod
    def matching(cls, looked_for: Any) -> Expression:
        """Match with what `any_of` and `both` spell."""
        if db.is_postgres():
            return Expression(cls.terms, "@@", Cast(looked_for, "tsquery"))
        return Expression(SQL('"passage_index"'), "MATCH", looked_for)

    class Meta:
        schema_manager_class = IndexSchema


# With fast updates an import notes its terms in 0.2 s, and sorts them in afterwards, instead of
# sorting each in for 2.3 s. How long the notes may get, which every search reads, says kt/db.py.
PassageIndex.add_index(
    SQL(
        'CREATE INDEX "passage_index_terms" ON "passage_index" USING GIN ("terms") '
        "WITH (fastupdate = on)"
    )
)


def any_of(phrases: Iterable[Sequence[str]], *, in_headings: bool = False) -> str:
    """Spell, for the engine in use, that one of these phrases of stems is there."""
    if db.is_postgres():
        where = ":AB" if in_headings else ""
        each = (" <-> ".join(f"'{stem}'{where}" for stem in stems) for stems in phrases)
        return " | ".join(f"({phrase})" for phrase in each)
    spelt = " OR ".join('"' + " ".join(stems) + '"' for stems in phrases)
    return f"{{title heading}} : ({spelt})" if in_headings else spelt


def both(one: str, other: str) -> str:
    """Spell that both are there."""
    return f"({one}) & ({other})" if db.is_postgres() else f"({one}) AND ({other})"


class BytewiseField(TextField):
    """Text whose order is that of its signs on both engines, so that a prefix is a range."""

    def ddl_datatype(self, ctx: Context) -> SQL:
        return SQL('TEXT COLLATE "C"') if db.is_postgres() else SQL("TEXT")


class Word(BaseModel):
    """A word of the passages, folded, with its stem, and in how many passages it stands."""

    word = BytewiseField(primary_key=True)
    stem = TextField(index=True)
    passages = IntegerField()
