"""Short texts that would run as scripts where a page forgets to escape them.

After the well-known lists: tags and event handlers, broken out of attributes, addresses that are
scripts, other documents inside the page, styles, templates, encodings, Markdown, and polyglots that
fit several places at once. Whatever runs calls alert(1) or asks another host.
"""

import re
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import TextField

from kt import db, models
from kt.markup import to_html
from kt.operations.agreements import refresh_agreement
from kt.operations.indexing import reindex
from kt.operations.outputs import rendered

PAYLOADS = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())

# Together in one text, a field of few rows still gets all of them; more would hide one another.
TOGETHER = 4

# What no person types into a field of their own, or what has its rule below.
NOT_WORDS = {
    "answer_html",
    "digest",
    "email",
    "html",
    "media_type",
    "password_hash",
    "point",
    "time_zone",
    "token_hash",
    "url",
}
OURS = {
    "AuditEntry",
    "AuditSubject",
    "Fact",
    "FailedSignIn",
    "FormKey",
    "HeaderMapping",
    "Link",
    "Login",
    "Mention",
    "Passage",
    "Word",
}


def word_columns() -> list[tuple[Any, Any]]:
    """List the columns that hold what people type, with their tables."""
    return [
        (table, column)
        for table in models.TABLES
        if table.__name__ not in OURS
        for column in table._meta.sorted_fields
        if type(column) is TextField and column.name not in NOT_WORDS
    ]


def fill(turn: int) -> int:
    """Put payloads into every column of words of every row, beginning with another each turn.

    Answers with how many were filled. What is one text in several rows stays one.
    """
    number = count(turn * TOGETHER, TOGETHER)
    filled = 0
    with db.database.atomic():
        _let_evidence_be_changed()
        for table, column in word_columns():
            texts: dict[str, str] = {}
            for id, old in list(table.select(table.id, column).tuples()):
                if old not in texts or not old:
                    # Some have to be different from all others of their column.
                    texts[old] = f"{_next(next(number))} {id}"
                table.update({column: texts[old]}).where(table.id == id).execute()
                filled += 1
        _follow(number)
    return filled


def _next(first: int) -> str:
    return " ".join(PAYLOADS[(first + at) % len(PAYLOADS)] for at in range(TOGETHER))


def _follow(number: Any) -> None:
    """Make what is derived from the words: HTML, agreements, links, what a search finds."""
    for version in models.Version.select():
        version.html = str(rendered(version.output, version.text).html)
        version.save()
    for question in models.Question.select().where(models.Question.answer != ""):
        question.answer_html = str(to_html(question.answer))
        question.save()
    for output in models.Output.select().where(models.Output.url != ""):
        output.url = "https://x.example/" + re.sub(r"\s", "", _next(next(number)))
        output.save()
    for rollout in models.Rollout.select():
        if rollout.agreement_version:
            refresh_agreement(rollout, by=rollout.supervisor)
    for entry in models.AuditEntry.select():
        if "source" in entry.values:
            entry.values = entry.values | {"source": _next(next(number))}
            entry.save()
    reindex()


def _let_evidence_be_changed() -> None:
    """Drop what keeps evidence from being rewritten: here it is what was typed all along."""
    found = db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in found.fetchall():
        if "_append_only_" in name:
            db.database.execute_sql(f'DROP TRIGGER "{name}"')


def in_an_address(text: str) -> str:
    return quote(text, safe="")
