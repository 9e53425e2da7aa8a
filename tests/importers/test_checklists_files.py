"""Real checklists of other organisations: nothing is lost, and what they say is understood."""

import json
from pathlib import Path

import pytest

from kt.importers.checklists import ChecklistFile, ItemRead, as_json, read_checklist

INPUTS = Path(__file__).parent.parent / "inputs"

# Boxes that GitHub's own renderer shows, box characters in HTML tables, options of a form.
COUNTS = {
    "onboarding/GSA-TTS__FAC__onboarding.md": 32,
    "onboarding/GSA__data.gov__onboard---access-for-team-member.md": 27,
    "onboarding/cloud-gov__product__onboard-any-team-member.md": 39,
    "onboarding/cloud-gov__product__onboard-cybersecurity.yml": 66,
    "onboarding/cisagov__manage.get.gov__designer-onboarding.md": 32,
    "onboarding/18F__onboarding-documents__buddy-checklist.md": 12,
    "onboarding/18F__onboarding-documents__director-checklist.md": 19,
    "onboarding/alan-turing-institute__REG-handbook__checklist.md": 44,
    "onboarding/alan-turing-institute__research-application-management__1_day_one_checklist.md": 9,
    "onboarding/artsy__README__managers.md": 18,
    "onboarding/bcgov__entity__Onboarding.md": 25,
    "onboarding/kubernetes__sig-release__release-manager.md": 7,
    "onboarding/betterscientificsoftware__A-Team-Tools__NewTeamMemberChecklistTemplate.md": 10,
    "onboarding/marl__marl-handbook__onboarding.md": 23,
    "onboarding/ministryofjustice__cloud-platform__joiners-guide.html.md.erb": 0,
    "onboarding/weather-gov__weather.gov__onboarding.md": 16,
    "onboarding/numfocus__DISC-committee__onboarding.md": 11,
    "onboarding/UCL-CDI__cdi-hub__onboarding-to-cdihub.md": 14,
    "onboarding/WeAreSnook__developer-manual__onboarding-checklist.md": 23,
    "offboarding/GSA-TTS__tts-tech-operations__offboarding.md": 26,
    "offboarding/GSA-TTS__FAC__offboarding.md": 18,
    "offboarding/cloud-gov__product__offboard-team-member.md": 37,
    "offboarding/SocialGouv__www__offboarding.md": 11,
    "offboarding/betterscientificsoftware__A-Team-Tools__TeamMemberExitChecklistTemplate.md": 4,
    "offboarding/kubernetes__community__leadership-changes.md": 17,
    "offboarding/ministryofjustice__cloud-platform__leavers-guide.html.md.erb": 0,
    "process_change/bcgov__entity__OCM_Task.md": 28,
    "process_change/PostHog__meta__launch-plan.md": 16,
    "process_change/ministryofjustice__cloud-platform__cloud-platform-k8s-upgrade-template.md": 27,
    "process_change/kubernetes__community__default-branch-migration.md": 19,
    "mentoring/alan-turing-institute__REG-handbook__buddy_system.md": 0,
    "mentoring/CivicActions__guidebook__buddy-program.md": 0,
    "mentoring/alphagov__govuk-developer-docs__how-to-be-a-good-buddy.html.md": 0,
    "mentoring/meltano__handbook__onboarding.md": 0,
    "faq_manual/18F__handbook__github.md": 0,
    "faq_manual/CivicActions__guidebook__document-management.md": 0,
    "faq_manual/sourcegraph__handbook__people-ops-faqs.md": 0,
    "faq_manual/sourcegraph__handbook__bamboohr.md": 0,
    "faq_manual/Financial-Times__engineering-progression__faq.md": 0,
    "faq_manual/alphagov__govuk-developer-docs__request-fastly-tls-certificate.html.md": 0,
    "faq_manual/kubernetes__community__mailing-list-guidelines.md": 0,
}


def read(part_of_name: str, **options) -> ChecklistFile:
    (path,) = (INPUTS / name for name in COUNTS if part_of_name in name)
    return read_checklist(path.read_bytes(), path.name, **options)


def item(file: ChecklistFile, start: str) -> ItemRead:
    return next(each for each in file.items if each.text.startswith(start))


def rule(read: ItemRead) -> tuple[str, int, int, str] | None:
    return read.due and (str(read.due.anchor), read.due.first, read.due.last, str(read.due.unit))


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_box_that_github_shows_becomes_an_item(name, count):
    assert len(read(name).items) == count


@pytest.mark.parametrize("name", COUNTS)
def test_a_file_without_items_says_what_can_be_done(name):
    file = read(name)
    assert file.title
    assert file.items or file.advice
    assert json.loads(json.dumps(as_json(file))) == as_json(file)


def test_comments_and_code_are_counted_and_can_be_imported():
    assert read("release-manager").skipped.comments == 20
    assert len(read("release-manager", with_comments=True).items) == 27
    assert read("NewTeamMemberChecklist").skipped.code == 10
    assert len(read("NewTeamMemberChecklist", with_code=True).items) == 20


def test_the_same_headings_under_two_roles_stay_apart():
    file = read("FAC__onboarding")
    headings = [(group.heading, group.level, *group.owner) for group in file.groups]
    assert headings == [
        ("For you", 1, "learner"),
        ("For designers, also...", 2, "learner"),
        ("For engineers, also...", 2, "learner"),
        ("For helpdesk, also..", 2, "learner"),
        ("For your onboarding buddy", 1, "buddy"),
        ("For designers, also...", 2, "buddy"),
        ("For engineers, also...", 2, "buddy"),
        ("For product leads/owners, also...", 2, "buddy"),
        ("For helpdesk, also...", 2, "buddy"),
    ]
    fenced = item(file, "If you're not already a member")
    assert fenced.detail.startswith("```text\nTo: gsa-github.support@gsa.gov")
    assert "humans handle these requests" in fenced.detail
    assert fenced.depth == 2
    assert rule(fenced) is None


def test_roles_in_headings_own_their_tasks():
    assert item(read("data.gov"), "Log into").owner == ("learner",)
    assert item(read("data.gov"), "Once member had logged").owner == ("buddy",)
    assert item(read("data.gov"), "Review this ticket").owner == ()
    assert item(read("designer"), "Make sure onboardee").owner == ("buddy",)
    assert item(read("designer"), "[Team meetings]").owner == ("learner",)
    assert item(read("weather"), "Add the onboardee to our").owner == ("buddy",)
    assert item(read("onboard-any"), "Make sure they're in").owner == ("buddy",)
    assert item(read("offboard-team"), "Initiate the process").owner == ("learner",)
    assert item(read("offboard-team"), "Remove their access to").owner == ("other",)
    assert item(read("tech-operations"), "Docker Hub").owner_text == "Assignee"


def test_a_title_carries_a_day_and_joint_tasks_belong_to_everybody_named():
    file = read("1_day_one")
    assert {rule(each) for each in file.items} == {("start", 0, 0, "days")}
    assert [group.owner for group in file.groups] == [
        ("learner", "manager"),
        ("learner",),
        ("manager",),
    ]


def test_phases_in_headings_date_their_tasks():
    file = read("artsy")
    dated = {
        group.heading: group.due and (group.due.first, group.due.last) for group in file.groups
    }
    assert dated["Before Day 1"] == (-1, -1)
    assert dated["Day 1"] == (0, 0)
    assert dated["Week 1"] == (0, 0)
    assert dated["And onward!"] is None
    assert {each.owner for each in file.items} == {("manager",)}
    assert rule(item(file, "Set first-week schedule")) == ("start", -1, -1, "days")
    assert item(file, "Organize lunch").optional


def test_a_deadline_said_above_some_tasks_ends_where_the_file_says_so():
    file = read("offboard-team")
    assert rule(item(file, "Exit interview")) == ("departure", 0, 1, "days")
    assert rule(item(file, "Remove them from [Nessus]")) is None
    assert item(file, "Remove them from [Nessus]").group == (
        "System Owner (or person delegated by System Owner)",
    )


def test_a_range_with_a_recurrence_keeps_its_words():
    training = item(read("onboard-any"), "Coordinate with your onboarding buddy")
    assert rule(training) == ("start", 0, 60, "days")
    assert training.due_text == "within 60 days of joining the team (and annually after that)"


def test_labels_and_summaries_are_groups():
    file = read("onboard-any")
    assert item(file, "`#cg-priv-gov`").group == ("Slack Channels", "For federal employees only")
    assert item(file, "Subscribe to [the cloud.gov team").group == (
        "Team resources",
        "Federal employees and staff contractors, expand this section",
    )
    assert item(file, "B.1: System owner").group == ("Special Notes", "B")
    assert item(file, "Project contractors: Add").condition == "Project contractors"


def test_bold_lines_between_rules_are_groups():
    file = read("entity__Onboarding")
    assert len(file.groups) == 11
    assert file.groups[0].heading == "IDIR"
    assert all(len(each.group) == 1 for each in file.items)


def test_tables_give_owner_and_day_even_where_rows_are_broken():
    file = read("director")
    paired = item(file, "Assign Product team member to shadow & pair with")
    assert (rule(paired), paired.owner) == (("start", 1, 1, "weeks"), ("supervisor",))
    assert item(file, "Share PM Guide").due_text == "First week"
    assert rule(item(file, "Learns new hire")) == ("start", -1, -1, "weeks")
    assert rule(item(file, "Performance Plans")) == ("start", 3, 3, "months")
    assert rule(item(file, "Writes congrats")) is None
    assert item(file, "Writes congrats").due_text == "Within 3 days"
    assert item(file, "Add to team Trello board").due_text is None
    assert [group.heading for group in file.groups] == ["All Directors", "Product Team Director"]


def test_forms_give_an_item_for_every_option():
    file = read("cybersecurity")
    assert len(file.groups) == 13
    assert rule(item(file, "Incident Response Guide")) == ("start", 0, 60, "days")
    assert item(file, "#cg-priv-gov").optional
    assert not item(file, "Full disk encryption").optional
    assert item(file, "30-day follow-up").owner == ("buddy",)
    assert item(file, "30-day follow-up").due is None
    assert item(file, "I accept privileged").owner == ("learner",)


def test_four_levels_and_repeated_texts_survive():
    assert max(each.depth for each in read("tech-operations").items) == 4
    upgrade = read("k8s-upgrade")
    assert [each.text for each in upgrade.items].count("live") == 9


def test_what_only_sounds_like_a_day_is_none():
    assert not any(each.due for each in read("REG-handbook__checklist").items)
    assert not any(each.due for each in read("marl").items)


def test_conditions_are_kept_and_optional_seconds_are_not_optional_tasks():
    file = read("designer")
    assert item(file, "FOR CONTRACTORS").condition == "FOR CONTRACTORS"
    assert item(file, "OPTIONAL: Request").optional
    assert not item(file, "Fill out your own Personal").optional


def test_links_whose_targets_stand_below_still_work():
    text = read("leadership").items[1].text
    assert "[kubernetes-dev](https://groups.google.com/a/kubernetes.io/g/dev)" in text
    assert text.endswith("the email should contain:")


def test_a_rollout_has_phases_around_its_launch():
    file = read("launch-plan")
    assert rule(file.items[0]) == ("rollout", -1, -1, "days")
    assert rule(item(file, "Merge any remaining")) == ("rollout", 0, 0, "days")
    assert item(file, "Disable beta").owner_text == "@joethreepwood"
    assert item(file, "(Optional) Decide").optional


def test_lists_without_boxes_come_in_when_asked():
    file = read("joiners-guide", plain_lists=True)
    assert len(file.items) == 50
    assert max(each.depth for each in file.items) == 4
    assert file.title == "Onboarding into the Cloud Platform Team"
    assert read("joiners-guide").advice == (
        "This file has no boxes; it has 50 list items: import them with --plain-lists.",
    )
