"""What may leave: the tags, attributes and addresses that are let through, and nothing else."""

import re

import nh3

LINE_TAGS = frozenset(
    "a abbr b br code del em i ins kbd mark q s samp small strong sub sup u".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
TEXT_TAGS = LINE_TAGS | frozenset(
    "blockquote caption details div figcaption figure hr img li ol p pre span summary "
    "table tbody td tfoot th thead tr ul".split()
)

FOREIGN_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
OWN_ADDRESS = re.compile(r"/(?:[^\s/\\][^\s\\]*)?")


def is_own(address: str) -> bool:
    return bool(OWN_ADDRESS.fullmatch(address))


def leads_somewhere(address: str) -> bool:
    return bool(FOREIGN_ADDRESS.fullmatch(address)) or is_own(address)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Decide about the value of an allowed attribute."""
    if name == "href":
        return value if value.startswith("#doc-") or leads_somewhere(value) else None
    if name == "src":
        return value if is_own(value) else None
    if name == "id":
        return value if value.startswith("doc-") else None
    if name in ("colspan", "rowspan", "start"):
        return value if re.fullmatch(r"\d{1,4}", value) else None
    return value


TEXT_CLEANER = nh3.Cleaner(
    tags=set(TEXT_TAGS | HEADINGS),
    attributes={
        "*": set(),
        "a": {"href", "title"},
        "abbr": {"title"},
        "details": {"open"},
        "img": {"src", "alt"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        **{heading: {"id"} for heading in HEADINGS},
    },
    tag_attribute_values={
        "div": {
            "aria-label": {"Table"},
            "class": {"table"},
            "role": {"group"},
            "tabindex": {"0"},
        },
        "li": {"class": {"task"}},
        "td": {"align": {"left", "center", "right"}},
        "th": {"align": {"left", "center", "right"}},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
)
LINE_CLEANER = nh3.Cleaner(
    tags=set(LINE_TAGS),
    attributes={"*": set(), "a": {"href", "title"}, "abbr": {"title"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
)
