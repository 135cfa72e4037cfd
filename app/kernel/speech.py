"""Which language is spoken: the person's, in the country of the open organisation.

French or Arabic, chosen in this order: `?lang=` in the address, the language button of a form (`_lang`), what the browser
was told to remember, the account's own, the browser's, French. With the country it makes the locale (`ar_TN`; never
bare `ar`, and never anything a visitor typed).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Response, current_app, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from app.kernel import clock
from app.kernel.catalogues import ENGLISH, Catalogue, load_catalogue

LANGUAGES = ("fr", "ar")
COUNTRIES = ("MA", "TN", "DZ")
LANGUAGE_COOKIE = "lang"
COOKIE_AGE = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Speech:
    """Language and country with the sentences that go with them."""

    language: str
    country: str
    locale: str
    zone: tzinfo
    catalogue: Catalogue | PseudoCatalogue
    organisation: object = None
    account_language: str | None = None
    forced: bool = False

    def shown(self, text: str) -> str:
        """A value's text; in brackets when every sentence is, since it has words too."""
        return bracket(text) if isinstance(self.catalogue, PseudoCatalogue) else text


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
    return current_speech().language


def country() -> str:
    """The country of the open organisation, else the setting `DEFAULT_COUNTRY`."""
    return current_speech().country


def locale() -> str:
    """`fr_MA`, `ar_TN` and the like."""
    return current_speech().locale


def current_catalogue() -> Catalogue | PseudoCatalogue:
    """The sentences spoken now, for libraries that fill them in themselves."""
    return current_speech().catalogue


def text_direction() -> str:
    return "rtl" if language() == "ar" else "ltr"


def other_language() -> str:
    return "fr" if language() == "ar" else "ar"


def language_url(wanted: str | None = None) -> str:
    """This page, its query kept, in the other language; always a path on this site."""
    path = quote(request.script_root + request.path, safe="/:@", errors="replace")
    asked = quote(request.query_string, safe="/:@!$&'()*+,;=?-._~%")
    kept = [each for each in asked.split("&") if each and each.partition("=")[0] != "lang"]
    spoken = wanted if wanted in LANGUAGES else other_language()
    return "/" + path.lstrip("/") + "?" + "&".join([*kept, f"lang={spoken}"])


@contextmanager
def speaking(language: str, *, country: str | None = None) -> Iterator[None]:
    """Speak this language in the block, whatever the request asked for: papers, mail, notices."""
    if language not in LANGUAGES or country not in (None, *COUNTRIES):
        raise ValueError(f"no such language or country: {language} {country}")
    before = current_speech()
    zone = clock.TIME_ZONES[country] if country and country != before.country else before.zone
    g._speech = Speech(**_words(language, country or before.country), zone=zone, forced=True)
    try:
        yield
    finally:
        g._speech = before


def current_speech() -> Speech:
    """What is spoken now; thought again when the organisation or the account becomes known during a request.

    Called for every sentence and value on a page, so it looks things up in the plainest way.
    """
    try:
        known = g._get_current_object().__dict__
    except RuntimeError:
        return _SOURCE_SPEECH
    speech: Speech | None = known.get("_speech")
    organisation, account_language = known.get("organisation"), known.get("account_language")
    if speech is not None and (
        speech.forced or (speech.organisation is organisation and speech.account_language == account_language)
    ):
        return speech
    known["_speech"] = speech = _listen(organisation, account_language)
    return speech


def _listen(organisation: Any, account_language: str | None) -> Speech:
    place = getattr(organisation, "country", None)
    if place not in COUNTRIES:
        place = current_app.config["DEFAULT_COUNTRY"]
    zone = getattr(organisation, "timezone", None) or clock.TIME_ZONES[place]
    chosen = _chosen_language() if has_request_context() else None
    return Speech(
        **_words(chosen or _known(account_language) or _browser_language() or LANGUAGES[0], place),
        zone=ZoneInfo(zone) if isinstance(zone, str) else zone,
        organisation=organisation,
        account_language=account_language,
    )


def _words(language: str, country: str) -> dict[str, Any]:
    plain = load_catalogue(language, country, current_app.config["TRANSLATIONS"])
    catalogue = PseudoCatalogue(catalogue=plain) if current_app.config.get("PSEUDO_LOCALE") else plain
    return {"language": language, "country": country, "locale": f"{language}_{country}", "catalogue": catalogue}


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
    """The browser's best-liked language that we speak: `ar-TN` before `fr` when it says so."""
    if has_request_context():
        for tag, quality in request.accept_languages:
            plain = tag.lower().replace("_", "-").partition("-")[0]
            if quality > 0 and plain in LANGUAGES:
                return plain
    return None


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


_SOURCE_SPEECH = Speech(language="fr", country="MA", locale="fr_MA", zone=clock.TIME_ZONES["MA"], catalogue=ENGLISH)


def forget_speech(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything else in a request: tests may share one application context between several."""
    g.pop("_speech", None)


def remember_language(response: Response) -> Response:
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
