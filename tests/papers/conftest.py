"""People and papers of El Jadida."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, has_app_context

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.kernel.uploads import PDF, Upload
from app.members.models import Member
from app.papers import queries
from app.papers.models import Paper, PaperKind
from tests.support.world import TODAY, World

MANAGER, COACH, COACH2 = (f"{name}@el-jadida.example" for name in ("manager", "coach", "coach2"))
MEMBER, MEMBER2 = "member@el-jadida.example", "member2@el-jadida.example"
UPLOAD = Upload(content=b"%PDF-1.7 a paper", media_type=PDF)
BY: dict[str, Any] = {"today": TODAY, "by_account_id": None}


_running: list[Flask] = []


@pytest.fixture(autouse=True)
def _house(app: Flask) -> Iterator[None]:
    """What `at_work` and `papers` look into when no context is open: visitors must not meet each other in one."""
    _running[:] = [app]
    yield
    _running.clear()


@contextmanager
def _context() -> Iterator[None]:
    if has_app_context():
        yield
        return
    with _running[0].app_context():
        yield
        db.session.remove()


@contextmanager
def inside(world: World) -> Iterator[None]:
    """Reading in El Jadida."""
    with _context(), organisation_scope(world.home.id):
        yield
        db.session.rollback()


@contextmanager
def at_work(world: World, name: str = "member") -> Iterator[Member]:
    """In a write transaction, with a member of El Jadida."""
    with _context(), organisation_scope(world.home.id), write_transaction():
        yield db.session.get_one(Member, (world.home.id, world.home.members[name]))


def kind(code: str) -> PaperKind:
    return next(kind for kind in queries.every_kind() if kind.code == code)


def papers(world: World) -> list[Paper]:
    """All papers of El Jadida, in the order they were recorded."""
    with _context(), organisation_scope(world.home.id):
        return list(db.session.query(Paper).order_by(Paper.id))


Path = Callable[..., str]


@pytest.fixture
def path(world: World) -> Path:
    """`path("cv", "record")`: an address about a kind; `path(paper_id, "file")`: about a paper."""
    with inside(world):
        ids = {kind.code: kind.id for kind in queries.every_kind()}

    def address(*parts: object, member: str = "member") -> str:
        first, *others = parts or ("",)
        about = f"kinds/{ids[str(first)]}" if first in ids else str(first)
        below = "/".join([about, *map(str, others)]).strip("/")
        return world.home.url(f"members/{world.home.members[member]}/papers/{below}".rstrip("/"))

    return address
