"""Who does a task: role headings, Who columns, prefixes, trailing names and sentences."""

import re
from dataclasses import dataclass

from ..plain import plain
from .roles import TASKS, any_roles, ending_roles, is_department, only_roles
from .shapes import OwnerRole

MUST = (
    r"(?:should|must|will|shall|needs? to|is to|are to|has to|have to|is responsible for|"
    r"are responsible for|to)"
)
DO = (
    r"(?:complete|completing|do|doing|perform|performing|carry out|carrying out|work through|"
    r"go through|finish|tick|follow|handle)"
)
DONE_BY = r"(?:completed|done|performed|handled|carried out|conducted|actioned|owned|executed) by"
THESE = (
    r"(?:all |each |every )?(?:of )?(?:the )?(?:following|below|these|this|remaining|tasks|items|"
    r"steps|checklist|section)"
)

# Headings, one segment at a time: "Fulfill requirements - Completed by onboarding buddy" has two.
SEGMENTS = re.compile(r"\s+[-–—|]+\s+|\s*[:(){}\[\]|]\s*")
EDGES = re.compile(r"^[^\w<]+|[\s.…!:]+$")
YOUR_TASKS = re.compile(
    rf"your {TASKS}|(?:what|things) you (?:need to|should|must|have to|will) (?:do|complete)",
    re.IGNORECASE,
)
EXISTING_PERSON = re.compile(r"(?:for )?(?:the )?existing \w+(?: member)?s?", re.IGNORECASE)
FOR_WHOM = re.compile(r"for (?P<who>.+?)(?:,? also)?", re.IGNORECASE)
NAMED_BY_HEADING = (
    FOR_WHOM,
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?:[\w'-]+ ){{0,3}}?{TASKS} (?:for|by|of) (?P<who>.+?)"
            r"(?: of (?:the |a )?new hires?)?",
            r"(?:things|what) to do for (?P<who>.+)",
            rf"(?:.*? )?(?:to be )?{DONE_BY} (?P<who>.+)",
            rf"(?P<who>.+?) {MUST} {DO}\b.*",
        )
    ),
)
OWNED_TASKS = re.compile(rf"(?P<who>.+?)(?:'s|s')? (?:only )?{TASKS}(?: for .+)?", re.IGNORECASE)
TOGETHER = re.compile(r"\b(?:together|jointly|joint tasks?)\b", re.IGNORECASE)
# Such headings sort newcomers by what they are, or name a topic; they do not say who does it.
SORTS_PEOPLE = re.compile(
    r"(?:product|project|tech|technical|directors?|recruiters?|admin|administrators?|release|"
    r"office|program|programme|delivery|account)\b.*",
    re.IGNORECASE,
)

# Sentences: the role before the verb, after "by", or as all of the words.
_before = re.compile(
    rf"\b(?P<who>(?:[\w'-]+ ){{0,3}}[\w'-]+) {MUST} (?:also |please |then )?{DO} {THESE}\b",
    re.IGNORECASE,
)
_after = re.compile(
    rf"(?:\b(?:following|these|below|all|this)\b[^.]{{0,80}}\bbe|^(?:to be)?) ?{DONE_BY} "
    r"(?P<who>(?:[\w'/-]+ ?){1,7})",
    re.IGNORECASE,
)
_whole = re.compile(
    r"^(?:as (?P<as>(?:the|a|an|their|your) [\w' -]+?),|(?:by [\w ]+, )?(?P<who>[\w' -]+?) "
    r"(?:to|confirms?|acknowledges?|verif(?:y|ies)|completes?|ensures?|attests?)\b)",
    re.IGNORECASE,
)

# Tasks.
PREFIX = re.compile(
    r"^(?:[^\w\s\[(*`<@]+\s+)?(?P<open>[*_`\[(]*)(?P<who>[^\W\d_][\w '/&,+.-]{0,60}?)"
    r"(?P<close>[*_`\])]*)\s*(?P<separator>:|\s[-–—]\s|(?<=[\])])\s)[*_]*\s*(?=\S)"
)
WILL = re.compile(
    r"(?:^|: )(?P<who>(?:[\w'-]+ ){0,3}[\w'-]+) "
    r"(?:to|should|must|will|needs to|has to|shall) [a-z]",
    re.IGNORECASE,
)
TRAILING = re.compile(r"^.*\s[-–—]\s+(?P<who>\S.{1,120})$")
TRAILING_TAG = re.compile(r"[(\[](?P<who>[^()\[\]]{2,60})[)\]]\.?$")
LISTED = re.compile(r"\s*(?:,|&|\+|;|\band\b|\bor\b)\s*", re.IGNORECASE)
HANDLE = re.compile(r"@[\w./{}-]+")
HANDLES = re.compile(
    rf"^(?P<who>{HANDLE.pattern}(?:{LISTED.pattern}{HANDLE.pattern})*):\s+(?=\S)", re.I
)
NEWCOMER = re.compile(
    r"\bnew (?P<word>engineer|developer|designer|analyst|scientist|researcher|intern|student|"
    r"contractor|volunteer|maintainer|contributor|consultant)s?\b",
    re.IGNORECASE,
)

KEY_VALUE = re.compile(r"^(?P<key>[A-Za-z][\w '/-]{1,40}?)\s*:\s*(?P<value>.+)$")
OWNER_KEY = re.compile(
    r"(?:task |item )?owners?|who|responsible|assignees?|assigned to|done by|completed by|"
    r"responsibility|responsible (?:person|party)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OwnerSaid:
    """The roles that words name, and those words."""

    roles: tuple[OwnerRole, ...]
    words: str


def heading_owner(heading: str, *, leaving: bool) -> OwnerSaid | None:
    """Return the owner that a heading names, as "Line manager checklist" or "For you" do.

    In a checklist for leavers an "existing person" is the one who leaves.
    """
    for number, segment in enumerate(_segments(heading)):
        if leaving and EXISTING_PERSON.fullmatch(segment):
            return OwnerSaid((OwnerRole.LEARNER,), segment)
        roles = () if SORTS_PEOPLE.fullmatch(segment) else only_roles(segment, units=number > 0)
        roles = roles or _phrase_roles(segment)
        if roles:
            return OwnerSaid(roles, segment)
    return None


def department_owner(heading: str) -> OwnerSaid | None:
    """Return the owner of a heading that is no more than a department, such as "HR"."""
    words = EDGES.sub("", heading)
    return OwnerSaid((OwnerRole.OTHER,), words) if is_department(words) else None


def title_owner(title: str) -> OwnerSaid | None:
    """Return the owner that a title names, as "Buddy checklist" does.

    A title such as "New hire checklist" says whom the list is about, not who does it.
    """
    for segment in _segments(title):
        roles = _phrase_roles(segment)
        if roles and OwnerRole.LEARNER not in roles:
            return OwnerSaid(roles, segment)
    return None


def is_joint(heading: str) -> bool:
    """Say whether a heading asks people to do its tasks together without naming them."""
    return TOGETHER.search(heading) is not None


def cell_owner(cell: str) -> OwnerSaid | None:
    """Return the owner in a Who column or after "Owner:"; whoever has no role is `other`."""
    words = plain(cell)
    return OwnerSaid(any_roles(words) or (OwnerRole.OTHER,), words) if words else None


def sentence_owner(paragraph: str) -> OwnerSaid | None:
    """Return the owner in a sentence such as "Assignee should complete the following"."""
    words = _straight(plain(paragraph))
    whole = _whole.match(words)
    if whole:
        who = whole["as"] or whole["who"]
        roles = only_roles(who)
        if roles:
            return OwnerSaid(roles, who)
    for match in _before.finditer(words):
        parts = match["who"].split()
        for ending in (" ".join(parts[start:]) for start in range(len(parts))):
            if roles := only_roles(ending):
                return OwnerSaid(roles, ending)
    for match in _after.finditer(words):
        parts = match["who"].split()
        for beginning in (" ".join(parts[:stop]) for stop in range(len(parts), 0, -1)):
            if roles := only_roles(beginning, units=True):
                return OwnerSaid(roles, beginning)
    return None


def key_value(line: str) -> tuple[str, str] | None:
    """Split a line such as "**Owner**: line manager" into key and value."""
    match = KEY_VALUE.match(plain(line))
    return (match["key"], match["value"]) if match else None


def key_value_owner(line: str) -> OwnerSaid | None:
    """Return the owner in a line such as "Owner: line manager"."""
    pair = key_value(line)
    return cell_owner(pair[1]) if pair and OWNER_KEY.fullmatch(pair[0]) else None


def alias(line: str) -> tuple[str, OwnerRole] | None:
    """Return the handle that a line such as "- Buddy: @ana" gives to a role."""
    key, value = key_value(line) or ("", "")
    roles = only_roles(key)
    return (value.lower(), roles[0]) if HANDLE.fullmatch(value) and len(roles) == 1 else None


def newcomers(title: str) -> dict[str, OwnerRole]:
    """Return the words for the newcomer that a title such as "New engineer onboarding" uses."""
    return {match["word"].lower(): OwnerRole.LEARNER for match in NEWCOMER.finditer(title)}


def split_prefix(text: str, aliases: dict[str, OwnerRole]) -> tuple[OwnerSaid | None, str]:
    """Split "Manager: do this" into the owner and the text that is left."""
    handles = HANDLES.match(text)
    if handles:
        return _listed(handles["who"], aliases), text[handles.end() :]
    match = PREFIX.match(_straight(text))
    if match is None:
        return None, text
    opened = match["open"].strip("*_`")
    closed = match["close"].strip("*_`")
    if (opened, closed) not in (("", ""), ("[", "]"), ("(", ")")):
        return None, text
    roles = only_roles(match["who"], units=match["separator"] == ":" or bool(opened))
    if not roles and match["separator"] == ":" and match["who"].lower() in aliases:
        roles = (aliases[match["who"].lower()],)
    if not roles:
        return None, text
    return OwnerSaid(roles, match["who"].strip()), text[match.end() :]


def text_owner(words: str, aliases: dict[str, OwnerRole]) -> OwnerSaid | None:
    """Return the owner that a task's own words name: at its end, or as "Manager to …"."""
    straight = _straight(words)
    for pattern in (TRAILING, TRAILING_TAG):
        match = pattern.search(straight)
        said = _listed(match["who"], aliases) if match else None
        if said:
            return said
    match = WILL.search(straight)
    roles = only_roles(match["who"]) if match else ()
    return OwnerSaid(roles, match["who"]) if match and roles else None


def _segments(heading: str) -> list[str]:
    segments = (EDGES.sub("", segment) for segment in SEGMENTS.split(_straight(heading)))
    return [segment for segment in segments if segment]


def _phrase_roles(segment: str) -> tuple[OwnerRole, ...]:
    if YOUR_TASKS.fullmatch(segment):
        return (OwnerRole.LEARNER,)
    for pattern in NAMED_BY_HEADING:
        match = pattern.fullmatch(segment)
        if match and (roles := only_roles(match["who"], units=pattern is not FOR_WHOM)):
            return roles
    match = OWNED_TASKS.fullmatch(segment)
    return ending_roles(match["who"]) if match else ()


def _listed(words: str, aliases: dict[str, OwnerRole]) -> OwnerSaid | None:
    """Read "@ana, @ben and team lead": only handles and single people, in whatever mixture."""
    roles: list[OwnerRole] = []
    words = words.strip(" *_`.")
    for part in LISTED.split(words):
        if HANDLE.fullmatch(part):
            roles.append(aliases.get(part.lower(), OwnerRole.OTHER))
            continue
        found = only_roles(part)
        if not found or part.lower().endswith("s") or part.lower() in ("you", "yourself"):
            return None
        roles.extend(found)
    return OwnerSaid(tuple(dict.fromkeys(roles)), words)


def _straight(words: str) -> str:
    return words.replace("’", "'").replace("‘", "'")
