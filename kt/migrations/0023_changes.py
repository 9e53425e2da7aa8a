"""What somebody did lately is found by an index of its own, which also serves who did it."""


def up(migrator, db):
    db.execute_sql('DROP INDEX "audit_entry_by_id"')
    db.execute_sql('CREATE INDEX "audit_entry_by_id_at" ON "audit_entry" ("by_id", "at")')
