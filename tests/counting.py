"""How many SQL statements something takes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.statements: list[str] = []

    def emit(self, entry: logging.LogRecord) -> None:
        self.statements.append(entry.msg[0])


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect the SQL of every statement run inside the block."""
    logger = logging.getLogger("peewee")
    listener = _Listener()
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    try:
        yield listener.statements
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
