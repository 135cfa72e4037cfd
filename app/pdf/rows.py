"""The rows of a register, on a short way through the engine: a third of what they cost on the general one.

A cell of a register is one text in one style. For that the engine would compute styles, build three boxes, lay each out,
and shape the letters twice. Here the page is read with a few model rows only. Every row of the register is a copy of their
boxes, and the engine's own functions cut its texts into lines, equal texts once. All else stays the engine's: widths,
heights, page breaks, the repeated head, drawing and tags; so does a row that is taller than a page. The rules between
rows are one path a page.

Two functions of the engine are stood in for, `block_container_layout` and `layout_document`; for boxes and pages that are
not ours they do what they did. The engine is pinned, and tests/pdf/test_rows.py compares both ways letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it says no types of itself
import weasyprint.document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from app.pdf.documents import RegisterDocument
from app.pdf.pages import Face, direction_of, page_direction

POINTS = 0.75  # in a pixel, the engine's unit
RULE_POINTS = 0.4
RULES = b"/Artifact BMC q .827 .847 .835 RG %.1f w %s S Q EMC"
_SPACES = re.compile("[ \t\r\n]+")

Rows = tuple[tuple[str, ...], ...]
Look = tuple[str, str]  # direction and class: what has the template write a cell in one way or another
EMPTY: Look = "", "empty"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a cell, measured. `shaped` is the engine's, for drawing."""

    text: str
    shaped: Any
    width: float
    height: float
    baseline: float  # from the top of the letters


class Shaped(line_break.Layout):
    """A shaped text that is kept from layout to drawing, where the engine would shape it anew."""

    def deactivate(self) -> None:
        """Keep it."""

    def reactivate(self, style: Any) -> None:
        """It was kept."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """What cells of one column and one look have in common: boxes inside, and the lines of texts seen so far."""

    line: Any
    text: Any
    struts: tuple[tuple[float, float], ...]  # height and baseline of the line, and of what else is around the text
    text_height: float
    known: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cell: Any) -> Model:
        (line,) = cell.children
        *around, text = line.descendants()
        for box in (line, text):
            resolve_percentages(box, (0, 0))  # there are none, but this gives boxes their lengths
            box.background = None
        struts = tuple(line_break.strut(box.style) for box in around)
        return cls(line=line, text=text, struts=struts, text_height=line_break.strut(text.style)[0])

    def lines(self, text: str, width: float, context: Any) -> tuple[Line, ...]:
        """The text cut into lines of a width, which is the same all down a column."""
        if text not in self.known:
            self.known[text] = self._whole(text, width) or tuple(self._cut(text, width, context))
        return self.known[text]

    def _whole(self, text: str, width: float) -> tuple[Line, ...]:
        """One line, or none where that is too long."""
        shaped = Shaped(self.text.style)
        shaped.set_text(text)
        first, second = shaped.get_first_line()
        length, height = line_break.line_size(first, self.text.style)
        if second is not None or length > width:
            return ()
        baseline = pango.pango_layout_get_baseline(shaped.layout) * FROM_UNITS
        return (Line(text=text, shaped=shaped, width=length, height=height, baseline=baseline),)

    def _cut(self, text: str, width: float, context: Any) -> Iterator[Line]:
        rest = text
        while rest:
            shaped, length, after, wide, high, baseline = line_break.split_first_line(
                rest, self.text.style, context, width, 0
            )
            if length:
                yield Line(text=shaped.text, shaped=shaped, width=wide, height=high, baseline=baseline)
            rest = "" if after is None else rest.encode()[after:].decode().lstrip(" ")

    def box(self, line: Line, *, x: float, y: float, width: float) -> Any:
        """The line as a box of the engine, its top at `y`, somewhere between `x` and `x + width`."""
        half_leading = (self.text_height - line.height) / 2
        baseline = line.baseline + half_leading
        above = max(baseline, *(above for _, above in self.struts))
        below = max(self.text_height - baseline, *(height - above for height, above in self.struts))
        x += _start(self.line.style, width - line.width)
        text = _copied(
            self.text,
            boxes.TextBox,
            text=line.text,
            pango_layout=line.shaped,
            width=line.width,
            height=line.height,
            baseline=baseline,
            margin_top=half_leading,
            margin_bottom=half_leading,
            position_x=x,
            position_y=y + above - baseline,
        )
        placed = {"position_x": x, "position_y": y, "width": line.width, "height": above + below}
        return _copied(self.line, boxes.LineBox, children=(text,), margin_top=0, margin_bottom=0, **placed)


def _start(style: Mapping[str, Any], free: float) -> float:
    """How far from the left a line begins, of what it leaves free; less than nothing when it is too long."""
    align = style["text_align_all"] if free > 0 else "start"
    if align == "center":
        return free / 2
    return free if (align == "end") != (style["direction"] == "rtl") else 0


def _copied(box: Any, kind: Any, **changed: Any) -> Any:
    """As the engine's boxes copy themselves, with other values."""
    made = kind.__new__(kind)
    made.__dict__.update(box.__dict__, **changed)
    return made


class PlainRow(boxes.TableRowBox):
    """A row of the register; a rule is drawn below it."""


class PlainCell(boxes.TableCellBox):
    """A cell of one text in one style: nothing inside until it is laid out."""

    children: Any
    model: Model | None  # none without words
    words: str

    def all_children(self) -> tuple[()]:
        """For those who look for backgrounds, links and anchors: there are none inside."""
        return ()

    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: Any = None) -> None:
        """With what is inside, which `all_children` hides."""
        self.position_x += dx
        self.position_y += dy
        for child in self.children:
            child.translate(dx, dy)

    def laid_out(self, context: Any) -> Any:
        """A copy with its lines, one below the other from the top."""
        x, top = self.content_box_x(), self.content_box_y()
        bottom, children = top, []
        if self.model:
            for line in self.model.lines(self.words, self.width, context):
                children.append(self.model.box(line, x=x, y=bottom, width=self.width))
                bottom += children[-1].height
        return _copied(self, PlainCell, children=children, height=bottom - top, remove_decoration_sides=set())

    def build(self) -> None:
        """Put inside what the engine would have put, for it to lay out."""
        if self.model and not self.children:
            text = self.model.text.copy_with_text(self.words)
            self.children = (self.model.line.copy_with_children([text]),)


_block_container_layout = block.block_container_layout
_layout_document = weasyprint.document.layout_document


def lay_out_box(context: Any, box: Any, *place: Any, **asked: Any) -> Any:
    """Stands in for the engine's `block_container_layout`. What is taller than a page goes the general way."""
    if isinstance(box, PlainCell):
        bottom_space, skipped = place
        if skipped is None:
            made = box.laid_out(context)
            bottom = made.position_y + made.border_height()
            if not (asked["page_is_empty"] and context.overflows_page(bottom_space, bottom)):
                return made, None, {"break": "any", "page": None}, [], False, None
            box.build()
    return _block_container_layout(context, box, *place, **asked)


def lay_out_pages(html: Any, root: Any, context: Any) -> Any:
    """Stands in for the engine's `layout_document`: boxes are built, pages are not."""
    if fill := getattr(html, "fill", None):
        fill(root)
    return _layout_document(html, root, context)


block.block_container_layout = lay_out_box
weasyprint.document.layout_document = lay_out_pages


def look_of(document: RegisterDocument, face: Face) -> Callable[[str], Look]:
    """How the template writes a text: of its own direction or not, in the wide face or not; all empty ones alike."""

    @lru_cache(maxsize=10_000)
    def look(text: str) -> Look:
        if not _SPACES.sub("", text):
            return EMPTY
        return "" if page_direction(text, document.direction) else direction_of(text), face(text)

    return look


def model_rows(document: RegisterDocument, look: Callable[[str], Look]) -> Rows:
    """Few rows that have of each column each look."""
    columns = [list({look(text): text for text in column}.values()) for column in zip(*document.rows, strict=True)]
    most = max(map(len, columns), default=0)
    return tuple(tuple(texts[min(place, len(texts) - 1)] for texts in columns) for place in range(most))


def filler(rows: Rows, models: Rows, look: Callable[[str], Look]) -> Callable[[Any], None]:
    """What puts the rows in the place of the models, once the engine has built these."""

    def fill(root: Any) -> None:
        if not models:
            return
        body = next(box for box in root.descendants() if box.element_tag == "tbody")
        known: dict[tuple[int, Look], tuple[Any, Model | None]] = {}
        for texts, row in zip(models, body.children, strict=False):  # totals follow
            for key, cell in zip(enumerate(map(look, texts)), row.children, strict=True):
                known[key] = known.get(key) or (cell, None if key[1] == EMPTY else Model.of(cell))
        row = body.children[0]
        made = (_row(row, texts, [known[key] for key in enumerate(map(look, texts))]) for texts in rows)
        body.children = (*made, *body.children[len(models) :])

    return fill


def _row(row: Any, texts: Sequence[str], cells: Sequence[tuple[Any, Model | None]]) -> Any:
    children = tuple(
        _copied(cell, PlainCell, children=(), model=model, words=_SPACES.sub(" ", text).strip(" "))
        for text, (cell, model) in zip(texts, cells, strict=True)
    )
    return _copied(row, PlainRow, children=children)


def rule(pages: Any, pdf: pydyf.PDF) -> None:
    """Draw a fine line below each row, all of a page at once, below the rest and outside of the tags."""
    streams = {obj.reference: obj for obj in pdf.objects if isinstance(obj, pydyf.Stream)}
    written = [obj for obj in pdf.objects if isinstance(obj, pydyf.Dictionary) and obj.get("Type") == "/Page"]
    for page, said in zip(pages.pages, written, strict=True):
        if lines := b" ".join(_below(row, page.height) for row in _rows(page._page_box)):
            streams[said["Contents"]].stream.insert(0, RULES % (RULE_POINTS, lines))


def _below(row: PlainRow, page_height: float) -> bytes:
    left, right = row.position_x * POINTS, (row.position_x + row.width) * POINTS
    y = (page_height - row.position_y - row.height) * POINTS + RULE_POINTS / 2
    return b"%.2f %.2f m %.2f %.2f l" % (left, y, right, y)


def _rows(box: Any) -> Iterator[PlainRow]:
    if isinstance(box, boxes.TableRowGroupBox):
        yield from (row for row in box.children if isinstance(row, PlainRow))
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _rows(child)
