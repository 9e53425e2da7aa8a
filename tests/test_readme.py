"""The README says what is so."""

from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from kt.commands import main
from kt.config import Settings, read_settings

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_stands_in_the_readme_as_it_is(setting) -> None:
    row = (
        f"| `{setting.metadata['environment']}` | `{setting.default}` "
        f"| {setting.metadata['meaning']} |"
    )
    assert row in README


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "init",
        "serve",
        "invite",
        "topic add",
        "topic revise",
        "rollout add",
        "rollout readiness",
        "rollout advice",
        "rollout list",
        "rollout show",
        "rollout seat",
        "rollout report",
        "rollout share",
        "rollout unshare",
        "session log",
        "handover list",
        "handover offer",
        "handover accept",
        "handover decline",
        "handover sign",
        "handover take-back",
        "item list",
        "item tick",
        "output list",
        "output show",
        "output publish",
        "document import",
        "document export",
        "output review",
        "output use",
        "people import",
        "people list",
        "standing import",
        "checklist import",
        "needs",
        "nudge",
        "snooze",
        "wake",
        "search reindex",
        "pairing list",
        "pairing ask",
        "pairing still-on",
        "pairing pause",
        "pairing end",
        "pair list",
        "pair ask",
        "pair accept",
        "pair decline",
        "pair end",
        "title rank",
    ],
)
def test_every_command_that_the_readme_names_is_there(command: str) -> None:
    assert CliRunner().invoke(main, [*command.split(), "--help"]).exit_code == 0
    assert command.split()[0] in README


def test_every_picture_of_the_readme_is_there() -> None:
    folder = Path(__file__).parents[1]
    for name in ("supervisor", "veteran", "newhire"):
        assert f".readme/{name}.png" in README
        assert (folder / ".readme" / f"{name}.png").stat().st_size < 120_000


def test_a_setting_that_is_no_number_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="KT_LINK_DAYS must be a whole number, not “soon”"):
        read_settings({"KT_LINK_DAYS": "soon"})
