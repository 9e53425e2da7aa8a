"""Forms of delegation: handing tasks over, declining one, taking one back."""

from collections.abc import Iterable

import wtforms

from .base import Form, line, text
from .targets import Choices


class HandOverForm(Form):
    """Several tasks to one delegate, those one holds and new ones."""

    delegate = line("To whom", required="Type the name or the e-mail of a colleague.")
    tasks = Choices("Tasks of yours", choices=list, validate_choice=False)
    new_tasks = text("New tasks", hint="One per line. They become tasks of yours first.")
    note = line("Note", hint="What good looks like, where to look. Only the two of you read it.")

    def offer(self, tasks: Iterable[tuple[int, str]]) -> None:
        self.tasks.choices = [(str(id), name) for id, name in tasks]

    @property
    def names(self) -> list[str]:
        """Give the new tasks, one a line."""
        lines = (" ".join(each.split()) for each in (self.new_tasks.data or "").splitlines())
        return [each for each in lines if each]


class DeclineForm(Form):
    sentence = line("Why not", required="Say in a sentence why not, so that it can be settled.")


class TakeBackForm(Form):
    reason = line("Why", hint="Taking the task back needs a reason; the last step alone does not.")


class StepForm(Form):
    """The step that is signed, with what was seen."""

    step = wtforms.HiddenField()
    evidence = line("What you have seen", hint="It stands with the standing.")
