"""GitHub issue forms: every option of a group of checkboxes is a task."""

from collections.abc import Mapping

from ...errors import Refused
from ..plain import heading_words
from ..yaml_text import load_yaml
from .outline import BOLD, Outline, Task

MAX_CHARACTERS = 256_000
MAX_OPTIONS = 5_000
NOT_A_FORM = (
    "This YAML file is not an issue form: it has no body with checkboxes. Choose the form, or a "
    "checklist in Markdown."
)


def load_form(source: str) -> Mapping[str, object]:
    """Read a form; raises Refused for YAML that is none."""
    if len(source) > MAX_CHARACTERS:
        raise Refused("This YAML file is too long for an issue form. Choose the form itself.")
    try:
        form = load_yaml(source)
    except ValueError:
        raise Refused(
            "This YAML file cannot be read. Check its indentation and quotes, then import it again."
        ) from None
    if not isinstance(form, Mapping) or not _checkboxes(form):
        raise Refused(NOT_A_FORM)
    return form


def form_fields(form: Mapping[str, object]) -> dict[str, str]:
    """Return the name, the title and the other fields of one line above the body."""
    return {str(key).lower(): value for key, value in form.items() if isinstance(value, str)}


def read_form(form: Mapping[str, object], outline: Outline) -> None:
    """Fill the outline from a form.

    Headings and sentences between the groups say owners and days, as they do in Markdown; the
    group itself is named by its label.
    """
    for element in _elements(form):
        attributes = element.get("attributes")
        if isinstance(attributes, Mapping):
            _read_element(element, attributes, outline)


def _elements(form: Mapping[str, object]) -> list[Mapping[str, object]]:
    body = form.get("body")
    parts = body if isinstance(body, list) else []
    return [part for part in parts if isinstance(part, Mapping)]


def _checkboxes(form: Mapping[str, object]) -> bool:
    return any(element.get("type") == "checkboxes" for element in _elements(form))


def _read_element(
    element: Mapping[str, object], attributes: Mapping[str, object], outline: Outline
) -> None:
    if element.get("type") == "markdown":
        _read_prose(_words(attributes.get("value")), outline)
    elif element.get("type") == "checkboxes":
        outline.heading(heading_words(_words(attributes.get("label"))).rstrip(":"), BOLD)
        outline.say(_words(attributes.get("description")))
        options = attributes.get("options")
        for option in options if isinstance(options, list) else []:
            _add_option(option, outline)


def _read_prose(markdown: str, outline: Outline) -> None:
    for paragraph in markdown.split("\n"):
        line = paragraph.strip()
        level = len(line) - len(line.lstrip("#"))
        if 1 <= level <= 6 and line[level : level + 1] == " ":
            outline.aside(heading_words(line.strip("#")), level)
        elif line:
            outline.say(line)


def _add_option(option: object, outline: Outline) -> None:
    label = _words(option.get("label") if isinstance(option, Mapping) else option)
    if not label:
        return
    if len(outline.tasks) >= MAX_OPTIONS:
        raise Refused(f"This form has more than {MAX_OPTIONS} options. Split it first.")
    text, _, detail = label.partition("\n")
    outline.add(
        Task(
            text=text.strip(),
            detail=detail.strip(),
            section=outline.open,
            depth=1,
            parent=None,
            done=False,
        )
    )


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
