"""The page of a document: what it says to readers, to reviewers and to its authors."""

import re

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import (
    CoachingSession,
    Mention,
    Outcome,
    Output,
    OutputKind,
    OutputState,
    Person,
    Question,
    Review,
    Use,
    UseAnswer,
    Version,
)
from kt.operations.outputs import ask_review, plan_output, return_version, write_version

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    """A manual of Ben's that Dan approved."""
    output = make.a_document(
        topic=cast.topic, owner=cast.ben, rollout=cast.rollout, approved_number=1
    )
    make.a_review(output.versions.get(), by=cast.dan)
    return output


def address(output: Output, *rest: object) -> str:
    return "/".join(map(str, ("/outputs", output.id, *rest)))


def read(browser: Browser, who: Person, output: Output, query: str = "") -> str:
    return browser.sign_in(who).get(address(output) + query).text


def newer(cast: Cast, manual: Output, text: str = "A newer text") -> Version:
    return write_version(manual, by=cast.ben, text=text, opened_with=manual.versions.count())


# ------------------------------------------------------------------ reading


def test_a_reader_sees_the_approved_version_while_a_draft_is_worked_on(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    page = read(browser, cast.cleo, manual)
    assert "Text 1" in page
    assert "A newer text" not in page
    assert "Version 2" not in page
    assert browser.get(address(manual) + "?version=2").status_code == 404
    assert browser.get(address(manual, "versions?from=1&to=2")).status_code == 404


def test_its_authors_are_told_that_a_newer_draft_exists(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    page = read(browser, cast.ben, manual)
    assert "Readers see version 1. Version 2 by Ben Arroyo is newer." in page
    assert "Publish version 2" in page
    assert "A newer text" in read(browser, cast.ben, manual, "?version=2")


def test_whoever_reviews_a_draft_reads_it(browser: Browser, cast: Cast, manual: Output) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    newer(cast, manual)
    assert browser.sign_in(cast.eve).get(address(manual) + "?version=2").status_code == 404
    ask_review(manual, by=cast.ben)
    assert "A newer text" in read(browser, cast.eve, manual, "?version=2")


def test_an_earlier_version_that_readers_saw_stays_readable(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    browser.sign_in(cast.ben).post(address(manual, "published"), data={"published": "1"})
    newer(cast, manual, "A third text")
    browser.post(address(manual, "published"), data={"published": "1"})
    assert "A newer text" in read(browser, cast.cleo, manual, "?version=2")
    assert "From version 2 to 3" in browser.get(address(manual, "versions?from=2&to=3")).text


def test_a_page_has_one_primary_button_at_most(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    states = [(OutputState.PUBLISHED, True), (OutputState.PUBLISHED, False)]
    states += [
        (OutputState.DRAFT, True),
        (OutputState.PLANNED, False),
        (OutputState.OBSOLETE, True),
    ]
    for state, is_asked in states:
        Output.update(state=state).execute()
        if is_asked and state != OutputState.OBSOLETE:
            ask_review(Output.get(), by=cast.ben)
        for who in cast.everybody.values():
            response = browser.sign_in(who).get(address(manual))
            assert response.text.count("button-primary") <= 1, (state, who.name)


def test_it_says_whom_to_ask_and_what_refers_to_it(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    session: CoachingSession = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    Question.create(
        text="What is step 4?",
        topic=cast.topic,
        session=session,
        asked_by=cast.cleo,
        output=manual,
    )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    item = make.an_item(checklist, "Read [[Cut-off manual]]")
    Mention.create(key="cut-off manual", item=item)
    page = read(browser, cast.cleo, manual)
    assert "Dan Weiss" in page
    assert f"/sessions/{session.id}" in page
    assert f"/items/{item.id}" in page
    hidden = read(browser, cast.eve, manual)
    assert f"/sessions/{session.id}" not in hidden
    assert f"/items/{item.id}" not in hidden


def test_the_badge_stands_beside_links_inside_a_text(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    other = make.an_output("Index", topic=cast.topic, owner=cast.ben)
    write_version(other, by=cast.ben, text="See [[Cut-off manual]].", opened_with=0)
    assert 'badge tone-info">approved</span>' in read(browser, cast.ben, other)


def test_the_badge_stands_beside_a_link_whose_title_is_written_without_its_accents(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    manual.title = "Über die Annahme"
    manual.save()
    other = make.an_output("Index", topic=cast.topic, owner=cast.ben)
    write_version(other, by=cast.ben, text="See [[Uber die ANNAHME]].", opened_with=0)
    assert 'badge tone-info">approved</span>' in read(browser, cast.ben, other)


def test_a_document_is_at_most_twelve_statements(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    make.a_standing(cast.eve, cast.topic, 3)
    newer(cast, manual, "See [[Cut-off manual]].")
    ask_review(manual, by=cast.ben)
    for who in (cast.cleo, cast.ben, cast.dan, cast.eve, cast.root):
        browser.sign_in(who)
        browser.get(address(manual))
        with counted_statements() as statements:
            browser.get(address(manual))
        assert len(statements) <= 12, (who.name, len(statements))


# ------------------------------------------------------------------ trust by use


def test_did_it_with_this_is_one_press_with_undo_in_the_row(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    browser.sign_in(cast.cleo)
    headers = {"HX-Request": "true"}
    row = browser.post(address(manual, "uses"), data={"worked": "1"}, headers=headers)
    assert "You did it with this" in row.text
    assert 'id="use"' in row.text
    assert "Undo" in row.text
    assert "trusted" in read(browser, cast.cleo, manual)
    sent = {"use": Use.get().id}
    row = browser.post(address(manual, "uses/undo"), data=sent, headers=headers)
    assert "Did it with this" in row.text


def test_did_not_work_because_needs_a_sentence_and_reopens(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    browser.sign_in(cast.cleo)
    refused = browser.post(address(manual, "uses"), data={"sentence": ""})
    assert (refused.status_code, "what did not work" in refused.text) == (422, True)
    browser.post(address(manual, "uses"), data={"sentence": "Step 4 is missing"})
    assert "reopened" in browser.get(address(manual)).text
    assert "Step 4 is missing" in browser.get(address(manual)).text
    home = browser.sign_in(cast.ben).get("/").text
    assert "Step 4 is missing" in home
    assert "Step 4 is missing" not in read(browser, cast.eve, manual)


def test_the_owner_answers_and_whoever_it_failed_for_is_told(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    use = make.a_use(manual, cast.cleo, outcome=Outcome.FAILED, sentence="Step 4 is missing")
    browser.sign_in(cast.ben)
    sent = {"use": use.id}
    refused = browser.post(address(manual, "uses/answer"), data=sent)
    assert (refused.status_code, "why it was not the document" in refused.text) == (422, True)
    browser.post(address(manual, "uses/answer"), data=sent | {"sentence": "The queue was down."})
    assert UseAnswer.get().use == use
    browser.sign_in(cast.cleo)
    assert "The queue was down." in browser.get(address(manual)).text
    assert "The queue was down." in browser.get("/").text


# ------------------------------------------------------------------ reviews


def test_a_review_is_answered_with_the_difference_in_view(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual, "Text 2")
    browser.sign_in(cast.ben).post(address(manual, "review"), data={"asked": "1"})
    browser.sign_in(cast.dan)
    assert address(manual, "review") in browser.get("/").text
    page = browser.get(address(manual, "review")).text
    assert "<del>1</del>" in page
    assert "<ins>2</ins>" in page
    refused = browser.post(address(manual, "review/return"), data={"sentence": ""})
    assert (refused.status_code, "what to change" in refused.text) == (422, True)
    browser.post(address(manual, "review/approval"), data={"minor": "1"})
    assert (Output.get().published_number, Output.get().trusted_from) == (2, 1)


def test_a_first_version_is_reviewed_whole(browser: Browser, cast: Cast) -> None:
    output = make.an_output(topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    write_version(output, by=cast.ben, text="On the third day.", opened_with=0)
    ask_review(output, by=cast.ben)
    page = browser.sign_in(cast.dan).get(address(output, "review")).text
    assert "this is the whole text" in page
    assert "On the third day." in page
    assert "Approve as minor" not in page


def test_what_was_returned_stands_before_its_author(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    return_version(ask_review(manual, by=cast.ben), by=cast.dan, sentence="Step 4 is missing.")
    assert "Dan Weiss returned version 2" in read(browser, cast.ben, manual)
    assert "Step 4 is missing." in browser.get("/").text
    assert "Step 4 is missing." not in read(browser, cast.cleo, manual)


def test_the_reviewer_of_a_link_sees_it_and_its_change(browser: Browser, cast: Cast) -> None:
    place = {"topic": cast.topic, "rollout": cast.rollout, "owner": cast.ben, "by": cast.ben}
    film = {"title": "Film", "kind": OutputKind.RECORDING, "url": "https://example.com/1"}
    output = plan_output(**place, **film)
    ask_review(output, by=cast.ben)
    page = browser.sign_in(cast.dan).get(address(output, "review")).text
    assert "this is its link" in page
    assert 'href="https://example.com/1"' in page
    browser.post(address(output, "review/approval"))
    browser.sign_in(cast.ben).post(
        address(output), data=film | {"owner": cast.ben.email, "url": "https://example.com/2"}
    )
    assert "Change the link" in read(browser, cast.ben, output)
    assert 'href="https://example.com/1"' in read(browser, cast.ben, output, "?version=1")
    browser.post(address(output, "review"), data={"asked": "1"})
    page = browser.sign_in(cast.dan).get(address(output, "review")).text
    assert 'href="https://example.com/2"' in page
    assert "<del>1</del>" in page
    assert "Approve as minor" in page


def test_answers_to_a_review_are_undone_from_the_notice_and_the_page(
    browser: Browser, cast: Cast
) -> None:
    output = make.an_output(topic=cast.topic, owner=cast.ben)
    write_version(output, by=cast.ben, text="On the third day.", opened_with=0)
    ask_review(output, by=cast.ben)
    browser.sign_in(cast.dan).post(
        address(output, "review/return"), data={"sentence": "Step 4 is missing."}
    )
    undo = re.search(r'action="([^"]+/review/undo[^"]*)"', browser.get("/").text)
    assert undo is not None
    assert browser.get(address(output)).status_code == 404
    assert browser.post(undo[1]).location == address(output, "review")
    browser.post(address(output, "review/approval"))
    page = read(browser, cast.dan, output)
    assert "You approved version 1" in page
    answer = Review.get(Review.answer == "approved").id
    browser.sign_in(cast.ben).post(address(output, "review/undo"), data={"review": answer})
    assert Output.get().state == OutputState.PUBLISHED
    assert "You approved" not in read(browser, cast.ben, output)
    browser.sign_in(cast.dan).post(address(output, "review/undo"), data={"review": answer})
    assert Output.get().state == OutputState.IN_REVIEW


def test_a_review_that_was_answered_meanwhile_says_so(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual)
    review = ask_review(manual, by=cast.ben)
    return_version(review, by=cast.dan, sentence="Step 4 is missing.")
    browser.sign_in(cast.dan)
    late = browser.post(address(manual, "review/approval"), data={"review": review.id})
    assert (late.status_code, "returned version 2 meanwhile" in late.text) == (422, True)
    assert browser.get(address(manual, "review")).status_code == 303


def test_asking_is_undone_from_the_notice(browser: Browser, cast: Cast, manual: Output) -> None:
    newer(cast, manual)
    browser.sign_in(cast.ben).post(address(manual, "review"), data={"asked": "1"})
    browser.post(address(manual, "review?asked=0"))
    assert Review.select().order_by(Review.id.desc()).get().answer == "withdrawn"


# ------------------------------------------------------------------ versions


def test_any_two_versions_are_compared_and_any_is_restored(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    newer(cast, manual, "Text 2")
    newer(cast, manual, "Text 3")
    browser.sign_in(cast.ben)
    assert "From version 1 to 3" in browser.get(address(manual, "versions")).text
    assert "From version 2 to 3" in browser.get(address(manual, "versions?from=2&to=3")).text
    browser.post(address(manual, "versions/1/restoration"))
    newest = Version.select().order_by(Version.number.desc()).get()
    assert (newest.number, newest.text, newest.why) == (4, "Text 1", "Version 1 again")
    again = browser.post(address(manual, "versions/1/restoration"))
    assert (again.status_code, "has this text already" in again.text) == (422, True)


def test_still_right_asks_for_a_new_date_or_none(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    browser.sign_in(cast.ben)
    refused = browser.post(address(manual, "confirmation"), data={"review_on": "2020-01-01"})
    assert (refused.status_code, "Choose a day to come" in refused.text) == (422, True)
    browser.post(address(manual, "confirmation"), data={"review_on": "2090-01-01"})
    assert str(Output.get().review_on) == "2090-01-01"
    browser.post(address(manual, "confirmation"), data={"review_on": ""})
    assert Output.get().review_on is None


# ------------------------------------------------------------------ writing


def test_a_text_says_what_it_mends_and_asks_for_its_review_at_once(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    use = make.a_use(manual, cast.cleo, outcome=Outcome.FAILED, sentence="Step 4 is missing")
    browser.sign_in(cast.ben)
    form = browser.get(address(manual, f"text?fixes={use.id}")).text
    assert "Step 4 is missing" in form
    assert re.search(rf'<input checked[^>]*name="fixes"[^>]*value="{use.id}"', form)
    browser.post(
        address(manual, "text"),
        data={"text": "With step 4", "version": "1", "fixes": str(use.id), "then": "review"},
    )
    assert (UseAnswer.get().use, UseAnswer.get().fixed_in) == (use, 2)
    assert Review.select().order_by(Review.id.desc()).get().version.number == 2


def test_two_editors_see_what_differs_and_keep_their_why_and_what_it_mends(
    browser: Browser, cast: Cast, manual: Output
) -> None:
    use = make.a_use(manual, cast.cleo, outcome=Outcome.FAILED, sentence="Step 4 is missing")
    write_version(manual, by=cast.dan, text="Text of Dan", opened_with=1)
    late = browser.sign_in(cast.ben).post(
        address(manual, "text"),
        data={"text": "Text of Ben", "version": "1", "why": "Mine", "fixes": str(use.id)},
    )
    assert late.status_code == 409
    assert "<del>Dan</del>" in late.text
    assert "<ins>Ben</ins>" in late.text
    assert 'value="Mine"' in late.text
    assert "checked" in late.text
