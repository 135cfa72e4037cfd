"""Filters and columns that the rooms above add to the list of members: contracts, papers, shares, social file, own fields."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from flask import Flask, g
from sqlalchemy import event

from app.extensions import db
from app.kernel.access import Actor, Role
from app.kernel.paging import PageAsked
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import list_columns, list_queries
from app.members.list_columns import Listed
from app.members.list_filters import Criterion, MemberFilters
from app.members.models import Member
from app.network.models import Vocabulary, VocabularyTerm
from app.own_fields import services as field_services
from app.own_fields.models import Audience, FieldKind, OwnField
from app.own_fields.services import FieldDetails
from app.papers import chase_queries
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.chase_queries import ChaseFilters
from app.papers.rules import Standing
from app.papers.services import PaperDetails
from app.shares import queries as share_queries
from app.shares import services as share_services
from app.shares.rules import MovementKind, Value
from app.shares.services import Entry
from app.social.models import Education, SocialFile
from tests.conftest import SignIn
from tests.members.test_parcours import COACH, MANAGER, manager_of
from tests.papers.conftest import BY
from tests.papers.test_chase import some_life
from tests.support.contracts import contract, terms
from tests.support.world import TODAY, World

AMINA, YOUSSEF, LEILA = "Amina Benali", "Youssef El Idrissi", "Leïla Haddad"
EVERYBODY = (AMINA, YOUSSEF, LEILA)


def day(back: int) -> date:
    return TODAY - timedelta(days=back)


def person(world: World, name: str) -> Member:
    return db.session.get_one(Member, (world.home.id, world.home.members[name]))


def shown(sign_in: SignIn, world: World, asked: str, who: str = MANAGER) -> str:
    return sign_in(who).get(world.home.url(f"members?{asked}")).get_data(as_text=True)


def listed(page: str) -> list[str]:
    return [name for name in EVERYBODY if f">{name}<" in page]


def test_contracts_in_force(app: Flask, sign_in: SignIn, world: World) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        contract(person(world, "member"), "agreement", day(100), day(50))
        contract(person(world, "member"), "fixed_term", day(49), day(-20))
        contract(person(world, "member2"), "agreement", day(100), day(-10))
        kinds = {code: term.id for code, term in terms(Vocabulary.CONTRACT_KIND).items()}
    for asked, found in (
        (f"contract={kinds['fixed_term']}", [AMINA]),
        (f"contract={kinds['agreement']}", [YOUSSEF]),
        (f"contract={kinds['agreement']}&on={day(50)}", [AMINA, YOUSSEF]),
        (f"contract={kinds['fixed_term']}&on={day(50)}", []),
        ("contract=none", [LEILA]),
        (f"contract=none&contract={kinds['fixed_term']}", [AMINA, LEILA]),
        (f"contract={kinds['agreement']}&sex=F", []),
        (f"contract={kinds['open_ended']}", []),
    ):
        assert listed(shown(sign_in, world, asked)) == found, asked
    page = shown(sign_in, world, "column=contract&column=contract_until")
    assert re.findall(r'Contrat jusqu’au"><bdi>([^<]*)', page) == ["08/12/2026", "28/11/2026"]


def actor(world: World, name: str) -> Actor:
    role = Role(name)
    account_id = world.accounts[f"{name}@el-jadida.example"]
    return Actor(
        account_id=account_id, organisation_id=world.home.id, display_name=name, roles=frozenset({role}),
        membership_ids={role: world.home.memberships[name]},
    )  # fmt: skip


def found_by(who: Actor, code: str, *values: str, as_of: date | None = None) -> set[int]:
    filters = MemberFilters(criteria=(Criterion(code, values),), as_of=as_of)
    page, count = list_queries.fetch_members_page(who, filters, PageAsked(), on=TODAY)
    assert count == len(page.rows)
    return {row.id for row in page.rows}


@pytest.mark.parametrize("seed", range(4))
def test_papers_are_those_of_the_list_of_papers_to_ask_for(context: Flask, world: World, seed: int) -> None:
    some_life(world, random.Random(seed))
    with organisation_scope(world.home.id):
        who = manager_of(world)
        for code, standing in (("missing_paper", Standing.MISSING), ("expired_paper", Standing.EXPIRED)):
            entries = chase_queries.fetch_all(who, ChaseFilters(what=standing), on=TODAY)
            assert found_by(who, code, "any") == {row.id for row in entries}
            for kind_id in {row.kind_id for row in entries}:
                chased = {row.id for row in entries if row.kind_id == kind_id}
                assert found_by(who, code, str(kind_id)) == chased
            people, _count = list_queries.fetch_members_page(who, MemberFilters(), PageAsked(), on=TODAY)
            g.actor, g.organisation = who, None
            column = list_columns.chosen_columns([f"{code}s"])[0]
            assert set(column.cells(Listed(rows=people.rows, on=TODAY, actor=who))) == {row.id for row in entries}


def test_a_paper_was_missing_until_it_was_brought(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        who, amina = manager_of(world), world.home.members["member"]
        missing = chase_queries.fetch_all(who, ChaseFilters(what=Standing.MISSING), on=TODAY)
        kind_id = next(row.kind_id for row in missing if row.id == amina)
        asked = next(one for one in paper_queries.every_kind() if one.id == kind_id)
        with write_transaction():
            for back, expires in ((10, 5), (3, 1)):
                brought = PaperDetails(received_on=day(back), expires_on=day(expires))
                paper_services.record_paper(person(world, "member"), asked, brought, **BY)
        assert amina in found_by(who, "missing_paper", str(kind_id), as_of=day(11))
        for back in (10, 5, 3):
            assert amina not in found_by(who, "missing_paper", str(kind_id), as_of=day(back))
            assert amina not in found_by(who, "expired_paper", str(kind_id), as_of=day(back))
        assert amina in found_by(who, "expired_paper", str(kind_id), as_of=day(4))
        assert amina in found_by(who, "expired_paper", str(kind_id))


def test_who_holds_shares_on_any_day(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        with write_transaction():
            worth = Value(from_day=day(400), value_minor=10_000)
            share_services.set_value(worth, decision="", by_account_id=None)
            for name, kind, back, said in (
                ("member", MovementKind.SUBSCRIPTION, 100, {"shares": 10, "paid_minor": 100_000}),
                ("member", MovementKind.TRANSFER, 50, {"shares": 4, "paid_minor": 40_000, "to_number": 2, "confirmed_number": 2}),
                ("member", MovementKind.REFUND, 20, {"shares": 6, "paid_minor": 60_000}),
                ("leila", MovementKind.SUBSCRIPTION, 30, {"shares": 1, "paid_minor": 0}),
            ):  # fmt: skip
                entry = Entry(kind=kind, happened_on=day(back), **said)
                made = share_services.record(person(world, name), entry, by_account_id=None)
            share_services.cancel(person(world, "leila"), made, reason="Erreur", by_account_id=None)
        who, everybody = manager_of(world), set(world.home.members.values())
        g.actor, g.organisation = who, None
        people, _count = list_queries.fetch_members_page(who, MemberFilters(), PageAsked(), on=TODAY)
        for back in (0, 1, 20, 21, 30, 50, 51, 100, 101):
            held = {key: one.shares for key, one in share_queries.holdings_on(day(back)).items() if one.shares}
            as_of = day(back) if back else None
            assert found_by(who, "shares", "yes", as_of=as_of) == set(held), back
            assert found_by(who, "shares", "no", as_of=as_of) == everybody - set(held), back
            column = list_columns.chosen_columns(["shares"])[0]
            assert column.cells(Listed(rows=people.rows, on=day(back), actor=who)) == held


def test_antenna_and_education(app: Flask, sign_in: SignIn, world: World) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        antenna = VocabularyTerm(vocabulary=Vocabulary.ANTENNA, code="azemmour", label_fr="Azemmour", label_ar="أزمور")
        db.session.add(antenna)
        db.session.flush()
        db.session.add(
            SocialFile(member_id=world.home.members["member"], education=Education.NONE, antenna_id=antenna.id)
        )
        db.session.add(SocialFile(member_id=world.home.members["member2"], education=Education.HIGHER))
        antenna_id = antenna.id
    for asked, found in (
        (f"antenna={antenna_id}", [AMINA]),
        ("antenna=none", [YOUSSEF, LEILA]),
        ("education=none", [AMINA]),
        ("education=unknown", [LEILA]),
        ("education=none&education=higher", [AMINA, YOUSSEF]),
    ):
        assert listed(shown(sign_in, world, asked)) == found, asked
    page = shown(sign_in, world, "column=antenna&column=education")
    assert re.findall(r'Antenne"><bdi>([^<]*)', page) == ["Azemmour"]
    assert re.findall(r'Niveau d’études"><bdi>([^<]*)', page)


@pytest.fixture
def fields(app: Flask, world: World) -> dict[str, int]:
    """One field of each kind, a sensitive one, and what Amina and Youssef say; Leïla says nothing."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        made = {kind.value: _field(kind) for kind in FieldKind}
        made["managers"] = _field(FieldKind.TEXT, Audience.MANAGERS)
        made["sealed"] = _field(FieldKind.TEXT, Audience.MANAGERS, is_sensitive=True)
        souk, shop = (
            field_services.add_choice(made["choice"], label_fr=word, label_ar=word) for word in ("Souk", "Boutique")
        )
        ids = {name: field.id for name, field in made.items()} | {"souk": souk.id, "shop": shop.id}
        said = {"text": "Four à pain", "number": 12_500, "day": day(10), "yes_no": True, "choice": souk.id}
        for name, values in (
            ("member", {**said, "managers": "Prêt", "sealed": "Asthme"}),
            ("member2", {**said, "text": "Tour", "number": 9_000, "day": day(1), "yes_no": False, "choice": shop.id}),
        ):
            told = {ids[field]: value for field, value in values.items()}
            field_services.fill_in(person(world, name), told, version=None)
    return ids


def _field(kind: FieldKind, audience: Audience = Audience.COACHES, *, is_sensitive: bool = False) -> OwnField:
    details = FieldDetails(
        label_fr=f"Champ {kind} {audience}{is_sensitive}",
        label_ar=f"حقل {kind} {audience}{is_sensitive}",
        audience=audience,
    )
    return field_services.add_field(details, kind=kind, is_sensitive=is_sensitive)


def test_own_fields_of_each_kind(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    for asked, found in (
        ("field_{text}=four", [AMINA]),
        ("field_{text}_given=no", [LEILA]),
        ("field_{number}_from=9,5", [AMINA]),
        ("field_{number}_until=9", [YOUSSEF]),
        ("field_{number}_given=yes", [AMINA, YOUSSEF]),
        (f"field_{{day}}_from={day(5)}", [YOUSSEF]),
        (f"field_{{day}}_until={day(5)}", [AMINA]),
        ("field_{day}_given=no", [LEILA]),
        ("field_{yes_no}=yes", [AMINA]),
        ("field_{yes_no}=no&field_{yes_no}=none", [YOUSSEF, LEILA]),
        ("field_{choice}={souk}", [AMINA]),
        ("field_{choice}={souk}&field_{choice}={shop}", [AMINA, YOUSSEF]),
        ("field_{choice}=none", [LEILA]),
        ("field_{choice}={souk}&field_{number}_from=9&sex=F&contract=none&missing_paper=any", [AMINA]),
        ("field_{managers}=prêt", [AMINA]),
    ):
        page = shown(sign_in, world, asked.format(**fields))
        assert listed(page) == found, asked
        assert "n’a pas pu" not in page
    page = shown(sign_in, world, "&".join(f"column=field_{fields[kind]}" for kind in FieldKind))
    for cell in ("Four à pain", "12,5", "08/11/2026", "Oui", "Souk"):
        assert f"<bdi>{cell}</bdi>" in page


def test_what_cannot_be_read_is_said(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    for asked in ("field_{number}_from=12.500", "field_{sealed}=Asthme", "field_17=1"):
        page = shown(sign_in, world, asked.format(**fields))
        assert listed(page) == list(EVERYBODY)
        assert "Ces filtres n’ont pas pu être lus" in page


def test_who_may_not_read_a_field_is_not_offered_it(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    for who, names in ((MANAGER, [*FieldKind, "managers"]), (COACH, list(FieldKind))):
        page = sign_in(who).get(world.home.url("members/filters")).get_data(as_text=True)
        columns = re.findall(r'name="column" value="field_(\d+)"', page)
        assert sorted(map(int, columns)) == sorted(fields[name] for name in names)
        assert f"field_{fields['sealed']}" not in page
    asked = f"field_{fields['managers']}=rien&column=field_{fields['managers']}"
    page = shown(sign_in, world, asked, COACH)
    assert listed(page) == [AMINA]
    assert "Prêt" not in page


def test_a_filter_that_is_not_used_asks_nothing(
    app: Flask, sign_in: SignIn, world: World, fields: dict[str, int]
) -> None:
    client, statements = sign_in(MANAGER), []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_more):  # noqa: ANN001, ANN002, ANN202
        statements.append(statement)

    client.get(world.home.url("members"))
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(world.home.url("members?sex=F"))
        asked = " ".join(statements)
        statements.clear()
        for table in ("contract", "paper", "share_holding", "share_movement", "social_file", "own_field"):
            assert f"FROM {table}" not in asked
        client.get(world.home.url("members?column=contract&column=shares&column=antenna&column=missing_papers"))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    for table in ("contract", "social_file", "parcours_step"):
        assert sum(f"FROM {table} " in one.replace("\n", " ") for one in statements) == 1
