"""Writing the social file, part by part, and what is sensitive with the consent of the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.social import queries
from app.social.errors import NoConsent, NothingRecorded, WordNotOffered
from app.social.models import Disability, Language, SocialFile, SpokenLanguage
from app.social.rules import Background, Part, refuse_impossible_part

FILE_CHANGED = audit.action("social.changed", _l("Social file changed"))
DISABILITY_RECORDED = audit.action("social.disability_recorded", _l("Disability recorded, with consent"))
DISABILITY_REVEALED = audit.action("social.disability_revealed", _l("What is recorded of a disability shown"))
DISABILITY_ERASED = audit.action("social.disability_erased", _l("What was recorded of a disability erased"))
WORDS = {
    "antenna_id": Vocabulary.ANTENNA,
    "prescriber_id": Vocabulary.PRESCRIBER,
    "channel_id": Vocabulary.CHANNEL,
    "occupation_id": Vocabulary.OCCUPATION,
    "trade_id": Vocabulary.TRADE,
    "sector_id": Vocabulary.SECTOR,
    "body_id": Vocabulary.PROTECTION_BODY,
}


def change_part(member: Member, part: Part, *, version: int) -> None:
    """Write one part of the file, that was shown at `version` (0: nothing was on file).

    Raises ChangedMeanwhile, WordNotOffered, FewerThanChildren, NameWithoutPrescriber.
    """
    db.session.refresh(member, with_for_update=True)
    kept = queries.find_file(member.id)
    if (kept.version if kept else 0) != version:
        raise ChangedMeanwhile
    refuse_impossible_part(part)
    refuse_words_not_offered(part, kept)
    values = _values(part)
    told = audit.values_of(kept, *values) if kept else {name: _empty(name) for name in values}
    before, after = audit.only_changed(told, values)
    if isinstance(part, Background) and (spoken := _changed_languages(member.id, part.languages)) is not None:
        before["languages"], after["languages"] = spoken
    if not after:
        return
    _write(member.id, kept, values)
    audit.record(FILE_CHANGED, subject_type="member", subject_id=member.id, before=before, after=after)


def _values(part: Part) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part) if field.name != "languages"}


def _empty(name: str) -> str | None:
    return "" if name in ("prescriber_name", "objectives") else None


def _write(member_id: int, kept: SocialFile | None, values: dict[str, Any]) -> None:
    """Also where only languages changed: the version says that somebody saved."""
    file = kept or SocialFile(member_id=member_id)
    for name, value in values.items():
        setattr(file, name, value)
    db.session.add(file)
    if kept is not None:
        flag_modified(kept, "objectives")
    db.session.flush()


def _changed_languages(member_id: int, spoken: Iterable[Language]) -> tuple[list[Language], list[Language]] | None:
    """Write the languages; those on file before and now, None where they are the same."""
    kept = {row.language: row for row in queries.languages_of(member_id)}
    wanted = set(spoken)
    if wanted == kept.keys():
        return None
    for language in kept.keys() - wanted:
        db.session.delete(kept[language])
    db.session.add_all(SpokenLanguage(member_id=member_id, language=language) for language in wanted - kept.keys())
    return sorted(kept), sorted(wanted)


def refuse_words_not_offered(details: Any, kept: Any) -> None:
    """What was on file may keep a word that was withdrawn since. Raises WordNotOffered."""
    for name, vocabulary in WORDS.items():
        term_id = getattr(details, name, None)
        if term_id is None or (kept is not None and getattr(kept, name, None) == term_id):
            continue
        if term_id not in network_queries.offered_term_ids(vocabulary):
            raise WordNotOffered(field=name)


def record_disability(
    member: Member, said: str, *, consented_on: date | None, version: int, by_account_id: int | None
) -> None:
    """Keep what the person wishes known, encrypted; what was on file is replaced. Raises NoConsent, ChangedMeanwhile."""
    db.session.refresh(member, with_for_update=True)
    kept = queries.find_disability(member.id)
    if (kept.version if kept else 0) != version:
        raise ChangedMeanwhile
    if consented_on is None:
        raise NoConsent
    record = kept or Disability(member_id=member.id)
    record.said, record.consented_on, record.recorded_by_account_id = said, consented_on, by_account_id
    db.session.add(record)
    db.session.flush()
    after = {"consented_on": consented_on}
    audit.record(DISABILITY_RECORDED, subject_type="member", subject_id=member.id, after=after)


def reveal_disability(member: Member) -> Disability | None:
    """What is recorded; who asked is written down in the same transaction."""
    audit.record(DISABILITY_REVEALED, subject_type="member", subject_id=member.id)
    return queries.find_disability(member.id)


def erase_disability(member: Member) -> None:
    """The person takes their consent back, or it was a mistake: nothing of it is kept. Raises NothingRecorded."""
    db.session.refresh(member, with_for_update=True)
    kept = queries.find_disability(member.id)
    if kept is None:
        raise NothingRecorded
    db.session.delete(kept)
    db.session.flush()
    audit.record(DISABILITY_ERASED, subject_type="member", subject_id=member.id)
