"""When a task is due: phases in headings, When columns, and phrases inside a task."""

import re
from dataclasses import dataclass

from ...due import DueRule
from ..plain import plain
from .phrases import Phrase, find_phrases

PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
INSIDE_PARENTHESES = re.compile(r"[(\[]([^()\[\]]{3,80})[)\]]")
LEADING = re.compile(r"^(?P<when>[^:]{3,50}?)(?::\s|\s+[-–—]\s)")
SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)[.!?](?=\s|$)")
# What may stand beside a phrase in brackets or before a colon without changing its meaning.
FILLER = re.compile(
    r"\b(?:due|deadline|when|complete|completed|done|finish|must be|to be|should be|please|ideally|"
    r"preferably|typically|usually|and|or|on|by|at|of|in|the|your|their|new hire's|work|"
    r"employment|tasks?|only|latest|start|week of)\b|[\W\d_]+",
    re.IGNORECASE,
)
RECURRENCE = re.compile(
    r"\b(?:annually|yearly|monthly|weekly|bi-?weekly|fortnightly|quarterly|twice a (?:week|month|"
    r"year)|(?:once|twice) (?:a|per|every) (?:week|month|quarter|year|fortnight)|"
    r"(?:every|each) (?:(?:other|two|three|four|six|\d+|few) )?"
    r"(?:days?|weeks?|months?|quarters?|years?|fortnights?|sprints?))\b"
    r"(?! (?:meeting|stand|sync|newsletter|e-?mail|digest|report|call|channel|calendar|notes|"
    r"update|all[- ]hands|planning|team|schedule|demo|retro)|-)(?: (?:after (?:that|this)|"
    r"thereafter|from then on))?",
    re.IGNORECASE,
)
UNCLEAR = re.compile(
    r"\bfirst few (?:days|weeks|months)\b|\b(?:asap|as soon as possible|immediately)\b",
    re.IGNORECASE,
)
AND_RECURRING = re.compile(rf"^,?\s*\(?(?:and )?{RECURRENCE.pattern}\)?", re.IGNORECASE)
DUE_KEY = re.compile(
    r"\b(?:deadline|due(?: date| by)?|when|complete by|target date|by when)\s*:\s*(?P<when>\S.*)$",
    re.IGNORECASE,
)
WITHIN = re.compile(
    r"\bwithin (?:the (?:next )?)?(?:\d{1,3}|one|two|three|four|five|six|seven|ten|a|an) "
    r"(?:(?:business|working) )?(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
OBLIGES = re.compile(
    r"\b(?:must|should|needs? to|have to|has to|to be|are|is|please|will)\b.*\b(?:complet|done|"
    r"do\b|conduct|finish|perform|document|carr(?:y|ied) out|due)"
    r"|\b(?:following|these|below|all)\b",
    re.IGNORECASE,
)
WEEKDAY_BEFORE = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*$", re.IGNORECASE)
OTHER_ANCHOR = re.compile(
    r"\b(?:from|after|since|relative to)\s+(?P<anchor>[\w' ]+)", re.IGNORECASE
)
COUNTED_IN = re.compile(
    r"\b(?:days|weeks|months) (?:from|after|before|since) [\w' -]+", re.IGNORECASE
)
ONLY_NUMBERS = re.compile(r"\d{1,3}(?:\s*[-–]\s*\d{1,3})?")
# Said of something that happens to people, not of something they are to do by then.
HAPPENS = re.compile(
    r"\b(?:will|should|you'll) (?:be (?:sent|given|added|created|invited)|receive|get|expire|have "
    r"been)|\b(?:expires?|are sent|is sent)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DueSaid:
    """The rule that words give, None where they are not understood, and those words."""

    rule: DueRule | None
    words: str


def heading_due(heading: str, *, leaving: bool) -> DueSaid | None:
    """Return when the tasks under a heading are due: "Before Day 1", "Week 2-4"."""
    words = plain(heading)
    phrases = find_phrases(words, leaving=leaving, loose=True)
    if phrases:
        return _said(phrases[0], words)
    keyed = DUE_KEY.search(words)
    if keyed:
        return DueSaid(None, keyed[0])
    unclear = UNCLEAR.search(words) or (len(words.split()) <= 3 and RECURRENCE.search(words))
    return DueSaid(None, unclear[0]) if unclear else None


def cell_due(cell: str, column: str = "", *, leaving: bool) -> DueSaid | None:
    """Return when a task is due by its When column.

    In a column such as "When (from selection)" a phrase counts only if it names its own anchor.
    """
    words = plain(cell)
    if not words:
        return None
    phrases = find_phrases(words, leaving=leaving, loose=True)
    counted = COUNTED_IN.search(plain(column))
    if counted and ONLY_NUMBERS.fullmatch(words):
        counted_words = f"{words} {counted[0]}"
        phrases = find_phrases(counted_words, leaving=leaving, loose=True)
        return DueSaid(phrases[0].rule if phrases else None, counted_words)
    elsewhere = OTHER_ANCHOR.search(plain(column))
    if elsewhere and not find_phrases(f"on {elsewhere['anchor']}", leaving=leaving, loose=True):
        phrases = [phrase for phrase in phrases if phrase.anchored]
    if not phrases or WEEKDAY_BEFORE.search(words[: phrases[0].start]):
        return DueSaid(None, words)
    return DueSaid(phrases[0].rule, words)


def text_due(words: str, *, leaving: bool) -> DueSaid | None:
    """Return when a task is due by its own words, Markdown removed.

    Brackets count only if they hold nothing but a time, because "(no action if already done
    before starting)" and "(10 mins)" are no due dates.
    """
    unclear = None
    for inside in INSIDE_PARENTHESES.finditer(words):
        said = _nothing_but_time(inside[1], leaving=leaving)
        if said and said.rule:
            return said
        unclear = unclear or said
    leading = LEADING.match(words)
    if leading and (said := _nothing_but_time(leading["when"], leaving=leaving)):
        return said
    outside = PARENTHESES.sub(lambda match: "\0" * len(match[0]), words)
    sentence = SENTENCE_END.search(outside)
    first_sentence = sentence.start() if sentence else len(outside)
    for phrase in find_phrases(outside, leaving=leaving, loose=False):
        if phrase.start >= first_sentence and phrase.vague:
            continue
        begin = max(outside.rfind(". ", 0, phrase.start), 0)
        if not HAPPENS.search(outside[begin : phrase.start]):
            return _said(phrase, words)
    return unclear or _words_only(words, outside[:first_sentence])


def sentence_due(paragraph: str, *, leaving: bool) -> DueSaid | None:
    """Return when a sentence says that the tasks below it must be completed."""
    words = plain(paragraph)
    if not OBLIGES.search(words):
        return None
    phrases = find_phrases(words, leaving=leaving, loose=False)
    return _said(phrases[0], words) if phrases else None


def key_value_due(line: str, *, leaving: bool) -> DueSaid | None:
    """Return when tasks are due by a line such as "Due: first week"."""
    keyed = DUE_KEY.match(plain(line))
    return cell_due(keyed["when"], leaving=leaving) if keyed else None


def _said(phrase: Phrase, words: str) -> DueSaid | None:
    if WEEKDAY_BEFORE.search(words[: phrase.start]):
        return DueSaid(None, words[: phrase.stop].strip())
    after = AND_RECURRING.match(words[phrase.stop :])
    stop = phrase.stop + (after.end() if after else 0)
    return DueSaid(phrase.rule, words[phrase.start : stop].strip())


def _nothing_but_time(words: str, *, leaving: bool) -> DueSaid | None:
    for phrase in find_phrases(words, leaving=leaving, loose=True)[:1]:
        rest = words[: phrase.start] + words[phrase.stop :]
        if not FILLER.sub("", RECURRENCE.sub("", rest)) and not phrase.bare:
            return DueSaid(phrase.rule if phrase.anchored else None, words.strip())
    recurring = RECURRENCE.search(words)
    if recurring and not FILLER.sub("", words.replace(recurring[0], "")):
        return DueSaid(None, words.strip())
    return None


def _words_only(words: str, first_sentence: str) -> DueSaid | None:
    keyed = DUE_KEY.search(words)
    if keyed:
        return DueSaid(None, keyed[0])
    for pattern in (WITHIN, RECURRENCE):
        match = pattern.search(first_sentence)
        if match and not HAPPENS.search(first_sentence):
            return DueSaid(None, match[0])
    return None
