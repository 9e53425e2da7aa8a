"""An entry of a FAQ remembers the heading that it stands under on its topic's page."""

from peewee import SQL, TextField


def up(migrator, db):
    field = TextField(constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("output", "heading", field, allow_not_null=True))
