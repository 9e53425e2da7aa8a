"""Forms of signing in and of passwords."""

from typing import Any

import wtforms

from .base import Form, line


def password(label: str, required: str, autocomplete: str) -> Any:
    """Make a password field; `required` is the sentence for an empty one."""
    return wtforms.PasswordField(
        label,
        validators=[wtforms.validators.InputRequired(required)],
        render_kw={"autocomplete": autocomplete},
    )


class SignInForm(Form):
    email = line(
        "E-mail",
        required="Type your e-mail.",
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = password("Password", "Type your password.", "current-password")


class NewPasswordForm(Form):
    password = password("Password", "Choose a password.", "new-password")


class ChangePasswordForm(Form):
    old = password("Present password", "Type your present password.", "current-password")
    password = password("New password", "Choose a new password.", "new-password")
