"""A transfer from the consent to the answer: what arrives, what both sides keep, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.transfers import errors, services
from app.transfers.rules import TransferState
from tests.conftest import SignIn
from tests.support.world import TODAY, World
from tests.transfers.journey import accept, incoming, newest, outgoing, send, wanted


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_two_managers_and_a_member(app: Flask, world: World, sign_in: SignIn, language: str) -> None:
    home, abroad = world.home, world.abroad
    sender, receiver = sign_in("manager@el-jadida.example"), sign_in("manager@ras-jebel.example")
    file = home.url(f"members/{home.members['leila']}/transfers")
    assert sender.get(f"{file}?lang={language}").status_code == 200
    assert sender.get(f"{file}/new?lang={language}").status_code == 200
    told = {
        "to_organisation_id": str(abroad.id),
        "parts": "parcours",
        "sensitive": "identity_number",
        "consented_on": TODAY.isoformat(),
        "manner": "signed",
        "has_consented": "y",
    }
    sent = sender.submit(f"{file}/new", told)
    assert sent.status_code == 302, sent.text
    listed = receiver.get(abroad.url(f"members/transfers?lang={language}"))
    assert "Leïla Haddad" in listed.text or "ليلى حداد" in listed.text
