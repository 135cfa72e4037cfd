"""The door of the person: what two files say of who somebody is, and the account they sign in with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.accounts import queries as account_queries
from app.accounts import services as account_services
from app.accounts.models import Membership
from app.kernel import audit, audit_words, files, identity
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.i18n import LazyText, _l, language
from app.members import labels, services
from app.members.errors import BornAfterAdmission
from app.members.merging import Answers, Door, Pair, Question, Values, Which, answer, plain
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary

ASKED: Mapping[str, tuple[str, ...]] = {  # what belongs together is chosen together
    "family_name_latin": (),
    "given_name_latin": (),
    "family_name_arabic": (),
    "given_name_arabic": (),
    "birth_name_latin": (),
    "birth_name_arabic": (),
    "civility": (),
    "sex": (),
    "birth_date": (),
    "birth_place": (),
    "nationality": (),
    "phone": (),
    "second_phone": (),
    "email": (),
    "territory_code": ("commune",),
    "address": (),
    "settlement": (),
    "emergency_name": ("emergency_phone",),
    "trade_id": (),
}
_IN_FIGURES = ("birth_date", "phone", "second_phone", "email")
IDENTITY = "identity"
_DOCUMENT = (
    "identity_kind",
    "identity_country",
    "identity_number",
    "identity_last_three",
    "identity_index",
    "identity_issued_on",
    "identity_issued_at",
    "identity_expires_on",
)
_LABELS: Mapping[str, LazyText] = {"territory_code": _l("Commune"), IDENTITY: _l("Identity document")}


def questions(pair: Pair) -> Sequence[Question]:
    """Every value in which the two files differ."""
    terms = network_queries.term_labels(Vocabulary.TRADE, language())
    asked = [_question(pair, code, terms) for code in ASKED]
    differing = [question for question in asked if question is not None]
    if _of(pair.kept, _DOCUMENT[3:]) != _of(pair.gone, _DOCUMENT[3:]):
        papers = (_document_in_words(pair.kept), _document_in_words(pair.gone))
        differing.append(Question(code=IDENTITY, label=_LABELS[IDENTITY], kept=papers[0], gone=papers[1]))
    return differing


def _of(member: Member, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(member, name) for name in columns)


def _question(pair: Pair, code: str, terms: Mapping[int, str]) -> Question | None:
    columns = (code, *ASKED[code])
    if _of(pair.kept, columns) == _of(pair.gone, columns):
        return None
    label, kept = _in_words(pair.kept, columns, terms)
    return Question(
        code=code,
        label=_LABELS.get(code, label),
        kept=kept,
        gone=_in_words(pair.gone, columns, terms)[1],
        is_text=code not in _IN_FIGURES,
    )


def in_common(pair: Pair) -> list[tuple[str, str]]:
    """What both files say alike, by name."""
    terms = network_queries.term_labels(Vocabulary.TRADE, language())
    same = [
        code for code, others in ASKED.items() if _of(pair.kept, (code, *others)) == _of(pair.gone, (code, *others))
    ]
    told = [(code, _in_words(pair.kept, (code, *ASKED[code]), terms)) for code in same]
    return [(str(_LABELS.get(code, label)), text) for code, (label, text) in told if text]


def _in_words(member: Member, columns: tuple[str, ...], terms: Mapping[int, str]) -> tuple[str, str]:
    """How the first is called, and what they say."""
    values = {name: plain(getattr(member, name)) for name in columns}
    words = audit_words.in_words(services.MEMBER_CHANGED, values, terms)
    told = [text for (_name, text), value in zip(words, values.values(), strict=True) if value not in (None, "")]
    return words[0][0], " – ".join(told)


def _document_in_words(member: Member) -> str:
    if member.identity_kind is None:
        return ""
    return f"{labels.IDENTITY_KIND[member.identity_kind]} {identity.masked(member.identity_last_three)}"


def move(pair: Pair, answers: Answers) -> Sequence[Values]:
    """Write what was chosen. The merged file keeps saying what it said; its document is the one that was not chosen.

    Raises NameMissing, BornAfterAdmission, IssuedBeforeBirth, ExpiresBeforeIssue.
    """
    taken = [question.code for question in questions(pair) if answer(question, answers) is Which.GONE]
    columns = [name for code in taken if code != IDENTITY for name in (code, *ASKED[code])]
    told = audit.values_of(pair.kept, *columns), audit.values_of(pair.gone, *columns)
    with db.session.no_autoflush:
        for name in columns:
            setattr(pair.kept, name, getattr(pair.gone, name))
        if pair.kept.birth_date >= min(pair.kept.admitted_on, pair.gone.admitted_on):
            raise BornAfterAdmission(field="birth_date")
        if IDENTITY in taken:
            _exchange_documents(pair)
            told[1]["identity_number"] = "changed"
        services.refuse_impossible_person(pair.kept)
    _hand_over_photo(pair)
    _hand_over_account(pair)
    db.session.flush()
    if columns or IDENTITY in taken:
        before, after = told
        kept_id = pair.kept.id
        audit.record(services.MEMBER_CHANGED, subject_type="member", subject_id=kept_id, before=before, after=after)
    return ()


def _exchange_documents(pair: Pair) -> None:
    """So that an import finds the survivor by either number."""
    theirs = {name: getattr(pair.gone, name) for name in _DOCUMENT}
    own = {name: getattr(pair.kept, name) for name in _DOCUMENT}
    pair.kept.identity_index = pair.gone.identity_index = None
    db.session.flush()
    for name in _DOCUMENT:
        setattr(pair.kept, name, theirs[name])
        setattr(pair.gone, name, own[name])


def _hand_over_photo(pair: Pair) -> None:
    """The picture of the file that stays, else the other's; one that nobody would see again is forgotten."""
    left, pair.gone.photo_file_id = pair.gone.photo_file_id, None
    if pair.kept.photo_file_id is None:
        pair.kept.photo_file_id = left
    elif left is not None:
        db.session.flush()
        files.forget(left)


def signs_in_as(pair: Pair) -> Member:
    """Whose account the person goes on with: of the file that stays, unless only the other's opens anything here."""
    if pair.kept.account_id is None or (_live_roles(pair.gone) and not _live_roles(pair.kept)):
        return pair.gone
    return pair.kept


def _live_roles(member: Member) -> list[Membership]:
    """What lets the person of a file in here."""
    return [
        role
        for role in account_queries.live_memberships(member.account_id or 0)
        if role.role is Role.ENTREPRENEUR and role.organisation_id == member.organisation_id
    ]


def _hand_over_account(pair: Pair) -> None:
    """One person signs in with one account here; another one has no way in any more.

    Raises OwnAccess when it is the account of whoever merges.
    """
    keeps, roles = signs_in_as(pair), _live_roles(pair.gone)
    left, pair.gone.account_id = pair.gone.account_id, None
    db.session.flush()
    if left is not None and keeps is pair.gone:
        pair.kept.account_id = left
        return
    for role in roles:
        account_services.end_role(role, by_account_id=pair.by_account_id)


def _is_one(_member_id: int) -> int:
    return 1


PERSON = Door(
    code="person",
    label=_l("Person"),
    tables=frozenset({"member", "member_name_word", "merged_file"}),
    count=_is_one,
    move=move,
    questions=questions,
)
