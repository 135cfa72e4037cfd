"""A receipt photographed with a phone: made small before it travels, seen by the coach, refused without losing what was typed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.journeys.test_rooms_walked import arrive
from tests.journeys.visitor import HOME, Come, Manner, Visitor
from tests.support.databases import KIND

MEMBER = "member2@el-jadida.example"
manners = [Manner(language="fr", width=390, scripts=True), Manner(language="ar", width=390, scripts=False)]


def receipt(side: int = 2_400) -> dict[str, Any]:
    """What a phone takes: large, and of many colours."""
    taken = io.BytesIO()
    Image.effect_noise((side, side // 2), 60).convert("RGB").save(taken, "JPEG", quality=90)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": taken.getvalue()}


def chosen_size(member: Visitor) -> int:
    return int(member.page.evaluate("document.querySelector('[name=receipt]').files[0]?.size || 0"))


@pytest.mark.parametrize("manner", [one for one in manners if KIND != "postgresql" or not one.scripts], ids=str)
def test_a_receipt_goes_with_its_expense(come: Come, manner: Manner) -> None:
    member = arrive(come, MEMBER)
    member.open(f"{HOME}/activity/new?kind=expense")
    member.fill(amount_minor="45", description="Fil doré")
    member.choose_first("expense_category_id")
    refuse_what_is_no_photo(member)
    taken = receipt()
    member.page.set_input_files("[name=receipt]", taken)
    if manner.scripts:
        member.page.locator("#receipt-said", has_text="La photo est prête").wait_for()
        assert chosen_size(member) < min(400_001, len(taken["buffer"]))
    member.send()
    shown = member.page.locator("main img[src$='/receipt/small']").first
    answer = member.context.request.get(f"{member.house.url}{shown.get_attribute('src')}")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    delete_last(member)


def refuse_what_is_no_photo(member: Visitor) -> None:
    """With a script at once, without one by the house; the amount stays."""
    member.page.set_input_files(
        "[name=receipt]", {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": b"no photo" * 2_000}
    )
    if member.manner.scripts:
        member.page.locator("#receipt-said.message").wait_for()
        assert chosen_size(member) == 0
    else:
        member.send()
        assert member.page.locator("#receipt-error").count(), member.text()
    assert member.page.input_value("[name=amount_minor]") == "45"
    assert member.page.input_value("[name=description]") == "Fil doré"


def delete_last(member: Visitor) -> None:
    """So that the next run finds the house as it was."""
    link = member.page.locator("main li.record:has(img[src$='/receipt/small']) a[href*='/activity/records/']").first
    member.open(str(link.get_attribute("href")))
    member.follow("button[formaction$='/delete']")
