"""What is optional and what holds on a condition, by a task's own words."""

import pytest

from kt.importers.checklists import ItemRead, read_checklist


def one(text: str) -> ItemRead:
    (item,) = read_checklist(f"- [ ] {text}\n".encode(), "list.md").items
    return item


@pytest.mark.parametrize(
    "text",
    [
        "(optional) Say hi",
        "(Optional) Say hi",
        "_(optional)_ Say hi",
        "OPTIONAL: Say hi",
        "**Optional:** Say hi",
        "Optional- say hi",
        "[optional] Say hi",
        "Say hi (optional)",
        "(Optional, nobody needs it now) Say hi",
        "Optionally, say hi",
        "Say hi, if applicable",
        "If applicable, say hi",
        "Say hi as needed",
        "If necessary, say hi",
        "(optionnel) : Dire bonjour",
        "Dire bonjour (facultatif)",
    ],
)
def test_optional_tasks_are_marked_and_keep_their_text(text):
    item = one(text)
    assert item.optional
    assert item.condition is None
    assert item.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Say hi. OPTIONAL: Say it twice.",
        "Read the optional guide",
        "Check in on an as-needed basis",
        "Review this and change it as necessary",
    ],
)
def test_not_every_optional_word_makes_the_task_optional(text):
    assert not one(text).optional


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("FOR CONTRACTORS: Ask your manager", "FOR CONTRACTORS"),
        ("FOR FEDERAL EMPLOYEES: Ask", "FOR FEDERAL EMPLOYEES"),
        ("For engineers, install it", "For engineers"),
        ("Project contractors: Add them", "Project contractors"),
        ("Business Unit Only - Add them", "Business Unit Only"),
        ("(engineers) Install it", "engineers"),
        ("Install it (engineers only)", "engineers only"),
        ("Set it up (engineering)", "engineering"),
        ("[If access needed] Ask for it", "If access needed"),
        ("Invite them (if student)", "if student"),
        ("Create an account (if you don’t have one) and ask", "if you don’t have one"),
        ("If remote, ship a laptop", "If remote"),
        ("If you (or [they](x), too) need it, ask", "If you (or they, too) need it"),
        ("If they are leaving: delete it", "If they are leaving"),
        ("If you like it then tell us", "If you like it"),
        ("Manager: If remote, ship a laptop", "If remote"),
        ("OPTIONAL: If you run it locally, see the guide", "If you run it locally"),
        ("Unless you are an intern, sign", "Unless you are an intern"),
    ],
)
def test_conditions_are_kept(text, condition):
    item = one(text)
    assert item.condition == condition
    assert item.text.endswith(text.removeprefix("Manager: "))


@pytest.mark.parametrize(
    "text",
    [
        "Read (if you cannot, ask somebody)",
        "Add team members - as admins",
        "Slack (private for the committee members only)",
        "Mural (Workspace Admin)",
        "An account (read-only)",
        "A team (general)",
        "For our profile names, we use first names",
        "For example: this",
        "Talk with your supervisor (federal employees) or manager (contractors): about it",
        "Return it (manager)",
        "Log in, click, and add your card (if you have one) to it",
    ],
)
def test_asides_are_no_conditions(text):
    assert one(text).condition is None


def test_everything_below_an_optional_heading_or_sentence_is_optional():
    text = (
        "## Optional tasks\n- [ ] a\n## Reading (optional)\n- [ ] b\n## Must\n- [ ] c\n"
        "\nThe following tools are optional:\n- [ ] d\n## Tools\n- [ ] e\nOptional\n- [ ] f\n"
    )
    items = read_checklist(text.encode(), "list.md").items
    assert [item.optional for item in items] == [True, True, False, True, False, True]
    assert items[4].detail == ""
