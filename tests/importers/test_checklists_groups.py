"""Groups of a checklist and its title: headings, what looks like them, and front matter."""

import pytest

from kt.importers.checklists import ChecklistFile, read_checklist


def read(text: str, name: str = "list.md", **options) -> ChecklistFile:
    return read_checklist(text.encode(), name, **options)


def paths(text: str) -> list[tuple[str, ...]]:
    return [item.group for item in read(text).items]


@pytest.mark.parametrize(
    "heading",
    [
        "## Accounts",
        "## Accounts ##",
        "Accounts\n--------",
        "**Accounts**",
        "**Accounts:**",
        "**Accounts**:",
        "** Accounts**",
        "** Accounts **",
        "__Accounts__",
        "***Accounts***",
        "Accounts:",
        "<h3>Accounts</h3>",
        "<b>Accounts</b>",
        "- Accounts",
        "- **Accounts:**",
        "1. Accounts",
        "<details><summary>Accounts</summary>",
        "<details>\n  <summary>\n    <b>Accounts</b>:\n  </summary>",
    ],
)
def test_everything_that_looks_like_a_heading_makes_a_group(heading):
    indent = "   " if heading[0] in "-1" else ""
    file = read(f"{heading}\n\n{indent}- [ ] GitHub\n")
    assert [(group.heading, group.level) for group in file.groups] == [("Accounts", 1)]
    assert file.items[0].group == ("Accounts",)


@pytest.mark.parametrize(
    "line",
    [
        "**Everything here is to be done by the person who was asked to do it.**",
        "You will need all of the following:",
        "Please do these things:",
        "**Note:** take your time.",
        "_In italics_",
        "Just a sentence.",
    ],
)
def test_sentences_are_no_groups(line):
    assert paths(f"## A\n{line}\n\n- [ ] a\n") == [("A",)]


def test_headings_nest_and_the_same_heading_may_come_twice():
    file = read("## New hire\n### Tools\n- [ ] a\n## Buddy\n### Tools\n- [ ] b\n")
    assert [(group.heading, group.level) for group in file.groups] == [
        ("New hire", 1),
        ("Tools", 2),
        ("Buddy", 1),
        ("Tools", 2),
    ]
    assert [item.group for item in file.items] == [("New hire", "Tools"), ("Buddy", "Tools")]


def test_groups_without_items_are_not_created():
    assert [group.heading for group in read("## Empty\ntext\n## Full\n- [ ] a\n").groups] == [
        "Full"
    ]


def test_bold_lines_lie_inside_headings_and_labels_inside_bold_lines():
    text = (
        "## H\n**B**\n- [ ] a\n\nFor contractors only:\n- [ ] b\n\n**C**\n- [ ] c\n## I\n- [ ] d\n"
    )
    assert paths(text) == [("H", "B"), ("H", "B", "For contractors only"), ("H", "C"), ("I",)]


def test_a_sentence_above_tasks_ends_a_label():
    text = "## H\nFor staff:\n- [ ] a\n\nPlease also do the rest:\n\n- [ ] b\n"
    assert paths(text) == [("H", "For staff"), ("H",)]


def test_rules_end_groups_but_not_the_heading_they_underline():
    assert paths("**A**\n- [ ] a\n\n---\n\n- [ ] b\n") == [("A",), ()]
    assert paths("**For the author:**\n\n---\n\n- [ ] b\n") == [()]
    assert paths("## A\n\n---\n\n- [ ] a\n\n---\n\n- [ ] b\n") == [("A",), ()]


def test_details_end_where_they_are_closed():
    text = (
        "## H\n<details><summary>S</summary>\n\n### In\n- [ ] a\n\n</details>\n\n- [ ] b\n"
        "<details><summary>Click to expand</summary>\n\n- [ ] c\n\n</details>\n"
    )
    assert paths(text) == [("H", "S", "In"), ("H",), ("H",)]


def test_details_that_are_never_closed_end_with_the_next_heading():
    assert paths("<details><summary>S</summary>\n\n- [ ] a\n\n## H\n- [ ] b\n") == [("S",), ("H",)]


def test_a_heading_right_below_a_task_is_no_part_of_it():
    file = read("- [ ] a\n**Next**\n- [ ] b\nFor contractors:\n- [ ] c\n")
    assert [(item.text, item.detail, item.group) for item in file.items] == [
        ("a", "", ()),
        ("b", "", ("Next",)),
        ("c", "", ("Next", "For contractors")),
    ]


def test_a_bullet_too_long_for_a_heading_makes_no_group():
    assert paths(f"## H\n- {'Long ' * 30}\n  - [ ] a\n") == [("H",)]


def test_headings_keep_emoji_and_placeholders_and_lose_markup():
    file = read("## 🔑 [Admin](x) *tasks* for <name> `x` {#anchor}\n- [ ] a\n")
    assert file.groups[0].heading == "🔑 Admin tasks for <name> x"


def test_the_only_first_level_heading_is_the_title_and_no_group():
    file = read("# Welcome\n## A\n- [ ] a\n")
    assert (file.title, paths("# Welcome\n## A\n- [ ] a\n")) == ("Welcome", [("A",)])
    assert paths("# Day 1\n- [ ] a\n# Day 2\n- [ ] b\n") == [("Day 1",), ("Day 2",)]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("---\nname: The name\ntitle: The title\n---\n# Heading\n", "a.md", "The name"),
        ("---\nname: ''\ntitle: The title\n---\n# Heading\n", "a.md", "The title"),
        ("---\n# a comment\ntitle: 'T'\n---\n", "a.md", "T"),
        ('---\nname: "\\U0001F464 People"\n---\n', "a.md", "👤 People"),
        ('+++\ntitle = "Hugo"\n+++\n', "a.md", "Hugo"),
        ("---\ntitle: [Onboard] Name: x\nname: N\n---\n", "a.md", "N"),
        ("---\nreview_in: 6 months\n---\n# <%= current_page.data.title %>\n", "a.md.erb", "A"),
        ("Setext\n======\n", "a.md", "Setext"),
        ("text\n", "NewTeamMember_checklist-v2.html.md.erb", "New team member checklist v2"),
        ("text\n", "18F-buddies.md", "18F buddies"),
        ("text\n", "C:\\lists\\1_day_one.md", "Day one"),
    ],
)
def test_the_title_is_the_name_the_first_heading_or_the_file_in_words(text, name, title):
    assert read(f"{text}\n- [ ] a\n", name).title == title


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [Onboard] Name: x\n---\n- [ ] a\n- [ ] b\n",
        "---\nname: never closed\nabout: x\n\n# T\n\n- [ ] a\n\n---\n\n- [ ] b\n",
        "---\n\n**No front matter**\n- [ ] a\n\n---\n- [ ] b\n",
        "---\nname: x\n---\n\n---\nname: pasted again\n---\n- [ ] a\n- [ ] b\n",
        "---\nname: a: b: c: {{ d }}\nlabels: [\n---\n- [ ] a\n- [ ] b\n",
        "---\n- [ ] a\n- [ ] b\n",
    ],
)
def test_front_matter_never_costs_a_task(text):
    assert [item.text for item in read(text).items] == ["a", "b"]


def test_a_second_block_of_fields_is_no_group():
    assert paths("---\nname: x\n---\n\n---\nabout: y\n---\n- [ ] a\n") == [()]


def test_a_given_title_wins():
    assert read("# Other\n- [ ] a\n", title="Mine").title == "Mine"
