"""Search: on PostgreSQL the index notes what is new and sorts it in later, sooner than by default.

How much it may note is said to each connection: little, so that every search reads little.
"""

from peewee import SqliteDatabase


def up(migrator, db):
    if not isinstance(db, SqliteDatabase):
        db.execute_sql('ALTER INDEX "passage_index_terms" SET (fastupdate = on)')
