"""The block of fields above a document: what is known of it, and the text below it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from ...models import Kind, OutputKind, OutputState
from ..yaml_text import is_too_deep, load_yaml
from .shapes import Problem

# The field by which an export of ours says that the text below it is kept as it stands.
EXACT = "kt"

FENCES = {"---": ("---", "..."), "+++": ("+++",)}
FIELD = re.compile(r"""(["']?)([A-Za-z][\w .-]*)\1\s*[:=](?:\s+(.*)|$)""")
CONTINUATION = re.compile(r"\s|#|- |[\]}]|$")
E_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
# Fields that say how a site shows a page, not what the page says.
OF_TOPICS = frozenset(["topic", "topic kind", "topic seen by"])
KNOWN = OF_TOPICS | set("title name kind state owner due url position published group".split())
OURS = frozenset([EXACT, "version", "reviewed"])
MAX_CHARACTERS = 64_000

KINDS = {kind.value.lower().replace("-", " "): kind for kind in OutputKind} | {
    "faqentry": OutputKind.FAQ_ENTRY,
    "howto": OutputKind.HOW_TO,
    "link": OutputKind.EXTERNAL_LINK,
}
STATES = {state.value: state for state in OutputState}
TOPIC_KINDS = {kind.value: kind for kind in Kind}
SEEN_BY = {"everybody": True, "those who have to do with it": False}

Value = TypeVar("Value")


@dataclass(frozen=True)
class Fields:
    """What the block says; `page_of_questions`: "kind: faq", so that each question is an entry."""

    title: str = ""
    kind: OutputKind | None = None
    page_of_questions: bool = False
    exact: bool = False
    topic: str = ""
    topic_kind: Kind | None = None
    topic_open: bool | None = None
    group: str = ""
    state: OutputState | None = None
    owner: str = ""
    due: date | None = None
    url: str = ""
    position: int = 0
    published: date | None = None


@dataclass
class Block:
    """The fields as they are written, where each stands, and the lines that they take."""

    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    first: int = 0
    below: int = 0
    fault: str = ""


def read_fields(text: str, source: str) -> tuple[Fields, str, list[Problem]]:
    """Return the fields, the text with its fields made blank so that no line moves, and faults."""
    block = _block(text)
    if block is None:
        return Fields(), text, []
    lines = text.split("\n")
    body = "\n".join([""] * block.below + lines[block.below :])
    problems = [Problem(source, block.first + 1, block.fault)] if block.fault else []
    reader = _Reader(block, source, problems)
    fields = reader.fields()
    reader.name_what_is_left_out(fields)
    return fields, body, problems


def exact_text(text: str) -> str:
    """Return what stands below the fields of an export of ours, letter for letter."""
    block = _block(text)
    below = text.split("\n")[block.below :] if block else [text]
    # The export puts one blank line above the text and ends its last line.
    return "\n".join(below[1:]).removesuffix("\n")


def _block(text: str) -> Block | None:
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[first].rstrip()
    if fence == "{":
        return _json(lines, first)
    if fence not in FENCES:
        return _bare(lines, first)
    closing = (n for n in range(first + 1, len(lines)) if lines[n].rstrip() in FENCES[fence])
    close = next(closing, None)
    if close is None:
        return _unclosed(lines, first)
    inside = lines[first + 1 : close]
    if any(map(str.strip, inside)) and not inside[0].strip():
        return None
    block = Block(lines=_places(inside, first + 1), first=first, below=close + 1)
    values = _loaded("\n".join(inside), toml=fence == "+++")
    if isinstance(values, Mapping):
        block.values = {str(key).strip().lower(): value for key, value in values.items()}
        return block
    if not any(map(FIELD.match, inside)):
        return block if not any(line.strip() for line in inside) else None
    if not all(FIELD.match(line) or CONTINUATION.match(line) for line in inside):
        return None
    block.values = _line_by_line(inside)
    block.fault = (
        "The fields above the text are not valid YAML, so they were read line by line. Put values "
        "with a colon or a quotation mark between quotation marks."
    )
    if EXACT in block.values:
        block.fault = ""
    return block


def _json(lines: list[str], first: int) -> Block | None:
    """Read an object of JSON above the text, as Hugo takes it."""
    close = next((n for n in range(first + 1, len(lines)) if lines[n].rstrip() == "}"), None)
    written = "\n".join(lines[first : close + 1]) if close is not None else ""
    if close is None or len(written) > MAX_CHARACTERS or is_too_deep(written):
        return None
    try:
        values = json.loads(written)
    except (ValueError, RecursionError):
        return None
    named = {str(key).strip().lower(): value for key, value in values.items()}
    return Block(named, _places(lines[first:close], first), first, close + 1)


def _bare(lines: list[str], first: int) -> Block | None:
    """Read lines of "Title: …" right above the text, without a fence, as Pelican takes them."""
    last = first
    while last < len(lines) and FIELD.match(lines[last]):
        last += 1
    begins = FIELD.match(lines[first])
    if not begins or begins[2].lower() != "title" or (last < len(lines) and lines[last].strip()):
        return None
    inside = lines[first:last]
    return Block(_line_by_line(inside), _places(inside, first), first, last)


def _unclosed(lines: list[str], first: int) -> Block | None:
    last = first + 1
    while last < len(lines) and FIELD.match(lines[last]):
        last += 1
    if last == first + 1 or (last < len(lines) and lines[last].strip()):
        return None
    inside = lines[first + 1 : last]
    fault = f"The fields above the text are never closed: write {lines[first].rstrip()} below them."
    return Block(_line_by_line(inside), _places(inside, first + 1), first, last, fault)


def _loaded(inside: str, *, toml: bool) -> object:
    if len(inside) > MAX_CHARACTERS or is_too_deep(inside):
        return None
    try:
        return tomllib.loads(inside) if toml else load_yaml(inside)
    except (ValueError, RecursionError):
        return None


def _line_by_line(inside: list[str]) -> dict[str, object]:
    found = filter(None, map(FIELD.match, inside))
    return {match[2].strip().lower(): _unquoted(match[3] or "") for match in found}


def _unquoted(value: str) -> str:
    value = value.strip()
    try:
        loaded = json.loads(value) if value.startswith('"') else value
    except ValueError:
        loaded = value
    return str(loaded) if loaded is not value else value.strip("\"'")


def _places(inside: list[str], first: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, line in enumerate(inside, start=first):
        match = FIELD.match(line)
        if match:
            places.setdefault(match[2].strip().lower(), number + 1)
    return places


class _Reader:
    """Takes what is known from a block and says what was not understood."""

    def __init__(self, block: Block, source: str, problems: list[Problem]):
        self.block = block
        self.source = source
        self.problems = problems

    def fields(self) -> Fields:
        exact = EXACT in self.block.values
        title = self._text("title") or self._text("name")
        kind = self._text("kind").lower().replace("-", " ").replace("_", " ").strip()
        return Fields(
            title=title if exact else " ".join(title.split()),
            kind=KINDS.get(kind),
            page_of_questions=kind == "faq",
            exact=exact,
            topic=self._text("topic").strip(),
            topic_kind=TOPIC_KINDS.get(self._words("topic kind")),
            topic_open=SEEN_BY.get(self._words("topic seen by")),
            group=self._text("group"),
            state=STATES.get(self._words("state")),
            owner=self._owner(),
            due=self._day("due"),
            url=self._text("url").strip(),
            position=self._number("position"),
            published=self._day("published"),
        )

    def name_what_is_left_out(self, fields: Fields) -> None:
        """List the fields that are not kept, so that nothing goes silently."""
        understood = {
            "kind": ("kind of a document", bool(fields.kind or fields.page_of_questions)),
            "state": ("state of a document", fields.state is not None),
            "topic kind": ("kind of a topic", fields.topic_kind is not None),
            "topic seen by": ("word for who sees a topic", fields.topic_open is not None),
        }
        for name, (meant, is_understood) in understood.items():
            if self._text(name) and not is_understood:
                self._say(name, f"“{self._text(name)}” is no {meant} and was left out")
        unknown = [
            name
            for name, value in self.block.values.items()
            if name not in KNOWN and not (fields.exact and name in OURS) and value not in ("", [])
        ]
        unknown += [
            name
            for name in KNOWN & self.block.values.keys()
            if not isinstance(self.block.values[name], str) and not self._text(name)
        ]
        if "title" in self.block.values and self._text("title") and self._text("name"):
            unknown.append("name")
        if unknown:
            listed = ", ".join(sorted(unknown))
            were = "fields above the text were" if len(unknown) > 1 else "field above the text was"
            sentence = f"These {were} not kept: {listed}."
            if len(unknown) == 1:
                sentence = f"One {were} not kept: {listed}."
            self.problems.append(Problem(self.source, self.block.first + 1, sentence))

    def _text(self, name: str) -> str:
        value = self.block.values.get(name)
        return str(value) if isinstance(value, str | int | float | date) else ""

    def _words(self, name: str) -> str:
        return self._text(name).lower().strip()

    def _owner(self) -> str:
        owner = self._text("owner").strip()
        if owner and not E_MAIL.fullmatch(owner):
            self._say("owner", f"The owner “{owner}” is not an e-mail address and was left out")
            return ""
        return owner

    def _day(self, name: str) -> date | None:
        written = self._text(name).strip()
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self._say(name, f"“{written}” is not a day such as 2026-03-31 and was left out")
            return None

    def _number(self, name: str) -> int:
        written = self._text(name).strip()
        if re.fullmatch(r"\d{1,6}", written):
            return int(written)
        if written:
            self._say(name, f"The {name} “{written}” is not a whole number and was left out")
        return 0

    def _say(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(self.source, self.block.lines.get(name), f"{sentence}."))
