"""Why a document was not made. The first two are refusals a person can act on; the others are faults of ours."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.lazy_text import _l


class DocumentTooLarge(Refusal):
    """More text, rows or pixels than one document may hold. `detail` names the part, in code words, for the log."""

    message = _l("This is too much for one document. Narrow the selection, or take it as a spreadsheet.")

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.detail = detail


class CharactersNotPrintable(Refusal):
    """The fonts of papers cannot draw these characters; a paper never shows empty boxes in their place."""

    def __init__(self, characters: str = "") -> None:
        super().__init__(_l("These characters cannot be printed: %(characters)s", characters=" ".join(characters)))
        self.characters = characters


class RenderingTooSlow(Refusal):
    """The child process reached its limit of time or memory."""

    message = _l("This document takes too long to make. Narrow the selection, or take it as a spreadsheet.")


class RenderingBusy(Refusal):
    """Other documents are being made by this process; the wait was too long."""

    message = _l("Several documents are being made just now. Try again in a moment.")


class RenderingFault(RuntimeError):
    """The engine gave no document, or one that failed its check: nothing is delivered, the log says why."""
