"""The rooms of a file walked as who uses them: contracts by keyboard alone, shares, papers from a phone, fields of one's
own and lists, an ugly spreadsheet, and the two roles of the network. Each in one manner; together in all of them."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.journeys.test_story import OWN_PASSWORD
from tests.journeys.visitor import HOME, Come, Manner, Visitor

MANAGER, COACH, MEMBER = (f"{name}@el-jadida.example" for name in ("manager", "coach", "member"))
PAY = "Une part fixe de deux mille dirhams"
UGLY = """Coopérative El Jadida;;;;;
Liste des adhérents au 31/10;;;;;
NOM;Prénom;Sexe;Né le;Entrée;Tél.
Abbou;Aïcha;F;03/02/1990;31/10/2026;0698765432
Abbou;Aïcha;F;hier;31/10/2026;
TOTAL;2;;;;
"""


def only(language: str, width: int, *, scripts: bool = True) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("manner", [Manner(language=language, width=width, scripts=scripts)], ids=str)


def in_days(days: int, today: date) -> date:
    return today + timedelta(days=days)


def arrive(come: Come, login: str) -> Visitor:
    visitor = come()
    visitor.sign_in(login)
    return visitor


def own_file(member: Visitor) -> str:
    """The address of the file of who is signed in."""
    link = member.page.locator("main a[href*='/members/']").first.get_attribute("href")
    assert link is not None
    return link


@only("fr", 1280)
def test_a_contract_by_keyboard_alone(come: Come, manner: Manner) -> None:
    member, manager = arrive(come, MEMBER), arrive(come, MANAGER)
    path = f"{own_file(member)}/contracts"
    manager.open(path)
    manager.tab_and_press(".skip")
    manager.tab_and_press("a[href$='/end']")
    today = date.fromisoformat(manager.page.input_value("[name=closed_on]"))
    manager.type_into(closed_on=f"{in_days(-1, today):%m%d%Y}")
    manager.tab_and_press("#page-form button.danger")
    manager.tab_and_press("main a[href$='/contracts/new']")
    manager.tab_to("[name=kind_id]")
    manager.page.keyboard.press("End")
    while "déterminée" not in manager.page.locator("[name=kind_id] option:checked").inner_text():
        manager.page.keyboard.press("ArrowUp")
    manager.type_into(pay_terms=PAY)
    manager.tab_and_press("#page-form button:not(.danger)")
    assert manager.page.locator("#ends_on-error").count(), manager.text()
    assert manager.page.input_value("[name=pay_terms]") == PAY
    manager.type_into(ends_on=f"{in_days(20, today):%m%d%Y}")
    manager.tab_and_press("#page-form button:not(.danger)")
    assert manager.page.url.endswith("/contracts"), manager.text()
    assert "Se termine bientôt" in manager.text()
    manager.tab_and_press("a[href$='/amendments/new']")
    manager.type_into(effective_on=f"{today:%m%d%Y}", ends_on=f"{in_days(300, today):%m%d%Y}")
    manager.tab_and_press("#page-form button:not(.danger)")
    assert "Se termine bientôt" not in manager.text()
    coach = arrive(come, COACH)
    coach.open(path)
    assert "Avenant n° 1" in coach.text()
    assert PAY not in coach.text()
    member.open(path)
    assert PAY in member.text()


@only("ar", 390)
def test_shares_from_a_subscription_to_the_register(come: Come, manner: Manner) -> None:
    member, manager = arrive(come, MEMBER), arrive(come, MANAGER)
    path = f"{own_file(member)}/shares"
    manager.open(path)
    manager.follow("a[href$='/new/subscription']")
    manager.fill(shares="٦", paid_minor="600", reference="وصل 77")
    manager.send()
    manager.follow("a[href$='/new/transfer']")
    manager.fill(to_number="2", shares="2", paid_minor="200")
    manager.send()  # who it is, before anything is written
    assert manager.page.locator("[name=is_receiver]").count(), manager.text()
    manager.choose("is_receiver", "y")
    manager.send()
    manager.follow("a[href$='/new/refund']")
    manager.fill(shares="500")
    manager.send()
    assert manager.page.locator(".summary").count(), manager.text()
    manager.fill(shares="1", paid_minor="100")
    manager.send()
    manager.follow("a[href$='/cancel']")
    manager.fill(reason="خطأ في الإدخال")
    manager.send()
    assert "خطأ في الإدخال" in manager.text()
    manager.open(f"{HOME}/reports/associates")
    assert "محمد الزروالي" in manager.text()
    for ending in ("pdf", "xlsx"):
        answer = manager.context.request.get(f"{manager.house.url}{HOME}/reports/shares/associates.{ending}")
        assert answer.status == 200, ending
    member.open(path)
    assert "وصل 77" in member.text()
    assert not member.page.locator("a[href*='/new/']").count()


def picture(colour: str) -> dict[str, object]:
    """What a phone takes."""
    taken = io.BytesIO()
    Image.new("RGB", (600, 800), colour).save(taken, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": taken.getvalue()}


@only("fr", 390)
def test_a_paper_sent_from_a_phone(come: Come, manner: Manner) -> None:
    member, coach = arrive(come, "member2@el-jadida.example"), arrive(come, "coach2@el-jadida.example")
    path = f"{own_file(member)}/papers"
    member.open(path)
    member.follow("a[href$='/send']")
    member.send()
    assert member.page.locator("#file-error").count(), member.text()
    member.page.set_input_files("[name=file]", picture("beige"))
    member.fill(note="Prise ce matin")
    member.send()
    assert "À vérifier" in member.text()
    coach.open(path)
    coach.follow("a[href$='/check']")
    assert "Prise ce matin" in coach.text()
    shown = coach.context.request.get(coach.house.url + str(coach.page.get_attribute("a[href$='/file']", "href")))
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    coach.follow("a[href$='/return']")
    coach.fill(remark="On ne lit pas la date")
    coach.send()
    member.open(path)
    assert "On ne lit pas la date" in member.text()
    member.follow("main .row a[href$='/send']")
    member.page.set_input_files("[name=file]", picture("white"))
    member.send()
    coach.open(path)
    coach.follow("a[href$='/check']")
    coach.send()
    assert "À vérifier" not in coach.text()
    for state in ("missing", "expired"):
        coach.open(f"{HOME}/papers?state={state}")


@only("ar", 1280)
def test_a_field_of_ones_own_in_lists(come: Come, manner: Manner) -> None:
    manager, coach = arrive(come, MANAGER), arrive(come, COACH)
    manager.open(f"{HOME}/settings/own-fields")
    manager.follow("a[href$='/own-fields/new']")
    manager.page.select_option("[name=kind]", "text")
    manager.fill(label_fr="Marque de la machine")
    manager.send()
    assert manager.page.locator("#label_ar-error").count(), manager.text()
    manager.fill(label_ar="علامة الآلة")
    manager.choose("audience", "coaches")
    manager.send()
    coach.open(f"{HOME}/members")
    coach.follow("table a")
    coach.follow("a[href$='/social']")
    coach.follow("a[href$='/social/own-fields']")
    coach.page.get_by_label("علامة الآلة").fill("Singer")
    coach.send()
    assert "Singer" in coach.text()
    manager.open(f"{HOME}/members/filters")
    box = manager.page.get_by_label("علامة الآلة").first
    field = str(box.get_attribute("value") or box.get_attribute("name"))
    manager.open(f"{HOME}/members?column={field}&column=phone")
    assert "Singer" in manager.text()
    taken = manager.context.request.get(f"{manager.house.url}{HOME}/reports/list.csv?column={field}")
    assert "علامة الآلة" in taken.text()
    assert "Singer" in taken.text()
    manager.follow("a[href*='/lists/new']")
    manager.fill(name="الآلات")
    manager.choose("is_shared", "y")
    manager.send()
    coach.open(f"{HOME}/lists")
    coach.follow("a:has-text('الآلات')")
    assert "Singer" in coach.text()
    assign_two(manager)


def assign_two(manager: Visitor) -> None:
    """Two people of a list get a coach at once; the list is printed."""
    manager.open(f"{HOME}/members?coach=none&choose=1")
    boxes = manager.page.locator("tbody input[type=checkbox]")
    names = [manager.page.locator("tbody th").nth(rank).inner_text() for rank in range(2)]
    for rank in range(2):
        boxes.nth(rank).focus()
        manager.page.keyboard.press("Space")
    manager.follow("button[formaction*='/together/coach']")
    manager.page.select_option("[name=coach_id]", index=1)
    manager.send()
    manager.open(f"{HOME}/members?coach=none")
    assert not [name for name in names if name in manager.text()]
    answer = manager.context.request.get(f"{manager.house.url}{HOME}/reports/list.pdf?coach=none")
    assert answer.body().startswith(b"%PDF-")


@only("ar", 390, scripts=False)
def test_an_ugly_spreadsheet_and_its_slips(come: Come, manner: Manner) -> None:
    manager = arrive(come, MANAGER)
    manager.open(f"{HOME}/members/imports/new")
    manager.page.set_input_files(
        "[name=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": UGLY.encode("cp1252")}
    )
    manager.send()
    manager.page.select_option("[name=columns-4]", "admitted_on")  # the others are proposed well
    manager.send()
    manager.send()  # how dates are read, as it was proposed
    wait_for(manager, "form[action$='/write']")
    manager.follow("a[href*='kind=refused']")
    assert "Né le" in manager.text()
    link = str(manager.page.get_attribute("a[href$='set-aside.xlsx']", "href"))
    assert manager.context.request.get(manager.house.url + link).body().startswith(b"PK")
    manager.page.go_back()
    manager.send("form[action$='/write']")
    wait_for(manager, "a[href$='/imports/new']")
    sign_in_by_a_slip(manager, come())


def wait_for(manager: Visitor, selector: str) -> None:
    """As the page says it does, by itself."""
    manager.page.locator(selector).first.wait_for(timeout=40_000)
    manager.look()


def sign_in_by_a_slip(manager: Visitor, entrepreneur: Visitor) -> None:
    """One of many codes on paper lets its owner in, once."""
    manager.follow("a[href$='/slips']")
    assert manager.page.locator("[name=member_ids]").count() == 1, manager.text()
    sent: dict[str, str | float | bool] = {
        name: manager.page.input_value(f"#page-form [name={name}]") for name in ("csrf_token", "form_key")
    }
    sent["member_ids"] = manager.page.get_by_label("Aïcha Abbou").input_value()
    taken = manager.context.request.post(manager.page.url, form=sent)  # a browser shows it
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(taken.body())).pages)
    code = re.search(r"06\s?98\s?76\s?54\s?32.*?([0-9A-Z]{4}(?:[ -][0-9A-Z]{4})+)", text, re.DOTALL)
    assert code, text
    entrepreneur.sign_in("0698765432", code[1])
    entrepreneur.fill(new_password=OWN_PASSWORD, repeated_password=OWN_PASSWORD)
    entrepreneur.send()
    entrepreneur.open(f"{HOME}/")
    assert entrepreneur.page.locator("a[href*='/activity/new']").count(), entrepreneur.text()


@pytest.mark.parametrize(
    "manner",
    [
        Manner(language="ar", width=1280, scripts=False),
        pytest.param(Manner(language="fr", width=390, scripts=True), marks=pytest.mark.drill),
    ],
    ids=str,
)
def test_the_network_sees_numbers_and_no_person(come: Come, manner: Manner) -> None:
    administrator, observer = arrive(come, "network@moucharaka.example"), arrive(come, "observer@moucharaka.example")
    observer.open("/network")
    assert not observer.page.locator("main a[href*='/network/organisations']").count()
    for reader in (observer, administrator):
        assert reader.open(f"{HOME}/members").status == 404
    administrator.open("/network")
    administrator.follow("main a[href*='/organisations/new']")
    administrator.send()
    assert administrator.page.locator(".summary").count()
    administrator.open("/network")
    administrator.follow("table a")
    administrator.follow("main a[href*='/manager']")
    administrator.fill(name_latin="Samira Essai", email=f"samira.{manner.language}@essai.example")
    administrator.send()
    assert "/manager" not in administrator.page.url, administrator.text()
