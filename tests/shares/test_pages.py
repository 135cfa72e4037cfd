"""Shares as they are read and recorded: by the manager, the coach, the person; the reports line by line with the ledger."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app import pdf
from app.shares import services
from app.shares.rules import Value
from tests.conftest import SignIn
from tests.shares.test_ledger import at_work, hand_over, subscribe
from tests.shares.test_ledger import member as member_of
from tests.support.parcours import record as record_step
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
DAY = TODAY.isoformat()


@pytest.fixture
def ledger(app: Flask, world: World) -> None:
    """Amina subscribed ten shares, paid three quarters and gave two away; Youssef received them; Leïla paid a quarter."""
    with app.app_context(), at_work(world):
        worth = Value(from_day=TODAY - timedelta(days=400), value_minor=10_000)
        services.set_value(worth, decision="Assemblée constitutive", by_account_id=None)
        subscribe(world, shares=10, paid=75_000, back=150)
        hand_over(world, 2, paid_minor=20_000)
        subscribe(world, "leila", shares=4, paid=10_000, back=5)
        mistake = subscribe(world, "leila", shares=1, back=3)
        services.cancel(member_of(world, "leila"), mistake, reason="Saisie deux fois", by_account_id=None)


def section(world: World, name: str = "member") -> str:
    return world.home.url(f"members/{world.home.members[name]}/shares")


def plain(page: str) -> str:
    """The words of a page, its hard spaces plain."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page)).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.usefixtures("ledger")
def test_the_manager_reads_names_the_person_only_numbers(sign_in: SignIn, world: World) -> None:
    said = plain(sign_in(MANAGER).get(section(world)).text)
    assert "Cession à Youssef El Idrissi (n° 2)" in said
    assert "800,00 MAD" in said
    assert "550,00 MAD" in said
    assert "-200,00 MAD" in said, "what leaves is signed"
    own = plain(sign_in(MEMBER).get(section(world)).text)
    assert "Cession au n° 2" in own
    assert "Youssef" not in own
    assert "Souscrire" not in own
    assert "Cession au n° 2" in plain(sign_in(COACH).get(section(world)).text)


@pytest.mark.usefixtures("ledger")
def test_a_subscription_is_recorded_once_and_warns_of_the_missing_part(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), section(world, "member2")
    values = {"happened_on": DAY, "shares": "10", "paid_minor": "100", "form_key": "k" * 20}
    for _time in range(3):
        manager.submit(f"{path}/new/subscription", values)
    said = plain(manager.get(path).text)
    assert said.count("Souscription") == 1
    warning = plain(
        manager.submit(f"{path}/new/subscription", values | {"form_key": "m" * 20}, follow_redirects=True).text
    )
    assert "25 % se versent à la souscription : il manque 150,00 MAD." in warning


@pytest.mark.usefixtures("ledger")
def test_the_receiver_is_shown_before_anything_is_recorded(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), f"{section(world)}/new/transfer"
    values = {"happened_on": DAY, "shares": "1", "paid_minor": "", "to_number": "3", "reference": "Bureau"}
    asked = manager.submit(path, values | {"paid_minor": "50"})
    assert asked.status_code == 422
    assert "Leïla Haddad" in asked.text
    assert "Rien n’est encore enregistré" in asked.text
    assert 'role="alert"' not in asked.text  # nothing is wrong yet
    unticked = manager.submit(path, values | {"paid_minor": "50", "shown_number": "3"})
    assert 'id="is_receiver-error"' in unticked.text
    assert 'value="Bureau"' in asked.text
    confirmed = values | {"paid_minor": "50", "is_receiver": "y", "shown_number": "3"}
    another = manager.submit(path, confirmed | {"to_number": "2"})
    assert another.status_code == 422
    assert "Youssef El Idrissi" in another.text
    assert "checked" not in another.text
    kept = manager.submit(path, confirmed | {"shares": "99"})
    assert "Leïla Haddad" in kept.text
    assert "checked" in kept.text
    assert manager.submit(path, confirmed).status_code == 302


@pytest.mark.usefixtures("ledger")
def test_a_kind_of_entry_that_is_none_is_not_found(sign_in: SignIn, world: World) -> None:
    assert sign_in(MANAGER).get(f"{section(world)}/new/gift").status_code == 404


@pytest.mark.usefixtures("ledger")
def test_an_entry_of_somebody_else_is_not_found(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    cancel = re.search(rf"{section(world)}/(\d+)/cancel", manager.get(section(world)).text)
    assert cancel
    assert manager.get(f"{section(world)}/{cancel[1]}/cancel").status_code == 200
    assert manager.get(f"{section(world, 'leila')}/{cancel[1]}/cancel").status_code == 404


def rows(csv: bytes) -> list[list[str]]:
    return [line.split(";") for line in csv.decode("utf-8-sig").splitlines()][1:]


def taken(sign_in: SignIn, world: World, what: str) -> list[list[str]]:
    return rows(sign_in(MANAGER).get(world.home.url(f"reports/shares/{what}")).data)


@pytest.mark.usefixtures("ledger")
def test_the_register_says_what_the_ledger_says(sign_in: SignIn, world: World) -> None:
    register = taken(sign_in, world, "associates.csv")
    assert [(row[0], row[1], *row[8:]) for row in register] == [
        ("1", "Amina Benali", "8", "800,00", "550,00", "250,00"),
        ("2", "Youssef El Idrissi", "2", "200,00", "200,00", "0,00"),
        ("3", "Leïla Haddad", "4", "400,00", "100,00", "300,00"),
        ("", "Total", "14", "1400,00", "850,00", "550,00"),
    ]
    earlier = taken(sign_in, world, f"associates.csv?on={TODAY - timedelta(days=20)}")
    assert [row[8] for row in earlier] == ["10", "10"]
    assert taken(sign_in, world, f"associates.csv?on={TODAY - timedelta(days=180)}") == []


@pytest.mark.usefixtures("ledger")
def test_the_register_of_who_left_and_of_who_is_late(app: Flask, sign_in: SignIn, world: World) -> None:
    with app.app_context(), at_work(world):
        record_step(member_of(world, "member2"), "exit", TODAY - timedelta(days=2))
        services.change_rule(services.Asked(months_to_pay=2), before=services.Asked(), version=0)
    assert [row[0] for row in taken(sign_in, world, "associates.csv?who=left")] == ["2", ""]
    late = taken(sign_in, world, "associates.csv?who=late")
    assert [(row[0], row[12]) for row in late] == [("1", "250,00"), ("", "250,00")]
    assert taken(sign_in, world, f"associates.csv?who=left&on={TODAY - timedelta(days=3)}") == []
    home = plain(sign_in(MANAGER).get(world.home.url("")).text)
    assert "1 personne sortie détient encore des parts" in home
    assert "1 personne doit un versement échu" in home


@pytest.mark.usefixtures("ledger")
def test_the_statement_adds_up(sign_in: SignIn, world: World) -> None:
    first = TODAY - timedelta(days=30)
    statement = taken(sign_in, world, f"capital.csv?from={first}")
    assert [row[1:] for row in statement] == [
        ["", "1", "10", "1000,00", "750,00", "250,00"],
        ["1", "1", "4", "400,00", "100,00", "300,00"],
        ["1", "1", "0", "0,00", "0,00", "0,00"],
        ["", "3", "14", "1400,00", "850,00", "550,00"],
    ]
    page = sign_in(MANAGER).get(world.home.url(f"reports/capital?from={first}")).text
    links = re.findall(r'href="([^"]+kind=[^"]+)"', page)
    assert len(links) == 2
    before = plain(sign_in(MANAGER).get(world.home.url(f"reports/capital?on={TODAY - timedelta(days=90)}")).text)
    assert "enregistrée ou annulée seulement après son dernier jour" in before
    assert "Écriture" in sign_in(MANAGER).get(links[0].replace("&amp;", "&")).text


@pytest.mark.usefixtures("ledger")
def test_the_ledger_lists_every_entry_with_its_cancellation(sign_in: SignIn, world: World) -> None:
    entries = taken(sign_in, world, "share_ledger.csv")
    assert [row[0] for row in entries] == ["1", "2", "3", "4"]
    assert "Saisie deux fois" in entries[3][10]
    assert all(row[9] for row in entries), "when each was recorded"
    assert len(taken(sign_in, world, "share_ledger.csv?kind=transfer")) == 1


def test_the_screen_shows_the_ledger_by_pages(app: Flask, sign_in: SignIn, world: World) -> None:
    with app.app_context(), at_work(world):
        worth = Value(from_day=TODAY - timedelta(days=400), value_minor=10_000)
        services.set_value(worth, decision="", by_account_id=None)
        for back in range(30):
            subscribe(world, shares=1, back=back)
    manager = sign_in(MANAGER)
    first = manager.get(world.home.url("reports/share-ledger")).text
    assert "30 écritures" in plain(first)
    following = re.search(r'href="([^"]+after=[^"]+)"', first)
    assert following
    assert manager.get(following[1].replace("&amp;", "&")).text.count("<tr>") == 5 + 1


@pytest.mark.usefixtures("ledger")
def test_a_report_too_large_to_print_leads_back_to_itself(
    sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> bytes:
        raise pdf.DocumentTooLarge("rows")

    monkeypatch.setattr("app.pdf.render_in_child", refuse)
    path = world.home.url("reports/shares/associates.pdf?who=late&endpoint=x&_method=POST&slug=oran")
    assert sign_in(MANAGER).get(path).location == world.home.url("reports/associates?who=late")


@pytest.mark.usefixtures("ledger")
def test_files_of_no_report_are_not_found(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    for address in ("reports/shares/capital.exe", "reports/shares/persons.csv"):
        assert manager.get(world.home.url(address)).status_code == 404


def test_without_a_value_the_page_says_what_to_do(sign_in: SignIn, world: World) -> None:
    assert world.home.url("settings/shares") in sign_in(MANAGER).get(section(world)).text
    assert "settings/shares" not in sign_in(MEMBER).get(section(world)).text


def test_a_value_and_its_removal(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), world.home.url("settings/shares")
    assert manager.submit(path, {"from_day": DAY, "value_minor": "100", "decision": "Assemblée"}).status_code == 302
    removal = re.search(r"settings/shares/values/\d+/delete", manager.get(path).text)
    assert removal
    assert manager.submit(world.home.url(removal[0]), {}).status_code == 302
    assert "values" not in manager.get(path).text


def test_two_managers_change_the_rules(sign_in: SignIn, world: World) -> None:
    path = world.home.url("settings/shares/rule")
    values = {"least_shares": "3", "first_part_percent": "25", "months_to_pay": "24", "version": "0"}
    assert sign_in(MANAGER).submit(path, values).status_code == 302
    second = sign_in(MANAGER).submit(path, values | {"months_to_pay": "12"})
    assert second.status_code == 422
    again = re.search(r'name="version"[^>]*value="(\d+)"', second.text)
    assert again
    assert sign_in(MANAGER).submit(path, values | {"version": again[1]}).status_code == 302
