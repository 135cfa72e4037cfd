"""The rows of a register on a short way through the engine: half of what a long register would cost otherwise.

A cell of a register is one text in one style. For the general case the engine computes styles, builds and lays out three
boxes a cell, and shapes its letters twice. Here the page is read with a few model rows only; each row of the register is
a copy of their boxes, and its texts are cut into lines by the engine's own functions, equal texts once. Everything else
stays the engine's: widths, heights, page breaks, the repeated head, drawing, tags. What does not fit a page is left to it
entirely. The rules between rows are one path a page.

Two names of the engine are replaced, `block_container_layout` where tables are laid out and `layout_document` where boxes
become pages, and both do what they did for every box and page that is not ours. The engine is pinned in requirements.txt;
`tests/pdf/test_rows.py` lays out both ways and compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint.document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from app.pdf.documents import RegisterDocument
from app.pdf.pages import Face, direction_of, page_direction

POINTS = 0.75  # of a pixel, the engine's unit
RULE = b"q 0.827 0.847 0.835 RG 0.4 w %s S Q"
RULE_WIDTH = 0.4
_SPACES = re.compile("[ \t\r\n]+")

Rows = Sequence[Sequence[str]]
Look = tuple[str, str]  # direction, class: what tells the template to write a cell in one way or another


@dataclass(frozen=True)
class Line:
    """A line of a cell, measured."""

    text: str
    shaped: Any
    width: float
    height: float
    baseline: float


class Shaped(line_break.Layout):  # type: ignore[misc]
    """A shaped text that is kept from layout to drawing; the engine would make it again, to spare memory."""

    def deactivate(self) -> None:
        pass

    def reactivate(self, style: Any) -> None:
        pass


@dataclass
class Model:
    """What cells of one column and one look share: their boxes, and the lines of texts that were there before."""

    cell: Any
    line: Any
    text: Any
    strut: tuple[float, float]  # height and baseline
    text_height: float
    known: dict[str, list[Line]] = field(default_factory=dict)

    @classmethod
    def of(cls, cell: Any) -> Model:
        (line,) = cell.children
        (text,) = (box for box in line.descendants() if isinstance(box, boxes.TextBox))
        for box in (line, text):
            resolve_percentages(box, (0, 0))
            box.background = None
        return cls(cell, line, text, line_break.strut(line.style), line_break.strut(text.style)[0])

    def lines(self, text: str, width: float, context: Any) -> list[Line]:
        """The text cut to a width, which is the same all down a column."""
        if text not in self.known:
            self.known[text] = list(self._whole(text, width) or self._cut(text, width, context))
        return self.known[text]

    def _whole(self, text: str, width: float) -> list[Line]:
        style = self.text.style
        shaped = Shaped(style)
        shaped.set_text(text)
        first, second = shaped.get_first_line()
        length, height = line_break.line_size(first, style)
        if second is not None or length > width:
            return []
        return [self._line(shaped, length, height, pango.pango_layout_get_baseline(shaped.layout) * FROM_UNITS)]

    def _cut(self, text: str, width: float, context: Any) -> Iterator[Line]:
        rest = text
        while rest:
            shaped, length, after, wide, high, base = line_break.split_first_line(
                rest, self.text.style, context, width, 0
            )
            if length:
                yield self._line(shaped, wide, high, base)
            rest = "" if after is None else rest.encode()[after:].decode().lstrip(" ")

    def _line(self, shaped: Any, width: float, height: float, baseline: float) -> Line:
        return Line(shaped.text, shaped, width, height, baseline + (self.text_height - height) / 2)


class PlainRow(boxes.TableRowBox):  # type: ignore[misc]
    """A row of the register; a rule is drawn below it."""


class PlainCell(boxes.TableCellBox):  # type: ignore[misc]
    """A cell of one text in one style. It has no box inside until it is laid out."""

    model: Model
    words: str

    def all_children(self) -> tuple[()]:
        """For those who look for backgrounds, links and anchors: there are none inside."""
        return ()

    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None:  # noqa: FBT001, FBT002  # the engine's
        self.position_x += dx
        self.position_y += dy
        for child in self.children:
            child.translate(dx, dy, ignore_floats)

    def laid_out(self, context: Any) -> PlainCell:
        """A copy with its lines, one below the other from the top."""
        made: PlainCell = self.copy()
        x, top = self.content_box_x(), self.content_box_y()
        bottom, children = top, []
        for line in self.model.lines(self.words, self.width, context) if self.words else ():
            children.append(self._box(line, x, bottom))
            bottom += children[-1].height
        made.children = children
        made.height = bottom - top
        made.remove_decoration_sides = set()
        return made

    def _box(self, line: Line, x: float, y: float) -> Any:
        model = self.model
        height, baseline = model.strut
        top = min(-baseline, -line.baseline)
        bottom = max(height - baseline, model.text_height - line.baseline)
        half_leading = (model.text_height - line.height) / 2
        x += self._start(model.line.style, self.width - line.width)
        text = _copied(
            model.text, text=line.text, pango_layout=line.shaped, width=line.width, height=line.height,
            baseline=line.baseline, margin_top=half_leading, margin_bottom=half_leading,
            position_x=x, position_y=y - line.baseline - top,
        )  # fmt: skip
        return _copied(
            model.line, children=(text,), width=line.width, height=bottom - top, baseline=-top,
            margin_top=0, margin_bottom=0, position_x=x, position_y=y, resume_at=None,
        )  # fmt: skip

    @staticmethod
    def _start(style: Mapping[str, Any], free: float) -> float:
        """How far from the left a line begins, of what it leaves free."""
        align, is_rtl = style["text_align_all"], style["direction"] == "rtl"
        if align == "center" and free > 0:
            return free / 2
        return free if is_rtl != (align == "end" and free > 0) else 0

    def with_boxes(self) -> PlainCell:
        """As the engine would have built it."""
        if self.words and not self.children:
            text = self.model.text.copy_with_text(self.words)
            self.children = (self.model.line.copy_with_children([text]),)
        return self


def _copied(box: Any, **changed: Any) -> Any:
    made = box.copy()
    made.__dict__.update(changed)
    return made


_general_layout = block.block_container_layout
_general_pages = weasyprint.document.layout_document


def lay_out_box(context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: Any, *more: Any, **named: Any) -> Any:
    """In place of the engine's `block_container_layout`."""
    if isinstance(box, PlainCell) and skip_stack is None:
        made = box.laid_out(context)
        if not (page_is_empty and context.overflows_page(bottom_space, box.position_y + made.border_height())):
            return made, None, {"break": "any", "page": None}, [], False, None
        box.with_boxes()
    return _general_layout(context, box, bottom_space, skip_stack, page_is_empty, *more, **named)


def lay_out_pages(html: Any, root: Any, context: Any) -> Any:
    """In place of the engine's `layout_document`."""
    if fill := getattr(html, "fill", None):
        fill(root)
    return _general_pages(html, root, context)


block.block_container_layout = lay_out_box
weasyprint.document.layout_document = lay_out_pages


def look_of(document: RegisterDocument, face: Face) -> Callable[[str], Look]:
    """How the template writes a text: of its own direction or not, in the wide face or not; all empty ones alike."""

    @lru_cache(maxsize=10_000)
    def look(text: str) -> Look:
        if not text.strip(" \t\r\n"):
            return "", "empty"
        return "" if page_direction(text, document.direction) else direction_of(text), face(text)

    return look


def model_rows(document: RegisterDocument, look: Callable[[str], Look]) -> tuple[tuple[str, ...], ...]:
    """Few rows that have of each column each look."""
    columns = [list({look(text): text for text in column}.values()) for column in zip(*document.rows, strict=True)]
    return tuple(
        tuple(texts[min(place, len(texts) - 1)] for texts in columns) for place in range(max(map(len, columns), default=0))
    )


def filler(rows: Rows, models: Rows, look: Callable[[str], Look]) -> Callable[[Any], None]:
    """What puts the rows in the place of the models, once the engine has built these."""

    def fill(root: Any) -> None:
        if not models:
            return
        body = next(b for b in root.descendants() if isinstance(b, boxes.TableRowGroupBox) and b.element_tag == "tbody")
        model_row, known = body.children[0], {}
        for texts, row in zip(models, body.children, strict=False):
            for place, (text, cell) in enumerate(zip(texts, row.children, strict=True)):
                known.setdefault((place, look(text)), Model.of(cell) if cell.children else cell)
        made = [
            _row(model_row, [known[place, look(text)] for place, text in enumerate(texts)], texts) for texts in rows
        ]
        body.children = (*made, *body.children[len(models) :])

    return fill


def _row(model: Any, cells: Sequence[Any], texts: Sequence[str]) -> PlainRow:
    row = PlainRow.__new__(PlainRow)
    row.__dict__.update(model.__dict__)
    row.children = tuple(_cell(cell, text) for cell, text in zip(cells, texts, strict=True))
    return row


def _cell(model: Any, text: str) -> PlainCell:
    cell = PlainCell.__new__(PlainCell)
    if isinstance(model, Model):
        cell.__dict__.update(model.cell.__dict__)
        cell.model, cell.words = model, _SPACES.sub(" ", text).strip(" ")
    else:
        cell.__dict__.update(model.__dict__)
        cell.words = ""
    cell.children = ()
    return cell


def rule(pages: Any, pdf: pydyf.PDF) -> None:
    """Draw below each row a fine line, all of a page in one go, where no reader of tags is told of them."""
    streams = {obj.reference: obj for obj in pdf.objects if isinstance(obj, pydyf.Stream)}
    written = [obj for obj in pdf.objects if isinstance(obj, pydyf.Dictionary) and obj.get("Type") == "/Page"]
    for page, said in zip(pages.pages, written, strict=True):
        lines = [
            b"%.2f %.2f m %.2f %.2f l" % _below(row, page.height) for row in _rows(page._page_box)  # noqa: SLF001
        ]
        if lines:
            drawing = b"/Artifact BMC " + RULE % b" ".join(lines) + b" EMC"
            streams[said["Contents"]].stream.insert(0, drawing)


def _below(row: PlainRow, page_height: float) -> tuple[float, float, float, float]:
    y = (page_height - row.position_y - row.height) * POINTS + RULE_WIDTH / 2
    return row.position_x * POINTS, y, (row.position_x + row.width) * POINTS, y


def _rows(box: Any) -> Iterator[PlainRow]:
    if isinstance(box, boxes.TableRowGroupBox):
        yield from (row for row in box.children if isinstance(row, PlainRow))
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _rows(child)
