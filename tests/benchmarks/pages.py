"""Time the pages beside two floors and print the ratios; run by hand:

uv run python tests/benchmarks/pages.py [--postgres] [--matrix] [SIZE …] [NAME …]

A name chooses the pages that begin with it: "coverage", "rollout".

With --matrix, the coverage of 500 people by 60 topics, half of its cells filled, and nothing else.
"""

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import organisation
from postgres import postgres_url

from kt import db
from kt.models import Person
from kt.operations.setting_up import set_up

TURNS, ROUND = 80, 20
# Every thread of the server has met a page before it is timed; PostgreSQL plans it until then.
FIRST = 40
SIZES = (100, 1_000, 10_000)

# The matrix: so many learners make 504 people.
MATRIX, FILLED = 360, 30
COVERAGE = ("coverage", "GET", "/coverage", "administrator", None)

FLOORS = {"GET": ("GET", "/floor/page"), "POST": ("POST", "/floor/update")}

# Name, method, path, who, the forms that are sent in turn; a row is timed against the page floor or
# the update floor.
DEEDS = (
    ("supervisor's home", "GET", "/", "supervisor", None),
    ("veteran's home", "GET", "/", "coach", None),
    ("new hire's home", "GET", "/", "learner", None),
    ("rollout", "GET", "/rollouts/1", "supervisor", None),
    ("rollout, people", "GET", "/rollouts/1/people", "supervisor", None),
    ("rollout, targets", "GET", "/rollouts/1/targets", "supervisor", None),
    ("checklist", "GET", "/checklists/1", "learner", None),
    ("people", "GET", "/people", "learner", None),
    COVERAGE,
    ("coverage, supervisor", "GET", "/coverage", "supervisor", None),
    ("topics", "GET", "/topics", "learner", None),
    ("topic", "GET", "/topics/1", "administrator", None),
    ("topic, supervisor", "GET", "/topics/1", "supervisor", None),
    ("rollout, report", "GET", "/rollouts/1/report", "supervisor", None),
    ("tick", "POST", "/items/7/tick", "learner", [{"done": "1"}, {"done": "0"}]),
    (
        "log a session",
        "POST",
        "/sessions",
        "coach",
        [{"whom": "1", "minutes": "30", "way": "shown"}],
    ),
)


def main() -> None:
    arguments = sys.argv[1:]
    postgres = "--postgres" in arguments
    matrix = "--matrix" in arguments
    sizes = [int(each) for each in arguments if each.isdigit()] or list(SIZES)
    names = tuple(each for each in arguments if each[:1].isalpha())
    chosen = [deed for deed in DEEDS if not names or deed[0].startswith(names)]
    for size in [MATRIX] if matrix else sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = postgres_url("bench") if postgres else f"sqlite:///{folder}/kt.db"
            _prepare(url, size, FILLED if matrix else organisation.STANDINGS_A_PERSON)
            _time(url, size, [COVERAGE] if matrix else chosen)


def _prepare(url: str, size: int, standings: int) -> None:
    db.connect(url)
    db.open_connection()
    db.migrate()
    set_up()
    organisation.fill(size, date.today(), standings)
    if db.is_postgres():
        # As its own housekeeping does within a minute, at a moment that is not ours to choose.
        db.database.execute_sql("VACUUM ANALYZE")
    count = Person.select().count()
    db.drop_connection()
    print(f"\n{size} learners, {count} people, {'PostgreSQL' if 'postgres' in url else 'SQLite'}")


def _time(url: str, size: int, deeds: Sequence[Any]) -> None:
    people = {
        "supervisor": organisation.supervisor_id(),
        "coach": organisation.coach_id(),
        "learner": organisation.learner_id(),
        "administrator": organisation.administrator_id(size),
    }
    server = subprocess.Popen(
        [
            sys.executable,
            str(Path(__file__).parent / "server.py"),
            url,
            *map(str, people.values()),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        connection = _connected(int(server.stdout.readline()))
        tokens = {name: server.stdout.readline().strip() for name in people}
        for name, method, path, who, forms in deeds:
            ask = _asking(connection, method, path, tokens[who], forms)
            floor = _asking(connection, *FLOORS[method])
            seconds, floor_seconds, length = _in_turn(ask, floor)
            print(
                f"{name:22} {seconds * 1000:7.1f} ms  {seconds / floor_seconds:5.1f} × floor of"
                f" {floor_seconds * 1000:.1f} ms  {length / 1000:6.1f} KB",
                flush=True,
            )
    finally:
        server.terminate()
        server.wait()


def _connected(port: int) -> http.client.HTTPConnection:
    # It listens since it knows its port.
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    return connection


def _asking(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    token: str = "",
    forms: Sequence[dict[str, str]] | None = None,
) -> Callable[[int], tuple[float, int]]:
    """Make what asks once, in its turn, and tells how long that took and how long the answer is."""
    headers = {"Cookie": f"kt_login={token}", "Sec-Fetch-Site": "same-origin"}
    if forms is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}

    def ask(turn: int) -> tuple[float, int]:
        body = urlencode(forms[turn % len(forms)]) if forms else ""
        begin = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        length = len(answer.read())
        seconds = time.perf_counter() - begin
        return (seconds if answer.status < 400 else float("nan")), length

    return ask


def _in_turn(
    ask: Callable[[int], tuple[float, int]], floor: Callable[[int], tuple[float, int]]
) -> tuple[float, float, int]:
    """Time some turns of a page, some of its floor and so on, for machines change their speed."""
    times, floors, length = [], [], 0
    for turn in range(FIRST):
        ask(turn), floor(turn)
    for first in range(0, TURNS, ROUND):
        for turn in range(first, first + ROUND):
            seconds, length = ask(turn)
            times.append(seconds)
        floors += [floor(turn)[0] for turn in range(first, first + ROUND)]
    return statistics.median(times), statistics.median(floors), length


if __name__ == "__main__":
    main()
