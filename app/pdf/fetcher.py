"""The only door between a document and the outside, and it is shut: `data:` pictures, nothing else.

Papers name no file and no address: fonts come from fontconfig, styles are parsed before, the QR is a `data:` picture.
So a link, picture, style sheet, SVG or attachment that found its way into a name cannot be followed: the sheet is
made without it, whatever its scheme, and a redirect has nowhere to start.
"""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

ALLOWED = ("data:image/png;base64,", "data:image/jpeg;base64,")


class AddressRefused(ValueError):
    """The engine logs it and goes on without the resource."""


class DataOnlyFetcher(URLFetcher):
    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(ALLOWED):
            raise AddressRefused(f"a document may not reach {url[:60]!r}")
        return super().fetch(url, headers)

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> URLFetcherResponse:
        """The base class opens redirects through here."""
        return self.fetch(url if isinstance(url, str) else url.full_url)
