"""Words of headings: which of them ask a question, and which say that a page is an FAQ."""

import re

from ..plain import LONGEST, heading_words

# "Q.", "Q1:", "Question 3 -", "1.", "2.3)", "2.3 " and pictures in front of a question.
PREFIX = re.compile(
    r"^(?:\W*?\bQ(?:uestion)?\s*\d{0,3}\s*[.:：)–—-]\s*(?=\S)"
    r"|\W*?\b(?:F(?:rage)?|P(?:regunta)?|问|問)\s*\d{0,3}\s*[:：)]\s*(?=\S)"
    r"|[#(\[]?\d{1,3}(?:\.\d{1,3})*[.):\]]\s*(?=\D)|\d{1,3}(?:\.\d{1,3})+\s+(?=\D))",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"^\W*(?:(?:Q(?:uestion)?|Frage|Pregunta)\s*\d{0,3}\s*[.:：)])\s*\S", re.IGNORECASE
)
# How a question begins whose question mark was forgotten; it counts on a page of questions only.
BEGINS_ASKING = re.compile(
    r"(?:how|what(?:['’]s)?|where|when|who(?:['’]s|m|se)?|why|which|comment|pourquoi|wie|warum|wann|wo|"
    r"cómo|qué|dónde)\s|(?:can|could|do|does|is|are|should|will|may|must)\s+(?:I|we|you|my|our|it|"
    r"there|they|the|an?|this|somebody|someone)\s",
    re.IGNORECASE,
)
ASKS_ALONE = frozenset(
    "how what where when who whom whose why which comment pourquoi quand wie warum wann wo wer was "
    "cómo qué dónde cuándo quién".split()
)
# Headings that frame a page of questions and ask nothing.
FRAME = re.compile(
    r"(?:table of )?contents?|toc|overview|introduction|about(?: this page| these questions)?|"
    r"background|purpose|see also|further reading|(?:more |related )?(?:resources?|links?)|"
    r"(?:more )?information|"
    r"references?|related.*|contacts?|contact us|get(?:ting)? help|need (?:more )?help|feedback|"
    r"change ?log|history|glossary|appendix|(?:more |any |still have |other )?questions?",
    re.IGNORECASE,
)
# A question mark of any writing, with closing brackets, quotation marks or pictures behind it.
ENDS_ASKING = re.compile(r"[?？؟;⁇՞]+(?:\s*[(（][^()（）]{1,120}[)）])?[^\w?]*$")
OPENS_ASKING = re.compile(r"^\W*¿")
PICTURES = re.compile(r"^(?:[\U0001F000-\U0001FAFF☀-➿⬀-⯿️‍❓❔]|:[a-z0-9_+-]+:|\s)+")
ANCHOR = re.compile(r"\s*(?:<a\b[^>]*>\s*</a\s*>|(?<!!)\[\]\([^()\s]*\))\s*", re.IGNORECASE)
LONGEST_END = 200
INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")

FAQ = (
    r"f\.?a\.?q\.?s?|frequently[\s-]+asked(?:\s+questions?)?|frequent\s+questions|"
    r"common(?:ly\s+asked)?\s+questions|q\s*&\s*as?|q\s*and\s*as?|questions?\s*(?:and|&)\s*answers?|"
    r"preguntas\s+(?:m[aá]s\s+)?frecuentes|foire\s+aux\s+questions|questions\s+fr[eé]quentes|"
    r"h[aä]u?e?fige?r?\s+(?:gestellte\s+)?fragen|oft\s+gestellte\s+fragen|fragen\s+und\s+antworten|"
    r"domande\s+frequenti|perguntas\s+frequentes|veelgestelde\s+vragen|vanliga\s+frågor|"
    r"ofte\s+stil(?:te|lede)\s+sp[øo]rsm[åa]l|najcz[eę]ściej\s+zadawane\s+pytania"
)
SAYS_FAQ = re.compile(
    rf"(?<![^\W_])(?:{FAQ})(?![^\W_])|よくある(?:ご)?質問|常见问题|常見問題|часто\s+задаваемые|الأسئلة\s+الشائعة"
    r"|자주\s*묻는\s*질문",
    re.IGNORECASE,
)


def is_question(words: str) -> bool:
    """Say whether words ask something: one word alone ("Questions?") mostly asks nothing."""
    words = bare(words)
    if ASKED.match(words):
        return True
    words = PREFIX.sub("", words)
    asks = ENDS_ASKING.search(words[-LONGEST_END:]) or OPENS_ASKING.match(words)
    found = re.findall(r"\w+", words)
    alone = len(found) == 1 and words.isascii() and found[0].lower() not in ASKS_ALONE
    return bool(asks) and bool(found or not words.isascii()) and not alone


def may_ask(words: str) -> bool:
    """Say whether words on a page of questions are one, also without a question mark."""
    return is_question(words) or BEGINS_ASKING.match(title_of(words)) is not None


def is_frame(words: str) -> bool:
    """Say whether a heading only frames the questions of its page, as "See also" does."""
    return FRAME.fullmatch(title_of(words)[:LONGEST_END].rstrip(" ?!:.")) is not None


def title_of(words: str) -> str:
    """Return a question without its number, its "Q." and the pictures in front of it."""
    words = bare(words)
    without = PREFIX.sub("", PICTURES.sub("", words)).strip()
    return without or words


def group_of(words: str) -> str:
    """Return a heading above questions without its number."""
    return PREFIX.sub("", words).strip() or words


def says_faq(words: str) -> bool:
    """Say whether a title or a file's name calls its page an FAQ."""
    return SAYS_FAQ.search(words) is not None


def bare(words: str) -> str:
    """Return words without invisible letters and without spaces around them."""
    return " ".join(INVISIBLE.sub("", words).split())


def words_of(markdown: str) -> str:
    """Return the words of a heading; one too long to be read as Markdown stays as written."""
    if len(markdown) > LONGEST:
        return bare(markdown)
    markdown = ANCHOR.sub(" ", markdown)
    return bare(heading_words(markdown)) or bare(markdown)
