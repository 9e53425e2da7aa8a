"""Serve kt and two floors from one waitress: a bare page of 50 joined rows, a bare UPDATE.

python server.py DATABASE_URL PERSON_ID …

Prints the port it found free, then a token for each person.
"""

import sys

import waitress
from flask import Flask, render_template_string
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import kt
from kt import db
from kt.config import Settings
from kt.models import Item, Pairing, Person, Seat
from kt.operations.signing_in import sign_in_to_demo

PAGE = """<!doctype html><html lang="en"><title>Floor</title><table>
{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.learner_name }}</td>
<td>{{ row.learner_title }}</td><td>{{ row.guide_name }}</td><td>{{ row.guide_title }}</td>
<td><a href="/pairings/{{ row.id }}">Open the pairing of {{ row.learner_name }}</a></td>
<td><a href="/people?q={{ row.guide_name }}">Whom {{ row.guide_name }} guides, and on what</a></td>
<td>{{ row.since }}</td><td>{{ row.cadence_days }} days</td><td>wave {{ row.wave }}</td></tr>
{% endfor %}</table></html>"""


def floor() -> Flask:
    app = Flask("floor")

    @app.get("/page")
    def page() -> str:
        db.open_connection()
        guide, learner = Seat.alias(), Seat.alias()
        guide_person, learner_person = Person.alias(), Person.alias()
        rows = (
            Pairing.select(
                Pairing.id,
                Pairing.since,
                Pairing.cadence_days,
                Pairing.wave,
                guide_person.name.alias("guide_name"),
                guide_person.title.alias("guide_title"),
                learner_person.name.alias("learner_name"),
                learner_person.title.alias("learner_title"),
            )
            .join(guide, on=(Pairing.guide == guide.id))
            .join(guide_person, on=(guide.person == guide_person.id))
            .switch(Pairing)
            .join(learner, on=(Pairing.learner == learner.id))
            .join(learner_person, on=(learner.person == learner_person.id))
            .order_by(Pairing.id)
            .limit(50)
            .dicts()
        )
        return render_template_string(PAGE, rows=list(rows))

    @app.post("/update")
    def update() -> str:
        db.open_connection()
        with db.transaction():
            Item.update(position=Item.position).where(Item.id == 1).execute()
        return "done"

    return app


def main() -> None:
    url, *people = sys.argv[1:]
    app = kt.create_app(Settings(database_url=url))
    both = DispatcherMiddleware(app, {"/floor": floor()})
    server = waitress.create_server(both, host="127.0.0.1", port=0, threads=4)
    print(server.effective_port, flush=True)
    for person in people:
        print(sign_in_to_demo(Person.get_by_id(int(person))), flush=True)
    server.run()


if __name__ == "__main__":
    main()
