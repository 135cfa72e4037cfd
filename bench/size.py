"""What a first visit downloads, compressed: the page, its sheet, its script, its icon, and in Arabic its fonts."""

from __future__ import annotations

import re

from bench.servers import Server
from bench.speed import Visitor

LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
FONT = re.compile(r"url\(([^)]+\.woff2[^)]*)\)")
HOME = "/o/el-jadida"
PAGES = (
    "/login",
    "/check",
    *(f"{HOME}/{page}" for page in ("", "members", "members/new", "reports/situations", "members/filters", "lists")),
)
WHO_LOGS = "member@el-jadida.example"
OF_ONE_WHO_LOGS = tuple(
    f"{HOME}/activity{page}"
    for page in ("", "/new?kind=work", "/new?kind=sale", "/new?kind=expense", "/week", "/prospects")
)
OF_A_MEMBER = ("", "/edit", "/steps/new")
MEMBER = re.compile(rb'href="(/o/el-jadida/members/\d+)"')


def heaviest_first_load(server: Server, language: str) -> tuple[float, str]:
    """Kilobytes (1,000 bytes) of the heaviest of the pages, and which one it is."""
    visitor = Visitor(server)
    visitor.sign_in()
    member = MEMBER.search(visitor.get(f"{HOME}/members")).group(1).decode()
    pages = [*PAGES, *(member + page for page in OF_A_MEMBER)]
    logging = Visitor(server)
    logging.sign_in(WHO_LOGS)
    walked = [(visitor, page) for page in pages] + [(logging, page) for page in OF_ONE_WHO_LOGS]
    return max((first_load(server, who, page, language), page) for who, page in walked)


def first_load(server: Server, visitor: Visitor, page: str, language: str) -> float:
    html = visitor.get(f"{page}?lang={language}").decode()
    wanted = set(LINKED.findall(html))
    sheets = [address for address in wanted if ".css" in address]
    if language == "ar":
        for sheet in sheets:
            content = visitor.get(sheet).decode()
            wanted |= {_beside(sheet, font.strip("'\"")) for font in FONT.findall(content)}
    return (
        _compressed(server, visitor, f"{page}?lang={language}")
        + sum(_compressed(server, visitor, address) for address in wanted)
    ) / 1000


def _beside(sheet: str, font: str) -> str:
    if font.startswith("/"):
        return font
    folder = sheet.partition("?")[0].rsplit("/", 1)[0]
    while font.startswith("../"):
        folder, font = folder.rsplit("/", 1)[0], font[3:]
    return f"{folder}/{font}"


def _compressed(server: Server, visitor: Visitor, address: str) -> int:
    connection = server.connect()
    connection.request("GET", address, headers={**visitor._headers(), "Accept-Encoding": "br, gzip"})
    return len(connection.getresponse().read())
