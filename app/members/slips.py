"""After access was given: the slip to print, slips for many people, or how the person is told who signs in already."""

from __future__ import annotations

import logging
from collections.abc import Container, Sequence
from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.accounts import queries as account_queries
from app.accounts.labels import HOW_TOLD
from app.accounts.services import Invitation
from app.kernel.access import current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _, _n, format_phone, language, speaking
from app.kernel.links import external_url
from app.kernel.transaction import on_commit
from app.members import access_services, queries
from app.members.forms import SlipsForm
from app.members.models import Member
from app.members.names_shown import addressed, full_name_here
from app.pdf.limits import MOST_SLIPS
from app.pdf.qr import qr_data_uri

log = logging.getLogger(__name__)
MOST_NAMED = 50  # of those who cannot be reached: after a large import they may be thousands
Made = tuple[Member, str]  # whose slip, and its code


def given(member: Member, invitation: Invitation) -> ResponseReturnValue:
    if invitation.secret is not None:
        return render_template("members/slip.html", member=member, **_shown([(member, invitation.secret)]))
    flash(str(HOW_TOLD[invitation.purpose]), "ok")
    return redirect(url_for("members.show_member", member_id=member.id))


def waiting(among: Container[int] | None = None) -> dict[str, Any]:
    """Who has no access yet, of those the reader sees: who can get a slip now, and who lacks a phone number and e-mail.

    `among`: only these members, such as those that an import created.
    """
    people = queries.without_access(current_actor(), on=g.organisation.today)
    if among is not None:
        people = [person for person in people if person.id in among]
    ready = [person for person in people if person.phone or person.email]
    unreachable = [person for person in people if not (person.phone or person.email)]
    return {
        "ready": ready[:MOST_SLIPS],
        "more": len(ready[MOST_SLIPS:]),
        "unreachable": unreachable[:MOST_NAMED],
        "more_unreachable": len(unreachable[MOST_NAMED:]),
    }


def ask_for_whom(shown: dict[str, Any]) -> str:
    """The page that offers those who wait, all of them ticked."""
    return render_template("members/choose_slips.html", form=_offered(SlipsForm(), shown["ready"]), **shown)


def give_chosen(shown: dict[str, Any]) -> ResponseReturnValue:
    form = _offered(SlipsForm(), shown["ready"])
    if form.validate_on_submit():
        return _give_many(form.chosen())
    return render_template("members/choose_slips.html", form=form, **shown), 422


def _offered(form: SlipsForm, people: Sequence[Any]) -> SlipsForm:
    """Everybody who can get one is ticked, until somebody says otherwise."""
    form.member_ids.choices = {
        person.id: _("%(name)s (no. %(number)s)", name=full_name_here(person), number=person.number)
        for person in people
    }
    if not form.is_submitted():
        form.member_ids.data = list(form.member_ids.choices)
    return form


def _give_many(member_ids: Sequence[int]) -> ResponseReturnValue:
    """Give access to each, and answer with all slips; who got none is named on the next page."""
    made: list[Made] = []
    for member_id in member_ids:
        member = queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
        code = _code_for(member)
        made += [(member, code)] if code is not None else []
    if not made:
        return redirect(request.path)  # the same page again, which says why
    answer = make_response(render_template("members/slips.html", **_shown(made)))
    on_commit(_print_on, answer, _document(made))
    return answer


def _code_for(member: Member) -> str | None:
    try:
        invitation = access_services.give_access(member, by_account_id=current_actor().account_id)
    except Refusal as refusal:
        flash(_("%(name)s: %(reason)s", name=full_name_here(member), reason=str(refusal)), "bad")
        return None
    if invitation.secret is None:
        flash(_("%(name)s: %(reason)s", name=full_name_here(member), reason=str(HOW_TOLD[invitation.purpose])), "ok")
    return invitation.secret


def _print_on(answer: Response, document: pdf.SlipsDocument) -> None:
    """Turn the answer into a file, after the codes are saved; where that fails, the page with the same slips stays."""
    try:
        content = pdf.render_in_child("slips", document)
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow, pdf.RenderingFault):
        log.exception("slips could not be printed as a file")
        return
    answer.set_data(content)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"slips-{g.organisation.slug}.pdf")


def _shown(made: Sequence[Made]) -> dict[str, Any]:
    address = external_url("accounts.show_login")
    return {
        "made": [(member, _login_of(member), code) for member, code in made],
        "address": address,
        "qr": qr_data_uri(address),
    }


def _login_of(member: Member) -> str:
    account = account_queries.get_account(member.account_id or 0)
    return format_phone(account.phone) if account.phone else account.email or ""


def _document(made: Sequence[Made]) -> pdf.SlipsDocument:
    return pdf.SlipsDocument(
        language=language(),
        title=_("Sign-in slips"),
        organisation_fr=g.organisation.name_fr,
        organisation_ar=g.organisation.name_ar,
        address=external_url("accounts.show_login"),
        words=(_words("fr"), _words("ar")),
        slips=tuple(
            pdf.Slip(
                name_latin=addressed(member, "fr") if member.given_name_latin or member.family_name_latin else "",
                name_arabic=addressed(member, "ar") if member.given_name_arabic or member.family_name_arabic else "",
                login=_login_of(member),
                code=code,
            )
            for member, code in made
        ),
    )


def _words(spoken: str) -> pdf.SlipWords:
    return pdf.SlipWords(
        language=f"{spoken}-{g.organisation.country}",
        direction="rtl" if spoken == "ar" else "ltr",
        **slip_texts(spoken),
    )


def slip_texts(spoken: str) -> dict[str, str]:
    """The words of a slip in one of its two languages."""
    with speaking(spoken):
        return {
            "title": _("Sign-in slip"),
            "address": _("Sign in at"),
            "login": _("Phone or e-mail"),
            "code": _("One-time code"),
            "advice": _n(
                "Type the code where the password is asked. It works once, within %(num)s day; you then choose a password of your own. Give it to nobody.",
                "Type the code where the password is asked. It works once, within %(num)s days; you then choose a password of your own. Give it to nobody.",
                num=access_services.SLIP_DAYS,
            ),
        }
