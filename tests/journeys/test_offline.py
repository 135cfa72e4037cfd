"""Without network, on a phone: what is logged waits there, and is kept once when the network is back."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.house import PASSPHRASE
from tests.journeys.visitor import HOME, Come, Manner, Visitor
from tests.support.databases import KIND

MEMBER = "member@el-jadida.example"
SALE = f"{HOME}/activity/new?kind=sale"
PHONE = f"{HOME}/activity/phone"
FRENCH, ARABIC = Manner(language="fr", width=390, scripts=True), Manner(language="ar", width=390, scripts=True)
MANNERS = [FRENCH] if KIND == "postgresql" else [FRENCH, ARABIC]
expect.set_options(timeout=20_000)  # as long as everything else waits on a busy machine
in_french = pytest.mark.parametrize("manner", [FRENCH], ids=str)


def at_the_entry(come: Come) -> Visitor:
    """A member at the page of a sale, which stands by for the hours without network."""
    visitor = come()
    visitor.sign_in(MEMBER)
    visitor.open(SALE)
    stands_by(visitor)
    return visitor


def stands_by(visitor: Visitor) -> None:
    expect(visitor.page.locator("html[data-standby]")).to_have_count(1, timeout=20_000)


def save(visitor: Visitor, outcome: str, **values: str) -> str:
    """Log a sale; what was sold is a mark of its own. `outcome`: what the page says then."""
    mark = f"Essai {uuid4().hex[:10]}"
    visitor.fill(**{"amount_minor": "450", "party": "Madame Sabah", "description": mark, **values})
    visitor.page.locator("#page-form .actions button").first.press("Enter")
    says(visitor, outcome)
    return mark


def says(visitor: Visitor, outcome: str) -> None:
    expect(visitor.page.locator(f"[data-outbox][data-said={outcome}]")).to_be_visible()


def go_offline(visitor: Visitor) -> None:
    visitor.context.set_offline(True)


def come_back(visitor: Visitor) -> None:
    """And what the browser complained of meanwhile is no trouble of ours."""
    visitor.context.set_offline(False)
    visitor.troubles.clear()


def waits(visitor: Visitor, count: int) -> None:
    """So many records wait, as the page says; none: it says nothing, once what waited was sent."""
    badge = visitor.page.locator("[data-waiting] [data-count]").first
    if count:
        expect(badge).to_have_text(str(count))
    else:
        stands_by(visitor)
        expect(badge).to_be_hidden()


def kept_times(visitor: Visitor, mark: str) -> int:
    """How often the journal of this week has it."""
    answer = visitor.context.request.get(f"{visitor.house.url}{HOME}/activity?view=mine")
    assert answer.status == 200
    return len(re.findall(re.escape(mark), answer.text()))


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_entries_wait_and_are_kept_once(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)
    online = save(visitor, "kept")
    go_offline(visitor)
    visitor.page.goto(f"{HOME}/activity/new?kind=work")  # never opened before
    expect(visitor.page.locator("input[name=minutes]")).to_be_visible()
    visitor.page.goto(SALE)
    offline = [save(visitor, "waits"), save(visitor, "waits")]
    waits(visitor, 2)
    visitor.page.goto(f"{HOME}/activity")  # another page: what waits is shown instead
    expect(visitor.page.locator("[data-list=waiting] li")).to_have_count(2)
    come_back(visitor)
    visitor.page.evaluate("dispatchEvent(new Event('online'))")
    expect(visitor.page.locator("[data-list=waiting]")).to_be_hidden()
    assert [kept_times(visitor, mark) for mark in (online, *offline)] == [1, 1, 1]
    visitor.open(PHONE)
    expect(visitor.page.locator("[data-list=kept] li").first).to_be_visible()


@in_french
def test_an_answer_that_is_lost_is_given_again(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)

    def commit_and_lose(route: Route) -> None:
        route.fetch()  # the house has it
        route.abort()

    visitor.page.route("**/activity/sync", commit_and_lose)
    mark = save(visitor, "waits")
    waits(visitor, 1)
    assert kept_times(visitor, mark) == 1
    visitor.page.unroute("**/activity/sync")
    visitor.troubles.clear()
    visitor.open(SALE)
    waits(visitor, 0)
    assert kept_times(visitor, mark) == 1


@in_french
def test_two_tabs_send_once(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)
    sent: list[str] = []
    visitor.context.on(
        "request", lambda asked: sent.append(asked.post_data or "") if asked.url.endswith("/sync") else None
    )
    go_offline(visitor)
    marks = [save(visitor, "waits") for _again in range(3)]
    other = visitor.context.new_page()
    other.goto(visitor.house.url + SALE)
    expect(other.locator("[data-waiting] [data-count]").first).to_have_text("3")
    sent.clear()
    come_back(visitor)
    for tab in (visitor.page, other):
        tab.evaluate("dispatchEvent(new Event('online'))")
    waits(visitor, 0)
    expect(other.locator("[data-waiting]").first).to_be_hidden()
    assert [kept_times(visitor, mark) for mark in marks] == [1, 1, 1]
    assert [sum(mark in body for body in sent) for mark in marks] == [1, 1, 1]


@in_french
def test_an_expired_session_loses_nothing(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)
    visitor.context.clear_cookies()
    mark = save(visitor, "signin")
    visitor.troubles.clear()
    visitor.page.locator("[data-outbox] a.btn").press("Enter")
    visitor.page.wait_for_url("**/login?**")
    visitor.fill(login=MEMBER, password=PASSPHRASE)
    visitor.page.press("[name=password]", "Enter")
    visitor.page.wait_for_url("**/activity/new**")
    waits(visitor, 0)
    assert kept_times(visitor, mark) == 1


@in_french
def test_somebody_else_sends_nothing_of_mine(come: Come, manner: Manner) -> None:
    """On a shared phone: it waits for its owner, and the other finds neither it nor the owner's pages."""
    visitor = at_the_entry(come)
    go_offline(visitor)
    mark = save(visitor, "waits")
    visitor.context.clear_cookies()
    visitor.context.set_offline(False)
    says(visitor, "signin")  # it was tried, and nobody was signed in
    come_back(visitor)
    visitor.sign_in("member2@el-jadida.example")
    visitor.open(PHONE)
    expect(visitor.page.locator("[data-nothing]")).to_be_visible()
    assert visitor.page.evaluate("caches.keys().then(names => names.length)") == 0
    assert kept_times(visitor, mark) == 0
    visitor.context.clear_cookies()
    visitor.sign_in(MEMBER)
    visitor.open(SALE)
    waits(visitor, 0)
    assert kept_times(visitor, mark) == 1


@in_french
def test_a_full_phone_keeps_what_is_typed(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)
    visitor.page.evaluate(
        "void (IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError'); })"
    )
    go_offline(visitor)
    mark = save(visitor, "full")
    assert visitor.page.input_value("[name=description]") == mark
    come_back(visitor)
    visitor.page.locator("#page-form .actions button").first.press("Enter")  # as without a script
    visitor.page.wait_for_url("**/activity?**kept=**")
    assert kept_times(visitor, mark) == 1


@in_french
def test_without_a_store_it_goes_as_a_form(come: Come, manner: Manner) -> None:
    visitor = come()
    visitor.page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    visitor.sign_in(MEMBER)
    visitor.open(SALE)
    visitor.fill(amount_minor="12", party="Nadia", description="Sans réserve")
    visitor.page.locator("#page-form .actions button").first.press("Enter")
    visitor.page.wait_for_url("**/activity?**kept=**")


@in_french
def test_signing_out_tells_of_what_waits(come: Come, manner: Manner) -> None:
    visitor = at_the_entry(come)
    go_offline(visitor)
    mark = save(visitor, "waits")
    visitor.page.route("**/activity/sync", lambda route: route.abort())
    come_back(visitor)
    sign_out = "document.querySelector('form[action$=\"/logout\"]').requestSubmit()"
    visitor.page.evaluate(sign_out)
    visitor.page.wait_for_url("**/phone?leaving=1")
    says(visitor, "leaving")
    expect(visitor.page.locator("[data-outbox] [data-count]")).to_have_text("1")
    visitor.page.unroute("**/activity/sync")
    visitor.page.locator("[data-act=leave]").press("Enter")
    visitor.page.wait_for_url("**/login**")
    assert visitor.page.evaluate("caches.keys().then(names => names.length)") == 0
    assert visitor.page.evaluate("localStorage.getItem('kept')") is None
    assert kept_times_signed_out(visitor) == 302
    visitor.troubles.clear()
    visitor.sign_in(MEMBER)
    visitor.open(SALE)
    waits(visitor, 0)
    assert kept_times(visitor, mark) == 1


def kept_times_signed_out(visitor: Visitor) -> int:
    return visitor.context.request.get(f"{visitor.house.url}{HOME}/activity", max_redirects=0).status


@in_french
def test_a_refused_record_is_corrected(come: Come, manner: Manner) -> None:
    """It was fine for the phone; the house says why not, and the form has what was typed."""
    visitor = at_the_entry(come)
    go_offline(visitor)
    mark = save(visitor, "waits", amount_minor="quatre cents")
    come_back(visitor)
    visitor.open(PHONE)
    refused = visitor.page.locator("[data-list=refused] li")
    expect(refused).to_have_count(1)
    expect(refused.locator("[data-why]")).not_to_be_empty()
    refused.locator("[data-act=drop]").press("Enter")
    visitor.page.locator("[data-act=undo]").press("Enter")
    refused.locator("a").press("Enter")
    says(visitor, "correct")
    assert visitor.page.input_value("[name=description]") == mark
    visitor.fill(amount_minor="400")
    visitor.page.locator("#page-form .actions button").first.press("Enter")
    says(visitor, "kept")
    waits(visitor, 0)
    assert kept_times(visitor, mark) == 1


@in_french
def test_a_clock_two_years_ahead_is_noticed(come: Come, manner: Manner) -> None:
    visitor = come()
    visitor.page.add_init_script("""{
      const real = Date, ahead = 2 * 365 * 86400000;
      Date = class extends real {
        constructor(...given) { given.length ? super(...given) : super(real.now() + ahead); }
        static now() { return real.now() + ahead; }
      };
    }""")
    visitor.sign_in(MEMBER)
    visitor.open(SALE)
    day = visitor.page.input_value("[name=day]")
    stands_by(visitor)
    go_offline(visitor)
    visitor.page.goto(SALE)
    assert visitor.page.input_value("[name=day]") == day
    mark = save(visitor, "waits")
    come_back(visitor)
    visitor.open(PHONE)
    expect(visitor.page.locator("[data-clock] [data-said]")).not_to_be_empty()
    assert kept_times(visitor, mark) == 1
