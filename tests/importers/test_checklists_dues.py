"""When a task is due: what headings, columns and the tasks themselves say about time."""

import pytest

from kt.due import DueRule
from kt.importers.checklists import ChecklistFile, ItemRead, read_checklist


def read(text: str, name: str = "list.md") -> ChecklistFile:
    return read_checklist(text.encode(), name)


def one(text: str, name: str = "list.md") -> ItemRead:
    (item,) = read(text, name).items
    return item


def said(rule: DueRule | None) -> str | None:
    """A rule in one line: "start 0..0 days"."""
    return rule and f"{rule.anchor} {rule.first}..{rule.last} {rule.unit}"


@pytest.mark.parametrize(
    ("heading", "rule"),
    [
        ("Day 1", "start 0..0 days"),
        ("Day 3", "start 2..2 days"),
        ("Day 2-3", "start 1..2 days"),
        ("Day 0 – Before you start", "start -1..-1 days"),
        ("First day", "start 0..0 days"),
        ("Second day", "start 1..1 days"),
        ("First or second day", "start 0..1 days"),
        ("Their first two days of work", "start 0..1 days"),
        ("First 90 days", "start 0..90 days"),
        ("On their first day", "start 0..0 days"),
        ("Week 1", "start 0..0 weeks"),
        ("Week 2–4", "start 1..3 weeks"),
        ("Weeks 2 - 4: more", "start 1..3 weeks"),
        ("First week", "start 0..1 weeks"),
        ("YOUR FIRST WEEK", "start 0..1 weeks"),
        ("First week or two", "start 0..2 weeks"),
        ("Second week", "start 1..1 weeks"),
        ("By the end of the first week", "start 0..1 weeks"),
        ("End of First month", "start 0..1 months"),
        ("By the end of week 2", "start 0..2 weeks"),
        ("Before week 2", "start 0..1 weeks"),
        ("Week 4-2", None),
        ("Within 100 years of joining", None),
        ("First month", "start 0..1 months"),
        ("Three months in", "start 3..3 months"),
        ("After 3 months", "start 3..3 months"),
        ("30 days", "start 30..30 days"),
        ("Within the first year", "start 0..12 months"),
        ("Within 60 days of joining", "start 0..60 days"),
        ("Before Day 1", "start -1..-1 days"),
        ("Pre-Day 1", "start -1..-1 days"),
        ("Before New Hire’s First Day", "start -1..-1 days"),
        ("BEFORE STARTING AT GITLAB", "start -1..-1 days"),
        ("Week 0 (Before Start)", "start -1..-1 weeks"),
        ("Two weeks before EOD", "start -2..-2 weeks"),
        ("Week before EOD", "start -1..-1 weeks"),
        ("4 Weeks Prior to Arrival", "start -4..-4 weeks"),
        ("1-2 weeks before start", "start -2..-1 weeks"),
        ("5 business days before the start date", "start -5..-5 workdays"),
        ("One week before candidate arrives at the office", "start -1..-1 weeks"),
        ("Day Before", "start -1..-1 days"),
        ("Within 24 hours of departure", "departure 0..1 days"),
        ("Prior to departure", "departure -1..-1 days"),
        ("After Departure", "departure 1..1 days"),
        ("On the last day", "departure 0..0 days"),
        ("Last week", "departure -1..0 weeks"),
        ("30 days after leaving", "departure 30..30 days"),
        ("Before launch - Deadline: [DATE]", "rollout -1..-1 days"),
        ("Launch day", "rollout 0..0 days"),
        ("Within 3 weeks of launch", "rollout 0..3 weeks"),
        ("First 10 days after selection", None),
        ("Thursday prior to start", None),
        ("Day-to-day work", None),
        ("30-60-90 day plan", None),
        ("First-time setup", None),
        ("And onward!", None),
        ("Prep work (1-2 hours)", None),
        ("First week of January", None),
        ("Day 99999999", None),
        ("Day 1200 of 5000", None),
    ],
)
def test_a_phase_in_a_heading_dates_its_tasks(heading, rule):
    file = read(f"## {heading}\n- [ ] Sign\n")
    assert said(file.groups[0].due) == rule
    assert said(file.items[0].due) == rule


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Sign within 60 days of joining the team", "start 0..60 days", None),
        (
            "Train within 60 days of joining (and annually after that)",
            "start 0..60 days",
            "within 60 days of joining (and annually after that)",
        ),
        ("Meet by the end of the first week", "start 0..1 weeks", "by the end of the first week"),
        ("Sign (by Day 3)", "start 0..2 days", "by Day 3"),
        ("Day 1: meet the team", "start 0..0 days", "Day 1"),
        ("Week 2 - shadow somebody", "start 1..1 weeks", "Week 2"),
        ("Return the laptop on your last day.", "departure 0..0 days", None),
        ("Create a board of tasks to complete prior to departure.", "departure -1..-1 days", None),
        ("Add to the roster 2 Weeks before EOD", "start -2..-2 weeks", "2 Weeks before EOD"),
        ("Sign before joining", "start -1..-1 days", "before joining"),
        ("Pair on a first issue within the first week or two", "start 0..2 weeks", None),
        ("Fortnightly catch-up with your buddy", None, "Fortnightly"),
        ("Schedule fortnightly 121 meetings", None, "fortnightly"),
        ("Announce it (within 24 hours)", None, "within 24 hours"),
        ("Write the plan. Deadline: [DATE]", None, "Deadline: [DATE]"),
        ("Read the handbook (10 mins)", None, None),
        ("Read (2 days)", None, None),
        ("This could take a few days", None, None),
        ("Set first-week schedule", None, None),
        ("Outline your first month’s tasks", None, None),
        ("Send an email about first day", None, None),
        ("Share what you learned in my first week", None, None),
        ("Attend the weekly meeting on Tuesday", None, None),
        ("Set a 55-day password rotation reminder", None, None),
        ("Have a 30-day check-in", None, None),
        ("After joining the Slack channel, say hi", None, None),
        ("Before you start coding, read the guide", None, None),
        ("Upload it (can be the version signed before joining)", None, None),
        ("Verify it. Mail will be sent to you in your first month of work.", None, None),
        ("Verify it. Somebody calls you in your first week.", None, None),
        ("You will be added to it within 3 days of joining", None, None),
        ("Set up 2FA before they leave the office", None, None),
        ("Ask on your EOD clearance process", None, None),
        ("Reset the key on the first day of the month", None, None),
        ("Send it by EOD", None, None),
        ("If you joined more than two months ago, tick this", None, None),
    ],
)
def test_a_task_says_when_it_is_due_or_only_seems_to(text, rule, words):
    item = one(f"- [ ] {text}\n")
    assert said(item.due) == rule
    if words or rule is None:
        assert item.due_text == words


def test_a_task_keeps_its_groups_day_beside_words_that_give_none():
    item = one("## Week 3\n- [ ] Meet fortnightly\n")
    assert (said(item.due), item.due_text) == ("start 2..2 weeks", "fortnightly")


def test_a_tasks_own_day_comes_before_its_groups():
    items = read("## Week 3\n- [ ] a (day 1)\n- [ ] b\n").items
    assert [said(item.due) for item in items] == ["start 0..0 days", "start 2..2 weeks"]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("These must be completed within 60 days of assignment.", "start 0..60 days"),
        ("Complete the tasks below within your first two weeks.", "start 0..2 weeks"),
        ("Due: first week", "start 0..1 weeks"),
        ("**When**: before day 1", "start -1..-1 days"),
        ("Time required: 1 hour", None),
        ("You will learn a lot in your first week.", None),
        ("This should be created a couple of days before a new member comes on board.", None),
    ],
)
def test_a_sentence_above_tasks_can_date_them(sentence, rule):
    assert said(one(f"## Training\n\n{sentence}\n\n- [ ] a\n").due) == rule


def test_fields_of_the_page_are_no_due_dates():
    assert (
        one("---\ntitle: T\nreview_in: 6 months\nlast_reviewed_on: 2025-01-01\n---\n- [ ] a\n").due
        is None
    )


def test_a_title_can_carry_the_day():
    assert said(one("# Day 1 onboarding checklist\n- [ ] a\n").due) == "start 0..0 days"


def test_in_a_leavers_list_time_without_an_anchor_counts_from_the_departure():
    assert (
        said(one("## Two weeks before\n- [ ] a\n", "offboarding.md").due)
        == "departure -2..-2 weeks"
    )
    assert said(one("## Two weeks before\n- [ ] a\n", "onboarding.md").due) == "start -2..-2 weeks"
    assert one("## Week 1\n- [ ] a\n", "leaver-checklist.md").due is None


def test_another_task_is_named_by_its_number():
    items = read(
        "- [ ] a\n- [ ] b (Task 1 must be complete)\n- [ ] c (Task 9 must be complete)\n"
    ).items
    assert (said(items[1].due), items[1].due.item) == ("item 0..0 days", 0)
    assert items[2].due is None
    assert items[2].due_text == "Task 9 must be complete"
