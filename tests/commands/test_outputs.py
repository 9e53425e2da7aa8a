"""kt output publish: a text from a file, published by the rules of the web."""

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
