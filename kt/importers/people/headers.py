"""The names that organisations' systems give to their columns, and which field each one means.

Collected from the exports and templates of Microsoft Entra, Microsoft 365, Active Directory,
Google Workspace, Okta, Workday, BambooHR, Personio, SAP SuccessFactors, ADP, Paylocity and UKG.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kt.importers.people.fields import Field


class Kind(StrEnum):
    """How far a column's name settles what the column holds."""

    PLAIN = "plain"
    PRINCIPAL = "principal"  # an address-like sign-in name: fills in where the e-mail is empty
    LOGIN = "login"  # a sign-in name: an e-mail only if its values look like one
    NUMBER = "number"  # some system's number for a person: an employee number only if it must be
    MANAGER = "manager"  # a manager by number, e-mail or name: its values tell which
    BLOCKED = "blocked"  # a status the other way round: yes means inactive
    EMPLOYMENT = "employment"  # a kind of contract: a status only if it says who has left
    PERSONAL = "personal"  # an address of one's own: only where there is no other


@dataclass(frozen=True)
class Meaning:
    """What a column's name says: its field, and its rank among names of that field (0 is best)."""

    field: Field
    rank: int
    kind: Kind = Kind.PLAIN


# Best first. All names are compared without case, accents, spaces and punctuation; `#` counts as
# "number".
_NAMES = {
    Field.EMPLOYEE_ID: """
        employee id, employee number, employee no, employee nr, employee num, employee code,
        emp id, emp number, emp no, emp code, worker id, worker number, personnel number,
        personnel no, personnel id, personnel code, staff id, staff number, staff no,
        associate id, payroll id, payroll number, person number, person id, workday id,
        hr id, file number, personalnummer, personal nr, mitarbeiternummer, mitarbeiter id,
        mitarbeiter nr, matricule, numero employe, numero de empleado, id empleado""",
    Field.NAME: """
        full name, display name, name, common name, cn, formatted name, complete name,
        payroll name, worker, employee, staff member, team member, person, nom complet,
        nom et prenom, nombre completo, mitarbeiter, anzeigename, vollstandiger name""",
    Field.FIRST_NAME: """
        first name, given name, forename, fname, first, given, vorname, prenom, nombre,
        preferred first name, preferred name, nickname, known as""",
    Field.LAST_NAME: """
        last name, surname, family name, lname, last, sn, nachname, familienname, nom,
        nom de famille, apellidos, apellido""",
    Field.EMAIL: """
        work email, primary work email, email primary work, email work, work email address,
        business email, business email address, business email information email address,
        company email, corporate email, office email, organization email, email, email address,
        email id, e mail adresse, mail, mail address, primary email, primary email address,
        primary smtp address, windows email address, smtp address, adresse email, adresse mail,
        courriel, correo electronico, correo""",
    Field.TITLE: """
        job title, business title, position title, working title, title, position, designation,
        job profile, job role, job, role, occupation, stellenbezeichnung, stelle, berufsbezeichnung,
        positionsbezeichnung, funktion, fonction, poste, intitule du poste, cargo, puesto""",
    Field.DEPARTMENT: """
        department, dept, home department, department long name, abteilung, departement,
        departamento, service, team, supervisory organization, organizational unit,
        organisational unit, organization unit, org unit, business unit, division, unit, section""",
    Field.LOCATION: """
        location, work location, office location, primary location, work site, workplace, site,
        office, physical delivery office name, branch, campus, standort, arbeitsort, lieu,
        lieu de travail, ubicacion, sede, city""",
    Field.TIME_ZONE: """
        time zone, timezone, time zone id, tz, zeitzone, fuseau horaire, zona horaria""",
    Field.START_DATE: """
        start date, hire date, date of hire, date hired, hired on, employment start date,
        employee hire date, latest hire date, last hire date, most recent hire date,
        original hire date, original hire, join date, joining date, date joined,
        date of joining, joined on, started on, date started, first day, first day of work,
        employment date, eintrittsdatum, eintritt, startdatum, einstellungsdatum, date d entree,
        date d embauche, date embauche, date de debut, fecha de ingreso, fecha de inicio,
        fecha de alta""",
    Field.LEAVING_DATE: """
        leaving date, termination date, date terminated, terminated on, employment end date,
        end date, last day, last day of work, last working day, last day worked, exit date,
        leave date, employee leave date time, date of leaving, date left, left on,
        separation date, offboarding date, departure date, contract end date, austrittsdatum,
        austritt, enddatum, date de sortie, date de fin, date de depart, fecha de baja,
        fecha de salida, fecha de fin""",
    Field.STATUS: """
        status, worker status, employee status, employment status, position status,
        work status, active status, status active, active, is active, currently active,
        account status, account enabled, enabled, is enabled, beschaftigungsstatus, statut,
        estado, aktiv, actif, activo""",
}

_KINDS = {
    Kind.PRINCIPAL: (Field.EMAIL, "user principal name, upn"),
    Kind.LOGIN: (
        Field.EMAIL,
        "user name, login, login name, logon name, sign in name, account, account name, "
        "sam account name, benutzername, nom d utilisateur, nombre de usuario",
    ),
    Kind.NUMBER: (
        Field.EMPLOYEE_ID,
        "user id, sys user id, system id, id, uid, ident, identifier, external id, object id, "
        "object guid, guid, distinguished name, dn, position id",
    ),
    Kind.BLOCKED: (
        Field.STATUS,
        "block sign in, block credential, sign in blocked, account disabled, suspended, "
        "is suspended, is terminated",
    ),
    Kind.EMPLOYMENT: (
        Field.STATUS,
        "employee type, employment type, worker type, contract type, employment category",
    ),
    Kind.PERSONAL: (
        Field.EMAIL,
        "personal email, email personal, personal email address, private email, home email, "
        "email home",
    ),
}

_MANAGERS = """
    manager, line manager, direct manager, people manager, reporting manager, current manager,
    workers manager, supervisor, immediate supervisor, direct supervisor, reports to,
    reporting to, managed by, team lead, team leader, superior, vorgesetzter, vorgesetzte,
    fuhrungskraft, responsable, responsable hierarchique, superieur, jefe, jefe directo"""

_MANAGER_PARTS = {
    Field.MANAGER_ID: """
        id, number, no, nr, code, employee id, employee number, employee no, emp id, worker id,
        person id, personnel number, user id, associate id, staff id, object id, personalnummer""",
    Field.MANAGER_EMAIL: """
        email, email address, email id, mail, work email, user principal name, upn, e mail""",
    Field.MANAGER_NAME: "name, full name, display name, legal name, preferred name, employee name",
}

_BEFORE = """
    employee, employees, emp, worker, workers, work contact, user, users, person, staff, associate,
    member, profile, sys, legal, primary, current, work"""
_AFTER = "description, desc, name, text, yyyymmdd, mmddyyyy, ddmmyyyy, required"

LONGEST_NAME = 200

_PASSWORDS = ("password", "passwort", "kennwort", "passwd", "pwd", "motdepasse", "contrasena")


def normal(text: str) -> str:
    """Strip case, accents, spaces and punctuation: "E-Mail (Work)" and "EMAIL_WORK" are alike."""
    plain = unicodedata.normalize("NFKD", text.replace("#", " number ").casefold())
    return "".join(letter for letter in plain if letter.isalnum())


@lru_cache(maxsize=4096)
def meaning(column: str) -> Meaning | None:
    """Find what a column's name means; None for a name that no field goes by.

    Of "Office [physicalDeliveryOfficeName]" and "Name (as in passport) Required" the words
    outside brackets are tried before those inside.
    """
    if len(column) > LONGEST_NAME or is_password(column):
        return None
    return next((found for form in _forms(column) if (found := _lookup(form))), None)


def is_password(column: str) -> bool:
    """Tell whether a column's name speaks of passwords, whose values are never read."""
    return any(word in normal(column) for word in _PASSWORDS)


def day_comes_first(column: str) -> bool | None:
    """Read "Hire date (MM/DD/YYYY)": whether the day comes first, None where nothing is said."""
    form = normal(column)
    if "ddmm" in form:
        return True
    return False if "mmdd" in form and "yyyymmdd" not in form else None


def _forms(column: str) -> Iterator[str]:
    outside = re.sub(r"\[[^\]]*\]", " ", column)
    yield normal(outside)
    yield normal(re.sub(r"\([^)]*\)", " ", outside))
    for inside in re.findall(r"\[([^\]]*)\]", column):
        yield normal(inside)


@lru_cache(maxsize=4096)
def _lookup(form: str) -> Meaning | None:
    if form in _MEANINGS:
        return _MEANINGS[form]
    for word in _MANAGER_WORDS:
        if form.startswith(word) and form[len(word) :] in _MANAGER_FIELDS:
            return Meaning(_MANAGER_FIELDS[form[len(word) :]], 0)
    for word in _AFTER_WORDS:
        if form.endswith(word) and (found := _lookup(form.removesuffix(word))):
            return found
    for word in _BEFORE_WORDS:
        if form.startswith(word) and (found := _lookup(form.removeprefix(word))):
            return found
    return None


def _words(names: str) -> list[str]:
    return [normal(name) for name in names.split(",")]


def _meanings() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    for field, names in _NAMES.items():
        for rank, name in enumerate(_words(names)):
            meanings[name] = Meaning(field, rank)
    for hundreds, (kind, (field, names)) in enumerate(_KINDS.items(), start=1):
        for rank, name in enumerate(_words(names), start=hundreds * 100):
            meanings[name] = Meaning(field, rank, kind)
    for name in _words(_MANAGERS):
        meanings[name] = Meaning(Field.MANAGER_NAME, 100, Kind.MANAGER)
    return meanings


_MEANINGS = _meanings()
_MANAGER_WORDS = _words(_MANAGERS)
_MANAGER_FIELDS = {part: field for field, names in _MANAGER_PARTS.items() for part in _words(names)}
_BEFORE_WORDS = _words(_BEFORE)
_AFTER_WORDS = _words(_AFTER)
