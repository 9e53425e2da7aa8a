"""kt output: read, published, reviewed and tried by the rules of the web."""

import json
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Output, OutputState, Version
from kt.operations.outputs import set_obsolete


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    return make.an_output("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)


def publish(*arguments: str, by: str = "ben") -> Result:
    return CliRunner().invoke(main, ["output", "publish", *arguments, "--as", f"{by}@example.com"])


def a_file(folder: Path, data: bytes) -> str:
    path = folder / "manual.md"
    path.write_bytes(data)
    return str(path)


def test_a_file_becomes_a_version_and_is_published(manual: Output, tmp_path: Path) -> None:
    result = publish("1", "--file", a_file(tmp_path, b"\xef\xbb\xbf# One\r\n\r\nText\r\n"))
    assert result.stdout == (
        "“Manual” is published. Everybody who may see its topic can read it.\n"
    )
    assert Version.get().text == "# One\n\nText"
    assert Output.get().state == OutputState.PUBLISHED


def test_without_a_text_or_a_link_nothing_is_published(manual: Output) -> None:
    result = publish("1")
    assert result.exit_code == 1
    assert "has neither a text nor a link yet" in result.stderr


def test_a_text_that_cannot_be_published_is_not_saved_either(
    cast: Cast, manual: Output, tmp_path: Path
) -> None:
    set_obsolete(manual, by=cast.ben, obsolete=True)
    result = publish("1", "--file", a_file(tmp_path, b"Text"))
    assert "Bring it back first" in result.stderr
    assert not Version.select().exists()


def test_a_file_that_is_not_text_is_refused(manual: Output, tmp_path: Path) -> None:
    result = publish("1", "--file", a_file(tmp_path, b"\xff\xfe\x00A"))
    assert "manual.md is not text in UTF-8" in result.stderr
    assert not Version.select().exists()


@pytest.mark.parametrize(
    ("by", "sentence"),
    [("cleo", "written by its owner"), ("eve", "There is no output 1 that you can see")],
)
def test_others_are_refused(manual: Output, by: str, sentence: str) -> None:
    result = publish("1", by=by)
    assert result.exit_code == 1
    assert sentence in result.stderr


# ------------------------------------------------------------------ reviews and uses


def run(*arguments: str, by: str) -> Result:
    return CliRunner().invoke(main, ["output", *arguments, "--as", f"{by}@example.com"])


def said(*arguments: str, by: str) -> dict[str, object]:
    result = run(*arguments, "--json", by=by)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_a_document_is_reviewed_and_tried_by_the_rules_of_the_web(cast: Cast) -> None:
    make.a_document("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    assert said("review", "ask", "1", by="ben")["badge"] == "in review"
    assert run("review", "approve", "1", by="ada").exit_code == 1
    assert said("review", "approve", "1", by="dan")["badge"] == "approved"
    assert said("use", "worked", "1", by="cleo")["badge"] == "trusted"
    assert said("use", "failed", "1", "--sentence", "No step 4", by="eve")["badge"] == "reopened"
    assert said("list", by="cleo")[0]["badge"] == "reopened"
    shown = said("show", "1", by="cleo")
    assert (shown["text"], shown["approved_by"], shown["version"]) == ("Text 1", "Dan Weiss", 1)


def test_a_version_is_returned_with_a_sentence(cast: Cast) -> None:
    make.a_document("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    nothing = run("review", "return", "1", "--sentence", "No", by="dan")
    assert "No version of “Manual” waits for a review." in nothing.stderr
    run("review", "ask", "1", by="ben")
    done = run("review", "return", "1", "--sentence", "Step 4 is missing.", by="dan")
    assert done.stdout == "Version 1 is returned. “Manual” is published, not reviewed.\n"


def test_what_one_may_not_see_is_not_there(cast: Cast) -> None:
    make.an_output("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    for command in (("show",), ("use", "worked"), ("review", "ask")):
        result = run(*command, "1", by="eve")
        assert (result.exit_code, "no output 1 that you can see" in result.stderr) == (1, True)


def test_an_answer_to_a_review_is_undone(cast: Cast) -> None:
    make.an_output("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    assert "You answered no review of an output 1." in run("review", "undo", "1", by="dan").stderr
    make.a_version(Output.get(), cast.ben)
    run("review", "ask", "1", by="ben")
    run("review", "return", "1", "--sentence", "Step 4 is missing.", by="dan")
    assert said("review", "undo", "1", by="dan")["badge"] == "in review"
    run("review", "approve", "1", by="dan")
    undone = run("review", "undo", "1", by="dan")
    assert undone.stdout == "Taken back: version 1 waits again. “Manual” is in review.\n"


def test_asking_for_a_review_is_taken_back(cast: Cast) -> None:
    make.a_document("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    run("review", "ask", "1", by="ben")
    assert said("review", "take-back", "1", by="ben")["badge"] == "published, not reviewed"


def test_an_edit_is_confirmed_as_minor(cast: Cast, tmp_path: Path) -> None:
    make.a_document("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    run("review", "ask", "1", by="ben")
    run("review", "approve", "1", by="dan")
    assert said("use", "worked", "1", by="cleo")["badge"] == "trusted"
    publish("1", "--file", a_file(tmp_path, b"Text 1, without a slip"))
    run("review", "ask", "1", by="ben")
    assert said("review", "approve", "1", "--minor", by="dan")["badge"] == "trusted"


def test_a_failed_use_is_answered_or_taken_back(cast: Cast) -> None:
    make.a_document("Manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    run("use", "failed", "1", "--sentence", "No step 4", by="eve")
    run("use", "failed", "1", "--sentence", "No step 5", by="cleo")
    shown = said("show", "1", by="ben")["did_not_work"]
    assert [each["sentence"] for each in shown] == ["No step 5", "No step 4"]
    which = run("use", "answer", "1", "--sentence", "The queue was down.", by="ben")
    assert "Say which of these it was: --use 2, Cleo Marsh: “No step 5”; --use 1" in which.stderr
    done = run("use", "answer", "1", "--use", "1", "--sentence", "It was down.", by="ben")
    assert done.stdout == "Eve Nobody reads your answer. “Manual” is reopened.\n"
    assert said("use", "undo", "1", by="cleo")["badge"] == "published, not reviewed"
    nothing = run("use", "answer", "1", "--sentence", "It was down.", by="ben")
    assert "waits for an answer" in nothing.stderr
