"""One page shows the whole look, and pages have nothing beside it."""

import re

import pytest
from cast import a_cast
from conftest import Browser
from flask import Flask
from look import CSS, GIVEN_BY_HTMX, GIVEN_BY_SCRIPT, TEMPLATES, classes_defined

HERE = "".join(page.read_text() for page in sorted(TEMPLATES.glob("styleguide/*.html")))
MACROS = [
    (file.stem, name)
    for file in sorted(TEMPLATES.glob("macros/*.html"))
    for name in re.findall(r"^{% macro ([a-z]\w*)\(", file.read_text(), re.M)
]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_styleguide_of_a_demo_shows_every_class_of_the_stylesheet(
    app: Flask, browser: Browser
) -> None:
    app.config["IS_DEMO"] = True
    html = browser.sign_in(a_cast().ada).get("/styleguide").text
    shown = {word for words in re.findall(r'class="([^"]*)"', html) for word in words.split()}
    assert classes_defined(CSS) - shown == GIVEN_BY_HTMX | GIVEN_BY_SCRIPT


@pytest.mark.parametrize(("file", "name"), MACROS, ids=[name for _, name in MACROS])
def test_every_macro_is_drawn_in_the_styleguide(file: str, name: str) -> None:
    assert re.search(rf'from "macros/{file}.html" import [^%]*\b{name}\b', HERE)
    assert re.search(rf"(?:call |{{{{ |\b){name}\(", re.sub(r"{% from .*?%}", "", HERE))
