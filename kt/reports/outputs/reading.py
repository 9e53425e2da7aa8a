"""A document as its readers see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Case, ModelSelect, fn

from ...access import (
    ids_of,
    may_edit_output,
    may_review,
    may_undo_answer,
    rollouts_visible_to,
    spelled_by_access,
)
from ...db import compiled
from ...markup import Rendered, stored, without_title
from ...models import (
    Expert,
    Outcome,
    Output,
    OutputKind,
    OutputState,
    Person,
    Review,
    ReviewAnswer,
    Rollout,
    Topic,
    Use,
    Version,
    is_newest_use,
)
from ...rules.trust import Badge, badge, people_needed, people_who_did_it
from .references import References, references_to
from .uses import Uses, uses_of
from .versions import VersionLine, versions_of

ASKED_SHOWN = 4


@dataclass(frozen=True)
class Trust:
    """How far a document can be trusted: who approved it, how many did the task with it.

    `did_it` are those who count, `needed` how many have to; `worked` is everybody's newest word.
    """

    badge: Badge
    did_it: int
    needed: int
    worked: int
    approved_by: str = ""
    approved_as_learner: bool = False

    @property
    def words(self) -> str:
        """Say where it stands and what is missing, in a sentence or two."""
        match self.badge:
            case Badge.PUBLISHED | Badge.IN_REVIEW:
                said = "Nobody has reviewed this version yet."
            case Badge.APPROVED | Badge.APPROVED_BY_LEARNER | Badge.TRUSTED | Badge.REOPENED:
                said = f"Approved by {self.approved_by}." if self.approved_by else ""
            case _:
                return ""
        missing = self.needed - self.did_it
        if self.badge in (Badge.APPROVED, Badge.APPROVED_BY_LEARNER) and missing > 0:
            people = "one more does" if missing == 1 else f"{missing} more people do"
            said += f" It is trusted once {people} the task with it; its authors do not count."
        return said


@dataclass(frozen=True)
class Document:
    """A document, ready to be read; `rendered` is None where nothing is written.

    `newer` is the newest version where readers do not see it yet, for those who may read drafts;
    `waiting` is the version that waits for its review, `returned` what its reviewer said of the
    newest one; `mine` is one's own answer to a review, while it can be taken back.
    """

    output: Output
    rendered: Rendered | None
    version: VersionLine | None
    is_newest: bool
    versions: list[VersionLine]
    trust: Trust
    uses: Uses
    smes: list[Person]
    references: References
    may_edit: bool
    may_review: bool
    may_see_rollout: bool
    newer: VersionLine | None = None
    waiting: int | None = None
    returned: Review | None = None
    mine: Review | None = None

    @property
    def kind(self) -> OutputKind:
        return self.output.kind

    @property
    def is_finished(self) -> bool:
        return self.output.state in (OutputState.PUBLISHED, OutputState.OBSOLETE)

    @property
    def is_link(self) -> bool:
        """Tell whether nothing but a link was ever kept of it."""
        return bool(self.versions) and all(line.url for line in self.versions)

    def is_late(self, today: date) -> bool:
        return not self.is_finished and self.output.due is not None and self.output.due < today


def document_of(output: Output, person: Person, number: int | None = None) -> Document | None:
    """Show a document as its readers see it, or that version of it; None where there is no such.

    What is not published is shown in its newest version (at most eleven queries).
    """
    row, trust, may_see_rollout = _row(output, person)
    reviews = _reviews(output=row)
    may_edit = may_edit_output(person, row)
    waiting = next((each for each in reviews if each.answer == ReviewAnswer.WAITING), None)
    reviewing = waiting is not None and may_review(person, waiting.version)
    versions = versions_of(row, drafts=may_edit or reviewing)
    wanted = number or row.published_number or (versions[0].number if versions else None)
    chosen = next((each for each in versions if each.number == wanted), None)
    if number is not None and chosen is None:
        return None
    is_newest = bool(versions) and chosen == versions[0]
    newest = versions[0] if versions and row.published_number else None
    return Document(
        output=row,
        rendered=_read(row, chosen.number) if chosen and not chosen.url else None,
        version=chosen,
        is_newest=is_newest,
        versions=versions,
        trust=_approved(trust, row, reviews),
        uses=uses_of(row, person),
        smes=_smes(topic=row.topic, owner=row.owner),
        references=references_to(row, person),
        may_edit=may_edit,
        may_review=reviewing,
        may_see_rollout=may_see_rollout,
        newer=newest if newest and newest.number > (row.published_number or 0) else None,
        waiting=waiting.version.number if waiting else None,
        returned=_returned(reviews, versions) if may_edit else None,
        mine=next((each for each in reviews[:1] if may_undo_answer(person, each)), None),
    )


def published_words(output: Output) -> str:
    """Say that an output was published, in the words of every door."""
    return f"“{output.title}” is published. Everybody who may see its topic can read it."


def _row(output: Output, person: Person) -> tuple[Any, Trust, bool]:
    """Read a document with its topic, owner and rollout, and what its trust stands on."""
    (row,) = _rows(person=person, output=output)
    trust = Trust(Badge(row.badge), row.did_it, row.needed, row.worked)
    return row, trust, bool(row.sees)


@spelled_by_access
def _rows(person: Any, output: Any) -> ModelSelect:
    use = Use.alias()
    worked = use.select(fn.COUNT(use.id)).where(
        use.output == Output.id, use.outcome == Outcome.WORKED, is_newest_use(use)
    )
    seen = ids_of(rollouts_visible_to, person, Rollout.id)
    sees = Case(None, [(Output.rollout.in_(seen), 1)], 0)
    return (
        Output.select(
            Output,
            Topic,
            Person,
            Rollout,
            badge().alias("badge"),
            people_who_did_it().alias("did_it"),
            people_needed().alias("needed"),
            worked.alias("worked"),
            sees.alias("sees"),
        )
        .join(Topic, on=(Output.topic == Topic.id))
        .join_from(Output, Person, on=(Output.owner == Person.id))
        .join_from(Output, Rollout, JOIN.LEFT_OUTER, on=(Output.rollout == Rollout.id))
        .where(Output.id == output)
    )


@compiled
def _reviews(output: Any) -> ModelSelect:
    """Read the reviews of a document, newest first, with who answered them."""
    return (
        Review.select(Review, Version.id, Version.number, Version.output, Person)
        .join(Version)
        .join_from(Review, Person, JOIN.LEFT_OUTER, on=(Review.answered_by == Person.id))
        .where(Version.output == output, Review.answer != ReviewAnswer.WITHDRAWN)
        .order_by(Review.id.desc())
        .limit(50)
    )


def _approved(trust: Trust, row: Any, reviews: list[Any]) -> Trust:
    """Say who approved the version that readers see."""
    for review in reviews:
        is_it = review.version.number == row.published_number
        if is_it and review.answer == ReviewAnswer.APPROVED:
            return Trust(
                trust.badge,
                trust.did_it,
                trust.needed,
                trust.worked,
                review.answered_by.name,
                review.as_learner,
            )
    return trust


def _returned(reviews: list[Any], versions: list[VersionLine]) -> Review | None:
    """Find what a reviewer said of the newest version, unless it was put to review again."""
    newest = versions[0].number if versions else 0
    last = next((each for each in reviews if each.version.number == newest), None)
    return last if last and last.answer == ReviewAnswer.RETURNED else None


@compiled
def _smes(topic: Any, owner: Any) -> ModelSelect:
    """List the SMEs of a topic who are there, besides the owner of a document."""
    return (
        Person.select()
        .join(Expert, on=(Expert.person == Person.id))
        .where(Expert.topic == topic, Person.active, Person.id != owner)
        .order_by(Person.name)
        .limit(ASKED_SHOWN)
    )


def _read(output: Output, number: int) -> Rendered:
    """Read a text as it stands below the title of its output."""
    ((html,),) = _html(output=output, number=number)
    return stored(without_title(html, output.title))


@compiled
def _html(output: Any, number: Any) -> ModelSelect:
    found = Version.select(Version.html).where(Version.output == output, Version.number == number)
    return found.tuples()
