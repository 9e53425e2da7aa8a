"""Forms of agreements: overriding a point, declining a sheet, signing on paper, signing off."""

import wtforms

from .base import Form, day, line


class OverrideForm(Form):
    point = wtforms.HiddenField()
    reason = line(
        "Why it can start without this",
        required="Say in a sentence why it can start without this.",
        hint="It stays in view.",
    )


class DeclineForm(Form):
    sentence = line(
        "What would have to change",
        required="Say in a sentence what would have to change.",
        hint="Whoever runs the rollout reads it.",
    )


class PaperForm(Form):
    signed_on = day("Signed on", required="Say when it was signed.")
    witness = line("Witnessed by", required="Name who saw it.", hint="Type a name or an e-mail.")


class SignOffForm(Form):
    evidence = line(
        "What you have seen that shows it",
        required="Say in a sentence what you have seen that shows it.",
    )
    refresh_on = day("To be refreshed from", hint="Empty means never.")
