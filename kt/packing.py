"""Several values in one column, for what is looked at once or asked for beside other things."""

from typing import Any

from peewee import Case, ModelSelect, fn

# Signs that nobody types: one between two values, one between two rows. What came with a name that
# was pasted or sent is a space.
BEHIND, BETWEEN = "\x1f", "\x1e"


def packed(first: Any, *others: Any) -> Any:
    """Give the SQL of some values as one text, which `unpacked` takes apart; NULL is ""."""
    text = _text(first)
    for each in others:
        text = text.concat(BEHIND).concat(_text(each))
    return text


def packed_rows(*values: Any) -> Any:
    """Give the SQL of these values of all rows of a query, which `unpacked_rows` takes apart."""
    return fn.STRING_AGG(packed(*values), BETWEEN)


def rows_in_one_column(rows: ModelSelect) -> ModelSelect:
    """Select all rows of a query, whose columns have names, in one."""
    found = rows.alias("found")
    names = (each.name for each in rows.selected_columns)
    return found.select_from(packed_rows(*(getattr(found.c, name) for name in names)))


def truth(condition: Any) -> Any:
    """Give the SQL of a condition as 1 or 0, for the engines write true and false differently."""
    return Case(None, [(condition, 1)], 0)


def unpacked(text: str) -> list[str]:
    return text.split(BEHIND)


def unpacked_rows(text: str | None) -> list[list[str]]:
    """Take the rows apart, none where there was none."""
    return [unpacked(each) for each in text.split(BETWEEN)] if text else []


def _text(value: Any) -> Any:
    text = fn.COALESCE(value.cast("text"), "")
    return fn.REPLACE(fn.REPLACE(text, BEHIND, " "), BETWEEN, " ")
