"""The words of kt, one plain sentence each; screens, addresses and commands use exactly these."""

from typing import NamedTuple


class Word(NamedTuple):
    name: str
    meaning: str


GLOSSARY = {
    "Who": (
        Word("Person", "Somebody in the organisation, whether or not they sign in."),
        Word("Supervisor", "Who runs a rollout and sees it whole; a named deputy may do the same."),
        Word("Coach", "Who passes a topic on; accountable for it, but nobody's boss."),
        Word("Learner", "Who is to be able to do it at the end."),
        Word(
            "SME",
            "A subject-matter expert: knows the content of a topic, and can be called on for it.",
        ),
        Word(
            "Buddy",
            "The guide for settling in and practical matters, for a while; never the line manager.",
        ),
        Word("Veteran", "Somebody who coaches others on a topic, by standing 4."),
        Word(
            "Mentor and protégé",
            "What coach and learner are called where it is about a person's own development.",
        ),
        Word("Pair", "Two colleagues who coach each other; what was said belongs to the two."),
    ),
    "What is passed on": (
        Word(
            "Topic",
            "Know-how that can be passed on, with an owner and the number of holders it needs.",
        ),
        Word(
            "Kind",
            "What a topic is about: a process change, a delegation of tasks for good, an "
            "orientation, a niche skill that few need, or somebody's own development.",
        ),
        Word(
            "Revision",
            "How a topic is done from a date on: the old way, the new way, the written process.",
        ),
        Word(
            "Standing",
            "What one person can do on one topic: not yet, knows about it, does it with help, "
            "does it alone, coaches others.",
        ),
        Word("Coverage", "Who can do a topic and who can coach it, and its risk when they leave."),
        Word("Handing over", "Passing on a task for good, in four steps that are signed."),
    ),
    "How it is organised": (
        Word(
            "Rollout",
            "One organised transfer: its topics, people, agreement, targets and dates; a rolling "
            "one takes in learners one by one.",
        ),
        Word(
            "Seat",
            "A person's role on a topic in a rollout (coach, learner, SME or buddy), from a date.",
        ),
        Word("Pairing", "Who guides whom; without a guide it is a gap that everybody sees."),
        Word(
            "Model",
            "Whether people only guide or learn (one-way) or may do both on different topics "
            "(two-way), and whether an SME coaches the coaches first (SME-seeded).",
        ),
        Word(
            "Agreement",
            "What will exist and who will be able to do what at the end, in versions that stay.",
        ),
        Word("Sheet", "The part of the agreement that is about you, and that you sign."),
        Word(
            "Start gate",
            "What a rollout needs before it starts; a missing point can be overridden with a "
            "reason, a signature cannot.",
        ),
    ),
    "What people do": (
        Word(
            "Coaching session",
            "One conversation or demonstration, planned or held: explained, shown, done together, "
            "the learner did it alone, or the coach did it.",
        ),
        Word("Checklist and item", "A list made from a template, and what is to be done on it."),
        Word("Question", "Goes to your coach, else an SME, else the supervisor; climbs by itself."),
        Word(
            "Output",
            "What a transfer leaves behind: an FAQ entry, a manual, a how-to, a design note, a "
            "recording or an external link.",
        ),
        Word(
            "Document",
            "The text of an output: planned, draft, in review, published, and obsolete in the end.",
        ),
        Word(
            "Trusted",
            "A document that somebody who knows approved, and that people did the task with.",
        ),
    ),
    "How it is measured": (
        Word("Target", "Something measurable that was agreed: a measure, a number and a date."),
        Word(
            "Sign-off",
            "A judgement with evidence that a learner reached a standing; never an opinion alone.",
        ),
        Word("Needs you", "What waits for you, each with its reason and what you can do about it."),
        Word(
            "Thread",
            "Four beads for a pairing or a topic: agreed, coached, written, signed off; each is "
            "empty, half or full.",
        ),
    ),
}
