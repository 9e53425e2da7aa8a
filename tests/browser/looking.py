"""What can be seen of a page: its faults, what stands in view, where the focus is."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

from playwright.sync_api import ConsoleMessage, Locator, Page, Response, ViewportSize

from kt.web import COOKIE

AXE = next(Path(__file__).parent.glob("vendor/axe-*.min.js")).read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
SIZES = {"desktop": DESKTOP, "phone": PHONE}

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
SIDES = tuple((size, theme) for size in SIZES for theme in THEMES)

# The browser and htmx report a request that was refused, lost or left behind; so it is to them.
NOT_OURS = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:sendAbort",
    "htmx:sendError",
    "htmx:afterRequest",
)


def sign_in(page: Page, url: str, token: str) -> None:
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": url}])


def faults_heard(page: Page) -> list[str]:
    """Listen to a page from now on: errors in its console, files it misses, faults of ours."""
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOT_OURS):
            faults.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        is_file = "/static/" in response.url
        if response.status >= (400 if is_file else 500):
            faults.append(f"{response.url} answered {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", on_response)
    return faults


def violations(page: Page) -> list[str]:
    """Ask axe for everything it holds against a page, best practices and target sizes included."""
    page.evaluate(AXE)
    result = page.evaluate(
        """(tags) => axe.run(document, {
            preload: false,
            resultTypes: ["violations"],
            runOnly: {type: "tag", values: tags},
            rules: {"target-size": {enabled: true}},
        })""",
        WCAG,
    )
    return [
        f"{violation['id']} at {node['target'][0]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def open_everything(page: Page) -> None:
    """Open what is folded away, so that it is looked at too."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true })"
    )


# How wide readers may set letters, words and lines (WCAG 1.4.12).
SPACED = """
    * { letter-spacing: 0.12em !important; line-height: 1.5 !important;
        word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""


def strained(page: Page) -> list[str]:
    """Name what reaches over the edge, or is cut off, on the narrowest phone and set wide there.

    Text of twice the size is the same to a page as a window of half the width.
    """
    size = page.viewport_size
    page.set_viewport_size(NARROWEST)
    found = page.evaluate(
        """(spaced) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(spaced);
            document.adoptedStyleSheets = [sheet];
            const all = [...document.querySelectorAll("body *")];
            const said = (what, each) =>
                `${what} at ${innerWidth} px: ${each.outerHTML.slice(0, 90)}`;
            const over = document.documentElement.scrollWidth <= innerWidth ? [] : all
                .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
                .slice(-3)
                .map((each) => said("over the edge", each));
            const cut = all
                .filter((each) => each.clientWidth > 2 && each.textContent.trim()
                    && !each.closest("svg")
                    && /hidden|clip/.test(getComputedStyle(each).overflow)
                    && (each.scrollHeight > each.clientHeight + 2
                        || each.scrollWidth > each.clientWidth + 2))
                .map((each) => said("cut off", each));
            document.adoptedStyleSheets = [];
            return [...over, ...cut];
        }""",
        SPACED,
    )
    if size:
        page.set_viewport_size(size)
    return found


def loose_ends(page: Page) -> list[str]:
    """Name ids that two things share (focus then jumps between them) and links to no place."""
    return page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
            const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
            const links = [...document.querySelectorAll("main a[href^='#']")]
                .map((each) => each.getAttribute("href"))
                .filter((place) => !document.getElementById(decodeURIComponent(place.slice(1))));
            return [...twice.map((id) => `the id ${id} twice`),
                ...links.map((place) => `a link to ${place}, which is not there`)];
        }"""
    )


def looked_at(page: Page, sides: Iterable[tuple[str, Theme]]) -> list[str]:
    """Look at a page from these sides, opened wide; list what is wrong with it."""
    open_everything(page)
    found = strained(page) + loose_ends(page)
    for size, theme in sides:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{size}: {over} px over the edge"] if over > 0 else []
        found += [f"{size}, {theme}: {each}" for each in violations(page)]
    return found


def side_of(words: str) -> tuple[tuple[str, Theme], ...]:
    """Choose one size and theme by a few words, always the same one for the same words."""
    return (SIDES[crc32(words.encode()) % len(SIDES)],)


def is_in_view(locator: Locator) -> bool:
    """Tell whether the whole of an element can be seen without scrolling, covered by nothing."""
    return locator.evaluate(
        """(element) => {
            const box = element.getBoundingClientRect();
            const bar = document.querySelector(".bottom-bar")?.getBoundingClientRect();
            const floor = bar?.height ? bar.top : innerHeight;
            const on_top = document.elementFromPoint(
                (box.left + box.right) / 2, (box.top + box.bottom) / 2);
            return box.width > 0 && box.height > 0
                && box.top >= 0 && box.left >= 0
                && box.bottom <= floor + 0.5 && box.right <= innerWidth + 0.5
                && (element.contains(on_top) || on_top?.contains(element) === true);
        }"""
    )


def focus(page: Page) -> dict[str, Any]:
    """Tell what has the focus, and whether one can see that it has."""
    return page.evaluate(
        """() => {
            const element = document.activeElement;
            // The parts of a date field show their focus themselves.
            const drawn_by_browser = /^date/.test(element.type);
            const marked = [element, element.nextElementSibling, element.firstElementChild]
                .filter(Boolean)
                .some((each) => {
                    const style = getComputedStyle(each);
                    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
                });
            const box = element.getBoundingClientRect();
            const on_top = document.elementFromPoint(
                (box.left + box.right) / 2, Math.min((box.top + box.bottom) / 2, innerHeight - 1));
            return {
                tag: element.tagName.toLowerCase(),
                id: element.id,
                text: (element.ariaLabel || element.textContent).trim().slice(0, 60),
                visible: drawn_by_browser || (element.matches(":focus-visible") && marked),
                covered: !(on_top && (element.contains(on_top) || on_top.contains(element)
                    || on_top.closest("label")?.control === element)),
            };
        }"""
    )


# Runs before the scripts of every page: keeps what its polite region was given to say.
LISTEN = """
    window.announced = [];
    addEventListener("DOMContentLoaded", () => {
        const region = document.getElementById("announcer");
        if (!region) return;
        new MutationObserver(() => {
            if (region.textContent) window.announced.push(region.textContent);
        }).observe(region, {childList: true, characterData: true, subtree: true});
    });
"""


def wait_for_announcement(page: Page, turns: int = 250) -> list[str]:
    """Wait until something is announced, and a moment longer for what may follow; give it all.

    It waits this many turns of 20 ms.
    """
    return page.evaluate(
        """(most) => new Promise((resolve) => {
            let turns = 0;
            const look = () => {
                if (announced.length) setTimeout(() => resolve(announced.splice(0)), 250);
                else if (turns++ < most) setTimeout(look, 20);
                else resolve([]);
            };
            look();
        })""",
        turns,
    )
