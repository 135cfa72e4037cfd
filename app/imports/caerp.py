"""The export of social files of CAErp (autonomie and enDI before it), known by its column names. Pure.

Its column names are facts taken from its public source: one column a fact, in French, whatever the cooperative. What this house has no place for is
left out without a question.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.imports.registry import header_key

COLUMNS = {
    "Nom": "family_name_latin",
    "Prénom": "given_name_latin",
    "Nom de jeune fille": "birth_name_latin",
    "E-mail 1": "email",
    "Tél. mobile": "phone",
    "Tél. fixe": "second_phone",
    "Adresse": "address",
    "Ville": "commune",
    "Qualification de la zone d'habitation": "settlement",
    "Civilité": "civility",
    "Sexe": "sex",
    "Date de naissance": "birth_date",
    "Lieu de naissance": "birth_place",
    "Nationalité": "nationality",
    "Contact urgent : Nom": "emergency_name",
    "Contact urgent : Téléphone": "emergency_phone",
    "Typologie des métiers/secteurs d'activités": "trade_id",
    "Conseiller": "coach_id",
    "Antenne de rattachement": "social_antenna_id",
    "Prescripteur": "social_prescriber_id",
    "Nom du prescripteur": "social_prescriber_name",
    "Statut social à l'entrée": "social_occupation_at_entry",
    "Statut social actuel": "social_occupation_now",
    "Situation familiale": "social_family_status",
    "Situation de famille": "social_family_status",
    "Nombre d'enfants": "social_children",
    "Niveau d'études": "social_education",
    "Objectifs": "social_objectives",
}
SIGNS = (
    "Antenne de rattachement",
    "Statut social à l'entrée",
    "Statut social actuel",
    "Typologie des métiers/secteurs d'activités",
    "Date info coll",
    "Zone d'habitation",
    "Qualification de la zone d'habitation",
    "Contact urgent : Nom",
    "Nom du prescripteur",
    "Motif de non admission en CAE",
    "Carte de séjour (fin de validité)",
    "Identifiant interne",
    "Date d'entrée au sociétariat",
)
ENOUGH = 4  # of these signs, which together no other spreadsheet has


def is_export(headers: Sequence[str]) -> bool:
    keys = set(map(header_key, headers))
    return sum(header_key(sign) in keys for sign in SIGNS) >= ENOUGH


def mapped(headers: Sequence[str]) -> list[str]:
    """The field of each column; "" for what has no place here, or a place already."""
    known = {header_key(name): code for name, code in COLUMNS.items()}
    found: list[str] = []
    for header in headers:
        code = known.get(header_key(header), "")
        found.append("" if code in found else code)
    return found
