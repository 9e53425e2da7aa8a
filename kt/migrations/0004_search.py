"""Search: passages of all that can be found, the index of their terms, the words they use.

The tables are empty after it; `kt init` fills them at once (see operations/indexing.py).
"""

from peewee import (
    SQL,
    BooleanField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Topic(Table):
    pass


class Output(Table):
    pass


class Question(Table):
    pass


class Passage(Table):
    id = IntegerField(primary_key=True)
    kind = TextField(
        constraints=[SQL("CHECK (\"kind\" IN ('document', 'question', 'topic', 'person'))")]
    )
    output = ForeignKeyField(Output, null=True, backref="+")
    question = ForeignKeyField(Question, null=True, backref="+")
    topic = ForeignKeyField(Topic, null=True, backref="+")
    person = ForeignKeyField(Person, null=True, backref="+")
    shared = BooleanField()
    number = IntegerField()
    anchor = TextField()
    title = TextField()
    heading = TextField()
    text = TextField()
    stems = TextField()


ON_SQLITE = (
    "CREATE VIRTUAL TABLE passage_index USING fts5(title, heading, body, "
    "content='', contentless_delete=1, tokenize='ascii')",
    'CREATE TABLE "word" ("word" TEXT NOT NULL PRIMARY KEY, "stem" TEXT NOT NULL, '
    '"passages" INTEGER NOT NULL)',
    'CREATE INDEX "word_stem" ON "word" ("stem")',
)

ON_POSTGRES = (
    'CREATE TABLE "passage_index" ("rowid" INTEGER NOT NULL PRIMARY KEY, '
    '"terms" TSVECTOR NOT NULL)',
    'CREATE INDEX "passage_index_terms" ON "passage_index" USING GIN ("terms")',
    'CREATE TABLE "word" ("word" TEXT COLLATE "C" NOT NULL PRIMARY KEY, "stem" TEXT NOT NULL, '
    '"passages" INTEGER NOT NULL)',
    'CREATE INDEX "word_stem" ON "word" ("stem")',
)

STUBS = (Person, Topic, Output, Question)


def up(migrator, db):
    with db.bind_ctx((*STUBS, Passage)):
        db.create_tables((Passage,))
    for sql in ON_SQLITE if isinstance(db, SqliteDatabase) else ON_POSTGRES:
        db.execute_sql(sql)
