"""Age, and the bands of it that lists and reports count by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

BANDS: dict[str, tuple[int, int | None]] = {
    "0-17": (0, 17),
    "18-24": (18, 24),
    "25-29": (25, 29),
    "30-34": (30, 34),
    "35-44": (35, 44),
    "45-54": (45, 54),
    "55": (55, None),
}
"""From and to, both included. Youth ends at 25, 30 or 35 with one funder or another: each is a sum of these."""


def age_on(day: date, born_on: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def born_by(day: date, age: int) -> date:
    """The latest birth date of somebody of this age on a day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # 29 February, in a year without one
        return day.replace(year=day.year - age, day=28)


def births_of(band: str, day: date) -> tuple[date | None, date]:
    """The birth dates of those in a band on a day: after the first (None: however early), up to the second."""
    youngest, oldest = BANDS[band]
    return (None if oldest is None else born_by(day, oldest + 1)), born_by(day, youngest)


def births_of_all(bands: Iterable[str], day: date) -> list[tuple[date | None, date]]:
    """The same for several bands, the oldest first: neighbours are one stretch, which the database finds at once."""
    stretches: list[tuple[date | None, date]] = []
    for after, until in sorted((births_of(band, day) for band in bands), key=lambda births: births[1]):
        if stretches and stretches[-1][1] == after:
            stretches[-1] = (stretches[-1][0], until)
        else:
            stretches.append((after, until))
    return stretches
