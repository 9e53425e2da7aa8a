"""What an asker still wants to know after an answer stands beside the question, in lines."""

from peewee import SQL, TextField


def up(migrator, db):
    field = TextField(constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("question", "asked_back", field, allow_not_null=True))
