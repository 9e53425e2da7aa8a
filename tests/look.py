"""The stylesheet and the templates, and the classes that they name."""

import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
TEMPLATES = TOP / "templates"
STATIC = TOP / "static"
CSS = (STATIC / "kt.css").read_text()
PARTS = [*sorted(TEMPLATES.glob("macros/*.html")), TEMPLATES / "base.html"]
PAGES = sorted(set(TEMPLATES.rglob("*.html")) - set(PARTS))
GIVEN_BY_HTMX = {"htmx-request"}
GIVEN_BY_SCRIPT = {"copy-code"}


def classes_defined(css: str) -> set[str]:
    """List the classes of a stylesheet's selectors; quotes and comments hold none."""
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'"[^"]*"|/\*.*?\*/', "", css, flags=re.S)))


def classes_used(text: str) -> set[str]:
    """List the classes of a template or script; one that an expression completes ends in "*"."""
    found = set()
    for value in re.findall(r'(?:class|class_|className)\s?=\s?"([^"]*)"', text):
        for expression in re.findall(r"{{(.*?)}}", value):
            found |= {
                word for words in re.findall(r"'([^']*)'", expression) for word in words.split()
            }
        plain = re.sub(r"{%.*?%}", " ", re.sub(r"{{\s*'.*?}}", " ", value))
        found |= set(re.sub(r"{{.*?}}", "*", plain).split())
    return found
