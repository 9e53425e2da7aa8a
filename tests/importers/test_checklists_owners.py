"""Who does a task: what headings, columns, prefixes and sentences of checklists say."""

import pytest

from kt.importers.checklists import ChecklistFile, ItemRead, read_checklist


def read(text: str, name: str = "list.md", **options) -> ChecklistFile:
    return read_checklist(text.encode(), name, **options)


def one(text: str, name: str = "list.md") -> ItemRead:
    (item,) = read(text, name).items
    return item


@pytest.mark.parametrize(
    ("heading", "owner"),
    [
        ("For you", ["learner"]),
        ("For your onboarding buddy", ["buddy"]),
        ("Line manager checklist", ["manager"]),
        ("Steps for the onboardee / onboarder", ["learner", "buddy"]),
        ("New joiner tasks", ["learner"]),
        ("Tasks for existing team member", ["other"]),
        ("Self-Service New Employee Tasks", ["learner"]),
        ("Contractor Onboarding Buddy Tasks", ["buddy"]),
        ("Additional Buddy/Tech Lead tasks for engineers", ["buddy", "other"]),
        ("Steps to be completed by new team members", ["learner"]),
        ("Fulfil requirements - Completed by onboarding buddy", ["buddy"]),
        ("🤝 Mentor", ["buddy"]),
        ("Onboarding champion", ["buddy"]),
        ("Facilitator to do", ["buddy"]),
        ("Coach", ["coach"]),
        ("Hiring Manager Responsibilities", ["manager"]),
        ("Supervisor’s checklist", ["supervisor"]),
        ("Manager & Buddy", ["manager", "buddy"]),
        ("Manager: Before Day 1", ["manager"]),
        ("Week 1 (New Hire)", ["learner"]),
        ("Paperwork (HR)", ["other"]),
        ("`Assignee`", ["other"]),
        ("System Owner (or person delegated by System Owner)", ["other"]),
        ("Your tasks", ["learner"]),
        ("Onboarding New Managers", []),
        ("Release Manager Onboarding", []),
        ("Password manager", []),
        ("Product owners", []),
        ("Tech lead", []),
        ("For engineers, also...", []),
        ("For admins", []),
        ("For everyone", []),
        ("Gov Employee Tasks", []),
        ("HR tasks", []),
        ("Meet your buddy", []),
    ],
)
def test_a_role_heading_owns_its_tasks(heading, owner):
    file = read(f"## {heading}\n- [ ] Sign\n")
    assert list(file.groups[0].owner) == owner
    assert list(file.items[0].owner) == owner
    assert bool(file.items[0].owner_text) == bool(owner)


@pytest.mark.parametrize(
    ("text", "owner", "rest"),
    [
        ("Manager: Create access", ["manager"], "Create access"),
        ("**Manager**: Create access", ["manager"], "Create access"),
        ("**Manager:** Create access", ["manager"], "Create access"),
        ("**Manager**: **create** access", ["manager"], "**create** access"),
        ("Manager - Create access", ["manager"], "Create access"),
        ("[Manager] Create access", ["manager"], "Create access"),
        ("(Buddy) Create access", ["buddy"], "Create access"),
        ("New hire: Read", ["learner"], "Read"),
        ("Manager/Buddy: Read", ["manager", "buddy"], "Read"),
        ("People Ops: Send", ["other"], "Send"),
        ("HR: Send", ["other"], "Send"),
        ("@ana: Send", ["other"], "Send"),
        ("[Manager](https://example.org) told you", [], None),
        ("B.1: System owner sends mail", [], None),
        ("Slack - our chat", [], None),
        ("Security: read the policy", [], None),
    ],
)
def test_a_prefix_is_the_owner_and_leaves_the_text(text, owner, rest):
    item = one(f"- [ ] {text}")
    assert list(item.owner) == owner
    assert item.text == (rest or text)


@pytest.mark.parametrize(
    ("text", "owner", "words"),
    [
        ("Create a channel - _team lead_", ["supervisor"], "team lead"),
        ("Check docs - @ivan", ["other"], "@ivan"),
        ("Decide - @ana, @org/team-billing and _team lead_", ["other", "supervisor"], None),
        ("Give the laptop back (manager)", ["manager"], "manager"),
        ("New user to download the app", ["learner"], "New user"),
        ("For staff: Your buddy will add you", ["buddy"], "Your buddy"),
        ("Find a case for @ana", [], None),
        ("Ask the owner (@ana) to share it", [], None),
        ("Zoom - for meetings", [], None),
        ("Tell the managers (managers)", [], None),
    ],
)
def test_a_task_can_name_its_owner_at_the_end_or_as_the_one_who_acts(text, owner, words):
    item = one(f"- [ ] {text}")
    assert list(item.owner) == owner
    assert item.text == text
    assert words is None or item.owner_text == words


def test_what_a_task_says_itself_comes_before_its_parent_and_its_group():
    items = read("## Buddy\n- [ ] Manager: a\n  - [ ] b\n  - [ ] HR: c\n- [ ] d\n").items
    assert [item.owner for item in items] == [("manager",), ("manager",), ("other",), ("buddy",)]


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("Assignee should complete the following for the new person:", ["other"]),
        ("The line manager and buddy must complete these tasks.", ["manager", "buddy"]),
        ("The following is to be completed by HR.", ["other"]),
        ("These tasks will be carried out by you and existing team members.", ["learner", "other"]),
        ("As the manager, please see to all of this.", ["manager"]),
        ("Buddy to add them to these channels", ["buddy"]),
        ("Owner: Line manager", ["manager"]),
        ("**Responsible:** buddy", ["buddy"]),
        ("If `Buddy` cannot complete any of these, they ask somebody.", []),
        ("Your buddy will create both.", []),
        ("Contact your manager to get access.", []),
    ],
)
def test_a_sentence_above_tasks_names_their_owner(sentence, owner):
    file = read(f"## Access\n\n{sentence}\n\n- [ ] a\n\n## Next\n- [ ] b\n")
    assert [list(item.owner) for item in file.items] == [owner, []]


def test_a_sentence_between_tasks_holds_for_those_below_it():
    file = read("## A\n- [ ] a\n\nThe buddy should complete the following:\n\n- [ ] b\n")
    assert [item.owner for item in file.items] == [(), ("buddy",)]
    assert [item.group for item in file.items] == [("A",), ("A",)]


def test_handles_given_to_roles_at_the_top_are_known_below():
    file = read("- Buddy: @ana\n- Onboardee: _handle_\n\n## A\n- [ ] a - @ana\n- [ ] b - @ben\n")
    assert [item.owner for item in file.items] == [("buddy",), ("other",)]


def test_tasks_done_together_belong_to_everybody_the_headings_name():
    file = read("## Review together\n- [ ] a\n## New hire\n- [ ] b\n## Line manager\n- [ ] c\n")
    assert file.items[0].owner == ("learner", "manager")
    assert read("## Review together\n- [ ] a\n").items[0].owner == ()


def test_departments_own_their_tasks_among_roles_and_are_topics_elsewhere():
    roles = read("**Manager:**\n- [ ] a\n\n**HR:**\n- [ ] b\n\n**Employee:**\n- [ ] c\n")
    assert roles.items[1].owner == ("other",)
    topics = read("## Slack\n- [ ] a\n## HR\n- [ ] b\n## Manager\n- [ ] c\n")
    assert topics.items[1].owner == ()


def test_a_title_owns_the_tasks_only_if_it_says_who_does_them():
    assert one("# Buddy checklist\n- [ ] a\n").owner == ("buddy",)
    assert one("---\ntitle: Responsibilities for Managers of New Hires\n---\n- [ ] a\n").owner == (
        "manager",
    )
    assert one("# New hire checklist\n- [ ] a\n").owner == ()


def test_the_newcomer_of_the_title_is_known_by_that_word():
    item = one("---\nname: New engineer onboarding\n---\n- [ ] **Engineer**: read\n")
    assert (item.owner, item.text) == (("learner",), "read")


def test_an_existing_person_is_the_leaver_in_a_leavers_list():
    text = "## `Existing Person`\n- [ ] a\n"
    assert one(text, "offboarding.md").owner == ("learner",)
    assert one(text, "onboarding.md").owner == ("other",)
