"""CPU and 95th percentile of each page as a ratio to a bare Flask page, interleaved, over one connection."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from bench.servers import Server

LOGIN, PASSWORD = "manager@el-jadida.example", "cooperer-c-est-partager"
ROUNDS, BURST = 12, 25
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(kw_only=True)
class Measured:
    """What requests to one page cost."""

    cpu: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def cpu_each(self) -> float:
        return self.cpu / len(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


class Visitor:
    """One kept-alive connection, signed in."""

    def __init__(self, server: Server) -> None:
        self.server, self.connection, self.cookies = server, server.connect(), {}

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self._headers())
        return self._read()

    def sign_in(self, login: str = LOGIN) -> None:
        page = self.get("/login").decode()
        form = {"csrf_token": CSRF.search(page).group(1), "login": login, "password": PASSWORD}
        headers = {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", "/login", body=urlencode(form), headers=headers)
        self._read()

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Host": f"localhost:{self.server.port}",
        }

    def _read(self) -> bytes:
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = header.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"the server answered {answer.status}")
        return content


def pages(visitor: Visitor) -> dict[str, str]:
    """The addresses that are measured."""
    members = "/o/el-jadida/members"
    first = re.search(rb'href="(/o/el-jadida/members/\d+)"', visitor.get(members))
    offered = visitor.get(f"{members}/filters").decode()
    return {
        "members_list": members,
        "members_last_page": f"{members}?page=last",
        "members_search_latin": f"{members}?q={quote('amina ben')}",
        "members_search_arabic": f"{members}?q={quote('فاطمة')}",
        "members_twelve_filters": members + twelve_filters(offered),
        "members_broad_filters": members + twelve_filters(offered, broad=True),
        "members_chosen_columns": f"{members}?column=age&column=phone&column=stage&column=coach&column=territory",
        "member_page": first.group(1).decode(),
        "dashboard": "/o/el-jadida/",
        **pages_of_the_journal(visitor),
    }


def pages_of_the_journal(visitor: Visitor) -> dict[str, str]:
    """Of one person who has records: the week, the month, the year; of everybody: the queue, those followed, a month."""
    journal = "/o/el-jadida/activity"
    waiting = re.search(rb'href="(/o/el-jadida/activity/members/\d+)\?week=([-\d]+)"', visitor.get(journal))
    person, day = waiting.group(1).decode(), waiting.group(2).decode()
    return {
        "journal_week": f"{person}?week={day}",
        "journal_month": f"{person}/figures?span=month&on={day}",
        "journal_year": f"{person}/figures?span=year&on={day}",
        "journal_queue": journal,
        "journal_followed": f"{journal}/followed",
        "cooperative_month": f"{journal}/cooperative",
    }


def twelve_filters(offered: str, *, broad: bool = False) -> str:
    """An address with twelve filters of one value each, but for four bands of age, that leave a page of people.

    `broad`: most have several values, and leave some two hundred people of ten thousand.
    """
    picked = {"stage": slice(0, 6), "coach": slice(0, 2), "trade": slice(0, 4), "commune": slice(0, 2)}
    if not broad:
        picked = {"stage": slice(3, 4), "coach": slice(1, 2), "trade": slice(3, 4), "commune": slice(0, 1)}
    values = {name: re.findall(rf'name="{name}" value="([^"]+)"', offered)[places] for name, places in picked.items()}
    asked = [(name, value) for name, found in values.items() for value in found if value != "none"]
    asked += [("age", band) for band in ("25-29", "30-34", "35-44", "45-54")]
    asked += [("sex", "F"), ("settlement", "none"), ("account", "no"), ("phone", "no"), ("situation", "present")]
    asked += [("admitted_from", "2024-07-01"), ("admitted_until", "2026-04-01")]
    return "?" + urlencode(asked)


def measure(house: Server, bare: Server) -> dict[str, Measured]:
    """Bursts of each page and of the bare one in turn, so that a slow minute is slow for all."""
    visitor, stranger = Visitor(house), Visitor(bare)
    visitor.sign_in()
    asked = pages(visitor)
    found = {name: Measured() for name in ("bare", *asked)}
    for warm in asked.values():
        for _again in range(8):
            visitor.get(warm)
    for _round in range(ROUNDS):
        _burst(found["bare"], bare, stranger, "/", BURST * 4)
        for name, path in asked.items():
            _burst(found[name], house, visitor, path, BURST)
    return found


def _burst(measured: Measured, server: Server, visitor: Visitor, path: str, count: int) -> None:
    visitor.connection.close()  # the server ends idle connections; the next request opens one anew
    visitor.get(path)
    before = server.cpu_seconds()
    for _request in range(count):
        started = time.perf_counter()
        visitor.get(path)
        measured.times.append(time.perf_counter() - started)
    measured.cpu += server.cpu_seconds() - before
