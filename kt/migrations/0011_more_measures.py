"""Targets gain measures: learners signed off, questions answered in time, items done on time.

SQLite cannot change a CHECK, and peewee's rebuild of a table drops its triggers: the column is made
anew beside the old one, which then goes.
"""

from peewee import SQL, BooleanField, Check, IntegerField, SqliteDatabase

MEASURES = (
    "sessions held",
    "coaching hours",
    "outputs published",
    "required items done",
    "items done on time",
    "learners at a standing",
    "learners signed off",
    "questions answered",
    "number",
)


def up(migrator, db):
    words = ", ".join(f"'{measure}'" for measure in MEASURES)
    if isinstance(db, SqliteDatabase):
        db.execute_sql(
            """ALTER TABLE target ADD COLUMN "counts" TEXT NOT NULL DEFAULT 'number' """
            f'CHECK ("counts" IN ({words}))'
        )
        db.execute_sql("UPDATE target SET counts = measure")
        db.execute_sql("ALTER TABLE target DROP COLUMN measure")
        db.execute_sql('ALTER TABLE target RENAME COLUMN counts TO "measure"')
    else:
        db.execute_sql("ALTER TABLE target DROP CONSTRAINT target_measure_check")
        db.execute_sql(
            f'ALTER TABLE target ADD CONSTRAINT target_measure_check CHECK ("measure" IN ({words}))'
        )
    share = BooleanField(constraints=[SQL("DEFAULT FALSE")])
    within = IntegerField(null=True, constraints=[Check("within_workdays > 0")])
    for name, field in (("is_share", share), ("within_workdays", within)):
        migrator.migrate(migrator.add_column("target", name, field, allow_not_null=True))
