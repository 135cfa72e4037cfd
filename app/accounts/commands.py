"""`flask account …`: the first administrator, and a new link for somebody who lost every other way in."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.accounts import queries, rules, services
from app.accounts.models import Account, TokenPurpose
from app.accounts.services import Person
from app.kernel import passwords
from app.kernel.access import Role
from app.kernel.errors import Refusal
from app.kernel.links import external_url
from app.kernel.phones import parse_phone
from app.kernel.text import clean_line
from app.kernel.transaction import write_transaction

LONGEST_NAME = 120

account_commands = AppGroup("account", help="People who sign in.")


@account_commands.command("create-admin")
@click.option("--email", help="What the administrator signs in with; or --phone.")
@click.option("--phone", help="A phone number with its country code, such as +212612345678.")
@click.option("--name", help="Name in Latin letters.")
@click.option("--name-arabic", default="", help="Name in Arabic letters.")
@click.option("--with-password", is_flag=True, help="Read the password now (from standard input where nobody types).")
def create_admin(
    *, email: str | None, phone: str | None, name: str | None, name_arabic: str, with_password: bool
) -> None:
    """Make a network administrator, who creates organisations and invites their first managers.

    Prints a link, good once and for 24 hours, where they choose their password.
    """
    if not email and not phone:
        email = _asked("E-mail")
    try:
        person = Person(
            name_latin=clean_line(name or _asked("Name"), LONGEST_NAME),
            name_arabic=clean_line(name_arabic, LONGEST_NAME),
            email=clean_line(email, rules.LONGEST_LOGIN) if email else None,
            phone=parse_phone(phone, "MA") if phone else None,
        )
        _refuse_odd_email(person)
        password = _read_password() if with_password else None
        with write_transaction():
            click.echo(_make_administrator(person, password))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None


def _make_administrator(person: Person, password: str | None) -> str:
    """Make the account; the sentence to print. Raises as create_account and refuse_weak_password."""
    account = services.create_account(person, network_role=Role.NETWORK_ADMINISTRATOR)
    if password is None:
        return _sentence_with_link(account)
    services.refuse_weak_password(account, password)
    services.choose_password(account, passwords.hash_password(password))
    return f"{account.display_name} is a network administrator and signs in at {external_url('accounts.show_login')}"


@account_commands.command("new-link")
@click.argument("login")
def make_new_link(login: str) -> None:
    """Print a link, good once and for 24 hours, where the owner of LOGIN (e-mail or phone) chooses a password."""
    meaning = rules.meaning_of(login)
    with write_transaction():
        found = queries.find_by_login(meaning.email, meaning.phones)
        if len(found) != 1:
            raise click.ClickException(
                "No account has this login." if not found else "Write the number with its country code."
            )
        if found[0].deactivated_at is not None:
            raise click.ClickException("This account is closed.")
        click.echo(_sentence_with_link(found[0]))


def _sentence_with_link(account: Account) -> str:
    secret = services.make_secret(account, TokenPurpose.INVITATION, made_by=None)
    link = external_url("accounts.follow_link", token=secret)
    return f"{account.display_name} chooses a password here, once, within 24 hours:\n{link}"


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} is missing, and nobody is here to be asked: give it as an option.")
    return str(click.prompt(question))


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _refuse_odd_email(person: Person) -> None:
    if person.email and ("@" not in person.email or " " in person.email):
        raise click.UsageError("Write a whole e-mail address, such as name@example.org.")
