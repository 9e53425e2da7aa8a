"""Documents from files and back: all or nothing, the same file again changes nothing."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt import db
from kt.errors import NotAllowed, Refused
from kt.exporters.documents import as_zip
from kt.importers.documents import Reading, read_document, read_documents
from kt.models import (
    Attachment,
    AuditEntry,
    Kind,
    Output,
    OutputKind,
    OutputState,
    Passage,
    PassageIndex,
    Person,
    Publication,
    Review,
    ReviewAnswer,
    Topic,
    Version,
    Word,
    any_of,
)
from kt.operations.importing_documents import (
    Change,
    ImportedDocuments,
    Place,
    import_documents,
    plan_documents,
)
from kt.operations.indexing import reindex
from kt.operations.outputs import set_obsolete, write_version
from kt.reports.exporting import exported_documents
from kt.reports.questions import faq_of

FAQ = Path(__file__).parents[1] / "inputs/faq_manual/sourcegraph__handbook__people-ops-faqs.md"


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def imported(
    reading: Reading, by: Person, topic: Topic | None = None, **options: bool
) -> ImportedDocuments:
    make_topics = options.pop("make_topics", False)
    plan = plan_documents(reading, by=by, place=Place(topic), make_topics=make_topics)
    return import_documents(plan, by=by, today=make.TODAY, **options)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def told() -> list[tuple[object, ...]]:
    """Tell of every document what an export has to bring back."""
    return [
        (
            each.title,
            each.kind,
            each.topic.name,
            each.topic.kind,
            each.topic.open_to_all,
            each.state,
            each.owner.email,
            each.due,
            each.url,
            each.position,
            each.group,
            each.published_on,
            [version.text for version in each.versions.order_by(Version.number)][-1:],
            sorted((image.name, bytes(image.data)) for image in each.attachments),
        )
        for each in Output.select().order_by(Output.topic, Output.position, Output.title)
    ]


def test_a_page_of_questions_becomes_drafts_in_their_order_and_again_nothing(cast: Cast) -> None:
    reading = read_documents([FAQ])
    done = imported(reading, cast.ada, cast.topic)
    assert done.new == Output.select().count() == len(reading.documents) > 19
    assert {each.state for each in Output.select()} == {OutputState.DRAFT}
    entries = Output.select().where(Output.kind == OutputKind.FAQ_ENTRY).order_by(Output.position)
    read = [row for row in reading.documents if row.kind == OutputKind.FAQ_ENTRY]
    read.sort(key=lambda row: row.position)
    assert [each.title for each in entries] == [row.title for row in read]
    again = imported(reading, cast.ada, cast.topic)
    assert (again.new, again.changed, again.unchanged) == (0, 0, done.new)
    assert Version.select().count() == done.new


def test_a_changed_text_becomes_a_new_version_of_the_same_document(cast: Cast) -> None:
    imported(read_document("restart.md", b"# Restart\n\nStop."), cast.ada, cast.topic)
    done = imported(read_document("restart.md", b"# restart\n\nGo."), cast.ada, cast.topic)
    assert (done.new, done.changed) == (0, 1)
    assert [(each.number, each.text) for each in Version.select()] == [(1, "Stop."), (2, "Go.")]
    assert Version.get_by_id(2).why == "Imported from restart.md"


def test_entries_keep_the_group_and_the_order_of_their_page(cast: Cast) -> None:
    file = (
        b"# FAQ\n\n## Who is it?\n\nAna.\n\n## Pay\n\n### When is it?\n\nOn Friday.\n\n## Leave\n\n"
    )
    file += b"### How long is it?\n\nA month.\n\n### When else?\n\nIn May.\n"
    imported(read_document("faq.md", file), cast.ada, cast.topic, publish=True)
    other = b"# FAQ\n\n## Pay\n\n### How much?\n\nEnough.\n\n### Who knows?\n\nDan.\n"
    imported(read_document("faq.md", other), cast.ada, cast.topic, publish=True)
    sections = faq_of(cast.topic).sections
    assert [(each.heading, [entry.title for entry in each.entries]) for each in sections] == [
        ("", ["Who is it?"]),
        ("Pay", ["When is it?", "How much?", "Who knows?"]),
        ("Leave", ["How long is it?", "When else?"]),
    ]
    moved = read_document("faq.md", other.replace(b"## Pay", b"## Money"))
    assert imported(moved, cast.ada, cast.topic).changed == 2
    assert [each.group for each in Output.select().order_by(Output.id)][-2:] == ["Money"] * 2
    assert imported(moved, cast.ada, cast.topic).unchanged == 2
    assert Version.select().count() == 6


def test_a_title_used_twice_stays_two_documents(cast: Cast) -> None:
    file = b"# FAQ\n\n## Who?\n\nOne.\n\n## Why?\n\nTwo.\n\n## Who?\n\nThree.\n\n## How?\n\nFour.\n"
    for new in (4, 0):
        reading = read_document("faq.md", file)
        assert imported(reading, cast.ada, cast.topic).new == new
        assert any("is also the title" in problem.sentence for problem in reading.problems)
    assert Output.select().where(Output.title == "Who?").count() == 2


def test_nothing_is_written_where_one_document_cannot_be(cast: Cast) -> None:
    files = {"a.md": b"# A\n\nText", "b.md": b"---\ntopic: None\n---\n# B\n\nx"}
    plan = plan_documents(
        read_document("a.zip", zipped(files)),
        by=cast.ada,
        place=Place(),
    )
    assert [line.change for line in plan.lines] == [Change.WRONG, Change.WRONG]
    assert "names no topic" in plan.lines[0].wrong
    assert "There is no topic “None” yet" in plan.lines[1].wrong
    with pytest.raises(Refused, match="A: It names no topic"):
        import_documents(plan, by=cast.ada, today=make.TODAY)
    assert not Output.select().exists()


def test_one_who_may_not_plan_on_a_topic_imports_nothing_there(cast: Cast) -> None:
    reading = read_document("a.md", b"# A\n\nText")
    with pytest.raises(Refused, match="An output is written by its owner"):
        imported(reading, cast.cleo, cast.topic)
    plan = plan_documents(reading, by=cast.ada, place=Place(cast.topic))
    with pytest.raises(NotAllowed):
        import_documents(plan, by=cast.cleo, today=make.TODAY)
    assert not Output.select().exists()


def test_a_coach_imports_into_the_rollout_that_they_coach_in(cast: Cast) -> None:
    reading = read_document("a.md", b"# A\n\nText")
    place = Place(cast.topic, cast.rollout)
    plan = plan_documents(reading, by=cast.ben, place=place)
    import_documents(plan, by=cast.ben, today=make.TODAY, rollout=cast.rollout)
    assert (Output.get().rollout, Output.get().owner) == (cast.rollout, cast.ben)


def test_documents_are_published_only_where_that_is_asked_for(cast: Cast) -> None:
    fields = b"kt: 1\ntitle: A\nkind: manual\nstate: published\npublished: 2026-03-01\n"
    file = b"---\n" + fields + b"---\n\nText\n"
    assert imported(read_document("a.md", file), cast.ada, cast.topic).published == 0
    assert imported(read_document("a.md", file), cast.ada, cast.topic, publish=True).published == 1
    assert imported(read_document("a.md", file), cast.ada, cast.topic, publish=True).published == 0
    assert Output.get().published_on == date(2026, 3, 1)


def test_images_come_along_and_what_is_none_is_named(cast: Cast) -> None:
    files = {
        "doc/a.md": b"# A\n\n![P](img/Plan%201.png) ![again](img/Plan%201.png) ![s](s.svg) "
        b"![f](f.png)",
        "doc/img/Plan 1.png": make.a_picture(),
        "doc/s.svg": b"<svg onload=alert(1)>",
        "doc/f.png": b"<script>alert(1)</script>",
    }
    plan = plan_documents(
        read_document("a.zip", zipped(files)), by=cast.ada, place=Place(cast.topic)
    )
    sentences = " ".join(problem.sentence for problem in plan.problems)
    assert "Save the drawing as PNG" in sentences
    assert "f.png: This is not a PNG" in sentences
    import_documents(plan, by=cast.ada, today=make.TODAY)
    assert [image.name for image in Attachment.select()] == ["Plan-1.png"]
    assert Version.get().text.startswith("![P](Plan-1.png) ![again](Plan-1.png) ![s](s.svg)")
    again = imported(read_document("a.zip", zipped(files)), cast.ada, cast.topic)
    assert (again.unchanged, Attachment.select().count()) == (1, 1)


def a_library(cast: Cast) -> None:
    """Fill two topics with documents of every kind, state and oddity."""
    imported(read_documents([FAQ.parent]), cast.ada, cast.topic, publish=True)
    keys = make.a_topic("Keys", kind=Kind.DELEGATION, open_to_all=False)
    make.a_document("The keys", topic=keys, owner=cast.ben)
    other = make.a_topic("Überläufe / Nachts", kind=Kind.NICHE_SKILL, open_to_all=True)
    assert Output.select().where(Output.group != "").count() > 20
    for title, text in (
        ("[[Odd]] title: “ünï”", "---\nnot: yaml\n---\n\n# H\n\n    code\n\n[[Who?|x]]  \nend"),
        ("46", "\u200b" * 46 + "word\n\n\u202eright to left"),
        ("With a plan", "![Plan](der-Plän.png)"),
    ):
        output = make.an_output(title, topic=other, owner=cast.ben, due=date(2026, 12, 1))
        write_version(output, by=cast.ben, text=text, opened_with=0)
    make.an_image(output, "der-Plän.png")
    film = make.an_output(
        "A film",
        topic=other,
        owner=cast.ben,
        kind=OutputKind.RECORDING,
        url="https://x.example/film",
        state=OutputState.OBSOLETE,
    )
    make.a_version(film, cast.ben, text="", html="", url=film.url)


def test_an_export_imported_into_an_empty_database_gives_the_same_documents(cast: Cast) -> None:
    with db.database.atomic() as all_of_it:
        a_library(cast)
        before = told()
        never_written = make.an_output("Never written", topic=cast.topic, owner=cast.ben)
        packed = as_zip(exported_documents(cast.root))
        assert never_written.title.encode() not in packed
        all_of_it.rollback()
    assert not Output.select().exists()
    reading = read_document("all.zip", packed)
    done = imported(reading, cast.root, publish=True, make_topics=True)
    assert done.new == len(before) > 30
    assert told() == before
    assert as_zip(exported_documents(cast.root)) == packed
    again = imported(reading, cast.root, publish=True)
    assert (again.unchanged, again.published) == (len(before), 0)


def test_the_statements_of_a_plan_do_not_depend_on_how_many_documents_there_are(
    cast: Cast,
) -> None:
    def statements(count: int) -> int:
        parts = "".join(f"## Question {number}?\n\nAnswer.\n\n" for number in range(count))
        reading = read_document("faq.md", f"# FAQ\n\n{parts}".encode())
        with counted_statements() as seen:
            plan_documents(reading, by=cast.ada, place=Place(cast.topic))
        imported(reading, cast.ada, cast.topic)
        return len(seen)

    assert statements(5) == statements(40) <= 8


def test_the_statements_of_an_import_do_not_depend_on_how_many_documents_there_are(
    cast: Cast,
) -> None:
    def counted(name: str, number: int, text: str) -> tuple[ImportedDocuments, int]:
        files = {f"{name}-{at}.md": f"# {name} {at}\n\n{text}".encode() for at in range(number)}
        reading = read_document("all.zip", zipped(files))
        with counted_statements() as statements:
            done = imported(reading, cast.ada, cast.topic, publish=True)
        return done, len(statements)

    counts = []
    for name, number in (("few", 2), ("many", 40)):
        new, of_new = counted(name, number, "Text.")
        changed, of_changed = counted(name, number, "Another text.")
        same, of_same = counted(name, number, "Another text.")
        assert (new.new, new.published) == (number, number)
        assert (changed.changed, changed.published) == (number, number)
        assert (same.unchanged, same.published) == (number, 0)
        counts.append((of_new, of_changed, of_same))
    assert counts[0] == counts[1]


def test_what_was_imported_is_found_as_if_the_index_were_made_anew(cast: Cast) -> None:
    reindex()
    for deed in ("Restart", "Stop and restart"):
        files = {f"{at}.md": f"# Manual {at}\n\n## Part\n\n{deed} {at}." for at in range(3)}
        packed = zipped({name: text.encode() for name, text in files.items()})
        imported(read_document("all.zip", packed), cast.ada, cast.topic, publish=True)
    kept = sorted(Passage.select(Passage.title, Passage.heading, Passage.stems).tuples())
    words = sorted(Word.select(Word.word, Word.stem, Word.passages).tuples())
    reindex()
    anew = sorted(Passage.select(Passage.title, Passage.heading, Passage.stems).tuples())
    assert (kept, words) == (
        anew,
        sorted(Word.select(Word.word, Word.stem, Word.passages).tuples()),
    )


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
@pytest.mark.parametrize("is_owner", [True, False])
def test_what_an_import_only_notes_is_sorted_in_after_it_by_whoever_may(
    cast: Cast, is_owner: bool
) -> None:
    run = db.database.execute_sql
    another = "writer_of_" + run("SELECT current_database()").fetchone()[0]
    files = {f"{number}.md": b"# Restart %d\n\nStop." % number for number in range(60)}
    run(f'CREATE ROLE "{another}"')
    try:
        if not is_owner:
            run(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{another}"')
            run(f'GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "{another}"')
            run(f'SET ROLE "{another}"')
        done = imported(read_document("all.zip", zipped(files)), cast.ada, cast.topic, publish=True)
    finally:
        run("RESET ROLE")
        run(f'DROP OWNED BY "{another}"')
        run(f'DROP ROLE "{another}"')
    assert done.published == 60
    assert found_by("restart") == 60
    [left] = run("SELECT gin_clean_pending_list('passage_index_terms')").fetchone()
    assert (left == 0) == is_owner
    assert run("SHOW gin_pending_list_limit").fetchone() == ("64kB",)
    assert found_by("restart") == 60


def found_by(stem: str) -> int:
    return PassageIndex.select().where(PassageIndex.matching(any_of([[stem]]))).count()


def test_a_changed_text_is_published_as_an_edit_that_earns_its_trust_anew(cast: Cast) -> None:
    def again(text: str) -> Output:
        reading = read_document("releases.md", f"# Releases\n\n{text}".encode())
        imported(reading, cast.ada, cast.topic, publish=True)
        return Output.get()

    output = again("Step 7.")
    output.published_on = make.TODAY - timedelta(days=9)
    output.approved_number = 1
    output.save()
    newest = Version.get()
    review = Review.create(version=newest, asked_by=cast.ada)
    output = again("Step 8.")
    assert (output.state, output.published_number, output.trusted_from, output.approved_number) == (
        OutputState.PUBLISHED,
        2,
        2,
        1,
    )
    assert output.published_on == make.TODAY - timedelta(days=9)
    assert Review.get_by_id(review.id).answer == ReviewAnswer.WITHDRAWN
    published = [(each.version.number, each.on) for each in Publication.select()]
    assert published == [(1, make.TODAY), (2, make.TODAY)]
    deeds = [each.deed for each in AuditEntry.select().order_by(AuditEntry.id)]
    assert deeds[-2:] == ["output.written", "output.published"]


def test_what_is_obsolete_is_not_published_by_another_text(cast: Cast) -> None:
    reading = read_document("releases.md", b"# Releases\n\nStep 7.")
    imported(reading, cast.ada, cast.topic, publish=True)
    set_obsolete(Output.get(), by=cast.ada, obsolete=True)
    changed = read_document("releases.md", b"# Releases\n\nStep 8.")
    with pytest.raises(Refused, match="obsolete"):
        imported(changed, cast.ada, cast.topic, publish=True)
    assert Version.select().count() == 1


def test_words_that_look_like_the_address_of_an_image_stay_as_they_were_written(
    cast: Cast,
) -> None:
    text = "# Addresses\n\nImages lie under `/outputs/0/images/` and /outputs/0/images/a.png.\n"
    imported(read_document("addresses.md", text.encode()), cast.ada, cast.topic)
    (version,) = Version.select()
    assert version.html.count("/outputs/0/images/") == 2
