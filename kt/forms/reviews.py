"""Forms of reviews."""

from .base import Form, text


class ReturnForm(Form):
    sentence = text(
        "What should change",
        required="Say in a sentence what to change, so that it can be.",
        render_kw={"rows": 3},
    )
