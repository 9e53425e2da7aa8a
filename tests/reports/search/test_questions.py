"""Questions as people would ask them, not in the headings' words, find the right passage."""

from collections.abc import Sequence

import library
import make
import pytest
from questions import ASKED, HELD_OUT, PUT_ASIDE

from kt.models import Access, Passage, Person
from kt.reports.search import Result, search

Asked = tuple[str, str, str]

FIRST = 3


def are_found(person: Person, files: dict[int, str], asked: Sequence[Asked]) -> list[Asked]:
    """Tell which questions find what answers them among the first results."""
    return [
        question
        for question in asked
        if any(
            answers(result, files, question)
            for result in search(person, question[0], today=make.TODAY).results[:FIRST]
        )
    ]


def answers(result: Result, files: dict[int, str], question: Asked) -> bool:
    """Tell whether a result is the passage that answers, by its file and by words of its own."""
    _, file, words = question
    if not files.get(result.id, "").startswith(tuple(file.split("|"))):
        return False
    shown = {"title": result.title, "heading": result.heading}
    written = {name: "".join(piece.text for piece in pieces) for name, pieces in shown.items()}
    texts = Passage.select(Passage.text).where(
        Passage.output == result.id,
        Passage.anchor == result.anchor,
        Passage.heading == written["heading"],
    )
    whole = "\n".join([*written.values(), *(text for (text,) in texts.tuples())])
    return any(part in whole for part in words.split("|"))


@pytest.fixture
def root(database: str) -> Person:
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


def test_nine_of_ten_questions_find_the_passage_among_the_first_three(
    root: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    files = library.fill(root)
    found, aside = (are_found(root, files, asked) for asked in (ASKED, PUT_ASIDE))
    with capsys.disabled():
        print(f"\n{len(found)} of {len(ASKED)} questions found", end=", ")
        print(f"and {len(aside)} of {len(PUT_ASIDE)} that were put aside", end=" ")
    assert len(ASKED) == 60
    assert len(found) >= 54, sorted(set(ASKED) - set(found))
    assert len(aside) >= 7, sorted(set(PUT_ASIDE) - set(aside))


def test_questions_that_were_written_afterwards_are_found_too(
    root: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    files = library.fill(root, (*library.FOLDERS, "onboarding", "offboarding"))
    found = are_found(root, files, HELD_OUT)
    with capsys.disabled():
        print(f"\n{len(found)} of {len(HELD_OUT)} questions held out found", end=" ")
    assert len(found) >= 14, sorted(set(HELD_OUT) - set(found))
