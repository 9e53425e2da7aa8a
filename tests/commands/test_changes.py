"""Recent changes on the command line: the same list, the same rules."""

import json

import make
import pytest
from cast import Cast, a_cast
from click.testing import CliRunner

from kt.commands import main
from kt.models import AuditEntry, Item, ItemState
from kt.operations.items import tick_item

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def kt(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, ["changes", *words])
    return outcome.exit_code, outcome.output


def test_what_one_did_is_listed_undone_and_done_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    cast: Cast = a_cast()
    item = make.an_item(make.a_checklist(person=cast.cleo, supervisor=cast.ada))
    tick_item(item, done=True, by=cast.cleo, on=make.TODAY)
    number = str(AuditEntry.get().id)
    cleo, ada = ("--as", cast.cleo.email), ("--as", cast.ada.email)
    assert kt(*cleo)[1].endswith("Cleo Marsh ticked “Set up your accounts” [undo]\n")
    assert kt(*ada, "--undo", number) == (
        1,
        f"No change of yours has the number {number}. “kt changes” lists them.\n",
    )
    said = "Cleo Marsh ticked “Set up your accounts”.\n"
    assert kt(*cleo, "--undo", number) == (0, f"Undone: {said}")
    assert Item.get().state == ItemState.OPEN
    (opened, ticked) = json.loads(kt(*cleo, "--json")[1])
    assert (opened["can"], ticked["can"], ticked["said"]) == (None, "again", "Undone")
    assert kt(*cleo, "--again", number) == (0, f"Done again: {said}")
