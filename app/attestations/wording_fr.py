"""What a paper says in French. Two variants for every sentence that agrees with a person; nothing is slashed.

The pattern is that of Moroccan, Tunisian and Algerian administrations (domain facts 3.3); only the name of the identity
card and the names of registers differ by country. Dates come formatted by the kernel in the country's way.
"""

from __future__ import annotations

import re
from datetime import date

from app.attestations.facts import ActivityFacts, Country, Holder, IdentityKind, Issuer, OrganisationKind, Sex
from app.kernel import formats
from app.pdf.documents import Fact, Paragraph, Run, address, in_line, name, number, plain

SPACE = "\u00a0"
TITLE = "Attestation d’activité"
CARD = {"MA": "carte nationale d’identité", "TN": "carte d’identité nationale", "DZ": "carte nationale d’identité"}
PAPERS: dict[IdentityKind, tuple[str, str]] = {  # with its article; as the label of a fact
    "nin": ("du numéro d’identification national", "Numéro d’identification national"),
    "passport": ("du passeport", "Passeport"),
    "residence_permit": ("de la carte de séjour", "Carte de séjour"),
}
TAX = {"MA": "ICE", "TN": "Matricule fiscal", "DZ": "NIF"}
SOCIAL_SECURITY = {"MA": "CNSS", "TN": "CNSS", "DZ": "CNAS"}
FEMININE = frozenset(
    "agence association coopérative coordination entreprise fédération fondation initiative mutuelle société structure union".split()
)
MASCULINE = frozenset("atelier centre collectif comité espace forum groupement institut projet réseau".split())
KIND_NOUNS: dict[OrganisationKind, str] = {"cooperative": "coopérative", "project": "projet", "partner": "association"}
_VOWEL = re.compile("[aeiouyàâéèêëîïôûœæ]", re.IGNORECASE)


def day(value: date, country: Country) -> str:
    """A date that is not broken over two lines."""
    return formats.day(value, f"fr_{country}").replace(" ", SPACE)


def title(sex: Sex) -> str:
    return f"Mme{SPACE}" if sex == "F" else f"M.{SPACE}"


def numbered(text: str) -> Run:
    """`n° JE050631`, in one piece: a hard space between two runs would confuse the engine's line breaking."""
    return number(f"n°{SPACE}{text}")


def of(word: str) -> str:
    """`de présidente`, `d’administratrice`."""
    return f"d’{word}" if _VOWEL.match(word) else f"de {word}"


def of_the(noun: str) -> str:
    """`de la coopérative`, `de l’association`, `du projet`."""
    if _VOWEL.match(noun):
        return f"de l’{noun}"
    return f"de la {noun}" if noun.lower() in FEMININE else f"du {noun}"


def noun_of(issuer: Issuer) -> tuple[str, bool]:
    """What kind of body the organisation is, and whether its name begins with that word."""
    first = issuer.name_fr.split(maxsplit=1)[0].lower() if issuer.name_fr else ""
    if first in FEMININE | MASCULINE:
        return first, True
    return KIND_NOUNS[issuer.kind], False


def of_organisation(issuer: Issuer) -> list[Run]:
    """`de la Coopérative Tamounte`, and for a name that says no kind `de la coopérative « CES El Jadida »`."""
    noun, in_name = noun_of(issuer)
    if in_name:
        article = of_the(noun).removesuffix(noun)
        return [plain(article), Run(text=issuer.name_fr, direction="ltr")]
    return [plain(f"{of_the(noun)} "), Run(text=f"«{SPACE}{issuer.name_fr}{SPACE}»", direction="ltr")]


def lower_first(quality: str) -> str:
    """`présidente` of `Présidente`; initials such as PDG stay."""
    return quality[:1].lower() + quality[1:] if quality[1:2].islower() else quality


def _labelled(label: str, value: str) -> list[Paragraph]:
    return [(plain(label), number(value))] if value else []


def letterhead_lines(issuer: Issuer) -> tuple[Paragraph, ...]:
    lines: list[Paragraph] = []
    if issuer.legal_form_fr:
        lines.append((plain(issuer.legal_form_fr),))
    registration = [(plain("Inscription "), numbered(issuer.registration_number))] if issuer.registration_number else []
    lines.append(in_line([*registration, *_labelled(f"{TAX[issuer.country]} ", issuer.tax_number)]))
    lines += _labelled(f"{SOCIAL_SECURITY[issuer.country]} ", issuer.social_security_number)
    if issuer.address_fr:
        lines.append((plain(issuer.address_fr),))
    lines += _labelled("Tél. ", issuer.phone)
    if issuer.email:
        lines.append((address(issuer.email),))
    return tuple(filter(None, lines))


def born(holder: Holder, place: str, country: Country) -> list[Run]:
    if not holder.birth_date:
        return []
    word = "née" if holder.sex == "F" else "né"
    at = f" à {place}" if place else ""
    return [plain(f", {word} le {day(holder.birth_date, country)}{at}")]


def identified(holder: Holder, country: Country) -> list[Run]:
    if not (holder.identity_kind and holder.identity_number):
        return []
    if holder.identity_kind == "cin":
        paper = f"de la {CARD[country]}"
    else:
        paper = PAPERS[holder.identity_kind][0]
    said = number if holder.identity_kind == "nin" else numbered
    return [plain(f", titulaire {paper} "), said(holder.identity_number)]


def paragraphs(facts: ActivityFacts, place: str) -> tuple[Paragraph, ...]:
    country, sex = facts.issuer.country, facts.holder.sex
    undersigned = "Je soussignée, " if facts.signatory.sex == "F" else "Je soussigné, "
    statement = [
        plain(undersigned),
        Run(text=facts.signatory.name_fr, direction="ltr"),
        plain(f", agissant en qualité {of(lower_first(facts.signatory.quality_fr))} "),
        *of_organisation(facts.issuer),
        plain(", atteste que "),
        name(f"{title(sex)}{facts.holder.name_fr}", "ltr"),
        *born(facts.holder, place, country),
        *identified(facts.holder, country),
        plain(f", exerce à ce jour, au sein {of_the(noun_of(facts.issuer)[0])}, l’activité "),
        plain(f"«{SPACE}{facts.trade_fr}{SPACE}», et ce depuis le {day(facts.since, country)}."),
    ]
    return (tuple(statement), (plain(delivered(facts)),))


def delivered(facts: ActivityFacts) -> str:
    """The closing clause, with the purpose when it is known."""
    person = "l’intéressée" if facts.holder.sex == "F" else "l’intéressé"
    use = (
        f"pour le motif suivant{SPACE}: {facts.purpose_fr}"
        if facts.purpose_fr
        else "pour servir et valoir ce que de droit"
    )
    return f"La présente attestation est délivrée à {person}, sur sa demande, {use}."


def fact_table(facts: ActivityFacts, place: str) -> tuple[Fact, ...]:
    country, holder = facts.issuer.country, facts.holder
    rows = [Fact(label="Titulaire", value=(name(holder.name_fr, "ltr"),))]
    if holder.birth_date:
        label = "Date et lieu de naissance" if place else "Date de naissance"
        text = day(holder.birth_date, country) + (f", {place}" if place else "")
        rows.append(Fact(label=label, value=(plain(text),)))
    if holder.identity_kind and holder.identity_number:
        card = CARD[country].capitalize()
        label = card if holder.identity_kind == "cin" else PAPERS[holder.identity_kind][1]
        rows.append(Fact(label=label, value=(number(holder.identity_number),)))
    rows.append(Fact(label="Activité", value=(plain(facts.trade_fr),)))
    rows.append(Fact(label="Début de l’activité", value=(plain(day(facts.since, country)),)))
    return tuple(rows)


def place_and_date(facts: ActivityFacts) -> Paragraph:
    done = f"Fait à {facts.issuer.city_fr}, le" if facts.issuer.city_fr else "Fait le"
    return (plain(f"{done} {day(facts.issued_on, facts.issuer.country)}"),)


def how_to_check(facts: ActivityFacts) -> tuple[Paragraph, ...]:
    """No full stop after an address or a telephone: people copy it."""
    scan = f"Pour vérifier ce document{SPACE}: scannez le code QR, ou saisissez le numéro et le code sur "
    by_phone = (plain("À défaut, appelez le "), number(facts.issuer.phone))
    return ((plain(scan), address(facts.check_address)), *([by_phone] if facts.issuer.phone else []))


def valid_until(facts: ActivityFacts) -> Paragraph | None:
    if not facts.valid_until:
        return None
    return (plain(f"Valable jusqu’au {day(facts.valid_until, facts.issuer.country)}"),)


def note(facts: ActivityFacts) -> str:
    """What a sheet in both languages says about them."""
    same = "Les deux versions ont le même contenu"
    prevails = {
        "fr": f"{SPACE}; la version française fait foi.",
        "ar": f"{SPACE}; la version arabe fait foi.",
        None: ".",
    }
    return same + prevails[facts.prevailing]


WORDS = {
    "number_label": f"N°{SPACE}".strip(),
    "number_pending": "Numéro attribué à la délivrance",
    "signature_label": "Signature et cachet",
    "code_label": "Code",
    "preview_word": "Aperçu",
}
