"""A read-only link for somebody outside: what it shows, to whom, and when it stops."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from screens import Cell, Page, cells_of, is_head, is_row, lines_of, spaced, workbook

from kt.dates import short_date
from kt.models import Measure, Role, ShareLink, Wording

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(NOW, tick=False):
        yield a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


def shared(ada: Browser, days: str = "7", note: str = "") -> str:
    """Make a link on the page and give its path, which is shown only there."""
    answer = ada.post("/rollouts/1/links", data={"days": days, "note": note})
    assert answer.status_code == 200
    return re.findall(r'value="http://127.0.0.1:8000(/shared/[^"]+)"', answer.text)[0]


def test_a_link_is_shown_once_and_opens_the_report_without_signing_in(
    ada: Browser, cast: Cast
) -> None:
    make.a_target(cast.rollout, name="Late trades")
    path = shared(ada, note="The board")
    listed = ada.get("/rollouts/1/report").text
    assert path not in listed
    assert "The board" in listed
    ada.delete_cookie("kt_login")
    page = ada.get(path)
    assert page.status_code == 200
    assert "Cut-off rules" in page.text
    assert "Late trades" in page.text
    assert "The board" not in page.text


def test_the_page_is_for_no_search_engine_and_tells_no_other_site(ada: Browser, cast: Cast) -> None:
    for path in (shared(ada), "/shared/nothing"):
        headers = ada.get(path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "private, no-store"
    assert ada.get("/").headers["Referrer-Policy"] == "same-origin"


def test_the_page_leads_to_its_own_tables_alone_and_has_nothing_to_press(
    ada: Browser, cast: Cast
) -> None:
    make.a_target(cast.rollout)
    for path in (shared(ada), "/shared/nothing"):
        html = ada.get(path).text
        links = re.findall(r'<a [^>]*href="(?!#)([^"]*)"', html)
        assert [link for link in links if not link.startswith(f"{path}/tables/")] == []
        assert [part for part in ("<form", "<nav", "<button", "hx-get") if part in html] == []


def test_signed_in_or_not_the_page_is_the_same(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, name="Late trades")
    path = shared(ada)
    signed_in = ada.get(path).data
    ada.delete_cookie("kt_login")
    assert ada.get(path).data == signed_in


def test_unknown_expired_and_revoked_links_answer_the_same_404(ada: Browser, cast: Cast) -> None:
    revoked, expired = shared(ada), shared(ada)
    assert ada.post("/rollouts/1/links/1/revocation").status_code == 303
    ada.delete_cookie("session")
    unknown = ada.get("/shared/nothing")
    assert unknown.status_code == 404
    assert (ada.get(revoked).status_code, ada.get(revoked).data) == (404, unknown.data)
    assert ada.get(expired).status_code == 200
    with time_machine.travel(NOW.replace(month=12), tick=False):
        assert (ada.get(expired).status_code, ada.get(expired).data) == (404, unknown.data)
    assert dict(ada.get(revoked).headers) == dict(unknown.headers)


def test_each_table_of_the_page_is_a_file_cell_by_cell(ada: Browser, cast: Cast) -> None:
    of_topic = {"rollout_topic": cast.rollout_topic, "due": date(2026, 12, 18)}
    make.a_target(cast.rollout, name="Late trades", unit="trades", **of_topic)
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, level=3, number=80, share=True)
    make.a_target(cast.rollout, Measure.SESSIONS_HELD, each_learner=True, limit=True, number=2)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 11, 2))
    path = shared(ada)
    ada.delete_cookie("kt_login")
    page = Page(ada.get(path).text)

    (topic,), (cells,) = files_of(ada, path, "topics"), rows_of(page, "topics")
    assert topic["Last session"] == date(2026, 11, 2)
    assert cells == [
        *(topic["Topic"], f"{topic['Learners']:g}", f"{topic['Sessions']:g}", "2 Nov"),
        f"{topic['Outputs published']:g} of {topic['Outputs']:g}",
        f"{topic['Targets reached']:g} of {topic['Targets']:g}",
    ]
    there = rows_of(page, "targets")
    for target, cells in zip(files_of(ada, path, "targets"), there, strict=True):
        unit, whom = f" {target['Unit']}".rstrip(), f", {target['For']}" if target["For"] else ""
        now = target["Now"] if isinstance(target["Now"], str) else f"{target['Now']:g}{unit}"
        if target["Learners"] != "":
            now = f"{target['Learners who reached it']:g} of {target['Learners']:g} reached it"
        due = target["By"]
        assert cells == [
            f"{target['What']}{whom}",
            f"{target['Baseline']:g}{unit}",
            now,
            f"{target['Limit']} {target['Target']:g}{unit}".strip(),
            due if isinstance(due, str) else short_date(due, NOW.date()),
            target["Met since"]
            if isinstance(target["Met since"], str)
            else short_date(target["Met since"], NOW.date()),
            spaced(f"{target['Progress in %']:.0f} % {cells[-1].partition('%')[2]}"),
        ]
    assert [each["Topic"] for each in files_of(ada, path, "targets")] == [
        *("The whole rollout", "The whole rollout", "Cut-off rules")
    ]
    (figure,) = page.root.all(lambda each: each.tag == "figure")
    points = [row for row in figure.all(is_row) if not is_head(row)]
    assert len(files_of(ada, path, "targets-over-time")) == len(points)


def files_of(browser: Browser, path: str, name: str) -> list[dict[str, Cell]]:
    answer = browser.get(f"{path}/tables/{name}.xlsx")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    heads, *rows = workbook(answer.data)
    csv = lines_of(browser.get(f"{path}/tables/{name}.csv").data)
    assert (csv[0], len(csv)) == (heads, len(rows) + 1)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def rows_of(page: Page, place: str) -> list[list[str]]:
    return [cells_of(row) for row in page.rows(place)]


def test_a_link_that_opens_nothing_opens_no_table(ada: Browser, cast: Cast) -> None:
    path = shared(ada)
    ada.post("/rollouts/1/links/1/revocation")
    ada.delete_cookie("session")  # where the deed's sentence waits for the next page
    for dead in (path, "/shared/nothing"):
        answer = ada.get(f"{dead}/tables/topics.csv")
        assert (answer.status_code, answer.data) == (404, ada.get(dead).data)


def test_opening_a_link_writes_nothing(ada: Browser, cast: Cast) -> None:
    path = shared(ada)
    before = list(ShareLink.select().dicts())
    with counted_statements() as statements:
        ada.get(path)
    assert len(statements) <= 12
    assert [each for each in statements if not each.lstrip("( ").startswith("SELECT")] == []
    assert list(ShareLink.select().dicts()) == before


def test_mentors_and_proteges_are_called_so_there_too(ada: Browser, cast: Cast) -> None:
    cast.rollout.wording = Wording.MENTORING
    cast.rollout.save()
    make.a_target(cast.rollout, each_learner=True)
    html = ada.get(shared(ada)).text
    assert "for each protégé" in html
    assert "earner" not in html


def test_a_wrong_number_of_days_is_said_at_the_form(ada: Browser, cast: Cast) -> None:
    for days in ("", "365", "soon"):
        answer = ada.post("/rollouts/1/links", data={"days": days})
        assert answer.status_code == 422
        assert 'id="error-summary"' in answer.text
        assert re.search(r'<details[^>]*id="share" open', answer.text)
    assert ShareLink.select().count() == 0


def test_nobodys_name_stands_there_whatever_they_wrote(ada: Browser, cast: Cast) -> None:
    """Everything that people write is full of names: what may appear must still hold none."""
    cast.rollout.name, cast.topic.name = "From Ben to Cleo", "Ben Arroyo’s way"
    cast.rollout.why = cast.rollout.keep = "Cleo Marsh"
    cast.rollout.save()
    cast.topic.save()
    for measure in Measure:
        make.a_target(cast.rollout, measure, level=3, name="By Dan Weiss", unit="of Dan")
    make.a_target(cast.rollout, each_learner=True, rollout_topic=cast.rollout_topic)
    make.an_output("Ben’s manual", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    make.an_item(
        make.a_checklist("Cleo’s", person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    )
    make.a_seat(cast.rollout_topic, make.a_person("Éva de Nagy-Kovács"), Role.LEARNER)
    words = re.sub(r"<[^>]+>", " ", ada.get(shared(ada, note="For Ada")).text).casefold()
    names = "ada lovell ben arroyo cleo marsh dan weiss éva nagy kovács @example".split()
    assert [name for name in names if re.search(rf"\b{name}\b", words)] == []
    assert "topic 1" in words
