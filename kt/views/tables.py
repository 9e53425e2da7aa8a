"""Each table and list of a screen as a file: the rows, the words and the rights of its screen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, g, request

from .. import clock
from ..access import (
    checklists_visible_to,
    may_answer_pairing,
    may_give_documents,
    may_plan_leaving,
    may_rank_titles,
    may_run_rollout,
    may_see_person_history,
    outputs_visible_to,
    pairings_visible_to,
    people_visible_to,
    require,
    sheets_visible_to,
    templates_visible_to,
    topics_visible_to,
)
from ..db import BaseModel
from ..errors import Refused
from ..exporters.tables import Table
from ..models import Checklist, Output, Pairing, Person, Rollout, Sheet, Target, Template, Topic
from ..operations.designing import NOT_YOURS as NOT_YOUR_DESIGN
from ..operations.leaving import NOT_YOURS
from ..operations.titles import ONLY_ADMINISTRATORS
from ..reports import outputs, tables
from ..reports.agreements import Signer, agreement_page, difference
from ..reports.checklists import checklist_page, checklists_of
from ..reports.coverage import Column
from ..reports.design import seats_of_design
from ..reports.handovers import handovers_page
from ..reports.history import history_length, history_of
from ..reports.leaving import leavers, what_if
from ..reports.pairs import TitleRow, pairs_of, titles_in_use
from ..reports.people import person_page
from ..reports.rollout_report import RolloutReport, report_of
from ..reports.rollouts import RolloutRow, rollouts_with_people
from ..reports.seating import LearnerRow, seating_of
from ..reports.sessions import ON_ITS_PAGE, heat_lines, past_sessions, planned_sessions
from ..reports.signoffs import signoff_lines
from ..reports.targets import (
    Going,
    Part,
    Row,
    all_lines,
    goings_of,
    target_page,
    targets_page,
    targets_with_topics,
)
from ..reports.templates import groups_of
from ..reports.topics import topic_page
from ..rules.balance import balance_of
from ..rules.rollout_days import today_in
from ..web import visible_or_404
from .coverage import day_asked_for, risks_asked_for
from .files import all_pages, as_file
from .handovers import whose_tasks
from .needs import NOT_YOURS as NOT_YOUR_NEEDS
from .needs import needs_waiting_in
from .outputs import lists as output_lists
from .outputs.owners import ONLY_THOSE_WHO_GIVE
from .people import ONLY_THEIRS
from .people import listed as people_listed
from .questions import lists as question_lists
from .rollouts import listed as rollouts_listed
from .session_lists import asked_for as sessions_asked_for
from .sheets import before_asked_for
from .templates import listed as templates_listed
from .topics import listed as topics_listed

views = Blueprint("tables", __name__)


# ------------------------------------------------------------------ what everybody has


def _people() -> Table:
    return tables.people_table(all_pages(people_listed), g.today)


def _topics() -> Table:
    return tables.topics_table(all_pages(topics_listed))


def _documents() -> Table:
    return tables.documents_table(all_pages(output_lists.all_listed()))


def _heirless() -> Table:
    require(may_give_documents(g.person), ONLY_THOSE_WHO_GIVE)
    return tables.heirless_table(
        all_pages(lambda number: outputs.heirless_outputs(g.person, g.today, number))
    )


def _questions() -> Table:
    return tables.questions_table(all_pages(question_lists.all_listed()))


def _rollouts() -> Table:
    def read(number: int) -> tuple[list[tuple[RolloutRow, Going | None]], int]:
        rows, total = rollouts_listed(number)
        goings = goings_of([row.id for row in rows], clock.now())
        return [(row, goings.get(row.id)) for row in rows], total

    return tables.rollouts_table(all_pages(read))


def _risks() -> Table:
    def read(number: int) -> tuple[tuple[Column, ...], int]:
        page = risks_asked_for(number)
        return page.columns, page.total

    return tables.risks_table(all_pages(read))


def _leavers() -> Table:
    require(may_plan_leaving(g.person), NOT_YOURS)
    return tables.leavers_table(leavers(g.person, g.today))


def _signoffs() -> Table:
    return tables.signoffs_table(signoff_lines(g.person))


def _titles() -> Table:
    require(may_rank_titles(g.person), ONLY_ADMINISTRATORS)

    def read(number: int) -> tuple[list[TitleRow], int]:
        listed = titles_in_use(number)
        return listed.rows, listed.total

    return tables.titles_table(all_pages(read))


def _handovers() -> Table:
    return tables.handovers_table(handovers_page(whose_tasks(), g.person))


def _pairs() -> Table:
    return tables.pairs_table(pairs_of(g.person), g.person, g.today)


def _templates() -> Table:
    return tables.templates_table(all_pages(templates_listed))


EVERYWHERE: dict[str, Callable[[], Table]] = {
    "people": _people,
    "topics": _topics,
    "documents": _documents,
    "questions": _questions,
    "rollouts": _rollouts,
    "risks": _risks,
    "leavers": _leavers,
    "without-an-owner": _heirless,
    "signoffs": _signoffs,
    "titles": _titles,
    "handovers": _handovers,
    "pairs": _pairs,
    "templates": _templates,
}


# ------------------------------------------------------------------ of a rollout


def _targets(rollout: Rollout) -> Table:
    return tables.targets_table(all_lines(rollout, g.person, today_in(rollout)))


def _burn_up(rollout: Rollout) -> Table:
    return tables.burn_up_table(targets_page(rollout, g.person, today_in(rollout)).burn_up)


def _guides(rollout: Rollout) -> Table:
    today = today_in(rollout)

    def read(number: int) -> tuple[tuple[LearnerRow, ...], int]:
        seating = seating_of(rollout, today, page=number)
        return seating.learners, seating.total

    topics = seating_of(rollout, today).topics
    return tables.seating_table(topics, all_pages(read), rollout.wording)


def _others(rollout: Rollout) -> Table:
    return tables.others_table(seating_of(rollout, today_in(rollout)), rollout.wording)


def _balance(rollout: Rollout) -> Table:
    runs = may_run_rollout(g.person, rollout)
    balances = balance_of(rollout, today_in(rollout))
    seen = [each for each in balances if runs or each.person_id == g.person.id]
    return tables.balances_table(seen, rollout.wording)


def _sessions(rollout: Rollout) -> Table:
    only = sessions_asked_for(rollout)

    def read(number: int) -> tuple[list[Any], int]:
        past = past_sessions(rollout, g.person, number, only)
        return past.lines, past.total

    lines = planned_sessions(rollout, g.person, only) + all_pages(read)
    return tables.sessions_table(lines, g.zone)


def _checklists(rollout: Rollout) -> Table:
    visible = checklists_visible_to(g.person)
    total = visible.where(Checklist.rollout == rollout).count()
    today = today_in(rollout)
    return tables.checklists_table(
        all_pages(
            lambda number: (
                checklists_of(visible, rollout=rollout, today=today, page=number),
                total,
            )
        )
    )


def _outputs(rollout: Rollout) -> Table:
    return tables.outputs_table(all_pages(partial(outputs.outputs_of, rollout, g.person)))


def _history(row: BaseModel) -> Table:
    total = history_length(row)
    return tables.history_table(
        all_pages(lambda number: (history_of(row, page=number), total)), g.zone
    )


def _needs(rollout: Rollout) -> Table:
    require(may_run_rollout(g.person, rollout), NOT_YOUR_NEEDS)
    return tables.needs_table(needs_waiting_in(rollout))


def _seats(rollout: Rollout) -> Table:
    require(may_run_rollout(g.person, rollout), NOT_YOUR_DESIGN)
    return tables.seats_table(seats_of_design(rollout, today_in(rollout)), rollout.wording)


def _signers(rollout: Rollout) -> Table:
    def read(number: int) -> tuple[tuple[Signer, ...], int]:
        agreement = agreement_page(rollout, today_in(rollout), page=number)
        return agreement.signers, agreement.signers_total

    runs = may_run_rollout(g.person, rollout)
    offered = rollout.agreement_version > 0
    return tables.signers_table(all_pages(read), g.person, runs=runs, offered=offered)


def _of_report(write: Callable[[RolloutReport], Table]) -> Callable[[Rollout], Table]:
    def of_rollout(rollout: Rollout) -> Table:
        require(may_run_rollout(g.person, rollout))
        return write(report_of(rollout, today_in(rollout)))

    return of_rollout


OF_ROLLOUT: dict[str, Callable[[Rollout], Table]] = {
    "targets": _targets,
    "targets-over-time": _burn_up,
    "guides": _guides,
    "guides-and-smes": _others,
    "balance": _balance,
    "sessions": _sessions,
    "checklists": _checklists,
    "outputs": _outputs,
    "history": _history,
    "needs": _needs,
    "seats": _seats,
    "signers": _signers,
    "report-pairings": _of_report(tables.report_pairings_table),
    "report-outputs": _of_report(tables.report_outputs_table),
    "report-checklists": _of_report(tables.report_checklists_table),
    "report-overdue": _of_report(tables.overdue_table),
}


# ------------------------------------------------------------------ of one thing


def _items(checklist: Checklist) -> Table:
    return tables.items_table(checklist_page(checklist.id, g.person, g.today))


def _standings_on(topic: Topic) -> Table:
    page = topic_page(topic, g.person)
    return tables.standings_of_topic_table(page.standings, page.revision.number)


def _standings_of(person: Person) -> Table:
    return tables.standings_of_person_table(person_page(person, g.person, g.today).standings)


def _history_of_person(person: Person) -> Table:
    require(may_see_person_history(g.person, person), ONLY_THEIRS)
    return _history(person)


def _losses(person: Person) -> Table:
    require(may_plan_leaving(g.person), NOT_YOURS)
    try:
        day = day_asked_for(person)
    except ValueError as fault:
        raise Refused(str(fault)) from fault
    return tables.losses_table(what_if(g.person, person, day, g.today))


def _evidence(target: Target) -> Table:
    today, learner_id = today_in(target.rollout), request.args.get("learner", type=int)

    def read(number: int) -> tuple[list[tuple[Part, Row]], int]:
        page = target_page(target, g.person, today, learner_id=learner_id, page=number)
        return [(each.part, row) for each in page.parts for row in each.rows], page.total

    return tables.evidence_table(target, all_pages(read))


def _held(pairing: Pairing) -> Table:
    require(may_answer_pairing(g.person, pairing))
    rollout = pairing.learner.rollout_topic.rollout
    lines = heat_lines(rollout, [pairing.id], today_in(rollout), weeks=ON_ITS_PAGE)
    return tables.held_table(lines[pairing.id], rollout.wording)


def _difference(sheet: Sheet) -> Table:
    before, today = before_asked_for(sheet), today_in(sheet.rollout)
    return tables.difference_table(difference(before, sheet, today) if before else [])


OF_CHECKLIST: dict[str, Callable[[Checklist], Table]] = {"items": _items, "history": _history}
OF_TEMPLATE: dict[str, Callable[[Template], Table]] = {
    "items": lambda template: tables.template_items_table(groups_of(template)),
    "history": _history,
}
OF_PAIRING: dict[str, Callable[[Pairing], Table]] = {"held": _held}
OF_SHEET: dict[str, Callable[[Sheet], Table]] = {"difference": _difference}
OF_TARGET: dict[str, Callable[[Target], Table]] = {"evidence": _evidence}
OF_OUTPUT: dict[str, Callable[[Output], Table]] = {"history": _history}
OF_TOPIC: dict[str, Callable[[Topic], Table]] = {"standings": _standings_on, "history": _history}
OF_PERSON: dict[str, Callable[[Person], Table]] = {
    "standings": _standings_of,
    "losses": _losses,
    "history": _history_of_person,
}


@views.get("/tables/<name>.<ending>")
def everywhere(name: str, ending: str) -> Any:
    return as_file(_named(EVERYWHERE, name)(), name, ending)


@views.get("/rollouts/<int:id>/tables/<name>.<ending>")
def of_rollout(id: int, name: str, ending: str) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    return as_file(_named(OF_ROLLOUT, name)(rollout), name, ending)


@views.get("/checklists/<int:id>/tables/<name>.<ending>")
def of_checklist(id: int, name: str, ending: str) -> Any:
    checklist = visible_or_404(checklists_visible_to, id)
    return as_file(_named(OF_CHECKLIST, name)(checklist), name, ending)


@views.get("/templates/<int:id>/tables/<name>.<ending>")
def of_template(id: int, name: str, ending: str) -> Any:
    template = visible_or_404(templates_visible_to, id)
    return as_file(_named(OF_TEMPLATE, name)(template), name, ending)


@views.get("/pairings/<int:id>/tables/<name>.<ending>")
def of_pairing(id: int, name: str, ending: str) -> Any:
    pairing = visible_or_404(pairings_visible_to, id)
    return as_file(_named(OF_PAIRING, name)(pairing), name, ending)


@views.get("/sheets/<int:id>/tables/<name>.<ending>")
def of_sheet(id: int, name: str, ending: str) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    return as_file(_named(OF_SHEET, name)(sheet), name, ending)


@views.get("/targets/<int:id>/tables/<name>.<ending>")
def of_target(id: int, name: str, ending: str) -> Any:
    target = visible_or_404(targets_with_topics, id)
    return as_file(_named(OF_TARGET, name)(target), name, ending)


@views.get("/topics/<int:id>/tables/<name>.<ending>")
def of_topic(id: int, name: str, ending: str) -> Any:
    topic = visible_or_404(topics_visible_to, id)
    return as_file(_named(OF_TOPIC, name)(topic), name, ending)


@views.get("/outputs/<int:id>/tables/<name>.<ending>")
def of_output(id: int, name: str, ending: str) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    return as_file(_named(OF_OUTPUT, name)(output), name, ending)


@views.get("/people/<int:id>/tables/<name>.<ending>")
def of_person(id: int, name: str, ending: str) -> Any:
    person = visible_or_404(people_visible_to, id)
    return as_file(_named(OF_PERSON, name)(person), name, ending)


def _named(known: dict[str, Any], name: str) -> Any:
    return known.get(name) or abort(404)
