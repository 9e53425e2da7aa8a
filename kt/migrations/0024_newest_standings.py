"""The newest standing of each person on each topic, kept by the database as standings come in.

Standings only grow, and numbering all of them to find the newest took as long as there are many.
A trigger keeps the table, so no way to write a standing can forget to: what was true of a later day
is newer; of one day, what was recorded later.
"""

from peewee import DateField, ForeignKeyField, IntegerField, Model, SqliteDatabase


class Table(Model):
    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Topic(Table):
    pass


class Standing(Table):
    pass


class NewestStanding(Table):
    person = ForeignKeyField(Person, backref="+", index=False)
    topic = ForeignKeyField(Topic, backref="+", index=False)
    standing = ForeignKeyField(Standing, backref="+")
    level = IntegerField()
    on = DateField(column_name="on_day")

    class Meta:
        indexes = ((("person", "topic"), True), (("topic", "level"), False))


KEEP = """
INSERT INTO newest_standing (person_id, topic_id, standing_id, level, on_day)
SELECT NEW.person_id, revision.topic_id, NEW.id, NEW.level, NEW.on_day
  FROM revision
 WHERE revision.id = NEW.revision_id
    ON CONFLICT (person_id, topic_id) DO UPDATE
   SET standing_id = excluded.standing_id, level = excluded.level, on_day = excluded.on_day
 WHERE excluded.on_day > newest_standing.on_day
    OR (excluded.on_day = newest_standing.on_day
        AND excluded.standing_id > newest_standing.standing_id);
"""

ON_SQLITE = f"CREATE TRIGGER standing_newest AFTER INSERT ON standing BEGIN {KEEP} END"

FUNCTION = f"""
CREATE FUNCTION keep_newest_standing() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {KEEP} RETURN NULL; END $$
"""

ON_POSTGRES = """
CREATE TRIGGER standing_newest AFTER INSERT ON standing
FOR EACH ROW EXECUTE FUNCTION keep_newest_standing()
"""

SO_FAR = """
INSERT INTO newest_standing (person_id, topic_id, standing_id, level, on_day)
SELECT person_id, topic_id, id, level, on_day
  FROM (SELECT standing.id, standing.person_id, revision.topic_id, standing.level, standing.on_day,
               ROW_NUMBER() OVER (
                   PARTITION BY standing.person_id, revision.topic_id
                   ORDER BY standing.on_day DESC, standing.id DESC
               ) AS place
          FROM standing
          JOIN revision ON revision.id = standing.revision_id) AS numbered
 WHERE place = 1
"""


def up(migrator, db):
    with db.bind_ctx((Person, Topic, Standing, NewestStanding)):
        db.create_tables([NewestStanding])
    db.execute_sql(SO_FAR)
    if isinstance(db, SqliteDatabase):
        db.execute_sql(ON_SQLITE)
    else:
        db.execute_sql(FUNCTION)
        db.execute_sql(ON_POSTGRES)
