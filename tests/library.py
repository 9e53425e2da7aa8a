"""The documents of tests/inputs, as an importer makes them: FAQ entries, and manuals whole."""

from pathlib import Path

import make

from kt.markup import plain, render
from kt.models import Output, OutputKind, OutputState, Person, Topic, Version
from kt.operations.indexing import index_output

INPUTS = Path(__file__).parent / "inputs"
FOLDERS = ("faq_manual", "mentoring", "process_change")


def fill(owner: Person) -> dict[int, str]:
    """Publish every file on a topic of its own folder; answer with the file of each document."""
    files: dict[int, str] = {}
    for folder in FOLDERS:
        topic = make.a_topic(folder.replace("_", " ").capitalize())
        for path in sorted((INPUTS / folder).glob("*.md")):
            for title, kind, text in cut(path):
                output = _published(owner, topic, title, kind, text)
                files[output.id] = path.name
    return files


def cut(path: Path) -> list[tuple[str, OutputKind, str]]:
    """Make an entry of each question of a page of questions; leave another page whole."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith("#")]
    asked = [at for at in heads if lines[at].rstrip().endswith("?")]
    if len(asked) < 15:
        title = next((lines[at].lstrip("# ") for at in heads), path.stem)
        return [(title, OutputKind.MANUAL, text)]
    ends = dict(zip(heads, [*heads[1:], len(lines)], strict=True))
    return [
        (
            plain(lines[at].lstrip("# ")).removeprefix("Q. "),
            OutputKind.FAQ_ENTRY,
            "\n".join(lines[at + 1 : ends[at]]),
        )
        for at in asked
    ]


def _published(owner: Person, topic: Topic, title: str, kind: OutputKind, text: str) -> Output:
    output = make.an_output(
        title=title,
        kind=kind,
        topic=topic,
        owner=owner,
        state=OutputState.PUBLISHED,
        published_on=make.TODAY,
        published_number=1,
    )
    html = str(render(text).html)
    Version.create(output=output, number=1, text=text, html=html, by=owner)
    index_output(output)
    return output
