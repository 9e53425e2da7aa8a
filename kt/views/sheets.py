"""One's own sheet of an agreement: reading, signing, declining, and signatures on paper."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from .. import hx
from ..access import may_run_rollout, require, sheets_visible_to
from ..forms.agreements import DeclineForm, PaperForm
from ..forms.base import Form
from ..models import Sheet
from ..operations import agreements as deeds
from ..reports.agreements import current_sheet, difference, sheet_page
from ..reports.people import find_person
from ..rules.rollout_days import today_in
from ..web import done, invalid, own_path, page, tried, visible_or_404

views = Blueprint("sheets", __name__)


@views.get("/sheets/<int:id>")
def show(id: int) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    return render_template("sheets/show.html", **_shown(sheet))


@views.post("/sheets/<int:id>/signature")
def sign(id: int) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    return _answered(
        sheet,
        Form(),
        lambda: deeds.sign_sheet(sheet, by=g.person, on=g.today),
        f"You signed your sheet of {sheet.rollout.name}.",
    )


@views.post("/sheets/<int:id>/refusal")
def decline(id: int) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    form = DeclineForm.of(request.form)
    return _answered(
        sheet,
        form,
        lambda: deeds.decline_sheet(
            sheet, sentence=form.sentence.data or "", by=g.person, on=g.today
        ),
        f"You declined. {sheet.rollout.supervisor.name} reads why.",
        decline_form=form,
    )


@views.post("/sheets/<int:id>/withdrawal")
def take_back(id: int) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    return _answered(
        sheet,
        Form(),
        lambda: deeds.take_answer_back(sheet, by=g.person, on=g.today),
        "The sheet waits for an answer again.",
        undoable=False,
    )


@views.post("/sheets/<int:id>/paper")
def sign_on_paper(id: int) -> Any:
    sheet = visible_or_404(sheets_visible_to, id)
    require(may_run_rollout(g.person, sheet.rollout))
    form = PaperForm.of(request.form)
    return _answered(
        sheet,
        form,
        lambda: deeds.sign_on_paper(
            sheet,
            witness=find_person(form.witness.data or "", field="witness"),
            signed_on=form.signed_on.data or g.today,
            by=g.person,
            today=today_in(sheet.rollout),
        ),
        f"The signature of {sheet.person.name} on paper is recorded.",
        paper_form=form,
    )


def _answered(
    sheet: Sheet,
    form: Form,
    deed: Callable[[], Sheet],
    sentence: str,
    *,
    undoable: bool = True,
    **forms: Any,
) -> Any:
    """Do what was answered and go on; a sheet that was replaced meanwhile shows the difference."""
    answered = tried(form, deed)
    if not answered:
        now = current_sheet(sheet)
        if now is not None and now.id != sheet.id:
            return _replaced(sheet, now, form)
        return invalid("sheets/show.html", **_shown(sheet, form=form, **forms))
    undo_url = url_for(".take_back", id=sheet.id) if undoable else ""
    if hx.wants_fragment():
        html = render_template("sheets/_answered.html", sheet=answered, said=sentence)
        return hx.fragment(html, announce=sentence)
    back = own_path(request.form.get("back") or url_for(".show", id=sheet.id))
    return done(back, sentence, undo_url=undo_url)


def _replaced(before: Sheet, now: Sheet, form: Form) -> Any:
    if hx.wants_fragment():
        return hx.go_to(url_for(".show", id=now.id, before=before.id))
    return page("sheets/show.html", status=409, **_shown(now, form=form, before=before))


def before_asked_for(sheet: Sheet) -> Sheet | None:
    """Find the earlier sheet of the same person that the address asks to compare with."""
    asked = request.args.get("before", type=int)
    if not asked:
        return None
    earlier = visible_or_404(sheets_visible_to, asked)
    same = (earlier.rollout_id, earlier.person_id) == (sheet.rollout_id, sheet.person_id)
    return earlier if same else None


def _shown(
    sheet: Sheet,
    *,
    form: Form | None = None,
    before: Sheet | None = None,
    decline_form: DeclineForm | None = None,
    paper_form: PaperForm | None = None,
) -> dict[str, Any]:
    before = before or (before_asked_for(sheet) if request.method == "GET" else None)
    today = today_in(sheet.rollout)
    return {
        "sheet": sheet_page(sheet, today),
        "own": sheet.person_id == g.person.id,
        "may_run": may_run_rollout(g.person, sheet.rollout),
        "before": before,
        "difference": difference(before, sheet, today) if before else [],
        "form": form or Form(),
        "decline_form": decline_form or DeclineForm(),
        "paper_form": paper_form or PaperForm(signed_on=today),
    }
