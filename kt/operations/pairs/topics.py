"""The topics of pairs that chose none: made with the first one, and then everybody's."""

from peewee import fn

from ...errors import Refused
from ...models import Kind, PairKind, Revision, Topic
from ..indexing import index_topic

NAMES = {PairKind.PEERS: "Peer coaching", PairKind.MENTORING: "Mentoring"}

# How it is done, in the words of rules 14 and 15.
PROCESSES = {
    PairKind.PEERS: """\
Two colleagues meet regularly, and each coaches the other with open questions:

- What is going on?
- What works?
- What does not?
- What will you change?
- Next steps.

The one who coaches asks and listens; next time it is the other way round. What was said belongs to
the two.
""",
    PairKind.MENTORING: """\
A more experienced mentor and a protégé meet regularly and talk about opportunities, pitfalls and
introductions. The protégé says what to talk about. What was said belongs to the two.
""",
}


def usual_topic(kind: PairKind) -> Topic:
    """Find the topic of a kind of pair, or make it; for deeds that record themselves."""
    name = NAMES[kind]
    present = Topic.get_or_none(fn.LOWER(Topic.name) == name.lower())
    if present is None:
        present = Topic.create(name=name, kind=Kind.DEVELOPMENT)
        Revision.create(topic=present, process=PROCESSES[kind])
        index_topic(present)
    if present.kind != Kind.DEVELOPMENT:
        raise Refused(
            f"The topic {present.name} is of the kind {present.kind}. Choose a development topic.",
            field="topic",
        )
    return present
