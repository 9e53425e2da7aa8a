"""The agreement as a page: what everybody agreed on, who has signed, and how it changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, Case, fn

from ...models import Agreement, Answer, Override, Person, Rollout, Sheet, Signature, Wording
from ...rules.hours import HOURS
from ...rules.readiness import QUESTIONS, Answers
from ...rules.sheets import Content, content_of, written_now
from .names import Names, names_in
from .words import (
    change_words,
    dates_words,
    output_words,
    partners_words,
    people_in,
    roles_words,
    target_words,
)

# So many people are shown on one page.
SIGNERS = 50


@dataclass(frozen=True)
class TopicTerms:
    """A topic as it was agreed on: by which revision, the old way, the new way, the process."""

    id: int
    name: str
    revision: int
    old_way: str
    new_way: str
    process: str
    targets: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """What an agreement says to everybody."""

    name: str
    why: str
    model: str
    dates: str
    topics: tuple[TopicTerms, ...]
    targets: tuple[str, ...]
    readiness: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signer:
    """Somebody who sits in the rollout, what they are to whom, and what they said to it."""

    sheet_id: int | None
    person_id: int
    person_name: str
    roles: str
    partners: tuple[str, ...]
    answer: Answer
    answered_on: date | None
    sentence: str = ""
    on_paper: bool = False


@dataclass(frozen=True)
class VersionLine:
    number: int
    at: datetime
    by: str
    change: str


@dataclass(frozen=True)
class AgreementPage:
    """An agreement, or what will be offered: `number` is 0 then. Signers come in pages."""

    number: int
    at: datetime | None
    terms: Terms
    signers: tuple[Signer, ...]
    signers_total: int
    signed: int
    declined: int
    versions: tuple[VersionLine, ...]


def agreement_page(
    rollout: Rollout, today: date, *, page: int = 1, answers: Answers | None = None
) -> AgreementPage:
    """Read the newest agreement of a rollout, or what would be offered (at most six queries).

    `answers` are those about its readiness, where one has them.
    """
    if not rollout.agreement_version:
        return _offer(rollout, today, page, answers)
    sheets, versions = _sheets(rollout, page), _versions(rollout)
    newest = versions[0]
    content = _content(newest, versions)
    names = names_in(
        [rollout.id],
        [content, *(sheet.content for sheet in sheets)],
        {id for each in versions for id in people_in(each.change)},
        wording=rollout.wording,
    )
    first = sheets[0] if sheets else None
    return AgreementPage(
        number=newest.number,
        at=newest.at,
        terms=_terms(content, names, today),
        signers=tuple(_signer(sheet, names, today) for sheet in sheets),
        signers_total=first.seated if first else 0,
        signed=first.signed if first else 0,
        declined=first.declined if first else 0,
        versions=tuple(_line(each, names) for each in versions),
    )


def version_page(agreement: Agreement, today: date) -> tuple[Terms, VersionLine]:
    """Read one frozen version: what it said to everybody, and what it changed."""
    content = content_of(agreement)
    wording = Wording(content["wording"])
    names = names_in(
        [agreement.rollout_id], [content], people_in(agreement.change), wording=wording
    )
    return _terms(content, names, today), _line(agreement, names)


def overrides_of(rollout: Rollout) -> list[Override]:
    """List what was overridden for the start: the reasons stay in view (one query).

    Reasons for hours stand beside their pairing.
    """
    return list(
        Override.select(Override, Person)
        .join(Person)
        .where(
            Override.rollout == rollout,
            Override.withdrawn_on.is_null(),
            ~Override.point.startswith(HOURS),
        )
        .order_by(Override.id)
    )


def _offer(rollout: Rollout, today: date, page: int, answers: Answers | None) -> AgreementPage:
    written = written_now(rollout, answers)
    content, sheets = written.terms, written.sheets
    names = names_in([rollout.id], [content, *sheets.values()], sheets, wording=rollout.wording)
    order = sorted(sheets, key=names.person)
    shown = order[(page - 1) * SIGNERS : page * SIGNERS]
    signers = [
        Signer(
            sheet_id=None,
            person_id=id,
            person_name=names.person(id),
            roles=roles_words(sheets[id], names, today),
            partners=tuple(partners_words(sheets[id], names)),
            answer=Answer.WAITING,
            answered_on=None,
        )
        for id in shown
    ]
    return AgreementPage(
        0, None, _terms(content, names, today), tuple(signers), len(order), 0, 0, ()
    )


def _sheets(rollout: Rollout, page: int) -> list[Sheet]:
    """List a page of the current sheets, declined first, each with the counts of all."""
    newest = Signature.alias()
    last = newest.select(fn.MAX(newest.id)).where(newest.sheet == Sheet.id)
    return list(
        Sheet.select(
            Sheet,
            Person,
            Signature,
            fn.COUNT(Sheet.id).over().alias("seated"),
            _how_many(Answer.SIGNED).alias("signed"),
            _how_many(Answer.DECLINED).alias("declined"),
        )
        .join(Person)
        .switch(Sheet)
        .join(Signature, JOIN.LEFT_OUTER, on=(Signature.id == last), attr="newest")
        .where(Sheet.rollout == rollout, Sheet.current)
        .order_by((Sheet.answer == Answer.SIGNED), Sheet.answer, Person.name)
        .paginate(page, SIGNERS)
    )


def _how_many(answer: Answer) -> Any:
    return fn.SUM(Case(None, [(Sheet.answer == answer, 1)], 0)).over()


def _content(agreement: Agreement, versions: list[Agreement]) -> Content:
    """Find what a version says to everybody, most often among the versions that are at hand."""
    earlier = agreement.content.get("as_in")
    found = next((each.content for each in versions if each.number == earlier), None)
    return found or content_of(agreement)


def _signer(sheet: Sheet, names: Names, today: date) -> Signer:
    newest = getattr(sheet, "newest", None)
    return Signer(
        sheet_id=sheet.id,
        person_id=sheet.person_id,
        person_name=sheet.person.name,
        roles=roles_words(sheet.content, names, today),
        partners=tuple(partners_words(sheet.content, names)),
        answer=Answer(sheet.answer),
        answered_on=sheet.answered_on,
        sentence=newest.sentence if newest else "",
        on_paper=newest is not None and newest.on_paper,
    )


def _versions(rollout: Rollout) -> list[Agreement]:
    return list(
        Agreement.select(Agreement, Person)
        .join(Person, JOIN.LEFT_OUTER, on=(Agreement.by == Person.id))
        .where(Agreement.rollout == rollout)
        .order_by(Agreement.number.desc())
        .limit(SIGNERS)
    )


def _line(agreement: Agreement, names: Names) -> VersionLine:
    words = change_words(agreement.change, names) if agreement.number > 1 else "Offered."
    by = agreement.by.name if agreement.by_id else ""
    return VersionLine(agreement.number, agreement.at, by, words)


def _terms(content: Content, names: Names, today: date) -> Terms:
    on_topic: dict[int | None, list[str]] = {}
    topics = {each["rollout_topic"]: each["topic"] for each in content["topics"]}
    for target in content["targets"]:
        place = topics.get(target["rollout_topic"])
        on_topic.setdefault(place, []).append(target_words(target, names, today))
    outputs: dict[int, list[str]] = {}
    for output in content["outputs"]:
        words = f"{output_words(output, names, today)}, {names.person(output['owner'])}"
        outputs.setdefault(output["topic"], []).append(words)
    return Terms(
        name=content["name"],
        why=content["why"],
        model=content["model"],
        dates=dates_words(content["dates"], today),
        topics=tuple(
            TopicTerms(
                id=each["topic"],
                name=names.topic(each["topic"]),
                revision=each["revision"],
                old_way=each["old_way"],
                new_way=each["new_way"],
                process=each["process"],
                targets=tuple(on_topic.get(each["topic"], ())),
                outputs=tuple(outputs.get(each["topic"], ())),
            )
            for each in content["topics"]
        ),
        targets=tuple(on_topic.get(None, ())),
        readiness=tuple(_answer(each, names) for each in content["readiness"]),
    )


def _answer(answer: dict[str, Any], names: Names) -> tuple[str, str]:
    question = QUESTIONS[answer["question"]]
    words = "Yes" if answer["yes"] else "No"
    name = names.wording.say(question.name[:1].upper() + question.name[1:])
    return name, f"{words}. {answer['note']}" if answer["note"] else f"{words}."
