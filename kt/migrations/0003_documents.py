"""Documented know-how: reviews, uses and images of documents, questions with their turns.

What was published is what readers see, in its newest version, which until now they saw anyway.
Questions that came up between the two of a pair stay theirs: they become private.
"""

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    DateField,
    DateTimeField,
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


class Item(Table):
    pass


class Output(Table):
    pass


class Version(Table):
    pass


class Question(Table):
    pass


class Attachment(Table):
    output = ForeignKeyField(Output, backref="+", index=False)
    name = TextField()
    media_type = TextField()
    size = IntegerField()
    data = BlobField()
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()

    class Meta:
        indexes = ((("output", "name"), True),)


class Mention(Table):
    key = TextField(index=True)
    version = ForeignKeyField(Version, null=True, backref="+")
    item = ForeignKeyField(Item, null=True, backref="+")

    class Meta:
        constraints = [SQL("CHECK ((version_id IS NULL) <> (item_id IS NULL))")]


class Review(Table):
    version = ForeignKeyField(Version, backref="+")
    asked_by = ForeignKeyField(Person, backref="+")
    asked_at = DateTimeField()
    answer = TextField(
        constraints=[SQL("CHECK (\"answer\" IN ('waiting', 'approved', 'returned', 'withdrawn'))")]
    )
    answered_by = ForeignKeyField(Person, null=True, backref="+")
    answered_at = DateTimeField(null=True)
    sentence = TextField()
    minor = BooleanField()
    as_learner = BooleanField()


Review.add_index(
    Review.index(
        Review.version, unique=True, name="review_one_waiting", where=SQL("answer = 'waiting'")
    )
)


class Use(Table):
    output = ForeignKeyField(Output, backref="+", index=False)
    number = IntegerField()
    person = ForeignKeyField(Person, backref="+")
    outcome = TextField(
        constraints=[SQL("CHECK (\"outcome\" IN ('worked', 'failed', 'taken back'))")]
    )
    sentence = TextField()
    on = DateField(column_name="on_day")
    at = DateTimeField()

    class Meta:
        indexes = ((("output", "person"), False),)


class UseAnswer(Table):
    use = ForeignKeyField(Use, unique=True, backref="+")
    fixed_in = IntegerField(null=True)
    sentence = TextField()
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()

    class Meta:
        constraints = [SQL("CHECK (fixed_in IS NOT NULL OR sentence <> '')")]


class Turn(Table):
    question = ForeignKeyField(Question, backref="+", index=False)
    position = IntegerField()
    person = ForeignKeyField(Person, backref="+", index=False)
    asked_as = TextField(
        constraints=[
            SQL(
                "CHECK (\"asked_as\" IN ('coach', 'buddy', 'SME', 'supervisor', 'owner', 'administrator'))"
            )
        ]
    )
    starts_at = DateTimeField()

    class Meta:
        indexes = ((("question", "position"), True), (("person", "starts_at"), False))


STUBS = (Person, Item, Output, Version, Question)
NEW = (Attachment, Mention, Review, Use, UseAnswer, Turn)


def with_default(field, default):
    """Give a field the SQL default that rows already there get."""
    field.constraints = [SQL(f"DEFAULT {default}")]
    return field


def reference(model):
    return ForeignKeyField(model, field=model.id, null=True, backref="+")


COLUMNS = (
    ("output", "published_number", IntegerField(null=True)),
    ("output", "approved_number", IntegerField(null=True)),
    ("output", "trusted_from", IntegerField(null=True)),
    ("output", "review_on", DateField(null=True)),
    ("output", "position", with_default(IntegerField(), "0")),
    ("target", "trusted", with_default(BooleanField(), "FALSE")),
    ("question", "item_id", reference(Item)),
    ("question", "about_id", reference(Output)),
    ("question", "private", with_default(BooleanField(), "FALSE")),
    ("question", "answer", with_default(TextField(), "''")),
    ("question", "answer_html", with_default(TextField(), "''")),
    ("question", "answered_by_id", reference(Person)),
    ("question", "answered_at", DateTimeField(null=True)),
    ("question", "output_id", reference(Output)),
    ("question", "merged_into_id", reference(Question)),
    ("question", "heard_at", DateTimeField(null=True)),
    ("question", "withdrawn_at", DateTimeField(null=True)),
)

SHOW_THE_NEWEST = """
UPDATE output SET published_number = (
  SELECT MAX(version.number) FROM version WHERE version.output_id = output.id
) WHERE published_on IS NOT NULL
"""

KEEP_TO_THE_TWO = """
UPDATE question SET private = TRUE WHERE session_id IN (
  SELECT attendance.session_id
    FROM attendance
    JOIN pairing ON pairing.id = attendance.pairing_id
    JOIN seat ON seat.id = pairing.learner_id
    JOIN rollout_topic ON rollout_topic.id = seat.rollout_topic_id
    JOIN rollout ON rollout.id = rollout_topic.rollout_id
   WHERE pairing.mutual OR rollout.purpose = 'pair'
)
"""

APPEND_ONLY = ("use", "use_answer")

REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

GUARD_ON_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def up(migrator, db):
    with db.bind_ctx((*STUBS, *NEW)):
        db.create_tables(NEW)
        for table, name, field in COLUMNS:
            migrator.migrate(migrator.add_column(table, name, field, allow_not_null=True))
    db.execute_sql(SHOW_THE_NEWEST)
    db.execute_sql("UPDATE output SET trusted_from = published_number")
    db.execute_sql(KEEP_TO_THE_TWO)
    for table in APPEND_ONLY:
        if isinstance(db, SqliteDatabase):
            for deed in ("UPDATE", "DELETE"):
                db.execute_sql(REFUSE_ON_SQLITE.format(table=table, deed=deed))
        else:
            db.execute_sql(GUARD_ON_POSTGRES.format(table=table))
