"""Accounts as they are read and kept: by the manager, the coach and the person; every figure opens its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from app import pdf
from app.kernel import access
from app.kernel.access import Permission, Role
from app.statements import pages, rule_services, services
from app.statements.kinds import EntryKind, Means
from app.statements.rules import PayRates
from app.statements.services import Entry
from tests.conftest import SignIn
from tests.statements.conftest import Log, at_work, member_of
from tests.support.statements import TEN_PERCENT, set_rule
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
DAY = TODAY.isoformat()


@pytest.fixture
def account(app: Flask, world: World, log: Log) -> None:
    """Amina sold for 22,000 in October, of which 20,000 were paid; she spent 1,000 and was paid 5,000."""
    log(OCTOBER, sold=22_000_00, collected=20_000_00, spent=1_000_00)
    with app.app_context(), at_work(world):
        set_rule(TEN_PERCENT)
        rates = PayRates(employer=21_09, employee=6_74)
        rule_services.set_pay_rates(rates, first_month=OCTOBER, reason="", by_account_id=None)
        paid = Entry(
            kind=EntryKind.PAYMENT,
            day=date(2026, 10, 20),
            amount_minor=5_000_00,
            means=Means.CASH,
            purpose="Avance sur la paie",
            reference="R-17",
        )
        services.record(member_of(world), paid, by_account_id=None)


def section(world: World, name: str = "member", asked: str = "") -> str:
    return world.home.url(f"members/{world.home.members[name]}/statement{asked}")


def plain(page: str) -> str:
    """The words of a page, its hard spaces plain."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page)).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.usefixtures("account")
def test_the_statement_says_every_figure_and_who_may_read_it_reads_the_same(sign_in: SignIn, world: World) -> None:
    for who in (MANAGER, COACH, MEMBER):
        said = plain(sign_in(who).get(section(world, asked="?from=2026-10&to=2026-10")).text)
        for figure in ("22 000,00", "20 000,00", "1 000,00", "2 020,00", "5 000,00"):
            assert f"{figure} MAD" in said
        # six months of a fixed part of 20.00 before October: May to September
        assert "Solde de clôture 11 880,00 MAD" in said
        assert "Ce n’est pas un bulletin de paie" in said
        assert "Salaire brut 9 810,88 MAD" in said
    assert "Enregistrer un versement" not in plain(sign_in(MEMBER).get(section(world)).text)
    assert "Enregistrer un versement" in plain(sign_in(MANAGER).get(section(world)).text)


@pytest.mark.usefixtures("account")
def test_every_figure_opens_what_it_sums_up(sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(member_id: int, since: date, until: date, *, figure: str) -> Sequence[Any]:
        assert (member_id, since, until) == (world.home.members["member"], OCTOBER, date(2026, 10, 31))
        told = {"record_id": 1, "day": OCTOBER, "kind": figure, "party": "Hôtel du Port", "amount_minor": 10_000_00}
        return [SimpleNamespace(what=f"Nappes {figure}", **told)] * 2

    monkeypatch.setattr(pages, "account_rows", rows)
    person = sign_in(MEMBER)
    page = person.get(section(world, asked="?from=2026-10&to=2026-10")).text
    links = set(re.findall(r'href="([^"]*/statement/[^"]*)"', page))
    assert len(links) == 5, "the opening balance leads to the months before"
    for link in links:
        assert person.get(link.replace("&amp;", "&")).status_code == 200
    sold = plain(person.get(section(world, asked="/rows/sold?from=2026-10&to=2026-10")).text)
    assert "Ensemble : 20 000,00 MAD" in sold
    assert "Nappes sold" in sold
    paid = plain(person.get(section(world, asked="/rows/paid?from=2026-10&to=2026-10")).text)
    assert "Avance sur la paie" in paid
    assert "R-17" in paid
    assert "Annuler" not in paid
    lines = plain(person.get(section(world, asked="/contributions?from=2026-10&to=2026-10")).text)
    assert "10 % de 20 000,00 MAD 2 000,00 MAD Part fixe 20,00 MAD Contribution du mois 2 020,00 MAD" in lines
    assert person.get(section(world, asked="/rows/secrets")).status_code == 404


@pytest.mark.usefixtures("account")
def test_in_arabic_too(sign_in: SignIn, world: World) -> None:
    said = sign_in(MEMBER).get(section(world, asked="?from=2026-10&to=2026-10&lang=ar")).text
    assert "كشف الحساب" in said
    assert "11.880,00" in said


def test_a_period_never_reaches_into_the_future(sign_in: SignIn, world: World) -> None:
    said = sign_in(MANAGER).get(section(world, asked="?from=2030-01&to=2031-01")).text
    assert "Novembre 2026" in said or "novembre 2026" in said
    assert sign_in(MANAGER).get(section(world, asked="?from=nonsense&to=2026-13")).status_code == 200


@pytest.mark.usefixtures("account")
def test_the_statement_as_a_table(sign_in: SignIn, world: World) -> None:
    answer = sign_in(MEMBER).get(section(world, asked=".csv?from=2026-10&to=2026-11"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Jour"
    assert [row[4] for row in rows[1:]][-1] in ("11860", "11860,00", "11860.00")
    assert [row[3] for row in rows if row[1] == "Versé à la personne"] == [rows[-2][3]]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("paper", "title", "words"),
    [
        ("fr", "Relevé de compte", "onze mille huit cent quatre-vingts dirhams"),
        ("ar", "كشف الحساب", "أحد عشر ألفا وثمانمائة وثمانون درهما"),
    ],
)
def test_the_paper_speaks_the_language_asked_for(
    sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch, paper: str, title: str, words: str
) -> None:
    """Whatever the page speaks: what is handed to the printer says person, period, sums in words and where to sign."""
    printed: list[Any] = []
    monkeypatch.setattr(pdf, "render_in_child", lambda _kind, document: printed.append(document) or b"%PDF-1.7")
    answer = sign_in(MEMBER).get(section(world, asked=f".pdf?from=2026-10&to=2026-10&paper={paper}"))
    assert answer.mimetype == "application/pdf"
    [document] = printed
    assert (document.language, document.title) == (paper, title)
    assert document.direction == ("rtl" if paper == "ar" else "ltr")
    assert any(words in note for note in document.notes)
    assert document.signature


@pytest.mark.usefixtures("account")
def test_the_paper_is_really_printed(sign_in: SignIn, world: World) -> None:
    answer = sign_in(MANAGER).get(section(world, asked=".pdf?from=2026-10&to=2026-10&paper=ar"))
    assert answer.data.startswith(b"%PDF")
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == 1


def test_an_entry_sent_twice_is_recorded_once_and_can_be_taken_back(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    path = world.home.url(f"members/{world.home.members['member']}/account/new/payment")
    values = {"day": DAY, "amount_minor": "١٢٥٠٫٥٠", "means": "transfer", "purpose": "Paie", "form_key": "k" * 20}
    for _time in range(3):
        assert manager.submit(path, values).status_code == 302
    rows = manager.get(section(world, asked="/rows/paid")).text
    assert plain(rows).count("1 250,50 MAD") == 2, "the row and the sum"
    [cancel] = re.findall(r'href="([^"]*/cancel)"', rows)
    assert manager.submit(cancel, {"reason": ""}).status_code == 422
    assert manager.submit(cancel, {"reason": "Virement rejeté"}).status_code == 302
    after = plain(manager.get(section(world, asked="/rows/paid")).text)
    assert "Ensemble : 0,00 MAD" in after
    assert "Virement rejeté" in after
    assert manager.submit(cancel, {"reason": "Encore"}).status_code == 422


def test_what_is_refused_stands_beside_its_field(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    path = world.home.url(f"members/{world.home.members['member']}/account/new/")
    wrong = {"day": "2026-11-02", "amount_minor": "100", "is_owed_shown": "1"}
    answer = manager.submit(f"{path}opening", wrong)
    assert answer.status_code == 422
    assert "Choisissez le premier jour d’un mois." in answer.text
    assert manager.submit(f"{path}opening", wrong | {"day": "2026-11-01"}).status_code == 302
    again = manager.submit(f"{path}opening", wrong | {"day": "2026-10-01"})
    assert "a déjà un solde d’ouverture" in again.text
    future = manager.submit(f"{path}payment", {"day": "2026-11-19", "amount_minor": "0", "means": "barter"})
    assert future.status_code == 422
    assert "Ouvrir le compte avec un solde" not in manager.get(section(world)).text


def test_what_the_person_owes_opens_the_account_below_zero(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    path = world.home.url(f"members/{world.home.members['member']}/account/new/opening")
    manager.submit(path, {"day": "2026-11-01", "amount_minor": "75", "is_owed": "y", "purpose": "Ancien cahier"})
    assert "Solde d’ouverture -75,00 MAD" in plain(manager.get(section(world, asked="?from=2026-11")).text)


def test_rules_are_fixed_corrected_and_withdrawn_in_the_settings(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), world.home.url("settings/contributions")
    tiers = {"rate_1": "10", "from_2": "35 000", "rate_2": "8,5", "period": "year", "base": "collected"}
    values = {"first_month": "2026-01-17", "fixed_minor": "30", **tiers}
    assert manager.submit(f"{path}/new", values).status_code == 302
    said = plain(manager.get(path).text)
    assert "10 % ; 8,5 % à partir de 35 000,00 MAD" in said
    assert "janvier 2026" in said.lower()
    again = manager.submit(f"{path}/new", values)
    assert "Pour la corriger, dites pourquoi." in again.text
    assert manager.submit(f"{path}/new", values | {"rate_1": "12", "reason": "Faute"}).status_code == 302
    assert "Faute" in plain(manager.get(path).text)
    for wrong in (
        {"rate_2": ""},
        {"rate_1": ""},
        {"rate_1": "101"},
        {"rate_1": "1,005"},
        {"from_3": "35000", "rate_3": "1"},
    ):
        assert manager.submit(f"{path}/new", values | {"first_month": "2026-02-01"} | wrong).status_code == 422, wrong
    [withdraw, *_older] = re.findall(r'href="([^"]*/withdraw)"', manager.get(path).text)
    assert manager.submit(withdraw, {"reason": "Jamais décidée"}).status_code == 302
    assert not re.findall(r'href="([^"]*/withdraw)"', manager.get(path).text)


def test_rates_of_pay_are_fixed_in_the_settings(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), world.home.url("settings/contributions")
    values = {"first_month": DAY, "employer_rate": "21,09 %", "employee_rate": "6,74"}
    assert manager.submit(f"{path}/pay", values).status_code == 302
    assert "21,09 %" in plain(manager.get(path).text)
    assert manager.submit(f"{path}/pay", values).status_code == 422


def test_an_exemption_is_given_and_withdrawn(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    path = world.home.url(f"members/{world.home.members['member']}/exemptions/new")
    values = {"spared": "fixed", "first_month": DAY, "last_month": "", "reason": "Perçoit les minima"}
    assert manager.submit(path, values).status_code == 302
    said = manager.get(section(world)).text
    assert "Perçoit les minima" in said
    [withdraw] = re.findall(r'href="([^"]*/withdraw)"', said)
    assert manager.submit(withdraw, {"reason": "Fin de droits"}).status_code == 302
    assert "Fin de droits" in manager.get(section(world)).text
    assert "Fin de droits" in sign_in(MEMBER).get(section(world)).text


@pytest.mark.usefixtures("account")
def test_the_month_of_the_cooperative_sums_up_and_says_what_is_not_covered(
    sign_in: SignIn, world: World, log: Log
) -> None:
    manager = sign_in(MANAGER)
    said = plain(manager.get(world.home.url("contributions?month=2026-10")).text)
    # everybody owes the fixed part; who collected nothing has nothing to cover it
    assert "2 020,00 MAD" in said
    assert "Non couvert" in said
    assert "Amina" in plain(manager.get(world.home.url("contributions?month=2026-10&q=amina")).text)
    assert "Youssef" not in plain(manager.get(world.home.url("contributions?month=2026-10&q=amina")).text)
    early = plain(manager.get(world.home.url("contributions?month=2025-06")).text)
    assert "Pas de règle générale" in early


@pytest.mark.usefixtures("account")
def test_the_files_of_the_month_hold_everybody_and_their_sums(sign_in: SignIn, world: World) -> None:
    answer = sign_in(MANAGER).get(world.home.url("contributions.csv?month=2026-10"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    due = [float(row[4].replace(",", ".")) for row in rows[1:]]
    assert due[-1] == sum(due[:-1])
    assert 2020.0 in due
    assert sign_in(MANAGER).get(world.home.url("contributions.xlsx?month=2026-10")).status_code == 200
    assert sign_in(MANAGER).get(world.home.url("contributions.doc?month=2026-10")).status_code == 404


def test_the_way_there(sign_in: SignIn, world: World) -> None:
    home = sign_in(MEMBER).get(world.home.url("members/mine"), follow_redirects=True).text
    assert world.home.url("statement") + '"' in home
    own = sign_in(MEMBER).get(world.home.url("statement"))
    assert own.headers["Location"].endswith(section(world))
    assert world.home.url("contributions") + '"' in sign_in(MANAGER).get(world.home.url("members")).text
    assert world.home.url("contributions") + '"' not in sign_in(COACH).get(world.home.url("members")).text


@pytest.mark.usefixtures("account")
def test_who_may_export_but_not_keep_accounts_takes_no_contributions(
    sign_in: SignIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    permissions = dict(access.ROLE_PERMISSIONS)
    permissions[Role.COACH] |= {Permission.EXPORT_REPORTS}
    monkeypatch.setattr(access, "ROLE_PERMISSIONS", permissions)
    access._granted.cache_clear()
    try:
        assert sign_in(COACH).get(world.home.url("contributions.csv?month=2026-10")).status_code == 403
    finally:
        monkeypatch.undo()
        access._granted.cache_clear()


def test_a_pasted_table_is_recorded_whole_or_not_at_all(sign_in: SignIn, world: World) -> None:
    manager, path = sign_in(MANAGER), world.home.url("contributions/entries")
    asked = {"kind": "payment", "means": "cash"}
    good = f"1\t{DAY}\t1 250,50\tPaie\tV-8\n\n2;18/11/2026;١٠٠;Paie"
    wrong = manager.submit(
        path, asked | {"table": good + f"\n99;{DAY};10\n1;19/11/2026;10\n1;{DAY}\n1;{DAY};-5\n1;2020-01-01;5"}
    )
    assert wrong.status_code == 422
    said = plain(wrong.text)
    assert "Ligne 5 : Ce jour n’est pas encore venu." in said, (
        "figures first: nothing is looked up before they are right"
    )
    assert "Ligne 6 :" in said
    assert "Ligne 7 :" in said
    unknown = plain(manager.submit(path, asked | {"table": good + f"\n99;{DAY};10\n1;2020-01-01;5"}).text)
    assert "Ligne 4 : Aucun membre n’a ce numéro." in unknown
    assert "Ligne 5 :" in unknown
    assert "Ensemble" not in manager.get(section(world, asked="/rows/paid")).text, "nothing was recorded"
    assert manager.submit(path, asked | {"table": good}).status_code == 302
    assert "1 250,50 MAD" in plain(manager.get(section(world, asked="/rows/paid")).text)
    assert "100,00 MAD" in plain(manager.get(section(world, "member2", asked="/rows/paid")).text)
    assert manager.submit(path, asked | {"table": " ;; "}).status_code == 422
    assert "500" in manager.submit(path, asked | {"table": f"1;{DAY};1\n" * 501}).text
