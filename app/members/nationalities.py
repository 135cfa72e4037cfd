"""The nationalities a file offers: those of the countries the network works in, of those people come from, and another one.

A list of every state would weigh more than the rest of a page on a poor network; names are the Unicode CLDR's, from Babel.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from app.kernel.names import sort_key

ANOTHER = "XX"
OFFERED = (
    "MA TN DZ LY MR EG SD SN ML CI GN BF NE TG BJ CM GA CG CD TD CF MG KM DJ SO ET ER NG GH SL LR GM GW CV "
    "SY PS LB IQ JO YE TR FR ES IT PT BE DE"
).split()


@lru_cache(maxsize=16)
def country_names(language: str, first: str) -> dict[str, str]:
    """Name by code in a language: the organisation's own country first, the others by name."""
    names = Locale(language).territories
    ordered = sorted(OFFERED, key=lambda code: (code != first, sort_key(names[code], "")))
    return {code: names[code] for code in ordered}
