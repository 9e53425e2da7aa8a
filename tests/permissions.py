"""Who may do what at every address: one line of data for each endpoint.

A new endpoint gets one line in PERMISSIONS:

    "rollouts.close": Line(of="rollout", may="ada root", sees="ben cleo dan", sent={"keep": "x"}),
    "rollouts.new": Line(may="ada root", sees=EVERYBODY),

of      the kind of thing whose id stands in the address: "person", or a field of World. An address
        with other arguments than `id` names each: of={"id": "rollout", "seat_id": "seat"}.
may     who gets in (200, 303 or 422) at the cast's own thing; for of="person", that is oneself.
sees    who sees the thing but may not do this (403). For all the others it is hidden (404), byte
        for byte like a thing that is missing.
others_may, others_see   the same at the thing of strangers; by default only root gets in.
sent    what a POST sends, or a function of the World that gives it: it must be valid, so that the
        rule that denies it is reached. Files are given by a_file().
public  whether one gets in without signing in; "nobody" is then one of the names.

A denied request, and any GET, must leave the database as it was.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import make
from cast import Cast, a_cast

from kt import clock, models
from kt.models import Access, Person, Role
from kt.operations import standing_uploads
from kt.operations.agreements import offer_agreement
from kt.operations.items import version_of_item
from kt.operations.people_uploads import plan_upload, version_of_plan
from kt.operations.questions import version_of_answer
from kt.operations.revisions import version_of_revision
from kt.operations.rollouts import version_of_rollout
from kt.operations.sharing import make_share_link
from kt.operations.signing_in import make_link
from kt.operations.template_items import drop_template_item
from kt.operations.template_items import version_of_item as version_of_template_item
from kt.operations.templates import version_of_template
from kt.operations.titles import version_of_ranks
from kt.operations.topics import newest_revision, version_of_topic

EVERYBODY = "ada ben cleo dan eve root"
ANYBODY = EVERYBODY + " nobody"
SEATED = "ada ben cleo dan root"
SUPERVISORS = "ada root"
MEMBERS = "ben cleo dan eve"

A_ROLLOUT = {
    "name": "Nostro handover",
    "kind": "process change",
    "model": "one-way",
    "start_date": "2026-10-01",
}
A_TEAM = "Employee ID,Name\n1,Greta Lind\n"
A_MATRIX = "Name,Python\nGreta Lind,3\n"
A_GUIDE = {"guide": "", "role": "coach", "cadence_days": "7", "wave": "1"}


@dataclass(frozen=True)
class World:
    """The things of one rollout and of the people in it."""

    supervisor: Person
    coach: Person
    learner: Person
    topic: models.Topic
    revision: models.Revision
    rollout: models.Rollout
    rollout_topic: models.RolloutTopic
    seat: models.Seat
    pairing: models.Pairing
    session: models.CoachingSession
    planned_session: models.CoachingSession
    checklist: models.Checklist
    item: models.Item
    next_step: models.Item
    output: models.Output
    draft: models.Output
    used: models.Output
    question: models.Question
    answered: models.Question
    faq_entry: models.Output
    target: models.Target
    reading: models.Reading
    template: models.Template
    template_item: models.TemplateItem
    standing: models.Standing
    signoff: models.Signoff
    handover: models.Handover
    upload: models.Upload
    people_upload: models.Upload
    standings_upload: models.Upload
    documents_upload: models.Upload
    entry: models.AuditEntry
    date_move: models.AuditEntry
    removal: models.AuditEntry
    sheet: models.Sheet
    override: models.Override
    agreement_number: str
    image: str
    pair: models.Pairing
    pair_request: models.PairRequest
    waiting: models.PairRequest
    link_token: str
    nudge: models.Nudge
    nudge_key: str
    snooze: models.Snooze
    share_link: models.ShareLink
    share_token: str
    change: models.AuditEntry
    step: str
    ending: str
    table: str
    rollout_table: str
    checklist_table: str
    standings_table: str
    evidence_table: str
    history_table: str
    pairing_table: str
    sheet_table: str
    shared_table: str
    upload_table: str


@dataclass(frozen=True)
class Stage:
    """The cast, their world, and the world of strangers, of whom they know nothing."""

    cast: Cast
    own: World
    others: World

    def id_of(self, kind: str, whose: str, me: Person) -> Any:
        """Give what stands in the address for a kind of thing: own, others', or missing."""
        if whose == "missing":
            return "nothing" if kind == "link_token" else 999_999
        if kind == "person":
            return me.id if whose == "own" else self.others.learner.id
        thing = getattr(self.own if whose == "own" else self.others, kind)
        return thing if isinstance(thing, str) else thing.id


@dataclass(frozen=True)
class Line:
    """What each person gets at one endpoint."""

    may: str
    of: str | Mapping[str, str] = ""
    sees: str = ""
    others_may: str = "root"
    others_see: str = ""
    sent: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] | None = None
    public: bool = False

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of thing for each argument of the address."""
        if isinstance(self.of, str):
            return {"id": self.of} if self.of else {}
        return self.of

    def expected(self, name: str, whose: str) -> str:
        """Tell what a person gets: in, denied, hidden or sign in."""
        if name == "nobody" and not self.public:
            return "sign in"
        if whose == "missing":
            return "hidden"
        others = whose == "others"
        if name in (self.others_may if others else self.may).split():
            return "in"
        return "denied" if name in (self.others_see if others else self.sees).split() else "hidden"


def a_stage() -> Stage:
    """Put the cast and strangers on the stage of an empty database."""
    cast = a_cast()
    cast.dan.mentor_places = 1
    cast.dan.save()
    hal = make.a_person("Hal Stranger", access=Access.SUPERVISOR)
    ida = make.a_person("Ida Stranger", title="Cook")
    jon = make.a_person("Jon Stranger")
    gus = make.a_person("Gus Stranger", access=Access.ADMINISTRATOR)
    topic = make.a_topic("Payroll run", open_to_all=False)
    rollout = make.a_rollout("Payroll", supervisor=hal)
    rollout_topic = make.a_rollout_topic(rollout, topic)
    seat = make.a_seat(rollout_topic, ida, Role.COACH)
    pairing = make.a_pairing(seat, make.a_seat(rollout_topic, jon, Role.LEARNER))
    return Stage(
        cast=cast,
        own=_a_world(cast.root, cast.ada, cast.ben, cast.cleo, cast.bens_seat, cast.pairing),
        others=_a_world(gus, hal, ida, jon, seat, pairing),
    )


def _a_world(
    administrator: Person,
    supervisor: Person,
    coach: Person,
    learner: Person,
    seat: models.Seat,
    pairing: models.Pairing,
) -> World:
    rollout_topic = seat.rollout_topic
    rollout, topic = rollout_topic.rollout, rollout_topic.revision.topic
    session = make.a_session(rollout_topic, coach, pairing)
    checklist = make.a_checklist(person=learner, supervisor=supervisor, rollout=rollout)
    template = make.a_template(made_by=supervisor)
    output = make.an_output(topic=topic, owner=coach, rollout=rollout)
    share_link, share_token = make_share_link(
        rollout, days=90, by=supervisor, today=clock.today(ZoneInfo("UTC"))
    )
    return World(
        supervisor=supervisor,
        coach=coach,
        learner=learner,
        topic=topic,
        revision=make.a_revision(topic),
        rollout=rollout,
        rollout_topic=rollout_topic,
        seat=seat,
        pairing=pairing,
        session=session,
        planned_session=make.a_session(
            rollout_topic,
            coach,
            pairing,
            held_on=None,
            planned_at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
        ),
        checklist=checklist,
        item=make.an_item(checklist),
        next_step=models.Item.create(session=session, text="Try it alone", owner=learner),
        output=output,
        draft=a_draft(topic=topic, owner=coach, rollout=rollout),
        used=a_used_one(learner, topic=topic, owner=coach, rollout=rollout),
        question=make.a_question(learner, topic, coach, text="Why?", session=session),
        answered=make.a_question(
            learner,
            topic,
            coach,
            answer="So.",
            answer_html="<p>So.</p>",
            answered_by=coach,
            answered_at=clock.now(),
        ),
        faq_entry=make.an_output(
            "Why so?",
            topic=topic,
            owner=coach,
            kind=models.OutputKind.FAQ_ENTRY,
            state=models.OutputState.PUBLISHED,
            published_on=make.TODAY,
        ),
        target=make.a_target(rollout),
        reading=models.Reading.create(
            target=make.a_target(rollout, models.Measure.NUMBER, name="Late trades"),
            on=date(2026, 11, 2),
            value=8,
            by=coach,
        ),
        template=template,
        template_item=make.a_template_item(template, "Set up your accounts"),
        signoff=make.a_signoff(rollout_topic, learner),
        standing=models.Standing.create(
            person=learner,
            revision=make.a_revision(topic),
            level=1,
            basis=models.Basis.NAMED,
            reason="She said so",
            judged_by=supervisor,
            on=date(2026, 11, 1),
        ),
        handover=make.a_handover(coach, learner),
        upload=models.Upload.create(
            person=supervisor, purpose="checklist", filename="list.md", data=b"- [ ] Say hello"
        ),
        people_upload=models.Upload.create(
            person=administrator, purpose="people", filename="team.csv", data=A_TEAM.encode()
        ),
        standings_upload=models.Upload.create(
            person=supervisor,
            purpose="standings",
            filename="skills.csv",
            data=f"E-mail,Skill,Level,Date\n{learner.email},{topic.name},3,2026-11-02\n".encode(),
        ),
        documents_upload=models.Upload.create(
            person=supervisor, purpose="documents", filename="a.md", data=b"# A\n\nText"
        ),
        entry=models.AuditEntry.create(deed="person.added", by=supervisor, values={}),
        removal=drop_template_item(make.a_template_item(template, "Old"), by=supervisor),
        date_move=models.AuditEntry.create(
            deed="date.moved",
            by=supervisor,
            values={
                "checklist": checklist.id,
                "field": "start_day",
                "date": "start date",
                "old": "2026-09-01",
                "new": checklist.start_day.isoformat(),
                "followed": {},
                "redated": {},
            },
        ),
        sheet=a_sheet_of(rollout, learner),
        override=models.Override.create(
            rollout=rollout, point="kick-off", reason="One room.", by=supervisor, on=make.TODAY
        ),
        agreement_number="1",
        image=make.an_image(output).name,
        pair=make.a_pair(coach, learner),
        pair_request=make.an_ask(coach, learner),
        waiting=make.an_ask(learner, None),
        link_token=make_link(learner, by=None, days=7),
        nudge=make.a_nudge(learner, supervisor, rollout),
        nudge_key="item-1",
        snooze=make.a_snooze(supervisor, rollout),
        share_link=share_link,
        share_token=share_token,
        change=models.AuditEntry.get(
            models.AuditEntry.deed == "share-link.made", models.AuditEntry.by == supervisor
        ),
        step="topics",
        ending="csv",
        table="people",
        rollout_table="targets",
        checklist_table="items",
        standings_table="standings",
        evidence_table="evidence",
        history_table="history",
        pairing_table="held",
        sheet_table="difference",
        shared_table="topics",
        upload_table="people-import",
    )


def a_draft(**values: Any) -> models.Output:
    """Make an output whose first version waits for its review."""
    output = make.an_output("Month end manual", state=models.OutputState.IN_REVIEW, **values)
    make.a_review(make.a_version(output, output.owner))
    return output


def a_used_one(user: Person, **values: Any) -> models.Output:
    """Make a published document that did not work for somebody."""
    output = make.a_document("Month end how-to", **values)
    make.a_use(output, user, outcome=models.Outcome.FAILED, sentence="No step 4")
    return output


def a_sheet_of(rollout: models.Rollout, person: Person) -> models.Sheet:
    """Have the agreement offered, and give the sheet that waits for somebody."""
    offer_agreement(rollout, by=rollout.supervisor)
    return models.Sheet.get(rollout=rollout, person=person)


def kinds_of_things() -> set[str]:
    return {"person", *(field.name for field in fields(World))}


def a_file(name: str, text: str) -> tuple[io.BytesIO, str]:
    """Make a file to send in a form."""
    return io.BytesIO(text.encode()), name


def a_plan(world: World) -> dict[str, Any]:
    return {"whom": world.pairing.id, "planned_at": "2090-01-02T10:00", "minutes": "30"}


def a_confirmation(world: World) -> dict[str, Any]:
    upload = world.people_upload
    return {"version": version_of_plan(plan_upload(upload, by=upload.person))}


def a_confirmation_of_standings(world: World) -> dict[str, Any]:
    upload = world.standings_upload
    planned = standing_uploads.plan_upload(upload, by=upload.person, today=make.TODAY)
    return {"version": standing_uploads.version_of_plan(planned)}


def a_log(world: World) -> dict[str, Any]:
    return {"whom": world.pairing.id, "held_on": "2026-11-02", "minutes": "30", "way": "shown"}


def a_use(world: World) -> dict[str, Any]:
    return {"use": models.Use.get(models.Use.output == world.used).id}


def an_answer(world: World) -> dict[str, Any]:
    return {"answer": "Because.", "version": version_of_answer(world.question)}


def a_question(world: World) -> dict[str, Any]:
    return {"words": "Why?", "topic": world.topic.id}


def an_output(world: World) -> dict[str, Any]:
    owner = "root@example.com"
    return {"title": "Manual", "kind": "manual", "topic": world.topic.id, "owner": owner}


A_PREVIEW = {
    "title": "Days",
    "applies_to": "person",
    "lines-0-keep": "y",
    "lines-0-text": "Say hello",
    "lines-0-depth": "1",
    "lines-0-owners": "",
}

PERMISSIONS: dict[str, Line] = {
    # ------------------------------------------------------------------ everywhere
    "home.show": Line(may=EVERYBODY),
    # ------------------------------------------------------------------ signing in
    "signing_in.show": Line(may=ANYBODY, public=True),
    "signing_in.create": Line(
        may=ANYBODY, public=True, sent={"email": "eve@example.com", "password": "wrong"}
    ),
    "signing_in.delete": Line(may=ANYBODY, public=True),
    "signing_in.demo": Line(may="", public=True),
    "styleguide.show": Line(may="", public=True),
    "signing_in.enter_demo": Line(of="person", may="", others_may="", public=True),
    "signing_in.link": Line(
        of={"token": "link_token"}, may=ANYBODY, others_may=ANYBODY, public=True
    ),
    "signing_in.use_link": Line(
        of={"token": "link_token"},
        may=ANYBODY,
        others_may=ANYBODY,
        public=True,
        sent={"password": "the first day of spring"},
    ),
    "signing_in.account": Line(may=EVERYBODY),
    "signing_in.update_profile": Line(may=EVERYBODY, sent={"coaching_hours_week": "2"}),
    "signing_in.change_password": Line(may=EVERYBODY, sent={"old": "wrong", "password": "wrong"}),
    "signing_in.sign_out_everywhere": Line(may=EVERYBODY),
    "signing_in.set_keys": Line(may=EVERYBODY, sent={"on": "0"}),
    # ------------------------------------------------------------------ help
    "help.show": Line(may=EVERYBODY),
    "help.places": Line(may=EVERYBODY),
    "help.go": Line(may=EVERYBODY),
    # ------------------------------------------------------------------ search
    "search.show": Line(may=EVERYBODY),
    "search.suggestions": Line(may=EVERYBODY),
    # ------------------------------------------------------------------ people
    "people.index": Line(may=EVERYBODY),
    "people.suggestions": Line(may=EVERYBODY),
    "people.new": Line(may=SUPERVISORS, sees=EVERYBODY),
    "people.create": Line(may=SUPERVISORS, sees=EVERYBODY, sent={"name": "Greta Lind"}),
    "people.show": Line(of="person", may=EVERYBODY, others_may=EVERYBODY),
    "people.history": Line(of="person", may=EVERYBODY, others_see=EVERYBODY),
    "coverage.index": Line(may=EVERYBODY),
    "tables.everywhere": Line(
        of={"name": "table", "ending": "ending"}, may=EVERYBODY, others_may=EVERYBODY
    ),
    "tables.of_rollout": Line(
        of={"id": "rollout", "name": "rollout_table", "ending": "ending"}, may=SEATED
    ),
    "tables.of_checklist": Line(
        of={"id": "checklist", "name": "checklist_table", "ending": "ending"},
        may="ada ben cleo root",
    ),
    "tables.of_template": Line(
        of={"id": "template", "name": "history_table", "ending": "ending"},
        may=SUPERVISORS,
        others_may=SUPERVISORS,
    ),
    "tables.of_pairing": Line(
        of={"id": "pairing", "name": "pairing_table", "ending": "ending"},
        may="ada ben cleo root",
        sees="dan",
    ),
    "tables.of_sheet": Line(
        of={"id": "sheet", "name": "sheet_table", "ending": "ending"}, may="ada cleo root"
    ),
    "tables.of_target": Line(
        of={"id": "target", "name": "evidence_table", "ending": "ending"}, may=SEATED
    ),
    "tables.of_output": Line(
        of={"id": "output", "name": "history_table", "ending": "ending"}, may=SEATED
    ),
    "tables.of_topic": Line(
        of={"id": "topic", "name": "standings_table", "ending": "ending"},
        may=EVERYBODY,
        others_may=SUPERVISORS,
    ),
    "tables.of_person": Line(
        of={"id": "person", "name": "standings_table", "ending": "ending"},
        may=EVERYBODY,
        others_may=EVERYBODY,
    ),
    "coverage.table": Line(of={"ending": "ending"}, may=EVERYBODY, others_may=EVERYBODY),
    "coverage.leaving": Line(
        of="person", may=SUPERVISORS, sees=EVERYBODY, others_may=SUPERVISORS, others_see=EVERYBODY
    ),
    "coverage.draft": Line(
        of="person",
        may=SUPERVISORS,
        sees=EVERYBODY,
        others_may=SUPERVISORS,
        others_see=EVERYBODY,
        sent={"on": "2020-01-01"},
    ),
    "people.edit": Line(of="person", may="root", sees=EVERYBODY, others_see=EVERYBODY),
    "people.update": Line(
        of="person", may="root", sees=EVERYBODY, others_see=EVERYBODY, sent={"name": ""}
    ),
    "people.set_access": Line(
        of="person", may="root", sees=EVERYBODY, others_see=EVERYBODY, sent={"access": "member"}
    ),
    "people.disable": Line(of="person", may="root", sees=EVERYBODY, others_see=EVERYBODY),
    "people.enable": Line(of="person", may="root", sees=EVERYBODY, others_see=EVERYBODY),
    "people.link": Line(
        of="person", may="root", sees=EVERYBODY, others_may=SUPERVISORS, others_see=EVERYBODY
    ),
    "people_imports.new": Line(may="root", sees=EVERYBODY),
    "people_imports.create": Line(
        may="root", sees=EVERYBODY, sent=lambda world: {"file": a_file("team.csv", A_TEAM)}
    ),
    "import_tables.show": Line(
        of={"id": "people_upload", "name": "upload_table", "ending": "ending"},
        may="root",
        others_may="",
    ),
    "people_imports.show": Line(of="people_upload", may="root", others_may=""),
    "people_imports.choose_columns": Line(
        of="people_upload", may="root", others_may="", sent={"first": "day"}
    ),
    "people_imports.confirm": Line(
        of="people_upload", may="root", others_may="", sent=a_confirmation
    ),
    "standing_imports.new": Line(may=SUPERVISORS, sees=EVERYBODY),
    "standing_imports.create": Line(
        may=SUPERVISORS,
        sees=EVERYBODY,
        sent=lambda world: {"file": a_file("skills.csv", A_MATRIX)},
    ),
    "standing_imports.show": Line(of="standings_upload", may="ada", others_may=""),
    "standing_imports.choose": Line(
        of="standings_upload", may="ada", others_may="", sent={"levels-0": "3"}
    ),
    "standing_imports.confirm": Line(
        of="standings_upload", may="ada", others_may="", sent=a_confirmation_of_standings
    ),
    # ------------------------------------------------------------------ pairs
    "pairs.index": Line(may=EVERYBODY),
    "pairs.new": Line(may=EVERYBODY),
    "pairs.ask": Line(
        may=EVERYBODY,
        sent={"kind": "peer coaching", "asked": "eve@example.com", "cadence_days": "14"},
    ),
    "pairs.accept": Line(of="pair_request", may="cleo", sees="ben", others_may=""),
    "pairs.decline": Line(
        of="pair_request", may="cleo", sees="ben", others_may="", sent={"sentence": "No time."}
    ),
    "pairs.withdraw": Line(of="pair_request", may="ben", sees="cleo", others_may=""),
    # Whoever offers mentor places may take the first in line; Dan offers one.
    "pairs.take": Line(of="waiting", may="cleo dan", others_may="dan"),
    "pairs.show": Line(of="pair", may="ben cleo root"),
    "pairs.log": Line(of="pair", may="ben cleo", sees="root", others_may="", others_see="root"),
    "pairs.new_session": Line(
        of="pair", may="ben cleo", sees="root", others_may="", others_see="root"
    ),
    "pairs.plan": Line(of="pair", may="ben cleo", sees="root", others_may="", others_see="root"),
    "pairs.still_on": Line(
        of="pair", may="ben cleo", sees="root", others_may="", others_see="root"
    ),
    "pairs.pause": Line(
        of="pair",
        may="ben cleo",
        sees="root",
        others_may="",
        others_see="root",
        sent={"until": "2030-01-01"},
    ),
    "pairs.resume": Line(of="pair", may="ben cleo", sees="root", others_may="", others_see="root"),
    "pairs.end": Line(of="pair", may="ben cleo", sees="root", others_may="", others_see="root"),
    "pairs.reopen": Line(of="pair", may="ben cleo", sees="root", others_may="", others_see="root"),
    "circles.new": Line(may=SUPERVISORS, sees=MEMBERS),
    "circles.create": Line(
        may=SUPERVISORS,
        sees=MEMBERS,
        sent={"name": "Leads", "people": "ben@example.com, cleo@example.com", "cadence_days": "14"},
    ),
    "titles.index": Line(may="root", sees=EVERYBODY),
    "titles.save": Line(
        may="root",
        sees=EVERYBODY,
        sent=lambda world: {"title-0": "Cook", "rank-0": "3", "version": version_of_ranks()},
    ),
    # ------------------------------------------------------------------ checklists
    "checklists.new": Line(may=SUPERVISORS, sees="ben cleo dan eve"),
    "checklists.create": Line(
        may=SUPERVISORS,
        sees="ben cleo dan eve",
        sent=lambda world: {"template": world.template.id, "person": world.learner.email},
    ),
    "checklists.show": Line(of="checklist", may="ada ben cleo root"),
    "checklists.sheet": Line(of="checklist", may="ada ben cleo root"),
    "checklists.history": Line(of="checklist", may="ada ben cleo root"),
    "checklists.edit": Line(of="checklist", may="ada root", sees="ben cleo"),
    "checklists.update": Line(
        of="checklist", may="ada root", sees="ben cleo", sent={"title": "Days"}
    ),
    "checklists.move_start": Line(
        of="checklist", may="ada root", sees="ben cleo", sent={"start_day-day": "2026-12-01"}
    ),
    "checklists.move_departure": Line(
        of="checklist", may="ada root", sees="ben cleo", sent={"departure_day-day": "2026-12-01"}
    ),
    "checklists.undo_move": Line(of={"entry_id": "date_move"}, may="ada root", sees="ben cleo"),
    "items.show": Line(of="item", may="ada ben cleo root"),
    "items.row": Line(of="item", may="ada ben cleo root"),
    "items.tick": Line(of="item", may="ada cleo root", sees="ben", sent={"done": "1"}),
    "items.stuck": Line(of="item", may="ada cleo root", sees="ben", sent={"sentence": "No form"}),
    "items.need": Line(of="item", may="ada root", sees="ben cleo", sent={"needed": "0"}),
    "items.edit": Line(of="item", may="ada root", sees="ben cleo"),
    "items.update": Line(
        of="item",
        may="ada root",
        sees="ben cleo",
        sent=lambda world: {"text": "Ask Dan", "version": version_of_item(world.item)},
    ),
    "items.redate": Line(of="item", may="ada root", sees="ben cleo", sent={"due": "2026-12-04"}),
    "items.new": Line(of="checklist", may="ada root", sees="ben cleo"),
    "items.create": Line(of="checklist", may="ada root", sees="ben cleo", sent={"text": "Ask Dan"}),
    # ------------------------------------------------------------------ sessions
    "sessions.index": Line(of="rollout", may=SEATED),
    "sessions.show": Line(of="session", may="ada ben cleo root"),
    "sessions.new": Line(of="rollout", may=SEATED),
    "sessions.plan": Line(of="rollout", may="ada ben root", sees="cleo dan", sent=a_plan),
    "sessions.new_kick_off": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "sessions.plan_kick_off": Line(
        of="rollout", may="ada root", sees="ben cleo dan", sent={"planned_at": "2090-01-02T10:00"}
    ),
    "sessions.log_kick_off": Line(
        of="rollout", may="ada root", sees="ben cleo dan", sent={"held-minutes": "30"}
    ),
    "sessions.move": Line(
        of="planned_session",
        may="ada ben root",
        sees="cleo",
        sent={"planned_at": "2090-01-02T10:00"},
    ),
    "sessions.set_held": Line(of="planned_session", may="ada ben root", sees="cleo"),
    "sessions.set_way": Line(
        of="session", may="ada ben root", sees="cleo", sent={"way": "done together"}
    ),
    "sessions.set_cancelled": Line(of="session", may="ada ben root", sees="cleo"),
    "sessions.log": Line(may=EVERYBODY),
    # Eve knows nothing of the pairing, so she is told to choose somebody.
    "sessions.create": Line(may="ada ben eve root", sees="cleo dan", sent=a_log),
    "sessions.edit": Line(of="session", may="ada ben root", sees="cleo"),
    "sessions.update": Line(of="session", may="ada ben root", sees="cleo", sent=a_log),
    # ------------------------------------------------------------------ outputs
    "questions.index": Line(may=EVERYBODY),
    "questions.new": Line(may=EVERYBODY),
    "questions.create": Line(may=EVERYBODY, sent=a_question),
    "questions.show": Line(of="question", may=EVERYBODY, others_may=SUPERVISORS),
    "questions.answer": Line(
        of="question",
        may="ada ben dan root",
        sees="cleo eve",
        others_may=SUPERVISORS,
        sent=an_answer,
    ),
    "questions.set_answered": Line(
        of="answered", may="ada ben dan root", sees="cleo eve", others_may=SUPERVISORS
    ),
    "questions.set_heard": Line(
        of="answered",
        may="cleo",
        sees="ada ben dan eve root",
        others_may="",
        others_see=SUPERVISORS,
    ),
    "questions.ask_back": Line(
        of="answered",
        may="cleo",
        sees="ada ben dan eve root",
        others_may="",
        others_see=SUPERVISORS,
        sent={"sentence": "Why else?"},
    ),
    "questions.set_withdrawn": Line(
        of="question",
        may="cleo",
        sees="ada ben dan eve root",
        others_may="",
        others_see=SUPERVISORS,
    ),
    "questions.pass_on": Line(
        of="question", may=SEATED, sees="eve", others_may=SUPERVISORS, sent={"after": "0"}
    ),
    "questions.choose": Line(
        of="question", may="ada ben dan root", sees="cleo eve", others_may=SUPERVISORS
    ),
    "questions.merge": Line(
        of="question",
        may="ada ben dan root",
        sees="cleo eve",
        others_may=SUPERVISORS,
        sent=lambda world: {"into": world.answered.id},
    ),
    "questions.unmerge": Line(
        of="question", may="ada ben dan root", sees="cleo eve", others_may=SUPERVISORS
    ),
    "questions.set_in_faq": Line(
        of="answered",
        may="ada ben dan root",
        sees="cleo eve",
        others_may=SUPERVISORS,
        sent={"faq": "1"},
    ),
    "questions.faq": Line(of="topic", may=EVERYBODY, others_may=SUPERVISORS),
    "questions.place": Line(
        of={"id": "topic", "output_id": "faq_entry"},
        may="ada ben dan root",
        sees="cleo eve",
        sent={"to": "up"},
    ),
    "questions.new_entry": Line(
        of="topic", may="ada ben dan root", sees="cleo eve", others_may=SUPERVISORS
    ),
    "questions.create_entry": Line(
        of="topic",
        may="ada ben dan root",
        sees="cleo eve",
        others_may=SUPERVISORS,
        sent={"title": "How?", "text": "So."},
    ),
    "outputs.index": Line(may=EVERYBODY),
    "outputs.of_rollout": Line(of="rollout", may=SEATED),
    "outputs.new": Line(of="rollout", may=SEATED),
    "outputs.create": Line(of="rollout", may="ada ben dan root", sees="cleo", sent=an_output),
    "outputs.new_on_topic": Line(
        of="topic", may="ada root", sees="ben cleo dan eve", others_may="ada root"
    ),
    "outputs.create_on_topic": Line(
        of="topic",
        may="ada root",
        sees="ben cleo dan eve",
        others_may="ada root",
        sent=an_output,
    ),
    "outputs.show": Line(of="output", may=SEATED),
    "outputs.edit": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.update": Line(of="output", may="ada ben dan root", sees="cleo", sent=an_output),
    "outputs.write": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.preview": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.save": Line(
        of="output", may="ada ben dan root", sees="cleo", sent={"text": "Words", "version": "0"}
    ),
    "outputs.heirless": Line(may=SUPERVISORS, sees=MEMBERS),
    "outputs.give": Line(
        of="output",
        may="ada ben dan root",
        sees="cleo",
        sent=lambda world: {"person": world.learner.id},
    ),
    "outputs.give_back": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.history": Line(of="output", may=SEATED),
    "outputs.versions": Line(of="output", may=SEATED),
    "outputs.restore": Line(
        of={"id": "draft", "number": "agreement_number"}, may="ada ben dan root", sees="cleo"
    ),
    "outputs.confirm": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.use": Line(of="output", may=SEATED, sent={"worked": "1"}),
    "outputs.take_back_use": Line(of="output", may="", others_may="", sent={"use": "1"}),
    "outputs.answer_use": Line(
        of="used",
        may="ada ben dan root",
        sees="cleo eve",
        sent=lambda world: a_use(world) | {"sentence": "The queue was down."},
    ),
    "outputs.review": Line(of="draft", may="ada ben dan root", sees="cleo"),
    "outputs.set_asked": Line(of="draft", may="ada ben dan root", sees="cleo"),
    "outputs.approve": Line(
        of="draft", may="dan", sees="ada ben cleo root", others_may="", others_see="root"
    ),
    "outputs.send_back": Line(
        of="draft",
        may="dan",
        sees="ada ben cleo root",
        others_may="",
        others_see="root",
        sent={"sentence": "Step 4 is missing."},
    ),
    "outputs.undo_answer": Line(
        of="draft", may="", sees="ada ben cleo dan root", others_may="", others_see="root"
    ),
    "outputs.titled": Line(may=EVERYBODY),
    "outputs.export_all": Line(may=EVERYBODY),
    "outputs.export_one": Line(of="output", may=SEATED),
    "outputs.import_new": Line(may="ada ben dan root", sees="cleo eve"),
    "outputs.import_files": Line(
        may="ada ben dan root",
        sees="cleo eve",
        sent=lambda world: {"files": a_file("a.md", "# A\n\nText"), "place": ""},
    ),
    "outputs.import_plan": Line(of="documents_upload", may="ada", others_may=""),
    "outputs.import_place": Line(of="documents_upload", may="ada", others_may=""),
    "outputs.import_confirm": Line(
        of="documents_upload", may="ada", others_may="", sent={"keep": "0"}
    ),
    "outputs.import_discard": Line(of="documents_upload", may="ada", others_may=""),
    "outputs.image": Line(of={"id": "output", "name": "image"}, may=SEATED),
    "outputs.add_image": Line(
        of="output",
        may="ada ben dan root",
        sees="cleo",
        sent=lambda world: {"image": (io.BytesIO(make.a_picture()), "plan.png"), "text": ""},
    ),
    "outputs.remove_image": Line(
        of={"id": "output", "name": "image"}, may="ada ben dan root", sees="cleo"
    ),
    "outputs.set_published": Line(of="output", may="ada ben dan root", sees="cleo"),
    "outputs.set_obsolete": Line(of="output", may="ada ben dan root", sees="cleo"),
    # ------------------------------------------------------------------ templates
    "templates.index": Line(may=SUPERVISORS, sees="ben cleo dan eve"),
    "templates.new": Line(may=SUPERVISORS, sees="ben cleo dan eve"),
    "templates.create": Line(may=SUPERVISORS, sees="ben cleo dan eve", sent={"title": "Days"}),
    "templates.show": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.history": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.edit": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.update": Line(
        of="template",
        may=SUPERVISORS,
        others_may=SUPERVISORS,
        sent=lambda world: {
            "title": "Days",
            "applies_to": "person",
            "version": version_of_template(world.template),
        },
    ),
    "templates.copy": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.retire": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.bring_back": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.new_item": Line(of="template", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.add_item": Line(
        of="template", may=SUPERVISORS, others_may=SUPERVISORS, sent={"text": "Ask Dan"}
    ),
    "templates.show_item": Line(of="template_item", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.edit_item": Line(of="template_item", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.update_item": Line(
        of="template_item",
        may=SUPERVISORS,
        others_may=SUPERVISORS,
        sent=lambda world: {
            "text": "Ask Dan",
            "version": version_of_template_item(world.template_item),
        },
    ),
    "templates.move_item": Line(
        of="template_item", may=SUPERVISORS, others_may=SUPERVISORS, sent={"to": "up"}
    ),
    "templates.drop_item": Line(of="template_item", may=SUPERVISORS, others_may=SUPERVISORS),
    "templates.put_back": Line(of={"entry_id": "removal"}, may=SUPERVISORS, others_may=SUPERVISORS),
    "template_imports.new": Line(may=SUPERVISORS, sees="ben cleo dan eve"),
    "template_imports.create": Line(
        may=SUPERVISORS,
        sees="ben cleo dan eve",
        sent=lambda world: {"file": a_file("list.md", "- [ ] Say hello")},
    ),
    "template_imports.show": Line(of="upload", may="ada", others_may=""),
    "template_imports.read_again": Line(
        of="upload", may="ada", others_may="", sent={"with_code": "y"}
    ),
    "template_imports.save": Line(of="upload", may="ada", others_may="", sent=A_PREVIEW),
    "template_imports.discard": Line(of="upload", may="ada", others_may=""),
    # ------------------------------------------------------------------ know-how
    "topics.index": Line(may=EVERYBODY),
    "topics.new": Line(may=SUPERVISORS, sees=MEMBERS),
    "topics.create": Line(
        may=SUPERVISORS,
        sees=MEMBERS,
        sent={"name": "Nostro breaks", "kind": "niche skill", "holders_needed": "1"},
    ),
    "topics.show": Line(of="topic", may=EVERYBODY, others_may=SUPERVISORS),
    "topics.edit": Line(of="topic", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS),
    "topics.update": Line(
        of="topic",
        may=SUPERVISORS,
        sees=MEMBERS,
        others_may=SUPERVISORS,
        sent=lambda world: {
            "name": world.topic.name,
            "kind": "niche skill",
            "holders_needed": "1",
            "version": version_of_topic(world.topic, newest_revision(world.topic)),
        },
    ),
    "topics.add_sme": Line(
        of="topic",
        may=SUPERVISORS,
        sees=MEMBERS,
        others_may=SUPERVISORS,
        sent={"person": "eve@example.com"},
    ),
    "topics.set_sme": Line(
        of={"id": "topic", "person_id": "person"},
        may=SUPERVISORS,
        sees=MEMBERS,
        others_may=SUPERVISORS,
        sent={"sme": "1"},
    ),
    "topics.history": Line(of="topic", may=EVERYBODY, others_may=SUPERVISORS),
    "revisions.new": Line(of="topic", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS),
    "revisions.create": Line(
        of="topic",
        may=SUPERVISORS,
        sees=MEMBERS,
        others_may=SUPERVISORS,
        sent=lambda world: {
            "written_process": "Another way.",
            "effective": "2026-12-01",
            "version": version_of_revision(world.revision),
        },
    ),
    "revisions.show": Line(of="revision", may=EVERYBODY, others_may=SUPERVISORS),
    "revisions.withdraw": Line(
        of="revision", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS
    ),
    "revisions.plan": Line(of="topic", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS),
    "revisions.take": Line(
        of={"id": "rollout", "topic_id": "rollout_topic"},
        may="ada root",
        sees="ben cleo dan",
        sent={"number": "1"},
    ),
    "signoffs.index": Line(may=EVERYBODY),
    "signoffs.show": Line(of="signoff", may="ada ben cleo dan root"),
    "signoffs.new": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    "signoffs.create": Line(of="pairing", may="ada ben cleo root", sees="dan", sent={"level": "2"}),
    "signoffs.judge": Line(
        of="signoff", may="ada ben dan root", sees="cleo", sent={"yes": "1", "evidence": "Seen"}
    ),
    "signoffs.undo": Line(of="signoff", may="ada ben dan root", sees="cleo"),
    "signoffs.withdraw": Line(of="signoff", may="ada cleo root", sees="ben dan"),
    "standings.new": Line(of="topic", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS),
    "standings.create": Line(
        of="topic",
        may=SUPERVISORS,
        sees=MEMBERS,
        others_may=SUPERVISORS,
        sent={"person": "ben@example.com", "level": "4", "reason": "Ran it twice."},
    ),
    # ------------------------------------------------------------------ delegation
    "handovers.index": Line(may=EVERYBODY),
    "handovers.new": Line(may=EVERYBODY),
    "handovers.create": Line(
        may=EVERYBODY, sent={"delegate": "Hal Stranger", "new_tasks": "Order paper"}
    ),
    "handovers.accept": Line(
        of="handover", may="cleo", sees="ben root", others_may="", others_see="root"
    ),
    "handovers.decline": Line(
        of="handover",
        may="cleo",
        sees="ben root",
        others_may="",
        sent={"sentence": "Not now."},
        others_see="root",
    ),
    "handovers.sign": Line(of="handover", may="ben root", sees="cleo", sent={"step": "1"}),
    "handovers.undo": Line(of="handover", may="ben root", sees="cleo"),
    "handovers.take_back": Line(
        of="handover", may="ben root", sees="cleo", sent={"reason": "The team changes."}
    ),
    "handovers.offer_again": Line(
        of="handover", may="ben", sees="cleo root", others_may="", others_see="root"
    ),
    # ------------------------------------------------------------------ rollouts
    "rollouts.index": Line(may=EVERYBODY),
    "rollouts.new": Line(may=SUPERVISORS, sees=MEMBERS),
    "rollouts.create": Line(may=SUPERVISORS, sees=MEMBERS, sent=A_ROLLOUT),
    "rollouts.show": Line(of="rollout", may=SEATED),
    "rollouts.checklists": Line(of="rollout", may=SEATED),
    "rollouts.history": Line(of="rollout", may=SEATED),
    "rollouts.edit": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollouts.update": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent=lambda world: A_ROLLOUT | {"version": version_of_rollout(world.rollout)},
    ),
    "designs.show": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.step": Line(of={"id": "rollout", "step": "step"}, may="ada root", sees="ben cleo dan"),
    "designs.answer": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.confirm": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.save_topics": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.save_people": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.choose_model": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "designs.agree": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollouts.new_topic": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollouts.add_topic": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent=lambda world: {"topic": str(world.topic.id)},
    ),
    "rollouts.remove_topic": Line(
        of={"id": "rollout", "topic_id": "rollout_topic"}, may="ada root", sees="ben cleo dan"
    ),
    "rollout_states.start": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.new_closure": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.close": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.cancel": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.reopen": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.new_copy": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "rollout_states.copy": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent={"name": "Again", "start_date": "2027-01-04"},
    ),
    # ------------------------------------------------------------------ agreements
    "agreements.show": Line(of="rollout", may=SEATED),
    "agreements.version": Line(of={"id": "rollout", "number": "agreement_number"}, may=SEATED),
    "agreements.offer": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "agreements.override": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent={"point": "kick-off", "reason": "One room."},
    ),
    "agreements.withdraw": Line(
        of={"id": "rollout", "override_id": "override"}, may="ada root", sees="ben cleo dan"
    ),
    "agreements.sign_off": Line(
        of={"id": "rollout", "topic_id": "rollout_topic", "person_id": "coach"},
        may="ada dan root",
        sees="ben cleo",
        sent={"evidence": "Did it with me."},
    ),
    "sheets.show": Line(of="sheet", may="ada cleo root"),
    "sheets.sign": Line(of="sheet", may="cleo", sees="ada root", others_may="", others_see="root"),
    "sheets.decline": Line(
        of="sheet",
        may="cleo",
        sees="ada root",
        others_may="",
        others_see="root",
        sent={"sentence": "Not on Fridays."},
    ),
    "sheets.take_back": Line(of="sheet", may="ada cleo root"),
    "sheets.sign_on_paper": Line(
        of="sheet",
        may="ada root",
        sees="cleo",
        sent={"signed_on": "2026-11-02", "witness": "root@example.com"},
    ),
    # ------------------------------------------------------------------ pairings
    "pairings.ask": Line(of="pairing", may="ada root", sees="ben cleo dan"),
    "pairings.still_on": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    "pairings.edit": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    "pairings.pause": Line(
        of="pairing", may="ada ben cleo root", sees="dan", sent={"until": "2090-01-02"}
    ),
    "pairings.resume": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    "pairings.end": Line(of="pairing", may="ada ben cleo root", sees="dan", sent={"note": "Moved"}),
    "pairings.reopen": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    # ------------------------------------------------------------------ seats
    "seats.index": Line(of="rollout", may=SEATED),
    "seats.create": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent=lambda world: {
            "person": "eve@example.com",
            "role": "SME",
            "topic": str(world.rollout_topic.id),
        },
    ),
    "seats.end": Line(of="seat", may="ada root", sees="ben cleo dan"),
    "seats.reopen": Line(of="seat", may="ada root", sees="ben cleo dan"),
    "seats.promote": Line(of="seat", may="ada root", sees="ben cleo dan"),
    "seats.demote": Line(of="seat", may="ada root", sees="ben cleo dan"),
    "seats.put_guide": Line(
        of={"id": "rollout", "topic_id": "rollout_topic", "person_id": "person"},
        may="ada root",
        sees="ben cleo dan",
        sent=A_GUIDE,
    ),
    "seats.update_pairing": Line(of="pairing", may="ada root", sees="ben cleo dan", sent=A_GUIDE),
    "seats.end_pairing": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    "seats.reopen_pairing": Line(of="pairing", may="ada ben cleo root", sees="dan"),
    # ------------------------------------------------------------------ targets and the report
    "targets.index": Line(of="rollout", may=SEATED),
    "targets.new": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "targets.create": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent={"measure": "sessions held", "number": "4"},
    ),
    "targets.show": Line(of="target", may=SEATED),
    "targets.edit": Line(of="target", may="ada root", sees="ben cleo dan"),
    "targets.update": Line(of="target", may="ada root", sees="ben cleo dan", sent={"number": "4"}),
    "targets.set_dropped": Line(of="target", may="ada root", sees="ben cleo dan"),
    "targets.read": Line(of="target", may="ada ben root", sees="cleo dan", sent={"value": "4"}),
    "targets.correction": Line(of="reading", may="ada ben root", sees="cleo dan"),
    "targets.correct": Line(of="reading", may="ada ben root", sees="cleo dan", sent={"value": "4"}),
    "reports.show": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "needs.index": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "needs.nudge": Line(of="rollout", may="ada root", sees="ben cleo dan", sent={"key": "item-1"}),
    "needs.nudge_all": Line(of="rollout", may="ada root", sees="ben cleo dan"),
    "needs.withdraw": Line(
        of={"id": "rollout", "key": "nudge_key"}, may="ada root", sees="ben cleo dan"
    ),
    "needs.put_off": Line(
        of="rollout",
        may="ada root",
        sees="ben cleo dan",
        sent={"key": "item-1", "until": "2090-01-02"},
    ),
    "needs.wake": Line(
        of={"id": "rollout", "snooze_id": "snooze"}, may="ada", sees="ben cleo dan", others_may=""
    ),
    "needs.hear": Line(of="nudge", may="cleo", others_may=""),
    # ------------------------------------------------------------------ recent changes
    "changes.index": Line(may=EVERYBODY),
    "changes.in_rollouts": Line(may=EVERYBODY),
    "changes.undo": Line(of="change", may="ada", others_may="", sent={"undone": "1"}),
    "sharing.create": Line(
        of="rollout", may="ada root", sees="ben cleo dan", sent={"days": "7", "note": "The board"}
    ),
    "sharing.revoke": Line(
        of={"id": "rollout", "link_id": "share_link"}, may="ada root", sees="ben cleo dan"
    ),
    "sharing.table": Line(
        of={"token": "share_token", "name": "shared_table", "ending": "ending"},
        may=ANYBODY,
        others_may=ANYBODY,
        public=True,
    ),
    "sharing.show": Line(of={"token": "share_token"}, may=ANYBODY, others_may=ANYBODY, public=True),
    # ------------------------------------------------------------------ onboarding
    "onboarding.new": Line(may=SUPERVISORS, sees=MEMBERS),
    "onboarding.create": Line(
        may=SUPERVISORS, sees=MEMBERS, sent={"name": "Greta Lind", "start": "2026-12-01"}
    ),
    "onboarding.show": Line(
        of="person", may=SUPERVISORS, sees=MEMBERS, others_may=SUPERVISORS, others_see=MEMBERS
    ),
}
