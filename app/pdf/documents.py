"""What may be put on paper: plain values, already worded and formatted, that travel as JSON.

A document holds no object of the application and no HTML: a rendering process needs nothing else, and an issued
attestation can keep the JSON it was made from. `from_json` refuses what `to_json` would not have written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Kind = Literal["attestation", "register", "register_parts", "page_numbers", "slips"]
Direction = Literal["ltr", "rtl"]
Style = Literal["text", "strong", "number", "address"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of a paragraph. `direction` isolates it: names and numbers carry their own, running text has none."""

    text: str
    style: Style = "text"
    direction: Direction | None = None


Paragraph = tuple[Run, ...]


def plain(text: str) -> Run:
    """Running text of the paragraph's own language."""
    return Run(text=text)


def number(text: str) -> Run:
    """A number, a code or a telephone: reads from the left in any paragraph, and is never broken over two lines."""
    return Run(text=text, style="number", direction="ltr")


def address(text: str) -> Run:
    """An address to type or write to: reads from the left, broken anywhere when it must be."""
    return Run(text=text, style="address", direction="ltr")


def name(text: str, direction: Direction) -> Run:
    """A person's or an organisation's name, in the direction of its script, set in bold."""
    return Run(text=text, style="strong", direction=direction)


def in_line(parts: Sequence[Paragraph]) -> Paragraph:
    """Short paragraphs one after the other, a dot between them."""
    joined: list[Run] = []
    for part in parts:
        joined += [plain(" · "), *part] if joined else part
    return tuple(joined)


def text_of(paragraph: Paragraph) -> str:
    """The words of a paragraph without their styles."""
    return "".join(run.text for run in paragraph)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A logo, already checked at upload: `data` is base64; PNG or JPEG only."""

    media_type: Literal["image/png", "image/jpeg"]
    data: str


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The issuer in one script: its name, then its legal form, registration, tax number, address, telephone."""

    language: str  # BCP 47: fr-MA, ar-TN …
    direction: Direction
    name: str
    lines: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of the table of facts."""

    label: str
    value: Paragraph


@dataclass(frozen=True, kw_only=True)
class Version:
    """Everything that is said in one language. Two versions on one sheet have the same facts, in the same order."""

    language: str  # BCP 47
    direction: Direction
    title: str
    number_label: str
    number_pending: str  # stands where the number will be, on a preview
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Fact, ...]
    place_and_date: Paragraph
    quality: str
    signatory: str
    signature_label: str
    check: tuple[Paragraph, ...]  # how to check the paper, with the address to type
    code_label: str
    valid_until: Paragraph | None
    note: str | None  # which version prevails
    preview_word: str  # APERÇU


@dataclass(frozen=True, kw_only=True)
class AttestationDocument:
    """One sheet. Without `number`, `code` and `check_url` it can be previewed, not rendered."""

    letterheads: tuple[Letterhead, ...]  # French first; both scripts, whatever the language of the sheet
    versions: tuple[Version, ...]  # one, or French then Arabic
    logo: Picture | None = None
    number: str | None = None  # ELJ-2026-00042
    code: str | None = None  # 10 characters
    check_url: str | None = None  # what the QR holds
    issued_at: str | None = None  # ISO instant, for the file's metadata

    @property
    def language(self) -> str:
        return self.versions[0].language

    @property
    def title(self) -> str:
        return " / ".join(version.title for version in self.versions)


@dataclass(frozen=True, kw_only=True)
class Column:
    """`width` is a share: widths are scaled to fill the sheet. `align` is along the reading direction."""

    label: str
    width: int
    align: Literal["start", "end", "center"] = "start"


@dataclass(frozen=True, kw_only=True)
class RegisterDocument:
    """A table over pages, A4 landscape. Every text is already in the language of the register."""

    language: str  # BCP 47
    direction: Direction
    organisation_fr: str
    organisation_ar: str
    title: str
    as_of: str  # “As of 21 November 2026”
    explanation: str  # what one row is and how rows were counted, in one sentence
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str  # said instead of rows when there are none
    totals: tuple[str, ...] | None = None  # one cell a column
    filters: tuple[str, ...] = ()  # “Commune: El Jadida”
    notes: tuple[str, ...] = ()  # below the table
    signature: str = ""  # “Place, date, signature and stamp”: a box below the notes, with room to sign
    printed: str = ""  # “Printed on … by …”, at the foot of each page
    page_word: str = "Page"
    of_word: str = "/"  # “Page 2 / 14”; in Arabic a word, for a slash between numbers reads either way
    missing_letters: str = ""  # said below the table when a letter had no font and stands as U+FFFD
    begins: bool = True  # False for a part that goes on with the table of another
    ends: bool = True
    is_numbered: bool = True  # False: the pages get their numbers when all parts are known


@dataclass(frozen=True, kw_only=True)
class SlipWords:
    """What a sign-in slip says beside a person's own values, in one language."""

    language: str  # BCP 47
    direction: Direction
    title: str
    login: str
    code: str
    address: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One person's slip: the code stands nowhere else."""

    name_latin: str
    name_arabic: str
    login: str  # as people read it
    code: str


@dataclass(frozen=True, kw_only=True)
class SlipsDocument:
    """Sign-in slips to cut apart, three a sheet, in both languages whatever that of the document."""

    language: str
    title: str
    organisation_fr: str
    organisation_ar: str
    address: str  # of the page where one signs in; the QR holds it and nothing else
    words: tuple[SlipWords, ...]  # French, then Arabic
    slips: tuple[Slip, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterParts:
    """Some parts of one register, for one child."""

    documents: tuple[RegisterDocument, ...]


@dataclass(frozen=True, kw_only=True)
class PageNumbers:
    """The numbers of a register's pages, each on a page of its own."""

    language: str
    direction: Direction
    page_word: str
    of_word: str
    pages: int


Document = AttestationDocument | RegisterDocument | RegisterParts | PageNumbers | SlipsDocument
DOCUMENTS: dict[Kind, type[Document]] = {
    "attestation": AttestationDocument,
    "register": RegisterDocument,
    "register_parts": RegisterParts,
    "page_numbers": PageNumbers,
    "slips": SlipsDocument,
}


def kind_of(document: Document) -> Kind:
    return next(kind for kind, shape in DOCUMENTS.items() if isinstance(document, shape))


def to_json(document: Document) -> str:
    """The document as JSON; keys sorted, so that equal documents give equal text."""
    return json.dumps(asdict(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: Kind, text: str) -> Document:
    """The document that `to_json` wrote. Raises ValueError on any other shape."""
    built = _build(DOCUMENTS[kind], json.loads(text))
    assert isinstance(built, Document)
    return built


def _build(wanted: Any, value: Any) -> Any:
    """`value` as the annotated type `wanted`: dataclasses from objects, tuples from arrays, the rest as it is."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return None if value is None else _build(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        return tuple(_build(arguments[0], item) for item in _checked(value, list))
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{value!r} is none of {arguments}")
        return value
    if isinstance(wanted, type) and wanted.__module__ == __name__:
        return _build_dataclass(wanted, _checked(value, dict))
    return _checked(value, wanted)


def _build_dataclass(wanted: type, values: dict[str, Any]) -> Any:
    hints = get_type_hints(wanted)
    unknown = values.keys() - {field.name for field in fields(wanted)}
    if unknown:
        raise ValueError(f"{wanted.__name__} has no {', '.join(sorted(unknown))}")
    try:
        return wanted(**{key: _build(hints[key], value) for key, value in values.items()})
    except TypeError as missing:
        raise ValueError(str(missing)) from missing


def _checked(value: Any, wanted: Any) -> Any:
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ValueError(f"{value!r} is not {wanted.__name__}")
    return value
