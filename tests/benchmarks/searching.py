"""Time searching and reading in 10,000 documents and 100,000 questions beside the floors; by hand:

uv run python tests/benchmarks/searching.py [--postgres] [DOCUMENTS QUESTIONS]
"""

import http.client
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import organisation
import pages
import writings
from postgres import postgres_url

from kt import db
from kt.models import Passage, Person, Word
from kt.operations.setting_up import set_up
from kt.reports.search import search, suggest

LEARNERS = 100
ASKED = 200

# What is read beside it, and how often.
READ = (
    ("document", "/outputs/1"),
    ("list of documents", "/outputs"),
    ("questions", "/questions"),
    ("home", "/"),
)
READ_TIMES = 60


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    documents, questions = numbers if len(numbers) == 2 else (10_000, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        postgres = "--postgres" in sys.argv
        url = postgres_url("bench") if postgres else f"sqlite:///{folder}/kt.db"
        _prepare(url, documents, questions)
        _time_reports()
        db.drop_connection()
        _time_pages(url)


def _prepare(url: str, documents: int, questions: int) -> None:
    db.connect(url)
    db.open_connection()
    db.migrate()
    set_up()
    organisation.fill(LEARNERS, date.today())
    begin = time.perf_counter()
    writings.fill(documents, questions, Person.select().count(), datetime.now(UTC))
    print(
        f"{documents} documents, {questions} questions on {url.partition(':')[0]}, filled and",
        end=" ",
    )
    print(f"indexed in {time.perf_counter() - begin:.0f} s:", end=" ")
    print(f"{Passage.select().count()} passages, {Word.select().count()} words")
    # PostgreSQL does so by itself; kt asks SQLite for no statistics.
    if db.is_postgres():
        db.database.execute_sql("ANALYZE")


def asked() -> list[str]:
    """Make questions of one to eight words, common and rare ones, some with a slip or a phrase."""
    writer, dice = writings.Writer(seed=11), random.Random(3)
    made = []
    for number in range(ASKED):
        words = writer.say(1 + number % 8)[:-1].lower().split()
        if number % 9 == 0:
            words[-1] = words[-1][:-1] + dice.choice("xqwy")
        made.append(f'"{" ".join(words[:2])}"' if number % 13 == 0 else " ".join(words))
    return made


def _time_reports() -> None:
    people = {
        "learner": Person.get_by_id(organisation.learner_id()),
        "supervisor": Person.get_by_id(organisation.supervisor_id()),
    }
    for name, person in people.items():
        for what, deed in (("search", search), ("suggest", suggest)):
            times = []
            for words in asked():
                begin = time.perf_counter()
                deed(person, words, today=date.today())
                times.append(time.perf_counter() - begin)
            _tell(f"{what} ({name})", times)


def _time_pages(url: str) -> None:
    server = subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).parent / "server.py"),
            url,
            str(organisation.learner_id()),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        connection = pages._connected(int(server.stdout.readline()))
        token = server.stdout.readline().strip()
        floor, _ = pages._median(connection, "GET", "/floor/page", "", None)
        print(f"{'page floor':22} p50 {floor * 1000:6.1f} ms")
        for name, path in (("page", "/search?words="), ("fragment", "/search/suggestions?words=")):
            times = [_timed(connection, path + quote(words), token) for words in asked()]
            _tell(name, times, floor)
        for name, path in READ:
            _tell(name, [_timed(connection, path, token) for _ in range(READ_TIMES)], floor)
    finally:
        server.terminate()
        server.wait()


def _timed(connection: http.client.HTTPConnection, path: str, token: str) -> float:
    begin = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"kt_login={token}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    return time.perf_counter() - begin


def _tell(name: str, times: list[float], floor: float | None = None) -> None:
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    against = f"  {middle / floor:4.1f} × floor" if floor else ""
    print(f"{name:22} p50 {middle * 1000:6.1f} ms  p95 {late * 1000:6.1f} ms{against}")


if __name__ == "__main__":
    main()
