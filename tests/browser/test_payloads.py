"""Texts that would be scripts, in every field that holds words, seen by everybody: nothing runs."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser.looking import sign_in
from browser.payloads import (
    PAYLOADS,
    PREVIEWS,
    SHARED,
    TOGETHER,
    in_an_address,
    word_columns,
)
from browser.sites import Built, Site, served, spoilt
from browser.test_every_page import Key, key_of, walk
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

pytestmark = pytest.mark.browser

PEOPLE = ("ana", "ben", "greta", "nora", None)
TURNS = -(-len(PAYLOADS) // TOGETHER)

# Whatever runs says so here, in whichever window.
WATCH = """
    for (const name of ["alert", "confirm", "prompt", "print"]) {
        window[name] = () => console.error("IT RAN");
    }
    document.addEventListener("securitypolicyviolation", (event) => {
        console.error("REPORTED", event.violatedDirective, event.blockedURI);
    });
"""

# What a payload would have become if it were not words: parts of a page that ours never have.
FOREIGN = """() => [...document.querySelectorAll("*")].flatMap((each) => {
    const names = each.getAttributeNames();
    const bad = [
        ...names.filter((name) => /^on|^hx-on|^style$|^srcdoc$/.test(name)),
        ...names.filter((name) => /^(java|vb)script:|^data:text/i.test(each.getAttribute(name))
            && ["href", "src", "action", "formaction", "xlink:href", "data"].includes(name)),
    ];
    if (/^(iframe|frame|object|embed|applet|base|style|math|marquee|audio|video)$/
        .test(each.localName) || (each.localName === "script" && !each.src)
        || (each.localName === "meta" && each.httpEquiv)) bad.push(each.localName);
    return bad.map((what) => `${what} in ${each.outerHTML.slice(0, 120)}`);
})"""


def watched(context: BrowserContext, host: str) -> list[str]:
    """Listen to everything that a payload could do from now on."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if re.match("IT RAN|REPORTED|Refused to|.*Content Security Policy", message.text):
            heard.append(message.text)

    def on_dialog(dialog: Dialog) -> None:
        # Ours asks before a text that was not saved is left; no payload can make the browser ask.
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            heard.append(f"a dialog: {dialog.message}")
            dialog.dismiss()

    context.add_init_script(WATCH)
    context.on("console", on_console)
    context.on("dialog", on_dialog)
    context.on(
        "request",
        lambda request: (
            heard.append(f"asked for {request.url}")
            if not request.url.startswith((host, "data:"))
            else None
        ),
    )
    return heard


def looked_at_by(
    person: str | None, page: Page, site: Site, shown: set[Key] | None
) -> Iterator[str]:
    """Walk to every page that somebody reaches and say what is wrong there."""
    if person:
        sign_in(page, site.url, site.tokens[person])
    for number, (_, path, status) in enumerate(walk(page, "/" if person else "/demo", shown)):
        # A link may name a document that nobody has written.
        if status != 200 and not (status == 404 and path.startswith("/outputs/titled?")):
            yield f"{path} answered {status}"
        yield from (f"{path}: {each}" for each in page.evaluate(FOREIGN))
        question = in_an_address(PAYLOADS[number % len(PAYLOADS)])
        if key_of(path) in SEARCHES:
            page.goto(f"{path.partition('?')[0]}?words={question}&title={question}")
            yield from (f"{path}, searched: {each}" for each in page.evaluate(FOREIGN))
    for path in UNLINKED.get(person, ()):
        answer = page.goto(path)
        # The signs of a payload may part a file's cells otherwise, so that no header is found.
        if answer is None or answer.status not in (200, 422):
            yield f"{path} answered {answer and answer.status}"
        yield from (f"{path}: {each}" for each in page.evaluate(FOREIGN))


# What no link leads to, by who sees it: nora's previews, and what somebody outside was given.
UNLINKED = {
    "nora": [path.format(id) for id, path in enumerate(PREVIEWS.values(), start=1)],
    None: [f"/shared/{SHARED}-{rollout}" for rollout in (1, 2, 3)],
}

WORDS = "textarea, input:is([type=text], [type=search], [type=url], :not([type]))"
FORMS = """(words) => [...document.forms]
    .filter((form) => [...form.elements].some((field) => field.matches(words)))
    .map((form) => form.action)"""

# Types into everything that takes words, and sends it as a form without scripts does.
TYPE = """([wanted, action, typed]) => {
    const form = [...document.forms].find((each) => each.action === action);
    const fields = [...form.elements].filter((field) => field.matches(wanted));
    fields.forEach((field, at) => { field.value = typed[at % typed.length]; });
    form.submit();
}"""


def typed_by(person: str, page: Page, site: Site) -> Iterator[str]:
    """Type payloads into one form of each kind that somebody reaches; say what comes of it."""
    sign_in(page, site.url, site.tokens[person])
    seen: set[str] = set()
    for _, path, _ in list(walk(page)):
        page.goto(path)
        new = {kind_of(action): action for action in page.evaluate(FORMS, WORDS)}
        for kind in new.keys() - seen:
            seen.add(kind)
            page.goto(path)
            # What was typed before may have changed the page.
            if new[kind] not in page.evaluate(FORMS, WORDS):
                continue
            typed = [PAYLOADS[(len(seen) * 7 + more) % len(PAYLOADS)] for more in range(9)]
            with page.expect_navigation():
                page.evaluate(TYPE, [WORDS, new[kind], typed])
            yield from (f"{kind}, from {path}: {each}" for each in page.evaluate(FOREIGN))
    assert len(seen) > 5


def kind_of(action: str) -> str:
    """Name a form by its address without the numbers in it."""
    return re.sub(r"\d+", "…", urlsplit(action).path)


SEARCHES = {(endpoint, ()) for endpoint in ("outputs.index", "topics.index", "people.index")}


@pytest.fixture
def turn() -> int:
    return 0


@pytest.fixture
def hostile(turn: int, typical: Built, tmp_path: Path) -> Iterator[Site]:
    with served(spoilt(typical, tmp_path, turn), tmp_path) as site:
        yield site


def test_every_field_of_words_is_among_those_that_are_filled() -> None:
    named = {f"{table.__name__}.{column.name}" for table, column in word_columns()}
    assert {
        "Person.name",
        "Item.detail",
        "Question.answer",
        "Version.text",
        "Use.sentence",
    } <= named
    assert len(named) > 50
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 100


def test_nothing_runs_for_anybody_anywhere(hostile: Site, chromium: Browser) -> None:
    _nothing_runs(hostile, chromium, set())


def _nothing_runs(hostile: Site, chromium: Browser, shown: set[Key] | None) -> None:
    found = []
    for person in PEOPLE:
        context = chromium.new_context(base_url=hostile.url)
        heard = watched(context, hostile.url)
        page = context.new_page()
        found += [f"{person}: {each}" for each in looked_at_by(person, page, hostile, shown)]
        found += [f"{person}: {each}" for each in heard]
        context.close()
    assert not found, "\n".join(found)


@pytest.mark.whole
@pytest.mark.parametrize("person", [person for person in PEOPLE if person])
def test_nothing_runs_of_what_is_typed_into_any_form(
    person: str, hostile: Site, chromium: Browser
) -> None:
    context = chromium.new_context(base_url=hostile.url)
    heard = watched(context, hostile.url)
    found = [*typed_by(person, context.new_page(), hostile), *heard]
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.whole
@pytest.mark.parametrize("turn", range(TURNS))
def test_nothing_runs_whichever_payload_stands_where(
    turn: int, hostile: Site, chromium: Browser
) -> None:
    _nothing_runs(hostile, chromium, None)
