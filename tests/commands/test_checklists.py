"""Checklists on the command line: import, list, tick."""

import json
from pathlib import Path
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Item, ItemEvent, Template, TemplateItem

INPUTS = Path(__file__).parents[1] / "inputs"
MANAGERS = INPUTS / "onboarding" / "artsy__README__managers.md"
COMMENTED = INPUTS / "onboarding" / "kubernetes__sig-release__release-manager.md"

LIST = """# First week
## Day 3
- [x] Buddy: Show the office
  - [ ] Kitchen
"""


def kt(*arguments: Any) -> Result:
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "first-week.md"
    path.write_text(LIST)
    return path


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


@pytest.fixture
def item(cast: Cast) -> Item:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    make.an_item(checklist, "Laptop", owners=("manager",))
    return make.an_item(checklist, due=make.LONG_AGO)


def test_a_dry_run_needs_no_database_and_prints_every_field(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KT_DATABASE_URL", "sqlite:////nowhere/kt.db")
    result = kt("checklist", "import", file, "--dry-run", "--json")
    assert result.exit_code == 0
    due = {"anchor": "start", "from": 2, "to": 2, "unit": "days", "item": None}
    kitchen = {
        "text": "Kitchen",
        "detail": "",
        "group": ["Day 3"],
        "depth": 2,
        "due": due,
        "due_text": "Day 3",
        "optional": False,
        "condition": None,
        "done": False,
    }
    printed = json.loads(result.stdout)
    assert printed["title"] == "First week"
    assert printed["skipped"] == {"comments": 0, "code": 0}
    office, second = printed["items"]
    assert (office["owner"], office["done"], office["depth"]) == (["buddy"], True, 1)
    assert second.items() >= kitchen.items()


def test_options_choose_what_is_imported_and_advice_goes_to_stderr(file: Path) -> None:
    plain = kt("checklist", "import", COMMENTED, "--dry-run", "--json")
    assert "20 task lines inside comments were not imported" in plain.stderr
    assert len(json.loads(plain.stdout)["items"]) == 7
    whole = kt("checklist", "import", COMMENTED, "--dry-run", "--json", "--with-comments")
    assert len(json.loads(whole.stdout)["items"]) == 27
    cleared = kt(
        "checklist", "import", file, "--dry-run", "--json", "--clear-ticks", "--title", "Mine"
    )
    printed = json.loads(cleared.stdout)
    assert (printed["title"], printed["items"][0]["done"]) == ("Mine", False)


def test_without_json_people_can_read_it(file: Path) -> None:
    printed = kt("checklist", "import", file, "--dry-run").stdout
    assert printed.splitlines() == [
        "First week",
        "",
        "Day 3",
        "  [x] Show the office  (buddy · Day 3)",
        "    [ ] Kitchen  (buddy · Day 3)",
        "",
        "2 items",
    ]


def test_an_import_saves_a_template(cast: Cast) -> None:
    result = kt("checklist", "import", MANAGERS, "--as", "ada@example.com")
    assert result.exit_code == 0, result.output
    template = Template.get()
    assert f"Saved as template {template.id}: {template.title}" in result.stderr
    assert template.source == MANAGERS.name
    assert TemplateItem.select().count() == 18


@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_may_not_import_gets_the_sentence_of_the_web(cast: Cast, file: Path) -> None:
    denied = kt("checklist", "import", file, "--as", "ben@example.com")
    assert denied.exit_code == 1
    assert "Templates are changed by supervisors and administrators." in denied.stderr
    unsaid = kt("checklist", "import", file)
    assert unsaid.exit_code == 2
    assert "--as EMAIL, or add --dry-run" in unsaid.stderr
    assert Template.select().count() == 0


def test_items_are_listed_overdue_first(cast: Cast, item: Item) -> None:
    printed = kt("item", "list", "--as", "cleo@example.com").stdout
    assert printed.count("\n") == 1
    assert f"{item.id}  Set up your accounts  (" in printed
    listed = kt("item", "list", "--person", "cleo@example.com", "--json", "--as", "ada@example.com")
    row = json.loads(listed.stdout)[0]
    assert (row["id"], row["state"], row["due"]) == (item.id, "open", "2026-10-01")
    assert row["ask"] == "Ben Arroyo"
    hidden = kt("item", "list", "--person", "cleo@example.com", "--as", "eve@example.com")
    assert hidden.stdout == ""
    assert "There is nothing open." in hidden.stderr


def test_an_item_is_ticked_opened_again_and_stuck(cast: Cast, item: Item) -> None:
    for arguments, words, state in (
        ([], "Done: Set up your accounts\n", "done"),
        (["--undo"], "Open again: Set up your accounts\n", "open"),
        (["--stuck", "--because", "No form."], "Stuck: Set up your accounts\n", "stuck"),
    ):
        result = kt("item", "tick", item.id, *arguments, "--as", "cleo@example.com")
        assert result.stdout == words
        assert Item.get_by_id(item.id).state == state
    assert ItemEvent.select().order_by(ItemEvent.id.desc()).get().sentence == "No form."
    done = kt("item", "list", "--all", "--as", "cleo@example.com").stdout
    assert "[stuck] Set up your accounts" in done


@pytest.mark.parametrize("engine", ["sqlite"])
def test_an_item_one_may_not_tick_or_see_is_refused_in_words(cast: Cast, item: Item) -> None:
    denied = kt("item", "tick", item.id, "--as", "ben@example.com")
    assert (denied.exit_code, denied.stderr) == (
        1,
        "This item is somebody else's. Ask its owner or the supervisor.\n",
    )
    for number in (item.id, 999_999):
        hidden = kt("item", "tick", number, "--as", "eve@example.com")
        assert f"There is no item {number} that you can see." in hidden.stderr
    assert kt("item", "tick", item.id, "--undo", "--stuck", "--as", "x").exit_code == 1
    both = kt("item", "tick", item.id, "--undo", "--stuck", "--as", "cleo@example.com")
    assert "Choose one of" in both.stderr
    alone = kt("item", "tick", item.id, "--because", "x", "--as", "cleo@example.com")
    assert "add --stuck" in alone.stderr
    assert Item.get_by_id(item.id).state == "open"
