"""Nudges, kept until they were heard, and what was put off until a day."""

from peewee import (
    SQL,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Rollout(Table):
    pass


class Nudge(Table):
    person = ForeignKeyField(Person, backref="+", index=False)
    by = ForeignKeyField(Person, backref="+")
    rollout = ForeignKeyField(Rollout, backref="+")
    matter = TextField(
        constraints=[
            SQL(
                "CHECK (\"matter\" IN ('item', 'pairing', 'output', 'review', 'sheets', 'signoff', "
                "'question'))"
            )
        ]
    )
    ref = IntegerField()
    text = TextField()
    on = DateField(column_name="on_day")
    at = DateTimeField()
    heard_at = DateTimeField(null=True)
    withdrawn_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("person", "heard_at"), False), (("matter", "ref"), False))


class Snooze(Table):
    person = ForeignKeyField(Person, backref="+", index=False)
    rollout = ForeignKeyField(Rollout, backref="+")
    about = TextField()
    title = TextField()
    until = DateField()
    at = DateTimeField()

    class Meta:
        indexes = ((("person", "rollout", "about"), True),)


def up(migrator, db):
    with db.bind_ctx((Person, Rollout, Nudge, Snooze)):
        db.create_tables((Nudge, Snooze))
