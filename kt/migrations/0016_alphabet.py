"""A list of documents is read by the page, in the order of the alphabet."""


def up(migrator, db):
    db.execute_sql('CREATE INDEX "output_alphabet" ON "output" (LOWER("title"), "id")')
