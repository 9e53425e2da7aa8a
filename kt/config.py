"""Every setting: its environment name, its default, one line of meaning."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path


def setting(environment: str, default: object, meaning: str):
    return field(default=default, metadata={"environment": environment, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """What an administrator can choose; the README's table is made from here."""

    database_url: str = setting(
        "KT_DATABASE_URL",
        "sqlite:///kt.db",
        "where the data is: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME",
    )
    time_zone: str = setting(
        "KT_TIME_ZONE", "UTC", "the time zone of people and rollouts that have none of their own"
    )
    base_url: str = setting(
        "KT_BASE_URL",
        "http://127.0.0.1:8000",
        "the address people open, used in one-time links; https makes cookies secure",
    )
    link_days: int = setting("KT_LINK_DAYS", 7, "how many days a one-time link can be used")
    sign_in_days: int = setting("KT_SIGN_IN_DAYS", 30, "for how many days a sign-in lasts")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment; a number that is none raises ValueError in words."""
    chosen: dict[str, object] = {}
    for each in fields(Settings):
        name = each.metadata["environment"]
        if name not in environment:
            continue
        value = environment[name]
        if each.type is int and not value.isdigit():
            raise ValueError(f"{name} must be a whole number, not “{value}”.")
        chosen[each.name] = int(value) if each.type is int else value
    return Settings(**chosen)  # type: ignore[arg-type]


def package_folder(name: str) -> Path:
    """Find `templates` or `static`: inside the installed package, else at the checkout's top."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
