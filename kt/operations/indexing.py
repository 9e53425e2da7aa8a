"""Keeping the index that searches look into.

Whatever changes what can be found calls one of the first functions as the last line of its
transaction, so that the index never lags behind a commit.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from .. import db
from ..db import transaction
from ..markup import render, to_html
from ..models import (
    Fact,
    Found,
    Output,
    OutputState,
    Passage,
    PassageIndex,
    Person,
    Question,
    Revision,
    Topic,
    Version,
    Word,
)
from ..passages import PATH, passages
from ..terms import RULES, stems, terms
from .bulk import batches, copy_in, run_for_all

FACT = "search rules"

# An index made by other rules is out of date: count up with each change of this module, of
# kt/passages.py or of what follows from them.
MADE_BY = f"3, terms {RULES}"

# A tsvector knows no later place.
LAST_PLACE = 16_383
GAP = 10


WordsOf = frozenset[tuple[str, str]]


class Prepared(NamedTuple):
    """A passage with the stems of its fields and its different words."""

    row: "Row"
    fields: tuple[str, ...]
    words: WordsOf
    vector: str = ""


class Row(NamedTuple):
    """A passage before it has an id; its references are ids."""

    kind: Found
    number: int
    title: str
    output: int | None = None
    question: int | None = None
    topic: int | None = None
    person: int | None = None
    shared: bool = True
    anchor: str = ""
    heading: str = ""
    text: str = ""


def index_output(output: Output) -> None:
    """Let a document be found as it stands now: by its text if it is published, or by its title."""
    _keep(Passage.output, [output.id], _of_outputs)


def prepared_document(title: str, html: str, *, is_published: bool) -> list[Prepared]:
    """Work out what a new document will be found by, before it has an id or a lock is taken."""
    return [_prepared(row) for row in _of_document(title, html, is_published=is_published)]


def index_new_outputs(documents: Iterable[tuple[int, int, Sequence[Prepared]]]) -> None:
    """Let new documents be found: the id of each and of its topic, and what was prepared of it."""
    words: Counter[tuple[str, str]] = Counter()
    with transaction():
        _add_prepared(_rows_of(documents), _last(), words)
        _count(words)


def words_of_outputs(ids: Iterable[int]) -> dict[int, WordsOf]:
    """Work out which words the passages of documents have now, before a lock is taken."""
    return {
        id: _words(row)
        for batch in batches(ids)
        for id, row in _rows_where(Passage.output.in_(batch))
    }


def index_changed_outputs(
    documents: Sequence[tuple[int, int, Sequence[Prepared]]], known: Mapping[int, WordsOf]
) -> None:
    """Let documents be found by other texts; `known` is what `words_of_outputs` said of them.

    A passage keeps its words as long as it is there; those that came since are looked at now.
    """
    words: Counter[tuple[str, str]] = Counter()
    with transaction():
        for batch in batches(id for id, _, _ in documents):
            here = Passage.select(Passage.id).where(Passage.output.in_(batch))
            ids = [id for (id,) in here.tuples()]
            new = _rows_where(Passage.id.in_([id for id in ids if id not in known]))
            came = {id: _words(row) for id, row in new}
            _remove({id: known[id] if id in known else came[id] for id in ids}, words)
        _add_prepared(_rows_of(documents), _last(), words)
        _count(words)


def index_question(question: Question) -> None:
    """Let a question be found with its answer, and by the words of those merged into it."""
    _keep(Passage.question, [question.id], _of_questions)
    if question.merged_into_id is not None:
        _keep(Passage.question, [question.merged_into_id], _of_questions)


def index_topic(topic: Topic) -> None:
    """Let a topic be found with the written process of its newest revision."""
    _keep(Passage.topic, [topic.id], _of_topics, Passage.kind == Found.TOPIC)


def index_person(person: Person) -> None:
    """Let somebody be found by name, title and department, as long as they are active."""
    index_people([person.id])


def index_people(ids: Iterable[int]) -> None:
    """Do as `index_person` for many."""
    _keep(Passage.person, ids, _of_people)


def is_indexed() -> bool:
    """Tell whether the index was made by the rules of this release."""
    return Fact.select().where(Fact.name == FACT, Fact.value == MADE_BY).exists()


def reindex(tell: Callable[[int], object] = lambda things: None) -> dict[Found, int]:
    """Make the whole index anew, or leave it as it was; answer with how many passages of each kind.

    `tell` hears, step by step, of how many more things it has read.
    """
    made: Counter[Found] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    with transaction():
        _empty()
        last = 0
        for model, passages_of in MAKERS:
            for ids in batches(id for (id,) in list(model.select(model.id).tuples())):
                rows = list(passages_of(ids))
                _add(rows, last, words)
                last += len(rows)
                made.update(row.kind for row in rows)
                tell(len(ids))
        _count(words)
        Fact.insert(name=FACT, value=MADE_BY).on_conflict(
            conflict_target=[Fact.name], preserve=[Fact.value]
        ).execute()
    return dict(made)


# ------------------------------------------------------------------ what there is to find


def _of_outputs(ids: Sequence[int]) -> Iterator[Row]:
    shown = (Version.output == Output.id) & (Version.number == Output.published_number)
    rows = (
        Output.select(Output.id, Output.title, Output.topic, Output.state, Version.html)
        .join(Version, JOIN.LEFT_OUTER, on=shown)
        .where(Output.id.in_(ids))
        .order_by(Output.id)
    )
    for id, title, topic, state, html in rows.tuples():
        for row in _of_document(title, html or "", is_published=state == OutputState.PUBLISHED):
            yield row._replace(output=id, topic=topic)


def _of_document(title: str, html: str, *, is_published: bool) -> Iterator[Row]:
    for number, part in enumerate(passages(html if is_published else "", title)):
        yield Row(
            Found.DOCUMENT,
            number,
            title,
            shared=is_published,
            anchor=part.anchor,
            heading=part.heading,
            text=part.text,
        )


def _of_questions(ids: Sequence[int]) -> Iterator[Row]:
    into = Question.alias()
    rows = (
        Question.select(
            Question.id,
            Question.text,
            Question.topic,
            Question.private,
            Case(None, [(Question.answered_at.is_null(False), Question.answer_html)], ""),
            _takes_words_of(into, Question).alias("is_told_there"),
        )
        .join(into, JOIN.LEFT_OUTER, on=(Question.merged_into == into.id))
        .where(Question.id.in_(ids), Question.withdrawn_at.is_null())
        .order_by(Question.id)
    )
    merged = _merged_into(ids)
    for id, text, topic, private, html, is_told_there in rows.tuples():
        if is_told_there:
            continue
        titles = [text, *merged[id]]
        parts = [(title, part) for title in titles for part in passages(html)]
        for number, (title, part) in enumerate(parts):
            yield Row(
                Found.QUESTION,
                number,
                " ".join(title.split()),
                question=id,
                topic=topic,
                shared=not private,
                text=part.text,
            )


def _takes_words_of(into: Any, merged: Any) -> Any:
    """Match where whoever sees the one may also read the words of the one merged into it."""
    return (
        into.id.is_null(False)
        & into.withdrawn_at.is_null()
        & ~into.private
        & ~merged.private
        & (into.topic == merged.topic)
    )


def _merged_into(ids: Sequence[int]) -> dict[int, list[str]]:
    into = Question.alias()
    rows = (
        Question.select(into.id, Question.text)
        .join(into, on=(Question.merged_into == into.id))
        .where(into.id.in_(ids), Question.withdrawn_at.is_null(), _takes_words_of(into, Question))
        .order_by(Question.id)
    )
    texts: dict[int, list[str]] = defaultdict(list)
    for id, text in rows.tuples():
        texts[id].append(text)
    return texts


def _of_topics(ids: Sequence[int]) -> Iterator[Row]:
    newer = Revision.alias()
    newest = ~fn.EXISTS(
        newer.select(1).where(newer.topic == Revision.topic, newer.number > Revision.number)
    )
    rows = (
        Topic.select(Topic.id, Topic.name, Topic.description, Revision.process)
        .join(Revision, JOIN.LEFT_OUTER, on=((Revision.topic == Topic.id) & newest))
        .where(Topic.id.in_(ids))
        .order_by(Topic.id)
    )
    for id, name, description, process in rows.tuples():
        parts = [*passages(to_html(description)), *passages(render(process or "").html)]
        told = [part for part in parts if part.text or part.heading] or parts[:1]
        for number, part in enumerate(told):
            yield Row(Found.TOPIC, number, name, topic=id, heading=part.heading, text=part.text)


def _of_people(ids: Sequence[int]) -> Iterator[Row]:
    rows = (
        Person.select(Person.id, Person.name, Person.title, Person.department)
        .where(Person.id.in_(ids), Person.active)
        .order_by(Person.id)
    )
    for id, name, title, department in rows.tuples():
        yield Row(Found.PERSON, 0, name, person=id, heading=title, text=department)


MAKERS: tuple[tuple[Any, Callable[[Sequence[int]], Iterator[Row]]], ...] = (
    (Topic, _of_topics),
    (Output, _of_outputs),
    (Question, _of_questions),
    (Person, _of_people),
)


# ------------------------------------------------------------------ keeping it


def _keep(
    column: Any,
    ids: Iterable[int],
    passages_of: Callable[[Sequence[int]], Iterator[Row]],
    *conditions: Any,
) -> None:
    """Put the passages of these things in the place of those they had."""
    words: Counter[tuple[str, str]] = Counter()
    with transaction():
        for batch in batches(ids):
            kept = dict(_rows_where(column.in_(batch), *conditions))
            rows = list(passages_of(batch))
            if sorted(kept.values()) == sorted(rows):
                continue
            _remove({id: _words(row) for id, row in kept.items()}, words)
            _add(rows, _last(), words)
        _count(words)


def _rows_where(*conditions: Any) -> Iterator[tuple[int, Row]]:
    fields = [getattr(Passage, name) for name in Row._fields]
    for id, *values in Passage.select(Passage.id, *fields).where(*conditions).tuples():
        yield id, Row(*values)


def _rows_of(documents: Iterable[tuple[int, int, Sequence[Prepared]]]) -> list[Prepared]:
    return [
        each._replace(row=each.row._replace(output=id, topic=topic))
        for id, topic, prepared in documents
        for each in prepared
    ]


def _last() -> int:
    return Passage.select(fn.MAX(Passage.id)).scalar() or 0


def _remove(kept: Mapping[int, WordsOf], words: Counter[tuple[str, str]]) -> None:
    """Take passages out, and their words off what is counted."""
    for gone in kept.values():
        words.subtract(gone)
    for ids in batches(kept):
        Passage.delete().where(Passage.id.in_(ids)).execute()
    delete = 'DELETE FROM "passage_index" WHERE "rowid" = '
    if db.is_postgres():
        run_for_all(f"{delete} ANY(%s)", [(list(kept),)])
    else:
        run_for_all(f"{delete} ?", [(id,) for id in kept])


def _add(rows: Sequence[Row], last: int, words: Counter[tuple[str, str]]) -> None:
    """Insert passages with the ids that follow the last one."""
    _add_prepared([_prepared(row) for row in rows], last, words)


def _prepared(row: Row) -> Prepared:
    fields = tuple(" ".join(stems(part)) for part in _fields(row))
    title, above, heading, text = fields
    vector = _vector(title, f"{above} {heading}".strip(), text) if db.is_postgres() else ""
    return Prepared(row, fields, _words(row), vector)


def _add_prepared(rows: Sequence[Prepared], last: int, words: Counter[tuple[str, str]]) -> None:
    whole, terms_of = [], []
    vectors: list[tuple[int, str]] = []
    for id, (row, fields, words_of_row, vector) in enumerate(rows, start=last + 1):
        words.update(words_of_row)
        whole.append((id, *row, "\n".join(fields)))
        title, above, heading, text = fields
        terms_of.append((id, title, f"{above} {heading}".strip(), text))
        vectors.append((id, vector))
    names = ("id", *Row._fields, "stems")
    columns = [Passage._meta.fields[name].column_name for name in names]
    copy_in("passage", columns, whole)
    if db.is_postgres():
        copy_in("passage_index", ["rowid", "terms"], vectors)
    else:
        copy_in("passage_index", ["rowid", "title", "heading", "body"], terms_of)


def _fields(row: Row) -> tuple[str, str, str, str]:
    above, _, heading = row.heading.rpartition(PATH)
    return row.title, above, heading, row.text


def _words(row: Row) -> WordsOf:
    return frozenset((term.word, term.stem) for part in _fields(row) for term in terms(part))


def _vector(title: str, heading: str, text: str) -> str:
    """Spell a tsvector; a gap between the fields keeps phrases within them."""
    places: dict[str, list[str]] = {}
    at = 1
    for field, weight in ((title, "A"), (heading, "B"), (text, "")):
        for place, stem in enumerate(field.split(), start=at):
            places.setdefault(stem, []).append(f"{min(place, LAST_PLACE)}{weight}")
        at += field.count(" ") + GAP
    return " ".join(f"'{stem}':{','.join(where)}" for stem, where in places.items())


def _count(words: Counter[tuple[str, str]]) -> None:
    """Add to how many passages each word stands in, and forget those that stand in none."""
    changes = [(word, stem, count) for (word, stem), count in words.items() if count]
    values = "VALUES (?, ?, ?)"
    given: Sequence[Sequence[Any]] = changes
    if db.is_postgres():
        # One statement for all: with one a word PostgreSQL would take seconds.
        values = "SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])"
        given = [[list(column) for column in zip(*changes, strict=True)]] if changes else []
    run_for_all(
        f'INSERT INTO "word" ("word", "stem", "passages") {values} '
        'ON CONFLICT ("word") DO UPDATE SET "passages" = "word"."passages" + EXCLUDED."passages"',
        given,
    )
    for gone in batches(word for word, _, count in changes if count < 0):
        Word.delete().where(Word.word.in_(gone), Word.passages <= 0).execute()


def _empty() -> None:
    if db.is_postgres():
        PassageIndex.delete().execute()
    else:
        db.database.execute_sql("INSERT INTO passage_index(passage_index) VALUES('delete-all')")
    Passage.delete().execute()
    Word.delete().execute()
