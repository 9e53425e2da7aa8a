"""Names from right to left in our sentences: what stands beside them stays where it is."""

import pytest

from kt.markup import kept_apart

ARABIC, HEBREW = "عبد الرحمن", "דנה לוי"


def apart(page: str) -> str:
    """Set a page's names apart, with the marks shown."""
    shown = kept_apart(page.encode()).decode()
    return shown.replace("\u2068", "‹").replace("\u2069", "›")


@pytest.mark.parametrize("name", [ARABIC, HEBREW, "צה&#34;ל", "א.ב לוי"])
def test_a_name_before_a_number_keeps_the_number_out(name: str) -> None:
    assert (
        apart(f"<p>Approved by {name}. 2 did it.</p>") == f"<p>Approved by ‹{name}›. 2 did it.</p>"
    )
    assert apart(f"<p>{name} · 2 · {name}: 3</p>") == f"<p>‹{name}› · 2 · ‹{name}›: 3</p>"
    assert apart(f"<p>{name}, <b>{name}</b> 3</p>") == f"<p>‹{name}›, <b>‹{name}›</b> 3</p>"


def test_a_name_with_a_number_of_its_own_keeps_it_where_it_stands_alone_or_is_quoted() -> None:
    assert apart("<td>\n  שיפט 2 </td>") == "<td>\n  ‹שיפט 2› </td>"
    assert (
        apart("<p>You read “שיפט 2 QA” 5 days ago</p>")
        == "<p>You read “‹שיפט 2 QA›” 5 days ago</p>"
    )
    found = f"<p>In {ARABIC} <mark>{HEBREW}</mark> 2</p>"
    assert apart(found) == f"<p>In ‹{ARABIC} <mark>{HEBREW}›</mark> 2</p>"


def test_fields_code_attributes_and_whole_texts_have_no_marks() -> None:
    page = (
        f'<textarea>{ARABIC}</textarea><input value="{HEBREW} 2"><code>{ARABIC}</code>'
        f'<div class="prose"><p>{ARABIC} OK {ARABIC}.</p></div><!--/prose-->'
    )
    assert apart(page) == page
    assert apart(f"{page}{HEBREW} x") == f"{page}‹{HEBREW}› x"


@pytest.mark.parametrize("page", ["<p>Ben’s “text” · 2 …</p>", "<p>日本語 Ünï 🎉</p>", ""])
def test_a_page_without_such_names_stays_as_it_is(page: str) -> None:
    assert apart(page) == page


@pytest.mark.parametrize(
    "piece", ["א ", "“א", "א'", "א<b>", "א.", "“", "א" + " " * 20_000 + "·", "“" + "א" * 20_000]
)
def test_texts_made_to_keep_it_busy_end(piece: str) -> None:
    page = piece * (40_000 // len(piece)) + "x"
    assert apart(page).replace("‹", "").replace("›", "") == page
