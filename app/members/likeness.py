"""What somebody who may be the same person is found by. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from app.kernel import names


class Sought(NamedTuple):
    """The names of a person in both scripts, family name first, their day of birth and phone number."""

    latin: str
    arabic: str
    birth_date: date
    phone: str

    @classmethod
    def of(cls, person: Any) -> Sought:
        """`person` has the names, `birth_date` and `phone` of a file."""
        return cls(
            latin=f"{person.family_name_latin} {person.given_name_latin}",
            arabic=f"{person.family_name_arabic} {person.given_name_arabic}",
            birth_date=person.birth_date,
            phone=person.phone,
        )

    def whole_names(self) -> list[list[str]]:
        """The folded words of each name that has more than one."""
        return [name for name in (names.fold(self.latin).split(), names.fold(self.arabic).split()) if len(name) > 1]

    def words(self) -> list[str]:
        """All that the person is found by, but for words that only join others."""
        return [word for word in names.words_for_search(self.latin, self.arabic) if word not in names.JOINING_WORDS]
