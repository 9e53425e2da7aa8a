"""Pages of questions in the layouts of other tools: documentation sites, wikis, plain HTML."""

import pytest

from kt.importers.documents import Reading, read_document
from kt.models import OutputKind


def read(text: str, name: str = "faq.md") -> Reading:
    return read_document(name, text.encode())


def entries(text: str, name: str = "faq.md") -> list[tuple[str, str, str]]:
    rows = read(text, name).documents
    return [(each.group, each.title, each.text) for each in rows]


TWO = [("", "How do I get in?", "Badge."), ("", "When is it?", "Friday.")]
GROUPED = [("Access", "How do I get in?", "Badge."), ("Pay", "When is it?", "Friday.")]


@pytest.mark.parametrize(
    "text",
    [
        '??? question "How do I get in?"\n\n    Badge.\n\n???+ faq "When is it?"\n    Friday.\n',
        '!!! question "How do I get in?"\n    Badge.\n\n!!! question "When is it?"\n    Friday.\n',
        ":::details How do I get in?\nBadge.\n:::\n\n:::details[When is it?]\n\nFriday.\n\n:::\n",
        "1. How do I get in?\n\n   Badge.\n\n2. When is it?\n\n   Friday.\n",
        "<dl>\n<dt>How do I get in?</dt>\n<dd>Badge.</dd>\n<dt>When is it?\n<dd>Friday.\n</dl>\n",
        "| Question | Answer |\n|---|---|\n| How do I get in? | Badge. |\n"
        "| When is it? | Friday. |\n",
        "How do I get in?\n^^^^^^^^^^^^^^^^\n\nBadge.\n\nWhen is it?\n^^^^^^^^^^^\n\nFriday.\n",
        "* TOC\n{:toc}\n\n## How do I get in?\n{: #in}\n\nBadge.\n\n## When is it?\n\nFriday.\n",
        "import Tabs from '@theme/Tabs';\n\n## How do I get in?\n\nBadge.\n\n"
        "## When is it?\n\nFriday.\n",
        "## How do I get in? [](#in)\n\nBadge.\n\n[back to top](#faq)\n\n## When is it?\n\n"
        "Friday.\n\n"
        "[⬆ Back to top](#faq)\n",
    ],
)
def test_questions_in_boxes_lists_and_tables_are_entries(text):
    assert entries(f"# FAQ\n\n{text}") == TWO


@pytest.mark.parametrize(
    "text",
    [
        "# FAQ\n\n## 1. Access\n\n### 1.1 How do I get in?\n\nBadge.\n\n## 2. Pay\n\n"
        "### 2.1 When is it?\n\nFriday.\n",
        "# FAQ\n\n**Access**\n\n**How do I get in?**\n\nBadge.\n\n**Pay:**\n\n"
        "**When is it?**\n\nFriday.\n",
        "FAQ\n===\n\nAccess\n------\n\n### How do I get in?\n\nBadge.\n\nPay\n---\n\n"
        "### When is it?\n\nFriday.\n",
        "===\nFAQ\n===\n\nAccess\n~~~~~~\n\nHow do I get in?\n^^^^^^^^^^^^^^^^\n\nBadge.\n\n"
        "Pay\n~~~\n\n"
        "When is it?\n^^^^^^^^^^^\n\nFriday.\n",
        "<h1>FAQ</h1>\n<h2>Access</h2>\n<h3>How do I get in?</h3>\nBadge.\n<h2>Pay</h2>\n"
        "<h3>When is it?</h3>\nFriday.\n",
        "# FAQ\n\n## Access\n\n"
        "<details>\n<summary>How do I get in?</summary>\nBadge.\n</details>\n\n"
        "## Pay\n\n<details><summary><b>When is it?</b></summary>\n\nFriday.\n</details>\n",
        "---\ntitle: Our answers\n---\n# Questions about work\n\n## Access\n\n"
        "### How do I get in?\n\nBadge.\n\n"
        "## Pay\n\n### When is it?\n\nFriday.\n",
    ],
)
def test_headings_of_every_layout_are_groups(text):
    assert entries(text) == GROUPED


def test_an_entry_that_asks_nothing_stays_among_those_that_do():
    text = (
        "# FAQ\n\n## Getting in\n\nBadge.\n\n## When is it?\n\n### On time\n\nFriday.\n\n"
        "## See also\n\nMore.\n"
    )
    reading = read(text)
    assert [(row.title, row.kind) for row in reading.documents] == [
        ("Getting in", OutputKind.FAQ_ENTRY),
        ("When is it?", OutputKind.FAQ_ENTRY),
        ("FAQ", OutputKind.MANUAL),
    ]
    assert any(str(each).startswith("faq.md, line 3: “Getting in”") for each in reading.problems)


def test_a_question_below_a_question_keeps_its_place_and_the_group_of_both():
    text = "# FAQ\n\n## Pay\n\n### When is it?\n\nFriday.\n\n#### And in May?\n\nMonday.\n"
    assert [row[:2] for row in entries(text)] == [("Pay", "When is it?"), ("Pay", "And in May?")]


def test_what_unfolds_on_an_faq_that_asks_nothing_is_its_entries():
    text = "# FAQ\n\n<details><summary>Getting in</summary>\n\nBadge.\n\n</details>\n"
    assert entries(text) == [("", "Getting in", "Badge.")]


def test_one_word_may_ask():
    assert entries("# FAQ\n\n## Why?\n\nSo.\n") == [("", "Why?", "So.")]


@pytest.mark.parametrize(
    "above",
    [
        '{\n  "title": "Pay",\n  "kind": "how-to"\n}\n',
        "Title: Pay\nKind: how-to\n",
        '+++\ntitle = "Pay"\nkind = "how-to"\n+++\n',
        "\ufeff---\r\ntitle: Pay\r\nkind: how-to\r\n---\r\n",
    ],
)
def test_fields_are_read_in_the_ways_of_other_tools(above):
    (row,) = read(f"{above}\n# Start\n\nText\n", "pay.md").documents
    assert (row.title, row.kind, row.text) == ("Pay", OutputKind.HOW_TO, "# Start\n\nText")


def test_what_only_looks_like_fields_stays_in_the_text():
    for text in ("Title: Pay and\nmore words", "{\nnot json\n}", "Note: this\n\nText"):
        (row,) = read(text, "pay.md").documents
        assert row.text == text


def test_a_line_of_tildes_below_longer_words_is_code():
    (row,) = read("# Pay\n\nRun this command:\n~~~\nls\n~~~\n", "pay.md").documents
    assert row.text == "Run this command:\n~~~\nls\n~~~"


def test_a_title_in_html_names_its_page():
    (row,) = read('<h1 align="center">Team manual</h1>\n<p>x</p>\n', "a.md").documents
    assert (row.title, row.text) == ("Team manual", "<p>x</p>")
