"""What admitting asks of the database for each new member, asked once for hundreds of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, or_, select

from app.kernel.sql import read_rows
from app.members.likeness import Sought
from app.members.models import Member, MemberNameWord

_WORDS = select(MemberNameWord.word).where(MemberNameWord.word.in_(bindparam("words", expanding=True))).distinct()
_PHONES = select(Member.phone, Member.second_phone).where(
    or_(
        Member.phone.in_(bindparam("phones", expanding=True)),
        Member.second_phone.in_(bindparam("phones", expanding=True)),
    )
)
_BORN = (
    select(Member.birth_date, MemberNameWord.word)
    .join(MemberNameWord, MemberNameWord.member_id == Member.id)
    .where(Member.birth_date.in_(bindparam("days", expanding=True)))
)


def unlike_anybody(people: Collection[Sought]) -> frozenset[Sought]:
    """Of these people, those for whom `queries.lookalikes` finds nobody for sure; about the others it is to be asked."""
    words = {word for person in people for name in person.whole_names() for word in name}
    phones = {person.phone for person in people} - {""}
    known_words = set(read_rows(_WORDS, {"words": list(words)}).scalars())
    known_phones = {phone for row in read_rows(_PHONES, {"phones": list(phones)}) for phone in row}
    born = _words_by_birth({person.birth_date for person in people})
    return frozenset(
        person
        for person in people
        if person.phone not in phones & known_phones
        and not any(known_words.issuperset(name) for name in person.whole_names())
        and born.get(person.birth_date, set()).isdisjoint(person.words())
    )


def _words_by_birth(days: Collection[date]) -> dict[date, set[str]]:
    """The words that those born on these days are found by."""
    found: dict[date, set[str]] = {}
    for row in read_rows(_BORN, {"days": list(days)}):
        found.setdefault(row.birth_date, set()).add(row.word)
    return found
