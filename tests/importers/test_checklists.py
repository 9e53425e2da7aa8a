"""Markdown checklists: which lines are items, and what belongs to each of them."""

import pytest

from kt.importers.checklists import ChecklistFile, as_json, read_checklist


def read(text: str, name: str = "list.md", **options) -> ChecklistFile:
    return read_checklist(text.encode(), name, **options)


def texts(text: str, **options) -> list[str]:
    return [item.text for item in read(text, **options).items]


def one(text: str, **options):
    (item,) = read(text, **options).items
    return item


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Sign",
        "* [ ] Sign",
        "+ [ ] Sign",
        "1. [ ] Sign",
        "2) [ ] Sign",
        "- [x] Sign",
        "- [X] Sign",
        " - [ ] Sign",
        "- [ ]  Sign",
        "- [ ]\tSign",
        "-\t[ ] Sign",
        "-   [ ] Sign",
        "- [ ]\n  Sign",
        "> - [ ] Sign",
    ],
)
def test_every_way_to_write_a_box_makes_an_item(line):
    assert texts(line) == ["Sign"]


@pytest.mark.parametrize(
    "line",
    ["- [](link)", "- [ ](link)", "-[ ] Sign", "- [] Sign", "- [ ]", "- [ ]Sign", "[ ] Sign"],
)
def test_what_github_shows_as_text_is_no_item_but_is_mentioned_if_it_looks_like_one(line):
    file = read(f"- [ ] Real\n\n{line}\n")
    assert [item.text for item in file.items] == ["Real"]
    assert line.startswith("- [](") or "line 3" in file.advice[0]


def test_ticks_are_kept_or_cleared():
    text = "- [x] Done\n- [ ] Open"
    assert [item.done for item in read(text).items] == [True, False]
    assert [item.done for item in read(text, keep_ticks=False).items] == [False, False]


def test_tasks_inside_tasks_have_depth_and_plain_bullets_between_them_do_not_count():
    file = read(
        "- [ ] a\n  - [ ] b\n    - note\n      - [ ] c\n        - [ ] d\n- plain\n  - [ ] e\n"
    )
    assert [(item.text, item.depth) for item in file.items] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
        ("d", 4),
        ("e", 1),
    ]


def test_what_stands_below_a_task_is_its_detail():
    item = read(
        "- [ ] Task\n"
        "  - a plain bullet\n"
        "\n"
        "  A paragraph.\n"
        "\n"
        "  ```sh\n"
        "  make install\n"
        "  ```\n"
        "  - [ ] a child\n"
        "    - its own note\n"
    ).items[0]
    assert item.detail == "- a plain bullet\n\nA paragraph.\n\n```sh\nmake install\n```"


@pytest.mark.parametrize("margin", ["    ", "\t"])
def test_detail_loses_the_margin_of_its_task(margin):
    below = f"{margin}- [ ] b\n{margin}  - note\n{margin}    more\nlazy\n"
    assert read(f"- [ ] a\n{below}").items[1].detail == "- note\n  more\nlazy"


def test_lines_that_continue_a_task_are_its_detail_even_when_not_indented():
    item = one("- [ ] Create an issue.\nYou can paste this list into it.\n")
    assert (item.text, item.detail) == ("Create an issue.", "You can paste this list into it.")
    item = one("- [ ] Get trained\n  Note: somebody will write to you\n")
    assert (item.text, item.detail) == ("Get trained", "Note: somebody will write to you")
    assert one("- [ ] First line  \nsecond line\n").detail == "second line"
    item = one("- [ ] Ask somebody who has done this before to go through it.\nit takes an hour\n")
    assert item.detail == "it takes an hour"


def test_a_sentence_that_only_wraps_stays_one_text():
    line = "- [ ] If you are not an approver for the repository, ask somebody who is one"
    assert one(f"{line}\nto approve.\n").text.endswith("who is one to approve.")
    assert one("- [ ] Look for [issues with\n  label A](https://example.org)\n").text == (
        "Look for [issues with label A](https://example.org)"
    )
    assert one("- [ ] Look for [new\n  issues](https://example.org)\n").detail == ""


def test_placeholders_and_template_tags_are_text():
    for words in (
        "Welcome <NAME>",
        "Ask {ONBOARDING BUDDY}",
        '{{< relref "/docs" >}} and {{ site.title }}',
        "{% page %} <%= link %>",
        ":tada: 🎉 `<b>`",
        r"Open R:\ARCS\HR",
    ):
        assert one(f"- [ ] {words}").text == words


def test_comments_are_not_read_and_a_task_of_nothing_else_keeps_them():
    assert one("- [ ] Sign <!-- not shown --> here").text == "Sign here"
    assert one("- [ ] <!-- name of the task -->").text == "name of the task"


def test_reference_links_become_links_of_their_own():
    item = one(
        "- [ ] Read [the guide][g], [g] and `[g]`\n  - see [G]\n\n[g]: https://example.org/g\n"
    )
    assert item.text == (
        "Read [the guide](https://example.org/g), [g](https://example.org/g) and `[g]`"
    )
    assert item.detail == "- see [G](https://example.org/g)"


def test_hidden_tasks_are_counted_told_and_imported_when_asked():
    hidden = "<!--\n- [ ] b\n  - [ ] c\n-->\n<!-- - [ ] d -->\n\n```\n- [ ] e\n```\n"
    text = f"- [ ] a\n\n{hidden}"
    file = read(text)
    assert (file.skipped.comments, file.skipped.code) == (3, 1)
    assert file.advice == (
        "3 task lines inside comments and 1 inside code blocks were not imported; to import them "
        "too, add --with-comments and --with-code.",
    )
    assert texts(text, with_comments=True) == ["a", "b", "c", "d"]
    assert texts(text, with_code=True) == ["a", "e"]
    assert len(texts(text, with_comments=True, with_code=True)) == 5


def test_indented_code_holds_no_tasks_unless_asked():
    text = "Text\n\n    - [ ] a\n\n- [ ] b\n"
    assert read(text).skipped.code == 1
    assert texts(text, with_code=True) == ["a", "b"]


def test_html_swallows_tasks_as_on_github_and_advice_says_so():
    file = read("<details><summary>More</summary>\n- [ ] a\n</details>\n\n- [ ] b\n")
    assert [item.text for item in file.items] == ["b"]
    assert file.advice[0].startswith("1 line looks like a task, but GitHub shows no box there")


def test_boxes_in_markdown_tables_are_mentioned():
    file = read("| a | b |\n|---|---|\n| [ ] x | ☐ |\n\n- [ ] y\n")
    assert file.advice[0].startswith("2 boxes stand in a Markdown table")


def test_a_file_without_boxes_says_how_its_lists_can_be_imported():
    text = "# Steps\n- one\n  - two\n1. three\n- ☐ four\n- [] five\n"
    assert read(text).items == ()
    assert read(text).advice[-1] == (
        "This file has no boxes; it has 5 list items: import them with --plain-lists."
    )
    file = read(text, plain_lists=True)
    assert [(item.text, item.depth) for item in file.items] == [
        ("one", 1),
        ("two", 2),
        ("three", 1),
        ("four", 1),
        ("five", 1),
    ]
    assert read("Only prose.").advice == ("This file has no boxes and no list items to import.",)


def test_equal_texts_stay_separate_items():
    assert texts("- [ ] live\n- [ ] live\n") == ["live", "live"]


def test_line_ends_and_marks_of_other_systems_do_not_matter():
    assert texts("\ufeff# T\r\n\r\n- [ ] a\r\n- [ ] b\r\n") == ["a", "b"]
    assert read_checklist("- [ ] é".encode("utf-16"), "a.md").items[0].text == "é"
    assert read_checklist(b"- [ ] caf\xe9", "a.md").items[0].text == "café"


def test_json_has_exactly_the_printed_shape():
    printed = as_json(read("## Day 3\n- [x] Manager: Sign (optional)\n  - note\n", title="Mine"))
    assert printed == {
        "title": "Mine",
        "groups": [
            {
                "heading": "Day 3",
                "level": 1,
                "owner": [],
                "due": {"anchor": "start", "from": 2, "to": 2, "unit": "days", "item": None},
            }
        ],
        "items": [
            {
                "text": "Sign (optional)",
                "detail": "- note",
                "group": ["Day 3"],
                "depth": 1,
                "owner": ["manager"],
                "owner_text": "Manager",
                "due": {"anchor": "start", "from": 2, "to": 2, "unit": "days", "item": None},
                "due_text": "Day 3",
                "optional": True,
                "condition": None,
                "done": True,
            }
        ],
        "skipped": {"comments": 0, "code": 0},
    }
