"""What people print or keep as a PDF: A4, no navigation, readable in grey, nothing cut off.

Read from the PDFs that Chromium makes: checklists, agreements, reports, coverage and documents.
"""

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pytest
from browser.sites import Site
from playwright.sync_api import Page, ViewportSize
from pypdf import PdfReader

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

UPRIGHT, ACROSS = (210, 297), (297, 210)

# What a browser prints by itself: no backgrounds, and paper is white.
PALE = """
    () => {
        const light = (colour) => {
            const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
                const share = part / 255;
                return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        return [...document.querySelectorAll("body *")]
            .filter((each) => [...each.childNodes].some(
                (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
            .filter((each) => each.checkVisibility())
            .filter((each) => 1.05 / (light(getComputedStyle(each).color) + 0.05) < 4.5)
            .map((each) => each.textContent.trim().slice(0, 60));
    }
"""
TO_PRESS = """
    nav, form :is(input, textarea, select), button:not(.tick-press), .button, .disclosure, .unfold,
    .top-bar, .bottom-bar, .section-more, .files, #links
"""
TOO_WIDE = """
    () => [...document.querySelectorAll("main *")]
        .filter((each) => each.checkVisibility() && !each.matches(".unseen"))
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
        .map((each) => each.outerHTML.slice(0, 90))
"""
# Names as long as they come, in two scripts, instead of those that stand there.
RENAME = """
    (names) => {
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            for (const [was, is] of names) {
                walk.currentNode.data = walk.currentNode.data.replaceAll(was, is);
            }
        }
    }
"""
GERMAN = "Maximiliane-Elisabeth Freifrau von Donaudampfschifffahrt-Groß"
ARABIC = "عبد الرحمن بن محمد الخوارزمي المصري القاهري"


def mm(points: float) -> int:
    return round(points / 72 * 25.4)


def printed(page: Page, size: tuple[int, int] = UPRIGHT) -> list[str]:
    """Print the page that is open; give the words of each sheet, one line below the other."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = PdfReader(BytesIO(pdf)).pages
    assert {(mm(each.mediabox.width), mm(each.mediabox.height)) for each in sheets} == {size}
    page.emulate_media(media="print")
    # The width between the margins at 96 dots an inch: what is wider would shrink the whole sheet.
    within: ViewportSize = {"width": int((size[0] - 32) / 25.4 * 96), "height": 900}
    page.set_viewport_size(within)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(PALE) == []
    pressed = page.locator(TO_PRESS).all()
    assert [each.inner_html() for each in pressed if each.is_visible()] == []
    return [
        re.sub(" +", " ", unicodedata.normalize("NFKC", sheet.extract_text())) for sheet in sheets
    ]


def first(page: Page, start: str, pattern: str) -> str:
    """Find the first address of this shape that a page leads to."""
    page.goto(start)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.pathname)")
    return next(path for path in links if re.fullmatch(pattern, path))


def test_a_report_is_one_or_two_sheets_of_a4(site: Site, visit: Visit) -> None:
    page = visit(site, "nora", "/rollouts", theme="dark")
    links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.pathname)")
    rollouts = sorted({path for path in links if re.fullmatch(r"/rollouts/\d+", path)})
    assert len(rollouts) == 6
    for path in rollouts:
        page.goto(f"{path}/report")
        name = page.locator(".page-head-kicker").inner_text().split(" · ")[0]
        sheets = printed(page)
        assert 1 <= len(sheets) <= 2, path
        assert name in sheets[0]
        assert "As of " in sheets[0]
        assert f"1 / {len(sheets)}" in sheets[0]


def test_what_a_link_shows_is_one_or_two_sheets_too(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/rollouts/1/report")
    page.locator("#share summary").click()
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("link", name="Look at it").click()
    page.wait_for_url("**/shared/*")
    assert len(printed(page)) <= 2


def test_a_checklist_has_boxes_whom_to_ask_and_a_line_to_sign_on(site: Site, visit: Visit) -> None:
    page = visit(site, "greta")
    path = first(page, "/", r"/checklists/\d+")
    for of_the_sheet, box in (("/sheet", ".sheet-box"), ("", ".tick-box")):
        page.goto(path + of_the_sheet)
        page.evaluate(RENAME, [["Hugo Brandt", GERMAN], ["Ben Arroyo", ARABIC]])
        sheets = printed(page)
        assert len(sheets) <= 3
        assert all(each.is_visible() for each in page.locator(box).all())
        assert page.locator(box).count() == 25
        words = "\n".join(sheets)
        assert "Get a test certificate" in words
        assert "ask " in words
        assert "hugo@demo.example" in words
        assert GERMAN[:21] in words
        signing = sheets[-1].replace("\n", " ")
        assert re.search(r"Greta Lind *Supervisor: Ana Duarte *Date", signing)
        assert not re.search(r"\b(History|Print|more|details|CSV)\b", words)


def test_a_sheet_of_an_agreement_is_signed_by_pen_where_somebody_cannot_sign_in(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "ana", first(visit(site, "ana"), "/rollouts/1/agreement", r"/sheets/\d+"))
    whose = page.locator(".page-head-kicker").inner_text().split(" · ")[0]
    assert whose.startswith("The sheet of ")
    [sheet] = printed(page)
    assert whose in sheet
    for term in ("You are", "You meet", "Written process", "At the end", "When and how"):
        assert term in sheet
    signed_by = rf"{whose.removeprefix('The sheet of ')} *Date *Witness"
    assert re.search(signed_by, sheet.replace("\n", " "))
    assert "Record the signature" not in sheet


def test_an_agreement_says_who_is_what_for_whom_and_what_was_agreed(
    site: Site, visit: Visit
) -> None:
    page = visit(site, "ana", "/rollouts/1/agreement")
    page.evaluate(RENAME, [["Cleo Marsh", GERMAN], ["Ben Arroyo", ARABIC]])
    sheets = printed(page)
    words = "\n".join(sheets)
    assert len(sheets) <= 4
    assert "Settlement engine handover · version 3" in words
    assert "Learner of Cut-off rules" in words
    assert "Late trades a week: 20" in words
    assert not re.search(r"\b(ago|Versions|Sheet)\b", words)


# Where a name ends on the right, and where the number in the link after its sentence begins.
NAME_AND_NUMBER = """
    (name) => {
        const said = document.querySelector("#trust p").firstChild;
        const number = document.querySelector("#trust p a").firstChild;
        const at = (node, from, to) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            return range.getBoundingClientRect();
        };
        const begin = said.data.indexOf(name);
        return [at(said, begin, begin + name.length).right, at(number, 0, 1).left];
    }
"""


def test_a_document_is_read_on_paper_with_whom_to_ask(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "nora", "/people?words=Weiss")
    page.get_by_role("link", name="Dan Weiss").first.click()
    page.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Name", exact=True).fill(ARABIC)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/people/\d+$"))
    page = visit(own_site, "raj", "/outputs/1")
    words = " ".join(printed(page)).replace("\n", " ")
    assert "Settlement engine: design manual" in words
    assert "trusted version 3" in words
    assert "An open claim with a" in words
    assert "people did the task with it" in words
    assert "Whom to ask" in words
    assert "raj@demo.example" in words
    assert not re.search(r"\b(Contents|Versions|Export|Markdown|Ask|Edit|Copy|Compare)\b", words)
    # What stands behind a name from right to left stays behind it.
    name_ends, number_begins = page.evaluate(NAME_AND_NUMBER, ARABIC)
    assert name_ends <= number_begins


# As many people and topics as are wanted, from those of the demo: only the paper is looked at.
GROWN = """
    ([people, topics, names]) => {
        const table = document.querySelector("#coverage-matrix table");
        const head = table.tHead.rows[0], rows = [...table.tBodies[0].rows];
        for (const row of [head, ...rows]) {
            const cells = [...row.cells].slice(1);
            for (let turn = cells.length; turn < topics; turn++) {
                row.append(cells[turn % cells.length].cloneNode(true));
            }
            while (row.cells.length > topics + 1) row.lastElementChild.remove();
        }
        [...head.cells].forEach((cell, turn) => {
            if (turn % 3 === 1) cell.firstChild.textContent = `Topic${turn} ${names[turn % 2]}`;
            if (turn % 3 === 2) cell.firstChild.textContent = `Topic${turn}`;
        });
        for (let turn = 0; turn < people; turn++) {
            const row = rows[turn % rows.length].cloneNode(true);
            const name = turn % 9 ? "Lind" : names[turn % 2];
            row.cells[0].firstChild.textContent = `Person${turn} ${name}`;
            table.tBodies[0].append(row);
        }
        rows.forEach((row) => row.remove());
    }
"""


@pytest.mark.parametrize(("topics", "sheets_at_most"), [(12, 6), (60, 4)])
def test_a_matrix_goes_on_from_sheet_to_sheet_below_its_topics(
    site: Site, visit: Visit, topics: int, sheets_at_most: int
) -> None:
    page = visit(site, "nora", "/coverage")
    page.evaluate(GROWN, [50, topics, [GERMAN, ARABIC]])
    first_sheet, *sheets = printed(page, ACROSS)
    assert "topics are at risk" in first_sheet
    assert "◕ alone · ● coaches" in sheets[0]
    assert 2 <= len(sheets) <= sheets_at_most
    for sheet in sheets:
        named = re.findall(r"Topic\d+", sheet)
        assert sorted(named) == sorted(f"Topic{turn}" for turn in range(1, topics + 1) if turn % 3)
    people = re.findall(r"Person\d+", "\n".join(sheets))
    assert people == [f"Person{turn}" for turn in range(50)]
    assert ("with help" in sheets[1]) == (topics == 12)
    # No cell reaches over its neighbour, and no name of a topic out of the head.
    cut = page.locator("#coverage-matrix").evaluate(
        """(matrix) => [...matrix.querySelectorAll("th, td")]
            .filter((each) => each.scrollWidth > each.clientWidth + 1
                || each.scrollHeight > each.clientHeight + 1)
            .map((each) => each.textContent)"""
    )
    assert cut == []
