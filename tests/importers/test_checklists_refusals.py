"""Files that are no checklists: refused in a sentence, and nothing else ever goes wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.errors import Refused
from kt.importers.checklists import ChecklistFile, as_json, read_checklist

PIECES = st.sampled_from(
    "- [ ] |- [x] |* |1. |  |    |\t|> |# |## |---|```|~~~|<!--|-->|<details>|</details>|<summary>|"
    "</summary>|<table>|</table>|<tr>|<td>|</td>|☐|&#9744;|<th>When|Task |**|__|`|[a]|[a]: b|(|)|[|"
    "]|{{|}}|:|Manager: |If |, |Week 2-4|Day 3|before |start date|within 3 weeks of |Task 2 |"
    "must be complete|(optional)|@ana| - |name: x|title: [|+++|\n|\n\n|é|🎉|\u200b|\0|\r\n".split(
        "|"
    )
)
junk = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=300)
names = st.sampled_from(["a.md", "a.yml", "a.html.md.erb", "", "a.txt"])


def read_or_sentence(data: bytes, name: str, **options) -> ChecklistFile | str:
    try:
        return read_checklist(data, name, **options)
    except Refused as refused:
        return refused.sentence


@settings(max_examples=300, deadline=None)
@given(junk, names, st.booleans(), st.booleans())
def test_any_text_is_read_or_refused(text, name, plain_lists, uncover):
    file = read_or_sentence(
        text.encode(),
        name,
        plain_lists=plain_lists,
        with_comments=uncover,
        with_code=uncover,
    )
    if isinstance(file, str):
        assert file.endswith(".")
        return
    assert file.items or file.advice
    assert file.title
    headings = {group.heading for group in file.groups}
    for index, item in enumerate(file.items):
        assert item.depth >= 1
        assert set(item.group) <= headings
        assert item.due is None or item.due.item is None or item.due.item != index
    assert set(as_json(file)) == {"title", "groups", "items", "skipped"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), names)
def test_any_bytes_are_read_or_refused(data, name):
    file = read_or_sentence(data, name)
    assert file.endswith(".") if isinstance(file, str) else file.title


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest of a document", "Word, Excel or zip"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"- [ ] a\x00b", "not text"),
        ("- [ ] a".encode("utf-16")[2:], "not text"),
        (b"- [ ] \x81\x8d", "letters"),
        ("- [ ] a".encode("utf-16") + b"\xff", "letters"),
        (b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b"a\n" * 400_000, "500,000 characters"),
    ],
)
def test_unreadable_files_are_refused_with_what_to_do(data, words):
    with pytest.raises(Refused, match=words) as refused:
        read_checklist(data, "list.md")
    assert refused.value.sentence.count(".") >= 2


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5_000 + "- [ ] a",
        "- " * 5_000 + "[ ] a",
        "- [ ] " + "[" * 20_000,
        "- [ ] " + "*a " * 20_000,
        "[a]: b\n\n- [ ] [a] " + "".join("`" * ticks + " " for ticks in range(300)),
        "<table>☐" + "<a" * 50_000,
        "<table>☐" + "<!" * 50_000,
        "<table>\n\n" * 5_000,
        "<details><summary>a</summary>\n\n" * 2_000 + "- [ ] a",
        "<summary>" * 20_000,
        "---\na: " + "[" * 20_000 + "\n---\n- [ ] a",
        "".join(" " * (2 * depth) + "- [ ] a\n" for depth in range(60)),
        "- [ ] " + "by the " * 5_000,
        "- [ ] for " + "a " * 5_000 + "- " + "and " * 500,
    ],
)
def test_hostile_files_end(text):
    assert read_checklist(text.encode(), "list.md").title == "List"


def test_two_hundred_items_keep_their_order():
    text = "\n".join(f"- [ ] Task {number}" for number in range(200))
    items = read_checklist(text.encode(), "list.md").items
    assert [item.text for item in items] == [f"Task {number}" for number in range(200)]
