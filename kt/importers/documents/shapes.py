"""What files of documents turn into: rows, and sentences about what a person should look at."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...models import Kind, OutputKind, OutputState

# Questions that are no headings stand below every heading, lines in bold between the two.
BELOW_HEADINGS = 8

# The word of `--json` for each kind of output.
KIND_WORDS = {kind: "faq" if kind == OutputKind.FAQ_ENTRY else kind.value for kind in OutputKind}


@dataclass(frozen=True)
class Problem:
    """Something about a file, or a line of it, that the person who imports it should know."""

    source: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        place = f"{self.source}, line {self.line}" if self.line else self.source
        return f"{place}: {self.sentence}"


@dataclass(frozen=True)
class Mark:
    """A question: its words, the place of its answer, and where that ends if the mark says so.

    `text` is the answer where it does not stand in the body as it is, as in an item of a list.
    """

    start: int
    below: int
    level: int
    written: str
    words: str
    end: int | None = None
    text: str | None = None


@dataclass(frozen=True)
class DocumentRow:
    """One document as read; what the file does not say is None or "".

    `text` is Markdown without the fields above it and without the heading that is its title.
    `source` is the file, with the line if the file holds several documents; `group` the headings
    above an FAQ entry; `position` its place in the FAQ, or on its page alone where it `is_on_page`
    with others. `owner` is an e-mail address.
    `attachments` are the pictures beside the file, by the address that the text has for them. What
    `is_exact` was exported here, so nothing of it is read in another way than it is written.
    """

    title: str
    kind: OutputKind
    text: str
    source: str
    group: str = ""
    topic: str = ""
    topic_kind: Kind | None = None
    topic_open: bool | None = None
    state: OutputState | None = None
    owner: str = ""
    due: date | None = None
    url: str = ""
    position: int = 0
    published: date | None = None
    is_on_page: bool = False
    attachments: tuple[tuple[str, bytes], ...] = ()
    is_exact: bool = False

    @property
    def file(self) -> str:
        return re.sub(r":\d+$", "", self.source)

    @property
    def words(self) -> int:
        return len(re.findall(r"\w[\w'’-]*", self.text))


@dataclass(frozen=True)
class Reading:
    """All that was read, in the order of the files and of the lines in them."""

    documents: tuple[DocumentRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as the object that `--json` prints."""
    return {
        "documents": [
            {
                "title": row.title,
                "kind": KIND_WORDS[row.kind],
                "source": row.source,
                "words": row.words,
            }
            for row in reading.documents
        ],
        "problems": [str(problem) for problem in reading.problems],
    }
