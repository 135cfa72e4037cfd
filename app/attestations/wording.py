"""From facts to a worded sheet: which versions, what is missing for them, and the document that `app.pdf` renders.

Pure. A version is never made by transliteration: when a name, trade or quality is not known in its script, the version
is refused and the refusal lists what is missing.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from app.attestations import wording_ar, wording_fr
from app.attestations.facts import ActivityFacts, Holder, Issuer, Language, SheetLanguage, Signatory
from app.kernel.errors import Refusal
from app.kernel.i18n import N_, LazyText, _
from app.pdf.documents import AttestationDocument, Letterhead, Picture, Version

__all__ = ["ActivityFacts", "Holder", "Issuer", "MissingWords", "Signatory", "activity_attestation", "missing_words"]

SENTENCES: dict[Language, str] = {
    "fr": N_("The French version cannot be made yet. Missing: %(missing)s."),
    "ar": N_("The Arabic version cannot be made yet. Missing: %(missing)s."),
}
NAMES_OF_MISSING = {
    "holder.name_fr": N_("the member's name in Latin letters"),
    "holder.name_ar": N_("the member's name in Arabic letters"),
    "trade_fr": N_("the trade in French"),
    "trade_ar": N_("the trade in Arabic"),
    "issuer.name_fr": N_("the organisation's name in French"),
    "issuer.name_ar": N_("the organisation's name in Arabic"),
    "signatory.name_fr": N_("the signatory's name in Latin letters"),
    "signatory.name_ar": N_("the signatory's name in Arabic letters"),
    "signatory.quality_fr": N_("the signatory's quality in French"),
    "signatory.quality_ar": N_("the signatory's quality in Arabic"),
}


class MissingWords(Refusal):
    """A version cannot be worded. `language` is the version; `missing` holds keys of NAMES_OF_MISSING, in order."""

    def __init__(self, language: Language, missing: tuple[str, ...]) -> None:
        super().__init__(LazyText(_sentence, (language, *missing), {}))
        self.language = language
        self.missing = missing


def _sentence(language: Language, *missing: str) -> str:
    comma = _(", ")
    return _(SENTENCES[language], missing=comma.join(_(NAMES_OF_MISSING[key]) for key in missing))


def languages_of(language: SheetLanguage) -> tuple[Language, ...]:
    return ("fr", "ar") if language == "both" else (language,)


def missing_words(facts: ActivityFacts, language: Language) -> tuple[str, ...]:
    """What this version still needs, as keys of NAMES_OF_MISSING; empty when it can be made."""
    needed = [
        f"{part}_{language}" for part in ("holder.name", "trade", "issuer.name", "signatory.name", "signatory.quality")
    ]
    return tuple(key for key in needed if not str(_at(facts, key)).strip())


def _at(facts: ActivityFacts, key: str) -> Any:
    value: Any = facts
    for part in key.split("."):
        value = getattr(value, part)
    return value


def activity_attestation(
    facts: ActivityFacts,
    language: SheetLanguage,
    *,
    number: str | None = None,
    code: str | None = None,
    check_url: str | None = None,
    issued_at: str | None = None,
    logo: Picture | None = None,
) -> AttestationDocument:
    """The sheet of an attestation d'activité. Raises MissingWords for the first version that cannot be worded.

    Without number, code and check_url it is for a preview. `issued_at` is an ISO instant, for the file's metadata.
    """
    wanted = languages_of(language)
    for each in wanted:
        if missing := missing_words(facts, each):
            raise MissingWords(each, missing)
    versions = tuple(_version(facts, each, together=len(wanted) > 1) for each in wanted)
    return AttestationDocument(
        letterheads=_letterheads(facts.issuer),
        versions=versions,
        logo=logo,
        number=number,
        code=code,
        check_url=check_url,
        issued_at=issued_at,
    )


def _letterheads(issuer: Issuer) -> tuple[Letterhead, ...]:
    """Both scripts, as far as the organisation has a name in them."""
    french = Letterhead(
        language=f"fr-{issuer.country}",
        direction="ltr",
        name=issuer.name_fr,
        lines=wording_fr.letterhead_lines(issuer),
    )
    arabic = Letterhead(
        language=f"ar-{issuer.country}",
        direction="rtl",
        name=issuer.name_ar,
        lines=wording_ar.letterhead_lines(issuer),
    )
    return tuple(letterhead for letterhead in (french, arabic) if letterhead.name)


def _version(facts: ActivityFacts, language: Language, *, together: bool) -> Version:
    speech = wording_fr if language == "fr" else wording_ar
    country = facts.issuer.country
    place = facts.holder.birth_place if script_is(facts.holder.birth_place, language) else ""
    return Version(
        language=f"{language}-{country}",
        direction="ltr" if language == "fr" else "rtl",
        title=wording_fr.TITLE if language == "fr" else wording_ar.TITLES[country],
        paragraphs=speech.paragraphs(facts, place),
        facts=speech.fact_table(facts, place),
        place_and_date=speech.place_and_date(facts),
        quality=facts.signatory.quality_fr if language == "fr" else facts.signatory.quality_ar,
        signatory=facts.signatory.name_fr if language == "fr" else facts.signatory.name_ar,
        check=speech.how_to_check(facts),
        valid_until=speech.valid_until(facts),
        note=speech.note(facts) if together else None,
        **(wording_fr.WORDS if language == "fr" else wording_ar.words(country)),
    )


def script_is(text: str, language: Language) -> bool:
    """Whether the text's first letter is of the script of this language."""
    letters = (unicodedata.bidirectional(character) for character in text if character.isalpha())
    return (next(letters, "") == "AL") == (language == "ar")
