"""Languages: how a sentence is marked and translated, whose language is spoken, how values are shown.

Every sentence in the code is a message id in English: `_` translates now, `_l` when it is shown (module level: labels,
refusals), `_n` with a count, `_p` and `_lp` with a context, `N_` only marks, for a sentence stored and translated later.
Inside a message `%` is literal unless values are given; a message is plain text, escaped like any other when shown.

Whose language is spoken is decided in kernel.speech, how values are written in kernel.formats; both are taken from here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask

from app.kernel import clock, formats
from app.kernel.catalogues import TRANSLATIONS
from app.kernel.lazy_text import LazyText, _l, _lp
from app.kernel.speech import (
    COUNTRIES,
    LANGUAGE_COOKIE,
    LANGUAGES,
    bracket,
    country,
    current_catalogue,
    current_speech,
    forget_speech,
    language,
    language_url,
    locale,
    other_language,
    remember_language,
    speaking,
    text_direction,
)

__all__ = [
    "COUNTRIES",
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "N_",
    "LazyText",
    "N_n",
    "_",
    "_l",
    "_lp",
    "_n",
    "_p",
    "bracket",
    "country",
    "current_catalogue",
    "format_day",
    "format_day_in_words",
    "format_day_short",
    "format_hours",
    "format_instant",
    "format_money",
    "format_month",
    "format_number",
    "format_percent",
    "format_phone",
    "format_relative_day",
    "format_time",
    "format_week",
    "init_i18n",
    "language",
    "language_url",
    "locale",
    "other_language",
    "speaking",
    "text_direction",
]


def _(message: str, /, **values: object) -> str:
    """The sentence in the language spoken now."""
    return _filled(current_speech().catalogue.one(message), values)


def _n(singular: str, plural: str, /, num: int, **values: object) -> str:
    """The sentence for this count; write the count `%(num)s` in it."""
    return _filled(current_speech().catalogue.counted(singular, plural, num), {"num": _Count(num), **values})


def _p(context: str, message: str, /, **values: object) -> str:
    """Like `_`, when one English word is several words elsewhere: `_p("attestation", "Issued")`."""
    return _filled(current_speech().catalogue.in_context(context, message), values)


def N_(message: str) -> str:  # noqa: N802  # the name translators' tools know
    """Mark for translation and give back unchanged."""
    return message


def N_n(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802
    """Mark a counted sentence and give it back unchanged, for `_n(*pair, num=...)`."""
    return singular, plural


class _Count(int):
    """A count that `%(num)s` writes as the house does (1 234) and `%(num)d` plainly."""

    def __str__(self) -> str:
        return format_number(int(self))


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


def format_day(value: date | datetime | None) -> str:
    """`9 août 2026`. Of an instant: its day in the organisation's time zone. Nothing is an empty text, here and below."""
    return _written(formats.day, _local_day(value))


def format_day_in_words(value: date | datetime | None) -> str:
    """`dimanche 9 août 2026`."""
    return _written(formats.day_with_weekday, _local_day(value))


def format_day_short(value: date | datetime | None) -> str:
    """`09/08/2026`."""
    return _written(formats.day_short, _local_day(value))


def format_month(value: date | datetime | None) -> str:
    """`août 2026`, from any of its days."""
    return _written(formats.month, _local_day(value))


def format_week(start: date, end: date) -> str:
    """`du 3 au 9 août 2026`; after "Week" in a sentence it reads on."""
    return _written(formats.week, start, end)


def format_instant(value: datetime | None) -> str:
    """`9 août 2026 à 14:05`, in the organisation's time zone."""
    return _written(formats.instant, _local(value))


def format_time(value: datetime | None) -> str:
    """`14:05`, in the organisation's time zone."""
    local = _local(value)
    return "" if local is None else formats.time(local)


def format_number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """`1 234,5`; exact for integers and decimals."""
    return _written(formats.number, value, decimals=decimals)


def format_percent(ratio: float | Decimal | None, decimals: int = 0, *, signed: bool = False) -> str:
    """0.12 is `12 %`."""
    return _written(formats.percent, ratio, decimals=decimals, signed=signed)


def format_money(minor: int | None, currency: str) -> str:
    """`12 450,00 MAD` from 1245000 minor units."""
    return _written(formats.money, minor, currency)


def currency_symbol(currency: str | None) -> str:
    """What stands beside an input of money: `MAD`, or in an Arabic page `د.م.`."""
    return formats.SYMBOLS[language()][currency] if currency else ""


def format_hours(minutes: int | None) -> str:
    """`3 h 30` from 210 minutes."""
    return _written(formats.hours, minutes)


def format_phone(e164: str | None) -> str:
    """`06 12 34 56 78` in its own country, `+216 98 123 456` from another."""
    return _written(formats.phone, e164)


def format_relative_day(value: date | datetime | None, today: date | None = None) -> str:
    """`today`, `yesterday`, `12 days ago`, `in 3 days`; further than 30 days away, the date."""
    day = _local_day(value)
    if day is None:
        return ""
    distance = ((today or clock.today(country())) - day).days
    if distance in (0, 1, -1):
        return {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}[distance]
    if abs(distance) > 30:
        return format_day(day)
    if distance > 0:
        return _n("%(num)s day ago", "%(num)s days ago", num=distance)
    return _n("in %(num)s day", "in %(num)s days", num=-distance)


def _written(write: Callable[..., str], value: Any, *more: Any, **options: Any) -> str:
    """The value in the house format of the language spoken; None is an empty text."""
    if value is None:
        return ""
    speech = current_speech()
    return speech.shown(write(value, *more, speech.locale, **options))


def _local(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant is aware, in UTC")
    return value.astimezone(current_speech().zone)


def _local_day(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime):
        local = _local(value)
        return local.date() if local else None
    return value


FILTERS: dict[str, Callable[..., str]] = {
    "currency_symbol": currency_symbol,
    "day": format_day,
    "day_in_words": format_day_in_words,
    "day_short": format_day_short,
    "hours": format_hours,
    "instant": format_instant,
    "money": format_money,
    "month": format_month,
    "number": format_number,
    "percent": format_percent,
    "phone": format_phone,
    "relative_day": format_relative_day,
    "time": format_time,
    "week": format_week,
}


def init_i18n(app: Flask) -> None:
    """Give the application its languages: settings, Jinja's `_` and `{% trans %}`, filters, the remembered choice."""
    app.config.setdefault("TRANSLATIONS", TRANSLATIONS)
    if app.config.setdefault("DEFAULT_COUNTRY", "MA") not in COUNTRIES:
        raise ValueError("DEFAULT_COUNTRY must be one of " + ", ".join(COUNTRIES))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_, _n, newstyle=True, pgettext=_p)  # type: ignore[attr-defined]
    shared = (_, _n, _p, language, country, text_direction, other_language, language_url)
    app.jinja_env.globals.update(
        {function.__name__: function for function in shared}, gettext=_, ngettext=_n, pgettext=_p
    )
    app.jinja_env.filters.update(FILTERS)
    app.url_value_preprocessor(forget_speech)
    app.after_request(remember_language)
