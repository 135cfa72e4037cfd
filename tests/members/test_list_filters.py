"""What the list of members is reduced by, together and alone; filters and columns of other rooms; columns chosen."""

from __future__ import annotations

import io

import openpyxl
import pytest
from flask import Flask, g
from sqlalchemy import ColumnElement

from app.extensions import db
from app.kernel.i18n import _l
from app.kernel.paging import PageAsked
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import list_columns, list_filters, list_queries
from app.members.list_columns import ListColumn
from app.members.list_filters import AsOf, Criterion, ListFilter, MemberFilters
from app.members.models import Member, Settlement
from app.network.models import Vocabulary, VocabularyTerm
from tests.conftest import SignIn
from tests.members.test_parcours import MANAGER, manager_of
from tests.support.parcours import record, stages
from tests.support.world import TODAY, World

AMINA, YOUSSEF, LEILA = "Amina Benali", "Youssef El Idrissi", "Leïla Haddad"
EVERYBODY = (AMINA, YOUSSEF, LEILA)


@pytest.fixture
def varied(app: Flask, world: World) -> World:
    """Three people who differ in all that the list is reduced by."""
    with app.app_context(), organisation_scope(world.home.id):
        with write_transaction():
            amina, youssef, leila = (
                db.session.get_one(Member, (world.home.id, world.home.members[name]))
                for name in ("member", "member2", "leila")
            )
            amina.birth_date, amina.territory_code, amina.nationality = TODAY.replace(year=2001), "MA-JDI", "MA"
            amina.settlement, youssef.settlement = Settlement.RURAL, Settlement.URBAN
            youssef.birth_date, youssef.territory_code, youssef.nationality = TODAY.replace(year=1961), "MA-CAS", "ML"
            leila.birth_date, leila.phone, leila.commune = TODAY.replace(year=2009), "", "El Jadida"
            leila.family_name_arabic = leila.given_name_arabic = ""
        with write_transaction():
            record(db.session.get_one(Member, (world.home.id, world.home.members["member"])), "test", TODAY)
        with write_transaction():
            amina = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
            amina.admitted_on = TODAY.replace(month=6)
    return world


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("age=25-29", [AMINA]),
        ("age=25-29&age=0-17", [AMINA, LEILA]),
        ("age=55", [YOUSSEF]),
        ("age=25-29&on=2026-11-17", []),
        ("territory=MA-JDI&territory=MA-CAS", [AMINA, YOUSSEF]),
        ("commune=El+Jadida", [LEILA]),
        ("settlement=rural", [AMINA]),
        ("settlement=rural&settlement=none", [AMINA, LEILA]),
        ("nationality=ML", [YOUSSEF]),
        ("admitted_from=2026-06-01", [AMINA]),
        ("admitted_until=2026-06-01", [YOUSSEF, LEILA]),
        ("account=yes", [AMINA, YOUSSEF]),
        ("account=no", [LEILA]),
        ("phone=no", [LEILA]),
        ("without_name=arabic", [LEILA]),
        ("without_name=latin", []),
        ("sex=F&coach=none", [LEILA]),
        ("age=never&sex=X&stage=abc&admitted_from=soon", list(EVERYBODY)),
    ],
)
def test_each_filter_finds_its_people(sign_in: SignIn, varied: World, asked: str, found: list[str]) -> None:
    page = sign_in(MANAGER).get(varied.home.url(f"members?{asked}")).get_data(as_text=True)
    assert [name for name in EVERYBODY if f">{name}<" in page] == found


def test_stages_trades_and_coaches_may_be_several(sign_in: SignIn, varied: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(varied.home.id):
        test, agreement = stages()["test"].id, stages()["agreement"].id
    client = sign_in(MANAGER)
    for asked, found in (
        (f"stage={test}", [AMINA]),
        (f"stage={test}&stage={agreement}", list(EVERYBODY)),
        (f"trade={varied.home.trades[0]}&trade={varied.home.trades[2]}", [AMINA, LEILA]),
        (f"coach=none&coach={varied.home.memberships['coach2']}", [YOUSSEF, LEILA]),
    ):
        page = client.get(varied.home.url(f"members?{asked}")).get_data(as_text=True)
        assert [name for name in EVERYBODY if f">{name}<" in page] == found, asked


def test_twelve_filters_combine(context: Flask, varied: World) -> None:
    with organisation_scope(varied.home.id):
        everything = tuple(
            Criterion(code, (value,))
            for code, value in {
                "stage": str(stages()["test"].id), "coach": str(varied.home.memberships["coach"]),
                "trade": str(varied.home.trades[0]), "sex": "F", "age": "25-29", "territory": "MA-JDI", "commune": "Azemmour",
                "settlement": "rural", "nationality": "MA", "admitted_from": "2026-01-01", "admitted_until": "2026-12-31",
                "account": "yes", "phone": "yes",
            }.items()
        )  # fmt: skip
        for left_out in (None, *everything):
            kept = tuple(each for each in everything if each != left_out)
            page, count = list_queries.fetch_members_page(
                manager_of(varied), MemberFilters(criteria=kept), PageAsked(), on=TODAY
            )
            assert ([row.id for row in page.rows], count) == ([varied.home.members["member"]], 1)


def test_chosen_columns_stand_in_their_order(sign_in: SignIn, varied: World) -> None:
    page = sign_in(MANAGER).get(varied.home.url("members?column=coach&column=age&column=phone&column=nothing"))
    text = page.get_data(as_text=True)
    heads = [
        text.index(f'scope="col"{more}>{head}<')
        for head, more in (("Âge", ' class="num"'), ("Téléphone", ""), ("Accompagnateur", ""))
    ]
    assert heads == sorted(heads)
    assert ">25<" in text
    assert "Dernière activité" not in text


@pytest.fixture
def other_room(app: Flask):  # noqa: ANN201
    """A room above that has a filter and a column of its own."""

    def begins(values: tuple[str, ...], _as_of: AsOf) -> ColumnElement[bool]:
        return Member.given_name_latin.startswith(values[0])

    words = {"A": "Un A", "Y": "Un Y"}
    own = ListFilter(
        code="own_1", label=_l("Trade"), condition=begins, choices=lambda _actor: words, reads=words.__contains__
    )
    seen: list[int] = []

    def cells(listed: list_columns.Listed) -> dict[int, str]:
        seen.append(len(listed.ids))
        return {row.id: f"<{row.number}>" for row in listed.rows}

    before = list(list_filters._sources), list(list_columns._sources)
    list_filters.use_list_filters([lambda: [own]])
    list_columns.use_list_columns([lambda: [ListColumn(code="own_1", label=_l("Trade"), cells=cells)]])
    yield seen
    list_filters.use_list_filters(before[0])
    list_columns.use_list_columns(before[1])


def test_a_room_above_adds_a_filter_and_a_column(sign_in: SignIn, world: World, other_room: list[int]) -> None:
    client = sign_in(MANAGER)
    page = client.get(world.home.url("members?own_1=Y&column=own_1")).get_data(as_text=True)
    assert YOUSSEF in page
    assert AMINA not in page
    assert "&lt;2&gt;" in page
    assert other_room == [1]
    assert "Un Y" in client.get(world.home.url("members/filters?own_1=Y")).get_data(as_text=True)
    book = openpyxl.load_workbook(io.BytesIO(client.get(world.home.url("reports/list.xlsx?column=own_1")).data))
    assert [row[2].value for row in book.active.rows][1:] == ["<1>", "<2>", "<3>"]


def test_what_no_longer_applies_is_named(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        g.organisation = None
        actor = manager_of(world)
        retired = db.session.query(VocabularyTerm).filter_by(vocabulary=Vocabulary.TRADE).first()
        for criterion, missing in (
            (Criterion("trade", (str(retired.id),)), []),
            (Criterion("trade", ("1",)), ["Métier"]),
            (Criterion("coach", ("none",)), []),
            (Criterion("gone", ("1",)), ["Un filtre qui n’existe plus"]),
        ):
            assert list_filters.no_longer_apply(MemberFilters(criteria=(criterion,)), actor) == missing
        del g.organisation
