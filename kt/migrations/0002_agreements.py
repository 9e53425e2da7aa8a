"""What a rollout that is set up to succeed needs: readiness, agreements, signatures, pairs.

Rollouts that were running already are marked as begun before agreements: their pairings wait for
no signature until an agreement is offered. `person.rank` was never written: a title has a rank.
"""

from peewee import (
    SQL,
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Topic(Table):
    pass


class Rollout(Table):
    pass


class Pairing(Table):
    pass


class TitleRank(Table):
    title = TextField(unique=True)
    rank = IntegerField(constraints=[SQL('CHECK ("rank" BETWEEN 1 AND 20)')])


class ReadinessAnswer(Table):
    rollout = ForeignKeyField(Rollout, backref="+", index=False)
    question = TextField(
        constraints=[
            SQL(
                "CHECK (\"question\" IN ('structured', 'never meet', 'factual', 'weak supervision', 'engineers', 'leader', 'development'))"
            )
        ]
    )
    yes = BooleanField()
    note = TextField()
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")

    class Meta:
        indexes = ((("rollout", "question"), True),)


class Agreement(Table):
    rollout = ForeignKeyField(Rollout, backref="+", index=False)
    number = IntegerField()
    content = TextField()
    change = TextField()
    by = ForeignKeyField(Person, null=True, backref="+")
    at = DateTimeField()

    class Meta:
        indexes = ((("rollout", "number"), True),)


class Sheet(Table):
    rollout = ForeignKeyField(Rollout, backref="+", index=False)
    person = ForeignKeyField(Person, backref="+")
    agreement = ForeignKeyField(Agreement, backref="+")
    digest = TextField()
    content = TextField()
    answer = TextField(constraints=[SQL("CHECK (\"answer\" IN ('waiting', 'signed', 'declined'))")])
    answered_on = DateField(null=True)
    current = BooleanField()


Sheet.add_index(
    Sheet.index(
        Sheet.rollout, Sheet.person, unique=True, name="sheet_one_current", where=SQL("current")
    )
)


class Signature(Table):
    sheet = ForeignKeyField(Sheet, backref="+")
    answer = TextField(constraints=[SQL("CHECK (\"answer\" IN ('waiting', 'signed', 'declined'))")])
    sentence = TextField()
    on = DateField(column_name="on_day")
    on_paper = BooleanField()
    witness = ForeignKeyField(Person, null=True, backref="+")
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()


class Override(Table):
    rollout = ForeignKeyField(Rollout, backref="+")
    point = TextField()
    reason = TextField()
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    withdrawn_on = DateField(null=True)


Override.add_index(
    Override.index(
        Override.rollout,
        Override.point,
        unique=True,
        name="override_once",
        where=SQL("withdrawn_on IS NULL"),
    )
)


class Handover(Table):
    topic = ForeignKeyField(Topic, backref="+")
    delegator = ForeignKeyField(Person, backref="+")
    delegate = ForeignKeyField(Person, backref="+")
    note = TextField()
    offered_on = DateField()
    accepted_on = DateField(null=True)
    declined_on = DateField(null=True)
    taken_back_on = DateField(null=True)
    sentence = TextField()
    former_owner = ForeignKeyField(Person, null=True, backref="+")
    owned_on = DateField(null=True)

    class Meta:
        constraints = [SQL("CHECK (delegator_id <> delegate_id)")]


Handover.add_index(
    Handover.index(
        Handover.topic,
        Handover.delegate,
        unique=True,
        name="handover_once",
        where=SQL("declined_on IS NULL AND taken_back_on IS NULL"),
    )
)


class PairRequest(Table):
    kind = TextField(constraints=[SQL("CHECK (\"kind\" IN ('peer coaching', 'mentoring'))")])
    asked_by = ForeignKeyField(Person, backref="+")
    asked = ForeignKeyField(Person, null=True, backref="+")
    topic = ForeignKeyField(Topic, backref="+")
    cadence_days = IntegerField(constraints=[SQL("CHECK (cadence_days > 0)")])
    sentence = TextField()
    on = DateField(column_name="on_day")
    at = DateTimeField()
    answer = TextField(
        constraints=[SQL("CHECK (\"answer\" IN ('waiting', 'accepted', 'declined', 'withdrawn'))")]
    )
    answered_on = DateField(null=True)
    reply = TextField()
    pairing = ForeignKeyField(Pairing, null=True, backref="+")


PairRequest.add_index(
    PairRequest.index(
        PairRequest.kind,
        PairRequest.asked_by,
        PairRequest.asked,
        unique=True,
        name="pair_request_once",
        where=SQL("answer = 'waiting'"),
    )
)

STUBS = (Person, Topic, Rollout, Pairing)
NEW = (TitleRank, ReadinessAnswer, Agreement, Sheet, Signature, Override, Handover, PairRequest)

KINDS = "'process change', 'delegation', 'orientation', 'niche skill', 'development'"


def with_default(field, default, check=""):
    """Give a field the SQL default that rows already there get, and maybe a CHECK."""
    field.constraints = [SQL(f"DEFAULT {default}")]
    if check:
        field.constraints.append(SQL(f"CHECK ({check})"))
    return field


COLUMNS = (
    ("rollout", "kind", TextField(null=True, constraints=[SQL(f'CHECK ("kind" IN ({KINDS}))')])),
    (
        "rollout",
        "wording",
        with_default(TextField(), "'coaching'", "\"wording\" IN ('coaching', 'mentoring')"),
    ),
    ("rollout", "purpose", with_default(TextField(), "'team'", "\"purpose\" IN ('team', 'pair')")),
    ("rollout", "agreement_version", with_default(IntegerField(), "0")),
    ("rollout", "before_agreements", with_default(BooleanField(), "FALSE")),
    ("pairing", "mutual", with_default(BooleanField(), "FALSE")),
    ("pairing", "paused_until", DateField(null=True)),
    ("pairing", "asked_on", DateField(null=True)),
    ("pairing", "heard_on", DateField(null=True)),
    ("pairing", "end_note", with_default(TextField(), "''")),
    ("attendance", "waiting", with_default(BooleanField(), "FALSE")),
    (
        "target",
        "within_days",
        IntegerField(null=True, constraints=[SQL("CHECK (within_days > 0)")]),
    ),
)

APPEND_ONLY = ("agreement", "signature")

REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

GUARD_ON_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def up(migrator, db):
    with db.bind_ctx((*STUBS, *NEW)):
        db.create_tables(NEW)
    for table, name, field in COLUMNS:
        migrator.migrate(migrator.add_column(table, name, field, allow_not_null=True))
    db.execute_sql("ALTER TABLE person DROP COLUMN rank")
    db.execute_sql("UPDATE rollout SET before_agreements = TRUE WHERE state <> 'draft'")
    for table in APPEND_ONLY:
        if isinstance(db, SqliteDatabase):
            for deed in ("UPDATE", "DELETE"):
                db.execute_sql(REFUSE_ON_SQLITE.format(table=table, deed=deed))
        else:
            db.execute_sql(GUARD_ON_POSTGRES.format(table=table))
