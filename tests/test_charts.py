"""Where on a drawing the points of its lines stand, worked out by hand."""

from datetime import date

from kt.charts import Plot


def test_the_first_day_stands_at_the_left_and_the_most_at_the_top() -> None:
    """Of 10 days and 4 targets, 100 wide (4 on either side free) and 80 high from 20 to 100."""
    line = [(date(2026, 11, 1), 0), (date(2026, 11, 6), 1), (date(2026, 11, 11), 4)]
    plot = Plot(line, width=108, top=20, floor=100)
    assert plot.first == date(2026, 11, 1)
    assert [plot.x(day) for day, _ in line] == [4, 54, 104]
    assert [plot.y(number) for _, number in line] == [100, 80, 20]
    assert plot.line(line) == "M4.0 100.0L54.0 80.0L104.0 20.0"


def test_a_day_alone_and_nothing_reached_have_their_places_too() -> None:
    plot = Plot([(date(2026, 11, 1), 0)], width=108, top=20, floor=100)
    assert plot.line([(date(2026, 11, 1), 0)]) == "M4.0 100.0"
