"""HTML tables with boxes: one item a box, whatever state the rows are in."""

import pytest

from kt.due import DueRule
from kt.importers.checklists import ChecklistFile, read_checklist

HEAD = "<tr><th></th><th>&#10003;</th><th>Task</th><th>When</th><th>Who completes it</th></tr>"


def read(text: str) -> ChecklistFile:
    return read_checklist(text.encode(), "list.md")


def rows(*cells: str, head: str = HEAD) -> ChecklistFile:
    return read(f"# T\n\n<table>\n{head}\n{''.join(cells)}\n</table>\n")


def said(rule: DueRule | None) -> str | None:
    return rule and f"{rule.anchor} {rule.first}..{rule.last} {rule.unit}"


def row(number: int | str, task: str, when: str = "", who: str = "", box: str = "&#9744;") -> str:
    cells = (str(number), box, task, when, who)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


@pytest.mark.parametrize(
    "box", ["&#9744;", "☐", "&#x2610;", "&#X2610;", '<input type="checkbox">', "⬜"]
)
def test_every_kind_of_box_makes_an_item(box):
    (item,) = rows(row(1, "Find the address", "Day 3", "Buddy", box)).items
    assert (item.text, item.owner, said(item.due)) == (
        "Find the address",
        ("buddy",),
        "start 2..2 days",
    )
    assert not item.done


@pytest.mark.parametrize(
    ("who", "owner"),
    [
        ("Line manager", ["manager"]),
        ("Buddy and/or Director", ["buddy"]),
        ("Supervisor or delegate", ["supervisor"]),
        ("New Hire / Manager", ["learner", "manager"]),
        ("Product manager", ["other"]),
        ("Talent POC", ["other"]),
        ("n/a", []),
    ],
)
def test_the_who_column_names_the_owner(who, owner):
    assert list(rows(row(1, "A", "", who)).items[0].owner) == owner


def test_a_ticked_box_is_done():
    assert rows(row(1, "Find it", box="☑")).items[0].done


def test_cells_become_markdown_and_placeholders_stay():
    (item,) = rows(
        row(1, 'Read <a href="https://x.org">it</a> <b>now</b>, <name> &amp; Co<br>soon')
    ).items
    assert item.text == "Read [it](https://x.org) **now**, <name> & Co"
    assert item.detail == "soon"


def test_other_columns_are_detail_under_their_names():
    head = HEAD.replace("</tr>", "<th>Who receives it</th><th>Notes</th></tr>")
    more = "<td>New hire</td><td>n/a</td></tr>"
    (item,) = rows(row(1, "Tell", "", "HR").replace("</tr>", more), head=head).items
    assert item.detail == "Who receives it: New hire"
    assert (item.owner, item.owner_text, item.due_text) == (("other",), "HR", None)


@pytest.mark.parametrize(
    "cells",
    [
        "<tr><td>1</td><td>☐</td><td>A</td><td>Day 1</td><td>Buddy</td>"
        "<tr><td>2</td><td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr>",
        "<tr><td>1</td><td>☐</td><td>A</td><td>Day 1</td><td>Buddy</td></tr>"
        "<td>2</td><td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr>",
        "<tr><td>1</td><td>☐</td><td>A</td><td>Day 1</td><td>Buddy</td>"
        "<td>2</td><td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr>",
        "<tr><td>1<td>☐<td>A<td>Day 1<td>Buddy<tr><td>2<td>☐<td>B<td>Day 2<td>You",
        "<tr><td>1</td><td>☐</td><td>A</td><td>Day 1<td>\n<td>Buddy</td></tr>"
        "<tr><td>2</td><td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr><tr>",
        "<tr><td>☐</td><td>A</td><td>Day 1</td><td>Buddy</td></tr>"
        "<tr><td>2</td><td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr>",
        "<tr><td>1</td><td>☐</td><td>A</td><td>Day 1</td><td>Buddy</td></tr>\n\n"
        "    <tr><td>2</td>\n\n    <td>☐</td><td>B</td><td>Day 2</td><td>You</td></tr>",
    ],
)
def test_malformed_rows_are_mended(cells):
    items = rows(row(0, "Zero", "Day 1", "Buddy"), cells).items[1:]
    assert [(item.text, said(item.due), item.owner) for item in items] == [
        ("A", "start 0..0 days", ("buddy",)),
        ("B", "start 1..1 days", ("learner",)),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "rule", "words"),
    [
        ("When", "Within 3 days", "start 0..3 days", "Within 3 days"),
        ("When", "Immediately", None, "Immediately"),
        ("When", "Thursday before they start", None, "Thursday before they start"),
        (
            "When",
            "After their orientation is complete",
            None,
            "After their orientation is complete",
        ),
        ("When", "no later than a week before start date", "start -1..-1 weeks", None),
        ("When (From Selection)", "Within 3 days", None, "Within 3 days"),
        ("When (From Selection)", "Day 1", "start 0..0 days", "Day 1"),
        ("When (From Selection)", "Two weeks before EOD", "start -2..-2 weeks", None),
        ("Days from Selection", "0-3", None, "0-3 Days from Selection"),
        ("Days after start", "0-3", "start 0..3 days", "0-3 Days after start"),
    ],
)
def test_the_when_column_is_understood_if_it_counts_from_something_known(column, cell, rule, words):
    (item,) = rows(row(1, "A", cell), head=HEAD.replace("When", column)).items
    assert said(item.due) == rule
    assert words is None or item.due_text == words


def test_tasks_are_found_by_the_numbers_printed_in_tables():
    first = rows(row(1, "A"), row(3, "B"), row(4, "C", "Task 3 must be complete")).items
    assert (said(first[2].due), first[2].due.item) == ("item 0..0 days", 1)
    text = f"<table>{HEAD}{row(16, 'A')}</table>\n\n## More\n\n<table>{HEAD}"
    later = f"{row(17, 'B', 'Tasks 12 and 16 must be complete.')}{row(18, 'C', 'After Task 17.')}"
    items = read(f"{text}{later}{row(19, 'D', 'Task 19 must be complete')}</table>").items
    assert [item.due and item.due.item for item in items] == [None, 0, 1, None]
    assert items[3].due_text == "Task 19 must be complete"


def test_a_row_with_one_cell_is_a_heading():
    file = rows('<tr><td colspan="5"><b>Week 2</b></td></tr>', row(1, "A"), row(2, "B", "Day 1"))
    assert [item.group for item in file.items] == [("Week 2",), ("Week 2",)]
    assert [said(item.due) for item in file.items] == ["start 1..1 weeks", "start 0..0 days"]


def test_a_column_heading_can_say_when_its_tasks_are_due():
    forms = "Forms<br><i>You have up to 60 days after your start date.</i>"
    head = f"<tr><th></th><th>x</th><th>{forms}</th></tr>"
    (item,) = rows("<tr><td>1</td><td>☐</td><td>Form 9</td></tr>", head=head).items
    assert (item.text, said(item.due)) == ("Form 9", "start 0..60 days")


def test_tables_stand_in_the_groups_around_them_in_their_order():
    text = (
        f"## A\n- [ ] one\n\n<details><summary>B</summary>\n<table>{row(1, 'two')}</table>\n"
        f"<h3>C</h3><table>{row(1, 'three')}</table></details>\n\n- [ ] four\n"
    )
    assert [(item.text, item.group) for item in read(text).items] == [
        ("one", ("A",)),
        ("two", ("A", "B")),
        ("three", ("A", "B", "C")),
        ("four", ("A",)),
    ]


def test_a_table_without_a_heading_row_gives_the_cell_after_the_box():
    (item,) = rows("<tr><td>☐</td><td>Call</td><td>at noon</td></tr>", head="").items
    assert (item.text, item.detail) == ("Call", "at noon")


def test_the_box_may_stand_in_the_same_cell_as_the_task():
    (item,) = rows(
        "<tr><td>☐ Call</td><td>Day 1</td></tr>", head="<tr><th>Task</th><th>When</th></tr>"
    ).items
    assert (item.text, said(item.due)) == ("Call", "start 0..0 days")


def test_tables_without_boxes_and_boxes_in_comments_are_no_tasks():
    assert (
        read(f"<table>{HEAD}<tr><td>1</td><td>a</td></tr></table>\n\n- [ ] b\n").items[0].text
        == "b"
    )
    assert rows(f"<!-- {row(1, 'A')} -->", row(2, "B")).items[0].text == "B"
