"""Links to a rollout's report for somebody outside: making, revoking and opening them."""

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    render_template,
    request,
    url_for,
)

from ..access import may_run_rollout, require
from ..errors import Refused
from ..exporters.tables import Table
from ..forms.sharing import ShareForm
from ..models import ShareLink, Wording
from ..operations import sharing as deeds
from ..reports import tables
from ..reports.rollouts import rollouts_with_people
from ..reports.sharing import SharedReport, shared_report
from ..rules.rollout_days import today_in
from ..web import done, find_or_404, invalid, page, public, tried, visible_or_404
from .files import as_file
from .reports import shown

views = Blueprint("sharing", __name__)

# Nobody finds such a page by searching, and no other site learns its address.
HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


@views.post("/rollouts/<int:id>/links")
def create(id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    require(may_run_rollout(g.person, rollout), deeds.NOT_YOURS)
    form = ShareForm.of(request.form)
    made = tried(
        form,
        lambda: deeds.make_share_link(
            rollout,
            days=form.days.data,
            note=form.note.data or "",
            by=g.person,
            today=today_in(rollout),
        ),
    )
    if not made:
        return invalid("reports/show.html", **shown(rollout, form))
    link, token = made
    # Shown in the answer itself and nowhere else: only its hash is kept.
    return render_template(
        "sharing/link.html",
        rollout=rollout,
        link=link,
        address=current_app.config["KT"].base_url + url_for(".show", token=token),
    )


@views.post("/rollouts/<int:id>/links/<int:link_id>/revocation")
def revoke(id: int, link_id: int) -> Any:
    rollout = visible_or_404(rollouts_with_people, id)
    link = find_or_404(ShareLink.select().where(ShareLink.rollout == rollout), link_id)
    deeds.revoke_share_link(link, by=g.person)
    return done(
        url_for("reports.show", id=id, _anchor="links"),
        "The link is revoked. It opens nothing now.",
    )


@views.get("/shared/<token>")
@public
def show(token: str) -> Any:
    """Show the same page to whoever has the link, signed in or not."""
    try:
        link, report = _opened(token)
    except Refused as refusal:
        return _gone(refusal)
    return _unlisted(page("sharing/show.html", link=link, report=report, token=token))


@views.get("/shared/<token>/tables/<name>.<ending>")
@public
def table(token: str, name: str, ending: str) -> Any:
    """Give a table of that page as a file, to whoever has the link."""
    write = TABLES.get(name) or abort(404)
    try:
        link, report = _opened(token)
    except Refused as refusal:
        return _gone(refusal)
    return _unlisted(as_file(write(report, link.rollout.wording), name, ending))


TABLES: dict[str, Callable[[SharedReport, Wording], Table]] = {
    "topics": lambda report, wording: tables.shared_topics_table(report.topics, wording),
    "targets": lambda report, wording: tables.shared_targets_table(report.targets, wording),
    "targets-over-time": lambda report, wording: tables.burn_up_table(report.burn_up),
}


def _opened(token: str) -> tuple[ShareLink, SharedReport]:
    """Open a link; raises Refused for one that opens nothing."""
    link = deeds.usable_share_link(token)
    # Days are said from the rollout's own day, in its own words.
    g.today, g.wording = today_in(link.rollout), link.rollout.wording
    return link, shared_report(link.rollout, g.today)


def _gone(refusal: Refused) -> Response:
    return _unlisted(page("sharing/gone.html", status=404, sentence=refusal.sentence))


def _unlisted(answer: tuple[str, int] | Response) -> Response:
    response = make_response(answer)
    response.headers.update(HEADERS)
    return response
