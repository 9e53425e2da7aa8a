"""What a column or a row of a skills table is about, told by its name."""

import re
from enum import StrEnum
from functools import lru_cache

from kt.importers.people.fields import Field
from kt.importers.people.headers import is_password, meaning, normal


class Holds(StrEnum):
    """A column can hold one of these; under LEVELS stand the levels of whatever it is called."""

    EMPLOYEE_ID = "employee_id"
    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    TOPIC = "topic"
    LEVEL = "level"
    LEVELS = "levels"
    DAY = "on"
    REFRESH = "refresh_on"


HOLDS_WORDS = {
    Holds.EMPLOYEE_ID: "employee number",
    Holds.EMAIL: "e-mail",
    Holds.NAME: "name of the person",
    Holds.FIRST_NAME: "first name",
    Holds.LAST_NAME: "last name",
    Holds.TOPIC: "topic",
    Holds.LEVEL: "level",
    Holds.LEVELS: "levels of what it is called",
    Holds.DAY: "day of the level",
    Holds.REFRESH: "day to refresh it",
}

OF_PERSON = (
    Holds.EMPLOYEE_ID,
    Holds.EMAIL,
    Holds.NAME,
    Holds.FIRST_NAME,
    Holds.LAST_NAME,
)

# Best first: of two columns that would hold the same, the one named further to the front does.
_NAMES = {
    Holds.NAME: """
        person, people, who, resource, colleague, engineer, developer, operator, consultant, member,
        member name, names, collaborateur, collaborateurs, collaboratrice, salarie, agent,
        operateur,
        mitarbeitende, mitarbeitender, mitarbeiter in, mitarbeiterin, mitarbeiter innen, kollege,
        kollegin, empleado, colaborador, persona, personne, team members, employees""",
    Holds.TOPIC: """
        skill, skills, skill name, topic, topics, topic name, competency, competence, competencies,
        competences, competency name, capability, capabilities, technology, technologies, tool,
        tools, subject, knowledge area, know how, expertise area, skill area, process, task, tasks,
        activity, operation, machine, workstation, station, training, course, qualification,
        certification, certificate, certificate name, area, kompetenz, kompetenzen, fahigkeit,
        fahigkeiten, fertigkeit, fertigkeiten, thema, themen, qualifikation, qualifikationen,
        aufgabe, tatigkeit, schulung, competence requise, savoir faire, sujet, theme, tache,
        formation, habilidad, habilidades, competencia, competencias, tema, tarea""",
    Holds.LEVEL: """
        standing, level, skill level, current level, actual level, proficiency, proficiency level,
        competency level, competence level, knowledge level, expertise level, experience level,
        level of expertise, level of proficiency, assessed level, final rating, manager rating,
        supervisor rating, rating, skill rating, score, skill score, assessment, current, actual,
        expertise, ist, ist stand, ist niveau, stufe, niveau, kompetenzstufe, kompetenzniveau,
        auspragung, einstufung, bewertung, kenntnisstand, niveau actuel, niveau de competence,
        niveau de maitrise, maitrise, evaluation, nivel, nivel actual, puntuacion, valoracion,
        self rating, self assessment, self assessed level, selbsteinschatzung, auto evaluation,
        level achieved, status, value""",
    Holds.DAY: """
        timestamp, zeitstempel, horodateur, marca temporal, assessed on,
        assessed, rated, assessment date, date assessed, last assessed,
        last assessment, rated on,
        rating date, evaluated on, evaluation date, date, day, as of, last updated, updated,
        updated on, last update, modified, achieved on, date achieved, completed on,
        completion date, date completed, trained on, training date, date trained, issue date,
        issued on, issued, obtained, obtained on, since, bewertet am, datum, stand, geschult am,
        beurteilt am, aktualisiert, erworben am, date d evaluation, evalue le, date de formation,
        mis a jour, obtenu le, fecha, fecha de evaluacion, evaluado""",
    Holds.REFRESH: """
        refresh on, refresh by, to be refreshed, refresher due, refresher, expires, expires on,
        expiry, expiry date, expiration, expiration date, valid until, valid to, valid till,
        renewal, renewal date, renew by, recertification, recertification due,
        recertification date, retraining due, next training, next assessment,
        next assessment date, next review, next review date, review date, review on, due date,
        due, review due, reassessment due, reassess by,
        gultig bis, ablauf, ablaufdatum, auffrischung, auffrischung am, nachste schulung,
        valable jusqu au, validite, fin de validite, date d expiration, echeance, a renouveler,
        caduca, caducidad, fecha de caducidad, valido hasta""",
}

# Beside people and skills: not levels, whatever their cells look like.
_ASIDE = """
    note, notes, comment, comments, remark, remarks, evidence, description, descriptions, details,
    definition, behaviours, behaviors, link, url, reference, source, bemerkung, bemerkungen,
    kommentar, kommentare, notiz, notizen, beschreibung, anmerkung, remarque, remarques,
    commentaire, commentaires, observation, observations, comentario, comentarios, nota, notas,
    category, skill category, competency category, group, skill group, domain, type, skill type,
    family, cluster, kategorie, gruppe, bereich, categorie, groupe, domaine, famille, categoria,
    priority, importance, criticality, weight, weighting, interest, interest level, wichtigkeit,
    prioritat, gewicht, priorite, poids, interet, prioridad,
    number, no, nr, row, line, lfd nr, pos, index, id,
    years, years of experience, years experience, experience years, experience in years,
    experience, months, hours, jahre, berufsjahre, erfahrung, annees, annees d experience,
    anciennete, anos, anos de experiencia, last used, zuletzt benutzt,
    age, grade, salary, fte, headcount, shift, phone, mobile, telephone, seniority, band, job level,
    career level, pay grade, is new, isnew, quadrant, ring, email sent, rater, assessor,
    assessed by, trainer name, updated by, bewertet von, evaluateur, approved by, owner,
    target, target level, required level, required, desired level, goal, soll, soll niveau,
    soll stand, zielstufe, ziel, niveau cible, niveau requis, cible, objectif, objetivo, previous,
    previous level, gap"""

_TOTALS = """
    total totals sum subtotal average avg mean median minimum maximum min max count coverage gap
    percent percentage score overall required needed target trained untrained qualified available
    summe gesamt durchschnitt mittelwert anzahl schnitt soll ziel bedarf moyenne somme nombre requis
    cible promedio suma media numero numbers""".split()
_FILLERS = """
    of the a at in on level levels skill skills team people person persons employees operators staff
    per by number rating ratings score and or above least who with plus each row column all group
    der die das im am pro je stufe mitarbeiter de la le les par en du des niveau equipe por el
    holders department dept squad topic topics""".split()

_BESIDE = ("level", "rating", "score", "proficiency", "stufe", "niveau", "bewertung", "nivel")
# After a dash or in brackets only: “Direct current” is a topic.
_BESIDE_NOW = ("current", "current level", "actual", "actual level", "now", "ist", "actuel")
_BESIDE_DAY = (
    "date",
    "assessed",
    "assessed on",
    "last assessed",
    "updated",
    "datum",
    "fecha",
    "trained on",
)
_BESIDE_REFRESH = ("expires", "expiry", "expiry date", "valid until", "refresh by", "gültig bis")
_BESIDE_ASIDE = (
    "notes",
    "note",
    "comment",
    "comments",
    "years",
    "target",
    "target level",
    "required level",
    "interest",
    "last used",
    "gap",
    "required",
    "soll",
    "bemerkung",
)

_LONGEST_NAME = 200


def _listed(names: str) -> list[str]:
    return [normal(name) for name in names.split(",")]


_HOLDS = {
    name: (holds, rank)
    for holds, names in _NAMES.items()
    for rank, name in enumerate(_listed(names))
}
_ASIDES = frozenset(_listed(_ASIDE))
_OF_PEOPLE = {Field(name): Holds(name) for name in OF_PERSON}
_ENDINGS = [
    (re.compile(rf"(.*\S){between}\(?{re.escape(ending)}\)?", re.IGNORECASE), holds)
    for between, holds, endings in (
        (r"\s*[:_–—(-]\s*", Holds.LEVELS, _BESIDE_NOW),
        (r"[\s:_–—-]+", None, _BESIDE_ASIDE),
        (r"[\s:_–—-]+", Holds.LEVELS, _BESIDE),
        (r"[\s:_–—-]+", Holds.DAY, _BESIDE_DAY),
        (r"[\s:_–—-]+", Holds.REFRESH, _BESIDE_REFRESH),
    )
    for ending in endings
]


@lru_cache(maxsize=4096)
def named(column: str) -> tuple[Holds, int] | None:
    """Find what a column's name says it holds, and its rank among such names (0 is best).

    Of a corner such as "Skill / Person" the first word counts: it is the heading of the rows.
    """
    if not column or len(column) > _LONGEST_NAME or is_password(column):
        return None
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", column)
    for form in (normal(column), normal(plain), normal(re.split(r"[\\/|↓→]", plain)[0])):
        if form in _HOLDS:
            return _HOLDS[form]
        if form in _ASIDES:
            return None
    of_people = meaning(column)
    if of_people and of_people.field in _OF_PEOPLE:
        return _OF_PEOPLE[of_people.field], of_people.rank
    return None


@lru_cache(maxsize=4096)
def is_aside(column: str) -> bool:
    """Tell whether a column's name says that it is neither a person, a topic nor a level."""
    if len(column) > _LONGEST_NAME or is_password(column) or is_total(column):
        return True
    plain = re.sub(r"\([^)]*\)", " ", column)
    return not {normal(column), normal(plain)}.isdisjoint(_ASIDES)


@lru_cache(maxsize=4096)
def is_about_people(column: str) -> bool:
    """Tell whether a column's name says a fact of people that is no level: title, team, place."""
    of_people = meaning(column)
    return of_people is not None and of_people.field not in _OF_PEOPLE


@lru_cache(maxsize=4096)
def is_total(name: str) -> bool:
    """Tell whether a row or a column is counted from the others: "Total", "Ø Team", "# trained"."""
    if len(name) > _LONGEST_NAME:
        return False
    # Before a letter these signs are one themselves: Øyvind, Σωκράτης.
    if re.fullmatch(r"[#ØΣ∑∅⌀ø](?![^\W\d_]).*|#.*", name.strip()) and len(normal(name)) > 6 * (
        "#" in name
    ):
        return True
    words = [normal(word) for word in re.findall(r"[^\W\d_]+", name)]
    return any(word in _TOTALS for word in words) and all(
        word in _TOTALS or word in _FILLERS for word in words
    )


@lru_cache(maxsize=4096)
def beside(column: str) -> tuple[str, Holds | None] | None:
    """Read "Python level" or "Python (date)": whose column it is, and what it holds."""
    if len(column) > _LONGEST_NAME:
        return None
    for pattern, holds in _ENDINGS:
        if found := pattern.fullmatch(column):
            return found[1].rstrip(" :-–—_("), holds
    return None
