"""What a cell of a people file says: an e-mail, a day, a status, a name, a time zone."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from zoneinfo import available_timezones

ACTIVE = "active"
INACTIVE = "inactive"

_NOTHING = set(
    "-|--|---|–|—|?|.|n/a|#n/a|n.a.|null|(null)|<null>|nil|none|(none)|<none>|nan|nat|undefined|"
    "(blank)|not applicable|no manager|no_manager|no_hr|#ref!|#name?|#value!".split("|")
)

_LEFT = set(
    """inactive terminated former formerly ex left leaver disabled deactivated
    deprovisioned suspended resigned retired dismissed separated offboarded exited archived
    deleted blocked deceased alumni alumnus quit withdrawn departed discharged
    inaktiv ausgeschieden gekundigt inactif inactive sorti inactivo inactiva baja""".split()
)
_HERE = set(
    """active hired hire rehired employed leave loa full part fulltime parttime contract contractor
    contracted employee permanent temporary temp intern internship probation probationary regular
    current currently working enabled onboarding provisioned staged new pending prehire sabbatical
    maternity paternity parental notice trainee apprentice apprenticeship volunteer consultant
    freelance freelancer fixed seasonal casual salaried hourly worker member furloughed furlough
    contingent agency vendor partner external aktiv beurlaubt actif active activo activa
    conge""".split()
)
_LEFT_EXACTLY = set("not active|term|no|n|false|0|i|t|nein|non|falsch|faux|falso".split("|"))
_HERE_EXACTLY = set("yes|y|true|1|a|l|ja|oui|si|wahr|vrai|x".split("|"))

_EMAIL = re.compile(r"[^@\s<>\"(),;:]+@[^@\s<>\"(),;:]+")
_PLACEHOLDER = re.compile(r"<<.*?>>|\{\{.*?\}\}|<[^<>@]*>|\[(?:your|enter|insert)\b[^\]]*\]", re.I)
_FORMULA = re.compile(r"=.+|[@+-].*[(|!].*")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa", "mba", "msc", "bsc", "dr"}

_MONTH_STARTS = (
    "jan ene",
    "feb fev",
    "mar maer",
    "apr abr avr",
    "may mai",
    "jun juin",
    "jul juil",
    "aug ago aou",
    "sep set",
    "oct okt",
    "nov",
    "dec dez dic",
)
_MONTHS = {
    start: month for month, starts in enumerate(_MONTH_STARTS, 1) for start in starts.split()
}
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,? +", re.I)
_CLOCK = re.compile(r"(?:t| +|, *)\d{1,2}:\d{2}.*$|(?<=\d)(?:z|[+-]\d\d:\d\d)$", re.I)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?[- /]*(?:de |of )?([^\W\d]+)\.?[- /,]*(?:de )?(\d{4}|\d{2})"
)
_MONTH_DAY = re.compile(r"([^\W\d]+)\.?[- ](\d{1,2})(?:st|nd|rd|th)?[- ,]+(\d{4})")
_YEAR_MONTH_WORD = re.compile(r"(\d{4})[- ]([^\W\d]+)[- ](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6}(?:\.\d+)?z?)?", re.I)
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")

_SERIAL_DAY_ZERO = date(1899, 12, 30)
# Systems that must have a date write 0001-01-01 or 9999-12-31 for none.
_NO_BEGINNING = 1
_NO_END = 2200


class DayOrMonthFirst(ValueError):
    """A date such as 09-10-2023 that may be read both ways."""


def one_line(text: str) -> str:
    """Turn line breaks, tabs and control characters into single spaces; unwrap `="00421"`."""
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        text = text[2:-1]
    if text.isprintable() and "  " not in text:
        return text
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing, as in "-", "N/A" or "NULL"."""
    return text.casefold() in _NOTHING


def is_placeholder(text: str) -> bool:
    """Tell whether a cell still holds what a template asks to be replaced."""
    return bool(_PLACEHOLDER.search(text))


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would calculate this text."""
    return bool(_FORMULA.fullmatch(text))


def is_email(text: str) -> bool:
    """Check an address loosely: something on both sides of one @."""
    return bool(_EMAIL.fullmatch(text))


def bare_email(text: str) -> str:
    """Take the address out of "Ana <ana@example.org>" or "mailto:ana@example.org"."""
    inside = re.fullmatch(r"[^<>]*<([^<>\s]+@[^<>\s]+)>", text)
    return (inside[1] if inside else text).removeprefix("mailto:")


def turned_name(text: str) -> str:
    """Turn "Last, First" round; "First Last" and "First Last, PhD" stay as they are."""
    last, comma, first = (part.strip() for part in text.partition(","))
    plain = "".join(letter for letter in first.casefold() if letter.isalnum())
    if not (last and comma and first) or "," in first or plain in _SUFFIXES:
        return text
    return f"{first} {last}"


def name_key(text: str) -> str:
    """Make names comparable: "MÜLLER,  Ana" and "Ana Muller" are alike."""
    plain = unicodedata.normalize("NFKD", turned_name(text).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def identity_key(text: str | None) -> str:
    """Make numbers and e-mails comparable: capitals do not tell people apart."""
    return (text or "").casefold()


def find_time_zone(text: str) -> str | None:
    """Find the zone meant by "europe/berlin" or "(UTC+01:00) Europe/Berlin"; None if unknown."""
    zones = _time_zones()
    candidates = [text, *re.findall(r"\w+(?:/[\w+-]+)+", text)]
    return next((zones[one.casefold()] for one in candidates if one.casefold() in zones), None)


def find_status(text: str) -> str | None:
    """Read a word such as HIRED, On leave, Terminated or 1; None for a word not known here."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    if plain in _LEFT_EXACTLY or says_left(plain):
        return INACTIVE
    if plain in _HERE_EXACTLY or not _HERE.isdisjoint(re.findall(r"[a-z]+", plain)):
        return ACTIVE
    return None


def turned_status(text: str) -> str:
    """Read the answer to the opposite question: "Blocked? No" means active."""
    return {ACTIVE: INACTIVE, INACTIVE: ACTIVE}.get(find_status(text) or "", text)


def says_left(text: str) -> bool:
    """Tell whether words say that somebody has left, as in "Former employee"."""
    return not _LEFT.isdisjoint(re.findall(r"[a-z]+", text.casefold()))


def day_order(texts: Iterable[str]) -> bool | None:
    """Tell from dates such as 16-02-2020 whether the day comes first; None if none settles it.

    Where a file holds both, the more frequent order counts.
    """
    balance = 0
    for text in texts:
        found = _YEAR_LAST.fullmatch(_without_clock(text))
        if found:
            balance += (int(found[1]) > 12) - (int(found[3]) > 12)
    return balance > 0 if balance else None


def read_day(text: str, day_first: bool | None) -> date | None:
    """Read a day from any of the ways exports write it; None for "0000-00-00" and "9999-12-31".

    Raises DayOrMonthFirst where only `day_first` could tell, and ValueError for what is no date
    or a day that does not exist.
    """
    words = _without_clock(text)
    if _SERIAL.fullmatch(words):
        return _SERIAL_DAY_ZERO + timedelta(days=int(words[:5]))
    year, month, day = _parts(words, day_first)
    if month == day == 0 or year == _NO_BEGINNING or year >= _NO_END:
        return None
    if year < 1900:
        raise ValueError(text)
    return date(year, month, day)


def _without_clock(text: str) -> str:
    return _CLOCK.sub("", _WEEKDAY.sub("", " ".join(text.split()))).strip()


def _parts(words: str, day_first: bool | None) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(words) or _COMPACT.fullmatch(words):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(words):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        if day_first is None and first != second and found[2] != ".":
            raise DayOrMonthFirst(words)
        return (year, first, second) if day_first is False else (year, second, first)
    if found := _DAY_MONTH.fullmatch(words):
        return _full_year(found[3]), _month(found[2]), int(found[1])
    if found := _MONTH_DAY.fullmatch(words):
        return int(found[3]), _month(found[1]), int(found[2])
    if found := _YEAR_MONTH_WORD.fullmatch(words):
        return int(found[1]), _month(found[2]), int(found[3])
    raise ValueError(words)


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    # As Excel and POSIX read them: 69 to 99 belong to the last century.
    return int(digits) + (2000 if int(digits) < 69 else 1900)


def _month(word: str) -> int:
    plain = unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
    month = _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])
    if not month:
        raise ValueError(word)
    return month


@cache
def _time_zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
