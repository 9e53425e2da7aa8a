"""The application as a process of its own, so that a browser's tests share nothing with it.

python server.py build DATABASE empty|typical|full   fills a new file; prints who can sign in
python server.py spoil DATABASE TURN                 puts payloads into all its words
python server.py nursery                             serves what it is told to, as often as it is

The nursery reads {"path": DATABASE, "log": FILE} and answers with {"pid": …, "url": …}; to
{"stop": PID} it answers with {"stopped": PID}. It has loaded the application already, so that a
copy costs a fork and not two seconds; what one copy compiles of the templates, the next ones read.
"""

import json
import logging
import os
import signal
import socket
import sys
from tempfile import TemporaryDirectory

import waitress
from jinja2 import FileSystemBytecodeCache
from organisation import BUILDERS
from payloads import fill

import kt
from kt import clock, db
from kt.config import Settings
from kt.operations.setting_up import set_up
from kt.operations.signing_in import sign_in_to_demo


def build(path: str, data: str) -> None:
    db.connect(f"sqlite:///{path}")
    db.open_connection()
    db.migrate()
    set_up()
    people = BUILDERS[data](clock.now().date())
    print(json.dumps({name: sign_in_to_demo(person) for name, person in people.items()}))
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()


def spoil(path: str, turn: str) -> None:
    db.connect(f"sqlite:///{path}")
    db.open_connection()
    fill(int(turn))
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.drop_connection()


def serve(path: str, compiled: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = kt.create_app(Settings(database_url=f"sqlite:///{path}", base_url=address))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(compiled)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = waitress.create_server(app, sockets=[listener], threads=4)
    print(json.dumps({"pid": os.getpid(), "url": address}), flush=True)
    server.run()


def nursery(compiled: str) -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if "path" in order:
            if os.fork() == 0:
                os.dup2(os.open(order["log"], os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
                serve(order["path"], compiled)
        else:
            os.kill(order["stop"], signal.SIGTERM)
            os.waitpid(order["stop"], 0)
            print(json.dumps({"stopped": order["stop"]}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(*sys.argv[2:])
    elif sys.argv[1] == "spoil":
        spoil(*sys.argv[2:])
    else:
        with TemporaryDirectory(prefix="kt-templates-") as compiled:
            nursery(compiled)
