"""Coverage lists a page of people without looking at all of them.

The people of a department in the order of the matrix, those who are gone or will be, and whose
standings are on a revision are each found by an index alone. The last one takes the place of one
that only said which standings they are.
"""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "person_in_departments" ON "person" ("department", "name", "id") WHERE active'
    )
    db.execute_sql(
        'CREATE INDEX "person_gone_or_going" ON "person" ("id") '
        "WHERE NOT active OR leaving_date IS NOT NULL"
    )
    db.execute_sql(
        'CREATE INDEX "standing_revision_id_person_id" ON "standing" ("revision_id", "person_id")'
    )
    db.execute_sql('DROP INDEX "standing_revision_id"')
