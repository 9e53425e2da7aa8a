"""Questions are answered, joined, put into the FAQ; nothing of it is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast

from kt import access, db
from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Output,
    OutputKind,
    OutputState,
    Passage,
    Person,
    Question,
    Role,
    Turn,
    Way,
)
from kt.operations.editing import Stale
from kt.operations.questions import (
    SameTitle,
    add_to_faq,
    answer_question,
    ask_back,
    ask_question,
    hear_answer,
    merge_question,
    move_faq_entry,
    pass_question_on,
    put_into_faq,
    take_answer_back,
    take_out_of_faq,
    unmerge_question,
    version_of_answer,
    withdraw_question,
    write_faq_entry,
)
from kt.operations.questions.faq import faq_entries
from kt.operations.sessions import log_session
from kt.reports.questions import faq_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock_:
        yield clock_


def ask(cast: Cast, text: str = "When is the cut-off?", **values: object) -> Question:
    return ask_question(cast.topic, text, by=cast.cleo, **values)  # type: ignore[arg-type]


def answer(question: Question, by: Person, text: str = "At *18:00*.") -> Question:
    opened_with = version_of_answer(Question.get_by_id(question.id))
    return answer_question(question, text, by=by, opened_with=opened_with)


def put(cast: Cast, question: Question, **values: str) -> Output:
    return put_into_faq(question, by=cast.ben, today=make.TODAY, **values)


def deeds() -> list[str]:
    return [entry.deed for entry in AuditEntry.select().order_by(AuditEntry.id)]


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize("nothing", ["", "  \n ", "\u200b" * 46, "\u200f\u2060\ufeff"])
def test_a_question_that_says_nothing_is_refused_in_words(cast: Cast, nothing: str) -> None:
    with pytest.raises(Refused, match="Type what you want to know") as refusal:
        ask(cast, nothing)
    assert refusal.value.field == "words"
    assert not Question.select().exists()


def test_a_question_of_ten_thousand_characters_is_refused_with_the_way_out(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"at most 1,000 characters.*10,000.*in a sentence or two"):
        ask(cast, "a" * 10_000)
    assert ask(cast, "a" * 1_000)


def test_asking_leaves_one_entry_and_not_the_words(cast: Cast) -> None:
    ask(cast, "Who is Sam?")
    (entry,) = AuditEntry.select()
    assert entry.deed == "question.asked"
    assert "Sam" not in str(entry.values)


def test_a_question_is_taken_back_and_asked_after_all(cast: Cast) -> None:
    question = ask(cast)
    with pytest.raises(NotAllowed):
        withdraw_question(question, by=cast.ben)
    withdraw_question(question, by=cast.cleo)
    assert not Question.select().where(Question.is_open()).exists()
    with pytest.raises(Refused, match="was taken back"):
        answer(question, cast.ben)
    withdraw_question(question, by=cast.cleo, withdrawn=False)
    assert question.turns.count() == 3


# ------------------------------------------------------------------ sessions


def test_one_liners_of_a_session_are_the_learners_questions_and_its_coach_is_asked(
    cast: Cast,
) -> None:
    log_session(
        [cast.pairing],
        by=cast.ben,
        minutes=30,
        way=Way.SHOWN,
        today=make.TODAY,
        questions=["Which cut-off counts?"],
    )
    question = Question.get()
    assert question.asked_by == cast.cleo
    assert not question.private
    turns = list(question.turns.order_by(Turn.position))
    assert [turn.person for turn in turns] == [cast.ben, cast.dan, cast.ada]
    assert answer(question, cast.ben).answered_by == cast.ben


def test_with_several_learners_they_are_the_coachs_who_is_asked_all_the_same(cast: Cast) -> None:
    seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    log_session(
        [cast.pairing, make.a_pairing(cast.bens_seat, seat)],
        by=cast.ben,
        minutes=30,
        way=Way.SHOWN,
        today=make.TODAY,
        questions=["Which cut-off counts?"],
    )
    question = Question.get()
    assert question.asked_by == cast.ben
    assert question.turns.order_by(Turn.position).first().person == cast.ben


def test_what_came_up_between_a_pair_stays_between_the_two(cast: Cast) -> None:
    pair = make.a_pair(cast.ben, cast.eve)
    log_session(
        [pair], by=cast.ben, minutes=30, way=Way.TOGETHER, today=make.TODAY, questions=["What now?"]
    )
    question = Question.get()
    assert question.private
    assert [turn.person for turn in question.turns] == [cast.ben]
    seen_by = [
        name
        for name, who in cast.everybody.items()
        if access.questions_visible_to(who).where(Question.id == question.id).exists()
    ]
    assert seen_by == ["ben", "eve"]


# ------------------------------------------------------------------ answering


def test_an_answer_is_rendered_and_stands_on_the_askers_home_until_they_heard_it(
    cast: Cast,
) -> None:
    question = answer(ask(cast), cast.ben)
    assert question.answer_html == "<p>At <em>18:00</em>.</p>\n"
    assert (question.answered_by, question.heard_at) == (cast.ben, None)
    # Nobody is asked any more what is answered.
    assert [turn.person for turn in question.turns] == [cast.ben]
    with pytest.raises(NotAllowed):
        hear_answer(question, by=cast.ben)
    assert hear_answer(question, by=cast.cleo).heard_at is not None
    assert deeds() == ["question.asked", "question.answered", "question.heard"]


def test_whoever_was_asked_before_may_still_answer_and_the_supervisor_may(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    for who in (cast.ben, cast.ada, cast.dan):
        question = ask(cast)
        noon.shift(60 * 60 * 24)
        assert answer(question, who).answered_by == who
    with pytest.raises(NotAllowed, match="by whoever is asked"):
        answer(ask(cast), cast.eve)
    with pytest.raises(NotAllowed):
        answer(ask(cast), cast.cleo)


def test_two_who_answer_at_once_lose_nothing(cast: Cast) -> None:
    question = ask(cast)
    opened_with = version_of_answer(question)
    answer_question(question, "At 18:00.", by=cast.ben, opened_with=opened_with)
    with pytest.raises(Stale):
        answer_question(question, "At 17:00.", by=cast.dan, opened_with=opened_with)
    assert Question.get().answer == "At 18:00."
    # The same answer sent twice is one.
    answer_question(question, "At 18:00.", by=cast.ben, opened_with=opened_with)
    assert deeds().count("question.answered") == 1


def test_eight_who_answer_at_once_leave_one_answer_and_seven_conflicts(cast: Cast) -> None:
    question = ask(cast)
    opened_with = version_of_answer(question)

    def answer_it(number: int) -> str:
        db.open_connection()
        try:
            answer_question(question, f"Answer {number}", by=cast.ben, opened_with=opened_with)
        except Stale:
            return "stale"
        finally:
            db.drop_connection()
        return f"Answer {number}"

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(answer_it, range(8)))
    assert said[1:] == ["stale"] * 7
    assert Question.get().answer == said[0]
    assert deeds().count("question.answered") == 1


@pytest.mark.parametrize("nothing", ["", "\u200b" * 46])
def test_an_answer_that_says_nothing_is_refused(cast: Cast, nothing: str) -> None:
    with pytest.raises(Refused, match="Type the answer first"):
        answer(ask(cast), cast.ben, nothing)


def test_an_answer_is_changed_and_the_asker_hears_of_it_again(cast: Cast) -> None:
    question = answer(ask(cast), cast.ben)
    hear_answer(question, by=cast.cleo)
    changed = answer(question, cast.dan, "At 17:00.")
    assert (changed.answer, changed.answered_by, changed.heard_at) == ("At 17:00.", cast.dan, None)


def test_an_answer_is_taken_back_until_its_asker_has_read_it(cast: Cast) -> None:
    question = answer(ask(cast), cast.ben)
    taken_back = take_answer_back(question, by=cast.ben)
    assert (taken_back.answered_at, taken_back.answer) == (None, "At *18:00*.")
    newest = question.turns.order_by(Turn.position.desc())
    assert [turn.person for turn in newest][-1] == cast.ben
    assert "18:00" not in str(list(Passage.select().dicts()))
    hear_answer(answer(question, cast.ben, "At 18:00."), by=cast.cleo)
    assert "18:00" in str(list(Passage.select().dicts()))
    with pytest.raises(Refused, match=r"Cleo Marsh has read this answer\. Change it instead"):
        take_answer_back(question, by=cast.ben)


def test_not_quite_puts_it_to_the_same_person_with_the_sentence(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    question = ask(cast)
    noon.move_to(datetime(2026, 11, 24, 13, tzinfo=UTC))
    answer(question, cast.ben)
    with pytest.raises(Refused, match="Say in a sentence") as refusal:
        ask_back(question, " ", by=cast.cleo)
    assert refusal.value.field == "sentence"
    with pytest.raises(NotAllowed):
        ask_back(question, "On Fridays?", by=cast.ben)
    again = ask_back(question, "On Fridays?", by=cast.cleo)
    assert (again.asked_back, again.answered_at) == ("On Fridays?", None)
    begun = question.turns.where(Turn.starts_at <= again.at.replace(day=24, hour=13))
    assert begun.order_by(Turn.position.desc()).first().person == cast.ben
    assert question.turns.order_by(Turn.position.desc()).first().person == cast.ada
    assert answer(question, cast.ben, "On Fridays at 17:00.").answered_at


# ------------------------------------------------------------------ joined


def test_a_question_is_joined_with_another_and_its_asker_gets_that_ones_answer(
    cast: Cast,
) -> None:
    one, same = ask(cast), ask(cast, "Until when can I send?")
    answer(one, cast.ben)
    merged = merge_question(same, one, by=cast.ben)
    assert (merged.merged_into, merged.heard_at) == (one, None)
    assert not Question.select().where(Question.is_open()).exists()
    assert hear_answer(merged, by=cast.cleo).heard_at
    again = unmerge_question(merged, by=cast.ben)
    assert again.merged_into is None
    assert Question.select().where(Question.is_open()).get() == same
    assert same.turns.count() == 3


def test_what_was_joined_before_goes_along_and_never_in_a_ring(cast: Cast) -> None:
    one, two, three = ask(cast), ask(cast, "Two?"), ask(cast, "Three?")
    merge_question(one, two, by=cast.ben)
    merge_question(two, three, by=cast.ben)
    assert Question.get_by_id(one.id).merged_into == three
    with pytest.raises(Refused, match="the question itself"):
        merge_question(three, one, by=cast.ben)


def test_only_a_question_of_the_topic_that_is_not_private_can_be_joined_with(cast: Cast) -> None:
    other_topic = make.a_topic("Parking")
    elsewhere = ask_question(other_topic, "Where?", by=cast.eve)
    question = ask(cast)
    with pytest.raises(Refused, match="about Parking") as refusal:
        merge_question(question, elsewhere, by=cast.ben)
    assert refusal.value.field == "into"
    with pytest.raises(Refused, match="is private"):
        merge_question(question, ask(cast, "Secret?", private=True), by=cast.ben)
    with pytest.raises(NotAllowed):
        merge_question(question, ask(cast, "Same?"), by=cast.eve)


def test_one_joined_question_asked_back_about_stands_by_itself_again(cast: Cast) -> None:
    one, same = answer(ask(cast), cast.ben), ask(cast, "Until when can I send?")
    merge_question(same, one, by=cast.ben)
    again = ask_back(same, "I meant Fridays.", by=cast.cleo)
    assert (again.merged_into, again.answered_at) == (None, None)
    assert Question.select().where(Question.is_open()).get() == same


# ------------------------------------------------------------------ the FAQ


def test_put_into_the_faq_is_an_entry_published_at_once_and_owned_by_whoever_answered(
    cast: Cast,
) -> None:
    question = answer(ask(cast), cast.ben)
    output = put(cast, question)
    assert (output.title, output.kind, output.owner, output.topic) == (
        "When is the cut-off?",
        OutputKind.FAQ_ENTRY,
        cast.ben,
        cast.topic,
    )
    shown = Output.get_by_id(output.id)
    assert (shown.state, shown.published_number) == (OutputState.PUBLISHED, 1)
    assert access.outputs_visible_to(cast.eve).where(Output.id == output.id).exists()
    assert Question.get().output == output
    # Pressed again, it is the same entry.
    assert put(cast, question) == output
    assert Output.select().count() == 1


def test_a_changed_answer_becomes_the_next_version_of_its_entry(cast: Cast) -> None:
    question = answer(ask(cast), cast.ben)
    output = put(cast, question)
    answer(question, cast.ben, "At 17:00.")
    put(cast, question)
    assert [version.text for version in output.versions] == ["At *18:00*.", "At 17:00."]
    assert Output.get().published_number == 2


def test_an_answer_is_taken_out_of_the_faq_and_put_back(cast: Cast) -> None:
    question = answer(ask(cast), cast.ben)
    output = put(cast, question)
    take_out_of_faq(question, by=cast.ben)
    assert Output.get().state == OutputState.DRAFT
    assert put(cast, question) == output
    assert faq_entries(cast.topic) == [output]


def test_a_private_question_is_not_put_there_but_worded_anew(cast: Cast) -> None:
    question = answer(ask(cast, "Am I too slow?", private=True), cast.ben)
    with pytest.raises(Refused, match=r"asked in private.*Word it anew"):
        put(cast, question)
    assert not Output.select().exists()
    entry = write_faq_entry(
        cast.topic, by=cast.ben, title="How fast is usual?", text="A day.", today=make.TODAY
    )
    assert [each.id for each in faq_entries(cast.topic)] == [entry.id]


def test_the_same_title_is_said_and_added_to_instead(cast: Cast) -> None:
    first = put(cast, answer(ask(cast), cast.ben))
    question = answer(ask(cast, "when is the CUT-OFF?"), cast.ben, "On Fridays at 17:00.")
    with pytest.raises(SameTitle, match="Add to that one") as refusal:
        put(cast, question)
    assert refusal.value.output == first
    assert put(cast, question, title="And on Fridays?").title == "And on Fridays?"
    third = answer(ask(cast, "When is the cut-off?"), cast.ben, "Ask Dan in December.")
    add_to_faq(third, first, by=cast.ben, today=make.TODAY)
    assert first.versions.count() == 2
    assert [version.text for version in first.versions][-1] == "At *18:00*.\n\nAsk Dan in December."
    assert Question.get_by_id(third.id).output == first


def test_without_an_answer_there_is_nothing_to_put_into_the_faq(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"no answer yet\. Write it first"):
        put(cast, ask(cast))
    question = answer(ask(cast), cast.ben)
    with pytest.raises(NotAllowed, match="those who know the topic"):
        put_into_faq(question, by=cast.cleo, today=make.TODAY)


def test_whoever_knows_the_topic_orders_its_faq(cast: Cast) -> None:
    one, two, three = (put(cast, answer(ask(cast, each), cast.ben)) for each in ("1?", "2?", "3?"))
    move_faq_entry(three, "up", by=cast.dan)
    assert faq_entries(cast.topic) == [one, three, two]
    move_faq_entry(one, "up", by=cast.dan)
    move_faq_entry(one, "down", by=cast.dan)
    assert faq_entries(cast.topic) == [three, one, two]
    with pytest.raises(NotAllowed):
        move_faq_entry(one, "up", by=cast.cleo)


def test_entries_move_within_their_group_and_groups_as_a_whole(cast: Cast) -> None:
    def entry(title: str, group: str) -> Output:
        return write_faq_entry(
            cast.topic, by=cast.ben, title=title, text="Yes.", today=make.TODAY, group=group
        )

    def page() -> list[tuple[str, list[str]]]:
        sections = faq_of(cast.topic).sections
        return [(each.heading, [entry.title for entry in each.entries]) for each in sections]

    _, b, c, d = entry("A?", "Pay"), entry("B?", ""), entry("C?", " Pay  day"), entry("D?", "Pay")
    assert page() == [("", ["B?"]), ("Pay", ["A?", "D?"]), ("Pay day", ["C?"])]
    move_faq_entry(d, "up", by=cast.dan)
    move_faq_entry(d, "up", by=cast.dan)
    move_faq_entry(b, "down", by=cast.dan)
    assert page() == [("", ["B?"]), ("Pay", ["D?", "A?"]), ("Pay day", ["C?"])]
    move_faq_entry(c, "up", by=cast.dan, with_group=True)
    assert page() == [("", ["B?"]), ("Pay day", ["C?"]), ("Pay", ["D?", "A?"])]


def test_whom_else_a_private_question_goes_to_is_for_its_asker_to_say(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        pass_question_on(ask(cast, private=True), by=cast.ben, after=0)
