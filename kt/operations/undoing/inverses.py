"""The inverse of each deed, or in a few words why it has none: a line for each in the audit."""

from collections.abc import Mapping

from .of_people import OF_PEOPLE
from .of_rollouts import OF_ROLLOUTS
from .of_work import OF_WORK
from .of_writing import OF_WRITING
from .ways import Way

INVERSES: Mapping[str, Way | str] = {**OF_WORK, **OF_ROLLOUTS, **OF_WRITING, **OF_PEOPLE}
