"""What templates can say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import Blueprint, Flask, g, render_template_string
from jinja2 import UndefinedError
from markupsafe import Markup

from kt.due import Anchor, DueRule, Unit
from kt.filters import register

MONDAY = date(2026, 11, 23)


@pytest.fixture
def app(tmp_path):
    (tmp_path / "kt.css").write_text("body { color: black }")
    made = Flask("kt", static_folder=str(tmp_path), static_url_path="/static")
    register(made)
    return made


@pytest.fixture
def shown(app):
    """Render a template as a page that somebody in Berlin opens on a Monday."""

    def render(template, **values):
        with app.test_request_context():
            g.today, g.zone = MONDAY, ZoneInfo("Europe/Berlin")
            return render_template_string(template, **values)

    return render


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Greta Lind", "GL"),
        ("Jan van der Berg", "JB"),
        ("Ana", "AN"),
        ("(Ext.) Ömer Çelik", "EÇ"),
        ("ß", "SS"),
        ("王", "王"),
        ("…", "?"),
        ("", "?"),
    ],
)
def test_people_are_two_letters(shown, name, letters):
    assert shown("{{ name|initials }}", name=name) == letters


@pytest.mark.parametrize(
    ("words", "said"),
    [("running", "Running"), ("SME-seeded one-way", "SME-seeded one-way"), ("", "")],
)
def test_a_sentence_begins_with_a_capital_and_keeps_the_rest(shown, words, said):
    assert shown("{{ words|sentence }}", words=words) == said


def test_a_person_keeps_one_of_the_four_tints(shown):
    tints = [shown("{{ id|tint }}", id=id) for id in range(40)]
    assert set(tints) == {"1", "2", "3", "4"}
    assert shown("{{ 7|tint }}{{ 'Greta'|tint }}") == shown("{{ 7|tint }}{{ 'Greta'|tint }}")


def test_an_element_is_named_after_the_row_it_shows(shown):
    class CoachingSession(SimpleNamespace):
        pass

    row = CoachingSession(id=12)

    class ItemRow(SimpleNamespace):
        pass

    assert shown("{{ dom_id(row) }} {{ row|dom_id }}", row=row) == (
        "coaching-session-12 coaching-session-12"
    )
    assert shown("{{ dom_id(row) }}", row=ItemRow(id=3)) == "item-3"
    assert shown("{{ dom_id(row, 'next') }}", row=ItemRow(id=3)) == "next-item-3"


def test_days_are_those_of_the_reader(shown):
    at_midnight = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    yesterday = MONDAY - timedelta(days=1)
    words = shown("{{ at|moment }}, {{ at|ago }}", at=at_midnight)
    assert Markup(words).striptags() == "today 0:05, today"
    words = shown("{{ on|day }}, {{ on|ago }}, {{ on|due }}", on=yesterday)
    assert Markup(words).striptags() == "yesterday, yesterday, 1 day overdue"
    assert shown("{{ (on|due_group).heading }}", on=yesterday) == "Overdue by 1 day"


def test_a_moment_has_its_exact_time_in_the_zone_of_the_reader_on_hover(shown):
    at_midnight = datetime(2026, 11, 22, 23, 5, 9, tzinfo=UTC)
    assert shown("{{ 'met ' ~ at|moment ~ ' <b>' }}", at=at_midnight) == (
        'met <time datetime="2026-11-22T23:05:09+00:00" '
        'title="Monday 23 November 2026, 0:05:09 Europe/Berlin">today 0:05</time> &lt;b&gt;'
    )
    assert shown("{{ on|ago }}", on=MONDAY - timedelta(days=9)) == (
        '<time datetime="2026-11-14" title="Saturday 14 November 2026">9 days ago</time>'
    )


def test_a_due_rule_is_said_in_words(shown):
    day_3 = DueRule(Anchor.START, 2, 2, Unit.DAYS)
    assert shown("{{ day_3|rule }}", day_3=day_3) == "on day 3"


def test_amounts_are_written_for_people(shown):
    assert shown("{{ 90|minutes }}; {{ 2|count('person', 'people') }}") == "1 h 30; 2 people"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1234.5, "1,234.5"),
        (Decimal("1234.50"), "1,234.5"),
        (100, "100"),
        (0.1 + 0.2, "0.3"),
        (-0.0000001, "0"),
        (-2.25, "-2.25"),
    ],
)
def test_a_number_drops_its_trailing_zeros(shown, value, words):
    assert shown("{{ value|number }}", value=value) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.001, "1 %"), (0.545, "55 %"), (0.999, "99 %"), (1, "100 %"), (1.2, "120 %")],
)
def test_a_share_is_whole_only_when_nothing_is_missing(shown, share, words):
    assert shown("{{ share|percent }}", share=share) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(2.25, "h", "2.25 h"), (1234.0, "", "1,234"), (0.0, "%", "0 %"), (None, "h", "no reading")],
)
def test_an_amount_has_its_unit_and_an_unknown_one_says_so(shown, value, unit, words):
    said = shown("{{ value|amount(unit) }}", value=value, unit=unit)
    assert said == (words if value is None else words.replace(" ", "\u00a0"))


def test_a_date_in_a_table_is_short_and_does_not_break(shown):
    days = [MONDAY, date(2027, 1, 4)]
    assert [shown("{{ day|short_date }}", day=day) for day in days] == [
        "23\u00a0Nov",
        "4\u00a0Jan\u00a02027",
    ]


def test_markdown_is_shown_safely(shown):
    text = "*now* <script>"
    assert shown("{{ text|inline }}", text=text) == "<em>now</em> &lt;script&gt;"
    assert shown("{{ text|rich }}", text=text) == "<p><em>now</em> &lt;script&gt;</p>\n"
    assert shown("{{ text|plain }}", text=text) == "now &lt;script&gt;"


def test_the_address_of_a_static_file_changes_with_its_content(shown, app, tmp_path):
    first = shown("{{ static_url('kt.css') }}")
    assert first.startswith("/static/kt.css?v=")
    (tmp_path / "kt.css").write_text("body { color: green }")
    assert shown("{{ static_url('kt.css') }}") == first
    register(app)
    assert shown("{{ static_url('kt.css') }}") != first


def test_an_address_that_is_remembered_is_the_one_that_would_be_built(shown, app):
    app.add_url_rule("/rows/<int:id>", "rows.show", lambda id: "")
    addresses = (
        "{{ url_for('rows.show', id=1) }} {{ url_for('rows.show', id=1, done=1) }}"
        " {{ url_for('rows.show', id=1, done=true) }} {{ url_for('rows.show', id=1, on=[1, 2]) }}"
    )
    for _ in range(2):
        assert shown(addresses).replace("&amp;", "&").split() == [
            "/rows/1",
            "/rows/1?done=1",
            "/rows/1?done=True",
            "/rows/1?on=1&on=2",
        ]
    with app.test_request_context(base_url="http://localhost/kt/"):
        assert render_template_string("{{ url_for('rows.show', id=1) }}") == "/kt/rows/1"


def test_an_address_that_begins_with_a_dot_is_that_of_the_place_one_is_at(app):
    for place in ("rows", "cells"):
        there = Blueprint(place, __name__, url_prefix=f"/{place}")
        there.add_url_rule("/<int:id>", "show", lambda id: "")
        app.register_blueprint(there)
    for path in ("/rows/1", "/cells/1"):
        with app.test_request_context(path):
            assert render_template_string("{{ url_for('.show', id=1) }}") == path


def test_an_unknown_name_in_a_template_is_an_error(shown):
    with pytest.raises(UndefinedError):
        shown("{{ nobody }}")


def test_a_tag_leaves_no_blank_line_behind(shown):
    assert shown("{% if true %}\n  yes\n  {% endif %}\nend") == "  yes\nend"
