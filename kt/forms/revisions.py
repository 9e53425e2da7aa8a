"""Forms of revisions of a topic."""

import wtforms

from .base import Form, day, text


class RevisionForm(Form):
    """The process changes: the new text, and what is different in a sentence or two."""

    version = wtforms.HiddenField()
    written_process = text(
        "The written process",
        hint="How it is done from then on, step by step. Only what you change is new to people.",
    )
    old_way = text("The old way", hint="In a sentence: what people do so far.")
    new_way = text("The new way", hint="In a sentence: what they do instead.")
    effective = day("From", required="Choose the day from which it is done the new way.")
