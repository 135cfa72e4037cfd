"""The photo of a receipt, opened."""

from __future__ import annotations

import logging

from flask import abort
from flask.typing import ResponseReturnValue

from app.activity import money_pages
from app.kernel import files
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.uploads import hand_out

blueprint = FeatureBlueprint("receipts", __name__)
log = logging.getLogger(__name__)
HERE = "/activity/expenses/<id:expense_id>/receipt"


@blueprint.get(HERE, access=Permission.SEE_ACTIVITY)
def open_receipt(expense_id: int) -> ResponseReturnValue:
    return _handed_out(money_pages.receipt_or_404(expense_id, small=False))


@blueprint.get(f"{HERE}/small", access=Permission.SEE_ACTIVITY)
def open_small_receipt(expense_id: int) -> ResponseReturnValue:
    return _handed_out(money_pages.receipt_or_404(expense_id, small=True))


def _handed_out(file_id: int) -> ResponseReturnValue:
    try:
        content, media_type = files.read_with_type(file_id)
    except files.FileDamaged:
        log.exception("the photo %s of a receipt cannot be served", file_id)
        abort(404)
    return hand_out(content, media_type=media_type, name="receipt")
