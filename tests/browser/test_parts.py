"""The names, roles and states of every part, as those hear them who do not see it.

What is heard is kept in snapshots/, a file for each section of the styleguide, which shows every
part in each of its states. Who changes a part reads the difference, and when it is meant renews
the files by RENEW.
"""

import os
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from browser.looking import open_everything
from browser.sites import Site
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

SNAPSHOTS = Path(__file__).with_name("snapshots")
RENEW = "KT_RENEW_SNAPSHOTS=1 uv run pytest tests/browser/test_parts.py"

# Tokens are colours and sizes, no parts.
TOKENS = {"colours", "sizes"}

# What the tree of roles leaves out of a control: what is said of it beyond its name.
BEYOND = """(part) => {
    const place = (each, name) => document.getElementById(each.getAttribute(name));
    const words = (each) => (each.ariaLabel || place(each, "aria-labelledby")?.textContent
        || each.labels?.[0]?.textContent || each.querySelector("legend")?.textContent
        || each.textContent).trim().replace(/\\s+/g, " ");
    const described = (each) => (each.getAttribute("aria-describedby") ?? "").split(" ")
        .map((id) => id && (document.getElementById(id)?.textContent.trim() ?? `nothing (${id})`))
        .filter(Boolean).join(" ");
    return [...part.querySelectorAll("*")].flatMap((each) => {
        const said = [
            each.localName === "summary" && (each.parentElement.open ? "opened" : "closed"),
            each.required && "required",
            each.getAttribute("aria-invalid") === "true" && "invalid",
            each.ariaCurrent && `current ${each.ariaCurrent}`,
            each.ariaLive && `live ${each.ariaLive}`,
            each.ariaKeyShortcuts && `key ${each.ariaKeyShortcuts}`,
            described(each) && `described "${described(each)}"`,
        ].filter(Boolean);
        return said.length ? [`# ${each.localName} "${words(each)}": ${said.join(", ")}`] : [];
    });
}"""


def heard(part: Locator) -> str:
    return "\n".join([part.aria_snapshot(), *part.evaluate(BEYOND)]) + "\n"


def parts(page: Page) -> Iterator[tuple[str, Locator]]:
    """Name the parts of the page: its bars, its head, and each section of parts."""
    yield "bars", page.locator(".top-bar")
    yield "head", page.locator(".page-head")
    for section in page.locator("main section.section[id]").all():
        name = section.get_attribute("id") or ""
        if name not in TOKENS:
            yield name, section


def test_every_part_says_its_name_role_and_state(site: Site, visit: Callable[..., Page]) -> None:
    page = visit(site, "ana", "/styleguide")
    open_everything(page)
    page.evaluate("""() => {
        document.getElementById("account-menu").open = true;
        document.getElementById("sample-dialog").show();
    }""")
    now = {f"{name}.txt": heard(part) for name, part in parts(page)}
    assert len(now) > 10
    if os.environ.get("KT_RENEW_SNAPSHOTS"):
        for file in SNAPSHOTS.glob("*.txt"):
            file.unlink()
        for name, words in now.items():
            (SNAPSHOTS / name).write_text(words, encoding="utf-8")
    kept = {file.name: file.read_text(encoding="utf-8") for file in SNAPSHOTS.glob("*.txt")}
    differences = [
        line
        for name in sorted(kept.keys() | now.keys())
        for line in unified_diff(
            kept.get(name, "").splitlines(),
            now.get(name, "").splitlines(),
            f"kept: {name}",
            f"now: {name}",
            lineterm="",
            n=1,
        )
    ]
    if differences:
        pytest.fail("\n".join([*differences, "", f"Is it meant? Then keep it: {RENEW}"]), False)


# Each part that holds words, with the nearest ground behind it, of one and the same colour.
UNREADABLE = """() => [...document.querySelectorAll("main *")].filter((each) => {
    const words = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || each.closest("svg")) return false;
    let behind = each;
    while (behind && getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)")
        behind = behind.parentElement;
    return behind && getComputedStyle(behind).backgroundColor === getComputedStyle(each).color;
}).map((each) => each.outerHTML.slice(0, 90))"""


def test_where_somebody_forces_their_colours_no_words_have_that_of_their_ground(
    site: Site, visit: Callable[..., Page]
) -> None:
    page = visit(site, "ana", "/styleguide")
    page.emulate_media(forced_colors="active")
    open_everything(page)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(UNREADABLE) == []
