"""Forms of outputs: what is planned, and the text that is written."""

from collections.abc import Iterable
from typing import Any

import wtforms

from ..models import OutputKind
from .base import Form, choice, day, line, text
from .targets import Choices


def group_field() -> Any:
    """Make the field for the heading that an entry stands under on its topic's FAQ."""
    return line(
        "Group",
        hint="The heading it stands under in the FAQ; entries of one group stand together.",
        render_kw={"autocomplete": "off"},
    )


class OutputForm(Form):
    title = line("Title", required="Give it a title, so that it can be found.")
    kind = choice("Kind", OutputKind)
    topic = wtforms.SelectField("Topic", coerce=str, choices=list, validate_choice=False)
    owner = line("Owner", required="Say who sees to it.", hint="Type a name or an e-mail.")
    due = day("Date", hint="When it should be published.")
    url = line(
        "Link",
        hint="Where it is, if it is not written here. It is never fetched.",
        render_kw={"inputmode": "url"},
    )

    review_on = day("Review date", hint="Optional: when its owner looks at it again.")
    group = group_field()

    def offer_topics(self, topics: list[tuple[int, str]]) -> None:
        self.topic.choices = [(str(id), name) for id, name in topics]

    @property
    def topic_id(self) -> int:
        sent = self.topic.data or ""
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0


class ConfirmForm(Form):
    review_on = day("Look at it again on", hint="Leave it empty for no date.")


class TextForm(Form):
    """A text as it was opened: `version` is the number it had, 0 for a first one.

    `image` is a file on its way in; it comes apart from what is typed.
    """

    version = wtforms.HiddenField(default="0")
    text = text(
        "Text",
        required="There is nothing to save yet. Write the text first.",
        hint="Markdown: # for headings, - for lists, - [ ] for tasks, ``` for code, | for tables. "
        "[[Title]] links to the document of that title.",
    )
    image = wtforms.FileField(
        "Add an image",
        description="PNG, JPEG, GIF or WebP, up to 5 MB. It is shown where the text names it.",
        render_kw={"accept": "image/png,image/jpeg,image/gif,image/webp"},
    )
    why = line("What changed", hint="For those who read the history.")
    fixes = Choices("Which of this it mends", choices=list, validate_choice=False)

    def offer_fixes(self, failures: Iterable[tuple[int, str]]) -> None:
        """Let one say which failed uses this text mends, given with their sentences."""
        self.fixes.choices = [(str(id), sentence) for id, sentence in failures]

    @property
    def opened_with(self) -> int:
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
