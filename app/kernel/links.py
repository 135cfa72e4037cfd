"""Addresses that leave a page: whole ones for mail and paper, and the way back after signing in.

A whole address starts with `PUBLIC_BASE_URL`, never with the Host header of a request, so that nobody can turn a link
that is mailed or printed (CVE-2021-30185 and its like). A way back is a path that leads to one of our own pages: it is
matched against the URL map and written anew, so nothing of what was typed becomes an address (CVE-2023-49438).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

LONGEST_PATH = 1000


def external_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, with or without a request; inside an organisation `slug` is filled in."""
    current_app.inject_url_defaults(endpoint, values)
    return str(current_app.config["PUBLIC_BASE_URL"]) + _own_paths().build(endpoint, values)


def own_page(wanted: str | None) -> str | None:
    """The path, with its query, of the page of ours that `wanted` names; None for anything else.

    Only pages that are read (GET) count; an address with a host, a backslash or an invisible character never does.
    """
    if not wanted or len(wanted) > LONGEST_PATH or not wanted.isprintable() or "\\" in wanted:
        return None
    if not wanted.startswith("/") or wanted.startswith("//"):
        return None
    path, _mark, query = wanted.partition("#")[0].partition("?")
    try:
        endpoint, values = _own_paths().match(unquote(path, errors="strict"), method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return None
    return _own_paths().build(endpoint, dict(values)) + (f"?{urlencode(parse_qsl(query))}" if query else "")


def _own_paths() -> MapAdapter:
    """Paths as this application writes and reads them; the host is never shown."""
    return current_app.url_map.bind("localhost")
