"""The inverses of what is done to questions and documents."""

from collections.abc import Mapping

from ...models import AuditEntry, Output, Question, Review, Use, Version
from ..outputs import (
    give_back,
    publish_output,
    set_obsolete,
    take_back_use,
    undo_answer,
    unpublish_output,
    withdraw_review,
)
from ..questions import (
    hear_answer,
    put_into_faq,
    take_answer_back,
    take_out_of_faq,
    unmerge_question,
    withdraw_question,
)
from .ways import ANSWERED, CHANGE, KEPT, SENT, TAKES_BACK, Doing, Way, deed

ASKED = deed(withdraw_question, Question, withdrawn=False)
WITHDRAWN = deed(withdraw_question, Question)

QUESTIONS: Mapping[str, Way | str] = {
    "question.asked": Way(
        Question,
        WITHDRAWN,
        back=("question.withdrawn",),
        again=ASKED,
        after={
            "question.asked-again": None,
            "question.answered": "answered since",
            "question.answer-taken-back": None,
            "question.merged": "joined with another since",
            "question.unmerged": None,
        },
    ),
    "question.withdrawn": Way(Question, ASKED, back=("question.asked-again",), again=WITHDRAWN),
    "question.asked-again": TAKES_BACK,
    "question.passed-on": SENT,
    "question.answered": Way(
        Question,
        deed(take_answer_back, Question),
        back=("question.answer-taken-back",),
        after={
            "question.answered": "answered anew since",
            "question.heard": "it was read",
            "question.unheard": None,
            "question.reopened": "asked back since",
            "question.in-faq": "it stands in the FAQ",
            "question.out-of-faq": None,
        },
    ),
    "question.answer-edited": CHANGE,
    "question.answer-taken-back": TAKES_BACK,
    "question.reopened": SENT,
    "question.heard": Way(
        Question,
        deed(hear_answer, Question, heard=False),
        back=("question.unheard",),
        again=deed(hear_answer, Question),
        after={"question.reopened": "asked back since"},
    ),
    "question.unheard": TAKES_BACK,
    "question.merged": Way(
        Question,
        deed(unmerge_question, Question),
        back=("question.unmerged",),
        after={"question.reopened": "asked back since"},
    ),
    "question.unmerged": TAKES_BACK,
    "question.in-faq": Way(
        Question,
        deed(take_out_of_faq, Question),
        back=("question.out-of-faq",),
        again=deed(put_into_faq, Question, "today"),
    ),
    "question.out-of-faq": TAKES_BACK,
    "faq.ordered": "move it again",
}


def _by_the_same(entry: AuditEntry, later: AuditEntry) -> bool:
    return entry.by_id == later.by_id


SAID = "something else was said since"
A_USE = Way(
    Output,
    deed(take_back_use, Use, "today"),
    back=("use.taken-back",),
    after={"use.worked": SAID, "use.failed": SAID},
    same=_by_the_same,
)


def _answer_undone(it: Doing) -> object:
    """Take back how one answered the review of a document last."""
    answered = (Version.output == it.the(Output)) & (Review.answered_by == it.by)
    review = Review.select().join(Version).where(answered).order_by(Review.id.desc()).get()
    return undo_answer(review, by=it.by, today=it.day)


WENT_ON = """
output.written output.restored output.edited output.image-added output.image-removed
output.published output.unpublished output.obsolete output.brought-back output.confirmed
output.review-asked output.review-withdrawn output.approved output.returned
output.given output.given-back use.worked use.failed use.taken-back use.answered
""".split()
REVIEWED = Way(
    Output,
    _answer_undone,
    back=("output.answer-undone",),
    after=dict.fromkeys(WENT_ON, "somebody went on with it since"),
    needs="was",
)

DOCUMENTS: Mapping[str, Way | str] = {
    "output.planned": "mark it as obsolete on its page",
    "output.edited": CHANGE,
    "output.written": KEPT,
    "output.restored": KEPT,
    "output.image-added": "remove it where the text is written",
    "output.image-removed": "add it again",
    "output.published": Way(
        Output,
        deed(unpublish_output, Output),
        back=("output.unpublished",),
        again=deed(publish_output, Output, "today"),
        after={"output.obsolete": "obsolete since", "output.brought-back": None},
    ),
    "output.unpublished": TAKES_BACK,
    "output.obsolete": Way(
        Output,
        deed(set_obsolete, Output, obsolete=False),
        back=("output.brought-back",),
        again=deed(set_obsolete, Output, obsolete=True),
    ),
    "output.brought-back": TAKES_BACK,
    "output.review-asked": Way(
        Output,
        deed(withdraw_review, Output),
        back=("output.review-withdrawn",),
        after={
            "output.review-asked": "asked anew since",
            "output.approved": "approved since",
            "output.returned": "returned since",
            "output.answer-undone": None,
        },
    ),
    "output.review-withdrawn": TAKES_BACK,
    "output.approved": REVIEWED,
    "output.returned": REVIEWED,
    "output.answer-undone": TAKES_BACK,
    "output.confirmed": CHANGE,
    "output.given": Way(
        Output,
        deed(give_back, Output),
        back=("output.given-back",),
        after={"output.given": "given on since"},
    ),
    "output.given-back": TAKES_BACK,
    "use.worked": A_USE,
    "use.failed": A_USE,
    "use.taken-back": TAKES_BACK,
    "use.answered": ANSWERED,
}

OF_WRITING = {**QUESTIONS, **DOCUMENTS}
