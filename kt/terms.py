"""Text to terms: what a search compares, the same for what is written and for what is asked."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

from snowballstemmer.english_stemmer import EnglishStemmer

# An index made by other rules than these is out of date: count up with each change below.
RULES = f"3, snowball {version('snowballstemmer')}"

LONGEST_WORD = 64

# Scripts that put no space between words: two neighbouring signs make a term.
SPACELESS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)

# Accents, vowel signs and signs nobody sees stand inside a word, but \w does not know them.
INSIDE = (
    r"\xad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0971-\u0dff\u0e31"
    r"\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f18-\u0fbc\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff"
    r"\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20d0-\u20f0\u302a-\u302f\u3099\u309a"
    r"\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
WORD = re.compile(rf"(?:[^\W_]|[{INSIDE}])+(?:['’](?:[^\W_]|[{INSIDE}])+)*")
RUN = re.compile(rf"[{SPACELESS}]+|[^{SPACELESS}]+")
SPACELESS_SIGN = re.compile(f"[{SPACELESS}]")
UNSEEN = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")

NOT_IN_A_TERM = re.compile(r"[\s\x00-/:-@\[-`{-\x7f]+")

# Forms that no ending tells: an ending cut off would leave two words of one.
IRREGULAR = dict(
    pair.split("=")
    for pair in """
    ate=eat became=become began=begin begun=begin bought=buy broke=break broken=break
    brought=bring built=build came=come caught=catch chose=choose chosen=choose children=child
    dealt=deal drove=drive driven=drive fell=fall fallen=fall felt=feel fought=fight
    forgot=forget forgotten=forget found=find gave=give given=give gone=go grew=grow grown=grow
    heard=hear held=hold hid=hide hidden=hide kept=keep knew=know known=know laid=lay
    learnt=learn lent=lend lost=lose meant=mean men=man met=meet paid=pay people=person
    ran=run rose=rise risen=rise said=say saw=see seen=see sent=send shown=show sold=sell
    spent=spend spoke=speak spoken=speak stood=stand stole=steal stolen=steal taught=teach
    thought=think threw=throw thrown=throw told=tell took=take taken=take understood=understand
    went=go women=woman won=win wore=wear worn=wear wrote=write written=write
    """.split()
)

# Stems that grammar parts and meaning does not.
FAMILIES = dict(
    pair.split("=")
    for pair in """
    admiss=admit advic=advis analys=analyz analysi=analyz belief=believ choic=choos
    conclus=conclud decis=decid defens=defend descript=describ
    divis=divid equipment=equip exclus=exclud expans=expand extens=extend
    growth=grow inclus=includ loss=lose movement=move payment=pay permiss=permit
    proof=prove provis=provid receipt=receiv shipment=ship submiss=submit
    subscript=subscrib suspens=suspend treatment=treat
    """.split()
)

# Letters that are a letter with a sign to a reader, but not to Unicode.
PLAIN = str.maketrans("øłđħıæœþðŧ", "oldhi\x01\x02\x03dt")
TWO_LETTERS = {"\x01": "ae", "\x02": "oe", "\x03": "th"}

# Of the signs above and below letters, those that change the letter stay (voiced kana, virama).
KEPT_SIGNS = (0, 7, 8, 9)


class Term(NamedTuple):
    """A word of a text: where it stands, how it is written without accents, what it is about."""

    start: int
    end: int
    word: str
    stem: str


def terms(text: str) -> Iterator[Term]:
    """Yield the terms of a text in their order; `start` and `end` are places in that text."""
    for found in WORD.finditer(text):
        for run in RUN.finditer(found[0]):
            start = found.start() + run.start()
            if not SPACELESS_SIGN.match(run[0]):
                if word := fold(run[0]):
                    yield Term(start, start + len(run[0]), word, stem(word))
                continue
            for at in range(max(1, len(run[0]) - 1)):
                if word := fold(run[0][at : at + 2]):
                    yield Term(start + at, start + min(at + 2, len(run[0])), word, word)


def stems(text: str) -> list[str]:
    """Return what the words of a text are about."""
    return [term.stem for term in terms(text)]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Write a word without capitals, accents and signs that nobody sees; "" where nothing is left.

    Of an apostrophe the longer side stays: "what's" is what, "l'équipe" is equipe, "don't" dont.
    """
    word = UNSEEN.sub("", word)
    if "'" in word or "’" in word:
        first, *rest = word.replace("’", "'").split("'")
        if rest[-1].lower() == "s":
            rest.pop()
        word = "".join(rest if len(first) == 1 and rest else [first, *rest])
    if not word.isascii():
        letters = unicodedata.normalize("NFKD", word.casefold())
        letters = "".join(each for each in letters if unicodedata.combining(each) in KEPT_SIGNS)
        word = unicodedata.normalize("NFC", letters).translate(PLAIN)
        for sign, two in TWO_LETTERS.items():
            word = word.replace(sign, two)
        word = "".join(NOT_IN_A_TERM.split(word))
    return word.lower()[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Cut the ending off a folded English word; others stay as they are."""
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word
    # One stemmer a word, because it keeps the word it works on and threads would share it.
    found = EnglishStemmer().stemWord(IRREGULAR.get(word, word))
    if found.endswith(("enc", "anc")):
        found = f"{found[:-1]}t"  # absence is to absent as approval to approve
    return FAMILIES.get(found, found)
