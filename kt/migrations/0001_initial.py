"""All tables of the main job, and the triggers that keep evidence from being rewritten.

Frozen copies of the models as they were; only the columns matter here, not their behaviour.
"""

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    DateField,
    DateTimeField,
    DoubleField,
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
    employee_id = TextField(unique=True, null=True)
    name = TextField(index=True)
    email = TextField(unique=True, null=True)
    title = TextField()
    rank = IntegerField(null=True)
    department = TextField(index=True)
    manager = ForeignKeyField("self", backref="+", null=True)
    location = TextField()
    time_zone = TextField(null=True)
    start_date = DateField(null=True)
    leaving_date = DateField(null=True)
    away_until = DateField(null=True)
    coaching_hours_week = IntegerField(null=True)
    mentor_places = IntegerField()
    access = TextField(
        constraints=[SQL("CHECK (\"access\" IN ('member', 'supervisor', 'administrator'))")]
    )
    password_hash = TextField(null=True)
    active = BooleanField()


class Link(Table):
    person = ForeignKeyField(Person, backref="+")
    purpose = TextField(constraints=[SQL("CHECK (\"purpose\" IN ('invite', 'reset'))")])
    token_hash = TextField(unique=True)
    made_by = ForeignKeyField(Person, backref="+", null=True)
    made_at = DateTimeField()
    expires_at = DateTimeField()
    used_at = DateTimeField(null=True)


class Login(Table):
    person = ForeignKeyField(Person, backref="+")
    token_hash = TextField(unique=True)
    made_at = DateTimeField()


class FailedSignIn(Table):
    email = TextField()
    at = DateTimeField()

    class Meta:
        indexes = ((("email", "at"), False),)


class Holiday(Table):
    location = TextField()
    day = DateField()
    name = TextField()

    class Meta:
        indexes = ((("location", "day"), True),)


class Topic(Table):
    name = TextField(unique=True)
    kind = TextField(
        constraints=[
            SQL(
                "CHECK (\"kind\" IN ('process change', 'delegation', 'orientation', 'niche skill', 'development'))"
            )
        ]
    )
    technical = BooleanField()
    description = TextField()
    holders_needed = IntegerField(constraints=[SQL("CHECK (holders_needed >= 0)")])
    owner = ForeignKeyField(Person, backref="+", null=True)
    open_to_all = BooleanField()


class Revision(Table):
    topic = ForeignKeyField(Topic, backref="+")
    number = IntegerField()
    old_way = TextField()
    new_way = TextField()
    process = TextField()
    effective = DateField(null=True)

    class Meta:
        indexes = ((("topic", "number"), True),)


class Expert(Table):
    topic = ForeignKeyField(Topic, backref="+")
    person = ForeignKeyField(Person, backref="+")

    class Meta:
        indexes = ((("topic", "person"), True),)


class Standing(Table):
    person = ForeignKeyField(Person, backref="+", index=False)
    revision = ForeignKeyField(Revision, backref="+")
    level = IntegerField(constraints=[SQL("CHECK (level BETWEEN 0 AND 4)")])
    basis = TextField(
        constraints=[
            SQL("CHECK (\"basis\" IN ('named by a supervisor', 'imported', 'signed off'))")
        ]
    )
    reason = TextField()
    judged_by = ForeignKeyField(Person, backref="+", null=True)
    on = DateField(column_name="on_day")
    recorded_at = DateTimeField()

    class Meta:
        indexes = ((("person", "revision"), False),)


class Rollout(Table):
    name = TextField()
    why = TextField()
    supervisor = ForeignKeyField(Person, backref="+")
    deputy = ForeignKeyField(Person, backref="+", null=True)
    department = TextField()
    model = TextField(
        constraints=[
            SQL(
                "CHECK (\"model\" IN ('one-way', 'two-way', 'SME-seeded one-way', 'SME-seeded two-way'))"
            )
        ]
    )
    time_zone = TextField(null=True)
    start_date = DateField()
    end_date = DateField(null=True)
    rolling = BooleanField()
    state = TextField(
        index=True,
        constraints=[SQL("CHECK (\"state\" IN ('draft', 'running', 'completed', 'cancelled'))")],
    )
    started_on = DateField(null=True)
    closed_on = DateField(null=True)
    keep = TextField()
    change = TextField()
    tell_next = TextField()
    copied_from = ForeignKeyField("self", backref="+", null=True)

    class Meta:
        constraints = [SQL("CHECK (end_date IS NULL OR end_date >= start_date)")]


class RolloutTopic(Table):
    rollout = ForeignKeyField(Rollout, backref="+", index=False)
    revision = ForeignKeyField(Revision, backref="+")
    position = IntegerField()

    class Meta:
        indexes = ((("rollout", "revision"), True),)


class Seat(Table):
    rollout_topic = ForeignKeyField(RolloutTopic, backref="+")
    person = ForeignKeyField(Person, backref="+")
    role = TextField(constraints=[SQL("CHECK (\"role\" IN ('coach', 'learner', 'SME', 'buddy'))")])
    since = DateField()
    until = DateField(null=True)

    class Meta:
        constraints = [SQL("CHECK (until IS NULL OR until >= since)")]


Seat.add_index(
    Seat.index(
        Seat.rollout_topic,
        Seat.person,
        unique=True,
        name="seat_one_side_of_a_topic",
        where=SQL("until IS NULL AND role IN ('coach', 'learner')"),
    )
)


Seat.add_index(
    Seat.index(
        Seat.rollout_topic,
        Seat.person,
        Seat.role,
        unique=True,
        name="seat_one_role_once",
        where=SQL("until IS NULL"),
    )
)


class Pairing(Table):
    guide = ForeignKeyField(Seat, backref="+", null=True)
    learner = ForeignKeyField(Seat, backref="+")
    cadence_days = IntegerField(constraints=[SQL("CHECK (cadence_days > 0)")])
    agreed_hours = IntegerField(null=True)
    wave = IntegerField(constraints=[SQL("CHECK (wave > 0)")])
    since = DateField()
    ended_on = DateField(null=True)


Pairing.add_index(
    Pairing.index(
        Pairing.guide,
        Pairing.learner,
        unique=True,
        name="pairing_once",
        where=SQL("ended_on IS NULL"),
    )
)


class CoachingSession(Table):
    rollout = ForeignKeyField(Rollout, backref="+", index=False)
    rollout_topic = ForeignKeyField(RolloutTopic, backref="+", null=True)
    guide = ForeignKeyField(Person, backref="+", index=False)
    planned_at = DateTimeField(null=True)
    held_on = DateField(null=True)
    minutes = IntegerField(null=True, constraints=[SQL("CHECK (minutes BETWEEN 1 AND 1440)")])
    remote = BooleanField()
    place = TextField()
    way = TextField(
        constraints=[
            SQL(
                "CHECK (\"way\" IN ('explained', 'shown', 'done together', 'learner did it alone', 'coach did it', 'not said'))"
            )
        ]
    )
    cancelled_at = DateTimeField(null=True)
    logged_by = ForeignKeyField(Person, backref="+")
    logged_at = DateTimeField()

    class Meta:
        constraints = [SQL("CHECK (planned_at IS NOT NULL OR held_on IS NOT NULL)")]
        indexes = (
            (("rollout", "held_on"), False),
            (("guide", "held_on"), False),
        )


class Attendance(Table):
    session = ForeignKeyField(CoachingSession, backref="+", index=False)
    pairing = ForeignKeyField(Pairing, backref="+")

    class Meta:
        indexes = ((("session", "pairing"), True),)


class SessionNote(Table):
    session = ForeignKeyField(CoachingSession, backref="+")
    text = TextField()
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()


class Template(Table):
    title = TextField()
    description = TextField()
    applies_to = TextField(constraints=[SQL("CHECK (\"applies_to\" IN ('person', 'rollout'))")])
    source = TextField()
    made_by = ForeignKeyField(Person, backref="+")
    copied_from = ForeignKeyField("self", backref="+", null=True)
    retired_on = DateField(null=True)


class TemplateItem(Table):
    due_anchor = TextField(
        null=True,
        constraints=[SQL("CHECK (\"due_anchor\" IN ('start', 'departure', 'rollout', 'item'))")],
    )
    due_first = IntegerField(null=True)
    due_last = IntegerField(null=True)
    due_unit = TextField(
        null=True,
        constraints=[SQL("CHECK (\"due_unit\" IN ('days', 'workdays', 'weeks', 'months'))")],
    )
    due_text = TextField()
    template = ForeignKeyField(Template, backref="+", index=False)
    position = IntegerField()
    parent = ForeignKeyField("self", backref="+", null=True)
    group = TextField(column_name="heading")
    text = TextField()
    detail = TextField()
    owners = TextField()
    owner_text = TextField()
    after = ForeignKeyField("self", backref="+", null=True)
    optional = BooleanField()
    condition = TextField()
    ticked = BooleanField()

    class Meta:
        indexes = ((("template", "position"), False),)


class Checklist(Table):
    template = ForeignKeyField(Template, backref="+", null=True)
    title = TextField()
    person = ForeignKeyField(Person, backref="+", null=True)
    rollout = ForeignKeyField(Rollout, backref="+", null=True)
    supervisor = ForeignKeyField(Person, backref="+")
    start_day = DateField(null=True)
    departure_day = DateField(null=True)
    made_at = DateTimeField()

    class Meta:
        constraints = [SQL("CHECK (person_id IS NOT NULL OR rollout_id IS NOT NULL)")]


class Item(Table):
    due_anchor = TextField(
        null=True,
        constraints=[SQL("CHECK (\"due_anchor\" IN ('start', 'departure', 'rollout', 'item'))")],
    )
    due_first = IntegerField(null=True)
    due_last = IntegerField(null=True)
    due_unit = TextField(
        null=True,
        constraints=[SQL("CHECK (\"due_unit\" IN ('days', 'workdays', 'weeks', 'months'))")],
    )
    due_text = TextField()
    checklist = ForeignKeyField(Checklist, backref="+", index=False, null=True)
    session = ForeignKeyField(CoachingSession, backref="+", null=True)
    topic = ForeignKeyField(Topic, backref="+", null=True)
    position = IntegerField()
    parent = ForeignKeyField("self", backref="+", null=True)
    group = TextField(column_name="heading")
    text = TextField()
    detail = TextField()
    owner = ForeignKeyField(Person, backref="+", index=False, null=True)
    owners = TextField()
    owner_text = TextField()
    after = ForeignKeyField("self", backref="+", null=True)
    optional = BooleanField()
    condition = TextField()
    due = DateField(null=True)
    dated_by_hand = BooleanField()
    state = TextField(
        constraints=[SQL("CHECK (\"state\" IN ('open', 'done', 'stuck', 'not needed'))")]
    )

    class Meta:
        constraints = [SQL("CHECK ((checklist_id IS NULL) <> (session_id IS NULL))")]
        indexes = (
            (("checklist", "position"), False),
            (("checklist", "state", "due"), False),
            (("owner", "state", "due"), False),
        )


class ItemEvent(Table):
    item = ForeignKeyField(Item, backref="+")
    state = TextField(
        constraints=[SQL("CHECK (\"state\" IN ('open', 'done', 'stuck', 'not needed'))")]
    )
    sentence = TextField()
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    at = DateTimeField()


class Output(Table):
    title = TextField()
    kind = TextField(
        constraints=[
            SQL(
                "CHECK (\"kind\" IN ('FAQ entry', 'manual', 'how-to', 'design note', 'recording', 'external link'))"
            )
        ]
    )
    topic = ForeignKeyField(Topic, backref="+")
    rollout = ForeignKeyField(Rollout, backref="+", null=True)
    owner = ForeignKeyField(Person, backref="+")
    due = DateField(null=True)
    url = TextField()
    state = TextField(
        constraints=[
            SQL("CHECK (\"state\" IN ('planned', 'draft', 'in review', 'published', 'obsolete'))")
        ]
    )
    published_on = DateField(null=True)

    class Meta:
        constraints = [SQL("CHECK ((state <> 'published') OR (published_on IS NOT NULL))")]


class Version(Table):
    output = ForeignKeyField(Output, backref="+", index=False)
    number = IntegerField()
    text = TextField()
    html = TextField()
    why = TextField()
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()

    class Meta:
        indexes = ((("output", "number"), True),)


class Question(Table):
    text = TextField()
    topic = ForeignKeyField(Topic, backref="+")
    session = ForeignKeyField(CoachingSession, backref="+", null=True)
    asked_by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()


class Target(Table):
    rollout = ForeignKeyField(Rollout, backref="+")
    rollout_topic = ForeignKeyField(RolloutTopic, backref="+", null=True)
    each_learner = BooleanField()
    measure = TextField(
        constraints=[
            SQL(
                "CHECK (\"measure\" IN ('sessions held', 'coaching hours', 'outputs published', 'required items done', 'learners at a standing', 'number'))"
            )
        ]
    )
    name = TextField()
    unit = TextField()
    output_kind = TextField(
        null=True,
        constraints=[
            SQL(
                "CHECK (\"output_kind\" IN ('FAQ entry', 'manual', 'how-to', 'design note', 'recording', 'external link'))"
            )
        ],
    )
    level = IntegerField(null=True, constraints=[SQL("CHECK (level BETWEEN 0 AND 4)")])
    baseline = DoubleField()
    number = DoubleField()
    limit = BooleanField(column_name="is_limit")
    due = DateField(null=True)
    dropped_on = DateField(null=True)

    class Meta:
        constraints = [SQL("CHECK (is_limit OR number <> baseline)")]


class Reading(Table):
    target = ForeignKeyField(Target, backref="+", index=False)
    person = ForeignKeyField(Person, backref="+", null=True)
    on = DateField(column_name="on_day")
    value = DoubleField()
    corrects = ForeignKeyField("self", backref="+", unique=True, null=True)
    by = ForeignKeyField(Person, backref="+")
    at = DateTimeField()

    class Meta:
        indexes = ((("target", "on"), False),)


class AuditEntry(Table):
    deed = TextField()
    by = ForeignKeyField(Person, backref="+", null=True)
    at = DateTimeField()
    values = TextField(column_name="data")


class AuditSubject(Table):
    entry = ForeignKeyField(AuditEntry, backref="+")
    noun = TextField()
    ref = IntegerField()

    class Meta:
        indexes = ((("noun", "ref", "entry"), False),)


class FormKey(Table):
    key = TextField(unique=True)
    person = ForeignKeyField(Person, backref="+")
    url = TextField()
    at = DateTimeField()


class HeaderMapping(Table):
    purpose = TextField()
    header_key = TextField()
    mapping = TextField()

    class Meta:
        indexes = ((("purpose", "header_key"), True),)


class Upload(Table):
    person = ForeignKeyField(Person, backref="+")
    purpose = TextField()
    filename = TextField()
    data = BlobField()
    choices = TextField()
    at = DateTimeField()


class Fact(Table):
    name = TextField(unique=True)
    value = TextField()


TABLES = (
    Person,
    Link,
    Login,
    FailedSignIn,
    Holiday,
    Topic,
    Revision,
    Expert,
    Standing,
    Rollout,
    RolloutTopic,
    Seat,
    Pairing,
    CoachingSession,
    Attendance,
    SessionNote,
    Template,
    TemplateItem,
    Checklist,
    Item,
    ItemEvent,
    Output,
    Version,
    Question,
    Target,
    Reading,
    AuditEntry,
    AuditSubject,
    FormKey,
    HeaderMapping,
    Upload,
    Fact,
)

APPEND_ONLY = (
    "standing",
    "session_note",
    "item_event",
    "version",
    "reading",
    "audit_entry",
    "audit_subject",
)


REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

REFUSE_ON_POSTGRES = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""

GUARD_ON_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
    if isinstance(db, SqliteDatabase):
        for table in APPEND_ONLY:
            for deed in ("UPDATE", "DELETE"):
                db.execute_sql(REFUSE_ON_SQLITE.format(table=table, deed=deed))
        return
    db.execute_sql(REFUSE_ON_POSTGRES)
    for table in APPEND_ONLY:
        db.execute_sql(GUARD_ON_POSTGRES.format(table=table))
