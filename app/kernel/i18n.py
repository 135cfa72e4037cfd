"""Languages: how a sentence is marked and translated, whose language is spoken, how values are shown.

Every sentence in the code is a message id in English: `_` translates now, `_l` when it is shown (module level: labels,
refusals), `_n` with a count, `_p` and `_lp` with a context, `N_` only marks, for a sentence stored and translated later.
Inside a message `%` is literal unless values are given; a message is plain text, escaped like any other when shown.

The language is French or Arabic; with the country of the open organisation it makes the locale (`ar_TN`; never bare
`ar`, never anything a visitor typed).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from app.kernel import clock, formats
from app.kernel.catalogues import ENGLISH, TRANSLATIONS, Catalogue, load_catalogue

LANGUAGES = ("fr", "ar")
COUNTRIES = ("MA", "TN", "DZ")
LANGUAGE_COOKIE = "lang"
COOKIE_AGE = 365 * 24 * 3600
_PLACEHOLDER = re.compile(r"(%(?:\(\w+\))?[a-z%])")


# --- Marking and translating -------------------------------------------------------------------------------------


def _(message: str, /, **values: object) -> str:
    """The sentence in the language spoken now."""
    return _filled(_speech().catalogue.one(message), values)


def _n(singular: str, plural: str, /, num: int, **values: object) -> str:
    """The sentence for this count; write the count `%(num)s` in it."""
    return _filled(_speech().catalogue.counted(singular, plural, num), {"num": _Count(num), **values})


def _p(context: str, message: str, /, **values: object) -> str:
    """Like `_`, when one English word is several words elsewhere: `_p("attestation", "Issued")`."""
    return _filled(_speech().catalogue.in_context(context, message), values)


def _l(message: str, /, **values: object) -> LazyText:
    return LazyText(_, (message,), values)


def _lp(context: str, message: str, /, **values: object) -> LazyText:
    return LazyText(_p, (context, message), values)


def N_(message: str) -> str:
    """Mark for translation and give back unchanged."""
    return message


def N_n(singular: str, plural: str) -> tuple[str, str]:
    """Mark a counted sentence and give it back unchanged, for `_n(*pair, num=...)`."""
    return singular, plural


class LazyText:
    """A sentence that is translated each time it is shown, in the language spoken then."""

    __slots__ = ("_arguments", "_translate", "_values")

    def __init__(self, translate: Callable[..., str], arguments: tuple[str, ...], values: dict[str, object]) -> None:
        self._translate, self._arguments, self._values = translate, arguments, values

    def __str__(self) -> str:
        return self._translate(*self._arguments, **self._values)

    def __repr__(self) -> str:
        return f"<lazy {self._arguments!r}>"

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | LazyText) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._arguments, tuple(self._values)))

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def __len__(self) -> int:
        return len(str(self))


class _Count(int):
    """A count that `%(num)s` writes as the house does (1 234) and `%(num)d` plainly."""

    def __str__(self) -> str:
        return format_number(int(self))


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


# --- The language spoken ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Speech:
    """Language and country with the sentences that go with them."""

    language: str
    country: str
    zone: tzinfo
    catalogue: Catalogue | PseudoCatalogue
    heard: tuple[object, object] = (None, None)
    forced: bool = False

    @property
    def locale(self) -> str:
        return f"{self.language}_{self.country}"


@dataclass(frozen=True, kw_only=True)
class PseudoCatalogue:
    """Wraps every sentence in brackets, so that a test finds the text that never went through translation."""

    catalogue: Catalogue

    def one(self, message: str) -> str:
        return bracket(self.catalogue.one(message))

    def in_context(self, context: str, message: str) -> str:
        return bracket(self.catalogue.in_context(context, message))

    def counted(self, singular: str, plural: str, count: int) -> str:
        return bracket(self.catalogue.counted(singular, plural, count))


def bracket(text: str) -> str:
    return f"⟦{text}⟧"


def language() -> str:
    """`fr` or `ar`: the one asked for, remembered, the account's, the browser's, else French."""
    return _speech().language


def country() -> str:
    """The country of the open organisation, else the setting `DEFAULT_COUNTRY`."""
    return _speech().country


def locale() -> str:
    """`fr_MA`, `ar_TN` and the like."""
    return _speech().locale


def current_catalogue() -> Catalogue | PseudoCatalogue:
    """The sentences spoken now, for libraries that fill them in themselves."""
    return _speech().catalogue


def text_direction() -> str:
    return "rtl" if language() == "ar" else "ltr"


def other_language() -> str:
    return "fr" if language() == "ar" else "ar"


def language_url(wanted: str | None = None) -> str:
    """This page, its query kept, in the other language; always a path on this site."""
    path = quote(request.script_root + request.path, safe="/:@", errors="replace")
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    query.append(("lang", wanted if wanted in LANGUAGES else other_language()))
    return "/" + path.lstrip("/") + "?" + urlencode(query, errors="replace")


@contextmanager
def speaking(language: str, *, country: str | None = None) -> Iterator[None]:
    """Speak this language in the block, whatever the request asked for: papers, mail, notices."""
    if language not in LANGUAGES or country not in (None, *COUNTRIES):
        raise ValueError(f"no such language or country: {language} {country}")
    before = g.get("_speech")
    zone = None if country is None else clock.TIME_ZONES[country]
    g._speech = _make_speech(language, country or _speech().country, zone=zone or _speech().zone, forced=True)
    try:
        yield
    finally:
        g._speech = before


def _speech() -> Speech:
    """What is spoken now; thought again when the organisation or the account becomes known during a request."""
    try:
        context = g._get_current_object()
    except RuntimeError:
        return _SOURCE_SPEECH
    speech: Speech | None = context.get("_speech")
    heard = (context.get("organisation"), context.get("account_language"))
    if speech is None or not (speech.forced or (speech.heard[0] is heard[0] and speech.heard[1] == heard[1])):
        speech = context._speech = _listen(*heard)
    return speech


def _listen(organisation: Any, account_language: str | None) -> Speech:
    place = getattr(organisation, "country", None)
    if place not in COUNTRIES:
        place = current_app.config.get("DEFAULT_COUNTRY", "MA")
    zone = getattr(organisation, "timezone", None) or clock.TIME_ZONES[place]
    chosen = _chosen_language() if has_request_context() else None
    return _make_speech(
        chosen or _known(account_language) or _browser_language() or LANGUAGES[0],
        place,
        zone=ZoneInfo(zone) if isinstance(zone, str) else zone,
        heard=(organisation, account_language),
    )


def _make_speech(
    language: str, country: str, *, zone: tzinfo, forced: bool = False, heard: tuple[object, object] = (None, None)
) -> Speech:
    catalogue: Catalogue | PseudoCatalogue = load_catalogue(language, country, current_app.config["TRANSLATIONS"])
    if current_app.config.get("PSEUDO_LOCALE"):
        catalogue = PseudoCatalogue(catalogue=catalogue)
    return Speech(language=language, country=country, zone=zone, catalogue=catalogue, heard=heard, forced=forced)


def _chosen_language() -> str | None:
    """What the visitor asked for by address or button, else asked for before."""
    return _asked_language() or _known(request.cookies.get(LANGUAGE_COOKIE))


def _asked_language() -> str | None:
    asked = _known(request.args.get("lang"))
    if asked is None and request.method == "POST":
        try:
            asked = _known(request.form.get("_lang"))
        except HTTPException:  # a body too large or broken is for the view to refuse, in some language
            return None
    return asked


def _browser_language() -> str | None:
    return request.accept_languages.best_match(LANGUAGES) if has_request_context() else None


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


_SOURCE_SPEECH = Speech(language="fr", country="MA", zone=clock.TIME_ZONES["MA"], catalogue=ENGLISH)


# --- Values -------------------------------------------------------------------------------------------------------


def format_day(value: date | datetime | None) -> str:
    """`9 août 2026`. Of an instant: its day in the organisation's time zone. Nothing is an empty text, here and below."""
    return "" if value is None else _shown(formats.day(_local_day(value), locale()))


def format_day_in_words(value: date | datetime | None) -> str:
    """`dimanche 9 août 2026`."""
    return "" if value is None else _shown(formats.day_with_weekday(_local_day(value), locale()))


def format_day_short(value: date | datetime | None) -> str:
    """`09/08/2026`."""
    return "" if value is None else formats.day_short(_local_day(value), locale())


def format_month(value: date | None) -> str:
    """`août 2026`, from any of its days."""
    return "" if value is None else _shown(formats.month(_local_day(value), locale()))


def format_week(start: date, end: date) -> str:
    """`du 3 au 9 août 2026`; after "Week" in a sentence it reads on."""
    return _shown(formats.week(start, end, locale()))


def format_instant(value: datetime | None) -> str:
    """`9 août 2026 à 14:05`, in the organisation's time zone."""
    return "" if value is None else _shown(formats.instant(_local(value), locale()))


def format_time(value: datetime | None) -> str:
    """`14:05`, in the organisation's time zone."""
    return "" if value is None else formats.time(_local(value))


def format_number(value: float | Decimal | None, decimals: int | None = None) -> str:
    return "" if value is None else formats.number(value, locale(), decimals=decimals)


def format_percent(ratio: float | Decimal | None, decimals: int = 0, *, signed: bool = False) -> str:
    """0.12 is `12 %`."""
    return "" if ratio is None else formats.percent(ratio, locale(), decimals=decimals, signed=signed)


def format_money(minor: int | None, currency: str) -> str:
    """`12 450,00 MAD` from 1245000 minor units."""
    return "" if minor is None else _shown(formats.money(minor, currency, locale()))


def format_hours(minutes: int | None) -> str:
    """`3 h 30` from 210 minutes."""
    return "" if minutes is None else _shown(formats.hours(minutes, locale()))


def format_phone(e164: str | None) -> str:
    """`06 12 34 56 78` in its own country, `+216 98 123 456` from another."""
    return "" if not e164 else formats.phone(e164, locale())


def format_relative_day(value: date | datetime | None, today: date | None = None) -> str:
    """`today`, `yesterday`, `12 days ago`, `in 3 days`; further than 30 days away, the date."""
    if value is None:
        return ""
    day = _local_day(value)
    distance = ((today or clock.today(country())) - day).days
    if distance in (0, 1, -1):
        return {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}[distance]
    if abs(distance) > 30:
        return format_day(day)
    if distance > 0:
        return _n("%(num)s day ago", "%(num)s days ago", num=distance)
    return _n("in %(num)s day", "in %(num)s days", num=-distance)


def _shown(text: str) -> str:
    return bracket(text) if isinstance(_speech().catalogue, PseudoCatalogue) else text


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant is aware, in UTC")
    return value.astimezone(_speech().zone)


def _local_day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


# --- Wiring -------------------------------------------------------------------------------------------------------

FILTERS: dict[str, Callable[..., str]] = {
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
    app.jinja_env.globals.update({function.__name__: function for function in shared}, gettext=_, ngettext=_n, pgettext=_p)
    app.jinja_env.filters.update(FILTERS)
    app.url_value_preprocessor(_forget_speech)
    app.after_request(_remember_language)


def _forget_speech(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything else in a request: tests may share one application context between several."""
    g.pop("_speech", None)


def _remember_language(response: Response) -> Response:
    """Keep a language that was just asked for, one year, and say which one the page speaks."""
    asked = _asked_language()
    if asked and asked != request.cookies.get(LANGUAGE_COOKIE):
        response.set_cookie(
            LANGUAGE_COOKIE, asked, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure
        )
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", language())
        response.vary.update(("Cookie", "Accept-Language"))
    return response
