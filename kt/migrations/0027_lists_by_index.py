"""Lists are read by the page, by indexes that keep their use whatever is known of the tables.

The index of an optional foreign key held every row, though most rows lack one: once somebody had
run ANALYZE, SQLite thought it useless. Now it holds the rows that have one.
"""

OPTIONAL = {
    "agreement": ("by_id",),
    "checklist": ("template_id", "person_id", "rollout_id"),
    "coaching_session": ("rollout_topic_id",),
    "handover": ("former_owner_id",),
    "item": ("session_id", "topic_id", "parent_id", "after_id"),
    "link": ("made_by_id",),
    "mention": ("version_id", "item_id"),
    "opinion": ("acts_for_id",),
    "output": ("rollout_id",),
    "pair_request": ("asked_id", "pairing_id"),
    "pairing": ("guide_id",),
    "passage": ("output_id", "question_id", "topic_id", "person_id"),
    "person": ("manager_id",),
    "question": (
        "session_id",
        "item_id",
        "about_id",
        "answered_by_id",
        "output_id",
        "merged_into_id",
    ),
    "reading": ("person_id",),
    "review": ("answered_by_id",),
    "rollout": ("deputy_id", "copied_from_id"),
    "signature": ("witness_id",),
    "signoff": ("standing_id",),
    "standing": ("confirmed_by_id",),
    "target": ("rollout_topic_id",),
    "template": ("copied_from_id",),
    "template_item": ("parent_id", "after_id"),
    "topic": ("owner_id",),
}

OWNED_ITEMS = (
    'CREATE INDEX "item_owner_id_state_due" ON "item" ("owner_id", "state", "due") '
    'WHERE "owner_id" IS NOT NULL'
)

# What somebody judged, on a topic.
JUDGED = (
    'CREATE INDEX "standing_judged_by_id_revision_id" ON "standing" '
    '("judged_by_id", "revision_id") WHERE "judged_by_id" IS NOT NULL'
)

# Lists of people, documents and questions in their order, and counts of what everybody may see.
LISTS = (
    'CREATE INDEX "person_of_title" ON "person" ("title", "name", "id") WHERE active',
    'CREATE INDEX "person_disabled" ON "person" ("name", "id") WHERE NOT active',
    'CREATE INDEX "person_mentor" ON "person" ("mentor_places") WHERE mentor_places > 0',
    'CREATE INDEX "output_published_on_topic" ON "output" ("topic_id", LOWER("title"), "id") '
    "WHERE state = 'published'",
    'CREATE INDEX "output_published_of_kind" ON "output" ("kind", LOWER("title"), "id", "topic_id") '
    "WHERE state = 'published'",
    'CREATE INDEX "question_in_order" ON "question" (("answered_at" IS NOT NULL), "id" DESC) '
    'WHERE "merged_into_id" IS NULL AND "withdrawn_at" IS NULL',
    'CREATE INDEX "question_in_order_of_topic" ON "question" '
    '("topic_id", ("answered_at" IS NOT NULL), "id" DESC) '
    'WHERE "merged_into_id" IS NULL AND "withdrawn_at" IS NULL',
    'CREATE INDEX "question_for_all" ON "question" '
    '("topic_id", "private", "merged_into_id", "withdrawn_at") '
    'WHERE NOT "private" AND "merged_into_id" IS NULL AND "withdrawn_at" IS NULL',
)


def up(migrator, db):
    for table, columns in OPTIONAL.items():
        for column in columns:
            name = f"{table}_{column}"
            db.execute_sql(f'DROP INDEX "{name}"')
            db.execute_sql(
                f'CREATE INDEX "{name}" ON "{table}" ("{column}") WHERE "{column}" IS NOT NULL'
            )
    db.execute_sql('DROP INDEX "item_owner_id_state_due"')
    db.execute_sql(OWNED_ITEMS)
    db.execute_sql('DROP INDEX "standing_judged_by_id"')
    db.execute_sql(JUDGED)
    for sql in LISTS:
        db.execute_sql(sql)
