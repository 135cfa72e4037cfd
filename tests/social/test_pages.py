"""The social file as people use it: who reads and writes what, and what happens to what was typed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts import services as account_services
from app.accounts.models import Account
from app.extensions import db
from app.kernel.access import Role
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.own_fields import services as own_services
from app.own_fields.models import Audience, FieldKind
from app.own_fields.services import FieldDetails
from app.social import fact_services
from app.social.models import OtherJob, Protection
from app.social.rules import ProtectionDetails
from tests.conftest import SignIn
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"


@pytest.fixture
def amina(world: World) -> str:
    return world.home.url(f"members/{world.home.members['member']}/social")


def word(app: Flask, world: World, vocabulary: Vocabulary, code: str) -> str:
    with app.app_context(), organisation_scope(world.home.id):
        found = {term.code: term.id for term in network_queries.active_terms(vocabulary)}[code]
        db.session.remove()
    return str(found)


def count(app: Flask, world: World, model: Any) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        counted = db.session.scalar(select(func.count()).select_from(model)) or 0
        db.session.remove()
    return counted


def logged(app: Flask, world: World) -> list[str]:
    with app.app_context(), organisation_scope(world.home.id):
        actions = list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
        db.session.remove()
    return actions


def test_a_coach_fills_in_and_the_person_reads(sign_in: SignIn, world: World, amina: str) -> None:
    coach = sign_in(COACH)
    data = {"education": "vocational", "languages": ["darija", "fr"], "version": "0"}
    assert coach.submit(f"{amina}/edit/background", data).status_code == 302
    person = sign_in(MEMBER)
    page = person.get(amina).get_data(as_text=True)
    assert "Formation professionnelle" in page
    assert "Arabe dialectal, Français" in page
    assert f"{amina}/edit/" not in page
    assert person.get(f"{amina}/edit/background").status_code == 403


def test_two_people_on_the_same_file_lose_nothing(sign_in: SignIn, world: World, amina: str) -> None:
    path = f"{amina}/edit/family"
    first, second = sign_in(MANAGER), sign_in(COACH)
    assert first.submit(path, {"children": "2", "dependants": "4", "version": "0"}).status_code == 302
    late = {"children": "3", "family_status": "married", "dependants": "", "version": "0"}
    refused = second.submit(path, late)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Au dossier maintenant" in page
    assert re.search(r"<li>Enfants <strong><bdi>2</bdi>", page)
    assert re.search(r"<li>Personnes à charge <strong><bdi>4</bdi>", page)
    assert 'value="3"' in page
    assert 'name="version" type="hidden" value="1"' in page
    assert second.submit(path, {**late, "version": "1"}).status_code == 302


def test_a_correction_that_comes_too_late_is_shown_what_stands_now(
    sign_in: SignIn, world: World, amina: str, app: Flask
) -> None:
    coach = sign_in(COACH)
    told = {"employer": "Récolte", "weekly_hours": "5"}
    coach.submit(f"{amina}/jobs/new", {**told, "form_key": "k" * 24})
    fact = re.search(rf'{amina}/jobs/(\d+)"', coach.get(amina).get_data(as_text=True))
    assert fact is not None
    path = f"{amina}/jobs/{fact[1]}"
    assert coach.submit(path, {**told, "weekly_hours": "8", "version": "1"}).status_code == 302
    refused = coach.submit(path, {**told, "weekly_hours": "12", "version": "1"}).get_data(as_text=True)
    assert re.search(r"Heures par semaine <strong><bdi>8</bdi>", refused)
    assert 'value="12"' in refused
    assert coach.submit(f"{path}/delete", {"form_key": "d" * 24}).status_code == 302
    assert count(app, world, OtherJob) == 0


def test_twenty_identical_sendings_make_one(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    coach = sign_in(COACH)
    data = {"employer": "Récolte", "form_key": "k" * 24}
    assert {coach.submit(f"{amina}/jobs/new", data).status_code for _time in range(20)} == {302}
    assert count(app, world, OtherJob) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"started_on": "2026-02-30"},
        {"started_on": "1850-01-01"},
        {"started_on": (TODAY + timedelta(days=1)).isoformat()},
        {"started_on": ""},
        {"ended_on": "2020-01-01"},
        {"number": "12€45"},
        {"proof": "magic"},
        {"body_id": "1"},
    ],
)
def test_a_wrong_answer_says_why_and_keeps_what_was_typed(
    sign_in: SignIn, world: World, amina: str, app: Flask, change: dict[str, str]
) -> None:
    body = word(app, world, Vocabulary.PROTECTION_BODY, "cnss")
    told = {"body_id": body, "started_on": "2026-03-01", "number": "98 76", "form_key": "k" * 24, **change}
    answer = sign_in(COACH).submit(f"{amina}/protection/new", told)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"{next(iter(change))}-error" in page
    assert "number" in change or 'value="98 76"' in page
    assert count(app, world, Protection) == 0


def test_a_number_is_shown_in_full_to_who_may_and_each_time_is_logged(
    sign_in: SignIn, world: World, amina: str, app: Flask
) -> None:
    body = word(app, world, Vocabulary.PROTECTION_BODY, "cnss")
    coach, manager = sign_in(COACH), sign_in(MANAGER)
    told = {"body_id": body, "started_on": "2026-03-01", "number": "12345", "form_key": "k" * 24}
    page = coach.get(coach.submit(f"{amina}/protection/new", told).location).get_data(as_text=True)
    assert "neuf chiffres" in page  # unusual, and kept
    assert "•••45" in page
    assert "12345" not in page
    path = re.search(rf"{amina}/protection/(\d+)", page)
    assert path is not None
    assert coach.submit(f"{path[0]}/number").status_code == 403
    assert "12345" not in manager.get(path[0]).get_data(as_text=True)
    assert "12345" in manager.submit(f"{path[0]}/number").get_data(as_text=True)
    assert logged(app, world)[-1] == "social.number_revealed"


def test_a_number_on_file_is_removed_where_that_is_ticked(
    sign_in: SignIn, world: World, amina: str, app: Flask
) -> None:
    coach, told = sign_in(COACH), {"body_id": word(app, world, Vocabulary.PROTECTION_BODY, "cnss")}
    told |= {"started_on": "2026-03-01", "number": "123456789"}
    assert "drops_number" not in coach.get(f"{amina}/protection/new").text
    recorded = coach.submit(f"{amina}/protection/new", {**told, "form_key": "k" * 24})
    page = coach.get(recorded.location).text
    path = re.search(rf"{amina}/protection/(\d+)", page)
    assert path is not None
    assert "drops_number" in coach.get(path[0]).text
    kept = coach.submit(path[0], {**told, "number": "", "version": "1", "started_on": "2026-03-02"})
    assert "•••789" in coach.get(kept.location).text
    gone = coach.submit(path[0], {**told, "number": "", "version": "2", "drops_number": "y"})
    assert "•••" not in coach.get(gone.location).text


def test_a_disability_is_for_managers_and_the_person(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    manager, coach, person = sign_in(MANAGER), sign_in(COACH), sign_in(MEMBER)
    told = {"said": "Un siège haut", "consented_on": TODAY.isoformat(), "version": "0"}
    refused = manager.submit(f"{amina}/disability", told)
    assert refused.status_code == 422
    assert "has_consented-error" in refused.get_data(as_text=True)
    assert manager.submit(f"{amina}/disability", {**told, "has_consented": "y"}).status_code == 302
    for reader in (manager, coach, person):
        page = reader.get(amina).get_data(as_text=True)
        assert "Noté, avec accord" in page
        assert "siège haut" not in page
    assert "siège haut" not in manager.get(f"{amina}/disability").get_data(as_text=True)
    assert coach.submit(f"{amina}/sensitive").status_code == 403
    assert coach.get(f"{amina}/disability").status_code == 403
    for reader in (manager, person):
        assert "siège haut" in reader.submit(f"{amina}/sensitive").get_data(as_text=True)
        assert logged(app, world)[-1] == "social.disability_revealed"
    for report in ("reports/members.csv", "reports/social.csv", "reports/own-fields.csv", "settings/log"):
        assert "siège haut" not in manager.get(world.home.url(report)).get_data(as_text=True)
    assert manager.submit(f"{amina}/disability/erase", {"form_key": "e" * 24}).status_code == 302
    assert "Non noté" in manager.get(amina).get_data(as_text=True)


def test_a_coach_leaves_their_own_file_to_others(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        account = db.session.scalars(select(Account).where(Account.email == MEMBER)).one()
        account_services.give_role(account, world.home.id, Role.COACH)
    amina_herself = sign_in(MEMBER)
    assert f"{amina}/jobs/new" not in amina_herself.get(amina).get_data(as_text=True)
    for path in ("jobs/new", "edit/family", "own-fields"):
        assert amina_herself.get(f"{amina}/{path}").status_code == 403


def test_facts_of_somebody_else_are_unknown_here(sign_in: SignIn, world: World, amina: str) -> None:
    manager = sign_in(MANAGER)
    manager.submit(f"{amina}/jobs/new", {"employer": "Récolte", "form_key": "k" * 24})
    fact = re.search(rf"{amina}/jobs/(\d+)", manager.get(amina).get_data(as_text=True))
    assert fact is not None
    leila = world.home.url(f"members/{world.home.members['leila']}/social")
    assert manager.get(f"{leila}/jobs/{fact[1]}").status_code == 404
    assert manager.get(f"{amina}/trades/{fact[1]}").status_code == 404
    assert manager.get(f"{amina}/nothing/new").status_code == 404
    assert manager.get(f"{amina}/edit/nothing").status_code == 404


@pytest.fixture
def own_fields(world: World, context: Flask) -> dict[str, int]:
    """Five fields, one of each kind, and a sensitive one."""
    with organisation_scope(world.home.id), write_transaction():
        made = {
            kind.value: own_services.add_field(
                FieldDetails(label_fr=f"Champ {kind.value}", label_ar=f"حقل {kind.value}", audience=Audience.PERSON),
                kind=kind,
            )
            for kind in FieldKind
        }
        secret = FieldDetails(label_fr="Santé", label_ar="صحة", audience=Audience.MANAGERS)
        made["sealed"] = own_services.add_field(secret, kind=FieldKind.NUMBER, is_sensitive=True)
        choice = own_services.add_choice(made["choice"], label_fr="Souk", label_ar="سوق")
        ids = {name: field.id for name, field in made.items()} | {"souk": choice.id}
    db.session.remove()
    return ids


def answers(ids: dict[str, int], **changed: str) -> dict[str, str]:
    told = {"text": "Four", "number": "12,5", "day": "2026-03-01", "yes_no": "no", "choice": str(ids["souk"])}
    return {f"own_{ids[name]}": value for name, value in {**told, **changed}.items()} | {"version": "0"}


def test_own_fields_are_filled_in_and_read(
    sign_in: SignIn, world: World, amina: str, own_fields: dict[str, int]
) -> None:
    coach = sign_in(COACH)
    assert coach.submit(f"{amina}/own-fields", answers(own_fields)).status_code == 302
    for reader in (coach, sign_in(MEMBER)):
        page = reader.get(amina).get_data(as_text=True)
        for shown in ("Four", "12,5", "1er mars 2026", "Non", "Souk"):
            assert shown in page
        assert "Santé" not in page
    form = coach.get(f"{amina}/own-fields").get_data(as_text=True)
    assert 'value="12,5"' in form
    late = coach.submit(f"{amina}/own-fields", answers(own_fields, number="13"))
    assert late.status_code == 422
    assert "Champ number <strong><bdi>12,5</bdi>" in late.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "typed"), [("number", "douze"), ("day", "2026-02-30"), ("choice", "1"), ("yes_no", "x")]
)
def test_own_fields_are_checked_as_all_fields_are(
    sign_in: SignIn, world: World, amina: str, own_fields: dict[str, int], name: str, typed: str
) -> None:
    answer = sign_in(COACH).submit(f"{amina}/own-fields", answers(own_fields, **{name: typed}))
    assert answer.status_code == 422
    assert f"own_{own_fields[name]}-error" in answer.get_data(as_text=True)


def test_a_sensitive_own_field_is_typed_anew_or_left_alone(
    sign_in: SignIn, world: World, amina: str, own_fields: dict[str, int]
) -> None:
    manager, path, sealed = sign_in(MANAGER), f"{amina}/own-fields", own_fields["sealed"]
    assert manager.submit(path, {f"own_{sealed}": "4321", "version": "0"}).status_code == 302
    assert "4321" not in manager.get(amina).get_data(as_text=True)
    assert "4321" not in manager.get(path).get_data(as_text=True)
    shown = f"{amina}/sensitive"
    assert "4\u202f321" in manager.submit(shown).get_data(as_text=True)
    assert manager.submit(path, {f"own_{sealed}": "", "version": "1"}).status_code == 302
    assert "4\u202f321" in manager.submit(shown).get_data(as_text=True)
    assert manager.submit(path, {f"own_{sealed}": "", f"forget_{sealed}": "y", "version": "1"}).status_code == 302
    assert "4\u202f321" not in manager.submit(shown).get_data(as_text=True)


def test_after_somebody_elses_save_nothing_is_said_of_what_is_never_shown(
    sign_in: SignIn, world: World, amina: str, own_fields: dict[str, int]
) -> None:
    manager, path, sealed = sign_in(MANAGER), f"{amina}/own-fields", own_fields["sealed"]
    assert manager.submit(path, {f"own_{sealed}": "4321", "version": "0"}).status_code == 302
    late = {f"own_{sealed}": "77", f"forget_{sealed}": "y", f"own_{own_fields['text']}": "Four", "version": "0"}
    answer = manager.submit(path, late)
    assert answer.status_code == 422
    said = re.findall("<li>([^<]*) <strong><bdi>", answer.get_data(as_text=True))
    assert said == ["Champ text"]


def test_after_somebody_elses_save_no_number_is_said_to_be_missing(
    sign_in: SignIn, world: World, amina: str, context: Flask
) -> None:
    with organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        body = {term.code: term.id for term in network_queries.active_terms(Vocabulary.PROTECTION_BODY)}["cnss"]
        details = ProtectionDetails(body_id=body, started_on=TODAY, number="123456789")
        path = f"{amina}/protection/{fact_services.record_fact(member, details, by_account_id=None).id}"
    db.session.remove()
    late = {"body_id": str(body), "started_on": TODAY.isoformat(), "number": "555555555", "version": "0"}
    page = sign_in(MANAGER).submit(path, late).get_data(as_text=True)
    assert "•••789" in page
    assert not re.findall("<li>[^<]* <strong><bdi>", page)


def test_the_section_says_nothing_of_own_fields_where_there_are_none(sign_in: SignIn, world: World, amina: str) -> None:
    assert 'id="own-fields"' not in sign_in(COACH).get(amina).get_data(as_text=True)
    assert sign_in(COACH).get(f"{amina}/own-fields").status_code == 404


def test_the_main_trade_is_given_its_sector(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    coach, main = sign_in(COACH), str(world.home.trades[0])
    assert "Préciser le secteur" in coach.get(amina).get_data(as_text=True)
    form = coach.get(f"{amina}/trades/new").get_data(as_text=True)
    assert re.search(rf'<option selected value="{main}">', form)
    told = {"trade_id": main, "sector_id": word(app, world, Vocabulary.SECTOR, "textile"), "form_key": "k" * 24}
    assert coach.submit(f"{amina}/trades/new", told).status_code == 302
    page = coach.get(amina).get_data(as_text=True)
    assert "Textile et cuir" in page
    assert "Préciser le secteur" not in page


def test_languages_of_another_country_are_not_offered(sign_in: SignIn, world: World, amina: str) -> None:
    coach, path = sign_in(COACH), f"{amina}/edit/background"
    assert "Chaoui" not in coach.get(path).get_data(as_text=True)
    assert "Tachelhit" in coach.get(path).get_data(as_text=True)
    assert coach.submit(path, {"languages": "shy", "version": "0"}).status_code == 422
