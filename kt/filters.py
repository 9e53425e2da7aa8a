"""What templates can say: filters and globals."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from math import floor
from pathlib import Path
from typing import Any
from zlib import crc32

from flask import Flask, Response, current_app, g, request
from jinja2 import StrictUndefined, Template, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from . import dates, markup
from .addresses import url_for
from .charts import Plot
from .due import rule_words
from .forms.base import in_words
from .models import Wording
from .reports.mentions import badges_behind
from .reports.questions import QuestionRow, next_words, way_words
from .rules.trust import tone_of

TINTS = 4

# kt.css imports it by this very address.
NORMALISER = "vendor/modern-normalize-3.0.1.css"


class PartsOnce(Template):
    """A template whose macros are made once, for all that import them.

    Jinja compares all globals at each import, in case whoever imports has other ones; here all
    templates have the same (measured: a tenth of drawing a checklist, whose rows import theirs).
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return self._module or super()._get_default_module(ctx)


def register(app: Flask) -> None:
    """Set up Jinja: an unknown name is an error, a tag leaves no blank line behind."""
    jinja = app.jinja_env
    jinja.template_class = PartsOnce
    jinja.undefined = StrictUndefined
    jinja.trim_blocks = True
    jinja.lstrip_blocks = True
    jinja.filters.update(FILTERS)
    jinja.globals.update(dom_id=dom_id, static_url=static_url_of(Path(str(app.static_folder))))
    jinja.globals.update(badge_of=badge_of, url_for=url_for)
    # The last to be named is the first to be done.
    app.after_request(_names_apart)
    app.after_request(_badges_in_places)
    app.after_request(_stylesheets_ahead)


def initials(name: str) -> str:
    """Shorten a name to two letters: "Greta Lind" to GL, "Greta" to GR."""
    words = ["".join(filter(str.isalnum, word)) for word in name.split()]
    words = [word for word in words if word]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    return letters.upper()[:2] or "?"


def sentence(words: str) -> str:
    """Begin words as a sentence does: "SME-seeded one-way" stays, "running" becomes Running."""
    return words[:1].upper() + words[1:]


def tint(key: object) -> int:
    """Choose one of the four tints for a person's id or name, always the same one."""
    return crc32(str(key).encode()) % TINTS + 1


def dom_id(row: Any, prefix: str = "") -> str:
    """Name the element that shows a row: item-3, coaching-session-12; an ItemRow is an item too.

    A prefix keeps two elements of the same row apart: next-item-3.
    """
    name = type(row).__name__.removesuffix("Row")
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    return f"{prefix}{words}-{row.id}".removeprefix("-")


def day(value: date | datetime) -> str:
    """Say a day, or the day on which a moment falls for the reader."""
    return dates.day_words(_local(value), g.today)


def short_date(value: date) -> str:
    """Say a day for a table, where it does not break: "4 Dec"."""
    return dates.short_date(value, g.today).replace(" ", "\u00a0")


def moment(value: datetime) -> Any:
    """Say a moment in words, its exact time on hover: part of a text, never of an attribute."""
    return _dated(dates.moment_words(value, g.zone, g.today), value)


def hour(value: datetime) -> Any:
    """Say when on its day a moment is, where the day stands above, as `moment`."""
    return _dated(dates.hour_words(value, g.zone), value)


def ago(value: date | datetime) -> Any:
    """Say how long ago a day was, or the day on which a moment fell for the reader, as `moment`."""
    return _dated(dates.ago_words(_local(value), g.today), value)


def _dated(words: str, value: date | datetime) -> Any:
    return markup.dated(words, value, dates.exact_words(value, g.zone))


def _local(value: date | datetime) -> date:
    return value.astimezone(g.zone).date() if isinstance(value, datetime) else value


def way(row: QuestionRow) -> str:
    """Say whom a question was asked of and when: "asked Ben Mon 23 Nov, Dan since today"."""
    return way_words(row, g.zone, g.today)


def whom_next(row: QuestionRow) -> str:
    return next_words(row, g.zone, g.today)


def due(value: date | None) -> str:
    return dates.due_words(value, g.today)


@pass_context
def said(_: Context, words: str) -> str:
    """Say coach and learner as the rollout of the page does: mentor and protégé (rule 5).

    It asks for the context because Jinja would otherwise say constant words once, for all pages.
    """
    return _wording().say(words)


def worded(field: Any) -> Any:
    """Have a form's field speak as the rollout of the page does."""
    return in_words(field, _wording())


def _wording() -> Wording:
    # Parts are also drawn on their own, where no page is.
    return g.get("wording", Wording.COACHING) if g else Wording.COACHING


@pass_context
def keyed(_: Context, key: str, words: str) -> dict[str, str]:
    """Make the attributes of what a key of one letter does, unless the reader has none.

    `words` say in the tooltip what it does: "Tick" with x is "Tick (x)". The context is asked for
    as in `said`.
    """
    person = g.get("person") if g else None
    if person is None or not person.quick_keys:
        return {}
    return {"data-key": key, "aria-keyshortcuts": key, "title": f"{words} ({key})"}


def number(value: float | Decimal) -> str:
    """Write a number for people: 1234.50 as 1,234.5, at most six decimals."""
    words = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if words == "-0" else words


def amount(value: float | None, unit: str = "", missing: str = "") -> str:
    """Write what a target stands at with its unit, "2.25 h"; None is not known yet."""
    if value is None:
        return missing or "no reading"
    return f"{number(value)}\u00a0{unit}" if unit else number(value)


def percent(share: float) -> str:
    """Write a share of 1 as a percentage that is 100 % only when it is whole, 0 % only at none."""
    whole = floor(share * 100 + 0.5)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole}\u00a0%"


def badged(html: str) -> str:
    """Have its badge stand beside each link to a document in a text.

    All those of a page are looked up at once when it is written: see `_badges_in_places`.
    """
    if not g:
        return html
    html, named = markup.keeping_places(html)
    g.setdefault("named", set()).update(named)
    return html


def badge_of(id: int) -> str:
    """Have the badge of a document stand here, where the list that it is in does not know it."""
    g.setdefault("named", set()).add(f"#{id}")
    return markup.badge_place(f"#{id}")


def _badges_in_places(response: Response) -> Response:
    """Look up what the documents say of themselves that a page links to, and write it there."""
    named = g.pop("named", None)
    if named and response.mimetype == "text/html":
        person = g.get("person")
        found = badges_behind(named, person) if person else {}
        said = {key: (str(word), tone_of(word)) for key, word in found.items()}
        response.set_data(markup.badged(response.get_data(as_text=True), said))
    return response


def _stylesheets_ahead(response: Response) -> Response:
    """Name the stylesheets in front of a page, for nothing of it is drawn without them.

    A browser asks for both while it still gets ready to read, and not for one after the other.
    """
    if response.mimetype == "text/html" and "HX-Request" not in request.headers:
        static_url: Any = current_app.jinja_env.globals["static_url"]
        for url in (static_url("kt.css"), url_for("static", filename=NORMALISER)):
            response.headers.add("Link", f"<{url}>; rel=preload; as=style")
    return response


def _names_apart(response: Response) -> Response:
    """Keep names from right to left apart from the words beside them."""
    if response.mimetype == "text/html" and not response.direct_passthrough:
        page = response.get_data()
        apart = markup.kept_apart(page)
        if apart is not page:
            response.set_data(apart)
    return response


def static_url_of(folder: Path) -> Callable[[str], str]:
    """Make the global that addresses a static file with its content's hash, read once a file."""

    @cache
    def version(name: str) -> str:
        return sha256((folder / name).read_bytes()).hexdigest()[:10]

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=version(name))

    return static_url


FILTERS: dict[str, Callable[..., Any]] = {
    "strung": markup.strung,
    "plotted": Plot,
    "said": said,
    "worded": worded,
    "keyed": keyed,
    "initials": initials,
    "sentence": sentence,
    "tint": tint,
    "trust_tone": tone_of,
    "dom_id": dom_id,
    "day": day,
    "full_day": dates.full_day_words,
    "short_date": short_date,
    "long_date": dates.long_date,
    "moment": moment,
    "hour": hour,
    "ago": ago,
    "due": due,
    "way": way,
    "whom_next": whom_next,
    "due_group": lambda value: dates.due_group(value, g.today),
    "rule": rule_words,
    "minutes": dates.minutes_words,
    "count": dates.count_words,
    "number": number,
    "amount": amount,
    "percent": percent,
    "rich": lambda text: badged(markup.to_html(text)),
    "inline": lambda text: badged(markup.inline(text)),
    "badged": badged,
    "plain": markup.plain,
}
