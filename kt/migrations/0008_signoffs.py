"""Sign-offs: somebody asks, those who know say what they think, a standing comes of it."""

from peewee import (
    SQL,
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


class RolloutTopic(Table):
    pass


class Standing(Table):
    pass


class Signoff(Table):
    rollout_topic = ForeignKeyField(RolloutTopic, backref="+")
    person = ForeignKeyField(Person, backref="+")
    level = IntegerField(constraints=[SQL("CHECK (level BETWEEN 1 AND 4)")])
    note = TextField()
    asked_by = ForeignKeyField(Person, backref="+")
    asked_on = DateField()
    at = DateTimeField()
    answer = TextField(
        constraints=[SQL("CHECK (\"answer\" IN ('waiting', 'signed off', 'not yet', 'withdrawn'))")]
    )
    answered_on = DateField(null=True)
    standing = ForeignKeyField(Standing, null=True, backref="+")


Signoff.add_index(
    Signoff.index(
        Signoff.rollout_topic,
        Signoff.person,
        unique=True,
        name="signoff_one_waiting",
        where=SQL("answer = 'waiting'"),
    )
)


class Opinion(Table):
    signoff = ForeignKeyField(Signoff, backref="+")
    by = ForeignKeyField(Person, backref="+")
    judged_as = TextField(constraints=[SQL("CHECK (\"judged_as\" IN ('coach', 'SME'))")])
    acts_for = ForeignKeyField(Person, null=True, backref="+")
    yes = BooleanField()
    evidence = TextField()
    on = DateField(column_name="on_day")
    at = DateTimeField()


REFUSE_ON_SQLITE = """
CREATE TRIGGER opinion_append_only_{deed} BEFORE {deed} ON opinion
BEGIN SELECT RAISE(ABORT, 'opinion is append-only'); END
"""

GUARD_ON_POSTGRES = """
CREATE TRIGGER opinion_append_only BEFORE UPDATE OR DELETE ON opinion
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def up(migrator, db):
    with db.bind_ctx((Person, RolloutTopic, Standing, Signoff, Opinion)):
        db.create_tables((Signoff, Opinion))
        confirmed_by = ForeignKeyField(Person, field=Person.id, null=True, backref="+")
        migrator.migrate(
            migrator.add_column("standing", "confirmed_by_id", confirmed_by, allow_not_null=True)
        )
    if isinstance(db, SqliteDatabase):
        for deed in ("UPDATE", "DELETE"):
            db.execute_sql(REFUSE_ON_SQLITE.format(deed=deed))
    else:
        db.execute_sql(GUARD_ON_POSTGRES)
