"""The house does its main job: from an admission to a paper that anybody can check."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.journeys.visitor import HOME, Come, Manner, Visitor
from tests.support.databases import KIND

MANNERS = [
    Manner(language="fr", width=390, scripts=True),
    Manner(language="fr", width=1280, scripts=False),
    Manner(language="ar", width=390, scripts=False),
    Manner(language="ar", width=1280, scripts=True),
]
IN_DRILL = {1: pytest.mark.drill, 2: pytest.mark.drill("sqlite"), 3: pytest.mark.drill}
TOLD = [pytest.param(manner, marks=IN_DRILL.get(rank, ())) for rank, manner in enumerate(MANNERS)]
if KIND == "postgresql":  # neither scripts nor widths see a database
    TOLD = TOLD[2:3]
OWN_PASSWORD = "quatre figues mûres au soleil"


@pytest.mark.parametrize("manner", TOLD, ids=str)
def test_from_admission_to_a_checked_paper(come: Come, manner: Manner) -> None:
    rank = MANNERS.index(manner)
    phone = f"061234567{rank}"
    manager = come()
    member_path = admit(manager, rank, phone)
    assign_coach(manager, member_path)
    code = print_slip(manager, member_path)
    entrepreneur = first_sign_in(come, phone, code)
    log_a_day(entrepreneur)
    coach = come()
    validate_the_week(coach, member_path, entrepreneur)
    plan_the_next_step(coach, member_path)
    number, paper_code, address = issue(manager, member_path)
    download(entrepreneur, number)
    check(come(), manager, number, paper_code, address)
    print_register(manager)
    let_go_and_come_back(manager, rank)
    read_situations(manager)


def admit(manager: Visitor, rank: int, phone: str) -> str:
    manager.sign_in("manager@el-jadida.example")
    assert manager.page.url.rstrip("/").endswith(HOME)
    manager.open(f"{HOME}/members")
    for typed in ("khad", "خدي"):
        manager.open(f"{HOME}/members?q={typed}")
        assert "خديجة" in manager.text(), typed
    manager.open(f"{HOME}/members/new")
    manager.fill(
        given_name_latin="Zohra", family_name_latin=f"Essai{'abcd'[rank]}", given_name_arabic="زهرة",
        family_name_arabic=f"التجربة {'ابجد'[rank]}", birth_date=f"1991-04-1{rank}", phone=phone, commune="Azemmour",
        identity_number=f"EJ77{rank}123",
    )  # fmt: skip
    manager.page.select_option("[name=identity_kind]", "cin")
    manager.page.select_option("[name=trade_id]", index=1)
    change_language_and_back(manager)
    manager.send()  # the sex is missing: said beside it, and nothing typed is lost
    assert manager.page.input_value("[name=phone]") == phone
    manager.choose("sex", "F")
    manager.send()
    assert re.search(r"/members/\d+$", manager.page.url), manager.text()
    return manager.page.url.removeprefix(manager.house.url)


def change_language_and_back(manager: Visitor) -> None:
    """The other language and back, with everything typed still there."""
    typed = manager.page.input_value("[name=given_name_latin]")
    for _press in range(2):
        manager.page.locator("button[name=_lang]").press("Enter")
        manager.page.wait_for_load_state()
        assert manager.page.input_value("[name=given_name_latin]") == typed
    manager.look()


def assign_coach(manager: Visitor, member_path: str) -> None:
    manager.open(f"{member_path}/coach")
    manager.page.select_option("[name=coach_id]", index=2)  # by name: Hanane, then Yassine
    manager.send()  # from today, as the page proposes
    assert manager.page.url.endswith(member_path), manager.text()
    assert ("ياسين الفاسي" if manager.manner.language == "ar" else "Yassine El Fassi") in manager.text()


def print_slip(manager: Visitor, member_path: str) -> str:
    manager.open(f"{member_path}/access")
    manager.send()
    return manager.page.locator(".slip .secret").first.inner_text().strip()


def first_sign_in(come: Come, phone: str, code: str) -> Visitor:
    entrepreneur = come()
    entrepreneur.sign_in(phone, code)
    entrepreneur.fill(new_password=OWN_PASSWORD, repeated_password=OWN_PASSWORD)
    entrepreneur.send()
    assert "/welcome" not in entrepreneur.page.url, entrepreneur.text()
    entrepreneur.open(f"{HOME}/")
    return entrepreneur


def log_a_day(entrepreneur: Visitor) -> None:
    entrepreneur.open(f"{HOME}/activity/new?kind=work")
    entrepreneur.fill(minutes="3h30", description="Couture de dix sacs")
    entrepreneur.choose_first("work_kind_id")
    entrepreneur.send()
    entrepreneur.open(f"{HOME}/activity/new?kind=sale")
    entrepreneur.fill(amount_minor="١٢٥٠,50", party="Marché central", description="Dix sacs")
    entrepreneur.send()
    entrepreneur.open(f"{HOME}/activity/new?kind=expense")
    entrepreneur.fill(amount_minor="80", description="Fil et boutons")
    entrepreneur.choose_first("expense_category_id")
    entrepreneur.send()
    entrepreneur.open(f"{HOME}/activity")
    assert "Couture de dix sacs" in entrepreneur.text()
    assert "1250,50" in re.sub(r"[\s.\u202f\u00a0]", "", entrepreneur.text())
    entrepreneur.send("form[action*='/submit']")


def validate_the_week(coach: Visitor, member_path: str, entrepreneur: Visitor) -> None:
    coach.sign_in("coach@el-jadida.example")
    coach.open(f"{HOME}/coaching")
    member_id = member_path.rsplit("/", 1)[1]
    assert coach.open(member_path).status == 200
    coach.open(f"{HOME}/activity/members/{member_id}")
    coach.follow("a.act[href*='/return']")
    coach.fill(remark="Précisez le lieu")
    coach.send()
    entrepreneur.open(f"{HOME}/activity")
    assert "Précisez le lieu" in entrepreneur.text()
    coach.open(f"{HOME}/activity/members/{member_id}")
    coach.send(f"form[action*='{member_id}/validate']")
    other = coach.open(f"{HOME}/members/1")
    assert other.status == 404


def issue(manager: Visitor, member_path: str) -> tuple[str, str, str]:
    member_id = member_path.rsplit("/", 1)[1]
    manager.open(f"{HOME}/attestations/new?member={member_id}")
    manager.choose("language", "both")
    manager.choose("purpose", "bank")
    manager.send()
    assert "Zohra" in manager.text()  # the sheet, before its number is given
    manager.send()
    manager.page.locator("a[href$='/file']").first.wait_for(
        timeout=40_000
    ) if manager.manner.scripts else _reload_until_ready(manager)
    manager.look()
    said = manager.page.content()
    number = re.search(r"ELJ-\d{4}-\d{5}", said).group(0)
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b", said).group(0)
    address = re.search(r"/check/[A-Z2-7]{26}", said)
    return number, code, address.group(0) if address else ""


def _reload_until_ready(manager: Visitor) -> None:
    for _again in range(100):
        if manager.page.locator("a[href$='/file']").count():
            return
        manager.page.wait_for_timeout(400)
        manager.page.reload()
    raise AssertionError("the paper was not prepared")


def download(entrepreneur: Visitor, number: str) -> None:
    entrepreneur.open(f"{HOME}/attestations")
    assert number in entrepreneur.text()
    entrepreneur.follow(f"a:has-text('{number}')")
    link = entrepreneur.page.locator("a[href$='/file']").first.get_attribute("href")
    answer = entrepreneur.context.request.get(f"{entrepreneur.house.url}{link}")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def check(anyone: Visitor, manager: Visitor, number: str, code: str, address: str) -> None:
    anyone.open("/check")
    anyone.fill(number=number.lower(), code=code.replace("-", " ").lower())
    anyone.send()
    said = anyone.text()
    assert number in said
    assert "Zohra" not in said
    assert "EJ77" not in said
    manager.follow("a[href$='/revoke']")
    manager.fill(reason="Essai")
    manager.send()
    anyone.open("/check")
    anyone.fill(number=number, code=code)
    anyone.send()
    assert anyone.text() != said


def print_register(manager: Visitor) -> None:
    manager.open(f"{HOME}/reports/members")
    assert "Zohra" in manager.text()
    files = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf"} | ({"pdf": b"%PDF-"} if manager.manner.scripts else {})
    for ending, start in files.items():
        answer = manager.context.request.get(f"{manager.house.url}{HOME}/reports/members.{ending}")
        assert answer.status == 200
        assert answer.body().startswith(start)


def plan_the_next_step(coach: Visitor, member_path: str) -> None:
    """Not on the day of admission, which has a step already: said beside the day, and nothing typed is lost."""
    coach.open(f"{member_path}/steps/new")
    coach.page.select_option("[name=stage_id]", index=4)
    coach.fill(objectives="Dix clientes", decided_by="Le bureau")
    today = date.fromisoformat(coach.page.input_value("[name=started_on]"))
    coach.send()
    assert coach.page.locator("#started_on-error").count()
    assert coach.page.input_value("[name=objectives]") == "Dix clientes"
    coach.fill(started_on=(today + timedelta(days=1)).isoformat())
    coach.send()
    assert coach.page.url.split("#")[0].endswith(member_path), coach.text()
    assert "Dix clientes" in coach.text()


def let_go_and_come_back(manager: Visitor, rank: int) -> None:
    manager.open(f"{HOME}/members?q=3{rank}")
    manager.follow("table a")
    manager.follow("a[href$='/exit']")
    today = date.fromisoformat(manager.page.input_value("[name=started_on]"))
    manager.fill(started_on=(today - timedelta(days=1)).isoformat(), reason="Un emploi à Rabat")
    manager.send()
    assert "Un emploi à Rabat" in manager.text()
    manager.follow("a[href$='/return']")
    manager.send()
    assert not manager.page.locator("a[href$='/return']").count(), manager.text()


def read_situations(manager: Visitor) -> None:
    """Each number opens the people it counts."""
    manager.open(f"{HOME}/reports/situations")
    counted = manager.page.locator("td a").last
    count = int(counted.inner_text())
    counted.press("Enter")
    manager.page.wait_for_load_state()
    manager.look()
    assert manager.page.locator("[data-count]").inner_text().startswith(str(count))
