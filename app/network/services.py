"""Creating organisations and changing what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.kernel.tenancy import organisation_scope
from app.network import queries
from app.network.beginnings import begin
from app.network.defaults import CONTRACT_NATURES, NATURES, PRODUCTION_COSTS, words_of
from app.network.errors import CodeTaken, LastStageOfItsKind, LastTerm, NotAProject, SlugTaken, TermExists
from app.network.models import (
    ContractNature,
    Country,
    Organisation,
    OrganisationKind,
    Signatory,
    StageNature,
    Vocabulary,
    VocabularyTerm,
)

ORGANISATION_CREATED = audit.action("organisation.created", _l("Organisation created"))
ORGANISATION_CHANGED = audit.action("organisation.changed", _l("Organisation's identity changed"))
BECAME_COOPERATIVE = audit.action("organisation.became_cooperative", _l("Project became a cooperative"))
SIGNATORY_ADDED = audit.action("signatory.added", _l("Signatory added"))
SIGNATORY_RETIRED = audit.action("signatory.retired", _l("Signatory withdrawn"))
TERM_ADDED = audit.action("vocabulary.term_added", _l("Word added to a list"))
TERM_CHANGED = audit.action("vocabulary.term_changed", _l("Word of a list changed"))
TERM_RETIRED = audit.action("vocabulary.term_retired", _l("Word of a list withdrawn"))
TERM_OFFERED = audit.action("vocabulary.term_offered_again", _l("Word of a list offered again"))

IDENTITY_FIELDS = (
    "name_fr",
    "name_ar",
    "legal_form_fr",
    "legal_form_ar",
    "registration_number",
    "tax_number",
    "social_security_number",
    "address_fr",
    "address_ar",
    "city_fr",
    "city_ar",
    "phone",
    "email",
)


def create_organisation(
    *, slug: str, code: str, kind: OrganisationKind, country: Country, identity: Mapping[str, str], created_on: date
) -> Organisation:
    """A new organisation with the usual words. `identity` holds IDENTITY_FIELDS. Raises SlugTaken, CodeTaken."""
    if queries.find_by_slug(slug) is not None:
        raise SlugTaken
    if queries.find_by_code(code) is not None:
        raise CodeTaken
    organisation = Organisation(
        slug=slug, code=code, kind=kind, country=country, created_on=created_on, **_known_fields(identity)
    )
    db.session.add(organisation)
    db.session.flush()
    audit.record_network(
        ORGANISATION_CREATED,
        subject_type="organisation",
        subject_id=organisation.id,
        after={"slug": slug, "kind": kind},
    )
    with organisation_scope(organisation.id):
        _add_usual_words(country)
        begin(country)
    return organisation


def _add_usual_words(country: Country) -> None:
    for vocabulary, position, (word, french, arabic) in words_of(country):
        term = VocabularyTerm(vocabulary=vocabulary, code=word, label_fr=french, label_ar=arabic, position=position)
        term.nature = NATURES[word] if vocabulary is Vocabulary.STAGE else None
        term.is_production = vocabulary is Vocabulary.EXPENSE_CATEGORY and word in PRODUCTION_COSTS
        term.contract_nature = CONTRACT_NATURES[word] if vocabulary is Vocabulary.CONTRACT_KIND else None
        db.session.add(term)
    db.session.flush()


def _known_fields(identity: Mapping[str, str]) -> dict[str, str]:
    unknown = set(identity) - set(IDENTITY_FIELDS)
    if unknown:
        raise TypeError(f"not fields of an organisation's identity: {sorted(unknown)}")
    return dict(identity)


def change_identity(organisation: Organisation, identity: Mapping[str, str], *, version: int) -> None:
    """What stands on the letterhead from now on; issued papers keep what they say. Raises ChangedMeanwhile."""
    if organisation.version != version:
        raise ChangedMeanwhile
    values = _known_fields(identity)
    before, after = audit.only_changed(audit.values_of(organisation, *values), values)
    for name, value in values.items():
        setattr(organisation, name, value)
    db.session.flush()
    if after:
        audit.record(
            ORGANISATION_CHANGED,
            subject_type="organisation",
            subject_id=organisation.id,
            before=before,
            after=after,
        )


def turn_into_cooperative(organisation: Organisation, *, on: date) -> None:
    """A project is a cooperative from this day; nothing else changes. Raises NotAProject."""
    if organisation.kind is not OrganisationKind.PROJECT:
        raise NotAProject
    organisation.kind, organisation.became_cooperative_on = OrganisationKind.COOPERATIVE, on
    audit.record_network(BECAME_COOPERATIVE, subject_type="organisation", subject_id=organisation.id, after={"on": on})


def add_signatory(*, name_latin: str, name_arabic: str, quality_fr: str, quality_ar: str, sex: str) -> Signatory:
    """A person whose name may stand under the papers of the open organisation."""
    signatory = Signatory(
        name_latin=name_latin, name_arabic=name_arabic, quality_fr=quality_fr, quality_ar=quality_ar, sex=sex
    )
    db.session.add(signatory)
    db.session.flush()
    audit.record(
        SIGNATORY_ADDED,
        subject_type="signatory",
        subject_id=signatory.id,
        after={"name_latin": name_latin, "quality_fr": quality_fr},
    )
    return signatory


def retire_signatory(signatory: Signatory) -> None:
    """No longer offered; papers already issued keep the name."""
    signatory.retired_at = clock.now()
    audit.record(SIGNATORY_RETIRED, subject_type="signatory", subject_id=signatory.id)


def add_term(
    vocabulary: Vocabulary,
    *,
    code: str,
    label_fr: str,
    label_ar: str,
    nature: StageNature | ContractNature | None = None,
) -> VocabularyTerm:
    """A word at the end of a list; a stage and a kind of contract have a nature. Raises TermExists for a code or French label already there."""
    same = (
        select(func.count())
        .select_from(VocabularyTerm)
        .where(
            VocabularyTerm.vocabulary == vocabulary,
            (VocabularyTerm.code == code) | (VocabularyTerm.label_fr == label_fr),
        )
    )
    if db.session.scalar(same):
        raise TermExists
    last = select(func.coalesce(func.max(VocabularyTerm.position), 0)).where(VocabularyTerm.vocabulary == vocabulary)
    term = VocabularyTerm(
        vocabulary=vocabulary,
        code=code,
        label_fr=label_fr,
        label_ar=label_ar,
        nature=nature if isinstance(nature, StageNature) else None,
        contract_nature=nature if isinstance(nature, ContractNature) else None,
        position=(db.session.scalar(last) or 0) + 1,
    )
    db.session.add(term)
    db.session.flush()
    audit.record(TERM_ADDED, subject_type="vocabulary_term", subject_id=term.id, after={"label_fr": label_fr})
    return term


def change_term(term: VocabularyTerm, *, label_fr: str, label_ar: str) -> None:
    """Other labels for a word; its code, which reports match, stays."""
    values = {"label_fr": label_fr, "label_ar": label_ar}
    before, after = audit.only_changed(audit.values_of(term, *values), values)
    term.label_fr, term.label_ar = label_fr, label_ar
    if after:
        audit.record(TERM_CHANGED, subject_type="vocabulary_term", subject_id=term.id, before=before, after=after)


def retire_term(term: VocabularyTerm) -> None:
    """No longer offered; records keep it. Raises LastTerm, LastStageOfItsKind."""
    offered = queries.active_terms(term.vocabulary)
    if len(offered) == 1:
        raise LastTerm
    if term.nature is not None and [other.nature for other in offered].count(term.nature) == 1:
        raise LastStageOfItsKind
    term.retired_at = clock.now()
    audit.record(TERM_RETIRED, subject_type="vocabulary_term", subject_id=term.id, before={"label_fr": term.label_fr})


def offer_term_again(term: VocabularyTerm) -> None:
    term.retired_at = None
    audit.record(TERM_OFFERED, subject_type="vocabulary_term", subject_id=term.id, after={"label_fr": term.label_fr})
