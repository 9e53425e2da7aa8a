"""What one cell of a skills table may say of a level: a word, a number, stars, a letter, a tick."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kt.importers.people.headers import normal

LONGEST_WORD = 120
FULL_CIRCLES = frozenset("●⬤⚫")


class Kind(StrEnum):
    """How a level is written."""

    WORD = "word"  # its value is the level
    NUMBER = "number"  # its value is a number on a scale that the whole file tells
    SHARE = "share"  # its value is a share of the whole: 75 %, 3/5, three of five stars
    LETTER = "letter"
    QUARTER = "quarter"  # a circle that is filled by quarters


@dataclass(frozen=True)
class Mark:
    kind: Kind
    value: float = 0


# After the words of this product: those of Dreyfus, of the NIH proficiency scale, of the ILUO
# matrices of factories, and what people write in spreadsheets, in English, German, French, Spanish.
_WORDS = {
    0: """
        not yet, none, no knowledge, no experience, not trained, untrained, unskilled, no skill,
        no skills, not started, no exposure, zero, nothing, cannot, cannot do, not competent,
        no, n, nein, non, false, falsch, faux, falso, keine, keine kenntnisse, keine erfahrung,
        nicht vorhanden, nicht geschult, aucun, aucune, aucune connaissance, jamais, pas forme,
        non forme, ninguno, ninguna, sin experiencia""",
    1: """
        knows about it, aware, awareness, basic awareness, fundamental awareness, heard of it,
        theory, theoretical, novice, beginner, basic, basics, foundation, foundational, entry,
        fundamental, elementary, exposure, exposed, familiar, trainee, apprentice, learner,
        learning, starter, newbie, rookie, junior, low, weak, poor, observed, observer,
        shadowed, in training, training, anfanger, anfangerin, einsteiger, grundkenntnisse,
        grundwissen, grundlagen, basiswissen, basis, theorie, kennt, niedrig, gering, in
        ausbildung, debutant, debutante, notions, bases, base, connaissances de base,
        sensibilise, en formation, faible, principiante, basico, basica, bajo, en formacion,
        aprendiz""",
    2: """
        does it with help, with help, needs help, with support, with supervision, supervised,
        under supervision, works with help, works under supervision,
        with guidance, guided, assisted, advanced beginner, intermediate,
        working, working knowledge, practical application, limited experience, developing,
        progressing, improver, medium, moderate, average, fair, mid, middle, partially trained,
        partial, partly, mittel, mittelmassig, mit hilfe, mit unterstutzung, unter anleitung, in
        einarbeitung, teilweise, befriedigend, intermediaire, moyen, avec aide, sous
        supervision, en cours, partiel, intermedio, intermedia, medio, con ayuda, con apoyo""",
    3: """
        does it alone, works alone, works independently, alone, unaided,
        independent, independently, autonomous, self sufficient,
        practitioner, applied, competent, capable, able, proficient, skilled, advanced, upper
        intermediate, experienced, professional, qualified, trained, fully trained, certified,
        good, solid, strong, high, very good, senior, can do, can do it, complete, completed,
        done, passed, yes, y, ja, j, oui, si, true, wahr, vrai, verdadero, ok, x,
        fortgeschritten, fortgeschrittene, fortgeschrittener, erfahren, kenner, konner,
        kompetent, gut, sehr gut, hoch, selbststandig, selbstandig, eigenstandig, allein,
        geschult, qualifiziert, zertifiziert, avance, avancee, confirme, confirmee, autonome,
        competente, maitrise, bon, bonne, tres bon, eleve, forme, formee, certifie, acquis,
        avanzado, avanzada, autonomo, alto, bueno, competente, formado""",
    4: """
        coaches others, coach, coaches, expert, experts, expertise, specialist, master, mastery,
        mastered, trainer, trains others, can train, can train others, train others, trains,
        teacher, teaches, can teach, can teach others, teaches others, instructor, mentor,
        mentors, mentors others, authority, recognized authority, recognised authority, guru,
        champion, sme, subject matter expert, leader, leading, lead, excellent, outstanding,
        exceptional, very high, experte, expertin, experten, profi, spezialist, spezialistin,
        meister, kann schulen, kann lehren, ausbilder, schult andere, sehr hoch, formateur,
        formatrice, referent, referente, peut former, excellente, tres eleve, maitre, experto,
        experta, especialista, formador, maestro, excelente""",
}
_TICKS = set("✓✔☑✅🗸•") | FULL_CIRCLES
_CROSSES = set("✗✘✕✖❌☐")
# Harvey balls, and the moons that are written for them; a full circle may be a tick, too.
_QUARTERS = {"○": 0, "◔": 1, "◑": 2, "◐": 2, "◒": 2, "◓": 2, "◕": 3}
_QUARTERS |= {"🌑": 0, "🌒": 1, "🌘": 1, "🌓": 2, "🌗": 2, "🌔": 3, "🌖": 3, "🌕": 4}
_FULL, _EMPTY = "★⭐🌟●⬤⚫■▮◼*", "☆✩○◯⚪□▯◻"
_SPARE = {
    normal(word)
    for word in "level, levels, lvl, knowledge, user, skills, skill, stufe, niveau, kenntnisse, "
    "status, rating, proficiency, nivel, connaissances, stage".split(", ")
}

_NUMBER = re.compile(r"(\d{1,4})(?:[.,](\d{1,4}))?")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s*(?:%|percent|prozent)")
_OF = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(?:/|of|out of|von|sur|de)\s*(\d{1,3})(?:\s*stars?)?")
_NAMED_NUMBER = re.compile(
    r"(?:l|lv|lvl|level|stufe|niveau|nivel|grade|stage|tier|rating)[\s.:#-]*(\d{1,2})"
    r"|(\d{1,2})\s*(?:stars?|sterne?|étoiles?|points?|pts?|punkte?)"
)
_NUMBERED = re.compile(
    r"(?:l|level|stufe|niveau)?\s*(\d{1,2})\s*(?:[-–—:.,)=/]|\s|\()\s*(.+?)\)?"
    r"|(.+?)\s*[-–—:(\[]\s*(\d{1,2})\s*[)\]]?"
)
_EXPLAINED = re.compile(r"\s*[(\[]|\s[-–—]\s|[:;,]\s")


def _words() -> dict[str, int]:
    return {normal(word): level for level, words in _WORDS.items() for word in words.split(",")}


_LEVELS = _words()


@lru_cache(maxsize=8192)
def mark(text: str) -> Mark | None:
    """Read a cell as a level; None for what is none, or is a word not known here."""
    # An emoji of a digit is the digit with two signs behind it.
    plain = re.sub("[\ufe0f\u20e3]", "", text.strip().casefold())
    if not plain or len(plain) > LONGEST_WORD:
        return None
    found = _drawn(plain) or _numbered(plain)
    if found:
        return found
    level = word_level(plain)
    if level is None:
        # "Proficient (works alone)" and "Expert – can teach others" are explained to the reader.
        level = word_level(_EXPLAINED.split(plain)[0])
    if level is not None:
        return Mark(Kind.WORD, level)
    if len(plain) == 1 and plain.isalpha():
        return Mark(Kind.LETTER)
    return None


def word_level(text: str) -> int | None:
    """Find the level of a word such as "Expert" or "Advanced user"; None for one not known."""
    form = normal(text)
    if form in _LEVELS:
        return _LEVELS[form]
    words = [normal(word) for word in re.findall(r"[^\W_]+", text)]
    kept = "".join(word for word in words if word not in _SPARE)
    return _LEVELS.get(kept)


def _drawn(plain: str) -> Mark | None:
    if plain in _TICKS:
        return Mark(Kind.WORD, 3)
    if plain in _CROSSES:
        return Mark(Kind.WORD, 0)
    if plain in _QUARTERS:
        return Mark(Kind.QUARTER, _QUARTERS[plain])
    signs = plain.replace(" ", "")
    full = sum(signs.count(sign) for sign in _FULL)
    empty = sum(signs.count(sign) for sign in _EMPTY)
    if signs and full + empty == len(signs) <= 10:
        return Mark(Kind.SHARE, full / len(signs)) if empty else Mark(Kind.NUMBER, full)
    return None


def _numbered(plain: str) -> Mark | None:
    if len(plain) == 1 and (digit := unicodedata.digit(plain, None)) is not None:
        return Mark(Kind.NUMBER, digit)
    if found := _NUMBER.fullmatch(plain):
        return Mark(Kind.NUMBER, _value(found))
    if found := _PERCENT.fullmatch(plain):
        share = _value(found) / 100
        return Mark(Kind.SHARE, share) if share <= 1 else None
    if found := _OF.fullmatch(plain):
        part, whole = int(found[1]), int(found[2])
        return Mark(Kind.SHARE, part / whole) if part <= whole and whole > 1 else None
    if found := _NAMED_NUMBER.fullmatch(plain):
        return Mark(Kind.NUMBER, int(found[1] or found[2]))
    if found := _NUMBERED.fullmatch(plain):
        # Of "3 - Advanced" the word says more than the number, where it is known.
        level = word_level(found[2] or found[3])
        if level is not None:
            return Mark(Kind.WORD, level)
        if found[1] and re.match(r"\d+\s*[-–—:=(]", plain):
            return Mark(Kind.NUMBER, int(found[1]))
    return None


def _value(found: re.Match[str]) -> float:
    return float(f"{found[1]}.{found[2] or 0}")
