"""Which versions of a document its readers ever saw, and from which day on. Append-only.

Of what was published before, only the version that readers see now is known.
"""

from peewee import DateField, DateTimeField, ForeignKeyField, Model, SqliteDatabase


class Table(Model):
    class Meta:
        legacy_table_names = False


class Version(Table):
    pass


class Publication(Table):
    version = ForeignKeyField(Version, backref="+")
    on = DateField(column_name="on_day")
    at = DateTimeField()


WHAT_READERS_SEE = """
INSERT INTO publication (version_id, on_day, at)
SELECT version.id, output.published_on, version.at
  FROM version
  JOIN output ON output.id = version.output_id AND output.published_number = version.number
 WHERE output.published_on IS NOT NULL
"""

REFUSE_ON_SQLITE = """
CREATE TRIGGER publication_append_only_{deed} BEFORE {deed} ON publication
BEGIN SELECT RAISE(ABORT, 'publication is append-only'); END
"""

GUARD_ON_POSTGRES = """
CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE ON publication
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def up(migrator, db):
    with db.bind_ctx((Version, Publication)):
        db.create_tables([Publication])
    db.execute_sql(WHAT_READERS_SEE)
    if isinstance(db, SqliteDatabase):
        for deed in ("UPDATE", "DELETE"):
            db.execute_sql(REFUSE_ON_SQLITE.format(deed=deed))
    else:
        db.execute_sql(GUARD_ON_POSTGRES)
