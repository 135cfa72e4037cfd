"""The square code on papers: error correction M, four quiet modules around, one pixel a module."""

from __future__ import annotations

import base64
from io import BytesIO

import segno

SIDE_MM = 27  # printed side, quiet zone included: the style sheets say the same
SMALLEST_MODULE_MM = 0.5  # below it telephones fail on a worn print
QUIET_MODULES = 4
MASK = 3  # a fixed mask spares three quarters of the time; no reading loss was seen


def module_mm(url: str) -> float:
    """The printed side of one module for this address."""
    return SIDE_MM / _code(url).symbol_size(border=QUIET_MODULES)[0]


def qr_data_uri(url: str) -> str:
    """A PNG of one pixel a module; the sheet draws it without smoothing."""
    png = BytesIO()
    _code(url).save(png, kind="png", scale=1, border=QUIET_MODULES)
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()


def _code(url: str) -> segno.QRCode:
    return segno.make(url, error="m", boost_error=False, micro=False, mask=MASK)
