"""Take the pictures of the README's tour: `make tour` walks through the demonstration in a browser and keeps what it sees.

A house of its own is started on fresh demonstration data and thrown away, so the pictures show what `make run` shows.
`python -m bin.tour http://localhost:5000` walks through a running demonstration instead, and issues a paper there.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.house import PASSPHRASE, House, prepare, running_house

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "tour"
LARGEST = 120_000  # bytes of one picture
COLOURS = 256
PHONE, DESK = (390, 780), (1280, 800)
HOME = "/o/el-jadida"
NUMBER = re.compile(r"ELJ-\d{4}-\d{5}")
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b")


class PictureTooLarge(RuntimeError):
    """A picture that would make the README slow to open."""


class Walker:
    """One person on one device, who takes pictures."""

    def __init__(self, browser: Browser, url: str, *, size: tuple[int, int], language: str) -> None:
        self.language, self.url = language, url
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=1.5 if size == PHONE else 1,
            locale=f"{language}-MA",
            color_scheme="light",
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()

    def sign_in(self, login: str) -> None:
        self.open("/login")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", PASSPHRASE)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/o/**")

    def open(self, path: str) -> None:
        join = "&" if "?" in path else "?"
        answer = self.page.goto(f"{path}{join}lang={self.language}")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{path} did not open")

    def send(self) -> None:
        self.page.locator("#page-form button:not([formnovalidate])").first.press("Enter")
        self.page.wait_for_load_state()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}][value='{value}']").focus()
        self.page.keyboard.press("Space")

    def look_at(self, selector: str) -> None:
        """Scroll until this stands near the top."""
        self.page.locator(selector).first.evaluate(
            "it => window.scrollTo(0, it.getBoundingClientRect().top + scrollY - 24)"
        )

    def take(self, name: str) -> None:
        self.page.wait_for_load_state("networkidle")
        kept = io.BytesIO()
        with Image.open(io.BytesIO(self.page.screenshot())) as seen:
            seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if len(kept.getvalue()) > LARGEST:
            raise PictureTooLarge(f"{name}: {len(kept.getvalue())} bytes")
        (PICTURES / f"{name}.png").write_bytes(kept.getvalue())
        print(f"{name}.png  {len(kept.getvalue()) // 1000} kB", flush=True)


@contextmanager
def walking(browser: Browser, url: str, who: str, *, size: tuple[int, int], language: str) -> Iterator[Walker]:
    """Somebody of El Jadida, signed in; `who` is empty for a stranger."""
    walker = Walker(browser, url, size=size, language=language)
    try:
        if who:
            walker.sign_in(f"{who}@el-jadida.example")
        yield walker
    finally:
        walker.context.close()


def walk(browser: Browser, url: str) -> None:
    """The seven steps, in the order of the README."""
    find_and_admit(browser, url)
    see_own_people(browser, url)
    member_path = log_a_day(browser, url)
    read_the_week(browser, url, member_path)
    number, code = issue(browser, url, member_path)
    check(browser, url, number, code)
    show_register(browser, url)


def find_and_admit(browser: Browser, url: str) -> None:
    with walking(browser, url, "manager", size=DESK, language="fr") as manager:
        manager.open(f"{HOME}/")
        manager.take("1-dashboard-fr")
    with walking(browser, url, "manager", size=DESK, language="ar") as manager:
        manager.open(f"{HOME}/members?q=خدي")
        manager.take("1-members-ar")


def see_own_people(browser: Browser, url: str) -> None:
    with walking(browser, url, "coach", size=PHONE, language="fr") as coach:
        coach.open(f"{HOME}/coaching")
        coach.take("2-coaching-fr")


def log_a_day(browser: Browser, url: str) -> str:
    """Log work and a sale; the address of the person's file."""
    with walking(browser, url, "member", size=PHONE, language="fr") as member:
        member.open(f"{HOME}/activity/new?kind=work")
        member.page.fill("[name=minutes]", "3h30")
        member.page.fill("[name=description]", "Couture de dix sacs")
        member.send()
        member.open(f"{HOME}/activity/new?kind=sale")
        member.page.fill("[name=amount_minor]", "1250,50")
        member.page.fill("[name=party]", "Marché central")
        member.page.fill("[name=description]", "Dix sacs")
        member.take("3-sale-fr")
        member.send()
        member.open(f"{HOME}/activity")
        member.take("3-activity-fr")
        member.open(f"{HOME}/members/mine")
        found = re.search(rf"{HOME}/members/\d+", member.page.url + member.page.content())
        assert found, member.page.url
        return found[0]


def read_the_week(browser: Browser, url: str, member_path: str) -> None:
    with walking(browser, url, "coach", size=DESK, language="ar") as coach:
        coach.open(f"{HOME}/activity/members/{member_path.rsplit('/', 1)[1]}")
        coach.take("4-week-ar")


def issue(browser: Browser, url: str, member_path: str) -> tuple[str, str]:
    """Preview and issue a sheet in both languages; its number and code."""
    with walking(browser, url, "manager", size=DESK, language="fr") as manager:
        manager.open(f"{HOME}/attestations/new?member={member_path.rsplit('/', 1)[1]}")
        manager.choose("language", "both")
        manager.choose("purpose", "bank")
        manager.send()
        manager.look_at("main h1")
        manager.take("5-preview-fr")
        manager.send()
        manager.page.locator("a[href$='/file']").first.wait_for(timeout=60_000)
        manager.take("5-attestation-fr")
        said = manager.page.content()
    found, code = NUMBER.search(said), CODE.search(said)
    if not found or not code:
        raise RuntimeError("the issued attestation shows no number and code")
    return found.group(), code.group()


def check(browser: Browser, url: str, number: str, code: str) -> None:
    with walking(browser, url, "", size=PHONE, language="ar") as anyone:
        anyone.open("/check")
        anyone.page.fill("[name=number]", number)
        anyone.page.fill("[name=code]", code)
        anyone.send()
        anyone.take("6-check-ar")


def show_register(browser: Browser, url: str) -> None:
    with walking(browser, url, "manager", size=DESK, language="ar") as manager:
        manager.open(f"{HOME}/reports/members")
        manager.look_at("main h1")
        manager.take("7-register-ar")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        given = House(url=sys.argv[1], data=Path(scratch)) if len(sys.argv) > 1 else None
        if not given:
            prepare(Path(scratch), with_papers=True)
        browser = playwright.chromium.launch(executable_path=os.environ.get("BROWSER_PATH"), args=["--no-sandbox"])
        with nullcontext(given) if given else running_house(Path(scratch)) as house:
            walk(browser, house.url)
        browser.close()


if __name__ == "__main__":
    main()
