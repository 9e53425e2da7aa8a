"""Tables as files that spreadsheets open, with nothing in them that computes."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kt.exporters.tables import Table, as_csv, as_xlsx

TABLE = Table(
    "Coverage",
    ["Person", "Leaves on", "Sessions"],
    [["Ines Vogt", date(2027, 1, 15), 3], ["=1+3", None, 2.5], ["-2", None, -2]],
)


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_formula_in_a_csv_is_a_text() -> None:
    lines = as_csv(TABLE).decode("utf-8-sig").splitlines()
    assert lines == [
        "Person,Leaves on,Sessions",
        "Ines Vogt,2027-01-15,3",
        "'=1+3,,2.5",
        "'-2,,-2",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_begins_a_formula_is_neutralised(sign: str) -> None:
    text = as_csv(Table("T", ["A"], [[f"{sign}cmd|' /C calc'!A0"]])).decode("utf-8-sig")
    assert f"'{sign}cmd" in text


def test_a_workbook_has_typed_cells_and_texts_for_formulas() -> None:
    rows = sheets(as_xlsx(TABLE))["Coverage"]
    assert rows[1] == ["Ines Vogt", date(2027, 1, 15), 3.0]
    assert rows[2] == ["=1+3", "", 2.5]


def test_sheets_of_one_name_and_of_names_a_workbook_refuses_are_told_apart() -> None:
    long = "Who guides whom: a title that is far too long [draft]"
    found = sheets(as_xlsx(TABLE, TABLE, Table(long, ["A"], []), Table("'", ["A"], [])))
    assert list(found) == ["Coverage", "Coverage 2", "Who guides whom  a title that i", "Table"]


@given(
    st.lists(st.lists(st.text() | st.integers(-(10**9), 10**9) | st.none(), min_size=2, max_size=2))
)
def test_whatever_stands_in_a_table_can_be_written(rows: list[list[object]]) -> None:
    table = Table("T", ["A", "B"], rows)
    assert as_csv(table)
    assert as_xlsx(table)
