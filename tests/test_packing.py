"""Several values in one column come out as they went in, on both engines."""

import make

from kt.models import Person
from kt.packing import packed, packed_rows, rows_in_one_column, truth, unpacked, unpacked_rows


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
