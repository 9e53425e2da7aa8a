"""Written: what a transfer leaves behind, and the questions it starts from."""

from enum import StrEnum
from typing import Any

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    Check,
    DateField,
    Expression,
    ForeignKeyField,
    IntegerField,
    TextField,
    fn,
)

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField
from .doing import CoachingSession, Item
from .knowhow import Topic
from .people import Person
from .rollouts import Rollout


class OutputKind(StrEnum):
    FAQ_ENTRY = "FAQ entry"
    MANUAL = "manual"
    HOW_TO = "how-to"
    DESIGN_NOTE = "design note"
    RECORDING = "recording"
    EXTERNAL_LINK = "external link"


class OutputState(StrEnum):
    PLANNED = "planned"
    DRAFT = "draft"
    IN_REVIEW = "in review"
    PUBLISHED = "published"
    OBSOLETE = "obsolete"


UNFINISHED = (OutputState.PLANNED, OutputState.DRAFT, OutputState.IN_REVIEW)


class Output(BaseModel):
    """What a transfer leaves behind: its text is in versions, or it points to a link.

    Readers see version `published_number`, whatever is drafted since. `approved_number` is the
    version that a reviewer approved and that readers saw last; uses count towards trust from
    version `trusted_from` on, the last real edit that was published. `position` orders the FAQ
    entries of a topic, `group` is the heading that an entry stands under (divided by ›).
    """

    title = TextField()
    kind = ChoiceField(OutputKind)
    topic = ForeignKeyField(Topic, backref="outputs")
    rollout = OptionalKeyField(Rollout, backref="outputs")
    owner = ForeignKeyField(Person, backref="owned_outputs")
    due = DateField(null=True)
    url = TextField(default="")
    state = ChoiceField(OutputState, default=OutputState.PLANNED)
    published_on = DateField(null=True)
    published_number = IntegerField(null=True)
    approved_number = IntegerField(null=True)
    trusted_from = IntegerField(null=True)
    review_on = DateField(null=True)
    position = IntegerField(default=0)
    group = TextField(default="", column_name="heading")

    class Meta:
        constraints = [Check("(state <> 'published') OR (published_on IS NOT NULL)")]


# A list of documents is read by the page, in the order of the alphabet.
Output.add_index(SQL('CREATE INDEX "output_alphabet" ON "output" (LOWER("title"), "id")'))
Output.add_index(
    SQL(
        'CREATE INDEX "output_published_on_topic" ON "output" ("topic_id", LOWER("title"), "id") '
        "WHERE state = 'published'"
    )
)
Output.add_index(
    SQL(
        'CREATE INDEX "output_published_of_kind" ON "output" '
        """("kind", LOWER("title"), "id", "topic_id") WHERE state = 'published'"""
    )
)


class Version(BaseModel):
    """One saved text of an output, kept for good, with the HTML it was rendered to.

    Of an output that is only a link it is where that pointed, its `url`; it has no text then.
    """

    output = ForeignKeyField(Output, backref="versions", index=False)
    number = IntegerField()
    text = TextField()
    html = TextField()
    why = TextField(default="")
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)
    url = TextField(default="")

    class Meta:
        indexes = ((("output", "number"), True),)


class Publication(BaseModel):
    """From a day on readers saw this version; they may look it up since. Append-only."""

    version = ForeignKeyField(Version, backref="publications")
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)


class Attachment(BaseModel):
    """An image that the texts of an output show by its name; its type was read from its content."""

    output = ForeignKeyField(Output, backref="attachments", index=False)
    name = TextField()
    media_type = TextField()
    size = IntegerField()
    data = BlobField()
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("output", "name"), True),)


class Mention(BaseModel):
    """A version's text or an item names a document: by its folded title, or by `#` and its id."""

    key = TextField(index=True)
    version = OptionalKeyField(Version, backref="mentions")
    item = OptionalKeyField(Item, backref="mentions")

    class Meta:
        constraints = [Check("(version_id IS NULL) <> (item_id IS NULL)")]


class ReviewAnswer(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Review(BaseModel):
    """A version was put before a reviewer, who approved it or returned it with a sentence.

    `minor` is a reviewer's word that the edit changes nothing that was tried; `as_learner` says
    that a learner who did the task with it approved, where nobody else knows the topic.
    """

    version = ForeignKeyField(Version, backref="reviews")
    asked_by = ForeignKeyField(Person, backref="+")
    asked_at = UTCDateTimeField(default=clock.now)
    answer = ChoiceField(ReviewAnswer, default=ReviewAnswer.WAITING)
    answered_by = OptionalKeyField(Person, backref="+")
    answered_at = UTCDateTimeField(null=True)
    sentence = TextField(default="")
    minor = BooleanField(default=False)
    as_learner = BooleanField(default=False)


Review.add_index(
    Review.index(
        Review.version, unique=True, name="review_one_waiting", where=SQL("answer = 'waiting'")
    )
)


class Outcome(StrEnum):
    """What came of doing the task with a document; the newest of a person counts."""

    WORKED = "worked"
    FAILED = "failed"
    TAKEN_BACK = "taken back"


class Use(BaseModel):
    """Somebody did the task with a document as version `number` stood. Append-only.

    The number is 0 where the document was only a link before links were kept in versions.
    """

    output = ForeignKeyField(Output, backref="uses", index=False)
    number = IntegerField()
    person = ForeignKeyField(Person, backref="+")
    outcome = ChoiceField(Outcome)
    sentence = TextField(default="")
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("output", "person"), False),)


def is_newest_use(use: Any) -> Expression:
    """Keep the uses since which their person said nothing newer of the same document."""
    newer = Use.alias()
    return ~fn.EXISTS(
        newer.select(newer.id).where(
            newer.output == use.output, newer.person == use.person, newer.id > use.id
        )
    )


class UseAnswer(BaseModel):
    """What was done about a failed use: version `fixed_in`, or the reason it was not the document.

    Append-only. A fix counts once that version is published.
    """

    use = ForeignKeyField(Use, unique=True, backref="answers")
    fixed_in = IntegerField(null=True)
    sentence = TextField(default="")
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        constraints = [Check("fixed_in IS NOT NULL OR sentence <> ''")]


class Question(BaseModel):
    """Something somebody wants to know, kept until it is answered and after.

    It came up in a session, at an item, on a document (`about`) or anywhere else. A private one is
    for its asker and those who are asked. `output` is the FAQ entry that was made of its answer;
    one merged into another has that one's answer. `heard_at` is when the asker saw the answer;
    `asked_back` is what they still want to know, a line each time. An answer that was taken back
    or asked back about stays in the row, unanswered.
    """

    text = TextField()
    topic = ForeignKeyField(Topic, backref="questions")
    session = OptionalKeyField(CoachingSession, backref="questions")
    asked_by = ForeignKeyField(Person, backref="asked_questions")
    at = UTCDateTimeField(default=clock.now)
    item = OptionalKeyField(Item, backref="questions")
    about = OptionalKeyField(Output, backref="questions_about")
    private = BooleanField(default=False)
    answer = TextField(default="")
    answer_html = TextField(default="")
    answered_by = OptionalKeyField(Person, backref="+")
    answered_at = UTCDateTimeField(null=True)
    output = OptionalKeyField(Output, backref="questions")
    merged_into = OptionalKeyField("self", backref="merged")
    heard_at = UTCDateTimeField(null=True)
    withdrawn_at = UTCDateTimeField(null=True)
    asked_back = TextField(default="")

    @classmethod
    def is_open(cls) -> Expression:
        """Keep those that wait for an answer."""
        return cls.answered_at.is_null() & cls.merged_into.is_null() & cls.withdrawn_at.is_null()


# A list of questions is read by the page, open ones first; what everybody may see is counted.
_GOING_ON = '"merged_into_id" IS NULL AND "withdrawn_at" IS NULL'
Question.add_index(
    SQL(
        'CREATE INDEX "question_in_order" ON "question" '
        f'(("answered_at" IS NOT NULL), "id" DESC) WHERE {_GOING_ON}'
    )
)
Question.add_index(
    SQL(
        'CREATE INDEX "question_in_order_of_topic" ON "question" '
        f'("topic_id", ("answered_at" IS NOT NULL), "id" DESC) WHERE {_GOING_ON}'
    )
)
Question.add_index(
    SQL(
        'CREATE INDEX "question_for_all" ON "question" '
        '("topic_id", "private", "merged_into_id", "withdrawn_at") '
        f'WHERE NOT "private" AND {_GOING_ON}'
    )
)

# Of all questions few wait.
Question.add_index(
    SQL(
        'CREATE INDEX "question_open" ON "question" ("topic_id", "asked_by_id", "at", "private") '
        'WHERE "answered_at" IS NULL AND "merged_into_id" IS NULL AND "withdrawn_at" IS NULL'
    )
)


class AskedAs(StrEnum):
    """As what somebody is asked a question."""

    COACH = "coach"
    BUDDY = "buddy"
    SME = "SME"
    SUPERVISOR = "supervisor"
    OWNER = "owner"
    ADMINISTRATOR = "administrator"


class Turn(BaseModel):
    """From a moment on an open question is somebody's to answer; the newest turn is whose it is.

    Turns are planned when a question is asked, one working day of the answerer apart, and anew
    when somebody in them goes away or leaves.
    """

    question = ForeignKeyField(Question, backref="turns", index=False)
    position = IntegerField()
    person = ForeignKeyField(Person, backref="+", index=False)
    asked_as = ChoiceField(AskedAs)
    starts_at = UTCDateTimeField()

    class Meta:
        indexes = ((("question", "position"), True), (("person", "starts_at"), False))


class PassingOn(BaseModel):
    """Whom the asker of a private question may pass it on to, offered from a moment on.

    It is planned like a turn, one working day of whoever is asked later, and begins only when the
    asker says so; until then nobody else hears of the question.
    """

    question = ForeignKeyField(Question, unique=True, backref="+")
    person = ForeignKeyField(Person, backref="+", index=False)
    starts_at = UTCDateTimeField()
