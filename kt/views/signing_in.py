"""Signing in and out, one-time links, one's account."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from ..errors import Refused
from ..forms.people import ProfileForm
from ..forms.signing_in import ChangePasswordForm, NewPasswordForm, SignInForm
from ..models import Person
from ..operations import signing_in as deeds
from ..operations.people import edit_profile, set_quick_keys
from ..web import (
    COOKIE,
    done,
    find_or_404,
    invalid,
    own_path,
    page,
    public,
    sign_in_response,
    tried,
)

views = Blueprint("signing_in", __name__)


@views.get("/sign-in")
@public
def show() -> Any:
    return render_template("signing_in/show.html", form=SignInForm(), next=_next())


@views.post("/sign-in")
@public
def create() -> Any:
    form = SignInForm.of(request.form)
    token = tried(form, lambda: deeds.sign_in(form.email.data, form.password.data))
    if not token:
        return invalid("signing_in/show.html", form=form, next=_next())
    return sign_in_response(token, _next())


@views.post("/sign-out")
@public
def delete() -> Any:
    if g.token:
        deeds.sign_out(g.token)
    response = redirect(url_for("signing_in.show"), 303)
    response.delete_cookie(COOKIE)
    return response


@views.get("/demo")
@public
def demo() -> Any:
    if not current_app.config["IS_DEMO"]:
        abort(404)
    return render_template("signing_in/demo.html", cast=deeds.demo_cast())


@views.post("/demo/<int:id>")
@public
def enter_demo(id: int) -> Any:
    if not current_app.config["IS_DEMO"]:
        abort(404)
    person = find_or_404(Person.select().where(Person.active), id)
    return sign_in_response(deeds.sign_in_to_demo(person), url_for("home.show"))


@views.get("/links/<token>")
@public
def link(token: str) -> Any:
    try:
        link = deeds.usable_link(token)
    except Refused as refusal:
        return page("signing_in/no_link.html", status=404, sentence=refusal.sentence)
    return render_template("signing_in/link.html", link=link, form=NewPasswordForm())


@views.post("/links/<token>")
@public
def use_link(token: str) -> Any:
    try:
        link = deeds.usable_link(token)
    except Refused as refusal:
        return page("signing_in/no_link.html", status=404, sentence=refusal.sentence)
    form = NewPasswordForm.of(request.form)
    login = tried(form, lambda: deeds.use_link(token, form.password.data))
    if not login:
        return invalid("signing_in/link.html", link=link, form=form)
    return sign_in_response(login, url_for("home.show"))


@views.get("/account")
def account() -> Any:
    return render_template("signing_in/account.html", profile=_profile(), form=ChangePasswordForm())


@views.post("/account/profile")
def update_profile() -> Any:
    profile = ProfileForm.of(request.form)
    if not tried(profile, lambda: edit_profile(g.person, by=g.person, **profile.values())):
        return invalid("signing_in/account.html", profile=profile, form=ChangePasswordForm())
    return done(url_for("signing_in.account"), "Your profile is saved.")


@views.post("/account/keys")
def set_keys() -> Any:
    """Switch the keys of one letter on or off: `on` is 1 or 0."""
    on = request.form.get("on") == "1"
    set_quick_keys(g.person, on, by=g.person)
    return done(url_for(".account"), f"The keys of one letter are {'on' if on else 'off'}.")


@views.post("/account/password")
def change_password() -> Any:
    form = ChangePasswordForm.of(request.form)
    token = tried(
        form,
        lambda: deeds.change_password(g.person, old=form.old.data, new=form.password.data),
    )
    if not token:
        return invalid("signing_in/account.html", profile=_profile(), form=form)
    flash("Your password is changed, and you are signed out everywhere else.", "done")
    return sign_in_response(token, url_for("signing_in.account"))


@views.post("/account/sign-outs")
def sign_out_everywhere() -> Any:
    deeds.sign_out_everywhere(g.person, by=g.person)
    return done(url_for("signing_in.show"), "You are signed out everywhere.")


def _profile() -> ProfileForm:
    return ProfileForm(obj=g.person)


def _next() -> str:
    return own_path(request.values.get("next") or "/")
