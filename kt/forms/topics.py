"""Forms of topics, their SMEs and standings on them."""

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ..models import Kind, Level
from .base import Form, choice, day, line, text, whole_number


class TopicForm(Form):
    version = wtforms.HiddenField()
    name = line("Name", required="A topic needs a name. Type one.")
    kind = choice("Kind", Kind)
    technical = wtforms.BooleanField(
        "Technical",
        description="Beginners in a technical topic need an SME to call on.",
    )
    description = text("What it is about", hint="Markdown.")
    written_process = text(
        "The written process", hint="How it is done now, step by step. Markdown: lists, links."
    )
    holders_needed = whole_number(
        "Holders needed",
        at_least=0,
        required="Say how many people should be able to do it alone.",
        hint="How many people should be able to do it alone.",
    )
    owner = line("Owner", hint="Who looks after it. Type a name or an e-mail.")
    open_to_all = wtforms.BooleanField(
        "Open to all",
        description="Otherwise only its owner, SMEs, supervisors and those who sit on it see it.",
    )


class SmeForm(Form):
    person = line(
        "Name an SME",
        required="Type the name or the e-mail of whoever knows the content.",
        hint="Expert in the content, which does not make somebody a coach.",
    )


class StandingForm(Form):
    person = line("Person", required="Type the name or the e-mail of the person.")
    level = wtforms.SelectField(
        "Standing",
        choices=lambda: [SelectChoice(int(level), f"{level}: {level.words}") for level in Level],
        coerce=int,
    )
    reason = text(
        "Reason",
        required="Say in a sentence what you have seen that shows it.",
        hint="What you have seen that shows it.",
    )
    on = day("Day", hint="The day this was true of. Empty means today.")
    refresh_on = day(
        "To be refreshed from", hint="As where a certificate runs out. Empty means never."
    )
