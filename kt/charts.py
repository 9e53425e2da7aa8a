"""Where on a drawing the points of its lines stand."""

from collections.abc import Iterable, Sequence
from datetime import date

Point = tuple[date, float]


class Plot:
    """A plot of numbers over days: `width` wide from 4 on, 0 at `floor` and the most at `top`.

    It reaches from the first day of its points to the last; all in units of the drawing.
    """

    def __init__(self, points: Sequence[Point], *, width: int, top: int, floor: int):
        days = [day for day, _ in points]
        self.first = min(days)
        self._days = max((max(days) - self.first).days, 1)
        self._most = max(*(number for _, number in points), 1)
        self._width, self._height, self._floor = width - 8, floor - top, floor

    def x(self, day: date) -> float:
        return round(4 + self._width * (day - self.first).days / self._days, 1)

    def y(self, number: float) -> float:
        return round(self._floor - self._height * number / self._most, 1)

    def line(self, points: Iterable[Point]) -> str:
        """Give the `d` of a path through points, which are at least one."""
        return "M" + "L".join(f"{self.x(day)} {self.y(number)}" for day, number in points)
