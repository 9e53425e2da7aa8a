"""What a search answers: the right place, first what one prefers, nothing one may not see."""

from datetime import timedelta
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements
from permissions import a_stage

from kt import access
from kt.markup import render
from kt.models import (
    Found,
    Output,
    OutputState,
    Passage,
    Person,
    Question,
    Topic,
    Version,
)
from kt.operations.indexing import index_output, index_question, reindex
from kt.reports.search import Result, search, suggest
from kt.rules.trust import Badge

TEXT = """\
# Leave

Ask your manager two weeks ahead.

## Illness

Call before nine. A certificate is needed from the third day on.

## Zürich office

The Café closes at four.
"""


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    reindex()
    return cast


def a_document(
    cast: Cast, text: str = TEXT, title: str = "Away from work", **values: Any
) -> Output:
    values = {"topic": cast.topic, "owner": cast.ben} | values
    output = make.an_output(
        title,
        state=OutputState.PUBLISHED,
        published_on=make.LONG_AGO,
        published_number=1,
        **values,
    )
    html = str(render(text).html)
    Version.create(output=output, number=1, text=text, html=html, by=output.owner)
    index_output(output)
    return output


def found(person: Person, words: str, **options: Any) -> list[str]:
    """Tell what is found as “title, heading”, best first."""
    answers = search(person, words, today=make.TODAY, **options)
    return [told(result) for result in answers.results]


def told(result: Result) -> str:
    parts = ("".join(piece.text for piece in pieces) for pieces in (result.title, result.heading))
    return ", ".join(filter(None, parts))


def test_the_very_passage_is_found_with_its_words_marked(cast: Cast) -> None:
    output = a_document(cast)
    answers = search(cast.cleo, "when is a certificate needed", today=make.TODAY)
    first = answers.results[0]
    assert (first.kind, first.id, first.anchor) == (Found.DOCUMENT, output.id, "doc-illness")
    assert [piece.text for piece in first.text if piece.marked] == ["certificate", "needed"]
    assert "".join(piece.text for piece in first.text).startswith("Call before nine.")
    assert first.badge == Badge.PUBLISHED


@pytest.mark.parametrize(
    "words",
    [
        "certificates",
        "certif",
        "zurich cafe",
        "ZÜRICH",
        '"third day"',
        "sickness call",
        "certifcate",
        "cal\u200bl before \u202enine",
    ],
)
def test_endings_beginnings_accents_phrases_other_words_and_slips_are_understood(
    cast: Cast, words: str
) -> None:
    a_document(cast)
    a_document(cast, "Nothing of the kind, on a third and a fourth day.", "Another")
    assert found(cast.cleo, words)[0].startswith("Away from work, Leave › ")


def test_a_quoted_phrase_must_be_there_to_the_letter(cast: Cast) -> None:
    a_document(cast)
    assert found(cast.cleo, '"day third"') == []
    assert found(cast.cleo, '"before nine"') == ["Away from work, Leave › Illness"]
    assert found(cast.cleo, '"before nine" "two weeks"') == []


def test_a_slip_is_named_with_what_was_looked_for_instead(cast: Cast) -> None:
    a_document(cast)
    answers = search(cast.cleo, "certifcate", today=make.TODAY)
    assert answers.instead == (("certifcate", "certificate"),)
    assert search(cast.cleo, "certificate", today=make.TODAY).instead == ()


@pytest.mark.parametrize(
    "words", ["", "   ", "?!", "\u200b", '""', "xyzzy", "'", "\\", "a" * 5_000]
)
def test_what_says_nothing_finds_nothing(cast: Cast, words: str) -> None:
    a_document(cast)
    assert found(cast.cleo, words) == []


def test_words_that_say_little_are_looked_for_where_there_are_no_others(cast: Cast) -> None:
    a_document(cast, "To be or not to be.", "Monologue")
    assert found(cast.cleo, "to be or not to be")[0] == "Monologue"


def test_questions_topics_and_people_are_found_too_and_can_be_chosen(cast: Cast) -> None:
    a_document(cast, "Cut-off rules are written here.", "Cut-off manual")
    question = make.a_question(cast.cleo, cast.topic, text="What are cut-off rules?")
    index_question(question)
    everything = search(cast.cleo, "cut-off rules", today=make.TODAY).results
    assert {result.kind for result in everything} == {Found.DOCUMENT, Found.QUESTION, Found.TOPIC}
    assert found(cast.cleo, "cut-off rules", kinds=[Found.TOPIC]) == ["Cut-off rules"]
    assert found(cast.cleo, "arroyo ben") == ["Ben Arroyo"]
    other = make.a_topic("Pay")
    assert found(cast.cleo, "cut-off rules", topic=other) == []


# ------------------------------------------------------------------ who sees


def test_a_search_finds_what_access_shows_and_nothing_else(database: str) -> None:
    stage = a_stage()
    cast = stage.cast
    closed = make.a_topic("Closed", open_to_all=False, owner=cast.dan)
    for topic in (cast.topic, closed):
        for state in OutputState:
            values = {"published_on": make.TODAY} if state == OutputState.PUBLISHED else {}
            make.an_output(f"{state}", topic=topic, owner=cast.ben, state=state, **values)
        for private in (True, False):
            make.a_question(cast.eve, topic, cast.ben, private=private)
            make.a_question(cast.cleo, topic, cast.eve, private=private)
    make.a_question(cast.eve, cast.topic, withdrawn_at=make.a_question(cast.eve, closed).at)
    reindex()
    kinds = (
        (Found.DOCUMENT, Passage.output, Output, access.outputs_visible_to),
        (Found.QUESTION, Passage.question, Question, access.questions_visible_to),
        (Found.TOPIC, Passage.topic, Topic, access.topics_visible_to),
        (Found.PERSON, Passage.person, Person, access.people_visible_to),
    )
    for person in cast.everybody.values():
        for kind, column, model, visible_to in kinds:
            seen = access.passages_visible_to(person).where(Passage.kind == kind)
            ids = {id for (id,) in seen.select(column).tuples()}
            expected = {id for (id,) in visible_to(person).select(model.id).tuples()}
            if model is Question:
                expected -= {id for (id,) in _withdrawn().tuples()}
            assert ids == expected, (person.name, model)


def _withdrawn() -> Any:
    return Question.select(Question.id).where(Question.withdrawn_at.is_null(False))


def test_what_one_may_not_see_is_neither_found_nor_counted_nor_proposed(cast: Cast) -> None:
    closed = make.a_topic("Closed", open_to_all=False)
    a_document(cast, "The merger is secret.", "Merger", topic=closed, owner=cast.dan)
    index_question(make.a_question(cast.dan, cast.topic, text="Is there a merger?", private=True))
    for words in ("merger", "mergre", "merg", '"merger"'):
        answers = search(cast.eve, words, today=make.TODAY)
        assert (answers.results, answers.total, answers.instead) == ((), 0, ())
        assert suggest(cast.eve, words, today=make.TODAY) == []
        assert search(cast.dan, words, today=make.TODAY).total == 2


def test_a_draft_is_found_by_its_title_by_those_who_may_see_it(cast: Cast) -> None:
    output = make.an_output("Nostro handbook", topic=cast.topic, owner=cast.ben)
    index_output(output)
    assert found(cast.ben, "nostro") == ["Nostro handbook"]
    assert found(cast.eve, "nostro") == []


# ------------------------------------------------------------------ what is preferred


def test_of_two_that_answer_alike_the_trusted_one_and_that_of_my_topic_come_first(
    cast: Cast,
) -> None:
    elsewhere = make.a_topic("Elsewhere")
    titles = ("Other", "Mine", "Tried", "Trusted")
    topics = (elsewhere, cast.topic, cast.topic, cast.topic)
    _, _, tried, trusted = (
        a_document(cast, "How to book a nostro payment.", title, topic=topic, trusted_from=1)
        for title, topic in zip(titles, topics, strict=True)
    )
    make.a_use(tried, cast.dan)
    make.a_use(trusted, cast.dan, on=make.TODAY - timedelta(days=200))
    Output.update(approved_number=1).where(Output.id == trusted.id).execute()
    assert found(cast.cleo, "nostro payment") == ["Trusted", "Tried", "Mine", "Other"]


def test_an_obsolete_document_is_found_by_its_whole_title_alone_and_comes_last(cast: Cast) -> None:
    values = {"topic": cast.topic, "owner": cast.cleo}
    index_output(make.an_output("Booking by fax", state=OutputState.OBSOLETE, **values))
    a_document(cast, "Never send a booking by fax.", "Bookings today")
    assert found(cast.cleo, "fax booking") == ["Bookings today"]
    assert found(cast.cleo, "Booking by fax!") == ["Bookings today", "Booking by fax"]


def test_the_entry_made_of_a_question_stands_in_its_place(cast: Cast) -> None:
    entry = a_document(cast, "At four.", "When is the nostro cut-off?")
    question = make.a_question(
        cast.cleo,
        cast.topic,
        text="When is the nostro cut-off?",
        answer="At four.",
        answer_html="<p>At four.</p>",
        answered_at=make.a_question(cast.cleo, cast.topic).at,
        output=entry,
    )
    index_question(question)
    results = search(cast.cleo, "nostro cut-off", today=make.TODAY).results
    assert [result.kind for result in results if "nostro" in told(result)] == [Found.DOCUMENT]


def test_many_passages_of_one_document_leave_room_for_others(cast: Cast) -> None:
    text = "".join(f"## Step {n}\n\nThe ledger of the day.\n\n" for n in range(9))
    a_document(cast, text, "Long manual")
    a_document(cast, "The ledger was mentioned of the day, by the way, once only here.", "Short")
    assert "Short" in found(cast.cleo, "ledger of the day")[:4]


# ------------------------------------------------------------------ pages and suggestions


def test_results_come_in_pages(cast: Cast) -> None:
    for number in range(13):
        a_document(cast, "The ledger.", f"Ledger {number}")
    first = search(cast.cleo, "ledger", today=make.TODAY)
    second = search(cast.cleo, "ledger", today=make.TODAY, page=2)
    assert (first.total, len(first.results), len(second.results)) == (13, 10, 3)
    assert {each.id for each in first.results}.isdisjoint(each.id for each in second.results)


def test_published_answers_are_suggested_while_one_types_those_of_the_topic_first(
    cast: Cast,
) -> None:
    other = make.a_topic("Other")
    a_document(cast, "Book it in the nostro ledger by hand.", "How do I book a nostro payment?")
    a_document(cast, "In the other ledger.", "How do I book nostro payments here?", topic=other)
    make.an_output("Nostro payment draft", topic=cast.topic, owner=cast.cleo)
    index_question(make.a_question(cast.cleo, cast.topic, text="Who books a nostro payment?"))
    suggested = [told(each) for each in suggest(cast.cleo, "nostro pay", today=make.TODAY)]
    assert sorted(suggested) == [
        "How do I book a nostro payment?",
        "How do I book nostro payments here?",
    ]
    there = suggest(cast.cleo, "nostro pay", today=make.TODAY, topic=other)
    assert told(there[0]) == "How do I book nostro payments here?"
    assert suggest(cast.cleo, "nostro pay", today=make.TODAY, limit=1)[1:] == []
    assert suggest(cast.cleo, "the weather in payments of Ulan Bator", today=make.TODAY) == []


def test_the_number_of_statements_does_not_depend_on_how_much_there_is(cast: Cast) -> None:
    for number in range(12):
        a_document(cast, TEXT * 3, f"Away {number}")
    with counted_statements() as statements:
        search(cast.cleo, "certifcate ilness third day before nine", today=make.TODAY)
    assert len(statements) <= 5
