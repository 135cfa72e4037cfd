"""Somebody at a browser: finds things by what they are called in code, as the words differ by language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.journeys.house import PASSPHRASE, House

HOME = "/o/el-jadida"
HEIGHT = 844
REFUSED = re.compile("status of (404|422)")
# Every rule is tried; where one is kept need not be told.
VIOLATIONS = (
    "axe.run({resultTypes: ['violations']}).then(found => found.violations.map(one => [one.id, one.nodes[0].html]))"
)
# What a page is made of: one with nothing new on it has been read already.
MADE_OF = """() => [...new Set([...document.querySelectorAll('body *')].map(
  one => [one.tagName, one.className, one.role, one.ariaCurrent].join('.')))].sort().join()"""
VARIES = re.compile(r"\d+|\?.*")
_read: set[tuple[str, str, str]] = set()
# Where the focus is: whether it is what was looked for, can be seen, and lies under nothing else. Inside a day the
# browser draws it around the part that has it.
STAYS = """(form) => {
  const found = document.querySelector(`[data-entry] ${form}`);
  return !!found && ![...found.querySelectorAll("[type=file]")].some((one) => one.files.length);
}"""
FOCUS = """wanted => {
  const on = document.activeElement, box = on.getBoundingClientRect();
  const shown = [on, on.closest('label'), on.nextElementSibling].filter(Boolean).some(
    one => { const style = getComputedStyle(one); return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; });
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
  const free = over && (on.contains(over) || over.contains(on) || over.closest('label, .field')?.contains(on));
  return {there: on.matches(wanted), seen: (shown || on.type === 'date') && Boolean(free), what: on.outerHTML.slice(0, 200)};
}"""
MOST_TABS = 120


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a run reads: language, width in pixels, with or without scripts."""

    language: str
    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'script' if self.scripts else 'plain'}"


class Visitor:
    """One person on one device."""

    def __init__(self, browser: Browser, house: House, manner: Manner) -> None:
        self.house, self.manner = house, manner
        self.context = browser.new_context(
            viewport={"width": manner.width, "height": HEIGHT},
            java_script_enabled=manner.scripts,
            base_url=house.url,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._note_error)

    def _note_error(self, said: ConsoleMessage) -> None:
        """What the browser complains of, but for answers that refuse on purpose: a form to correct, a page not found."""
        if said.type == "error" and not REFUSED.search(said.text):
            self.troubles.append(said.text)

    def open(self, path: str) -> Response | None:
        join = "&" if "?" in path else "?"
        answer = self.page.goto(f"{path}{join}lang={self.manner.language}")
        self.look()
        return answer

    def sign_in(self, login: str, secret: str = PASSPHRASE) -> None:
        self.open("/login")
        self.fill(login=login, password=secret)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_load_state()
        self.look()

    def fill(self, **values: Any) -> None:
        for name, value in values.items():
            assert self.page.locator(f"[name={name}]").count(), f"{self.page.url} asks no {name}: {self.text()[:300]}"
            self.page.fill(f"[name={name}]", str(value))

    def choose(self, name: str, value: str) -> None:
        """A radio or a box, by keyboard: its label may cover it."""
        box = self.page.locator(f"[name={name}][value='{value}']")
        box.focus()
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def choose_first(self, name: str) -> None:
        value = self.page.locator(f"[name={name}]").first.get_attribute("value")
        self.choose(name, str(value))

    def send(self, form: str = "#page-form") -> None:
        """Press the form's own button by keyboard."""
        is_entry = self.manner.scripts and self.page.evaluate(STAYS, form)
        self.page.locator(f"{form} button:not([formnovalidate]):not([type=button]):not([name=minutes])").first.press(
            "Enter"
        )
        if is_entry:  # the page stays, and says what became of the record
            self.page.locator("[data-outbox][data-said], #errors").wait_for()
        self.page.wait_for_load_state()
        self.look()

    def follow(self, selector: str) -> None:
        self.page.locator(selector).first.press("Enter")
        self.page.wait_for_load_state()
        self.look()

    def tab_to(self, selector: str) -> None:
        """As somebody without a mouse gets there; wherever the focus rests on the way, it is seen, and nothing holds it."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS, selector)
            assert focus["seen"], f"{self.page.url}: the focus cannot be seen on {focus['what']}"
            if focus["there"]:
                return
        raise AssertionError(f"{self.page.url}: no way to {selector} by keyboard")

    def tab_and_press(self, selector: str) -> None:
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def type_into(self, **values: str) -> None:
        """Field after field, in the order of the page; a day as the browser of a test wants it: month, day, year."""
        for name, value in values.items():
            self.tab_to(f"[name={name}]")
            self.page.keyboard.type(value)

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def look(self) -> None:
        """Every page: the right language and direction, no sideways scroll, no script trouble; axe where scripts run, once for each
        kind of page in each manner."""
        spoken = self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        assert spoken == [self.manner.language, "rtl" if self.manner.language == "ar" else "ltr"], self.page.url
        assert not self.troubles, (self.page.url, self.troubles)
        if not self.manner.scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        page = (str(self.manner), VARIES.sub("", self.page.url), self.page.evaluate(MADE_OF))
        if page not in _read:
            self.page.evaluate(AXE_SCRIPT)
            found = self.page.evaluate(VIOLATIONS)
            assert not found, (self.page.url, found)
            _read.add(page)

    def leave(self) -> None:
        self.context.close()


Come = Callable[[], Visitor]
