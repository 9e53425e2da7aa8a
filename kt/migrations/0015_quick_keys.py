"""Whether the keys of one letter are on is a person's own to say; at first they are."""

from peewee import SQL, BooleanField


def up(migrator, db):
    field = BooleanField(constraints=[SQL("DEFAULT TRUE")])
    migrator.migrate(migrator.add_column("person", "quick_keys", field, allow_not_null=True))
