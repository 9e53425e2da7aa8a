"""What every form does."""

import pytest
import wtforms
from markupsafe import Markup
from wtforms.widgets import html_params

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


def test_the_attributes_of_an_input_are_written_as_wtforms_writes_them() -> None:
    values = {"class_": "input", "aria_label": 'A & "b"', "data_key": 1, "required": True}
    values |= {"hidden": False, "value": Markup('<b>"'), "hx-get": "/a?b=1&c=2"}
    assert attributes(**values) == html_params(**values)
    assert str(Cadence.of({"days": '"7'}).days(class_="input")) == (
        '<input class="input" id="days" max="2147483647" min="1" name="days" type="number"'
        ' value="&#34;7">'
    )
