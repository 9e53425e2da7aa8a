"""Titles are one however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt.folding import folded


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Cut-off  FAQ ", "cut-off faq"),
        ("Über\tUNS", "uber uns"),
        ("U\u0308ber uns", "uber uns"),
        ("Straße", "strasse"),
        ("ΟΔΟΣ", "οδοσ"),
        ("ﬁrst\u00a0week", "first week"),
        ("Cut\u200b-off\u202e FAQ" + "\u200b" * 46, "cut-off faq"),
        ("دليل", "دليل"),
        ("\u200b", ""),
    ],
)
def test_case_accents_spaces_and_what_is_not_seen_make_no_other_title(
    written: str, plain: str
) -> None:
    assert folded(written) == plain


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)
