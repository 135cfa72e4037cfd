"""The words an organisation starts with, and the notice under an identity number, in the Arabic of its country."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel.clock import today
from app.kernel.i18n import speaking
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import privacy
from app.network import services
from app.network.defaults import IN_ARABIC, PROTECTION_BODIES, WORDS
from app.network.models import Country, OrganisationKind, VocabularyTerm


@pytest.mark.parametrize(
    ("country", "computing"),
    [
        (Country.MOROCCO, "الخدمات المعلوماتية"),
        (Country.TUNISIA, "الخدمات الإعلامية"),
        (Country.ALGERIA, "خدمات الإعلام الآلي"),
    ],
)
def test_a_new_organisation_speaks_as_its_country(context: Flask, country: Country, computing: str) -> None:
    with write_transaction():
        made = services.create_organisation(
            slug="new-one",
            code="NEW",
            kind=OrganisationKind.COOPERATIVE,
            country=country,
            identity={"name_fr": "Nouvelle", "name_ar": "جديدة"},
            created_on=today(country),
        )
    with organisation_scope(made.id):
        terms = {(term.vocabulary, term.code): term for term in db.session.scalars(select(VocabularyTerm))}
        db.session.remove()
    assert next(term for (_list, code), term in terms.items() if code == "computing").label_ar == computing
    assert len(terms) == sum(map(len, WORDS.values())) + len(PROTECTION_BODIES[country])


def test_a_country_words_only_what_is_in_the_lists() -> None:
    known = {(vocabulary, code) for vocabulary, words in WORDS.items() for code, _french, _arabic in words}
    assert not [key for words in IN_ARABIC.values() for key in words if key not in known]


def test_the_notice_is_said_in_both_languages_and_in_the_words_of_the_country(context: Flask) -> None:
    said = {}
    with context.test_request_context():
        for country in ("MA", "TN"):
            with speaking("fr", country=country):
                said[country] = privacy.notice_texts()
    assert said["MA"]["fr"] == said["TN"]["fr"]
    assert said["MA"]["fr"].startswith("Le numéro d’identité sert")
    assert "المسيّرون" in said["MA"]["ar"]
    assert "المديرون" in said["TN"]["ar"]
