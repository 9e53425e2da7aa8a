"""Where a document that is only a link points to is kept in versions, so that it can be reviewed.

What its readers did with it before counts for its first version, hence `trusted_from` 0.
"""

from peewee import SQL, SqliteDatabase, TextField

FIRST_VERSIONS = """
INSERT INTO version (output_id, number, text, html, why, url, by_id, at)
SELECT output.id, 1, '', '', '', output.url, output.owner_id, {at}
  FROM output
 WHERE output.url <> ''
   AND NOT EXISTS (SELECT 1 FROM version WHERE version.output_id = output.id)
"""

LINKS = "id IN (SELECT output_id FROM version WHERE number = 1 AND url <> '')"

SHOWN = f"""
UPDATE output SET published_number = 1, trusted_from = 0
 WHERE published_on IS NOT NULL AND published_number IS NULL AND {LINKS}
"""

PUBLISHED = f"""
INSERT INTO publication (version_id, on_day, at)
SELECT version.id, output.published_on, version.at
  FROM version
  JOIN output ON output.id = version.output_id
 WHERE output.published_on IS NOT NULL AND version.url <> '' AND output.{LINKS}
"""


def up(migrator, db):
    field = TextField(constraints=[SQL("DEFAULT ''")])
    migrator.migrate(migrator.add_column("version", "url", field, allow_not_null=True))
    is_sqlite = isinstance(db, SqliteDatabase)
    now = "CURRENT_TIMESTAMP" if is_sqlite else "CURRENT_TIMESTAMP AT TIME ZONE 'UTC'"
    db.execute_sql(FIRST_VERSIONS.format(at=now))
    db.execute_sql(SHOWN)
    db.execute_sql(PUBLISHED)
