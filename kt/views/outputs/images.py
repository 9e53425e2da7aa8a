"""The images of an output: added while its text is written, shown to whoever may see it."""

from typing import Any

from flask import Response, abort, g, make_response, render_template, request

from ... import hx
from ...access import may_edit_output, outputs_visible_to, require
from ...errors import Refused
from ...forms.outputs import TextForm
from ...models import Attachment, Output
from ...operations import outputs as deeds
from ...reports.writing import images_of, markdown_of
from ...web import visible_or_404
from .blueprint import views
from .writing import added_image, writing_page

# An image is looked at by itself or in a text of ours; it may load and do nothing.
ALONE = "default-src 'none'; sandbox"


@views.get("/outputs/<int:id>/images/<name>")
def image(id: int, name: str) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    mine = (Attachment.output == output) & (Attachment.name == name)
    found = Attachment.select(Attachment.id, Attachment.media_type).where(mine).first()
    if found is None:
        abort(404)
    answer = make_response()
    # An image is never changed; another of the same name is another row.
    answer.set_etag(str(found.id))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Content-Disposition"] = "inline"
    answer.content_type = found.media_type
    if answer.make_conditional(request).status_code != 304:
        answer.data = bytes(Attachment.get_by_id(found.id).data)
    return answer


@views.post("/outputs/<int:id>/images")
def add_image(id: int) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    require(may_edit_output(g.person, output), deeds.NOT_YOURS)
    form = TextForm.of(request.form)
    added = added_image(form, output)
    if not hx.wants_fragment():
        return writing_page(output, form, status=200 if added else 422)
    if added is None:
        return _images(output, form, announce=" ".join(form.image.errors), status=422)
    return _images(
        output,
        form,
        announce=f"{added.name} is added and stands in the text.",
        insert={"into": form.text.id, "text": markdown_of(added.name)},
    )


@views.post("/outputs/<int:id>/images/<name>/removal")
def remove_image(id: int, name: str) -> Any:
    output = visible_or_404(outputs_visible_to, id)
    form = TextForm.of(request.form)
    try:
        deeds.remove_image(output, name, by=g.person)
    except Refused as refusal:
        form.image.errors = [refusal.sentence]
    words = " ".join(form.image.errors) or f"{name} is removed."
    status = 422 if form.image.errors else 200
    if hx.wants_fragment():
        return _images(output, form, announce=words, status=status)
    return writing_page(output, form, status=status)


def _images(
    output: Output, form: TextForm, *, announce: str, status: int = 200, **events: Any
) -> Response:
    images = images_of(output)
    html = render_template("outputs/_images.html", output=output, form=form, images=images)
    return hx.fragment(html, announce=announce, status=status, **events)
