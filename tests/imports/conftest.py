"""An import walked by the manager of the cooperative."""

from __future__ import annotations

import pytest

from tests.conftest import SignIn
from tests.imports.journey import Journey
from tests.support.world import World


@pytest.fixture
def journey(world: World, sign_in: SignIn) -> Journey:
    return Journey(world, sign_in)
