"""Documents reach nothing: neither from a field, nor from HTML that would have slipped past the escaping.

The sentinels are a file with a secret and an HTTP server that counts; the payloads are those of CVE-2025-68616,
CVE-2026-49452, CVE-2026-55073 and of the bug bounties before them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app import pdf
from app.attestations.wording import activity_attestation
from app.pdf.documents import Column
from tests.pdf.papers import ISSUED, facts, is_printed, read, register, text_of_pdf

SECRET = "the-secret-of-the-sentinel"


class Counter(BaseHTTPRequestHandler):
    hits: list[str]

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the requests that came to it."""
    hits: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneCounter", (Counter,), {"hits": hits}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", hits
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def sentinel(tmp_path: Path) -> str:
    (tmp_path / "secret.txt").write_text(SECRET)
    return (tmp_path / "secret.txt").as_uri()


def payloads(url: str) -> list[str]:
    return [
        f'<link rel="attachment" href="{url}">',
        f'<a rel="attachment" href="{url}">x</a>',
        f'<link rel="stylesheet" href="{url}">',
        f'<img src="{url}" alt="x">',
        f'<img srcset="{url} 2x" alt="x">',
        f'<object data="{url}">x</object>',
        f'<embed src="{url}">',
        f'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><title>x</title><use xlink:href="{url}#a"/></svg>',
        f'<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22{url}%22/%3E%3C/svg%3E">',
        f'<style>@import "{url}";</style>',
        f"<style>@import url({url});</style>",
        f"<style>@font-face{{font-family:x;src:url({url})}} p{{font-family:x}}</style><p>x</p>",
        f"<style>body{{background:url({url})}}</style>",
        f"<style>p::before{{content:url({url})}} li{{list-style-image:url({url})}}</style><p>x</p><ul><li>y</li></ul>",
        f"<style>@page{{background:url({url});@top-left{{content:url({url})}}}}</style>",
        f'<p style="border-image-source:url({url});border:1px solid;mask-border-source:url({url})">x</p>',
        f'<base href="{url}"><img src="a.png" alt="x"><link rel="attachment" href="b.txt">',
        f'<meta http-equiv="refresh" content="0;url={url}"><iframe src="{url}"></iframe>',
        f'<body background="{url}"><table background="{url}"><tr><td>x</td></tr></table>',
    ]


@pytest.mark.parametrize("scheme", ["file", "http", "plain", "parent"])
def test_html_past_the_escaping_reaches_nothing(
    scheme: str, listener: tuple[str, list[str]], sentinel: str, tmp_path: Path
) -> None:
    from app.pdf.renderer import renderer

    address, hits = listener
    url = {"file": sentinel, "http": f"{address}/x", "plain": str(tmp_path / "secret.txt"), "parent": "secret.txt"}[
        scheme
    ]
    engine = renderer()
    for payload in payloads(url):
        page = f'<!doctype html><html lang="fr"><head><title>x</title></head><body><p>avant</p>{payload}</body></html>'
        with engine.lock:
            written = engine.written(engine.laid_out(page, engine.attestation_styles), lambda document, file: None)
        reader = read(written)
        assert not reader.attachments, payload
        assert SECRET.encode() not in written and SECRET not in text_of_pdf(written), payload
        assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {}), payload
    assert hits == []


def test_a_style_sheet_of_our_own_cannot_be_made_to_reach_out(listener: tuple[str, list[str]], sentinel: str) -> None:
    """CVE-2026-55073: styles given beside the page were fetched with a fetcher of their own."""
    from app.pdf.renderer import renderer

    address, hits = listener
    engine = renderer()
    for url in (f"{address}/style", sentinel):
        with engine.lock:
            style = engine.parsed_style(f'@import "{url}"; p{{background:url({url})}}')
            page = '<!doctype html><html lang="fr"><head><title>x</title></head><body><p>x</p></body></html>'
            engine.written(engine.laid_out(page, [style]), lambda document, file: None)
    assert hits == []


def test_no_field_of_an_attestation_reaches_anything(listener: tuple[str, list[str]], sentinel: str) -> None:
    address, hits = listener
    attachment, _, sheet_of_style, picture, *_, vector = payloads(sentinel)[:8]
    said = facts(
        holder_name_fr=attachment,
        holder_identity_number=picture,
        issuer_name_fr=sheet_of_style,
        issuer_address_fr=vector,
        issuer_email=f'<img src="{address}/x">',
        trade_fr=f'<link rel="attachment" href="{address}/x">',
        purpose_fr=f"<style>@import '{address}/x'</style>",
    )
    written = pdf.render_attestation(activity_attestation(said, "fr", **ISSUED))  # type: ignore[arg-type]
    assert not read(written).attachments
    assert SECRET.encode() not in written
    assert is_printed(attachment, text_of_pdf(written))
    assert hits == []


def test_no_field_of_a_register_reaches_anything(listener: tuple[str, list[str]], sentinel: str) -> None:
    address, hits = listener
    every = [*payloads(sentinel), *payloads(f"{address}/x")]
    document = register(
        rows=tuple((str(n), payload, payload, "") for n, payload in enumerate(every)),
        columns=tuple(Column(label=payload, width=1) for payload in every[:4]),
        title=every[0],
        filters=tuple(every[:3]),
        notes=tuple(every[:3]),
        printed=f'"><link rel=attachment href={sentinel}>);content:url({address}/css',
        page_word=every[3],
    )
    written = pdf.render_register(document)
    assert not read(written).attachments
    assert SECRET.encode() not in written
    assert hits == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/",
        "ftp://example.org/",
        "data:text/css,p{}",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:,x",
        "DATA:image/png;base64,x",
        "javascript:1",
        "",
        "asset:logo",
    ],
)
def test_the_fetcher_knows_two_kinds_of_picture_and_nothing_else(url: str) -> None:
    from urllib.request import Request

    from app.pdf.fetcher import AddressRefused, DataOnlyFetcher

    fetcher = DataOnlyFetcher()
    for ask in (fetcher, fetcher.fetch, fetcher.open):
        with pytest.raises(AddressRefused):
            ask(url)
    if url.startswith("http"):
        with pytest.raises(AddressRefused):
            fetcher.open(Request(url))
    assert fetcher.fetch("data:image/png;base64,QUJD").read() == b"ABC"


def test_few_modules_import_the_engine() -> None:
    root = Path(__file__).parents[2] / "app"
    importers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(
            line.strip().startswith(("import weasyprint", "from weasyprint")) for line in path.read_text().splitlines()
        )
    }
    assert importers == {"pdf/renderer.py", "pdf/rows.py", "pdf/fetcher.py"}, "import app.pdf instead"
