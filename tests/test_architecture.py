"""The plan of the house: who may import whom, and what stands in one place only.

The searches take the root of a package, so that each is also shown to find what it looks for.
"""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
HOUSE = CHECKOUT / "kt"
TEMPLATES = CHECKOUT / "templates"

# From the cellar up; a module imports from its own storey and from those below. `kt` is
# create_app() in kt/__init__; the commands stand on it because `kt serve` serves what it builds.
STOREYS = (
    {"charts", "clock", "errors", "config", "markup", "dates", "due", "differences", "folding"}
    | {"forecast", "passages", "terms", "thesaurus"},
    {"db", "engines", "fields", "migrations", "packing"},
    {"models"},
    {"access"},
    {"rules"},
    {"forms"},
    {"importers", "exporters"},
    {"operations", "reports"},
    {"demo"},
    {"hx", "web", "filters", "addresses", "compression"},
    {"views"},
    {"kt"},
    {"commands"},
)
STRANGERS = ({"operations", "reports"},)

MAY_KNOW_FLASK = {"addresses", "db", "hx", "web", "filters", "views", "kt"}
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}
MOST_LINES = 420


def modules(root: Path) -> dict[str, Path]:
    """Map the dotted names of a package's modules to their files."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(house: dict[str, Path], name: str) -> Iterator[tuple[str, int]]:
    """Yield the full name of each module that a module imports, and the line where."""
    package = name if house[name].stem == "__init__" else name.rpartition(".")[0]
    for node in ast.walk(tree(house[name])):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in house else base, node.lineno


def storey_name(module: str) -> str:
    """Say which part of the house a module belongs to; create_app's own is `kt`."""
    return module.split(".")[1] if "." in module else module


def storey(module: str) -> int:
    name = storey_name(module)
    return next((at for at, names in enumerate(STOREYS) if name in names), -1)


def upward_imports(root: Path) -> list[str]:
    """List the imports that point up, or at a stranger on the same storey."""
    house, found = modules(root), []
    for name in house:
        for target, line in imported(house, name):
            if target.split(".")[0] != root.name:
                continue
            ends = {storey_name(name), storey_name(target)}
            if storey(target) > storey(name) or ends in STRANGERS:
                found.append(f"{name}:{line} imports {target}")
    return found


def homeless_modules(root: Path) -> list[str]:
    return [name for name in modules(root) if storey(name) < 0]


def circles(root: Path) -> list[str]:
    """Name the modules of one circle of imports, if there is one."""
    house = modules(root)
    graph = {name: {target for target, _ in imported(house, name)} & set(house) for name in house}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        return circle.args[1]
    return []


def hidden_imports(root: Path) -> list[str]:
    """List the imports that do not stand at the top of their module, and TYPE_CHECKING."""
    found = []
    for name, path in modules(root).items():
        parsed = tree(path)
        for node in ast.walk(parsed):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in parsed.body:
                found.append(f"{name}:{node.lineno} hides an import")
            if isinstance(node, ast.Name | ast.Attribute | ast.alias):
                word = ast.unparse(node)
                if word.rpartition(".")[2] == "TYPE_CHECKING":
                    found.append(f"{name}: TYPE_CHECKING")
    return found


def vague_names(root: Path) -> list[str]:
    paths = [*root.rglob("*.py"), *(path for path in root.rglob("*") if path.is_dir())]
    return [str(path.relative_to(root)) for path in paths if path.stem in VAGUE_NAMES]


def long_modules(root: Path) -> list[str]:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in modules(root).items()
        if storey_name(name) != "migrations"
    }
    return [f"{name} has {lines} lines" for name, lines in lengths.items() if lines > MOST_LINES]


def knowing_flask(root: Path) -> list[str]:
    house = modules(root)
    return [
        f"{name}:{line} imports {target}"
        for name in house
        if storey_name(name) not in MAY_KNOW_FLASK
        for target, line in imported(house, name)
        if target.split(".")[0] in ("flask", "htmx_flask")
    ]


def trusting_text(root: Path) -> list[str]:
    """List where something else than kt/markup says that a text is safe."""
    return [
        f"{name}:{node.lineno} says {ast.unparse(node)}"
        for name, path in modules(root).items()
        if storey_name(name) != "markup"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and ast.unparse(node).rpartition(".")[2] == "Markup"
    ]


def trusting_templates(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}: {found[0]}"
        for path in sorted(folder.rglob("*.html"))
        for found in re.finditer(
            r"\|\s*safe\b|\{%-?\s*(autoescape|filter safe)", path.read_text(encoding="utf-8")
        )
    ]


def reading_the_time(root: Path) -> list[str]:
    """List where something else than kt/clock.py reads the time."""
    direct = re.compile(
        r"(?:.*\.)?(?:datetime\.(?:now|utcnow|today)|date\.today)|time\.time(?:_ns)?"
    )
    found = []
    for name, path in modules(root).items():
        if storey_name(name) == "clock":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and direct.fullmatch(ast.unparse(node)):
                found.append(f"{name}:{node.lineno} says {ast.unparse(node)}")
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                found += [
                    f"{name}:{node.lineno} imports {alias.name} from time"
                    for alias in node.names
                    if alias.name in ("time", "time_ns")
                ]
    return found


SEARCHES = (
    upward_imports,
    homeless_modules,
    circles,
    hidden_imports,
    vague_names,
    long_modules,
    knowing_flask,
    trusting_text,
    reading_the_time,
)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.__name__)
def test_the_house_stands_as_planned(search):
    assert search(HOUSE) == []


def test_no_template_says_that_a_text_is_safe():
    assert trusting_templates(TEMPLATES) == []


@pytest.mark.parametrize(
    ("search", "file", "text"),
    [
        (upward_imports, "models/rows.py", "from ..operations import deeds"),
        (upward_imports, "models/rows.py", "from kt.operations.deeds import do"),
        (upward_imports, "operations/deeds.py", "from ..reports import figures"),
        (upward_imports, "reports/figures.py", "import kt.operations.deeds"),
        (upward_imports, "views/home.py", "from .. import create_app"),
        (upward_imports, "dates.py", "from . import db"),
        (homeless_modules, "attic.py", ""),
        (circles, "dates.py", "from . import due"),
        (hidden_imports, "dates.py", "def today():\n    import time"),
        (hidden_imports, "dates.py", "if True:\n    from . import clock"),
        (hidden_imports, "dates.py", "from typing import TYPE_CHECKING"),
        (hidden_imports, "dates.py", "import typing\nassert not typing.TYPE_CHECKING"),
        (vague_names, "operations/helpers.py", ""),
        (vague_names, "common/__init__.py", ""),
        (long_modules, "dates.py", "\n" * (MOST_LINES + 1)),
        (knowing_flask, "operations/deeds.py", "from flask import g"),
        (knowing_flask, "reports/figures.py", "import flask.globals"),
        (trusting_text, "views/home.py", "from markupsafe import Markup\nshown = Markup('<p>')"),
        (trusting_text, "filters.py", "import markupsafe\nshown = markupsafe.Markup('<p>')"),
        (reading_the_time, "views/home.py", "from datetime import datetime\ndatetime.now()"),
        (reading_the_time, "db.py", "import datetime\nread = datetime.datetime.utcnow"),
        (reading_the_time, "models/rows.py", "from datetime import date\ndate.today()"),
        (reading_the_time, "web.py", "import time\ntime.time()"),
        (reading_the_time, "web.py", "from time import time"),
    ],
)
def test_each_search_finds_what_it_looks_for(tmp_path, search, file, text):
    root = tmp_path / "kt"
    for name, content in {
        "__init__.py": "from .views import home",
        "due.py": "from .dates import day_words",
        "dates.py": "",
        "db.py": "",
        "operations/deeds.py": "from ..models import rows",
        "reports/figures.py": "",
        "models/rows.py": "",
        "views/home.py": "from .. import due",
        "commands/__init__.py": "from .. import create_app",
        "clock.py": "from datetime import datetime\nnow = datetime.now",
        "web.py": "from flask import g\nfrom . import clock\ntoday = clock.today()",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    assert [searched(root) for searched in SEARCHES] == [[]] * len(SEARCHES)
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_text(text)
    assert search(root)


@pytest.mark.parametrize("text", ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape false %}"])
def test_the_search_in_templates_finds_what_it_looks_for(tmp_path, text):
    (tmp_path / "page.html").write_text(text)
    assert trusting_templates(tmp_path)
