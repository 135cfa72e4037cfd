"""Files that are joined, shown and handed on: two of one person made one, a picture, a transfer that is accepted and one
that ends before, and a list of territories that the network amends under everybody's forms."""

from __future__ import annotations

import re

import pytest

from tests.journeys.test_rooms_walked import MANAGER, MEMBER, arrive, own_file, picture
from tests.journeys.visitor import HOME, Come, Manner, Visitor

CASABLANCA = "/o/casablanca"
THERE = {"fr": "Entreprise partagée de Casablanca", "ar": "المقاولة المشتركة للدار البيضاء"}
RANKS = {"fr": 6, "ar": 7}  # of whom nobody else's journey tells
SECOND_PHONE = {"fr": "0612340061", "ar": "0612340071"}
NEW_NAME = {"fr": "Sidi Bennour-Essai", "ar": "سيدي بنور الجديدة"}


def in_two(first: Manner, second: Manner) -> pytest.MarkDecorator:
    """The second in the drill."""
    return pytest.mark.parametrize("manner", [first, pytest.param(second, marks=pytest.mark.drill)], ids=str)


@in_two(Manner(language="fr", width=1280, scripts=False), Manner(language="ar", width=390, scripts=True))
def test_two_files_of_one_person_become_one(come: Come, manner: Manner) -> None:
    manager = arrive(come, MANAGER)
    kept = file_of_number(manager, RANKS[manner.language])
    gone = admit_again(manager, kept, SECOND_PHONE[manner.language])
    put_picture(manager, kept)
    tell_apart_and_take_back(manager, gone)
    merge(manager, gone)
    assert manager.page.url.endswith(kept), manager.text()
    assert manager.page.locator("main img.portrait").count()
    assert SECOND_PHONE[manner.language] in re.sub(r"\D", "", manager.text())
    manager.open(gone)
    manager.follow(f"main a[href='{kept}']")
    assert manager.page.url.endswith(kept)
    take_picture_away(manager, kept)


def file_of_number(manager: Visitor, number: int) -> str:
    """The address of a file, by the search for its number."""
    manager.open(f"{HOME}/members?q={number}")
    return str(manager.page.locator("tbody th a").first.get_attribute("href"))


def admit_again(manager: Visitor, path: str, phone: str) -> str:
    """By a colleague who overlooks what the page says: the same names and birth date, another phone number."""
    manager.open(f"{path}/edit")
    names = [f"{part}_name_{script}" for part in ("given", "family") for script in ("latin", "arabic")]
    said = {name: manager.page.input_value(f"[name={name}]") for name in [*names, "birth_date"]}
    sex = str(manager.page.locator("[name=sex]:checked").get_attribute("value"))
    manager.open(f"{HOME}/members/new")
    manager.fill(**said, phone=phone)
    manager.choose("sex", sex)
    manager.page.select_option("[name=trade_id]", index=1)
    manager.send()
    assert manager.page.locator(f".note a[href='{path}']").count(), manager.text()
    manager.choose("is_another_person", "y")
    manager.send()
    return manager.page.url.removeprefix(manager.house.url)


def put_picture(manager: Visitor, path: str) -> None:
    """Not without the person's agreement; then it is on the file."""
    manager.open(path)
    manager.follow("main a[href$='/photo']")
    manager.page.set_input_files("[name=photo]", picture("teal"))
    manager.send()
    assert manager.page.locator("#agreed-error").count(), manager.text()
    manager.page.set_input_files("[name=photo]", picture("teal"))
    manager.choose("agreed", "y")
    manager.send()
    shown = str(manager.page.locator("main img.portrait").get_attribute("src"))
    answer = manager.context.request.get(f"{manager.house.url}{shown}")
    assert (answer.status, answer.headers["content-type"][:6]) == (200, "image/")


def take_picture_away(manager: Visitor, path: str) -> None:
    manager.follow("main a[href$='/photo']")
    manager.follow("main a[href$='/photo/delete']")
    manager.send()
    assert manager.page.url.endswith(path)
    assert not manager.page.locator("main img.portrait").count()


def tell_apart_and_take_back(manager: Visitor, gone: str) -> None:
    """Of another pair: it leaves the list, stands among those told apart, and comes back."""
    manager.open(f"{HOME}/members/duplicates")
    others = manager.page.locator("tbody form[action$='/apart']")
    actions = [str(form.get_attribute("action")) for form in others.all()]
    apart = next(action for action in actions if f"/{number_in(gone)}/" not in action)
    press = manager.tab_and_press if manager.manner.scripts else manager.follow
    press(f"form[action='{apart}'] button")
    assert not manager.page.locator(f"form[action='{apart}']").count()
    press("main a[href$='/duplicates/apart']")
    back = apart.removesuffix("/apart") + "/alike"
    press(f"form[action='{back}'] button")
    manager.open(f"{HOME}/members/duplicates")
    assert manager.page.locator(f"form[action='{apart}']").count()


def number_in(path: str) -> str:
    return path.rsplit("/", 1)[1]


def merge(manager: Visitor, gone: str) -> None:
    """By keyboard: on the side-by-side page the arrows choose the phone number of the file that goes."""
    manager.tab_and_press(f"main .actions a[href$='/merge/{number_in(gone)}']")
    manager.tab_to("[name=phone]")
    manager.page.keyboard.press("ArrowDown")
    assert manager.page.locator("[name=phone][value=gone]").is_checked()
    manager.tab_and_press("#page-form button.danger")


@in_two(Manner(language="fr", width=390, scripts=False), Manner(language="ar", width=1280, scripts=True))
def test_files_are_handed_on_and_territories_change(come: Come, manner: Manner) -> None:
    sender, receiver, member = arrive(come, MANAGER), arrive(come, "manager@casablanca.example"), arrive(come, MEMBER)
    path = file_of_number(sender, RANKS[manner.language] + 2)
    look_at_the_consent(sender, path)
    send(sender)
    accept(receiver)
    sender.open(f"{path}/transfers")
    assert sender.page.locator("main a[href*='/exit']").count(), sender.text()
    end_before_the_answer(sender, member)
    rename_a_province(arrive(come, "network@moucharaka.example"), sender, path)


def accept(receiver: Visitor) -> None:
    """Afterwards nothing is left of what waited but its trace, which leads to the new file."""
    receiver.open(f"{CASABLANCA}/members/transfers")
    receiver.follow("tbody a")  # the latest first
    incoming = receiver.page.url
    receiver.page.select_option("[name=stage_id]", index=1)
    if receiver.page.locator("[name=is_another_person]").count():
        receiver.choose("is_another_person", "y")
    receiver.send()
    assert receiver.page.url.endswith("/transfers"), receiver.text()
    receiver.page.goto(incoming)
    assert not receiver.page.locator("#page-form").count()
    receiver.follow("main .note a")
    assert "/members/" in receiver.page.url


def look_at_the_consent(sender: Visitor, path: str) -> None:
    """A sheet in both languages, before anything is sent."""
    sender.open(f"{path}/transfers")
    sender.follow("main a[href$='/transfers/consent']")
    choose_what_goes(sender)
    sender.send()
    assert sender.page.locator("main section[lang]").count() == 2, sender.text()
    sender.follow("main a[href$='/transfers/new']")


def choose_what_goes(sender: Visitor) -> None:
    sender.page.select_option("[name=to_organisation_id]", label=THERE[sender.manner.language])
    sender.choose("parts", "parcours")


def send(sender: Visitor) -> None:
    """The consent is asked for, and nothing that was ticked is lost meanwhile."""
    choose_what_goes(sender)
    sender.choose("manner", "signed")
    sender.send()
    assert sender.page.locator("#has_consented-error").count(), sender.text()
    assert sender.page.locator("[name=parts][value=parcours]").is_checked()
    sender.choose("has_consented", "y")
    sender.send()
    assert sender.page.url.endswith("/transfers"), sender.text()


def end_before_the_answer(sender: Visitor, member: Visitor) -> None:
    """The person takes the consent back, or their manager withdraws; both go on seeing that there was a transfer."""
    path, there = own_file(member), THERE[member.manner.language]
    sender.open(f"{path}/transfers/new")
    send(sender)
    member.open(f"{path}/transfers")
    assert there in member.text()
    if member.manner.language == "fr":
        member.follow("main a[href$='/object']")
        member.send()
    else:
        sender.follow("main a[href$='/withdraw']")
        sender.fill(reason="تغير الرأي")
        sender.send()
    for side in (sender, member):
        side.open(f"{path}/transfers")
        assert not side.page.locator("main a[href$='/object'], main a[href$='/withdraw']").count(), side.text()
        assert there in side.text()


def rename_a_province(network: Visitor, manager: Visitor, path: str) -> None:
    """Offered under its new name from that day on, and under the old one again when the change is taken back."""
    spoken = network.manner.language
    network.open("/network")
    network.follow("main a[href*='/territories/']")
    network.follow("main a[href$='/territory/MA-SIB']")
    network.follow("main a[href$='/name']")
    network.fill(**{f"name_{spoken}": NEW_NAME[spoken]})
    network.choose("how", "renamed")
    network.send()
    assert network.page.locator("#on-error").count(), network.text()
    network.fill(on="2026-01-01")
    network.send()
    assert NEW_NAME[spoken] in offered(manager, path)
    network.follow("main a[href*='/changes/']")
    network.send()
    assert NEW_NAME[spoken] not in offered(manager, path)


def offered(manager: Visitor, path: str) -> str:
    """What the form of a file calls the province."""
    manager.open(f"{path}/edit")
    return manager.page.locator("[name=territory_code] option[value='MA-SIB']").inner_text()
