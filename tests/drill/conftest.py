"""Houses for trials: the demonstration is made once for the run, each test gets a copy of it, and people at work in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drill.crew import Crew
from tests.drill.house import House, demonstration, moved_in


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demonstration(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """Running, with the demonstration's data."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("finds processes as Linux shows them")
    started = moved_in(prepared, tmp_path / "house")
    try:
        started.start()
        yield started
    finally:
        started.stop()


@pytest.fixture
def crew(house: House) -> Iterator[Crew]:
    """At work until the test ends."""
    crew = Crew(house)
    crew.start()
    yield crew
    crew.tell_to_stop()
