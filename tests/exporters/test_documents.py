"""Nobody is locked in: what is exported comes back as the same documents."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.exporters.documents import (
    ExportedDocument,
    as_zip,
    exported,
    exported_files,
    safe_name,
    write_folder,
)
from kt.importers.documents import DocumentRow, read_document, read_documents
from kt.models import Kind, OutputKind, OutputState

MANUAL = ExportedDocument(
    title="How to pay: a “manual”",
    kind=OutputKind.MANUAL,
    text="# How to pay\n\nPress *pay*.",
    topic="Payroll",
    topic_kind=Kind.NICHE_SKILL,
    topic_open=True,
    state=OutputState.PUBLISHED,
    owner="ana@example.org",
    due=date(2026, 3, 31),
    published=date(2026, 2, 1),
    version=3,
)
COMPARED = (
    "title kind text topic topic_kind topic_open state owner due url position published group "
    "attachments"
).split()


def facts(document: ExportedDocument | DocumentRow) -> dict[str, object]:
    return {name: getattr(document, name) for name in COMPARED}


letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
pieces = st.lists(
    st.sampled_from(
        "---\n|+++\n|# T\n|## Who is it?\n|kind: faq\n|title: x\n|\n|  |T|```\n|**Who pays?**\n|"
        "Q: a?\nA: b\n|...\n|kt: 1\n|\u2028|\x85|é".split("|")
    )
).map("".join)
titles = letters.filter(str.strip) | st.sampled_from(
    ["- a", "a: b", "'", '"', "{", "yes", "2026-01-01", "1e3", "a\nb", "---", "#", "[" * 300, "🎉"]
)
days = st.none() | st.dates()
documents = st.builds(
    ExportedDocument,
    title=titles,
    kind=st.sampled_from(OutputKind),
    text=letters | pieces,
    topic=letters.map(str.strip),
    topic_kind=st.none() | st.sampled_from(Kind),
    topic_open=st.sampled_from([None, True, False]),
    state=st.none() | st.sampled_from(OutputState),
    owner=st.sampled_from(["", "ana@example.org"]),
    due=days,
    url=st.sampled_from(["", "https://example.org/a?b=c#d: e"]),
    position=st.integers(0, 999),
    published=days,
    group=letters,
    version=st.none() | st.integers(1, 99),
)


@settings(max_examples=400, deadline=None)
@given(documents)
def test_a_document_comes_back_as_it_was(document):
    name, text = exported(document)
    reading = read_document(name, text.encode())
    assert [facts(row) for row in reading.documents] == [facts(document)]
    assert reading.problems == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(documents, min_size=1, max_size=5))
def test_a_set_of_documents_comes_back_from_its_zip(many):
    reading = read_document("all.zip", as_zip(many))
    assert sorted(map(repr, map(facts, reading.documents))) == sorted(map(repr, map(facts, many)))


def test_the_file_is_markdown_with_its_facts_as_yaml():
    name, text = exported(MANUAL)
    assert name == "How to pay a manual.md"
    _, above, below = text.split("---\n", 2)
    assert yaml.safe_load(above) == {
        "kt": 1,
        "title": "How to pay: a “manual”",
        "kind": "manual",
        "topic": "Payroll",
        "topic kind": "niche skill",
        "topic seen by": "everybody",
        "state": "published",
        "owner": "ana@example.org",
        "due": date(2026, 3, 31),
        "published": date(2026, 2, 1),
        "version": 3,
    }
    assert below == "\n# How to pay\n\nPress *pay*.\n"


def test_a_folder_for_each_topic_and_for_each_document_with_pictures(tmp_path):
    text = "![a](img/a%20b.png)"
    first = (("img/a%20b.png", b"\x89PNG 1"),)
    second = (("img/a%20b.png", b"\x89PNG 2"),)
    shown = ExportedDocument("A", OutputKind.HOW_TO, text, "Pay", attachments=first)
    other = ExportedDocument("a", OutputKind.MANUAL, text, "Pay", attachments=second)
    plain = ExportedDocument("A", OutputKind.FAQ_ENTRY, "b", "Leave: sick")
    written = write_folder([shown, other, plain], tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "Pay/A/A.md",
        "Pay/A/img/a b.png",
        "Pay/a 2/a.md",
        "Pay/a 2/img/a b.png",
        "Leave sick/A.md",
    ]
    rows = read_documents([tmp_path]).documents
    assert [facts(row) for row in rows] == [facts(plain), facts(shown), facts(other)]


def test_the_same_documents_make_the_same_zip():
    assert as_zip([MANUAL]) == as_zip([MANUAL])
    assert zipfile.ZipFile(BytesIO(as_zip([MANUAL]))).testzip() is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who pays?", "Who pays"),
        ("a/b\\c:d*e", "a b c d e"),
        ("../../etc/passwd", "etc passwd"),
        (".hidden.", "hidden"),
        ("-rf", "rf"),
        ("CON", "CON -"),
        ("¿Cómo? 価格 はい", "Cómo 価格 はい"),
        ("🎉", "document"),
        ("a" * 300, "a" * 80),
        ("a\nb\0c", "a b c"),
    ],
)
def test_every_title_makes_a_name_that_every_system_takes(title, name):
    assert safe_name(title, "document") == name


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=6))
def test_paths_are_safe_and_differ_even_where_case_does_not_count(names):
    many = [ExportedDocument(title, OutputKind.MANUAL, "x", topic) for title, topic in names]
    paths = [path for path, _ in exported_files(many)]
    assert len({path.casefold() for path in paths}) == len(names)
    for path in map(PurePosixPath, paths):
        assert len(path.parts) == 2
        assert not any(part.startswith(".") or part.endswith((" ", ".")) for part in path.parts)
        assert not set(str(path)) & set('<>:"\\|?*\0\n')


def test_a_picture_above_its_text_comes_back_too():
    picture = (("../img/a.png", b"x"), ("b.png", b"y"))
    document = ExportedDocument(
        "A", OutputKind.MANUAL, "![a](../img/a.png) ![b](b.png)", "T", attachments=picture
    )
    (row,) = read_document("all.zip", as_zip([document])).documents
    assert facts(row) == facts(document)


def test_a_picture_never_leaves_its_folder():
    names = ("../" * 12 + "a.png", "/b.png", "C:\\c.png", "%2e%2e/" * 12 + "d.png")
    outside = tuple((name, b"x") for name in names)
    document = ExportedDocument("A", OutputKind.MANUAL, "x", "T", attachments=outside)
    assert [path for path, _ in exported_files([document])] == [f"T/A/{'text/' * 9}A.md"]
