"""Who sees what is written: the documents, questions and passages through which a view loads.

Nearly all that somebody sees is there for everybody who sees its topic. Lists ask for that and for
the rest apart, because of an OR no engine counts one side by its index alone.
"""

from typing import Any

from peewee import Expression, ModelSelect, fn

from ..db import among
from ..models import (
    Found,
    Output,
    OutputState,
    Passage,
    Person,
    Question,
    Rollout,
    Topic,
    Turn,
    Version,
)
from .reviewing import reviews_waiting_for
from .seeing import rollouts_visible_to, topics_open_to, topics_visible_to
from .spelling import ids_of


def outputs_visible_to(person: Person) -> ModelSelect:
    """Published ones of visible topics, one's own, those of visible rollouts, those to review."""
    outputs = Output.select()
    if person.is_administrator:
        return outputs
    return outputs.where(documents_for_all(person) | outputs_for_some(person))


def documents_for_all(person: Person) -> Expression:
    """Match the published outputs of the topics that somebody sees; of all, for administrators."""
    published = Output.state == OutputState.PUBLISHED
    if person.is_administrator:
        return published
    return published & Output.topic.in_(ids_of(topics_open_to, person))


def outputs_for_some(person: Person) -> Expression:
    """Match one's own, those of visible rollouts and those to review: few, each by an index."""
    return (
        (Output.owner == person)
        | among(Output.rollout, ids_of(rollouts_visible_to, person, Rollout.id))
        | among(Output.id, ids_of(reviews_waiting_for, person, Version.output))
    )


def questions_visible_to(person: Person) -> ModelSelect:
    """One's own, those one is asked, and on visible topics all that are not private.

    A private one stays with its asker and whom it was asked of, whoever runs what (it has no turns
    to come); one that was taken back stays with its asker.
    """
    asked = Question.id.in_(_asked_of(person))
    return Question.select().where(
        (Question.asked_by == person)
        | (Question.withdrawn_at.is_null() & (questions_for_all(person) | asked))
    )


def questions_for_all(person: Person) -> Expression:
    """Match the questions, taken back or not, that are not private, of topics somebody sees."""
    for_all = ~Question.private
    if person.supervises:
        return for_all
    return for_all & Question.topic.in_(ids_of(topics_open_to, person))


def questions_for_some(person: Person) -> Expression:
    """Match the questions that somebody asked or is asked: few, each by an index."""
    return (Question.asked_by == person) | among(Question.id, _asked_of(person))


def _asked_of(person: Person) -> ModelSelect:
    return Turn.select(Turn.question).where(Turn.person == person)


def passages_visible_to(person: Person) -> ModelSelect:
    """What a search may find: the passages of all that the queries above show, and of all people.

    Shared ones are told by their topic; only of the others each row is looked for.
    """
    topics = ids_of(topics_open_to, person)
    passages = Passage.select().where(
        (Passage.shared & (Passage.person.is_null(False) | Passage.topic.in_(topics)))
        | _is_of(Passage.output, outputs_visible_to(person))
        | _is_of(Passage.question, questions_visible_to(person))
        | (
            (Passage.kind == Found.TOPIC)
            & Passage.topic.in_(ids_of(topics_visible_to, person, Topic.id))
        )
    )
    return passages


def _is_of(column: Any, rows: ModelSelect) -> Expression:
    row = rows.model
    return column.is_null(False) & fn.EXISTS(rows.select(row.id).where(row.id == column))
