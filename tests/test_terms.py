"""Text to terms: the same for what is written and for what is asked."""

import pytest

from kt.terms import fold, stems, terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Größe, Łódź, Ærø", ["grosse", "lodz", "aero"]),
        ("été e\u0301te\u0301", ["ete", "ete"]),
        ("a\u200bb\u2060c \u202edcba\u202c \ufeff", ["abc", "dcba"]),
        (
            "What's o’Brien l'équipe don't employees'",
            ["what", "brien", "equipe", "dont", "employees"],
        ),
        ("sign-off user_name 3.5 % «ﬁne»", ["sign", "off", "user", "name", "3", "5", "fine"]),
        ("日本語 が か", ["日本", "本語", "が", "か"]),
        ("हिन्दी पाठ।", ["हिन्दी", "पाठ"]),
        ("שָׁלוֹם مَرْحَبًا", ["שלום", "مرحبا"]),
        ("İstanbul ΣΊΣΥΦΟΣ", ["istanbul", "σισυφοσ"]),
        ("'' -- \u200b …", []),
    ],
)
def test_words_lose_what_people_do_not_type(text: str, words: list[str]) -> None:
    assert [term.word for term in terms(text)] == words


def test_a_term_knows_where_it_stands() -> None:
    text = "Ask «Zoë’s» team"
    assert [text[term.start : term.end] for term in terms(text)] == ["Ask", "Zoë’s", "team"]


def test_forms_of_a_word_are_about_the_same() -> None:
    assert set(stems("approve approves approved approving approval")) == {"approv"}
    assert stems("Policies")[0] == stems("policy")[0]


def test_folding_twice_changes_nothing() -> None:
    for word in ("Größe", "ﬁne", "ŉ", "½", "ÆON", "İ", "ǅ"):
        assert fold(fold(word)) == fold(word)
