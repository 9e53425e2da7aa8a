"""Several values in one column come out as they went in, on both engines."""

import make
import pytest

from kt.models import Person
from kt.packing import (
    BEHIND,
    BETWEEN,
    packed,
    packed_rows,
    rows_in_one_column,
    truth,
    unpacked,
    unpacked_rows,
)


def test_values_come_out_in_their_order_and_what_is_unknown_is_empty(database: str) -> None:
    ada = make.a_person("Ada | Lovell; née “Byron”")
    columns = packed(Person.id, Person.name, Person.leaving_date, truth(Person.active))
    ((text,),) = Person.select(columns).tuples()
    assert unpacked(text) == [str(ada.id), ada.name, "", "1"]


def test_rows_come_out_apart_and_none_of_none(database: str) -> None:
    make.a_person("Ada Lovell")
    make.a_person("Ben Arroyo", active=False)
    named = packed_rows(Person.name, truth(Person.active))
    ((text,),) = Person.select(named).tuples()
    assert sorted(unpacked_rows(text)) == [["Ada Lovell", "1"], ["Ben Arroyo", "0"]]
    ((none,),) = Person.select(named).where(Person.name == "").tuples()
    assert unpacked_rows(none) == []


def test_a_whole_query_stands_in_one_column(database: str) -> None:
    make.a_person("Ada Lovell")
    rows = Person.select(Person.name.alias("name"), Person.title.alias("title"))
    ((text,),) = rows_in_one_column(rows).tuples()
    assert unpacked_rows(text) == [["Ada Lovell", Person.get().title]]


@pytest.mark.parametrize("sign", [BEHIND, BETWEEN])
def test_signs_that_came_with_a_name_part_nothing(database: str, sign: str) -> None:
    make.a_person(f"Ada{sign}Lovell", title=sign)
    columns = packed_rows(Person.name, Person.title, Person.active.cast("integer"))
    ((text,),) = Person.select(columns).tuples()
    assert unpacked_rows(text) == [["Ada Lovell", " ", "1"]]
