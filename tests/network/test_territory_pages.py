"""The network changes the lists of territories; every organisation of the country has them at the next click."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, g

from app.extensions import db
from app.kernel.audit import NetworkEvent
from app.kernel.errors import ChangedMeanwhile
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries, territories
from app.network import territory_services as services
from app.network.errors import LinesRefused
from app.network.models import Country
from app.network.territory_rules import Change, ChangeKind
from tests.conftest import SignIn
from tests.members.test_members import change_leila
from tests.support.world import TODAY, World

NETWORK, MANAGER, COACH = "network@moucharaka.example", "manager@el-jadida.example", "coach@el-jadida.example"
LIST, EL_JADIDA = "/network/territories/MA", "/network/territory/MA-JDI"
YESTERDAY = TODAY - timedelta(days=1)


def shown_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def send(client: Any, path: str, **values: str) -> Any:
    version = shown_version(client.get(path).text)
    return client.submit(path, {"form_key": path[-24:].rjust(24, "k"), "version": version, **values})


def renamed(code: str, name: str, day: date | None = None) -> Change:
    kind = ChangeKind.RENAMED if day else ChangeKind.CORRECTED
    return Change(number=0, kind=kind, code=code, day=day, name_fr=name, name_ar="اسم جديد")


def write(country: Country, *changes: Change) -> None:
    """In a context; one after another."""
    for change in changes:
        with write_transaction():
            told = {"version": len(territories.list_and_changes(country)[1]), "by_account_id": None}
            if change.kind is ChangeKind.CLOSED:
                services.close_territory(country, change, **told)
            elif change.kind is ChangeKind.ADDED:
                services.add_territory(country, change, today=TODAY, **told)
            else:
                services.name_territory(country, change, today=TODAY, **told)


def test_a_new_name_holds_from_its_day(sign_in: SignIn, app: Flask) -> None:
    network = sign_in(NETWORK)
    name = {"name_fr": "Mazagan", "name_ar": "مازاغان"}
    answer = send(network, f"{EL_JADIDA}/name", how="renamed", on="", **name)
    assert answer.status_code == 422
    assert 'id="on-error"' in answer.text
    assert "Mazagan" in answer.text
    assert send(network, f"{EL_JADIDA}/name", how="renamed", on=TODAY.isoformat(), **name).status_code == 302
    page = network.get(EL_JADIDA).text
    assert "<h1><bdi>Mazagan</bdi>" in page
    assert "El Jadida" in page
    with app.app_context():
        called = [territories.territory_name("MA-JDI", "fr", day) for day in (YESTERDAY, TODAY)]
        event = NetworkEvent.query.filter_by(action="territory.renamed").one()
        assert (called, event.after["code"]) == (["El Jadida", "Mazagan"], "MA-JDI")
        db.session.rollback()
    assert send(network, f"{LIST}/changes/1").status_code == 302
    assert "<h1><bdi>El Jadida</bdi>" in network.get(EL_JADIDA).text
    assert network.submit(f"{LIST}/changes/1", {"version": "1"}).status_code == 422


def test_the_form_of_a_file_offers_what_stands_and_what_it_holds(sign_in: SignIn, world: World, app: Flask) -> None:
    answer, path = change_leila(sign_in, world, territory_code="MA-JDI")
    assert answer.status_code == 302
    with app.app_context():
        write(Country.MOROCCO, Change(number=0, kind=ChangeKind.CLOSED, code="MA-JDI", day=TODAY, other="MA-SIB"))
    manager = sign_in(MANAGER)
    page = manager.get(path).text
    assert "El Jadida n’existe plus depuis le 18 novembre 2026" in page
    assert "À sa place : Sidi Bennour" in page
    assert '<option selected value="MA-JDI">' in manager.get(f"{path}/edit").text
    assert 'value="MA-JDI"' not in manager.get(world.home.url("members/new")).text
    assert "N’existent plus" in manager.get(world.home.url("members/filters")).text
    kept, _path = change_leila(sign_in, world, territory_code="MA-JDI", form_key="l" * 24)
    assert kept.status_code == 302
    moved, _path = change_leila(sign_in, world, territory_code="MA-SIB", form_key="m" * 24)
    assert moved.status_code == 302
    assert "n’existe plus" not in manager.get(path).text
    refused, _path = change_leila(sign_in, world, territory_code="MA-JDI", form_key="n" * 24)
    assert refused.status_code == 422


def test_what_is_pasted_is_added_whole_or_not_at_all(sign_in: SignIn, world: World, app: Flask) -> None:
    network, path = sign_in(NETWORK), "/network/territories/TN/several"
    for lines, said in (
        ("2301;Bizerte Nord;بنزرت الشمالية", "Ligne 1"),
        ("2301;بنزرت الشمالية;Bizerte Nord;23", "Ligne 1"),
        ("2301;Bizerte Nord;بنزرت الشمالية;23\n2301;Ras Jebel;رأس الجبل;23", "Ligne 2"),
        ("2301;Bizerte Nord;بنزرت الشمالية;99", "Ligne 1"),
        ("2302;Bizerte Nord;بنزرت الشمالية;23\n2301;;رأس الجبل;23", "Ligne 2"),
    ):
        answer = send(network, path, kind="delegation", lines=lines)
        assert answer.status_code == 422, lines
        assert said in answer.text
        assert "Bizerte Nord" in answer.text
    lines = "2301;Bizerte Nord;بنزرت الشمالية;23\n\n2302\tRas Jebel\tرأس الجبل\t23"
    assert send(network, path, kind="delegation", lines=lines).status_code == 302
    with app.app_context():
        assert territories.localities("TN", "fr", TODAY) == ("Bizerte Nord", "Ras Jebel")
        assert "TN-2301" not in territories.territory_choices("TN", "fr", TODAY)
        db.session.rollback()
    form = sign_in("manager@ras-jebel.example").get(world.abroad.url("members/new")).text
    assert '<option value="Ras Jebel">' in form
    assert 'list="localities"' in form
    assert "localities" not in sign_in(MANAGER).get(world.home.url("members/new")).text


def test_who_was_slower_is_told(sign_in: SignIn, app: Flask) -> None:
    network = sign_in(NETWORK)
    form = network.get(f"{EL_JADIDA}/name").text
    with app.app_context():
        write(Country.MOROCCO, renamed("MA-SAF", "Asfi", TODAY))
    typed = {"how": "corrected", "name_fr": "El-Jadida", "name_ar": "الجديدة", "on": "", "form_key": "k" * 24}
    late = network.submit(f"{EL_JADIDA}/name", {**typed, "version": shown_version(form)})
    assert late.status_code == 422
    assert "El-Jadida" in late.text
    again = network.submit(f"{EL_JADIDA}/name", {**typed, "version": shown_version(late.text), "form_key": "l" * 24})
    assert again.status_code == 302, again.text[again.text.find("note bad") :][:900]


def test_the_services_refuse_an_older_list_and_bad_lines(app: Flask, world: World) -> None:  # noqa: ARG001  # the accounts
    with app.app_context():
        write(Country.MOROCCO, renamed("MA-SAF", "Asfi", TODAY))
        with write_transaction():
            told = {"version": 0, "by_account_id": None}
            with pytest.raises(ChangedMeanwhile):
                services.name_territory(Country.MOROCCO, renamed("MA-JDI", "Mazagan"), today=TODAY, **told)
            with pytest.raises(ChangedMeanwhile):
                services.take_back(Country.MOROCCO, 1, today=TODAY, **told)
            line = Change(
                number=0,
                kind=ChangeKind.ADDED,
                code="TN-1",
                level="delegation",
                parent="TN-23",
                name_fr="N",
                name_ar="ن",
            )
            with pytest.raises(LinesRefused):
                services.add_several(Country.TUNISIA, [line, line], today=TODAY, **told)
            assert territories.revision_now("TN") == 0


def test_an_open_organisation_knows_its_list_by_heart(app: Flask, world: World) -> None:
    """No statement more for a page; and no list of another one's changes."""
    with app.app_context():
        write(Country.MOROCCO, renamed("MA-JDI", "Mazagan", TODAY))
        for place, name in ((world.home, "Mazagan"), (world.abroad, "El Jadida")):
            with organisation_scope(place.id):
                g.organisation = queries.open_organisation(place.id)
                revision = territories.revision_now(g.organisation.country)
                assert g.organisation.territory_revision == revision
            assert territories.territory_name("MA-JDI", "fr", TODAY) == "Mazagan", name
        before = g.organisation
        write(Country.TUNISIA, renamed("TN-23", "Hippo", TODAY))
        assert territories.territory_name("TN-23", "fr", TODAY) == "Bizerte"
        g.organisation = queries.open_organisation(world.abroad.id)
        assert territories.territory_name("TN-23", "fr", TODAY) == "Hippo"
        assert before.territory_revision != g.organisation.territory_revision
        db.session.rollback()


def test_lists_call_a_place_as_it_was_called_then(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context():
        with organisation_scope(world.home.id), write_transaction():
            db.session.get_one(Member, (world.home.id, world.home.members["member"])).territory_code = "MA-JDI"
        write(Country.MOROCCO, renamed("MA-JDI", "Mazagan", TODAY))
    manager, path = sign_in(MANAGER), world.home.url("members?column=territory&on=")
    assert "Mazagan" in manager.get(f"{path}{TODAY}").text
    page = manager.get(f"{path}{YESTERDAY}").text
    assert "El Jadida" in page
    assert ">Mazagan<" not in page


@pytest.mark.parametrize("path", ["/network/territories/FR", "/network/territory/MA-ZZZ", "/network/territory/FR-75", f"{LIST}/changes/7"])  # fmt: skip
def test_what_is_not_there(sign_in: SignIn, path: str) -> None:
    assert sign_in(NETWORK).get(path).status_code == 404


def test_a_manager_changes_no_list_of_a_country(sign_in: SignIn) -> None:
    assert sign_in(MANAGER).get(LIST).status_code == 403
    observer = sign_in("observer@moucharaka.example")
    page = observer.get(LIST).text
    assert "Casablanca-Settat" in page
    assert "Ajouter un territoire" not in page
