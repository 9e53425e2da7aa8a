"""Of all questions few wait: those of a topic are found by an index of their own."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "question_open" ON "question" ("topic_id", "asked_by_id", "at", "private") '
        'WHERE "answered_at" IS NULL AND "merged_into_id" IS NULL AND "withdrawn_at" IS NULL'
    )
