"""What a people file can tell about a person."""

from enum import StrEnum


class Field(StrEnum):
    """A column of a people file can be mapped to one of these."""

    EMPLOYEE_ID = "employee_id"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    TITLE = "title"
    DEPARTMENT = "department"
    MANAGER_ID = "manager_id"
    MANAGER_EMAIL = "manager_email"
    MANAGER_NAME = "manager_name"
    LOCATION = "location"
    TIME_ZONE = "time_zone"
    START_DATE = "start_date"
    LEAVING_DATE = "leaving_date"
    STATUS = "status"


FIELD_WORDS = {
    Field.EMPLOYEE_ID: "employee number",
    Field.NAME: "name",
    Field.FIRST_NAME: "first name",
    Field.LAST_NAME: "last name",
    Field.EMAIL: "e-mail",
    Field.TITLE: "title",
    Field.DEPARTMENT: "department",
    Field.MANAGER_ID: "manager's employee number",
    Field.MANAGER_EMAIL: "manager's e-mail",
    Field.MANAGER_NAME: "manager's name",
    Field.LOCATION: "location",
    Field.TIME_ZONE: "time zone",
    Field.START_DATE: "start date",
    Field.LEAVING_DATE: "leaving date",
    Field.STATUS: "status",
}
