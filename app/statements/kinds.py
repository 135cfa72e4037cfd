"""The kinds of entries of an account, and which side of it each stands on."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is."""

    PAYMENT = "payment"  # to the entrepreneur: pay, an advance, what they kept of what customers paid
    CONTRIBUTION = "contribution"  # what the entrepreneur paid in, of what they owe
    EXPENSES = "expenses"  # costs they had advanced and were given back: among the costs already, so the balance stays
    OPENING = "opening"  # what the account held before the first month kept here


class Means(StrEnum):
    """How money passed."""

    CASH = "cash"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    KEPT = "kept"  # the entrepreneur had it from customers
    OTHER = "other"


SIGN = {EntryKind.PAYMENT: -1, EntryKind.CONTRIBUTION: 1, EntryKind.EXPENSES: 0, EntryKind.OPENING: 1}
"""What an entry of this kind does to the balance."""
