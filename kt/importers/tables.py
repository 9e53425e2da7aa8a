"""Bytes of a CSV, TSV or XLSX file in, rows of text out."""

import csv
import datetime as dt
import io
import re
import string
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kt.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000

# What a workbook may unfold to: its parts, its grid (one far cell makes it huge) and its text
# (one long string may be used by every cell).
MAX_UNZIPPED = 200 * 1024 * 1024
MAX_ZIP_RATIO = 200
MAX_GRID_CELLS = 4_000_000
MAX_WORKBOOK_TEXT = 100_000_000

DELIMITERS = ",;\t|"

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"
_SAMPLE_LINES = 60
_EDGES = string.whitespace + "\u00a0\u2007\u202f\u200b\u200e\u200f\u2060\ufeff"

_ADDRESS = re.compile(r"([A-Za-z]+)([0-9]+)")
_STRING_END = re.compile(rb"</(?:\w+:)?si\s*>")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line (CSV) or sheet row (XLSX) it starts on, and its trimmed cells.

    Empty cells at the end are dropped, so a row may be shorter than its header.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One sheet, or the whole of a text file (then without a name); blank rows are left out.

    Of a hidden sheet there is nothing but its name.
    """

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False


def read_tables(data: bytes, filename: str, *, name_hidden: bool = False) -> Iterator[Table]:
    """Yield the tables of a CSV, TSV or XLSX file, telling the formats apart by their content.

    Spreadsheet dates become ISO text, whole numbers lose their ".0", a value in cells merged
    downwards stands in each of their rows. Hidden sheets are passed over, or only named with
    `name_hidden`. Raises Refused for what cannot be read or would unfold to more than this module's
    limits.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            f"“{filename}” is larger than {MAX_BYTES // 1024 // 1024} MB. "
            "Remove the columns that are not needed, or split it."
        )
    if not data.strip():
        raise Refused(f"“{filename}” is empty. Choose a CSV, TSV or XLSX file with a header row.")
    if data.startswith(_OLD_OFFICE_START):
        raise Refused(
            f"“{filename}” is an old Excel file (.xls) or is protected by a password. "
            "Open it, save it as .xlsx or CSV without a password, and try again."
        )
    if data.startswith(_ZIP_STARTS):
        tables = _workbook_tables(data, filename)
        yield from (each for each in tables if name_hidden or not each.is_hidden)
    else:
        yield Table("", tuple(_text_rows(_decode(data, filename), filename)))


def _decode(data: bytes, filename: str) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    # Windows-1252 comes last because it accepts nearly everything.
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(
        f"“{filename}” is not text in an encoding that can be read here. "
        "Save it as CSV in UTF-8, or as .xlsx, and try again."
    )


def _text_rows(text: str, filename: str) -> Iterator[Row]:
    lines = list(io.StringIO(text, newline=""))
    if not lines:
        return
    named = re.fullmatch(rf"sep=([{DELIMITERS}])\s*", lines[0], re.IGNORECASE)
    first = 1 if named else 0
    delimiter = named[1] if named else _likely_delimiter(lines[:_SAMPLE_LINES])
    reader = csv.reader(lines[first:], delimiter=delimiter, skipinitialspace=True)
    counted = 0
    start = first + 1
    try:
        for record in reader:
            end = first + reader.line_num
            cells = _trimmed(record)
            if end > start and end == len(lines) and "".join(lines[start - 1 :]).count('"') % 2:
                raise Refused(
                    f"Line {start} of “{filename}” opens a quotation mark that is never closed, "
                    "so everything after it reads as one cell. Close it or remove it."
                )
            if cells:
                counted += 1
                _check_size(counted, len(cells), filename)
                yield Row(start, cells)
            start = end + 1
    except csv.Error:
        raise Refused(
            f"Line {start} of “{filename}” holds a cell that is too long to be read. "
            "A quotation mark is probably missing there."
        ) from None


def _likely_delimiter(sample: Sequence[str]) -> str:
    """Choose the delimiter that makes the widest table of equally wide rows.

    Each delimiter scores the cells it gains in the rows of its most frequent width, so that
    neither a title row nor commas inside cells of a file with semicolons mislead it.
    """

    def score(delimiter: str) -> int:
        reader = csv.reader(sample, delimiter=delimiter, skipinitialspace=True)
        try:
            widths = Counter(len(record) for record in reader)
        except csv.Error:
            return 0
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=score)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    trimmed = [cell.strip(_EDGES) for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def _check_size(rows: int, columns: int, filename: str) -> None:
    if rows > MAX_ROWS:
        raise Refused(f"“{filename}” has more than {MAX_ROWS:,} rows. Split it.")
    if columns > MAX_COLUMNS:
        raise Refused(
            f"“{filename}” has more than {MAX_COLUMNS:,} columns. Keep those that are needed."
        )


def _workbook_tables(data: bytes, filename: str) -> Iterator[Table]:
    parts = _workbook_parts(data, filename)
    _check_unfolded(parts, filename)
    workbook = _opened(_packed(parts), filename)
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible == SheetVisibleEnum.Visible:
            yield Table(sheet.name, tuple(_sheet_rows(workbook, sheet.name, filename)))
        else:
            yield Table(sheet.name, (), is_hidden=True)


def _workbook_parts(data: bytes, filename: str) -> dict[str, bytes]:
    """Return the XML parts of the zip, having checked its directory before unpacking anything."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except Exception:  # hostile bytes: whatever the reader trips over, the answer is the same
        _refuse_workbook(filename)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(
            f"“{filename}” is protected by a password. Save it without one and try again."
        )
    unzipped = sum(member.file_size for member in members)
    if unzipped > MAX_UNZIPPED or unzipped > MAX_ZIP_RATIO * len(data):
        _refuse_unfolding(filename)
    try:
        parts = {
            member.filename: archive.read(member)
            for member in members
            if member.filename.endswith((".xml", ".rels"))
        }
    except Exception:  # as above
        _refuse_workbook(filename)
    if "xl/workbook.xml" not in parts:
        _refuse_workbook(filename)
    return parts


def _check_unfolded(parts: dict[str, bytes], filename: str) -> None:
    """Refuse a workbook whose grid or text would fill the memory although its parts are small.

    The workbook's reader allocates every cell up to the farthest one and copies a shared text
    into each cell that uses it; too much of either would end the whole process.
    """
    texts = _STRING_END.split(parts.get("xl/sharedStrings.xml", b""))
    lengths = [len(text) for text in texts]
    for part in parts.values():
        if b"sheetData" in part:
            gauge = _SheetGauge(lengths)
            try:
                gauge.read(part)
            except (expat.ExpatError, ValueError, LookupError):
                _refuse_workbook(filename)
            if gauge.rows * gauge.columns > MAX_GRID_CELLS or gauge.text > MAX_WORKBOOK_TEXT:
                _refuse_unfolding(filename)


class _SheetGauge:
    """Measures what one sheet unfolds to: its farthest row and column, its shared text."""

    def __init__(self, text_lengths: list[int]):
        self.rows = self.columns = self.text = 0
        self._lengths = text_lengths
        self._row = self._column = 0
        self._digits: str | None = None  # of the shared text's number, while inside such a cell

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        # A document type could give cells addresses that the workbook's reader does not see.
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.Parse(part, True)

    def _refuse_document_type(self, *_: object) -> NoReturn:
        raise ValueError("Workbooks have no document type.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _row_and_column(attributes["r"])
            self.rows = max(self.rows, self._row)
            self.columns = max(self.columns, self._column)
            self._digits = "" if attributes.get("t") == "s" else None

    def _data(self, text: str) -> None:
        if self._digits is not None:
            self._digits += text.strip()

    def _end(self, tag: str) -> None:
        if self._digits and tag.rpartition(":")[2] == "v":
            self.text += self._lengths[int(self._digits)]
            self._digits = None


def _row_and_column(address: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Zip the parts again, so that the workbook's reader sees the very bytes that were checked.

    A zip can declare small sizes, or hold the same name twice, and be read differently by two
    readers.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _opened(packed: io.BytesIO, filename: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(packed)
    except Exception:  # as above
        _refuse_workbook(filename)


def _sheet_rows(workbook: CalamineWorkbook, name: str, filename: str) -> Iterator[Row]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        grid = sheet.to_python(skip_empty_area=False)
    except Exception:  # as above
        _refuse_workbook(filename)
    _fill_merged(grid, sheet)
    counted = 0
    for line, values in enumerate(grid, start=1):
        cells = _trimmed([_as_text(value) for value in values])
        if cells:
            counted += 1
            _check_size(counted, len(cells), filename)
            yield Row(line, cells)


def _fill_merged(grid: list[list], sheet: CalamineSheet) -> None:
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in grid[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = grid[top][left]


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _refuse_workbook(filename: str) -> NoReturn:
    raise Refused(
        f"“{filename}” cannot be read as an Excel workbook. "
        "Open it, save it as .xlsx or CSV, and try again."
    )


def _refuse_unfolding(filename: str) -> NoReturn:
    raise Refused(
        f"“{filename}” would unfold to far more than a table of people or skills. "
        "Copy the cells that are needed into a new sheet and save that."
    )
