"""A standing may carry a day from which it is to be refreshed; those from before carry none."""

from peewee import DateField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("standing", "refresh_on", DateField(null=True), allow_not_null=True)
    )
