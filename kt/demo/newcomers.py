"""Two new hires: Greta in her first week, Tomas in his third, each with buddy, coach and list."""

from ..importers.checklists import read_checklist
from ..models import Checklist, Item, OwnerRole, Pairing, Person, Role, Seat, Way
from ..operations.importing_checklists import lines_of, save_as_template
from ..operations.items import report_stuck, tick_item
from ..operations.onboarding import onboard
from ..operations.sessions import log_session, plan_session
from .stage import TEXTS, Stage

CHECKLIST = "first_month.md"

# Who, buddy, coach, on which topic, begun so many days ago.
NEWCOMERS = (
    ("tomas", "mina", "ines", "Cut-off rules", 17),
    ("greta", "hugo", "ben", "Batch restart", 4),
)

# Who met whom already, so many days ago and how: too little to tell a pace from.
MET = (("tomas", Role.BUDDY, 11, 30, Way.EXPLAINED), ("tomas", Role.COACH, 5, 45, Way.SHOWN))

# What is stuck, with the sentence, and which due items are still open.
STUCK = {"greta": ("Get a test certificate", "The form wants a cost centre I don't have.")}
LEFT_OPEN = {
    "tomas": ("Find yesterday's largest break and say where it came from",),
    "greta": ("Read the one-page map of the settlement day",),
}


def build(stage: Stage) -> None:
    """Onboard both with the one form, and let them get on with their lists."""
    ana = stage.people["ana"]
    with stage.on(60):
        file = read_checklist((TEXTS / CHECKLIST).read_bytes(), CHECKLIST)
        template = save_as_template(lines_of(file), title=file.title, by=ana)
    for key, buddy, coach, topic, days_ago in NEWCOMERS:
        with stage.on(days_ago + 7) as today:
            onboarded = onboard(
                stage.people[key],
                start=stage.day(days_ago),
                by=ana,
                today=today,
                buddy=stage.people[buddy],
                coach=stage.people[coach],
                topic=stage.topics[topic],
                template=template,
            )
            # Tomas has not come to his yet: it is the first item of his list.
            stage.sign(onboarded.rollout, but="tomas")
        if onboarded.checklist:
            _get_on(stage, key, onboarded.checklist)
        _plan(stage, stage.people[key])
    for key, role, days_ago, minutes, way in MET:
        pairing = _pairing(stage.people[key], role)
        with stage.on(days_ago, 15) as today:
            log_session([pairing], by=pairing.guide.person, minutes=minutes, way=way, today=today)


def _get_on(stage: Stage, key: str, checklist: Checklist) -> None:
    """Tick what was due before today, by whoever it is for, but for what is stuck or left."""
    doers = {
        OwnerRole.LEARNER: stage.people[key],
        OwnerRole.MANAGER: stage.people["ana"],
        OwnerRole.SUPERVISOR: stage.people["ana"],
    }
    doers |= _guides(checklist.person)
    stuck, sentence = STUCK.get(key, ("", ""))
    for item in checklist.items.order_by(Item.due, Item.position):
        if item.text == stuck:
            with stage.on(1, 16) as day:
                report_stuck(item, sentence=sentence, by=stage.people[key], on=day)
        if item.due is None or item.due >= stage.today or item.text == stuck:
            continue
        days_ago = (stage.today - item.due).days
        doer = doers[OwnerRole(item.owners[0]) if item.owners else OwnerRole.LEARNER]
        with stage.on(days_ago + 1, 11) as day:
            if item.text not in LEFT_OPEN[key]:
                tick_item(item, done=True, by=doer, on=day)


def _plan(stage: Stage, learner: Person) -> None:
    """Plan the first session with the coach for the next working day."""
    pairing = _pairing(learner, Role.COACH)
    plan_session(
        [pairing],
        by=pairing.guide.person,
        planned_at=stage.moment(stage.day(-1), 10, 30),
        minutes=45,
        place="Room 4",
        zone=stage.zone,
        today=stage.today,
    )


def _pairing(learner: Person, role: Role) -> Pairing:
    pairings = Pairing.select(Pairing).join(Seat, on=(Pairing.learner == Seat.id))
    theirs = pairings.where(Seat.person == learner, Pairing.guide.is_null(False))
    return next(each for each in theirs if each.guide.role == role)


def _guides(learner: Person) -> dict[OwnerRole, Person]:
    pairings = Pairing.select(Pairing).join(Seat, on=(Pairing.learner == Seat.id))
    return {
        OwnerRole(pairing.guide.role): pairing.guide.person
        for pairing in pairings.where(Seat.person == learner, Pairing.guide.is_null(False))
    }
