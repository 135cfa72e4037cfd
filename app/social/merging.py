"""What becomes of two social files when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.kernel import audit_words
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import LazyText, _l, language
from app.members.merging import Answers, Door, Pair, Question, Values, Which, answer, plain
from app.social import fact_services, queries, rules
from app.social.models import Disability, MemberTrade, Occupation, OtherJob, Protection, SocialFile, SpokenLanguage
from app.social.services import FILE_CHANGED

_ASKED: Mapping[str, tuple[str, ...]] = {  # what belongs together is chosen together
    "education": (),
    "antenna_id": (),
    "prescriber_id": ("prescriber_name",),
    "channel_id": (),
    "family_status": (),
    "children": ("dependants",),
    "is_first_business": (),
    "objectives": ("objectives_on",),
}
_LABELS: Mapping[str, LazyText] = {"children": _l("Children, and people who live on this income")}
FACTS = (Occupation, MemberTrade, OtherJob, Protection)
TABLES = ("social_file", "spoken_language", "occupation", "member_trade", "other_job", "protection", "disability")


def count(member_id: int) -> int:
    """The dated facts of a file, and the file itself."""
    facts = sum(len(_facts(model, member_id)) for model in FACTS)
    return facts + (queries.find_file(member_id) is not None)


def questions(pair: Pair) -> Sequence[Question]:
    """Every value that is not dated and in which the two differ."""
    words = queries.words(language())
    files = queries.find_file(pair.kept.id), queries.find_file(pair.gone.id)
    asked = []
    for code, others in _ASKED.items():
        kept, gone = (_values(file, (code, *others)) for file in files)
        if kept != gone:
            label = str(_LABELS.get(code, audit_words.in_words(FILE_CHANGED, {code: None}, words)[0][0]))
            told = [_in_words(values, words) for values in (kept, gone)]
            asked.append(Question(code=f"social_{code}", label=label, kept=told[0], gone=told[1]))
    return asked


def _values(file: SocialFile | None, columns: Sequence[str]) -> dict[str, Any]:
    """An empty text is nothing; 0 and False are something."""
    values = {name: getattr(file, name) if file else None for name in columns}
    return {name: None if value == "" else value for name, value in values.items()}


def _in_words(values: Mapping[str, Any], words: Mapping[int, str]) -> str:
    said = {name: plain(value) for name, value in values.items() if value is not None}
    return " – ".join(text for _name, text in audit_words.in_words(FILE_CHANGED, said, words))


def move(pair: Pair, answers: Answers) -> Sequence[Values]:
    """Languages and facts of both, once; a fact that cannot stand beside the survivor's stays with the merged file.

    Of a disability what was consented to last is kept, and nothing of the other.
    """
    told = _move_file(pair, answers)
    _move_languages(pair)
    for model in FACTS:
        told += _move_facts(model, pair)
    _move_disability(pair)
    db.session.flush()
    return told


def _move_file(pair: Pair, answers: Answers) -> list[Values]:
    kept, gone = queries.find_file(pair.kept.id), queries.find_file(pair.gone.id)
    if gone is None:
        return []
    asked = {question.code.removeprefix("social_"): question for question in questions(pair)}
    file, told = kept or SocialFile(member_id=pair.kept.id), []
    for code, question in asked.items():
        is_taken, columns = answer(question, answers) is Which.GONE, (code, *_ASKED[code])
        left = _values(kept if is_taken else gone, columns)
        told.append({name: plain(value) for name, value in left.items() if value is not None})
        for name in columns if is_taken else ():
            setattr(file, name, getattr(gone, name))
    db.session.delete(gone)
    db.session.add(file)
    if kept is not None:
        flag_modified(kept, "objectives")
    db.session.flush()
    return [values for values in told if values]


def _move_languages(pair: Pair) -> None:
    known = {row.language for row in queries.languages_of(pair.kept.id)}
    for row in queries.languages_of(pair.gone.id):
        if row.language not in known:
            db.session.add(SpokenLanguage(member_id=pair.kept.id, language=row.language))
        db.session.delete(row)
    db.session.flush()


def _facts(model: Any, member_id: int) -> Sequence[Any]:
    return db.session.scalars(select(model).where(model.member_id == member_id).order_by(model.id)).all()


def _move_facts(model: Any, pair: Pair) -> list[Values]:
    """One after the other, each if the rules accept it beside those that are there; what both say is said once."""
    there = {fact: fact_services.details_of(fact) for fact in _facts(model, pair.kept.id)}
    told: list[Values] = []
    for fact in _facts(model, pair.gone.id):
        details = fact_services.details_of(fact)
        is_known = details in there.values()
        if not is_known and _fits([*there.values(), details]):
            fact.member_id = pair.kept.id
            there[fact] = details
            continue
        number = _number_left(fact, there) if isinstance(fact, Protection) else {}
        if number or not is_known:
            told.append({**_said(details), **number})
        db.session.delete(fact)
        db.session.flush()
    fact_services.write_as_they_are(there)
    return told


def _said(details: Any) -> Values:
    return {name: plain(value) for name, value in asdict(details).items() if value not in (None, "")}


def _number_left(fact: Protection, there: Collection[Protection]) -> Values:
    """The number goes to what the survivor says of the same body and time without one; else it is given back."""
    if not fact.body_number:
        return {}
    same = [one for one in there if one.body_id == fact.body_id and rules.overlap(one, fact)]
    for one in same:
        if not one.body_number:
            one.body_number, one.number_last_three = fact.body_number, fact.number_last_three
        if one.body_number == fact.body_number:
            return {}
    return {"number": str(fact.body_number)}


def _fits(details: Sequence[Any]) -> bool:
    try:
        fact_services.refuse_impossible(details, born_on=date.min)
    except Refusal:
        return False
    return True


def _move_disability(pair: Pair) -> None:
    kept, gone = queries.find_disability(pair.kept.id), queries.find_disability(pair.gone.id)
    if gone is None:
        return
    if kept is None or gone.consented_on > kept.consented_on:
        row = kept or Disability(member_id=pair.kept.id)
        row.said, row.consented_on = gone.said, gone.consented_on
        row.recorded_by_account_id, row.recorded_at = gone.recorded_by_account_id, gone.recorded_at
        db.session.add(row)
    db.session.delete(gone)


DOOR = Door(
    code="social",
    label=_l("Social file"),
    tables=frozenset(TABLES),
    count=count,
    move=move,
    questions=questions,
    subject="social",
)
