"""A test client that looks at every page as a strict reader would, and posts forms with their token."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
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
    document = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(html)
    root_language, direction = document.get("lang"), document.get("dir")
    assert (root_language, direction) in (("fr", "ltr"), ("ar", "rtl")), (root_language, direction)
    assert len(document.findall(".//h1")) == 1, "a page has one h1"
    assert not document.findall(".//style"), "no inline style sheet"
    labelled = {label.get("for") for label in document.iter("label")}
    inside_label = {id(control) for label in document.iter("label") for control in label.iter()}
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        inline = [name for name in element.keys() if name == "style" or str(name).startswith("on")]  # noqa: SIM118
        assert not inline, f"<{element.tag}> has {inline}"
        if element.tag == "script":
            assert element.get("src"), "a script stands in its file"
        if element.tag in ("input", "select", "textarea") and element.get("type") not in ("hidden", "submit"):
            named = element.get("id") in labelled or element.get("aria-label") or id(element) in inside_label
            assert named, f"<{element.tag} name={element.get('name')}> has no label"
    text = "".join(document.itertext())
    assert not UNRENDERED.search(text), UNRENDERED.search(text)
