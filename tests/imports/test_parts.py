"""What a spreadsheet brings into other rooms: social file, protection, own fields, a contract, shares."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.imports import jobs, registry, services
from app.imports.registry import CellContext, Here
from app.kernel import access
from app.kernel.access import Permission
from app.kernel.errors import Refusal
from app.kernel.figures import FigureRefused
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.own_fields import queries as own_field_queries
from app.own_fields import services as own_field_services
from app.own_fields.models import Audience, FieldKind, OwnField
from app.own_fields.services import FieldDetails
from app.shares import queries as share_queries
from app.shares import services as share_services
from app.shares.rules import Value
from app.social import queries as social_queries
from app.social.models import Education, FamilyStatus, Language, Protection
from app.work_relations import queries as contract_queries
from tests.imports.journey import Journey
from tests.support.world import World

PERSON = {
    "Nom": "Zerouali",
    "Prénom": "Salma",
    "Sexe": "F",
    "Date de naissance": "31/12/1990",
    "Date d'admission": "15/03/2025",
}
SOCIAL = {
    "Niveau d'études": "collège",
    "Langues": "darija, Français / tachelhit",
    "Orienté par": "Centre de formation",
    "Nom du prescripteur": "Mme Alami",
    "Situation à l'entrée": "Sans emploi",
    "Situation professionnelle": "Salariat déclaré",
    "Situation professionnelle depuis": "01/10/2026",
    "Situation familiale": "mariée",
    "Nb enfants": "2",
    "Autres métiers": "Menuiserie",
    "Objectifs": "Vivre de son métier",
    "Handicap": "Marche avec peine",
    "Date du consentement": "16/03/2025",
}
PROTECTION = {"Caisse": "CNSS", "N° CNSS": "123-456-789", "Affilié depuis": "01/01/2024"}
CONTRACT = {
    "Type de contrat": "Contrat de travail à durée déterminée",
    "Début du contrat": "01/04/2025",
    "Fin du contrat": "31/03/2027",
    "Heures par semaine": "20:30",
    "N° contrat": "C-12",
}
SHARES = {"Nombre de parts": "4", "Montant libéré": "1 000,00 DH", "Date de souscription": "20/06/2026"}
KNOWN = {"N° membre": "1"}


def checked(journey: Journey, *people: dict[str, str]) -> dict[str, int]:
    """One row each, in the columns of the first; days are day first, unknown words left empty."""
    headers = list(people[0])
    lines = [headers, *([str(told.get(header, "")) for header in headers] for told in people)]
    journey.send("\n".join(";".join(line) for line in lines).encode(), "liste.csv")
    answer = journey.choose()
    assert answer.status_code == 302, answer.text
    if answer.location.endswith("/questions"):
        journey.answer(**{f"orders_of_{place}": "day" for place in range(9)})
    return journey.counts()


def in_the_cooperative(journey: Journey, ask: Any) -> Any:
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        found = ask()
        db.session.rollback()
    return found


def member_id(name: str = "Zerouali") -> int:
    return db.session.scalars(select(Member.id).where(Member.family_name_latin == name)).one()


def share_is_worth(journey: Journey, minor: int) -> None:
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        share_services.set_value(Value(from_day=date(2020, 1, 1), value_minor=minor), decision="AG", by_account_id=None)


def test_the_social_file(journey: Journey) -> None:
    assert checked(journey, PERSON | SOCIAL | PROTECTION) == {"new": 1}
    journey.write()
    assert journey.counts() == {"created": 1}

    def found() -> None:
        here = member_id()
        file = social_queries.file_of(here)
        assert file is not None
        assert (file.education, file.family_status, file.children) == (
            Education.LOWER_SECONDARY,
            FamilyStatus.MARRIED,
            2,
        )
        assert (file.prescriber_name, file.objectives) == ("Mme Alami", "Vivre de son métier")
        assert {row.language for row in social_queries.languages_of(here)} == {
            Language.DARIJA,
            Language.FRENCH,
            Language.TASHELHIT,
        }
        occupations = [row.started_on for row in social_queries.occupations_of(here)]
        assert occupations == [date(2026, 10, 1), date(2025, 3, 15)]
        assert len(social_queries.trades_of(here)) == 1
        disability = social_queries.find_disability(here)
        assert disability is not None
        assert (disability.said, disability.consented_on) == ("Marche avec peine", date(2025, 3, 16))
        [cover] = social_queries.protection_of(here)
        assert (cover.started_on, cover.number_last_three) == (date(2024, 1, 1), "789")
        assert social_queries.get_fact_or_404(Protection, here, cover.id).body_number == "123456789"

    in_the_cooperative(journey, found)


def test_the_same_again_changes_nothing(journey: Journey) -> None:
    share_is_worth(journey, 50_000)
    everything = KNOWN | SOCIAL | PROTECTION | CONTRACT | SHARES
    everything["Situation à l'entrée"] = ""  # Amina was admitted on another day
    assert checked(journey, everything) == {"changed": 1}
    page = journey.page("/rows?kind=changed")
    assert "Collège" in page
    assert "Marche avec peine" not in page
    assert "1 000" in page.replace("\u202f", " ").replace("\xa0", " ")
    journey.write()
    assert journey.counts() == {"updated": 1}
    assert checked(journey, everything) == {"unchanged": 1}


def test_shares_without_what_was_paid_say_nothing_new(journey: Journey) -> None:
    share_is_worth(journey, 50_000)
    assert checked(journey, KNOWN | SHARES) == {"changed": 1}
    journey.write()
    assert checked(journey, KNOWN | {**SHARES, "Montant libéré": ""}) == {"unchanged": 1}
    journey.write()
    assert checked(journey, KNOWN | {**SHARES, "Montant libéré": "900"}) == {"refused": 1}


def test_a_text_that_is_too_long_is_refused_not_cut(journey: Journey) -> None:
    assert checked(journey, PERSON | {"Objectifs": "x" * 2000}) == {"new": 1}
    journey.client.submit(f"{journey.url}/drop")
    assert checked(journey, PERSON | {"Objectifs": "x" * 2001}) == {"refused": 1}
    [(field, sentence)] = journey.problems()[2]
    assert field == "social_objectives"
    assert sentence


def test_empty_cells_erase_nothing(journey: Journey) -> None:
    checked(journey, KNOWN | SOCIAL)
    journey.write()
    assert checked(journey, KNOWN | {"Niveau d'études": "", "Nb enfants": "3", "Langues": ""}) == {"changed": 1}
    journey.write()

    def found() -> tuple[Any, ...]:
        here = member_id("Benali")
        file = social_queries.file_of(here)
        assert file is not None
        return file.education, file.children, len(social_queries.languages_of(here))

    assert in_the_cooperative(journey, found) == (Education.LOWER_SECONDARY, 3, 3)


def test_a_contract_and_shares(journey: Journey) -> None:
    share_is_worth(journey, 50_000)
    assert checked(journey, PERSON | CONTRACT | SHARES) == {"new": 1}
    journey.write()

    def found() -> None:
        [contract] = contract_queries.contracts_of(member_id())
        assert (contract.row.started_on, contract.row.weekly_minutes, contract.row.reference) == (
            date(2025, 4, 1),
            20 * 60 + 30,
            "C-12",
        )
        holding = share_queries.holding_of(member_id(), date(2026, 7, 1))
        assert (holding.shares, holding.paid_minor) == (4, 100_000)

    in_the_cooperative(journey, found)


REFUSED = [  # what is on file, what the row says, beside which column it is refused
    (CONTRACT, CONTRACT | {"Heures par semaine": "44"}, "contract_started_on"),
    (CONTRACT, CONTRACT | {"Début du contrat": "01/05/2025"}, "contract_started_on"),
    ({}, CONTRACT | {"Fin du contrat": "01/01/2025"}, "contract_ends_on"),
    ({}, CONTRACT | {"Fin du contrat": ""}, "contract_ends_on"),
    ({}, CONTRACT | {"Type de contrat": ""}, "contract_kind_id"),
    ({}, CONTRACT | {"Heures par semaine": "100"}, "contract_weekly_minutes"),
    (SHARES, SHARES | {"Nombre de parts": "5"}, "shares_count"),
    ({}, SHARES | {"Nombre de parts": "0"}, "shares_count"),
    ({}, SHARES | {"Nombre de parts": ""}, "shares_count"),
    ({}, SHARES | {"Montant libéré": "3000"}, "shares_paid_minor"),
    ({}, SHARES | {"Date de souscription": "01/01/2021"}, "shares_on"),
    (PROTECTION, PROTECTION | {"N° CNSS": "987654321"}, "protection_body_id"),
    ({}, PROTECTION | {"Affilié depuis": ""}, "protection_started_on"),
    (SOCIAL, SOCIAL | {"Handicap": "Autre chose"}, "social_disability"),
    ({}, SOCIAL | {"Date du consentement": ""}, "social_disability_consented_on"),
    ({}, SOCIAL | {"Situation professionnelle": ""}, "social_occupation_now"),
    ({}, SOCIAL | {"Nb enfants": "31"}, "social_children"),
    ({}, {"Nom du prescripteur": "Mme Alami"}, "social_prescriber_name"),
    ({}, {"Nb enfants": "3", "Personnes à charge": "2"}, "social_dependants"),
]


def test_what_a_room_refuses_is_said_beside_the_column(journey: Journey) -> None:
    share_is_worth(journey, 50_000)
    headers = dict.fromkeys([*PERSON, "N° membre", "Personnes à charge", *SOCIAL, *PROTECTION, *CONTRACT, *SHARES], "")
    people = [PERSON | {"Nom": f"Nom {chr(97 + place)}", "Prénom": "Salma"} for place in range(len(REFUSED))]
    before = [headers | who | told for who, (told, _after, _field) in zip(people, REFUSED, strict=True)]
    counts = checked(journey, *before)
    assert counts == {"new": len(REFUSED)}
    journey.write()
    after = [headers | {"N° membre": str(4 + place)} | told for place, (_before, told, _field) in enumerate(REFUSED)]
    assert checked(journey, *after) == {"refused": len(REFUSED)}
    said = journey.problems()
    found = [[code for code, _sentence in said[2 + place]] for place in range(len(REFUSED))]
    assert found == [[field] for _before, _after, field in REFUSED]


def test_a_refused_row_leaves_the_others(journey: Journey) -> None:
    """New files are opened together, then each is given what follows: one that is refused there opens none."""
    share_is_worth(journey, 50_000)
    wrong = PERSON | {"Nom": "Autre", "Date de naissance": "30/12/1990"} | SHARES | {"Montant libéré": "9999"}
    third = PERSON | {"Nom": "Tierce", "Date de naissance": "29/12/1990"} | SHARES
    assert checked(journey, PERSON | SHARES, wrong, third) == {"new": 2, "refused": 1}
    journey.write()
    numbers = in_the_cooperative(
        journey, lambda: db.session.execute(select(Member.number).order_by(Member.number)).scalars().all()
    )
    assert numbers == [1, 2, 3, 4, 5]


def test_columns_that_say_nothing_alone(journey: Journey) -> None:
    headers = [*PERSON, "N° CNSS", "Type de contrat"]
    journey.send("\n".join([";".join(headers), ";".join([*PERSON.values(), "1", "2"])]).encode(), "liste.csv")
    assert journey.columns()[5:] == ["", ""]
    answer = journey.choose(c5="protection_number")
    assert answer.status_code == 422
    assert "ne dit rien sans" in answer.text


def own_fields(journey: Journey) -> dict[str, int]:
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        made = {}
        for kind in FieldKind:
            details = FieldDetails(label_fr=f"Champ {kind.value}", label_ar=f"حقل {kind.value}")
            made[kind.value] = own_field_services.add_field(details, kind=kind)
        own_field_services.add_choice(made["choice"], label_fr="Rive nord", label_ar="الضفة الشمالية")
        hidden = FieldDetails(label_fr="Champ caché", label_ar="حقل خفي", audience=Audience.MANAGERS)
        made["sealed"] = own_field_services.add_field(hidden, kind=FieldKind.TEXT, is_sensitive=True)
        return {name: field.id for name, field in made.items()}


def test_own_fields_of_every_kind(journey: Journey) -> None:
    ids = own_fields(journey)
    told = KNOWN | {
        "Champ text": "Élevage",
        "حقل number": "12,5",
        "CHAMP DAY": "31 décembre 2024",
        "champ_yes_no": "Oui",
        "Champ choice": "الضفة الشمالية",
        "Champ caché": "à part",
    }
    assert checked(journey, told) == {"changed": 1}
    page = journey.page("/rows?kind=changed")
    assert "Rive nord" in page
    assert "12,5" in page
    assert "à part" not in page
    journey.write()

    def found() -> None:
        here = member_id("Benali")
        values = own_field_queries.values_of(here)
        assert values[ids["text"]] == "Élevage"
        assert values[ids["number"]] == 12_500
        assert values[ids["day"]] == date(2024, 12, 31)
        assert values[ids["yes_no"]] is True
        assert own_field_queries.open_sealed(here, [ids["sealed"]]) == {ids["sealed"]: "à part"}

    in_the_cooperative(journey, found)
    assert checked(journey, told) == {"unchanged": 1}
    journey.write()
    wrong = told | {"حقل number": "douze", "CHAMP DAY": "hier"}
    assert checked(journey, wrong) == {"refused": 1}
    assert {code for code, _said in journey.problems()[2]} == {f"own_{ids['number']}", f"own_{ids['day']}"}


def test_an_unknown_word_of_an_own_list_is_asked(journey: Journey) -> None:
    own_fields(journey)
    journey.send("N° membre;Champ choice;Langues\n1;Rive est;français, klingon".encode(), "liste.csv")
    assert journey.choose().location.endswith("/questions")
    page = journey.page("/questions")
    assert "Rive est" in page
    assert "klingon" in page
    assert "français, klingon" not in page


NO_LONGER_ASKED = "pour la colonne « Champ text » n’est plus demandée ici"


def withdraw(journey: Journey, field_id: int, *, choice: bool = False) -> None:
    with journey.client.application.app_context(), organisation_scope(journey.place.id), write_transaction():
        if choice:
            own_field_services.withdraw_choice(own_field_queries.choices_of([field_id])[field_id][0])
        else:
            own_field_services.withdraw_field(db.session.get_one(OwnField, (journey.place.id, field_id)))


def test_a_field_withdrawn_since_the_check_is_said(journey: Journey) -> None:
    ids = own_fields(journey)
    assert checked(journey, KNOWN | {"Champ text": "Élevage", "Champ number": "3"}) == {"changed": 1}
    withdraw(journey, ids["text"])
    answer = journey.client.submit(f"{journey.url}/write", follow_redirects=True)
    assert NO_LONGER_ASKED in unescape(answer.text)
    assert journey.counts() == {"changed": 1}
    journey.choose(c1="")
    assert journey.counts() == {"changed": 1}
    journey.write()
    assert journey.counts() == {"updated": 1}


def test_what_is_withdrawn_while_rows_are_written_is_said(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field, then a word of a list: the rows that fill them are set aside."""
    ids = own_fields(journey)
    told = KNOWN | {"Champ text": "Élevage", "Champ choice": "Rive nord"}
    monkeypatch.setattr(services, "hand_to_worker", lambda *_ids: None)
    for withdrawn, said in (("text", NO_LONGER_ASKED), ("choice", "pas dans la liste")):
        assert checked(journey, told) == {"waiting": 1}
        go_on(journey)
        journey.write()
        withdraw(journey, ids[withdrawn], choice=withdrawn == "choice")
        go_on(journey)
        assert journey.counts() == {"refused": 1}
        assert said in journey.problems()[2][0][1]
        told.pop("Champ text", None)


def go_on(journey: Journey) -> None:
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        while jobs._one_batch(journey.id):
            pass


def test_what_needs_a_permission_is_offered_to_who_has_it(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        mine = registry.offered_to(lambda permission: permission is not Permission.SEE_SENSITIVE)
        codes = {each.code for _part, fields in mine for each in fields}
        assert "social_education" in codes
        assert "social_disability" not in codes
        without = registry.offered_to(
            lambda permission: permission not in (Permission.MANAGE_SHARES, Permission.MANAGE_CONTRACTS)
        )
        assert {part.code for part, _fields in without} == {"file", "social", "protection"}


def test_what_is_sensitive_is_not_chosen_without_the_permission(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = [*PERSON, "Handicap", "Date du consentement"]
    journey.send("\n".join([";".join(headers), ";".join([*PERSON.values(), "x", "1/1/2026"])]).encode(), "liste.csv")
    granted = access._granted
    monkeypatch.setattr(access, "_granted", lambda roles: granted(roles) - {Permission.SEE_SENSITIVE})
    assert journey.choose(c5="social_disability", c6="social_disability_consented_on").status_code == 422


@pytest.mark.parametrize(
    ("code", "cell", "value"),
    [
        ("social_children", "٣", 3),
        ("social_children", "-1", None),
        ("contract_weekly_minutes", "44", 44 * 60),
        ("contract_ends_on", "31/12/2060", None),
        ("contract_weekly_minutes", "0", None),
        ("contract_weekly_minutes", "84:01", None),
        ("shares_count", "100001", None),
        ("shares_paid_minor", "-100", None),
        ("shares_paid_minor", "1 250,50 DH", 125_050),
        ("protection_number", "123 456 789", "123456789"),
    ],
)
def test_cells_are_read(app: Flask, code: str, cell: str, value: Any) -> None:
    here = Here(country="MA", currency="MAD", today=date(2026, 11, 18), account_id=None)
    with app.test_request_context():
        read = registry.fields()[code]
        context = CellContext(here=here, order="day", words={})
        if value is None:
            with pytest.raises((Refusal, FigureRefused)) as refused:
                read.value_of(cell, context)
            assert ("moins" in str(refused.value.message)) == (cell.startswith("-") or cell == "0")
        else:
            assert read.value_of(cell, context) == value
