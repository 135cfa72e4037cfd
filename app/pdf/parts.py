"""A long register in parts: each laid out by itself in little memory, then put together as if it had been one.

A part is written in a plain form, one object after the other, so that `merge` can number it anew. It has everything but
its page numbers, which are known when all parts are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.pdf.documents import PageNumbers, RegisterDocument, RegisterParts
from app.pdf.limits import check_size
from app.pdf.pages import numbers_page

ROWS_OF_A_PART = 250
PARTS_AT_ONCE = 4  # in one child: what it costs to start is shared


def split(document: RegisterDocument) -> list[RegisterDocument]:
    """The register in parts of some eight pages: the first has the head, the last the totals and notes."""
    starts = range(0, max(len(document.rows), 1), ROWS_OF_A_PART)
    return [
        replace(
            document,
            rows=document.rows[start : start + ROWS_OF_A_PART],
            begins=start == 0,
            ends=start == starts[-1],
            is_numbered=False,
        )
        for start in starts
    ]


def render_parts(asked: RegisterParts) -> Iterator[bytes]:
    """Each part in the plain form, one after the other; what one leaves behind is swept before the next."""
    for document in asked.documents:
        yield _render_part(document)
        gc.collect()


def _render_part(document: RegisterDocument) -> bytes:
    from app.pdf import renderer as engine  # loads the engine

    check_size(document)
    document = engine.with_printable_letters(document)
    own = engine.renderer()
    with own.lock, engine.no_garbage_collection():
        pages = own.register_laid_out(document)
        letters = sum(len(cell) for row in document.rows for cell in row)
        languages = engine.both_languages({document.direction: document.language})
        return own.written_plainly(
            pages, partial(engine.finish_register, languages=languages, least_letters=1 + letters // 2)
        )


def render_numbers(asked: PageNumbers) -> bytes:
    """A page with its number, and nothing else, for each page of the register; in the plain form."""
    from app.pdf import renderer as engine  # loads the engine

    own = engine.renderer()
    with own.lock, engine.no_garbage_collection():
        pages = own.laid_out(numbers_page(asked), [*own.register_styles, own.numbers_style])
        return own.written_plainly(pages, None)
