"""The words that organisations use for the people in a checklist, and the role each means."""

import re

from .shapes import OwnerRole

DETERMINER = (
    r"(?:(?:the|your|their|our|his|her|a|an|my|each|every|assigned|new hire's|employee's|"
    r"newcomer's|onboardee's|new person's|new team member's) )*"
)
ROLE_WORDS = {
    OwnerRole.LEARNER: (
        r"(?:new (?:hire|person|joiner|starter|(?:team )?member|teammate|employee|colleague|"
        r"staff(?: member)?|recruit|user|comer|contributor|developer|engineer|designer|analyst|"
        r"researcher|student|intern)|new-?(?:hire|comer|joiner|starter)|newbie|onboardee|joiner|"
        r"starter|trainee|mentee|candidate|protégé|protege|learner|apprentice|leaver|departee|employee|"
        r"(?:departing|leaving|exiting|outgoing|offboarding) "
        r"(?:(?:team )?member|person|employee|colleague|user|staff(?: member)?))s?|"
        r"new people|you|yourself"
    ),
    OwnerRole.BUDDY: (
        r"(?:(?:onboarding|work|peer|team|new hire|culture|welcome|tech|technical) )?"
        r"(?:buddy|buddies|mentors?)|onboarders?|(?:onboarding )?facilitators?|"
        r"onboarding (?:champion|ambassador|guide|partner|lead)s?"
    ),
    OwnerRole.COACH: r"(?:onboarding |skills )?(?:coach|coaches|trainers?|instructors?|tutors?)",
    OwnerRole.MANAGER: (
        r"(?:(?:line|hiring|people|direct|reporting|department|engineering|team|functional) )?"
        r"managers?"
    ),
    OwnerRole.SUPERVISOR: r"(?:(?:direct|line|immediate) )?supervisors?|team lead(?:er)?s?",
}
OTHER_PEOPLE = (
    r"assignees?|system owner|existing (?:(?:team )?member|person|employee|colleague)s?|"
    r"(?:issue|ticket) creator|delegate|scrum master|product (?:owner|lead|manager)|"
    r"(?:project|release|office|program|programme|delivery|account|hr|it) manager|"
    r"tech(?:nical)? lead|recruiter|pm|dm|po|(?:onboarding )?coordinator|director|admin|"
    r"administrator|"
    r"(?:hr|it|people|payroll|security) (?:contact|rep|representative|admin|partner|officer)"
)
OTHER_UNITS = (
    r"hr|human resources|it|it (?:support|ops|operations|team|department|helpdesk|help desk)|"
    r"(?:hr|people|security|finance|facilities|talent|payroll|legal|admin|ops|operations|infra|"
    r"platform) team|people ?(?:ops|operations|experience|connect|partner)|payroll|facilities|"
    r"helpdesk|help desk|service desk|tech ops"
)
DEPARTMENTS = frozenset(
    {"team", "finance", "security", "legal", "operations", "it & hr", "hr & it"}
)
# Titles that end in "manager" without being anybody's manager, and a tool to be installed.
NOT_A_LINE_MANAGER = re.compile(
    r"\b(?:product|project|release|office|program|programme|delivery|account|community|package|"
    r"password|secrets?|case|content|marketing|task|context|hr|it) managers?\b",
    re.IGNORECASE,
)
TASKS = (
    r"(?:check ?-?lists?|tasks?(?: lists?)?|to[- ]?dos?(?: lists?)?|steps|action(?: item)?s|"
    r"responsibilit(?:y|ies)|duties|items|section|activities|instructions|jobs|"
    r"(?:on|off|pre)-?boarding (?:tasks|checklist|steps|responsibilities))"
)

_named = "|".join(f"(?P<{role.value}>{words})" for role, words in ROLE_WORDS.items())
ONE_ROLE = re.compile(rf"{DETERMINER}(?:{_named}|(?P<other>{OTHER_PEOPLE}))", re.IGNORECASE)
ONE_UNIT = re.compile(rf"{DETERMINER}(?:{OTHER_UNITS})", re.IGNORECASE)
ANY_ROLE = re.compile(rf"\b(?:{_named})\b(?!'s)", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:/|,|&|\+|;|\band/or\b|\band\b|\bor\b|\bwith\b)\s*", re.IGNORECASE)
LONGEST_ROLE = 4


def only_roles(words: str, *, units: bool = False) -> tuple[OwnerRole, ...]:
    """Return the roles of words that name nothing but roles; () if any of them is no role.

    With `units`, departments such as HR count as `other`; as a heading they are a topic.
    """
    roles = []
    for part in BETWEEN.split(words.strip(" *_`.")):
        match = ONE_ROLE.fullmatch(part)
        if match:
            roles.append(OwnerRole(match.lastgroup or "other"))
        elif units and ONE_UNIT.fullmatch(part):
            roles.append(OwnerRole.OTHER)
        else:
            return ()
    return tuple(dict.fromkeys(roles))


def ending_roles(words: str) -> tuple[OwnerRole, ...]:
    """Return the role that words such as "Contractor Onboarding Buddy" end with."""
    roles = only_roles(words)
    if roles:
        return roles
    if NOT_A_LINE_MANAGER.search(words):
        return (OwnerRole.OTHER,)
    parts = words.split()
    for start in range(max(0, len(parts) - LONGEST_ROLE), len(parts)):
        ending = " ".join(parts[start:])
        roles = only_roles(ending)
        # "Government employee tasks" are not the newcomer's.
        if roles and roles != (OwnerRole.OTHER,) and not ending.lower().startswith("employee"):
            return roles
    return ()


def is_department(words: str) -> bool:
    """Say whether words are the name of a department and nothing else."""
    return ONE_UNIT.fullmatch(words) is not None or words.lower() in DEPARTMENTS


def any_roles(words: str) -> tuple[OwnerRole, ...]:
    """Return every role that is named somewhere in the words, in their order."""
    known = NOT_A_LINE_MANAGER.sub("", words)
    roles = (OwnerRole(match.lastgroup or "other") for match in ANY_ROLE.finditer(known))
    return tuple(dict.fromkeys(roles))
