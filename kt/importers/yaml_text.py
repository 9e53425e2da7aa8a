"""YAML of other people: every scalar stays text, nesting is bounded."""

import re

import yaml

MAX_NESTING = 200

MARGIN = re.compile(r"(?: |[-?] )*")


def load_yaml(source: str) -> object:
    """Read YAML as text, lists and mappings; raises ValueError where it cannot be read.

    Every scalar stays text, so that no date or number in a form can be wrong. Nesting is
    bounded first because the parser recurses.
    """
    if is_too_deep(source):
        raise ValueError("too deeply nested")
    try:
        return yaml.load(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from None


def is_too_deep(source: str) -> bool:
    """Say whether YAML or TOML may nest deeper than a parser that recurses can go."""
    return _nesting(source) > MAX_NESTING


def _nesting(source: str) -> int:
    """Bound from above how deeply YAML or TOML can nest: brackets, dashes, indentation."""
    deepest = flow = 0
    for line in source.split("\n"):
        opened = line.count("[") + line.count("{")
        deepest = max(deepest, flow + opened, _margin(line) // 2)
        flow = max(0, flow + opened - line.count("]") - line.count("}"))
    return deepest


def _margin(line: str) -> int:
    margin = MARGIN.match(line)
    return margin.end() if margin else 0
