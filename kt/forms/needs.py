"""The form by which something is put off."""

import wtforms

from .base import Form, day


class PutOffForm(Form):
    key = wtforms.HiddenField()
    until = day("Until", required="Choose the day on which it comes back.")
