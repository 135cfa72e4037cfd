"""People at work over HTTP, each in a thread, who remember what they were told was done.

What is answered with success is a deed. Each deed carries a mark of its own (in a description, a name, an address), by which
tests/drill/findings.py looks for it afterwards.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from threading import Event, Thread
from typing import Any

from tests.drill.browser import Answer, Browser, Form, form_having
from tests.drill.house import DAY

PASSPHRASE = "cooperer-c-est-partager"
HOME = "/o/el-jadida"
TODAY = date.fromisoformat(DAY)
LONGEST_BACK = 13  # days, for what is noted


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that was answered with success: what, its mark, and where it led."""

    what: str
    mark: str
    led_to: str = ""

    @property
    def id(self) -> int:
        """Of the row that the address names."""
        return int(self.led_to.rpartition("/")[2].partition("?")[0])


class Person(Thread):
    """Does one thing after the other until told to stop; then finishes what is begun."""

    def __init__(self, login: str, browser: Browser, *, seed: str) -> None:
        super().__init__(name=login, daemon=True)
        self.login, self.chance, self.browser = login, Random(seed), browser
        self.mark = hashlib.sha256(seed.encode()).hexdigest()[:6]
        self.deeds: list[Deed] = []
        self.stopping, self.trouble, self.begun, self.held_up = Event(), "", 0, 0

    def acts(self) -> list[Callable[[], None]]:
        raise NotImplementedError

    def run(self) -> None:
        try:
            self.sign_in()
            while not self.stopping.is_set():
                self.chance.choice(self.acts())()
        except Exception:
            self.trouble = f"{self.login}\n{traceback.format_exc()}"

    def __str__(self) -> str:
        """Where they are, for whoever asks why nothing goes on."""
        return (
            f"{self.login}: {len(self.deeds)} deeds, asks {self.browser.asked}, answered {self.browser.answered},"
            f" {self.browser.broken} sent again, {self.held_up} times told to wait before signing in"
        )

    def done(self, what: str, mark: str, answer: Answer) -> None:
        self.deeds.append(Deed(what=what, mark=mark, led_to=answer.location))

    def new_mark(self) -> str:
        self.begun += 1
        return f"{self.mark}{self.begun:05d}"

    def sign_in(self) -> None:
        """Attempts that a kill cut short stay counted: who made too many waits until they may again."""
        form = self.browser.form("/login", having="password")
        answer = self.browser.send("/login", {**form.values, "login": self.login, "password": PASSPHRASE})
        while answer.status == 429 and not self.stopping.wait(5):
            self.held_up += 1
            answer = self.browser.send("/login", {**form.values, "login": self.login, "password": PASSPHRASE})
        assert answer.status in (302, 429), f"signing in: {answer.status}\n{answer.text[:3000]}"
        if answer.status == 302:
            self.done("signed in", self.login, answer)

    def sign_out_and_in(self) -> None:
        """The cookie of a session that was left opens nothing any more."""
        form = self.browser.form("/account", having="new_password")
        old = dict(self.browser.cookies)
        answer = self.browser.send("/logout", {"csrf_token": form.values["csrf_token"]})
        assert answer.status == 302
        self.done("signed out", self.login, answer)
        self.browser.cookies = old
        assert self.browser.get("/account").location.startswith("/login"), "a session that was left opens a page"
        self.browser.cookies = {}
        self.sign_in()


class Entrepreneur(Person):
    """Notes sales, expenses and work of the last days."""

    def acts(self) -> list[Callable[[], None]]:
        notes = [self.note_sale, self.note_sale, self.note_expense, self.note_expense, self.note_work]
        return [*notes, self.deliver, self.deliver, self.hand_in] * 8 + [self.sign_out_and_in]

    def note_sale(self) -> None:
        self._note("sale", amount_minor=f"{self.chance.randint(200, 900)},50", party="Madame Sabah")

    def note_expense(self) -> None:
        self._note("expense", amount_minor=str(self.chance.randint(20, 90)))

    def note_work(self) -> None:
        self._note("work", minutes="0:01")

    def deliver(self) -> None:
        """What waited on the phone, up to four sales at once; at times all of it again, which changes nothing."""
        shown = self.browser.form(f"{HOME}/activity/new?kind=sale", having="day").values
        chosen = {name: value for name, value in shown.items() if name.endswith("_id")}
        path, records = f"{HOME}/activity/sync", [self._sale(chosen) for _one in range(self.chance.randint(1, 4))]
        told = json.loads(self.browser.get(path).content)
        body = json.dumps({"account": told["account"], "records": records})
        answer = self.browser.deliver(path, told["token"], body)
        assert answer.status == 200, f"delivering: {answer.status}\n{answer.text[:3000]}"
        answers = json.loads(answer.content)["answers"]
        assert [one["state"] for one in answers] == ["kept"] * len(records), answer.text
        for record in records:
            self.done("noted", record["uid"].partition("_")[2], answer)
        if self.chance.random() < 0.3:
            again = json.loads(self.browser.deliver(path, told["token"], body).content)["answers"]
            assert again == answers, f"{again}, and first {answers}"

    def _sale(self, chosen: dict[str, str]) -> dict[str, Any]:
        mark, day = self.new_mark(), TODAY - timedelta(days=self.chance.randint(0, LONGEST_BACK))
        typed = {"amount_minor": str(self.chance.randint(200, 900)), "party": "Madame Sabah", "description": mark}
        paid = {"paid": "full", "means": "cash", "day": day.isoformat()}
        fields = [[name, value] for name, value in {**chosen, **typed, **paid}.items()]
        return {"uid": f"of-the-phone_{mark}", "kind": "sale", "fields": fields}

    def hand_in(self) -> None:
        """A week of the last ones, where something is not handed in yet."""
        week = TODAY - timedelta(days=self.chance.randint(0, LONGEST_BACK))
        shown = self.browser.get(f"{HOME}/activity?week={week}")
        if "/activity/submit" not in shown.text:
            return
        form = form_having(shown.text, "seen", f"{HOME}/activity")
        answer = self.browser.send(form.action, form.values)
        assert answer.status == 302 or answer.tries > 1, f"handing in: {answer.status}\n{answer.text[:6000]}"

    def _note(self, kind: str, **values: str) -> None:
        path, mark = f"{HOME}/activity/new?kind={kind}", self.new_mark()
        form = self.browser.form(path, having="day")
        chosen = {name: offered[0] for name, offered in form.choices.items() if name.endswith("_id")}
        day = TODAY - timedelta(days=self.chance.randint(0, LONGEST_BACK))
        sent = {**form.values, **chosen, **values, "day": day.isoformat(), "description": mark}
        answer = self.browser.send(path, sent)
        assert answer.status == 302, f"noting {mark}: {answer.status}\n{answer.text[:6000]}"
        self.done("noted", mark, answer)


class Coach(Person):
    """Validates the weeks of one person as soon as something waits in them."""

    def __init__(self, login: str, browser: Browser, *, seed: str, member_id: int) -> None:
        super().__init__(login, browser, seed=seed)
        self.member_id = member_id

    def acts(self) -> list[Callable[[], None]]:
        return [self.validate_week] * 40 + [self.sign_out_and_in]

    def validate_week(self) -> None:
        day = TODAY - timedelta(days=self.chance.randint(0, LONGEST_BACK))
        path = f"{HOME}/activity/members/{self.member_id}"
        shown = self.browser.get(f"{path}?week={day}")
        assert shown.status == 200, f"{path}: {shown.status} {shown.location}"
        if f"{path}/validate" not in shown.text:
            return
        form = form_having(shown.text, "seen", path)
        answer = self.browser.send(form.action, form.values)
        if answer.status == 422 and answer.tries > 1:
            return  # it was validated before the connection broke: nothing waits any more
        assert answer.status == 302, f"validating: {answer.status}\n{answer.text[:6000]}"
        for pair in form.values["seen"].split():
            self.done("validated", pair.partition(":")[0], answer)


class Manager(Person):
    """Admits members, issues attestations to those of the demonstration, and takes their files.

    `series`: two letters, with which the numbers on identity documents begin.
    """

    def __init__(
        self, login: str, browser: Browser, *, seed: str, series: str = "", member_ids: Sequence[int] = ()
    ) -> None:
        super().__init__(login, browser, seed=seed)
        self.series, self.member_ids = series, member_ids
        self.files: dict[int, str] = {}  # SHA-256 by attestation

    def acts(self) -> list[Callable[[], None]]:
        return [self.admit] * 15 + [self.take_file] * 9 + [self.issue] * 6 + [self.sign_out_and_in]

    def admit(self) -> None:
        path, mark = f"{HOME}/members/new", self.new_mark()
        form = self.browser.form(path, having="family_name_latin")
        person = {
            "family_name_latin": f"Essai {mark}",
            "given_name_latin": "Salma",
            "sex": "F",
            "birth_date": (date(1960, 1, 1) + timedelta(days=2 * self.begun + (self.series > "KA"))).isoformat(),
            "trade_id": next(filter(None, form.choices["trade_id"])),
            "identity_kind": "cin",
            "identity_number": f"{self.series}{self.begun:06d}",
        }
        answer = self.browser.send(path, {**form.values, **person})
        assert answer.status == 302, f"admitting {mark}: {answer.status}\n{answer.text[:6000]}"
        self.done("admitted", mark, answer)

    def issue(self) -> None:
        path = f"{HOME}/attestations/new?member={self.chance.choice(self.member_ids)}"
        form = self.browser.form(path, having="purpose")
        chosen = {"language": self.chance.choice(("fr", "ar", "both")), "purpose": "bank"}
        preview = self.browser.send(path, {**form.values, **chosen})
        for _look in range(20):
            assert preview.status in (200, 422), f"{path}: {preview.status}\n{preview.text[:3000]}"
            sheet: Form = form_having(preview.text, "digest", f"preview {path}")
            answer = self.browser.send(sheet.action, sheet.values)
            if answer.status == 302:
                return self.done("issued", sheet.values["form_key"], answer)
            preview = answer  # what the sheet tells changed since it was looked at
        raise AssertionError(f"never issued: {preview.status}\n{preview.text[:6000]}")

    def take_file(self) -> None:
        """Once it is made it never changes."""
        issued = [deed for deed in self.deeds if deed.what == "issued"]
        if not issued:
            return
        deed = self.chance.choice(issued)
        answer = self.browser.get(f"{deed.led_to}/file")
        if answer.status == 302:
            assert deed.id not in self.files, f"the file of {deed.led_to} was there and is no more"
            return
        assert answer.status == 200, f"{deed.led_to}: {answer.status}"
        digest = hashlib.sha256(answer.content).hexdigest()
        assert self.files.setdefault(deed.id, digest) == digest, f"the file of {deed.led_to} changed"
