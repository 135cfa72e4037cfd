"""What is kept between requests changes no answer."""

from __future__ import annotations

import pytest

from tests.conftest import SignIn


def test_a_session_is_known_in_the_first_minute_of_a_machine(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its clock starts near nought: a cookie that was never read is not one that was just read."""
    monkeypatch.setattr("app.kernel.application.monotonic", lambda: 5.0)
    assert sign_in("manager@el-jadida.example").get("/o/el-jadida/").status_code == 200
