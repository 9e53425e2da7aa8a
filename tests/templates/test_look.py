"""The look is made of parts: classes have owners, colours contrast and files a weight."""

import gzip
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from look import CSS, PAGES, PARTS, STATIC, TEMPLATES, classes_defined, classes_used
from wtforms import Form, RadioField, StringField, validators

from kt.filters import FILTERS
from kt.views.styleguide import contrast, schemes


def forbidden(text: str) -> list[str]:
    """List what our content security policy, or our care, does not allow in a template."""
    return re.findall(
        r"""(?<![\w-])(?:style\s*=|on[a-z]+\s*=\s*["'{]|hx-on|hx-vals\s*=\s*["']js:|javascript:"""
        r"""|hx-trigger\s*=\s*["'][^"']*\[)|\|\s*safe\b|<style|<script(?![^>]*\bsrc=)""",
        text,
    )


CONDITION = re.compile(r"\bif\b[^~]*?(?=\belse\b|[~,)\]]|$)")
FIELDS_AND_ADDRESSES = re.compile(r'(?:value|href|datetime)="{{.*?}}"')


def bare_dates(text: str) -> list[str]:
    """List where a template prints a day or a moment without the filter that says it.

    What fields and addresses carry is for machines.
    """
    text = FIELDS_AND_ADDRESSES.sub("", text)
    parts = [
        part.strip()
        for printed in re.findall(r"{{(.*?)}}", text, re.S)
        for part in re.split(r"~|\belse\b", CONDITION.sub("", printed))
    ]
    name = re.compile(r"(?:\w+\.)+(?:at|on|due|\w+_(?:at|on|date|until|day))")
    return [part for part in parts if name.fullmatch(part)] + re.findall(
        r"strftime|isoformat|ctime", text
    )


def tokens(scheme: str) -> dict[str, str]:
    """Read the colours of the light or the dark scheme; dark goes over light."""
    light, dark = schemes(CSS)
    told = light | dark if scheme == "dark" else light
    return {name: told[name] for name in dark}


WASHES = {
    "accent": "accent-wash",
    "late": "late-wash",
    "waiting": "waiting-wash",
    "info": "info-wash",
    "violet": "violet-wash",
}
SURFACES = ("paper", "card")
TEXTS = (
    [(text, surface) for text in ("ink", "soft", *WASHES) for surface in SURFACES]
    + list(WASHES.items())
    + [(text, "hair") for text in ("ink", "soft")]
    + [(text, "accent-wash") for text in ("ink", "soft")]
    + [("ink", "late-wash"), ("ink", "waiting-wash")]
    + [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-late", "late")]
)


@pytest.fixture
def parts() -> Environment:
    """The macros as the application renders them, with filters that need no request."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Days and moments are said from the reader's own day, which only a request knows.
    environment.filters.update(FILTERS | {"day": str, "moment": str})
    return environment


def drawn(parts: Environment, file: str, call: str, **values: Any) -> str:
    name = call.split("(")[0]
    source = f'{{% from "macros/{file}.html" import {name} %}}{{{{ {call} }}}}'
    return parts.from_string(source).render(**values)


def test_every_class_of_a_page_is_owned_by_a_part() -> None:
    defined = classes_defined(CSS)
    strays = {
        f"{page.relative_to(TEMPLATES)}: {used}"
        for page in PAGES
        for used in classes_used(page.read_text())
        if used not in defined
    }
    assert not strays


def test_every_class_of_a_part_has_its_block_in_the_stylesheet() -> None:
    defined = classes_defined(CSS)
    used = set().union(*(classes_used(part.read_text()) for part in PARTS)) - {"*"}
    unknown = {
        name
        for name in used
        if name not in defined
        and not any(d.startswith(name.rstrip("*")) for d in defined if "*" in name)
    }
    assert not unknown


@pytest.mark.parametrize("template", PAGES + PARTS, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_template_holds_what_the_content_security_policy_forbids(template: Path) -> None:
    assert not forbidden(template.read_text())


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        "<a hx-on:click='go()'>",
        '<a hx-trigger="click[ctrlKey]">',
        "<a hx-vals='js:{a: 1}'>",
        "{{ text|safe }}",
        "{{ text | safe }}",
        "<script>go()</script>",
        "<style>p {}</style>",
    ],
)
def test_the_forbidden_is_recognised(text: str) -> None:
    assert forbidden(text)


@pytest.mark.parametrize("template", PAGES + PARTS, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_every_day_and_moment_is_said_by_a_filter(template: Path) -> None:
    assert not bare_dates(template.read_text())


@pytest.mark.parametrize(
    "text",
    [
        "{{ row.at }}",
        "{{ 'since ' ~ line.held_on }}",
        "{{ line.due if line.due else 'no date' }}",
        "{{ report.on.strftime('%d') }}",
        "{{ day.isoformat() }}",
    ],
)
def test_a_bare_date_is_recognised(text: str) -> None:
    assert bare_dates(text)
    assert not bare_dates("{{ row.at|moment }} {{ line.due|due if line.due else 'no date' }}")
    assert not bare_dates('<input value="{{ day.isoformat() }}">')


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", SURFACES)
def test_the_edges_of_boxes_and_fields_can_be_seen(scheme: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours["edge"], colours[ground]) >= 3


def test_no_colour_of_text_escapes_the_contrast_table() -> None:
    used = set(re.findall(r"(?<![\w-])(?:color|fill|--tone):\s*var\(--([\w-]+)\)", CSS)) - {
        "edge",
        "card",
        "paper",
        "tone",
    }
    assert used <= {text for text, _ in TEXTS}
    washes = {name for name in tokens("light") if name.endswith("-wash")}
    assert washes <= {ground for _, ground in TEXTS}


def test_dark_has_a_colour_for_every_role() -> None:
    light, dark = schemes(CSS)
    assert {name for name, value in light.items() if value.startswith("#")} == set(dark)


def weight(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


SCRIPTS = ("vendor/htmx-2.0.11.min.js", "kt.js", "keys.js")
STYLES = ("kt.css", "vendor/modern-normalize-3.0.1.css", "kt.svg")


def test_the_scripts_weigh_25_kilobytes_at_most() -> None:
    assert weight(*SCRIPTS) <= 25_000
    assert (STATIC / "kt.js").stat().st_size <= 5 * 1024


def test_a_first_view_leaves_60_of_its_100_kilobytes_to_the_page() -> None:
    assert weight(*SCRIPTS, *STYLES) <= 40_000


def test_the_base_page_asks_for_exactly_the_files_that_are_weighed() -> None:
    linked = set(re.findall(r"static_url\('([^']+)'\)", (TEMPLATES / "base.html").read_text()))
    imported = set(re.findall(r'@import url\("([^"]+)"\)', CSS))
    assert linked | imported == {*SCRIPTS, *STYLES}


def test_no_script_is_waited_for_or_comes_before_the_look() -> None:
    base = (TEMPLATES / "base.html").read_text()
    scripts = re.findall(r"<script[^>]*>", base)
    assert all(' defer fetchpriority="low">' in script for script in scripts)


def test_icons_are_the_vendored_drawings() -> None:
    macro = (TEMPLATES / "macros/icons.html").read_text()
    written = dict(re.findall(r'"([\w-]+)": \[(.*?)\],\n', macro))
    files = {file.stem: file.read_text() for file in STATIC.glob("vendor/icons-*/*.svg")}
    assert {name: re.findall(r'"(.*?)"', paths) for name, paths in written.items()} == {
        name: re.findall(r' d="(.*?)"', text) for name, text in files.items()
    }


def test_every_vendored_thing_has_its_licence_beside_it() -> None:
    for file in STATIC.glob("vendor/*.*"):
        if file.suffix in {".js", ".css"}:
            stem = file.name.removesuffix(file.suffix).removesuffix(".min")
            assert (file.parent / f"{stem}.LICENSE").is_file(), file.name
    for folder in STATIC.glob("vendor/*/"):
        assert (folder / "LICENSE").is_file(), folder.name


def test_the_catalogue_lists_every_macro_with_its_arguments() -> None:
    catalogue = (TEMPLATES / "macros/README.md").read_text()
    for file in sorted(TEMPLATES.glob("macros/*.html")):
        line = next(line for line in catalogue.splitlines() if line.startswith(f"| {file.name} "))
        for name, arguments in re.findall(
            r"^{% macro ([a-z]\w*)\((.*?)\) -?%}", file.read_text(), re.M
        ):
            names = ", ".join(re.findall(r"(\w+)(?:=(?:\[\]|{}|[^,\[{]*))?(?:, |$)", arguments))
            assert f"`{name}({names})`" in line


def test_a_thread_says_its_beads_in_words(parts: Environment) -> None:
    beads = Thing(agreed="full", coached="half", written="empty", signed_off="empty")
    html = drawn(parts, "marks", "thread(beads)", beads=beads)
    assert "agreed: yes, coached: partly, written: not yet, signed off: not yet" in html


def test_a_bead_without_a_source_is_not_drawn(parts: Environment) -> None:
    beads = Thing(agreed=None, coached="half", written=None, signed_off="empty")
    html = drawn(parts, "marks", "thread(beads)", beads=beads)
    assert html.count("<circle") == 2
    assert "coached: partly, signed off: not yet" in html


def test_a_tick_sets_a_value_and_never_toggles(parts: Environment) -> None:
    open_item = drawn(parts, "rows", 'tick("item-3", "/items/3/tick", "Get a badge")')
    done_item = drawn(parts, "rows", 'tick("item-3", "/items/3/tick", "Get a badge", state="done")')
    assert 'value="1" role="checkbox" aria-checked="false"' in open_item
    assert 'value="0" role="checkbox" aria-checked="true"' in done_item
    assert "Undo: Get a badge" in done_item


def test_who_may_not_tick_sees_the_box_but_no_button(parts: Environment) -> None:
    html = drawn(parts, "rows", 'tick("item-3", "/items/3/tick", "Get a badge", may=false)')
    assert "<button" not in html
    assert 'aria-label="Open"' in html


def test_a_meter_that_is_over_stays_full_and_keeps_its_words(parts: Environment) -> None:
    html = drawn(parts, "marks", 'meter(5, 3, "Raj Patel", text="5 of 3 h", tone="late")')
    assert '<progress value="3" max="3" aria-label="Raj Patel: 5 of 3 h">' in html


class Sheet(Form):
    name = StringField(
        "Name", [validators.InputRequired("Enter a name.")], description="As in the mail."
    )
    way = RadioField(
        "Way",
        [validators.InputRequired("Choose a way.")],
        choices=["Shown", "Explained"],  # type: ignore[list-item]
    )


def test_a_wrong_field_says_the_same_on_top_and_beside_itself(parts: Environment) -> None:
    sheet = Sheet()
    sheet.validate()
    summary = drawn(parts, "forms", "error_summary(form)", form=sheet)
    assert '<a href="#name">Enter a name.</a>' in summary
    assert '<a href="#way-0">Choose a way.</a>' in summary
    html = drawn(parts, "forms", "field(f)", f=sheet.name)
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Enter a name." in html


def test_a_chart_has_its_sentence_first_and_its_figures_in_a_table(parts: Environment) -> None:
    html = drawn(
        parts,
        "charts",
        "burn_up(sentence, reached, agreed)",
        sentence="3 of 8 targets reached.",
        reached=[(date(2026, 10, 1), 0), (date(2026, 10, 20), 3)],
        agreed=[(date(2026, 10, 1), 0), (date(2026, 12, 12), 8)],
    )
    assert html.index("3 of 8 targets reached.") < html.index("<svg") < html.index("<details")
    assert '<th scope="row">2026-10-20</th><td>reached</td><td class="number">3</td>' in html


@pytest.mark.parametrize(
    ("end", "now", "said", "unsaid"),
    [
        (date(2026, 12, 12), "today", [">2026-10-01<", ">2026-12-12<"], 'text-anchor="end">3 '),
        (date(2026, 10, 8), "today", [">2026-10-08<"], ">2026-10-01<"),
        (date(2026, 11, 12), "at the close", ['text-anchor="end">3 at the close<'], "likely"),
    ],
    ids=["far apart", "an end near the start", "words at the edge"],
)
def test_the_words_of_a_chart_stand_clear_of_one_another(
    parts: Environment, end: date, now: str, said: list[str], unsaid: str
) -> None:
    html = drawn(
        parts,
        "charts",
        "burn_up(sentence, reached, agreed, now=now)",
        sentence="3 of 8 targets reached.",
        reached=[(date(2026, 10, 1), 0), (date(2026, 11, 10), 3)],
        agreed=[(date(2026, 10, 1), 0), (end, 8)],
        now=now,
    )
    drawing = html[: html.index("</svg>")]
    assert all(words in drawing for words in said)
    assert unsaid not in drawing


def test_the_ways_of_a_heat_line_differ_by_shape_and_its_name_is_a_sentence(
    parts: Environment,
) -> None:
    ways = ("explained", "shown", "done together", "learner did it alone", "coach did it")
    marks = {way: drawn(parts, "charts", "heat_mark(way)", way=way) for way in (*ways, "not said")}
    assert len({re.sub(r' class="[^"]*"', "", mark) for mark in marks.values()}) == len(marks)
    line = Thing(weeks=3, began=1, marks=[(2, "shown")])
    html = drawn(parts, "charts", "heat_line(line, sentence)", line=line, sentence="Met once.")
    assert "<title>Met once.</title>" in html
    assert html.count('class="bead-full"') == 1
    assert 'd="M12 7H36M18 5v4M30 5v4"' in html


def test_a_spark_draws_done_and_agreed_and_leaves_the_words_to_those_beside_it(
    parts: Environment,
) -> None:
    line = Thing(done=((0.0, 0.0), (0.5, 1.0)), agreed=())
    html = drawn(parts, "charts", "spark(line)", line=line)
    assert 'class="stroke-done" d="M3.0 17.0L36.0 3.0"' in html
    assert 'class="bead-full" cx="36.0" cy="3.0"' in html
    assert 'aria-hidden="true"' in html


def test_what_people_wrote_is_never_markup(parts: Environment) -> None:
    html = drawn(parts, "rows", "row(title, second=title)", title="<b>bold</b>")
    assert "<b>" not in html
