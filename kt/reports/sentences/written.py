"""The sentences of what is done to documents."""

from .words import Sentence, quoted, said_day

WRITTEN: dict[str, Sentence] = {
    "output.planned": lambda by, values: (
        f"{by} planned the output {quoted(values['output'])}, by {values['owner']}"
        + (f" for {said_day(values['due'])}" if values["due"] else "")
    ),
    "output.edited": lambda by, values: (
        f"{by} changed {values['changed']} of {quoted(values['output'])}"
    ),
    "output.written": lambda by, values: (
        f"{by} wrote version {values['number']} of {quoted(values['output'])}"
    ),
    "output.image-added": lambda by, values: f"{by} added an image to {quoted(values['output'])}",
    "output.image-removed": lambda by, values: (
        f"{by} removed an image of {quoted(values['output'])}"
    ),
    "output.restored": lambda by, values: (
        f"{by} restored version {values['restored']} of {quoted(values['output'])} "
        f"as version {values['number']}"
    ),
    "output.published": lambda by, values: f"{by} published {quoted(values['output'])}",
    "output.unpublished": lambda by, values: (
        f"{by} took back the publishing of {quoted(values['output'])}"
    ),
    "output.obsolete": lambda by, values: f"{by} marked {quoted(values['output'])} as obsolete",
    "output.brought-back": lambda by, values: f"{by} brought {quoted(values['output'])} back",
    "output.review-asked": (
        lambda by, values: (
            f"{by} asked for a review of version {values['number']} of {quoted(values['output'])}"
        )
    ),
    "output.review-withdrawn": lambda by, values: (
        f"{by} took back asking for a review of {quoted(values['output'])}"
    ),
    "output.approved": lambda by, values: (
        f"{by} approved version {values['number']} of {quoted(values['output'])}"
        + (", a minor edit" if values["minor"] else "")
        + (" as a learner who did it" if values["as_learner"] else "")
    ),
    "output.returned": lambda by, values: (
        f"{by} returned version {values['number']} of {quoted(values['output'])} with a sentence"
    ),
    "output.answer-undone": lambda by, values: (
        f"{by} took back {'approving' if values['answer'] == 'approved' else 'returning'} "
        f"version {values['number']} of {quoted(values['output'])}"
    ),
    "output.confirmed": lambda by, values: (
        f"{by} confirmed that {quoted(values['output'])} is still right"
        + (f", to be looked at again on {said_day(values['until'])}" if values["until"] else "")
    ),
    "output.given": "{by} gave “{output}” of {owner} to {person}",
    "output.given-back": "{by} gave “{output}” back to {person}",
    "use.worked": "{by} did the task with “{output}”",
    "use.failed": "{by} said that “{output}” did not work",
    "use.taken-back": "{by} took back what they had said of “{output}”",
    "use.answered": "{by} answered {person} that it was not “{output}”",
}
