"""The rows that the targets of a closed rollout were counted from, kept as they were at its close.

Those of rollouts that were closed before are kept when the database is next set up (`kt init`).
"""

from peewee import DoubleField, ForeignKeyField, IntegerField, Model, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Rollout(Table):
    pass


class KeptEvidence(Table):
    noun = TextField()
    ref = IntegerField()
    on = TextField(null=True, column_name="on_day")
    amount = DoubleField()
    revision = IntegerField(null=True)
    person = IntegerField(null=True)
    kind = TextField()
    target = IntegerField(null=True)
    minutes = IntegerField()
    who = TextField(null=True)
    what = TextField(null=True)
    rollout = ForeignKeyField(Rollout, backref="+", index=False)

    class Meta:
        indexes = ((("rollout", "noun"), False),)


def up(migrator, db):
    with db.bind_ctx((Rollout, KeptEvidence)):
        db.create_tables([KeptEvidence])
