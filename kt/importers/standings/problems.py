"""What is wrong in a skills table, in sentences that say the way out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kt.importers.people.rows import Severity
from kt.importers.standings.levels import LevelWord
from kt.importers.standings.marks import LONGEST_WORD

MOST_REASONS = 3


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, or left out of it, and what to do; an error keeps all of it out."""

    sheet: str
    line: int
    message: str
    severity: Severity = Severity.WARNING


def about_words(
    words: Iterable[LevelWord], first: Mapping[str, tuple[str, int]]
) -> Iterator[Problem]:
    """Ask for the level of each word that is not known; `first` says where it stands first."""
    for word in words:
        if not word.decided:
            sheet, line = first[word.text.casefold()]
            shown = short(word.text)
            yield Problem(
                sheet,
                line,
                f"“{shown}” ({word.count:,} ×) is not a level known here. Say which one it means, "
                f"or that it says nothing (on the command line: --level “{shown}=3” or "
                f"“{shown}=”).",
                Severity.ERROR,
            )


def about_days(undecided: Sequence[tuple[str, int, str]]) -> Iterator[Problem]:
    if undecided:
        sheet, line, text = undecided[0]
        yield Problem(
            sheet,
            line,
            f"“{text}” can be read with the day or with the month first, and no date in the file "
            "settles it. Say which comes first (on the command line: --day-first or "
            "--month-first).",
            Severity.ERROR,
        )


def no_table(filename: str, reasons: Sequence[tuple[str, str]]) -> str:
    if len(reasons) == 1 and not reasons[0][0]:
        why = f"“{filename}” does not say who can do what: {reasons[0][1]}."
    else:
        told = "; ".join(f"“{name}”: {why}" for name, why in reasons[:MOST_REASONS])
        more = len(reasons) - MOST_REASONS
        others = f"; and {more} more" if more > 0 else ""
        why = f"No sheet of “{filename}” says who can do what ({told}{others})."
    return (
        f"{why} Needed is a list with the columns person, topic and level, or a matrix with people "
        "on one side, topics on the other and levels between them."
    )


def says_nothing(filename: str, layout: str) -> str:
    return (
        f"The table of “{filename}” ({layout}) holds no level of anybody. An empty cell "
        "says nothing, not that somebody cannot do it."
    )


def lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:5]))
    more = len(lines) - 5
    which = "line" if len(lines) == 1 else "lines"
    return f"{which} {shown}" + (f" and {more} more" if more > 0 else "")


def short(text: str) -> str:
    return text if len(text) <= LONGEST_WORD else text[:LONGEST_WORD] + "…"
