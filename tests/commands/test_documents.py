"""kt document import and export: files in and out by the rules of the web."""

import json
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Kind, Output, OutputState, Topic, Version
from kt.operations.outputs import write_version

INPUTS = Path(__file__).parents[1] / "inputs" / "faq_manual"


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


def kt(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["document", *map(str, arguments)])


def test_a_dry_run_needs_no_database_and_no_settings(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("KT_DATABASE_URL", "nonsense://")
    monkeypatch.setenv("KT_LINK_DAYS", "soon")
    (folder / "notes.md").write_text("# Notes\n\nTwo words.")
    result = kt("import", INPUTS, folder / "notes.md", "--dry-run", "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert set(said) == {"documents", "problems"}
    assert {"title": "Notes", "kind": "manual", "source": "notes.md", "words": 2} in said[
        "documents"
    ]
    assert {tuple(each) for each in said["documents"]} == {("title", "kind", "source", "words")}
    assert {each["kind"] for each in said["documents"]} == {"faq", "manual"}


def test_without_a_name_nothing_is_imported(folder: Path) -> None:
    (folder / "notes.md").write_text("# Notes\n\nWords.")
    result = kt("import", folder)
    assert result.exit_code == 2
    assert "--as EMAIL, or add --dry-run" in result.stderr


def test_files_become_documents_and_the_same_again_changes_nothing(
    cast: Cast, folder: Path
) -> None:
    (folder / "notes.md").write_text("# Notes\n\nWords.")
    arguments = ("import", folder, "--topic", "cut-off RULES", "--as", "ada@example.com")
    assert kt(*arguments).stderr == "1 new, 0 changed, 0 as they were, 0 published.\n"
    assert kt(*arguments, "--publish").stderr == (
        "0 new, 0 changed, 1 as they were, 1 published.\n"
    )
    assert Output.get().state == OutputState.PUBLISHED
    (folder / "notes.md").write_text("# Notes\n\nOther words.")
    assert kt(*arguments).stderr == "0 new, 1 changed, 0 as they were, 0 published.\n"
    assert Version.select().count() == 2


def test_an_import_that_is_refused_says_why_and_leaves_nothing(cast: Cast, folder: Path) -> None:
    (folder / "notes.md").write_text("# Notes\n\nWords.")
    (folder / "other.md").write_text("---\ntopic: Night shift\n---\n# Other\n\nWords.")
    for by, options, words in (
        ("ada", (), "Notes: It names no topic. Choose the one"),
        ("cleo", ("--topic", "Cut-off rules"), "Notes: An output is written by its owner"),
        ("ada", ("--topic", "Nothing"), "There is no topic “Nothing” that you can see."),
        ("ada", ("--rollout", "99"), "There is no rollout 99 that you can see."),
    ):
        result = kt("import", folder, *options, "--as", f"{by}@example.com")
        assert (result.exit_code, words in result.stderr) == (1, True), result.stderr
    assert not Output.select().exists()
    assert kt("import", folder / "nowhere.md", "--dry-run").exit_code == 1


def test_a_topic_that_a_file_names_is_made_when_asked(cast: Cast, folder: Path) -> None:
    (folder / "other.md").write_text("---\ntopic: Night shift\n---\n# Other\n\nWords.")
    result = kt("import", folder, "--make-topics", "--as", "ada@example.com")
    topic = Topic.get(Topic.name == "Night shift")
    assert (topic.kind, topic.open_to_all) == (Kind.PROCESS_CHANGE, False)
    assert result.stderr.splitlines()[1] == (
        "Topics made: Night shift (process change, seen by supervisors and those who have to do "
        "with it). With --open everybody would see them."
    )
    (folder / "other.md").write_text("---\ntopic: Day shift\n---\n# Other\n\nWords.")
    options = ("--make-topics", "--topic-kind", "niche skill", "--open")
    result = kt("import", folder, *options, "--as", "ada@example.com")
    topic = Topic.get(Topic.name == "Day shift")
    assert (topic.kind, topic.open_to_all) == (Kind.NICHE_SKILL, True)
    assert result.stderr.splitlines()[1] == (
        "Topics made: Day shift (niche skill, seen by everybody)."
    )


def test_topics_are_what_the_files_say_unless_it_is_said_otherwise(
    cast: Cast, folder: Path
) -> None:
    said = "---\ntopic: {}\ntopic kind: Delegation\ntopic seen by: everybody\n---\n# {}\n\nWords."
    (folder / "guide.md").write_text(said.format("Night shift", "Other"))
    (folder / "notes.md").write_text("---\ntopic: Night shift\n---\n# Notes\n\nWords.")
    result = kt("import", folder, "--make-topics", "--as", "ada@example.com")
    assert result.stderr.splitlines()[1] == (
        "Topics made: Night shift (delegation, seen by everybody)."
    )
    (folder / "guide.md").write_text(said.format("Day shift", "Other"))
    options = ("--make-topics", "--topic-kind", "niche skill")
    assert kt("import", folder, *options, "--as", "ada@example.com").exit_code == 0
    topic = Topic.get(Topic.name == "Day shift")
    assert (topic.kind, topic.open_to_all) == (Kind.NICHE_SKILL, True)
    (folder / "guide.md").write_text("---\ntopic kind: x\ntopic seen by: y\n---\n# Other\n\nZ.")
    result = kt("import", folder / "guide.md", "--dry-run")
    assert "guide.md, line 2: “x” is no kind of a topic and was left out." in result.stderr
    assert "line 3: “y” is no word for who sees a topic and was left out." in result.stderr


def test_a_folder_of_all_documents_comes_back_as_it_was(cast: Cast, folder: Path) -> None:
    for title in ("One", "Two"):
        output = make.an_output(title, topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
        write_version(output, by=cast.ben, text=f"Text of {title}", opened_with=0)
    result = kt("export", "--to", folder / "all", "--as", "ben@example.com")
    assert result.stderr == f"2 documents written below {folder / 'all'}.\n"
    assert sorted(path.name for path in (folder / "all").rglob("*.md")) == ["One.md", "Two.md"]
    again = kt("import", folder / "all", "--as", "ben@example.com")
    assert again.stderr == "0 new, 0 changed, 2 as they were, 0 published.\n"
    packed = folder / "all.zip"
    assert kt("export", "--zip", packed, "--topic", "Cut-off rules", "--as", "ada@example.com")
    again = kt("import", packed, "--as", "ben@example.com")
    assert again.stderr == "0 new, 0 changed, 2 as they were, 0 published.\n"


def test_one_document_goes_to_the_screen_and_a_hidden_one_is_as_one_that_is_missing(
    cast: Cast,
) -> None:
    output = make.an_output("One", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    assert "with a text or a link" in kt("export", 1, "--as", "ben@example.com").stderr
    write_version(output, by=cast.ben, text="# Head\n\nText", opened_with=0)
    shown = kt("export", 1, "--as", "ben@example.com").stdout
    assert shown.startswith('---\nkt: 1\ntitle: "One"\n')
    assert shown.endswith("# Head\n\nText\n")
    hidden = kt("export", 1, "--as", "eve@example.com")
    missing = kt("export", 9, "--as", "eve@example.com")
    assert hidden.stderr.replace("1", "9") == missing.stderr
    assert (hidden.exit_code, hidden.stdout) == (1, "")
