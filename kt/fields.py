"""Columns of our own kinds, kept alike by both engines."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import peewee


class UTCDateTimeField(peewee.DateTimeField):
    """A moment: aware and in UTC in Python, naive UTC in the table on both engines.

    The stock field hands an aware value to PostgreSQL, which shifts it by the session's zone.
    """

    def db_value(self, value: datetime | None) -> datetime | None:
        return value if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def python_value(self, value: Any) -> datetime | None:
        moment = super().python_value(value)
        return moment if moment is None else moment.replace(tzinfo=UTC)


class ChoiceField(peewee.TextField):
    """One word of a vocabulary, kept to it by a CHECK."""

    def __init__(self, vocabulary: type[StrEnum], **options: Any):
        super().__init__(**options)
        self.vocabulary = vocabulary

    def bind(self, model: type, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        words = ", ".join(f"'{word}'" for word in self.vocabulary)
        self.constraints = [peewee.Check(f'"{self.column_name}" IN ({words})')]

    def __eq__(self, other: Any) -> Any:
        # Written into the query: SQLite compares no parameter with the condition of an index.
        if isinstance(other, self.vocabulary):
            return peewee.Expression(self, peewee.OP.EQ, peewee.SQL(f"'{other}'"))
        return super().__eq__(other)

    __hash__ = peewee.TextField.__hash__

    def db_value(self, value: str | None) -> str | None:
        return value if value is None else str(self.vocabulary(value))

    def python_value(self, value: str | None) -> StrEnum | None:
        return value if value is None else self.vocabulary(value)


class WordsField(peewee.TextField):
    """A few words of a vocabulary, as a tuple in Python and between bars in the table (`|a|b|`)."""

    def db_value(self, value: Any) -> str:
        return "|" + "".join(f"{word}|" for word in value) if value else ""

    def python_value(self, value: str | None) -> tuple[str, ...]:
        return tuple(word for word in (value or "").split("|") if word)


class JSONField(peewee.TextField):
    """Anything JSON can say, as text that both engines keep alike."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class _OptionalKeyField(peewee.ForeignKeyField):
    """A foreign key that a row may lack, indexed only where it has one (unless `index=False`).

    Most rows lack it, so that once somebody runs ANALYZE, SQLite thinks little of an index of all.
    """

    def __init__(self, model: Any, *, index: bool = True, **options: Any):
        super().__init__(model, null=True, index=False, **options)
        self.is_indexed = index

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        if self.is_indexed:
            model.add_index(self, where=peewee.SQL(f'"{self.column_name}" IS NOT NULL'))


# Of no type, as peewee's own: what a row holds there is another row.
OptionalKeyField: Any = _OptionalKeyField
