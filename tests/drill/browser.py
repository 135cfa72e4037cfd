"""A patient visitor over HTTP: keeps cookies, fills in forms as they stand, and sends the same again when a connection breaks."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

PATIENCE_SECONDS = 60.0
BROKEN = (OSError, http.client.HTTPException)


class GaveUp(AssertionError):
    """Nothing answered for as long as a patient person waits."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    location: str
    content: bytes
    tries: int = 1

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True, kw_only=True)
class Form:
    """Where it goes, what it would send untouched, and what may be chosen by field."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=given.get("action", ""))
            self.found.append(self._open)
        elif self._open is not None and tag == "select":
            self._select = given["name"]
        elif self._open is not None and tag == "option" and self._select:
            self._offer(self._select, given, is_chosen="selected" in given)
        elif self._open is not None and tag in ("input", "textarea") and "name" in given:
            if given.get("type") in ("radio", "checkbox"):
                self._offer(given["name"], given, is_chosen="checked" in given)
            else:
                self._open.values[given["name"]] = given.get("value", "")

    def _offer(self, name: str, given: dict[str, str], *, is_chosen: bool) -> None:
        assert self._open is not None
        value = given.get("value", "")
        self._open.choices.setdefault(name, []).append(value)
        if is_chosen:
            self._open.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


def forms_of(page: str) -> list[Form]:
    parser = _Forms()
    parser.feed(page)
    return parser.found


class Browser:
    """One person's browser, at an address of their own.

    `broken` counts the requests that were answered by nobody and were sent again; `asked` and `answered` tell the latest.
    """

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.port, self.address, self.cookies, self.broken = port, address, dict[str, str](), 0
        self.asked, self.answered = "", 0

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def send(self, path: str, values: dict[str, str]) -> Answer:
        """POST; the very same body again, its form key too, until it is answered."""
        return self._ask("POST", path, urlencode(values))

    def deliver(self, path: str, token: str, body: str) -> Answer:
        """POST JSON with a token; the very same again, until it is answered."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token}
        return self._ask("POST", path, body, headers)

    def deliver_and_hang_up(self, path: str, token: str, body: str) -> None:
        """POST JSON and do not wait: whatever becomes of it, no answer comes."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token, "Cookie": self._cookie()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.address, 0))
        with suppress(*BROKEN), closing(connection):
            connection.request("POST", path, body.encode(), headers)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def form(self, path: str, *, having: str) -> Form:
        """The form of a page that has a field of this name."""
        answer = self.get(path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.location}"
        return form_having(answer.text, having, path)

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str] | None = None) -> Answer:
        waited_until, tries = time.monotonic() + PATIENCE_SECONDS, 0
        self.asked, self.answered = f"{method} {path}", 0
        while True:
            tries += 1
            try:
                answer = self._ask_once(method, path, body, tries=tries, headers=headers or {})
                self.answered = answer.status
                if answer.status != 503:
                    return answer
            except BROKEN:
                pass
            self.broken += 1
            if time.monotonic() > waited_until:
                raise GaveUp(f"{method} {path} was not answered in {PATIENCE_SECONDS} s")
            time.sleep(0.03)

    def _ask_once(self, method: str, path: str, body: str | None, *, tries: int, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.address, 0))
        sent = {"Cookie": self._cookie(), "Connection": "close", "Accept": "text/html"}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, {**sent, **headers})
            got = connection.getresponse()
            content = got.read()
        finally:
            connection.close()
        self._keep_cookies(got.headers.get_all("Set-Cookie") or [])
        location = urlsplit(got.headers.get("Location", ""))
        where = location.path + (f"?{location.query}" if location.query else "")
        return Answer(status=got.status, location=where, content=content, tries=tries)

    def _keep_cookies(self, given: list[str]) -> None:
        for cookie in given:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


def form_having(page: str, name: str, where: str) -> Form:
    found = [form for form in forms_of(page) if name in form.values or name in form.choices]
    assert found, f"{where} has no form with {name}"
    return found[0]
