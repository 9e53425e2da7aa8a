"""The ranks of titles, given once by an administrator."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from ..access import may_rank_titles, require
from ..dates import count_words
from ..forms.pairs import ranks_form, titles_of
from ..operations import titles as deeds
from ..operations.editing import Stale
from ..reports.pairs import TITLES, titles_in_use
from ..web import done, invalid, page, tried
from .paging import page_number, pages

views = Blueprint("titles", __name__)


@views.get("/titles")
def index() -> Any:
    require(may_rank_titles(g.person), deeds.ONLY_ADMINISTRATORS)
    listed = titles_in_use(page_number())
    ranks = {f"rank-{at}": row.rank for at, row in enumerate(listed.rows)}
    form = ranks_form(
        [row.title for row in listed.rows], data=ranks | {"version": deeds.version_of_ranks()}
    )
    return render_template("titles/index.html", **_shown(form))


@views.post("/titles")
def save() -> Any:
    require(may_rank_titles(g.person), deeds.ONLY_ADMINISTRATORS)
    titles = titles_of(request.form)
    form = ranks_form(titles, request.form)
    opened_with = form.version.data or ""
    try:
        changed = tried(
            form,
            lambda: [
                deeds.rank_titles(
                    {title: form[f"rank-{at}"].data for at, title in enumerate(titles)},
                    by=g.person,
                    opened_with=opened_with,
                )
            ],
        )
    except Stale:
        form.version.data = deeds.version_of_ranks()
        return page("titles/index.html", status=409, **_shown(form, stale=True))
    if not changed:
        return invalid("titles/index.html", **_shown(form))
    number = page_number()
    url = url_for(".index", page=number if number > 1 else None)
    return done(url, f"{count_words(changed[0], 'rank')} changed.")


def _shown(form: Any, *, stale: bool = False) -> dict[str, Any]:
    """Give what the page needs: the form, and what people and ranks there are now."""
    listed = titles_in_use(page_number())
    return {
        "form": form,
        "listed": listed,
        "now": {row.title: row for row in listed.rows},
        "pages": pages(page_number(), listed.total, size=TITLES, here=url_for(".index")),
        "number": page_number(),
        "stale": stale,
    }
