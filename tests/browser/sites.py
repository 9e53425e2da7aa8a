"""Served copies of kt, each a process and a database of its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SERVER = Path(__file__).with_name("server.py")


@dataclass(frozen=True)
class Built:
    """A database file and the login token of everybody in it, by short name."""

    path: Path
    tokens: dict[str, str]


@dataclass(frozen=True)
class Site:
    """A running copy of kt."""

    url: str
    tokens: dict[str, str]


def build(folder: Path, data: str) -> Built:
    """Make a database with this data: "empty", "typical" or "full"."""
    path = folder / f"{data}.db"
    done = subprocess.run(
        [sys.executable, SERVER, "build", path, data], stdout=subprocess.PIPE, text=True, check=True
    )
    return Built(path, json.loads(done.stdout))


def spoilt(built: Built, folder: Path, turn: int) -> Built:
    """Copy a database and have nothing but payloads typed into it."""
    path = folder / "spoilt.db"
    shutil.copy(built.path, path)
    subprocess.run([sys.executable, SERVER, "spoil", path, str(turn)], check=True)
    return Built(path, built.tokens)


@contextmanager
def served(built: Built, folder: Path) -> Iterator[Site]:
    """Serve a copy of a database; what went wrong on the server is raised at the end."""
    path, log = folder / "served.db", folder / "server.log"
    shutil.copy(built.path, path)
    server = _told({"path": str(path), "log": str(log)})
    try:
        yield Site(server["url"], built.tokens)
    finally:
        _told({"stop": server["pid"]})
    assert log.read_text() == ""


def _told(order: dict[str, Any]) -> dict[str, Any]:
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    print(json.dumps(order), file=nursery.stdin, flush=True)
    return json.loads(nursery.stdout.readline())


@cache
def _nursery() -> "subprocess.Popen[str]":
    """Start the one process of this worker whose forks serve; it ends with the worker's pipe."""
    return subprocess.Popen(
        [sys.executable, SERVER, "nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
