"""The HTTP seam: sign-in gate, same-origin gate, refusals, faults, headers."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import peewee
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException

from . import clock, db, hx
from .access import spelled_by_access
from .addresses import url_for
from .config import Settings
from .errors import NotAllowed, Refused
from .models import (
    CoachingSession,
    Fact,
    Pairing,
    Person,
    Rollout,
    Seat,
    Sheet,
    Target,
)
from .operations.signing_in import person_of

COOKIE = "kt_login"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
BIGGEST_REQUEST = 11 * 1024 * 1024

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

log = logging.getLogger("kt")

View = TypeVar("View", bound=Callable[..., Any])
Result = TypeVar("Result")


# ------------------------------------------------------------------ for views


def public(view: View) -> View:
    """Let a view be reached without signing in; every other one is closed by default."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def find_or_404(query: Any, id: int, sentence: str | None = None) -> Any:
    """Find a row among those the person may see; what is hidden answers like what is missing."""
    found = query.where(query.model.id == id).first() if abs(id) < 2**31 else None
    return found or abort(404, sentence)


def visible_or_404(visible_to: Callable[[Any], Any], id: int) -> Any:
    """Find a row among those of a `…_visible_to` query for the person who is signed in."""
    if abs(id) >= 2**31:
        abort(404)
    found = _finding(visible_to)(person=g.person, id=id)
    if not found:
        abort(404)
    _speak_as(found[0])
    return found[0]


def _speak_as(row: Any) -> None:
    """Have the page speak of mentors where its rollout does (rule 5)."""
    match row:
        case Rollout():
            g.wording = row.wording
        case Target() | CoachingSession() | Sheet():
            g.wording = row.rollout.wording
        case Seat():
            g.wording = row.rollout_topic.rollout.wording
        case Pairing():
            g.wording = row.learner.rollout_topic.rollout.wording


@cache
def _finding(visible_to: Callable[[Any], Any]) -> Callable[..., list[Any]]:
    """Spell the search for one visible row, once for each kind of access."""

    @spelled_by_access
    def find(person: Any, id: Any) -> Any:
        query = visible_to(person)
        return query.where(query.model.id == id)

    return find


def tried(form: Any, deed: Callable[[], Result]) -> Result | None:
    """Do the deed if the form is valid; None if the form or a rule said no, with its sentence.

    The deed's answer must be truthy; a refusal lands at the field it names.
    """
    if not form.validate():
        return None
    try:
        return deed()
    except Refused as refusal:
        form.refuse(refusal)
        return None


def page(template: str, /, *, status: int = 200, **values: Any) -> tuple[str, int]:
    return render_template(template, **values), status


def invalid(template: str, /, **values: Any) -> tuple[str, int]:
    """Show the form again: status 422, values kept, messages at their fields."""
    return page(template, status=422, **values)


def done(url: str, notice: str = "", *, undo_url: str = "") -> Any:
    """Go on to a page after a deed and say there what was done; Undo is a POST to `undo_url`."""
    if notice:
        flash({"text": notice, "undo_url": undo_url}, "done")  # type: ignore[arg-type]
    if hx.wants_fragment():
        return hx.go_to(url)
    return redirect(own_path(url), 303)


def own_path(url: str) -> str:
    """Keep a redirect on our own pages."""
    parts = urlsplit(url)
    is_ours = not parts.scheme and not parts.netloc and url.startswith("/")
    return url if is_ours and "\\" not in url else "/"


def sign_in_response(token: str, url: str) -> Any:
    """Go to a page with the cookie of a new login."""
    response = redirect(own_path(url), 303)
    settings = current_app.config["KT"]
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.sign_in_days * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.base_url.startswith("https:"),
    )
    return response


# ------------------------------------------------------------------ for the application


def install(app: Flask, settings: Settings) -> None:
    """Put the gates before every view and words in the place of every fault."""
    app.config.update(
        KT=settings,
        MAX_CONTENT_LENGTH=BIGGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=BIGGEST_REQUEST,
        MAX_FORM_PARTS=20_000,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SECRET_KEY=_secret_key(),
        IS_DEMO=Fact.get_or_none(Fact.name == "demo") is not None,
    )
    app.before_request(_same_origin_gate)
    app.before_request(_readable_gate)
    app.before_request(_connect)
    app.before_request(_sign_in_gate)
    app.after_request(_headers)
    app.teardown_request(_leave_no_transaction)
    app.jinja_env.globals.update(
        nav_entries=nav_entries,
        is_demo=app.config["IS_DEMO"],
        new_form_key=lambda: secrets.token_urlsafe(16),
    )
    app.register_error_handler(HTTPException, _http_fault)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(peewee.PeeweeException, _database_fault)


@dataclass(frozen=True)
class NavEntry:
    """A link of the top bar, and with its icon of the bottom bar of phones."""

    label: str
    url: str
    current: bool
    icon: str


# Label, where it leads, its icon, and the beginnings of the pages that it leads to.
NAV = (
    ("Home", "home.show", "house", ()),
    (
        "Rollouts",
        "rollouts.index",
        "diagram-2",
        ("/rollouts", "/sessions", "/targets", "/onboarding", "/checklists", "/items"),
    ),
    (
        "Know-how",
        "topics.index",
        "book",
        ("/topics", "/revisions", "/outputs", "/handovers", "/questions", "/coverage", "/signoffs"),
    ),
    ("People", "people.index", "people", ("/people", "/account", "/pairs", "/circles", "/titles")),
)
NAV_OF_SUPERVISORS = (("Templates", "templates.index", "card-checklist", ("/template",)),)


def nav_entries() -> list[NavEntry]:
    """List the places this person can go to; a place is current on every page that it leads to."""
    person: Person | None = g.get("person")
    if person is None:
        return []
    places = NAV + (NAV_OF_SUPERVISORS if person.supervises else ())
    return [
        NavEntry(
            label, url_for(endpoint), request.path == "/" if not below else _is_below(below), icon
        )
        for label, endpoint, icon, below in places
    ]


def _is_below(paths: tuple[str, ...]) -> bool:
    return request.path.startswith(paths)


def _same_origin_gate() -> None:
    """Refuse unsafe requests that another site had the browser send."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        ours = origin is not None and urlsplit(origin).netloc == request.host
    if not ours:
        abort(403, "This form was sent from another site. Open the page here and try again.")


def _readable_gate() -> None:
    """Refuse NUL characters, which nobody types and PostgreSQL cannot store."""
    if any("\x00" in value for _, value in request.values.items(multi=True)):
        abort(400, "A character of this text cannot be stored (NUL). Remove it and send it again.")


def _connect() -> None:
    if request.endpoint != "static":
        db.open_connection()


def _sign_in_gate() -> Any:
    settings: Settings = current_app.config["KT"]
    default = ZoneInfo(settings.time_zone)
    token = request.cookies.get(COOKIE, "")
    since = clock.now() - timedelta(days=settings.sign_in_days)
    g.token = token
    g.person = person_of(token, since=since) if token else None
    g.zone = g.person.zone(default) if g.person else default
    g.today = clock.today(g.zone)
    view = current_app.view_functions.get(request.endpoint or "")
    if g.person or view is None or getattr(view, "is_public", False):
        return None
    if request.method in SAFE_METHODS:
        target = request.full_path.rstrip("?")
        return redirect(url_for("signing_in.show", next=None if target == "/" else target), 303)
    abort(401, "You are not signed in any more. Sign in again; then send this once more.")


def _headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _leave_no_transaction(fault: BaseException | None) -> None:
    # The connection stays open for this thread's next request (opening one costs more than a
    # page); after a fault it is not trusted again.
    if fault is not None:
        db.drop_connection()


def _secret_key() -> str:
    return Fact.get(Fact.name == "secret key").value


# ------------------------------------------------------------------ faults in words


TITLES = {
    400: "This request could not be read",
    401: "Sign in again",
    403: "You may not do this",
    404: "There is nothing here",
    405: "This address does not take that",
    409: "Somebody else changed this meanwhile",
    413: "This is too big",
    422: "This could not be done",
    500: "Something went wrong on our side",
    503: "The database cannot be reached",
}

SENTENCES = {
    400: "Go back, reload the page and try again.",
    404: "It may have been moved, or you may not be among the people who can see it.",
    405: "Go back and use the buttons of the page.",
    413: "Files may have up to 10 MB. Send a smaller one, or split it.",
    500: "Nothing was saved by half. Try again; if it happens again, tell your administrator.",
}


# Passwords, and what nobody typed.
NOT_SHOWN_AGAIN = ("form_key", "opened_with", "version", "back", "old", "password")


def _fault_page(status: int, sentence: str) -> Response:
    html = render_template(
        "errors/page.html",
        status=status,
        title=TITLES.get(status, "This did not work"),
        sentence=sentence,
        typed=_typed() if status == 401 else [],
        way_out=("Go to your home", "/"),
    )
    if hx.wants_fragment():
        # htmx keeps what was typed; the sentence is announced instead of replacing the page.
        response = hx.fragment("", announce=sentence, status=status)
        response.headers["HX-Reswap"] = "none"
        return response
    response = current_app.make_response(html)
    response.status_code = status
    return response


def _typed() -> list[tuple[str, str]]:
    """List what somebody typed into the form that could not be taken, so that it is not lost."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if value.strip() and name not in NOT_SHOWN_AGAIN
    ]


def _http_fault(fault: HTTPException) -> Any:
    status = fault.code or 500
    if status in (301, 302, 303, 304, 307, 308):
        return fault
    given = fault.description if fault.description != type(fault).description else None
    return _fault_page(status, given or SENTENCES.get(status, "Go back and try again."))


def _refused(refusal: Refused) -> Response:
    return _fault_page(422, refusal.sentence)


def _not_allowed(denial: NotAllowed) -> Response:
    return _fault_page(403, denial.sentence)


def _database_fault(fault: peewee.PeeweeException) -> Response:
    """Say in words what is wrong with the database; nothing of the deed is left in it."""
    log.exception("database fault")
    db.drop_connection()
    g.setdefault("person", None)
    if isinstance(fault, peewee.IntegrityError):
        return _fault_page(
            409, "Nothing was saved: it no longer fits what is stored. Reload and try again."
        )
    text = str(fault).lower()
    if "readonly" in text or "read-only" in text:
        sentence = "The database is read-only, so nothing was saved. Tell your administrator."
    elif "locked" in text or "busy" in text:
        sentence = "The database is busy with another change. Nothing was saved; try again soon."
    else:
        sentence = "The database does not answer. Nothing was saved; try again in a minute."
    response = _fault_page(503, sentence)
    response.headers["Retry-After"] = "30"
    return response
