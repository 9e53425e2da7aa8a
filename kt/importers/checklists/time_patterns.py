"""How people write times in checklists: patterns for lower-case text with plain quotes and dashes.

Groups: `a` to `b` is a range of numbers, `unit` what they count, `side` which side of the anchor
they lie on, `lead` and `part` the words in front of a phase ("by the", "end of").
"""

import re

from ...due import Anchor

COUNT = "one two three four five six seven eight nine ten eleven twelve".split()
NUMBERS = {word: number for number, word in enumerate(COUNT, start=1)} | {
    "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90,
    "a": 1, "an": 1, "the": 1, "couple of": 2, "a couple of": 2, "a couple": 2,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
}  # fmt: skip

N = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(COUNT)})"
ORDINAL = rf"(?:{'|'.join(ORDINALS)})"
UNIT = (
    r"(?:(?:business|working|work|calendar) ?days?|days?|weeks?|wks?|months?|hours?|hrs?|years?|"
    r"fortnights?)"
)
PERSON = (
    r"(?:(?:new )?(?:hire|employee|joiner|starter|person|member|team member|contractor|colleague|"
    r"candidate)|onboardee|newcomer|leaver|departee)"
)
DET = (
    rf"(?:(?:the|your|their|his|her|our|a|an|my|each|official|actual|scheduled) )*"
    rf"(?:{PERSON}(?:'s|s')? )?(?:official |actual )?"
)
WHO = rf"(?:you|they|he|she|we|(?:the |a |your )?{PERSON}s?)"
US = (
    r"(?: (?:the |our |your )?(?:team|company|organi[sz]ation|org|project|department|group|lab|"
    r"staff|programme|program|committee|board|unit|agency|us))?"
)
# A verb counts only where the clause ends: "before you start coding" is no start date.
CLAUSE_END = r"(?=\s*(?:$|[.,;:!?()\[\]\x00/-]|(?:and|or|so|if|to be|at|with|work)\b))"

ANCHORS = (
    (
        Anchor.START,
        r"(?:start(?:ing)? (?:date|day)|date of (?:joining|hire|start)|arrival|first day|1st day|"
        r"day (?:1|one)\b|eod|entry[- ]on[- ]duty|hire date|commencement|onboarding (?:date|day)|"
        r"joining date|coming on ?board)",
        rf"(?:start(?:ing)?(?: work| employment)?|joining{US}|hire|hiring|appointment|assignment|"
        rf"employment|{WHO} (?:starts?|joins?{US}|arrives?|begins?|comes? on ?board))",
    ),
    (
        Anchor.DEPARTURE,
        r"(?:(?:last|final) (?:working |work )?day|"
        r"(?:departure|leaving|leave|exit|separation|termination|resignation|end) (?:date|day))",
        rf"(?:departure|exit|separation|termination|off-?boarding|departing|leaving{US}|"
        rf"{WHO} (?:leaves?{US}|departs?|has left|have left|exits?))",
    ),
    (
        Anchor.ROLLOUT,
        r"(?:launch|go[- ]?live|roll-?out|cut-?over) (?:day|date)",
        r"(?:launch|go[- ]?live|roll-?out|cut-?over|launching|going live|rolling out)",
    ),
)
NOUNS = "|".join(nouns for _, nouns, _ in ANCHORS)
VERBS = "|".join(verbs for _, _, verbs in ANCHORS)
NOT_OF = r"(?!'s|s'|-\w)"
# "The first 10 days after selection" and "the first week of January" count from something else.
OURS = (
    rf"(?! (?:after|from|since|following|of) "
    rf"(?!{DET}(?:{NOUNS}|{VERBS}|work|job|service|tenure|contract|probation|role|onboarding)))"
)
BEFORE = ("before", "prior to", "ahead of", "in advance of")
DIRECTION = r"(?:before|prior to|ahead of|in advance of|after|following|post|since|from|of)"

OFFSET = re.compile(
    r"(?:(?P<within>within|up to|inside) )?"
    r"(?:(?:at least|no later than|about|the first|the|max\.?) )?"
    rf"\b(?:(?P<a>{N})(?: ?(?:-|to|or) ?(?P<b>{N}))?[ -])?(?P<unit>{UNIT}) (?P<side>{DIRECTION}) "
    rf"{DET}(?P<anchor>{NOUNS}|{VERBS})\b{NOT_OF}"
)
AT = re.compile(
    rf"\b(?P<side>before|prior to|ahead of|after|following|upon|on|at|by|until) {DET}"
    rf"(?P<anchor>(?:{NOUNS})\b{NOT_OF}{OURS}|(?:{VERBS})\b{CLAUSE_END})"
)
AFFIX = re.compile(
    r"\b(?P<side>pre|post)[- ]?(?P<anchor>arrival|boarding|start|joining|hire|onboarding|"
    r"day (?:1|one)|departure|exit|launch|go-?live|rollout)\b"
)
ITEM = re.compile(
    r"\b(?:after |once |when )?(?:task|step|item)s? (?:#|no\.? ?)?"
    r"(?:\d{1,3}(?:, | and | & ))*(?P<item>\d{1,3})"
    r"(?: (?:must|should|has|have|needs?)(?: to)?(?: be| been)?| is| are)? "
    r"(?:complete|completed|done|finished)\b"
)
AFTER_ITEM = re.compile(
    r"\b(?:after|following)(?: completing| completion of)? (?:task|step|item)s? #?"
    r"(?:\d{1,3}(?:, | and | & ))*(?P<item>\d{1,3})\b"
)
LEAD = (
    r"(?:(?P<lead>by|before|after|within|during|in|on|at|until|for|around|towards?|no later than)"
    r" )?"
    r"(?:the )?(?:(?P<part>end|start|beginning) of )?"
    r"(?:(?:the|your|their|his|her|our|new hire's|employee's) )*"
)
NUMBERED = re.compile(
    rf"\b{LEAD}(?P<unit>days?|weeks?|months?|wk) ?#?(?P<a>-?{NUMBER})"
    rf"(?: ?(?:-|to|and|&|or|through|until) ?(?:(?P=unit) )?(?P<b>{NUMBER}))?\b"
    rf"(?!-\w|:\d| ?(?:hours?|mins?|minutes|%|/)){OURS}"
)
FIRST = re.compile(
    rf"\b{LEAD}(?P<a>{ORDINAL})(?: (?:or|and|to|&) (?P<b>{ORDINAL})|[-/](?P<c>{ORDINAL}))?"
    rf"(?: (?P<n>\d{{1,3}}|one|two|three|four|five|six|ten|thirty|sixty|ninety|couple of|couple))?"
    rf"(?: (?:full|working|work|calendar|business))? (?P<unit>days?|weeks?|months?|years?|hours?)\b"
    rf"(?P<orso> or two)?{NOT_OF}{OURS}"
)
LAST = re.compile(
    rf"\b{LEAD}(?:last|final) (?:working |work |full )?(?P<unit>day|week|month)\b{NOT_OF}"
    r"(?! of the)"
)
IN = re.compile(rf"\b(?P<a>{N}) (?P<unit>{UNIT}) in(?=$|[.,;)])")
WITHIN = re.compile(
    rf"\bwithin (?:the )?(?P<a>{N})(?: ?(?:-|to|or) ?(?P<b>{N}))? (?P<unit>{UNIT})\b{OURS}"
)
SIDE = re.compile(
    rf"\b(?:(?P<a>{N})(?: ?(?:-|to|or) ?(?P<b>{N}))? )?(?P<unit>{UNIT}) "
    r"(?P<side>before(?:hand)?|prior|in advance|after|later)$"
)
AFTER = re.compile(rf"\bafter (?P<a>{N}) (?P<unit>{UNIT})\b")
BARE = re.compile(
    rf"^(?P<a>{N})[ -](?P<unit>days?|weeks?|months?)"
    r"(?: (?:goals?|plan|mark|milestones?|review|check-?in))?$"
)
THE_DAY = re.compile(rf"\b(?:day of {DET}(?P<anchor>{VERBS})|(?P<day>{NOUNS}))\b{NOT_OF}")
