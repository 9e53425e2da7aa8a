"""What a task's words say about whether it has to be done: optional, or on a condition."""

import re

OPTIONAL_WORDS = r"(?:optional|optionnel(?:le)?|facultati(?:f|ve)|opcional|optioneel|opzionale)"
OPTIONAL_TAG = re.compile(rf"[(\[]\s*{OPTIONAL_WORDS}\b[^()\[\]]*[)\]]", re.IGNORECASE)
OPTIONAL_START = re.compile(
    rf"^[^\w]*(?:{OPTIONAL_WORDS}\s*(?:[:.)\]]|[-–—]\s|$)|optionally\b)", re.IGNORECASE
)
OPTIONAL_PHRASE = re.compile(
    r"\b(?:(?:if|where|when|whenever) (?:applicable|needed|necessary|relevant|desired|"
    r"you (?:like|wish|want))\b(?! to\b)|as needed\b|le cas échéant\b|si nécessaire\b|"
    r"si besoin\b)",
    re.IGNORECASE,
)
OPTIONAL_SENTENCE = re.compile(
    rf"^\W*{OPTIONAL_WORDS}\W*$|\b(?:following|these|below)\b.*\b(?:are|is) {OPTIONAL_WORDS}\b",
    re.IGNORECASE,
)
OPTIONAL_HEADING = re.compile(rf"^[^\w]*{OPTIONAL_WORDS}\b|[(\[]\s*{OPTIONAL_WORDS}", re.IGNORECASE)

# A deed at the front ("Add team members - …") makes it a task, not an audience.
DEEDS = (
    r"add|invite|remove|assign|introduce|meet|contact|notify|tell|ask|e-?mail|set|create|update|"
    r"review|check|ensure|make|give|schedule|join|read|complete|send|request|grant|inform|remind|"
    r"confirm|identify|list|train|get|provide|delete|disable|transfer|the|if|for|as|by|with|in|to"
)
MODIFIED = rf"(?!(?:{DEEDS})\b)(?:[\w&'/-]+ ){{0,3}}"
PEOPLE = (
    r"(?:engineer|developer|dev|designer|contractor|consultant|employee|servant|intern|student|"
    r"researcher|scientist|analyst|volunteer|freelancer|apprentice|graduate|postdoc|visitor|fellow)"
)
GROUPS = (
    rf"(?:{PEOPLE}s|managers|supervisors|leads|admins|administrators|maintainers|members|users|"
    r"workers|temps|owners|recruits|agents|operators|staff|faculty|remote|feds|FTEs|PMs|BAs|QAs|"
    r"PhDs|full-time|part-time)(?: (?:and|or|&) [\w &'/-]{2,40})?"
)
DEPARTMENTS = r"(?:engineering|design|marketing|sales|product|finance|support)"
ONLY = (
    rf"(?!(?:{DEEDS})\b)(?!.*\b(?:access|use|read|view|private|permissions?)\b)"
    r"(?:(?:[\w&'/-]+ ){1,3}only|only (?:for |if |when )?[\w&'/ -]{2,50})"
)
CONDITIONAL = r"(?:if|only if|unless|in case|si|falls|wenn)"

FOR_PREFIX = re.compile(
    r"^for (?!example|instance|more|reference)(?P<whom>[^:,.]{2,60}):\s", re.IGNORECASE
)
AUDIENCE_PREFIX = re.compile(
    rf"^(?P<whom>{ONLY}|{MODIFIED}{GROUPS})(?: only)?(?::\s|\s[-–—]\s)", re.IGNORECASE
)
FOR_AUDIENCE = re.compile(rf"^for (?:the )?{MODIFIED}{GROUPS}(?: only)?, ", re.IGNORECASE)
LEADING_TAG = re.compile(r"^[(\[](?P<tag>[^()\[\]]{2,100})[)\]]:?(?=\s)")
TRAILING_TAG = re.compile(r"[(\[](?P<tag>[^()\[\]]{2,60})[)\]][.:]?$")
TAG = re.compile(
    rf"{CONDITIONAL} .+|{ONLY}|(?:for )?(?:the )?{MODIFIED}(?:{GROUPS}|{PEOPLE})|{DEPARTMENTS}",
    re.IGNORECASE,
)
INNER_TAG = re.compile(r"\((?P<tag>(?:if|only if|unless) [^(),;]{3,80})\)", re.IGNORECASE)
STARTS_IF = re.compile(r"^(?:if|only if|unless|in case|falls|wenn|si)\s", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


def is_optional(words: str) -> bool:
    """Say whether a task is marked as optional: "(optional)", "OPTIONAL: …", "if applicable".

    "OPTIONAL:" in the middle of a task speaks of its second half only.
    """
    if OPTIONAL_START.match(words) or OPTIONAL_TAG.search(words):
        return True
    return OPTIONAL_PHRASE.search(words) is not None


def makes_optional(sentence: str) -> bool:
    """Say whether a sentence above tasks calls them optional, or a line says only that word."""
    return OPTIONAL_SENTENCE.search(sentence) is not None


def is_optional_heading(heading: str) -> bool:
    """Say whether everything under a heading is optional."""
    return OPTIONAL_HEADING.search(heading) is not None


def condition(words: str) -> str | None:
    """Return whom or which case a task is for, in its own words; None if it is for everybody."""
    leading = LEADING_TAG.match(words)
    if leading:
        tag = leading["tag"].strip()
        if TAG.fullmatch(tag) and not _is_not_a_condition(tag):
            return tag
        words = words[leading.end() :].strip()
    prefix = FOR_PREFIX.match(words) or AUDIENCE_PREFIX.match(words)
    if prefix:
        return prefix[0].strip(" :-–—")
    audience = FOR_AUDIENCE.match(words)
    if audience:
        return audience[0].strip(" ,")
    words = OPTIONAL_START.sub("", words).strip()
    if STARTS_IF.match(words):
        clause = _first_clause(words)
        return None if OPTIONAL_PHRASE.fullmatch(clause) else clause
    return _condition_in_brackets(words)


def _condition_in_brackets(words: str) -> str | None:
    for match in (TRAILING_TAG.search(words), *INNER_TAG.finditer(words)):
        # Further on in a task a case concerns the last of several steps.
        if match is None or SENTENCE_END.search(words, 0, match.start()):
            continue
        if match.re is INNER_TAG and "," in words[: match.start()]:
            continue
        tag = match["tag"].strip()
        if TAG.fullmatch(tag) and not _is_not_a_condition(tag):
            return tag
    return None


def _is_not_a_condition(tag: str) -> bool:
    """Optional is its own word, and an instruction is no case."""
    return bool(
        OPTIONAL_PHRASE.search(tag)
        or re.match(OPTIONAL_WORDS, tag, re.IGNORECASE)
        or ("," in tag and STARTS_IF.match(tag))
        or re.match(
            r"for (?:example|instance|more|details|info|help|access|reference)\b", tag, re.I
        )
    )


def _first_clause(words: str) -> str:
    """Return the words up to the first comma outside brackets, or the first sentence."""
    depth = 0
    end = SENTENCE_END.search(words)
    sentence = words[: end.start()] if end else words
    for place, letter in enumerate(words):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif (letter == "," and depth <= 0) or (
            letter in ":" and depth <= 0 and words[place + 1 : place + 2] == " "
        ):
            return words[:place].strip()
        if end and depth <= 0 and place >= end.start():
            break
    before_then = re.split(r"\s+then\s+", sentence, maxsplit=1)[0]
    return before_then.strip()
