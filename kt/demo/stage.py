"""What the scenes of the demo share: its people and topics by short names, and its days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .. import clock
from ..models import Answer, Person, Rollout, Sheet, Topic
from ..operations.agreements import sign_sheet

TEXTS = Path(__file__).parent / "texts"


@dataclass
class Stage:
    """The demo while it is built; `today` is the day it is built on, in `zone`."""

    today: date
    zone: ZoneInfo
    people: dict[str, Person] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)

    def refresh(self) -> None:
        """Load the people anew, as the deeds left them."""
        self.people = {key: Person.get_by_id(each.id) for key, each in self.people.items()}

    def day(self, days_ago: int) -> date:
        """Tell a working day about so many days ago (in the future: a negative number)."""
        day = self.today - timedelta(days=days_ago)
        if day.weekday() < 5:
            return day
        back = timedelta(days=day.weekday() - 4)
        return day - back if days_ago >= 0 else day + timedelta(days=7 - day.weekday())

    def now(self) -> date:
        """Tell the day it is, inside `on`."""
        return clock.today(self.zone)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=self.zone)

    @contextmanager
    def on(self, days_ago: int, hour: int = 9) -> Iterator[date]:
        """Let it be a working day of the past; deeds done inside are recorded then."""
        day = self.day(days_ago)
        with clock.pretend(min(self.moment(day, hour), clock.now())):
            yield day

    def sign(self, rollout: Rollout, *, but: str = "") -> None:
        """Have everybody sign the sheet that waits for them; `but` names one who does not."""
        waiting = Sheet.select(Sheet, Person).join(Person)
        for sheet in waiting.where(
            Sheet.rollout == rollout, Sheet.current, Sheet.answer == Answer.WAITING
        ):
            if but and sheet.person == self.people[but]:
                continue
            sign_sheet(sheet, by=sheet.person, on=self.now())

    def text(self, name: str) -> str:
        return (TEXTS / name).read_text(encoding="utf-8")
