"""The documents of people who left: who takes them over."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from ...access import may_give_documents, outputs_visible_to, people_visible_to, require
from ...forms.targets import row_id
from ...models import Person
from ...operations import outputs as deeds
from ...reports.outputs import PAGE, heirless_outputs
from ...web import done, own_path, visible_or_404
from ..paging import page_number, pages
from .blueprint import views

ONLY_THOSE_WHO_GIVE = "Only supervisors and administrators."


@views.get("/outputs/heirless")
def heirless() -> Any:
    require(may_give_documents(g.person), ONLY_THOSE_WHO_GIVE)
    number = page_number()
    lines, total = heirless_outputs(g.person, g.today, number)
    return render_template(
        "outputs/heirless.html", lines=lines, total=total, pages=pages(number, total, size=PAGE)
    )


@views.post("/outputs/<int:id>/owner")
def give(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    people = people_visible_to(g.person)
    to = people.where(Person.id == row_id(request.form.get("person"))).first() or abort(404)
    deeds.give_output(output, to=to, by=g.person)
    back = own_path(request.form.get("back") or url_for("outputs.show", id=id))
    undo_url = url_for("outputs.give_back", id=id)
    return done(back, f"“{output.title}” is {to.name}'s now.", undo_url=undo_url)


@views.post("/outputs/<int:id>/owner/undo")
def give_back(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    row = deeds.give_back(output, by=g.person)
    return done(url_for("outputs.show", id=id), f"“{output.title}” is {row.owner.name}'s again.")
