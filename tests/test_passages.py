"""A document cut into the places that a search leads to."""

from kt.markup import render
from kt.passages import LONGEST, passages


def cut(text: str, title: str = "") -> list[tuple[str, str, str]]:
    return [tuple(each) for each in passages(str(render(text).html), title)]


def test_each_heading_begins_a_passage_and_knows_those_above() -> None:
    text = "# Leave\n\nAsk first.\n\n## Sick *days*\n\nCall\nearly.\n\n- one\n- two\n\n"
    assert cut(text + "# Pay\n\nMonthly.") == [
        ("doc-leave", "Leave", "Ask first."),
        ("doc-sick-days", "Leave › Sick days", "Call early.\none\ntwo"),
        ("doc-pay", "Pay", "Monthly."),
    ]


def test_the_title_of_the_document_is_no_heading_once_more() -> None:
    assert cut("# Leave\n\nAsk.\n\n## Sick days\n\nCall.\n\n# Leave\n\nGo.", "leave ") == [
        ("", "", "Ask."),
        ("doc-sick-days", "Sick days", "Call."),
        ("doc-leave-1", "Leave", "Go."),
    ]


def test_a_heading_over_others_alone_is_found_with_them_and_the_last_one_by_itself() -> None:
    assert cut("# Leave\n\n## Sick days\n\n## Holidays") == [
        ("doc-sick-days", "Leave › Sick days", ""),
        ("doc-holidays", "Leave › Holidays", ""),
    ]


def test_a_long_section_is_several_passages_that_lose_no_word() -> None:
    lines = [f"Line {number} of a long story with ten words in all." for number in range(80)]
    parts = passages(str(render("# Story\n\n" + "\n\n".join(lines)).html))
    assert {part.anchor for part in parts} == {"doc-story"}
    assert len(parts) > 2
    assert all(len(part.text) <= LONGEST + 100 for part in parts)
    assert "\n".join(part.text for part in parts) == "\n".join(lines)


def test_one_line_without_end_is_cut_between_words_or_anywhere() -> None:
    words = "word " * 1_000 + "x" * 5_000
    parts = passages(str(render(words).html))
    assert "".join("".join(part.text.split()) for part in parts) == "".join(words.split())
    assert all(len(part.text) <= LONGEST for part in parts)


def test_nothing_is_one_empty_passage() -> None:
    assert cut("") == [("", "", "")]
