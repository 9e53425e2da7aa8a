"""Forms of what people say of doing the task with a document."""

from .base import Form, text


class FailureForm(Form):
    sentence = text(
        "Did not work because …",
        required="Say in a sentence what did not work, so that its owner can mend it.",
        render_kw={"rows": 2},
    )


class AnswerForm(Form):
    sentence = text(
        "Why it was not the document",
        required="Say in a sentence why it was not the document.",
        render_kw={"rows": 2},
    )
