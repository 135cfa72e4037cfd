"""The only place that reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TIME_ZONES = {"MA": ZoneInfo("Africa/Casablanca"), "TN": ZoneInfo("Africa/Tunis"), "DZ": ZoneInfo("Africa/Algiers")}
_fixed_today: date | None = None


def fix_today(day: date | None) -> None:
    """Fix the date of the demonstration (`DEMO_TODAY`); None gives the real one back."""
    global _fixed_today
    _fixed_today = day


def now() -> datetime:
    """This instant, aware, UTC. On a fixed day: that day at the real time of day."""
    real = datetime.now(UTC)
    return real if _fixed_today is None else datetime.combine(_fixed_today, real.timetz())


def today(country: str) -> date:
    """The civil date in the country (`MA`, `TN` or `DZ`)."""
    return _fixed_today or datetime.now(UTC).astimezone(TIME_ZONES[country]).date()


def start_of_day(day: date, country: str) -> datetime:
    """The instant, in UTC, at which a civil day begins in the country."""
    return datetime.combine(day, time(), tzinfo=TIME_ZONES[country]).astimezone(UTC)


def ago(**duration: float) -> datetime:
    """The instant this long before now, such as `ago(minutes=5)`."""
    return now() - timedelta(**duration)
