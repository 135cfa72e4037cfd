"""Amounts: whole minor units with their currency, never floats, never two currencies in one sum."""

from __future__ import annotations

EXPONENTS = {"MAD": 2, "TND": 3, "DZD": 2, "EUR": 2}
