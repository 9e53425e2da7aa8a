"""Tables as files that spreadsheets open: CSV and XLSX, with nothing in them that computes."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

Cell = str | int | float | date | None

# A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

# What a sheet of XLSX can hold: its name, and a text in one cell.
LONGEST_NAME, LONGEST_CELL = 31, 32_767
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Table:
    """A table with a title, heads in words, and rows of texts, numbers and dates."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> bytes:
    """Write a table as CSV in UTF-8 with a BOM, by which Excel knows it; dates as 2026-12-04."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    for row in (table.heads, *table.rows):
        writer.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(*tables: Table) -> bytes:
    """Write tables as the sheets of one workbook; texts stay texts, dates are dates."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    names: set[str] = set()
    for table in tables:
        sheet = workbook.add_worksheet(_sheet_name(table.title, names))
        sheet.freeze_panes(1, 1)
        for place, head in enumerate(table.heads):
            sheet.write_string(0, place, head[:LONGEST_CELL], bold)
            sheet.set_column(place, place, _width(table, place))
        for line, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(line, place, cell[:LONGEST_CELL])
                elif cell is not None:
                    sheet.write_number(line, place, cell)
    workbook.close()
    return file.getvalue()


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return "'" + cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _sheet_name(title: str, taken: set[str]) -> str:
    """Shorten a title to the name of a sheet, which no two sheets may share, whatever the case."""
    name = title.translate(NOT_IN_NAMES).strip(" '")[:LONGEST_NAME] or "Table"
    number = 2
    plain = name
    while name.lower() in taken:
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
        number += 1
    taken.add(name.lower())
    return name


def _width(table: Table, place: int) -> int:
    """Make a column as wide as its words, within reason."""
    longest = max((len(str(row[place] or "")) for row in table.rows[:200]), default=0)
    return min(max(longest, len(table.heads[place]), 8) + 2, 60)
