"""Short texts that would run as scripts where a page forgets to escape them.

After the well-known lists: tags and event handlers, broken out of attributes, addresses that are
scripts, other documents inside the page, styles, templates, encodings, Markdown, and polyglots that
fit several places at once. Whatever runs calls alert(1) or asks another host.
"""

import csv
import io
import re
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from peewee import TextField

from kt import clock, db, models
from kt.markup import to_html
from kt.operations.agreements import refresh_agreement
from kt.operations.indexing import reindex
from kt.operations.keeping_evidence import keep_evidence
from kt.operations.outputs import rendered
from kt.operations.signing_in import hash_of

PAYLOADS = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())

# Together in one text, a field of few rows still gets all of them; more would hide one another.
TOGETHER = 4

# What no person types into a field of their own, or what has its rule below.
NOT_WORDS = {
    "answer_html",
    "digest",
    "email",
    "html",
    "kind",
    "media_type",
    "noun",
    "on",
    "password_hash",
    "point",
    "purpose",
    "time_zone",
    "token_hash",
    "url",
}

# Pages that no link of the demo leads to: the previews of files that Nora sent, and what somebody
# outside was given.
PREVIEWS = {
    "people": "/people/imports/{}",
    "checklist": "/template-imports/{}",
    "standings": "/standings/imports/{}",
    "documents": "/outputs/import/{}",
}
SHARED = "given-to-somebody-outside"

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
        _have_a_row_of_each(number)
        for table, column in word_columns():
            texts: dict[str, str] = {}
            for id, old in list(table.select(table.id, column).tuples()):
                if old not in texts or not old:
                    # Some have to be different from all others of their column.
                    texts[old] = f"{_next(next(number))} {id}"
                table.update({column: texts[old]}).where(table.id == id).execute()
                filled += 1
        _follow(number)
        empty = [table for table, _ in word_columns() if not table.select().exists()]
        assert not empty, empty
    return filled


def _have_a_row_of_each(number: Any) -> None:
    """Add what the demo has none of, so that every column of words has words."""
    nora = models.Person.get(models.Person.name == "Nora Ellis")
    ana = models.Person.get(models.Person.name == "Ana Duarte")
    today = clock.now().date()
    models.Person.update(location="Office").execute()
    models.Holiday.create(location="Office", day=today + timedelta(days=3), name="A day")
    for output in models.Output.select():
        models.Attachment.create(
            output=output, name="a", media_type="image/png", size=0, data=b"", by=ana
        )
    for output in models.Output.select().where(models.Output.published_number > 0).limit(3):
        use = models.Use.create(
            output=output,
            number=output.published_number,
            person=nora,
            outcome=models.Outcome.FAILED,
            sentence="It did not work.",
            on=today,
        )
        models.UseAnswer.create(use=use, sentence="It was not the document.", by=ana)
    for signoff in models.Signoff.select():
        if not signoff.opinions.exists():
            models.Opinion.create(
                signoff=signoff, by=ana, judged_as=models.JudgedAs.COACH, yes=True, on=today
            )
    month_end = models.Rollout.get(models.Rollout.name.startswith("Month-end close"))
    keep_evidence(month_end, on=today)
    month_end.state, month_end.closed_on = models.RolloutState.COMPLETED, today
    month_end.save()
    for rollout in models.Rollout.select():
        models.ShareLink.create(
            rollout=rollout,
            token_hash=hash_of(f"{SHARED}-{rollout.id}"),
            made_by=rollout.supervisor,
            expires_on=today + timedelta(days=30),
        )
    for purpose in PREVIEWS:
        data = _a_file(purpose, number)
        filename = f"{purpose}.{'md' if purpose == 'documents' else 'csv'}"
        models.Upload.create(person=nora, purpose=purpose, filename=filename, data=data)


def _a_file(purpose: str, number: Any) -> bytes:
    """Write a file of this kind with payloads in all its words, its headings included."""
    words = [_next(next(number)) for _ in range(6)]
    if purpose == "documents":
        return "\n\n".join(f"# {text}\n\n{text}\n\n## {text}?" for text in words).encode()
    rows = {
        "people": [["Name", "E-mail", "Title", words[0]], *([w, w, w, w] for w in words)],
        "checklist": [["Task", "Owner", "Due", words[0]], *([w, w, w, w] for w in words)],
        "standings": [["Name", *words], *([w, "1", "2", w, "3", "4", "x"] for w in words)],
    }[purpose]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


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
