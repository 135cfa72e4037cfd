"""Security headers on every answer, errors included. Nothing inline is ever allowed, so no nonce is needed."""

from __future__ import annotations

from flask import Flask, Response, current_app, g

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}
ONE_YEAR = 31_536_000


def add_headers(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        given = {name for name, _value in response.headers}
        for name in EVERY_ANSWER.keys() - given:
            response.headers.add(name, EVERY_ANSWER[name])
        if current_app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if g.get("actor") else "no-cache, private"
        return response
