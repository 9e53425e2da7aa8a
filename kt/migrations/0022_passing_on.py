"""Whom the asker of a private question may pass it on to, and from when that is offered.

Of the questions that are open now it is planned when they are next planned anew.
"""

from peewee import DateTimeField, ForeignKeyField, Model


class Table(Model):
    class Meta:
        legacy_table_names = False


class Question(Table):
    pass


class Person(Table):
    pass


class PassingOn(Table):
    question = ForeignKeyField(Question, unique=True, backref="+")
    person = ForeignKeyField(Person, backref="+", index=False)
    starts_at = DateTimeField()


def up(migrator, db):
    with db.bind_ctx((Question, Person, PassingOn)):
        db.create_tables([PassingOn])
