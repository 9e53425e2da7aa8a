"""Links to a rollout's report for people outside, which expire and can be revoked."""

from peewee import DateField, DateTimeField, ForeignKeyField, Model, TextField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Rollout(Table):
    pass


class ShareLink(Table):
    rollout = ForeignKeyField(Rollout, backref="+")
    token_hash = TextField(unique=True)
    note = TextField()
    made_by = ForeignKeyField(Person, backref="+")
    made_at = DateTimeField()
    expires_on = DateField()
    revoked_at = DateTimeField(null=True)


def up(migrator, db):
    with db.bind_ctx((Person, Rollout, ShareLink)):
        db.create_tables([ShareLink])
