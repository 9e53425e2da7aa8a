"""What changed between two texts: lines first, then the words inside the lines that changed."""

import random

import pytest

from kt.differences import Change, Fold, differences, folded

BEFORE = """Stop the queue.
Check the log at five.
Restart."""

AFTER = """Stop the queue.
Tell the desk.
Check the log at six.
Restart."""


def told(before: str, after: str) -> list[str]:
    """Write each line with its sign, and the words that differ in brackets."""
    signs = {Change.SAME: " ", Change.GONE: "-", Change.NEW: "+"}
    return [
        signs[line.change]
        + "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in line.pieces)
        for line in differences(before, after)
    ]


def test_a_changed_line_stands_as_it_was_and_as_it_is_with_the_words_that_differ() -> None:
    assert told(BEFORE, AFTER) == [
        " Stop the queue.",
        "+Tell the desk.",
        "-Check the log at [five].",
        "+Check the log at [six].",
        " Restart.",
    ]


def test_lines_with_little_in_common_are_one_gone_and_one_new() -> None:
    assert told("Send a fax to the bank.", "Press “Release” twice.") == [
        "-Send a fax to the bank.",
        "+Press “Release” twice.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("", "", []),
        ("", "Stop.", ["+Stop."]),
        ("Stop.", "", ["-Stop."]),
        ("Stop.", "Stop.", [" Stop."]),
        ("Stop.\r\nGo.", "Stop.\nGo.", [" Stop.", " Go."]),
    ],
)
def test_a_text_may_be_empty_or_the_same(before: str, after: str, lines: list[str]) -> None:
    assert told(before, after) == lines


def test_both_texts_can_be_read_out_of_their_difference() -> None:
    lines = differences(BEFORE, AFTER)
    assert "\n".join(line.text for line in lines if line.change != Change.NEW) == BEFORE
    assert "\n".join(line.text for line in lines if line.change != Change.GONE) == AFTER


def test_a_long_paragraph_is_compared_by_its_sentences() -> None:
    before = " ".join(f"Step {number} is done by hand." for number in range(100))
    (was, becomes) = differences(before, before.replace("Step 7 is", "Step 7 was"))
    assert [piece.text for piece in was.pieces if piece.marked] == ["Step 7 is done by hand."]
    assert [piece.text for piece in becomes.pieces if piece.marked] == ["Step 7 was done by hand."]


def test_lines_that_stayed_are_left_out_but_for_two_beside_each_change() -> None:
    before = "\n".join(f"Step {number}." for number in range(10))
    lines = folded(differences(before, before.replace("Step 4.", "Step four.")))
    assert [line.folded if isinstance(line, Fold) else line.text for line in lines] == [
        2,
        "Step 2.",
        "Step 3.",
        "Step 4.",
        "Step four.",
        "Step 5.",
        "Step 6.",
        3,
    ]
    assert folded(differences(before, before)) == [Fold(10)]


@pytest.mark.parametrize("words_a_line", [8, 40, 10_000])
def test_of_ten_thousand_words_none_is_lost(words_a_line: int) -> None:
    before, after = two_texts(words_a_line)
    lines = differences(before, after)
    for text, left_out in ((before, Change.NEW), (after, Change.GONE)):
        assert [line.text for line in lines if line.change != left_out] == text.split("\n")


def two_texts(words_a_line: int) -> tuple[str, str]:
    """Write two texts of 10,000 words, of which one in ten differs."""
    chance = random.Random(1)
    vocabulary = [f"word{number}" for number in range(2_000)] + ["the", "of", "and", "to"] * 300
    words = chance.choices(vocabulary, k=10_000)
    changed = [chance.choice(vocabulary) if chance.random() < 0.1 else word for word in words]

    def text(words: list[str]) -> str:
        lines = [words[at : at + words_a_line] for at in range(0, len(words), words_a_line)]
        return "\n".join(" ".join(line) + "." for line in lines)

    return text(words), text(changed)
