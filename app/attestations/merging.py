"""What becomes of attestations when two files of one person are merged: what was issued never changes."""

from __future__ import annotations

from collections.abc import Sequence

from app.attestations.models import Attestation
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of


def stay(_pair: Pair, _answers: Answers) -> Sequence[Values]:
    """With the file they were issued to, which leads to the survivor and is led to from there."""
    return ()


DOOR = Door(
    code="attestations",
    label=_l("Attestations"),
    tables=frozenset({"attestation"}),
    count=count_rows_of(Attestation),
    move=stay,
    stays=True,
)
