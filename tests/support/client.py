"""A test client that looks at every page as a strict reader would, and posts forms with their token."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

RAW_TOKEN = "0123456789abcdef0123456789abcdef01234567"
UNRENDERED = re.compile(r"\{\{|\{%|%\(\w+\)s")


class HouseClient(FlaskClient):
    """`get` and `post` check the answer's headers and, for pages, house style; `submit` posts with a valid token."""

    reads_pages = True  # False for walks of a thousand pages

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check_headers(response)
        if self.reads_pages and response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            check_page(response.get_data(as_text=True))
        return response

    def submit(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST a form with the session's token."""
        return self.post(path, data={"csrf_token": self.csrf_token(), **(data or {})}, **kwargs)

    def csrf_token(self) -> str:
        with self.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(RAW_TOKEN)  # type: ignore[return-value]


def check_headers(response: TestResponse) -> None:
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src" in policy, "an answer without a content security policy"
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


def check_page(html: str) -> None:
    """One h1, language and direction, labelled fields, nothing inline, nothing unrendered, well-formed."""
    page = LexborHTMLParser(html)
    root = page.css_first("html").attributes
    assert (root.get("lang"), root.get("dir")) in (("fr", "ltr"), ("ar", "rtl")), root
    assert len(page.css("h1")) == 1, "a page has one h1"
    assert not page.css("style"), "no inline style sheet"
    assert not page.css("script:not([src])"), "a script stands in its file"
    for element in page.css("*"):
        inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert not inline, f"<{element.tag}> has {inline}"
    labelled = {label.attributes.get("for") for label in page.css("label")}
    inside_label = {control.mem_id for control in page.css("label *")}
    for control in page.css("input:not([type=hidden], [type=submit]), select, textarea"):
        told = control.attributes
        named = told.get("id") in labelled or told.get("aria-label") or control.mem_id in inside_label
        assert named, f"<{control.tag} name={told.get('name')}> has no label"
    assert not (found := UNRENDERED.search(page.root.text())), found
