"""Requests with a bounded body, however it is written."""

from __future__ import annotations

from flask import Request, current_app


class BoundedRequest(Request):
    """A form without files is read whole, field by field: it may be no larger than one field of a form with files.

    A route that takes photos may say that its forms with files are larger (`largest` of `FeatureBlueprint.post`).
    Werkzeug bounds only the latter by `MAX_FORM_MEMORY_SIZE`; 8 MB of `a&a&a…` would keep a processor busy for seconds.
    """

    @property
    def max_content_length(self) -> int | None:
        if self.mimetype == "application/x-www-form-urlencoded" and current_app:
            return current_app.config["MAX_FORM_MEMORY_SIZE"]  # type: ignore[no-any-return]
        view = current_app.view_functions.get(self.endpoint or "") if current_app else None
        return getattr(view, "largest", None) or super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        Request.max_content_length.__set__(self, value)  # type: ignore[attr-defined]
