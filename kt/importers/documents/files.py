"""Files, folders and zips to the texts in them; what is no text is named and left out."""

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from .one_file import read_file
from .pictures import MAX_PICTURE, PICTURE_NAME, Beside
from .shapes import Problem, Reading

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
# Small files of blanks pack better than any ratio; they harm nobody.
RATIO_COUNTS_FROM = 1024 * 1024

DOCUMENT_NAME = re.compile(
    r"\.(?:md|mdx|markdown|mdown|mkdn?|qmd|rmd|txt|text)(?:\.(?:erb|liquid|j2|jinja2?|tmpl|tpl))*$",
    re.IGNORECASE,
)
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE_PARTS = {"[Content_Types].xml", "mimetype"}
TOO_LARGE = "This file is larger than 10 MB. Import only the document itself."


def read_paths(paths: Sequence[Path]) -> Iterator[Reading]:
    """Read files, zips and whole folders in the order of their names; hidden ones are passed by."""
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path)
        else:
            yield _read_path(path, path.name, path.parent)


def read_bytes(name: str, data: bytes) -> Iterator[Reading]:
    """Read an upload: one text, or a zip of them."""
    if data.startswith(ZIP_STARTS):
        yield from _read_zip(name, data)
    else:
        yield read_file(name, data)


def _read_path(path: Path, name: str, top: Path) -> Reading:
    try:
        if not path.is_file():
            return _only_problem(name, "There is no such file. Check the path.")
        if path.stat().st_size > MAX_BYTES and not zipfile.is_zipfile(path):
            return _only_problem(name, TOO_LARGE)
        if path.stat().st_size > MAX_UNPACKED:
            return _only_problem(name, _unpacks_to_too_much())
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return _only_problem(name, f"The file cannot be read: {_reason(error)}.")
    if data.startswith(ZIP_STARTS):
        return joined(_read_zip(name, data))
    where = path.relative_to(top).as_posix()
    return read_file(name, data, path=where, beside=_beside_on_disk(top))


def _read_folder(folder: Path) -> Iterator[Reading]:
    others, found = [], 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if DOCUMENT_NAME.search(name):
            found += 1
            if found > MAX_FILES:
                sentence = f"The folder holds more than {MAX_FILES:,} documents; the rest was left "
                yield _only_problem(folder.name, sentence + "out. Import its folders one by one.")
                break
            yield _read_path(path, name, folder)
        elif not PICTURE_NAME.search(name):
            others.append(name)
    yield _about_others(folder.name or str(folder), others, found)


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(files):
            if not _is_hidden(name):
                yield Path(here) / name


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX")) or name in ("node_modules", "Thumbs.db")


def _beside_on_disk(top: Path) -> Beside:
    """Read pictures below `top`, also where a link in the file system would lead out of it."""

    def beside(place: str) -> bytes | None:
        try:
            path = (top / place).resolve()
            if not path.is_relative_to(top.resolve()) or not path.is_file():
                return None
            return path.read_bytes() if path.stat().st_size <= MAX_PICTURE else None
        except (OSError, ValueError):
            return None

    return beside


def _read_zip(name: str, data: bytes) -> Iterator[Reading]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except Exception:  # hostile bytes: whatever the reader trips over, the answer is the same
        yield _only_problem(name, "This zip cannot be read. Pack it again and try once more.")
        return
    refusal = _why_not(members)
    if refusal:
        yield _only_problem(name, refusal)
        return
    parts, problems = _unpacked(archive, members)
    yield Reading(problems=tuple(Problem(name, None, sentence) for sentence in problems))
    by_place = {PurePosixPath(part).as_posix(): content for part, content in reversed(parts)}
    others, found = [], 0
    for part, content in sorted(parts, key=lambda each: each[0]):
        if DOCUMENT_NAME.search(part):
            found += 1
            yield read_file(f"{name}/{part}", content, path=part, beside=by_place.get)
        elif not PICTURE_NAME.search(part):
            others.append(part)
    yield _about_others(name, others, found)


def _why_not(members: Sequence[zipfile.ZipInfo]) -> str:
    if any(member.filename in OFFICE_PARTS for member in members):
        return "This is a Word, Excel or similar file. Save the document as Markdown first."
    if len(members) > MAX_FILES:
        return f"This zip holds more than {MAX_FILES:,} files. Pack fewer into each."
    if any(member.flag_bits & 1 for member in members):
        return "This zip is protected by a password. Pack it without one and try again."
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return _unpacks_to_too_much()
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * packed:
            return _unpacks_to_too_much()
    return ""


def _unpacked(
    archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]
) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Unpack what may be read, never more than the bounds, whatever sizes a zip declares."""
    parts, problems, left = [], [], MAX_UNPACKED
    for member in members:
        place = member.filename.replace("\\", "/")
        pieces = place.split("/")
        if member.is_dir():
            continue
        if place.startswith("/") or ".." in pieces or ":" in pieces[0]:
            problems.append(f"“{place}” leads out of the zip and was left out.")
            continue
        if any(map(_is_hidden, filter(None, pieces))):
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            problems.append(f"“{place}” only points to another file and was left out.")
            continue
        if not (DOCUMENT_NAME.search(place) or PICTURE_NAME.search(place)):
            parts.append((place, b""))
            continue
        try:
            with archive.open(member) as part:
                content = part.read(min(MAX_BYTES, left) + 1)
        except Exception:  # hostile bytes, as above
            problems.append(f"“{place}” is damaged in the zip and was left out.")
            continue
        left -= len(content)
        if left < 0:
            problems.append(_unpacks_to_too_much())
            break
        if len(content) > MAX_BYTES:
            problems.append(f"“{place}” is larger than 10 MB and was left out.")
            continue
        parts.append((place, content))
    return parts, problems


def _about_others(name: str, others: Sequence[str], found: int) -> Reading:
    if not found:
        return _only_problem(
            name, "There are no documents in here: no .md, .markdown, .mdx or .txt file."
        )
    if not others:
        return Reading()
    listed = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
    one = len(others) == 1
    return _only_problem(
        name,
        f"{'One file is' if one else f'{len(others)} files are'} not Markdown or plain text and "
        f"{'was' if one else 'were'} left out: {listed}.",
    )


def joined(readings: Iterator[Reading]) -> Reading:
    """Put readings together, in their order."""
    every = list(readings)
    return Reading(
        tuple(row for reading in every for row in reading.documents),
        tuple(problem for reading in every for problem in reading.problems),
    )


def _only_problem(name: str, sentence: str) -> Reading:
    return Reading(problems=(Problem(name, None, sentence),))


def _unpacks_to_too_much() -> str:
    return (
        f"This zip would unpack to more than {MAX_UNPACKED // 1024 // 1024} MB, or to far more "
        "than it holds. Pack only the documents and their pictures."
    )


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".")
