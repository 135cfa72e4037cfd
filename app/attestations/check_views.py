"""The public check of a paper: by its QR, or by number and code. No account, no name, no amount.

What is unknown, malformed or of another house answers alike, after one look-up. A page says “genuine” only of a row that
was looked up, never of anything in the address.
"""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.attestations import drafts, labels, queries, services
from app.attestations.forms import CheckForm
from app.attestations.queries import CheckedPaper
from app.attestations.rules import Status, TypedNumber, parse_number
from app.kernel import throttle
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.codes import normalise_code
from app.kernel.transaction import note_if_possible, write_transaction

blueprint = FeatureBlueprint("check", __name__, scoped=False)


@blueprint.get("/check", access=Permission.PUBLIC)
def show_check() -> ResponseReturnValue:
    return _quiet(render_template("check/show_check.html", form=CheckForm()))


@blueprint.get("/check/<path:token>", access=Permission.PUBLIC)
def check_token(token: str) -> ResponseReturnValue:
    with write_transaction():
        wait = throttle.admit((throttle.CHECK_ADDRESS, _visitor()))
    if wait:
        return _too_many(wait)
    return _answer(queries.find_by_token(token), CheckForm())


@blueprint.post("/check", access=Permission.PUBLIC, own_transaction=True)
def check_number() -> ResponseReturnValue:
    form = CheckForm()
    if _only_changes_language(form) or not form.validate():
        return _quiet(render_template("check/show_check.html", form=form), 422)
    number = parse_number(form.number.data)
    attempts = ((throttle.CHECK_ADDRESS, _visitor()), (throttle.CHECK_NUMBER, _key_of(number)))
    with write_transaction():
        wait = throttle.admit(*attempts)
    if wait:
        return _too_many(wait)
    paper = queries.find_by_number(number, normalise_code(form.code.data))
    if paper is not None:
        note_if_possible(throttle.take_back, *attempts[1])
    return _answer(paper, form)


def _only_changes_language(form: CheckForm) -> bool:
    """The language button was pressed before both fields were filled: nothing to complain of."""
    return "_lang" in request.form and not (form.number.data and form.code.data)


def _visitor() -> str:
    return throttle.address_group(request.remote_addr)


def _key_of(number: TypedNumber | None) -> str:
    """Guesses count for the number they are made for; what is no number shares one key with its visitor."""
    return f"{number.code}-{number.year}-{number.number}" if number else f"none {_visitor()}"


def _answer(paper: CheckedPaper | None, form: CheckForm) -> Response:
    if paper is None:
        page = render_template("check/unknown.html", form=form, check_address=drafts.check_address())
        return _quiet(page, 404)
    note_if_possible(services.count_check, paper.organisation_id, paper.attestation_id)
    page = render_template(
        "check/paper.html",
        paper=paper,
        form=form,
        kind=labels.KINDS[paper.kind],
        valid=paper.status is Status.VALID,
        expired=paper.status is Status.EXPIRED,
        check_address=drafts.check_address(),
    )
    return _quiet(page)


def _too_many(wait: int) -> Response:
    answer = _quiet(render_template("check/too_many.html", minutes=-(-wait // 60)), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _quiet(page: str, status: int = 200) -> Response:
    """Kept by nobody on the way, listed by no search engine."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
