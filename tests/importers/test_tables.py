"""Bytes of tables in, rows of text out; and refusals in words for what would do harm."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.errors import Refused
from kt.importers.tables import MAX_BYTES, Row, read_tables

SKILLS = Path(__file__).parent.parent / "inputs" / "skills"


def rows_of(data: bytes, filename: str = "some.csv") -> tuple[Row, ...]:
    (table,) = read_tables(data, filename)
    return table.rows


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in rows_of(data)]


def workbook(fill, **options) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        fill(book)
    return file.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Put another part in a workbook's place of that name."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return changed.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    """Make a workbook whose only sheet has these XML rows."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    plain = workbook(lambda book: book.add_worksheet().write(0, 0, "text"))
    return with_part(plain, "xl/worksheets/sheet1.xml", xml.encode())


def one_cell(address: str) -> str:
    return f'<row><c r="{address}"><v>1</v></c></row>'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_recognised_by_the_columns_it_makes(delimiter):
    lines = [["id", "name", "where"], ["1", "Ana", "Rome"], ["2", "Ben", "Oslo"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    assert cells_of(text.encode()) == [tuple(line) for line in lines]


def test_commas_inside_the_cells_of_a_file_with_semicolons_do_not_mislead():
    text = "id;name;where\n1;Lee, Ana;Rome, Italy\n2;Ray, Ben;Oslo, Norway\n"
    assert cells_of(text.encode())[1] == ("1", "Lee, Ana", "Rome, Italy")


def test_a_first_line_that_names_the_delimiter_is_obeyed_and_left_out():
    assert rows_of(b"sep=|\nid|name\n1|Ana,Lee\n") == (
        Row(2, ("id", "name")),
        Row(3, ("1", "Ana,Lee")),
    )


def test_a_file_of_one_column_stays_one_column():
    assert cells_of(b"email\nana@x.org\n") == [("email",), ("ana@x.org",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheet_programs_are_read(encoding):
    assert cells_of("id,name\n1,Jürgen Groß\n".encode(encoding))[1] == ("1", "Jürgen Groß")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_knows_the_line_it_starts_on_after_line_breaks_in_quotes(end):
    text = f'id,note{end}1,"two{end}lines"{end}{end}2,last'
    assert [row.line for row in rows_of(text.encode())] == [1, 2, 5]


def test_blank_rows_and_empty_cells_at_the_end_are_dropped():
    assert rows_of(b"id,name,,\n,,,\n \n1,,,\n") == (Row(1, ("id", "name")), Row(4, ("1",)))


def test_spaces_and_invisible_characters_around_a_cell_are_dropped():
    assert cells_of("id, name\n 1 ,\u200b Ana\u00a0\n".encode())[1] == ("1", "Ana")


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line():
    with pytest.raises(Refused, match=r"Line 2 .* quotation mark that is never closed"):
        rows_of(b'id,name\n1,"Ana\n2,Ben\n3,Cleo\n')


def test_an_inch_mark_inside_a_cell_is_only_text():
    assert cells_of(b'id,size\n1,5" pipe\n')[1] == ("1", '5" pipe')


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"a,b\n1,\x00\n", "encoding"),
        (b"\x81\x8d\x8f,b\n", "encoding"),
        (b"\xff\xfea", "encoding"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel file"),
        (b"PK\x03\x04rest", "cannot be read as an Excel workbook"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
        (b"a" * 200_000, "too long"),
        (b"a,b\n" * 100_001, "more than 100,000 rows"),
        (b"a," * 1_000 + b"a\n", "more than 1,000 columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, words):
    with pytest.raises(Refused, match=words) as refused:
        list(read_tables(data, "staff.xls"))
    assert "staff.xls" in refused.value.sentence


def test_a_zip_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.xml", "<notes/>")
    with pytest.raises(Refused, match="cannot be read as an Excel workbook"):
        list(read_tables(file.getvalue(), "notes.xlsx"))


def test_spreadsheet_values_become_the_text_people_see():
    def fill(book):
        page = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_row(1, 1, [421, 1.5, True, "00421"])
        page.write_datetime(3, 0, dt.datetime(2024, 1, 2), day)
        page.write_datetime(3, 1, dt.datetime(2024, 1, 2, 13, 5), moment)

    assert rows_of(workbook(fill)) == (
        Row(2, ("", "421", "1.5", "TRUE", "00421")),
        Row(4, ("2024-01-02", "2024-01-02 13:05:00")),
    )


def test_a_value_merged_downwards_stands_in_each_row_and_one_merged_across_only_once():
    def fill(book):
        page = book.add_worksheet()
        page.merge_range("A1:C1", "Staff")
        page.merge_range("A2:A3", "Sales")
        page.write("B2", "Ana")
        page.write("B3", "Ben")

    assert cells_of(workbook(fill)) == [("Staff",), ("Sales", "Ana"), ("Sales", "Ben")]


def test_hidden_sheets_and_charts_are_passed_over():
    def fill(book):
        book.add_worksheet("Seen").write(0, 0, "yes")
        hidden = book.add_worksheet("Unseen")
        hidden.write(0, 0, "no")
        hidden.hide()
        book.add_chartsheet("Chart")

    assert [table.name for table in read_tables(workbook(fill), "x.xlsx")] == ["Seen"]


def test_cells_without_an_address_are_read_in_their_order():
    data = sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert cells_of(data) == [("1", "2"), ("3",)]


def test_a_password_is_named_as_the_reason():
    data = bytearray(workbook(lambda book: book.add_worksheet()))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(Refused, match="protected by a password"):
        list(read_tables(bytes(data), "x.xlsx"))


@pytest.mark.parametrize(
    "rows",
    [
        one_cell("A1") + one_cell("XFD1048576"),
        one_cell("A1") + one_cell("ZZZZZZZZZZ1"),
        '<row r="1048576"><c><v>1</v></c>' + "<c><v>1</v></c>" * 100 + "</row>",
    ],
)
def test_two_cells_far_apart_are_refused_before_memory_is_asked_for_all_between(rows):
    with pytest.raises(Refused, match="would unfold"):
        list(read_tables(sheet(rows), "x.xlsx"))


def test_addresses_hidden_in_a_document_type_are_refused():
    trick = '<!DOCTYPE x [<!ATTLIST c r CDATA "A1">]>'
    with pytest.raises(Refused, match="cannot be read"):
        list(read_tables(sheet("<row><c><v>1</v></c></row>", before=trick), "x.xlsx"))


def test_parts_that_unzip_to_far_more_than_their_size_are_refused():
    bomb = with_part(
        workbook(lambda book: book.add_worksheet()), "docProps/app.xml", b" " * 30_000_000
    )
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="would unfold"):
        list(read_tables(bomb, "x.xlsx"))


def test_a_long_text_used_by_very_many_cells_is_refused():
    def fill(book):
        page = book.add_worksheet()
        for row in range(4_000):
            page.write(row, 0, "x" * 30_000)

    with pytest.raises(Refused, match="would unfold"):
        list(read_tables(workbook(fill), "x.xlsx"))


def test_a_zip_that_declares_smaller_sizes_than_it_holds_is_refused():
    data = bytearray(sheet(one_cell("A1") * 1_000))
    entry = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Refused, match="cannot be read"):
        list(read_tables(bytes(data), "x.xlsx"))


def read_or_refused(data: bytes) -> str:
    """Return what came of reading bytes; anything but rows or a refusal is raised."""
    try:
        tables = list(read_tables(data, "any"))
    except Refused as refused:
        return refused.sentence
    return "rows" if all(row.cells for table in tables for row in table.rows) else "blank rows"


@settings(deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest))
def test_any_bytes_are_read_or_refused(data):
    told = read_or_refused(data)
    assert told == "rows" or "“any”" in told


WORKBOOK = (
    SKILLS / "kubernetes__sig-release__responsibilities-signup-sheet-template.xlsx"
).read_bytes()


@settings(deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(name)
    at = data.draw(st.integers(0, len(part)))
    until = data.draw(st.integers(at, min(at + 30, len(part))))
    put_in = data.draw(st.sampled_from([b"", b'"', b"<", b"</c>", b'r="XFD9"', b"-1", b"\xff"]))
    told = read_or_refused(with_part(WORKBOOK, name, part[:at] + put_in + part[until:]))
    assert told == "rows" or "“any”" in told


def test_a_real_workbook_of_eight_sheets_with_a_title_above_the_header_is_read():
    tables = list(read_tables(WORKBOOK, "sign-up.xlsx"))
    assert [len(table.rows) for table in tables] == [7, 9, 8, 9, 8, 9, 6, 6]
    assert tables[0].rows[1] == Row(2, ("#", "Name", "Role / Notes"))


@pytest.mark.parametrize(
    ("name", "count", "widths"),
    [
        ("adichourasiya__skillManagement__employee_skills.csv", 4, {5, 7}),
        ("artsy__README__artsy-tech-radar.csv", 82, {4, 5, 6, 8, 9}),
    ],
)
def test_real_skills_files_are_read_whole(name, count, widths):
    rows = rows_of((SKILLS / name).read_bytes(), name)
    assert len(rows) == count
    assert {len(row.cells) for row in rows} == widths
