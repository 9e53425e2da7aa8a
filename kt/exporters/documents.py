"""Documents as Markdown files with their facts above the text, one file, a folder or a zip.

What is written here, `kt.importers.documents` reads back as the same documents: the field `kt`
says that the text below is to be kept letter for letter.
"""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from ..models import Kind, OutputKind, OutputState

FORMAT = 1
LONGEST_NAME = 80
NO_TOPIC = "No topic"
MOST_ABOVE = 9
# A topic's folder and the document's own.
OWN_FOLDER = 2
# The day of every member, so that the same documents make the same zip.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)

# Who sees a topic, by whether it is open to all.
SEEN_BY = {None: "", True: "everybody", False: "those who have to do with it"}

UNSAFE = re.compile(r"[^\w\s-]|_")
# Names that Windows keeps for devices, whatever their extension.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
# What YAML reads as the end of a line, or not at all, between quotation marks.
UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class ExportedDocument:
    """A document with what is known of it; `attachments` are pictures by their names in the text.

    `owner` is an e-mail address, `version` the number of the text that is written. What is known of
    its topic stands in each of the topic's documents.
    """

    title: str
    kind: OutputKind
    text: str
    topic: str = ""
    topic_kind: Kind | None = None
    topic_open: bool | None = None
    state: OutputState | None = None
    owner: str = ""
    due: date | None = None
    url: str = ""
    position: int = 0
    published: date | None = None
    group: str = ""
    version: int | None = None
    attachments: tuple[tuple[str, bytes], ...] = ()


def exported(document: ExportedDocument) -> tuple[str, str]:
    """Return the name of a document's file and its Markdown, lines ended as on Unix."""
    name = f"{safe_name(document.title, 'document')}.md"
    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    content = f"---\n{_fields(document)}---\n\n{text}\n"
    # A half of a character, which no file can hold, becomes a question mark; so does a NUL.
    return name, content.encode(errors="replace").decode().replace("\0", "?")


def exported_files(documents: Sequence[ExportedDocument]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of every file, in a folder for each topic.

    A document with pictures has a folder of its own, for two may call theirs by the same name. No
    two paths are the same where upper and lower case are one.
    """
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for document in documents:
        if document.topic not in folders:
            name = safe_name(document.topic or NO_TOPIC, NO_TOPIC)
            folders[document.topic] = _unique(name, "", taken)
        folder = folders[document.topic]
        name, text = exported(document)
        stem = name.removesuffix(".md")
        if document.attachments:
            folder = _unique(f"{folder}/{stem}", "", taken)
            # Deep enough for pictures above the text, as "../img/a.png", to stay in the folder.
            deepest = max(_parts(address).count("..") for address, _ in document.attachments)
            folder += "/text" * min(deepest, MOST_ABOVE)
        path = _unique(f"{folder}/{stem}", ".md", taken)
        yield path, text.encode()
        for address, data in document.attachments:
            place = _beside(folder, address)
            if place and place.casefold() not in taken:
                taken.add(place.casefold())
                yield place, data


def write_folder(documents: Sequence[ExportedDocument], folder: Path) -> list[Path]:
    """Write all documents below a folder and return the files, in their order."""
    written = []
    for path, data in exported_files(documents):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append(target)
    return written


def as_zip(documents: Sequence[ExportedDocument]) -> bytes:
    """Return all documents as one zip; the same documents make the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in exported_files(documents):
            member = zipfile.ZipInfo(path, ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return packed.getvalue()


def safe_name(words: str, otherwise: str) -> str:
    """Return words as a name that every operating system takes, letters of any writing kept."""
    kept = " ".join(UNSAFE.sub(" ", unicodedata.normalize("NFC", words)).split())
    name = kept.encode(errors="ignore").decode()[:LONGEST_NAME].strip(" -")
    while len(name.encode()) > 2 * LONGEST_NAME:
        name = name[:-1].rstrip(" -")
    return f"{name} -" if DEVICES.fullmatch(name) else name or otherwise


def _fields(document: ExportedDocument) -> str:
    """Write the facts as YAML; every text between quotation marks, so that none is misread."""
    facts: list[tuple[str, str | int | date | None]] = [
        ("kt", FORMAT),
        ("title", document.title),
        ("kind", document.kind.value),
        ("topic", document.topic),
        ("topic kind", document.topic_kind.value if document.topic_kind else ""),
        ("topic seen by", SEEN_BY[document.topic_open]),
        ("group", document.group),
        ("state", document.state.value if document.state else ""),
        ("owner", document.owner),
        ("due", document.due),
        ("published", document.published),
        ("url", document.url),
        ("position", document.position or None),
        ("version", document.version),
    ]
    return "".join(
        f"{name}: {_scalar(value) if isinstance(value, str) else value}\n"
        for name, value in facts
        if value not in ("", None)
    )


def _scalar(text: str) -> str:
    quoted = json.dumps(text.encode(errors="replace").decode(), ensure_ascii=False)
    return UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _unique(path: str, suffix: str, taken: set[str]) -> str:
    number, unique = 1, path + suffix
    while unique.casefold() in taken:
        number += 1
        unique = f"{path} {number}{suffix}"
    taken.add(unique.casefold())
    return unique


def _beside(folder: str, address: str) -> str | None:
    """Return where the picture of a text goes; None if its address leads out of the export."""
    place = folder.split("/")
    for part in _parts(address):
        if part == "..":
            place.pop()
        else:
            place.append(part)
        if len(place) < OWN_FOLDER:
            return None
    is_absolute = address.startswith(("/", "\\")) or ":" in address
    return None if is_absolute else "/".join(place)


def _parts(address: str) -> list[str]:
    written = unquote(address).replace("\\", "/").split("/")
    return [part for part in written if part not in ("", ".")]
