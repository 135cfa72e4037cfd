"""Parts of a register put together into one file, object by object, so that little of it is ever in memory.

The parts are ours, written by `parts.written_plainly`; anything of another shape is a fault. Kept are the tags (a document
of as many tables as parts), the languages, the claim of PDF/A-3a and PDF/UA-1, fonts and colours; each page gets its number.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from app.pdf.errors import RenderingFault

_REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|(\d+) 0 R")  # strings are passed over
_ARRAY = rb"\s*\[([^\]]*)\]"
OBJECTS_OF_A_STREAM = 8_000


@dataclass(frozen=True, kw_only=True)
class Part:
    """The objects of one part by number: dictionaries as they stand, and streams with their dictionary apart."""

    plain: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    root: int = 0
    info: int = 0

    @classmethod
    def read(cls, content: bytes) -> Part:
        start = int(_found(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", content))
        head, _trailer, tail = content[start:].partition(b"trailer")
        lines = head.split(b"\n")[2:]
        part = cls(root=int(_found(rb"/Root (\d+) 0 R", tail)), info=int(_found(rb"/Info (\d+) 0 R", tail)))
        for number, line in enumerate(lines):
            if line.endswith(b" n "):
                part._take(number, content, int(line[:10]))
        return part

    def _take(self, number: int, content: bytes, at: int) -> None:
        head = b"%d 0 obj\n" % number
        if not content.startswith(head, at):
            raise RenderingFault("a part of the register has another shape than expected")
        at += len(head)
        end = content.index(b"\nendobj", at)
        begins = content.find(b"\nstream\n", at, end)
        if begins < 0:
            self.plain[number] = content[at:end]
            return
        said = content[at:begins]
        length = int(_found(rb"/Length (\d+)", said))
        self.streams[number] = said, content[begins + 8 : begins + 8 + length]

    def one(self, number: int, key: bytes) -> int:
        """The object a dictionary names under a key."""
        return int(_found(key + rb" (\d+) 0 R", self.plain[number]))

    def many(self, number: int, key: bytes) -> list[int]:
        return [int(found) for found in re.findall(rb"(\d+) 0 R", _found(key + _ARRAY, self.plain[number]))]


def _found(pattern: bytes, content: bytes) -> bytes:
    found = re.search(pattern, content)
    if found is None:
        raise RenderingFault(f"a part of the register lacks {pattern!r}")
    return found[1]


class Writer:
    """A file of objects: streams as they come, dictionaries gathered into compressed streams, and where each stands."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.position, self.highest = out, 0, 0
        self.places: dict[int, tuple[int, int, int]] = {}
        self.gathered: list[tuple[int, bytes]] = []
        self.told = hashlib.sha256()
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def new(self, count: int = 1) -> int:
        """The first of so many new numbers."""
        first = self.highest + 1
        self.highest += count
        return first

    def plain(self, number: int, content: bytes) -> None:
        self.gathered.append((number, content))
        if len(self.gathered) >= OBJECTS_OF_A_STREAM:
            self._write_gathered()

    def stream(self, number: int, said: bytes, content: bytes) -> None:
        self.places[number] = (1, self.position, 0)
        self._write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, said, content))

    def end(self, *, root: int, info: int) -> None:
        self._write_gathered()
        number, start = self.new(), self.position
        self.places[number] = (1, start, 0)
        table = bytearray(b"\0" * 9)
        for each in range(1, self.highest + 1):
            kind, where, index = self.places.get(each, (0, 0, 0))
            table += kind.to_bytes(1, "big") + where.to_bytes(5, "big") + index.to_bytes(3, "big")
        packed, identity = zlib.compress(table), self.told.hexdigest()[:32].encode()
        self._write(
            b"%d 0 obj\n<</Type /XRef /Size %d /W [1 5 3] /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] "
            b"/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (number, self.highest + 1, root, info, identity, identity, len(packed), packed, start)
        )

    def _write_gathered(self) -> None:
        if not self.gathered:
            return
        number, starts, bodies, at = self.new(), [], [], 0
        for place, (inner, content) in enumerate(self.gathered):
            self.places[inner] = (2, number, place)
            starts.append(b"%d %d" % (inner, at))
            bodies.append(content)
            at += len(content) + 1
        first = b" ".join(starts) + b"\n"
        packed = zlib.compress(first + b"\n".join(bodies))
        said = b"<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>"
        self.stream(number, said % (len(self.gathered), len(first), len(packed)), packed)
        self.gathered.clear()

    def _write(self, content: bytes) -> None:
        self.out.write(content)
        self.told.update(content)
        self.position += len(content)


def count_pages(content: bytes) -> int:
    """How many pages a part has."""
    part = Part.read(content)
    return len(part.many(part.one(part.root, rb"/Pages"), rb"/Kids"))


def merge(parts: Iterable[bytes], numbers: bytes, out: BinaryIO) -> None:
    """Write the parts, read one at a time, as one file; each page with its page of `numbers` drawn on it."""
    merging = _Merging(Writer(out), Part.read(numbers))
    for content in parts:
        merging.add(Part.read(content))
    merging.end()


class _Merging:
    """What is known of the whole while parts go by."""

    def __init__(self, writer: Writer, numbers: Part) -> None:
        self.writer = writer
        self.pages, self.tree, self.document, self.parents = (writer.new() for _each in range(4))
        self.kids: list[int] = []
        self.elements: list[int] = []
        self.by_page: list[bytes] = []
        self.root = self.info = 0
        self.catalogue = b""
        self.drawn = iter(self._draw(numbers))

    def _draw(self, numbers: Part) -> list[int]:
        """The pages of numbers as forms to draw; their fonts and colours come along."""
        offset = self.writer.new(max([*numbers.plain, *numbers.streams])) - 1
        pages = numbers.many(numbers.one(numbers.root, rb"/Pages"), rb"/Kids")
        contents = [numbers.one(page, rb"/Contents") for page in pages]
        box = _found(rb"/MediaBox" + _ARRAY, numbers.plain[pages[0]])
        form = b"<</Type /XObject /Subtype /Form /BBox [%s] /Resources %d 0 R" % (box, offset + numbers.one(pages[0], rb"/Resources"))  # fmt: skip
        left_out = {numbers.root, numbers.info, *pages}
        for number, said in numbers.plain.items():
            if number not in left_out:
                self.writer.plain(offset + number, _renumbered(said, offset))
        for number, (said, content) in numbers.streams.items():
            said = _renumbered(said, offset)
            self.writer.stream(offset + number, form + said[2:] if number in contents else said, content)
        return [offset + number for number in contents]

    def add(self, part: Part) -> None:
        offset = self.writer.new(max([*part.plain, *part.streams])) - 1
        pages, tree = part.one(part.root, rb"/Pages"), part.one(part.root, rb"/StructTreeRoot")
        (document,) = part.many(tree, rb"/K")
        parents = part.one(tree, rb"/ParentTree")
        same = {pages: self.pages, tree: self.tree, document: self.document}
        kids = part.many(pages, rb"/Kids")
        resources = part.one(kids[0], rb"/Resources")
        is_first = not self.kids
        self.elements += [offset + element for element in part.many(document, rb"/K")]
        self.by_page += _arrays(_renumbered(part.plain[parents], offset, same))
        forms = self._number(part, kids)
        self.kids += [offset + page for page in kids]
        if is_first:
            self.root, self.info = offset + part.root, offset + part.info
            self.catalogue = _renumbered(part.plain[part.root], offset, same)
            self.writer.plain(self.info, part.plain[part.info])
        drawing = _renumbered(part.plain.pop(resources), offset, same).replace(
            b"/XObject <<", b"/XObject <<" + forms, 1
        )
        self.writer.plain(offset + resources, drawing)
        for number, said in part.plain.items():
            if number not in (part.root, part.info, pages, tree, document, parents):
                self.writer.plain(offset + number, _renumbered(said, offset, same))
        for number, (said, content) in part.streams.items():
            self.writer.stream(offset + number, _renumbered(said, offset, same), content)

    def _number(self, part: Part, kids: list[int]) -> bytes:
        """Draw each page's number before the page itself; what the pages then call the drawings."""
        names = []
        for place, page in enumerate(kids, start=len(self.kids)):
            drawing = b"/Artifact <</Type /Pagination>> BDC /P%d Do EMC" % place
            number = max([*part.plain, *part.streams]) + 1
            part.streams[number] = b"<</Length %d>>" % len(drawing), drawing
            self.writer.new()
            names.append(b"/P%d %d 0 R" % (place, next(self.drawn)))
            contents = part.one(page, rb"/Contents")
            said = part.plain[page].replace(
                b"/Contents %d 0 R" % contents, b"/Contents [%d 0 R %d 0 R]" % (number, contents)
            )
            part.plain[page] = re.sub(rb"/StructParents \d+", b"/StructParents %d" % place, said)
        return b" ".join(names)

    def end(self) -> None:
        count, writer = len(self.kids), self.writer
        writer.plain(self.pages, b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, _references(self.kids)))
        writer.plain(
            self.tree, b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R>>" % (self.document, self.parents)
        )
        document = b"<</Type /StructElem /S /Document /P %d 0 R /K [%s]>>"
        writer.plain(self.document, document % (self.tree, _references(self.elements)))
        by_page = b" ".join(b"%d [%s]" % (place, named) for place, named in enumerate(self.by_page))
        writer.plain(self.parents, b"<</Nums [%s]>>" % by_page)
        writer.plain(self.root, self.catalogue)
        writer.end(root=self.root, info=self.info)


def _arrays(parents: bytes) -> Iterator[bytes]:
    """What a part says of each of its pages, in their order."""
    inside = parents[parents.index(b"[") + 1 :]
    return iter(re.findall(rb"\[([^\]]*)\]", inside))


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _renumbered(said: bytes, offset: int, same: Mapping[int, int] | None = None) -> bytes:
    known = same or {}

    def anew(found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        number = int(found[1])
        return b"%d 0 R" % (known.get(number) or number + offset)

    return _REFERENCE.sub(anew, said)
