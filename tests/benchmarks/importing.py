"""Time how long importing documents holds the write lock, new ones and changed ones; by hand:

uv run python tests/benchmarks/importing.py [--postgres] [DOCUMENTS]
"""

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import organisation
import writings
from postgres import postgres_url

from kt import db
from kt.importers.documents import read_document
from kt.models import Access, Passage, Person, Topic
from kt.operations import bulk
from kt.operations.importing_documents import Place, import_documents, plan_documents
from kt.operations.setting_up import set_up

# What is there before: the index that an import adds to is not an empty one.
PRESENT = 2_000
PARTS = 8
WORDS_A_PART = 60


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    documents = numbers[0] if numbers else 1_000
    with tempfile.TemporaryDirectory() as folder:
        postgres = "--postgres" in sys.argv
        url = postgres_url("bench_import") if postgres else f"sqlite:///{folder}/kt.db"
        db.connect(url)
        db.open_connection()
        db.migrate()
        set_up()
        organisation.fill(100, date.today())
        writings.fill(PRESENT, 0, Person.select().count(), datetime.now(UTC))
        db.database.execute_sql("ANALYZE")
        print(
            f"{documents} documents on {url.partition(':')[0]}, each {PARTS * WORDS_A_PART} words"
        )
        for word, publish in (("new", True), ("changed", True), ("the same", True)):
            _time(word, zipped(documents, word), publish=publish)
        print(f"{Passage.select().count()} passages")
        db.drop_connection()


def zipped(documents: int, word: str) -> bytes:
    """Write manuals of a few parts each; all of them differ for another word."""
    writer, packed = writings.Writer(seed=5), io.BytesIO()
    said = "changed" if word == "the same" else word
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(documents):
            parts = (
                f"## {writer.say(4)}\n\n{said.capitalize()}. {writer.say(WORDS_A_PART)}\n"
                for _ in range(PARTS)
            )
            archive.writestr(f"{number}.md", f"# Manual {number}\n\n" + "\n".join(parts))
    return packed.getvalue()


def _time(word: str, data: bytes, *, publish: bool) -> None:
    by = Person.select().where(Person.access != Access.MEMBER).order_by(Person.id).first()
    begin = time.perf_counter()
    reading = read_document("all.zip", data)
    read = time.perf_counter() - begin
    plan = plan_documents(reading, by=by, place=Place(Topic.get_by_id(1)))
    planned = time.perf_counter() - begin
    with _timed_lock() as held:
        import_documents(plan, by=by, today=date.today(), publish=publish)
    whole = time.perf_counter() - begin
    print(
        f"{word:9} read {read:5.2f} s, looked at {planned - read:5.2f} s, whole {whole:5.2f} s, "
        f"lock held {sum(held):5.2f} s"
    )


@contextmanager
def _timed_lock() -> Iterator[list[float]]:
    """Take the time of the outermost transaction of an import."""
    held: list[float] = []
    original = bulk.transaction

    @contextmanager
    def timed() -> Iterator[None]:
        with original():
            begin = time.perf_counter()
            yield
        held.append(time.perf_counter() - begin)

    bulk.transaction = timed  # type: ignore[assignment]
    try:
        yield held
    finally:
        bulk.transaction = original


if __name__ == "__main__":
    main()
