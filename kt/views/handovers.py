"""Delegation: handing tasks over, answering, signing the steps, taking a task back."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import handovers_visible_to, people_visible_to, topics_visible_to
from ..dates import count_words
from ..forms.base import Form
from ..forms.handovers import DeclineForm, HandOverForm, StepForm, TakeBackForm
from ..forms.targets import row_id
from ..models import Handover, Person
from ..operations import handovers as deeds
from ..operations.once import once
from ..reports.acting import you_acted_for
from ..reports.handovers import HandoverRow, handovers_page, tasks_to_choose
from ..reports.people import find_person
from ..rules.handovers import STEPS
from ..web import done, find_or_404, invalid, own_path, tried, visible_or_404

views = Blueprint("handovers", __name__)


@views.get("/handovers")
def index() -> Any:
    return render_template("handovers/index.html", **_shown())


@views.get("/handovers/new")
def new() -> Any:
    form = HandOverForm(tasks=[request.args.get("topic", "")])
    form.offer(tasks_to_choose(g.person))
    return render_template("handovers/new.html", form=form)


@views.post("/handovers")
def create() -> Any:
    form = HandOverForm.of(request.form)
    form.offer(tasks_to_choose(g.person))

    def offer() -> str:
        given = deeds.hand_over(
            [find_or_404(topics_visible_to(g.person), id) for id in form.tasks.ids],
            find_person(form.delegate.data or "", field="delegate"),
            by=g.person,
            on=g.today,
            note=form.note.data or "",
            new_tasks=form.names,
        )
        return url_for(".index", _anchor=f"handover-{given[0].id}")

    url = tried(form, lambda: once(form.form_key.data or "", by=g.person, deed=offer))
    if not url:
        return invalid("handovers/new.html", form=form)
    count = len(form.tasks.ids) + len(form.names)
    return done(url, f"{count_words(count, 'task')} handed over. The answer comes next.")


@views.post("/handovers/<int:id>/acceptance")
def accept(id: int) -> Any:
    handover = visible_or_404(handovers_visible_to, id)
    deeds.accept_handover(handover, by=g.person, on=g.today)
    return _done(handover, f"You took {handover.topic.name} on. Watch first.")


@views.post("/handovers/<int:id>/refusal")
def decline(id: int) -> Any:
    handover = visible_or_404(handovers_visible_to, id)
    form = DeclineForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.decline_handover(
            handover, sentence=form.sentence.data or "", by=g.person, on=g.today
        ),
    ):
        return invalid("handovers/index.html", **_shown(handover, decline_form=form))
    return _done(handover, f"{handover.delegator.name} reads why not.")


@views.post("/handovers/<int:id>/steps")
def sign(id: int) -> Any:
    """Sign the step that is sent; pressed twice, it is signed once."""
    handover = visible_or_404(handovers_visible_to, id)
    form = StepForm.of(request.form)
    standing = tried(
        form,
        lambda: deeds.sign_step(
            handover,
            row_id(form.step.data) or 0,
            by=g.person,
            on=g.today,
            evidence=form.evidence.data or "",
        ),
    )
    if not standing:
        return invalid("handovers/index.html", **_shown(handover, form=form))
    return _done(
        handover,
        f"Signed: {handover.delegate.name} {STEPS[standing.level]}: {handover.topic.name}.",
        undo_url=url_for(".undo", id=id, step=int(standing.level)),
    )


@views.post("/handovers/<int:id>/steps/undo")
def undo(id: int) -> Any:
    """Take the step that is sent back; pressed twice, it is taken back once."""
    handover = visible_or_404(handovers_visible_to, id)
    form = TakeBackForm.of(request.form)
    step, reason = row_id(request.args.get("step")) or 0, form.reason.data or ""
    if not tried(
        form, lambda: deeds.undo_step(handover, step, reason=reason, by=g.person, on=g.today)
    ):
        return invalid("handovers/index.html", **_shown(handover, form=form))
    return _done(handover, f"The last step of {handover.topic.name} is taken back.")


@views.post("/handovers/<int:id>/withdrawal")
def take_back(id: int) -> Any:
    handover = visible_or_404(handovers_visible_to, id)
    form = TakeBackForm.of(request.form)
    if not tried(
        form,
        lambda: deeds.take_back(handover, reason=form.reason.data or "", by=g.person, on=g.today),
    ):
        return invalid("handovers/index.html", **_shown(handover, take_back_form=form))
    return _done(
        handover,
        f"{handover.topic.name} is taken back.",
        undo_url=url_for(".offer_again", id=id) if g.person == handover.delegator else "",
    )


@views.post("/handovers/<int:id>/offer")
def offer_again(id: int) -> Any:
    handover = visible_or_404(handovers_visible_to, id)
    form = Form()
    if not tried(form, lambda: deeds.offer_again(handover, by=g.person, on=g.today)):
        return invalid("handovers/index.html", **_shown(handover, form=form))
    return _done(
        handover, f"{handover.topic.name} is offered to {handover.delegate.name} once more."
    )


# ------------------------------------------------------------------ what is shown


def _done(handover: Handover, sentence: str, *, undo_url: str = "") -> Any:
    """Say what was done where it was done: on one's own list, or on that of somebody else."""
    is_mine = g.person.id in (handover.delegator_id, handover.delegate_id)
    person = None if is_mine else handover.delegator_id
    back = own_path(request.form.get("back") or url_for(".index", person=person))
    acted = "" if is_mine else you_acted_for(handover.delegator.name)
    return done(back, f"{sentence}{acted}", undo_url=undo_url)


def _shown(handover: Handover | None = None, **sent: Form) -> dict[str, Any]:
    """Give what the page needs; what was sent and refused stands in the row of its handover."""
    shown = handovers_page(_whose(handover), g.person)
    concerned = handover.id if handover else None
    rows = [*shown.received, *shown.given]
    return {
        "page": shown,
        "concerned": concerned,
        "form": sent.get("form", Form()),
        "step_forms": _forms(rows, StepForm, None, None),
        "decline_forms": _forms(rows, DeclineForm, sent.get("decline_form"), concerned),
        "take_back_forms": _forms(rows, TakeBackForm, sent.get("take_back_form"), concerned),
    }


def _forms(
    rows: list[HandoverRow], empty: type[Form], sent: Form | None, concerned: int | None
) -> dict[int, Form]:
    """Make a form for each row, by its id."""
    return {
        row.id: (sent if sent and row.id == concerned else empty()).inside(f"handover-{row.id}")
        for row in rows
    }


def _whose(handover: Handover | None) -> Person:
    """Tell whose list is shown: one's own, or that of a person who is asked for."""
    if handover is not None:
        is_mine = g.person.id in (handover.delegator_id, handover.delegate_id)
        return g.person if is_mine else handover.delegator
    return whose_tasks()


def whose_tasks() -> Person:
    """Tell whose list the request asks for: one's own, or a person's."""
    asked = request.args.get("person", type=int)
    return visible_or_404(people_visible_to, asked) if asked else g.person
