"""What every form does."""

import re
from typing import Any

import pytest
import wtforms
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import Select, html_params

from kt.forms.base import MOST, Form, whole_number
from kt.markup import attributes


class Cadence(Form):
    days = whole_number("Days", at_least=1)


@pytest.mark.parametrize(("sent", "number"), [("7", 7), (" 14 ", 14), ("", None)])
def test_a_whole_number_is_read_and_may_be_left_out(sent: str, number: int | None) -> None:
    form = Cadence.of({"days": sent})
    assert form.validate()
    assert form.days.data == number


@pytest.mark.parametrize("sent", ["0", "-3", "1.5", "x", "٣", "1_000", str(MOST + 1), "9" * 5000])
def test_what_is_no_such_number_is_refused_in_words(sent: str) -> None:
    form = Cadence.of({"days": sent})
    assert not form.validate()
    assert "whole number" in form.days.errors[0]


class Chosen(Form):
    topic = wtforms.SelectField("Topic", choices=lambda: [(1, "Cut & paste"), ('“2"', "<b>")])


def test_a_choice_is_written_with_its_words_and_value_made_safe() -> None:
    assert str(Chosen.of({"topic": "1"}).topic()) == (
        '<select id="topic" name="topic"><option selected value="1">Cut &amp; paste</option>'
        '<option value="“2&#34;">&lt;b&gt;</option></select>'
    )


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [("", "None"), (2, Markup("<b>")), (3, ""), ("x", "É & Ü")],
        [SelectChoice("", "All"), SelectChoice("2", "Two"), SelectChoice(3)],
        {"Yours": [(1, "Cut-off")], 'All "others" & more': [(2, "Netting"), (3, "<i>")]},
        {},
    ],
)
@pytest.mark.parametrize("data", [None, "", 2, "2"])
@pytest.mark.filterwarnings("ignore:Passing SelectField choices")
def test_a_select_is_written_as_wtforms_writes_it(choices: Any, data: Any) -> None:
    class Either(Form):
        topic = wtforms.SelectField("Topic", [InputRequired()], coerce=str, choices=lambda: choices)

    field = Either(topic=data).topic
    values = {"class_": "select", "aria_label": 'The "topic"'}
    usual = re.sub(
        r'<option( selected)? value="([^"]*)"( selected)?>', _as_ours, Select()(field, **values)
    )
    assert field(**values) == usual


def _as_ours(found: re.Match[str]) -> str:
    selected = found[1] or found[3] or ""
    return f'<option{selected} value="{found[2]}">'


def test_the_attributes_of_an_input_are_written_as_wtforms_writes_them() -> None:
    values = {"class_": "input", "aria_label": 'A & "b"', "data_key": 1, "required": True}
    values |= {"hidden": False, "value": Markup('<b>"'), "hx-get": "/a?b=1&c=2"}
    assert attributes(**values) == html_params(**values)
    assert str(Cadence.of({"days": '"7'}).days(class_="input")) == (
        '<input class="input" id="days" max="2147483647" min="1" name="days" type="number"'
        ' value="&#34;7">'
    )
