"""GitHub issue forms: every option of every group of checkboxes is an item."""

import pytest

from kt.errors import Refused
from kt.importers.checklists import ChecklistFile, read_checklist

FORM = """\
name: "🛡️ Joining"
description: A form
body:
  - type: markdown
    attributes:
      value: |
        ## For your buddy
        Must be completed within 60 days of assignment.
  - type: input
    id: date
    attributes:
      label: Start date
  - type: checkboxes
    attributes:
      label: "Access:"
      options:
        - label: "#channel - Federal only (if applicable)"
        - label: |
            Read the **guide**
            and sign it
          required: true
        - label: "If remote, get a VPN"
  - type: markdown
    attributes:
      value: "## Week 2"
  - type: checkboxes
    attributes:
      label: Review
      description: The manager confirms
      options:
        - label: All done
        - just text
  - type: checkboxes
    attributes:
      options:
        - label: without a group
"""


def read(text: str) -> ChecklistFile:
    return read_checklist(text.encode(), "form.yml")


def test_options_are_items_in_the_group_of_their_label():
    file = read(FORM)
    assert file.title == "🛡️ Joining"
    assert [(group.heading, group.level) for group in file.groups] == [("Access", 1), ("Review", 1)]
    assert [(item.text, item.detail, item.group) for item in file.items] == [
        ("#channel - Federal only (if applicable)", "", ("Access",)),
        ("Read the **guide**", "and sign it", ("Access",)),
        ("If remote, get a VPN", "", ("Access",)),
        ("All done", "", ("Review",)),
        ("just text", "", ("Review",)),
        ("without a group", "", ()),
    ]


def test_words_between_the_groups_say_owner_and_day():
    items = read(FORM).items
    assert [item.owner for item in items[:4]] == [("buddy",), ("buddy",), ("buddy",), ("manager",)]
    assert [item.due and (item.due.first, item.due.last) for item in items[:4]] == [
        (0, 60),
        (0, 60),
        (0, 60),
        (1, 1),
    ]


def test_an_option_is_optional_only_if_it_says_so():
    assert [item.optional for item in read(FORM).items[:3]] == [True, False, False]
    assert read(FORM).items[2].condition == "If remote"


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nblank_issues_enabled: false\n",
        "- a\n- b\n",
        "just text",
        "body: text\n",
        "body:\n  - type: input\n",
        "body: [[[[",
        "a: b: c",
        "[" * 100_000,
        "- " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(700)),
        "body: &b\n- *b\n",
        "x: 'y\n" * 60_000,
    ],
)
def test_yaml_that_is_no_form_is_refused_in_words(text):
    with pytest.raises(Refused, match=r"^This YAML file .*\.$"):
        read(text)


def test_a_form_that_repeats_itself_by_aliases_is_bounded():
    options = "a: &a\n" + "- label: x\n" * 2_000
    elements = "- type: checkboxes\n  attributes: {label: g, options: *a}\n" * 10
    with pytest.raises(Refused, match="more than 5000 options"):
        read(f"{options}body:\n{elements}")
