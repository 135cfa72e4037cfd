"""What an entry costs: taps on a phone, from the page one sees after signing in until it is kept. Typing is not counted."""

from __future__ import annotations

import re

import pytest

from tests.journeys.test_rooms_walked import MEMBER, arrive, only
from tests.journeys.visitor import HOME, Come, Manner, Visitor

MOST_FOR_A_RECORD, MOST_FOR_A_WEEK = 6, 20
KEPT = ".note.ok"


in_both_languages = pytest.mark.parametrize(
    "manner", [Manner(language=one, width=390, scripts=True) for one in ("fr", "ar")], ids=str
)


class Thumb:
    """Taps what is seen, as a thumb does, and counts; what it taps is large enough."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.taps = visitor, visitor.page, 0

    def tap(self, selector: str) -> None:
        wanted = self.page.locator(selector).filter(visible=True).first
        wanted.scroll_into_view_if_needed()
        box = wanted.bounding_box()
        assert box is not None
        assert box["height"] >= 44, f"{selector} is {box['height']} px high"
        wanted.click()
        self.page.wait_for_load_state()
        self.taps += 1

    def type(self, selector: str, text: str) -> None:
        """A tap into the field, then its figure."""
        self.tap(selector)
        self.page.keyboard.type(text)

    def choose(self, name: str) -> None:
        """The first of some choices, unless it is chosen already."""
        if not self.page.locator(f"[name={name}]:checked").count():
            self.tap(f"label:has([name={name}])")


def thumb_at_home(come: Come) -> Thumb:
    visitor = arrive(come, MEMBER)
    assert visitor.page.url.split("?")[0].rstrip("/").endswith(HOME)
    return Thumb(visitor)


def open_entry(thumb: Thumb, kind: str) -> None:
    """The way an entrepreneur goes: the button of the home page."""
    thumb.tap(f"main a[href*='activity/new?kind={kind}']")


def is_kept(thumb: Thumb) -> None:
    thumb.page.locator(KEPT).first.wait_for()
    thumb.visitor.look()


class TestTaps:
    @in_both_languages
    @pytest.mark.parametrize("figure", ["3:30", "٢"])
    def test_usual_hours(self, come: Come, manner: Manner, figure: str) -> None:
        thumb = thumb_at_home(come)
        open_entry(thumb, "work")
        thumb.type("[name=minutes][type=text]", figure)
        thumb.choose("work_kind_id")
        thumb.tap("#page-form .actions button")
        is_kept(thumb)
        assert thumb.taps <= 4

    @in_both_languages
    def test_half_a_day(self, come: Come, manner: Manner) -> None:
        thumb = thumb_at_home(come)
        open_entry(thumb, "work")
        thumb.tap("button[name=minutes]")
        is_kept(thumb)
        assert thumb.taps == 2

    @in_both_languages
    def test_a_sale_to_a_remembered_client(self, come: Come, manner: Manner) -> None:
        thumb = thumb_at_home(come)
        open_entry(thumb, "sale")
        thumb.tap("main a[href*='like=']")
        thumb.type("[name=amount_minor]", "120")
        thumb.choose("paid")
        thumb.tap("#page-form .actions button")
        is_kept(thumb)
        assert thumb.taps <= MOST_FOR_A_RECORD

    @in_both_languages
    def test_an_expense_at_a_remembered_suppliers(self, come: Come, manner: Manner) -> None:
        thumb = thumb_at_home(come)
        open_entry(thumb, "expense")
        like = thumb.page.locator("main a[href*='like=']")
        if like.count():
            thumb.tap("main a[href*='like=']")
            thumb.type("[name=amount_minor]", "35")
            thumb.choose("expense_category_id")
            thumb.tap("#page-form .actions button")
        else:
            thumb.tap("form[action$='/again'] button")
        is_kept(thumb)
        assert thumb.taps <= MOST_FOR_A_RECORD

    @in_both_languages
    def test_a_usual_week(self, come: Come, manner: Manner) -> None:
        thumb = thumb_at_home(come)
        thumb.tap(".nav a[href*='/activity']")
        thumb.tap("main a[href*='/activity/week']")
        thumb.tap("main .row a[href*='/activity/week?week=']")  # the week before: five of its days at least have come
        fields = thumb.page.locator("[name^=day_]")
        names = [str(fields.nth(index).get_attribute("name")) for index in range(fields.count())][:6]
        assert len(names) >= 5
        for name in names:
            thumb.type(f"[name={name}]", "2")
        thumb.choose("work_kind_id")
        thumb.tap("#page-form .actions button")
        is_kept(thumb)
        assert thumb.taps <= MOST_FOR_A_WEEK
        assert re.search(rf"\b{len(names)}\b", thumb.page.locator(KEPT).first.inner_text())


@only("ar", 390, scripts=False)
def test_an_act_is_undone_without_a_script(come: Come, manner: Manner) -> None:
    member = arrive(come, MEMBER)
    member.open(f"{HOME}/activity/new?kind=work")
    member.page.fill("[name=minutes][type=text]", "0:07")
    member.page.locator("[name=work_kind_id]").first.check(force=True)
    member.send()
    member.follow("form[action$='/activity/undo'] button")
    assert member.page.locator("form[action$='/activity/undo']").count() == 0
    assert member.page.locator(KEPT).count() == 1
