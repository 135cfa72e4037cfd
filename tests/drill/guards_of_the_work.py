"""Guards of the rules about people, records, papers, amounts, keys and backups; and the list of all guards there are."""

from __future__ import annotations

from tests.drill.guards import FILTER, GUARDS, HEADERS, LEAKS, TENANCY, UNSEEN, WALK, Guard
from tests.drill.guards_of_identity import GUARDS_OF_IDENTITY
from tests.drill.guards_of_imports import GUARDS_OF_IMPORTS
from tests.drill.guards_of_merging import GUARDS_OF_MERGING
from tests.drill.guards_of_papers import GUARDS_OF_PAPERS
from tests.drill.guards_of_past_months import GUARDS_OF_PAST_MONTHS
from tests.drill.guards_of_the_accounts import GUARDS_OF_THE_ACCOUNTS
from tests.drill.guards_of_the_contracts import GUARDS_OF_THE_CONTRACTS
from tests.drill.guards_of_the_entry import GUARDS_OF_THE_ENTRY
from tests.drill.guards_of_the_figures import GUARDS_OF_THE_FIGURES
from tests.drill.guards_of_the_lists import GUARDS_OF_THE_LISTS
from tests.drill.guards_of_the_money import GUARDS_OF_THE_MONEY
from tests.drill.guards_of_the_months import GUARDS_OF_THE_MONTHS
from tests.drill.guards_of_the_parcours import GUARDS_OF_THE_PARCOURS
from tests.drill.guards_of_the_phone import GUARDS_OF_THE_PHONE
from tests.drill.guards_of_the_shares import GUARDS_OF_THE_SHARES
from tests.drill.guards_of_the_social_file import GUARDS_OF_THE_SOCIAL_FILE
from tests.drill.guards_of_the_trades import GUARDS_OF_THE_TRADES
from tests.drill.guards_of_transfers import GUARDS_OF_TRANSFERS

ACCOUNTS, JOURNAL, MEMBERS, PAPERS = "app/accounts", "app/activity", "app/members", "app/attestations"
GIVEN = "tests/tenancy/test_given_organisation.py"
HOUSE = "migrations/versions/0001_create_the_house.py"
PAPER_TESTS, JOURNAL_TESTS, ACCOUNT_TESTS = "tests/attestations/test_", "tests/activity/test_", "tests/accounts/test_"
BACKUP_TESTS, KEY_TESTS, PRODUCTION_TESTS = (
    f"tests/operations/test_{name}.py" for name in ("backup", "identity_key", "production")
)

GUARDS_OF_THE_WORK = [
    # --- The walls between organisations, the quick ways --------------------------------------------------------------
    Guard(
        name="the filter of quick reads",
        file=TENANCY,
        old="known = _walled[statement] = statement.options(_ONLY_THE_OPEN_ONE)",
        new="known = _walled[statement] = statement",
        tests=f"{FILTER} {LEAKS}",
    ),
    Guard(
        name="text and Core statements in quick reads",
        file=TENANCY,
        old="        if not _selects_columns_of_models(statement) or _reach_of(statement) is _Reach.UNCHECKED:\n",
        new="        if False:\n",
        tests=FILTER,
    ),
    Guard(
        name="what is counted is of the open organisation",
        file="app/kernel/sql.py",
        old='            table.c.organisation_id == bindparam("open_organisation"),\n',
        new='            bindparam("open_organisation") != 0,\n',
        tests=GIVEN,
    ),
    Guard(
        name="what is loaded in bulk belongs to the organisation named",
        file="app/kernel/sql.py",
        old='        owned = [{**row, "organisation_id": organisation_id} for row in rows]\n        db.session.execute(insert(',
        new='        owned = [{"organisation_id": organisation_id, **row} for row in rows]\n        db.session.execute(insert(',
        tests=GIVEN,
    ),
    # --- Who may do what ----------------------------------------------------------------------------------------------
    Guard(
        name="a coach reveals no identity number",
        file="app/kernel/access.py",
        old="        | {P.SEE_MEMBERS, P.EDIT_MEMBERS, P.GIVE_MEMBERS_ACCESS,",
        new="        | {P.REVEAL_IDENTITY_NUMBERS, P.SEE_MEMBERS, P.EDIT_MEMBERS, P.GIVE_MEMBERS_ACCESS,",
        tests=f"{WALK} -k writing_answers",
    ),
    Guard(
        name="how many papers there are",
        file=f"{PAPERS}/queries.py",
        old="counted = _COUNT.where(visible_to(actor, on=on), ",
        new="counted = _COUNT.where(",
        tests=f"{PAPER_TESTS}access.py {PAPER_TESTS}register.py",
    ),
    Guard(
        name="how many papers were issued",
        file=f"{PAPERS}/queries.py",
        old="return _COUNT.where(visible, Attestation.issued_on",
        new="return _COUNT.where(Attestation.issued_on",
        tests=f"{PAPER_TESTS}access.py {UNSEEN}",
    ),
    Guard(
        name="why a paper was revoked",
        file=f"{PAPERS}/policy.py",
        old='for those who keep the register."""\n    return actor.can(Permission.ISSUE_ATTESTATIONS)',
        new='for those who keep the register."""\n    return True',
        tests=f"{PAPER_TESTS}access.py -k reason",
    ),
    Guard(
        name="nobody returns their own records",
        file=f"{JOURNAL}/decisions.py",
        old="    _refuse_own(member, by_account_id)\n    if not remark:",
        new="    if not remark:",
        tests=f"{JOURNAL_TESTS}services.py",
    ),
    Guard(
        name="nobody decides about themselves, at the door",
        file=f"{JOURNAL}/policy.py",
        old=" and member.account_id != actor.account_id",
        new="",
        tests=f"{JOURNAL_TESTS}coach_pages.py",
    ),
    Guard(
        name="nobody issues to themselves",
        file=f"{PAPERS}/rules.py",
        old="        raise NotForOneself\n",
        new="        pass\n",
        tests=f"{PAPER_TESTS}rules.py {PAPER_TESTS}issue.py",
    ),
    Guard(
        name="nobody takes their own role away",
        file=f"{ACCOUNTS}/services.py",
        old="        raise OwnAccess\n",
        new="        pass\n",
        tests="tests/accounts tests/settings",
    ),
    Guard(
        name="a coach is one here, and still is",
        file=f"{MEMBERS}/services.py",
        old="        raise NotACoachHere\n",
        new="        pass\n",
        tests="tests/members",
    ),
    Guard(
        name="one's own notices",
        file="app/kernel/notices.py",
        old="select(Notice).filter_by(account_id=account_id).order_by(",
        new="select(Notice).order_by(",
        tests=f"{ACCOUNT_TESTS}home.py {UNSEEN}",
    ),
    Guard(
        name="notices are read by whom they are for",
        file="app/kernel/notices.py",
        old="update(Notice).where(Notice.account_id == account_id, Notice.read_at",
        new="update(Notice).where(Notice.read_at",
        tests=f"{ACCOUNT_TESTS}home.py",
    ),
    Guard(
        name="one's own devices",
        file=f"{ACCOUNTS}/queries.py",
        old="                LoginSession.account_id == account_id,\n                LoginSession.ended_at",
        new="                LoginSession.ended_at",
        tests=f"{ACCOUNT_TESTS}account_page.py",
    ),
    # --- Sessions, secrets, passwords ---------------------------------------------------------------------------------
    Guard(
        name="a role more ends a phone kept signed in",
        file=f"{ACCOUNTS}/services.py",
        old="        _end_kept_sessions(account.id)\n",
        new="        pass\n",
        tests=f"{ACCOUNT_TESTS}sessions.py",
    ),
    Guard(
        name="signing in ends the session this browser had",
        file=f"{ACCOUNTS}/signing_in.py",
        old="        services.end_session(browser.leaving.session_id, account_id=browser.leaving.account_id)\n",
        new="        pass\n",
        tests=f"{ACCOUNT_TESTS}sign_in.py -k had",
    ),
    Guard(
        name="a newer link takes the place of the older",
        file=f"{ACCOUNTS}/services.py",
        old="    _spend_secrets(account.id, purpose)\n",
        new="",
        tests=f"{ACCOUNT_TESTS}welcome.py -k newer",
    ),
    Guard(
        name="secrets die with the password",
        file=f"{ACCOUNTS}/services.py",
        old="    _spend_secrets(account.id)\n    audit",
        new="    audit",
        tests=f"{ACCOUNT_TESTS}welcome.py -k every_secret",
    ),
    Guard(
        name="a slip's code is no link",
        file=f"{ACCOUNTS}/queries.py",
        old=", AccountToken.purpose != TokenPurpose.SLIP)",
        new=")",
        tests=f"{ACCOUNT_TESTS}welcome.py -k no_link",
    ),
    Guard(
        name="a slip's code opens one account",
        file=f"{ACCOUNTS}/queries.py",
        old="            _is_meant_by(login),\n",
        new="",
        tests=f"{ACCOUNT_TESTS}welcome.py -k only_the_account",
    ),
    Guard(
        name="an unknown login costs as much",
        file="app/kernel/passwords.py",
        old="    hasher = _hasher(settings.cost)\n    try:\n        hasher.verify(stored or",
        new="    if stored is None:\n        return False, False\n    hasher = _hasher(settings.cost)\n    try:\n        hasher.verify(stored or",
        tests="tests/kernel/test_passwords.py -k unknown_login",
    ),
    Guard(
        name="weak passwords are refused",
        file=f"{ACCOUNTS}/services.py",
        old="        raise PasswordTooWeak(",
        new="        print(",
        tests=f"{ACCOUNT_TESTS}welcome.py {ACCOUNT_TESTS}account_page.py",
    ),
    Guard(
        name="the demonstration's passphrase is nobody else's",
        file="app/kernel/passwords.py",
        old="        return None if demonstration else OF_THE_DEMONSTRATION",
        new="        return None",
        tests="tests/kernel/test_passwords.py -k demonstration",
    ),
    Guard(
        name="requests for links are counted",
        file=f"{ACCOUNTS}/signing_in.py",
        old="        wait = throttle.admit(*by_account, (throttle.RESET_ADDRESS, address))",
        new="        wait = 0",
        tests=f"{ACCOUNT_TESTS}forgotten.py",
    ),
    Guard(
        name="checks by token are counted",
        file=f"{PAPERS}/check_views.py",
        old="        wait = throttle.admit((throttle.CHECK_ADDRESS, _visitor()))",
        new="        wait = 0",
        tests=f"{PAPER_TESTS}check.py -k thirty",
    ),
    # --- Requests -----------------------------------------------------------------------------------------------------
    Guard(
        name="whole addresses are ours, whatever a request says",
        file="app/kernel/links.py",
        old='str(current_app.config["PUBLIC_BASE_URL"])',
        new='__import__("flask").request.host_url.rstrip("/")',
        tests=f"{ACCOUNT_TESTS}way_back.py {ACCOUNT_TESTS}forgotten.py",
    ),
    Guard(
        name="nobody says for others who they are",
        file="app/__init__.py",
        old="    if settings.trusted_proxy_count:\n        proxies = settings.trusted_proxy_count",
        new="    if True:\n        proxies = 1",
        tests=f"{ACCOUNT_TESTS}sign_in.py {HEADERS} -k forwarded",
    ),
    Guard(
        name="scripts do not read the cookie",
        file="config.py",
        old='"SESSION_COOKIE_HTTPONLY": True',
        new='"SESSION_COOKIE_HTTPONLY": False',
        tests=f"{ACCOUNT_TESTS}sign_in.py -k cookie",
    ),
    Guard(
        name="other sites do not send the cookie",
        file="config.py",
        old='"SESSION_COOKIE_SAMESITE": "Lax"',
        new='"SESSION_COOKIE_SAMESITE": None',
        tests=f"{ACCOUNT_TESTS}sign_in.py -k cookie",
    ),
    Guard(
        name="no page is framed",
        file="app/kernel/headers.py",
        old="        \"frame-ancestors 'none'\",\n",
        new="",
        tests=HEADERS,
    ),
    Guard(
        name="a file is no page",
        file=f"{PAPERS}/views.py",
        old="            \"Content-Security-Policy\": \"sandbox; default-src 'none'\",\n",
        new="",
        tests=f"{PAPER_TESTS}files.py",
    ),
    # --- Records and members ------------------------------------------------------------------------------------------
    Guard(
        name="what was validated stays",
        file=f"{JOURNAL}/rules.py",
        old="        raise ValidatedStays\n",
        new="        pass\n",
        tests=f"{JOURNAL_TESTS}services.py",
    ),
    Guard(
        name="a record changed meanwhile is not overwritten",
        file=f"{JOURNAL}/services.py",
        old="    if record.version != version:\n",
        new="    if False:\n",
        tests=f"{JOURNAL_TESTS}services.py",
    ),
    Guard(
        name="what changed since it was read is not decided",
        file=f"{JOURNAL}/services.py",
        old=" if record.version == seen[record.id]]",
        new="]",
        tests=f"{JOURNAL_TESTS}services.py",
    ),
    Guard(
        name="who may be here already is shown first",
        file=f"{MEMBERS}/services.py",
        old="        raise PossibleDuplicate(found)\n",
        new="        pass\n",
        tests="tests/members",
    ),
    Guard(
        name="nobody is assigned to who has left",
        file=f"{MEMBERS}/services.py",
        old="        raise AssignedAfterExit\n",
        new="        pass\n",
        tests="tests/members",
    ),
    Guard(
        name="no key is changed while the house runs",
        file="app/operations/key_rotation.py",
        old="    refuse_running_house()\n    with key_file.alone_with_key_file(path):\n        keys = cipher",
        new="    with key_file.alone_with_key_file(path):\n        keys = cipher",
        tests=KEY_TESTS,
    ),
    Guard(
        name="no key is forgotten that opens something",
        file="app/operations/key_rotation.py",
        old="        if not all(cipher.opens(newest, value) for value in _stored()):\n",
        new="        if False:\n",
        tests=KEY_TESTS,
    ),
    Guard(
        name="a file changed meanwhile is not overwritten",
        file=f"{MEMBERS}/services.py",
        old="    if member.version != version:\n",
        new="    if False:\n",
        tests="tests/members",
    ),
    Guard(
        name="who shows an identity number is written down",
        file=f"{MEMBERS}/services.py",
        old='    audit.record(IDENTITY_REVEALED, subject_type="member", subject_id=member.id)\n',
        new="",
        tests="tests/members",
    ),
    Guard(
        name="no day is longer than a day",
        file=f"{JOURNAL}/rules.py",
        old="    if entry.minutes + circumstances.minutes_that_day > MINUTES_A_DAY:\n",
        new="    if False:\n",
        tests=f"{JOURNAL_TESTS}rules.py {JOURNAL_TESTS}services.py",
    ),
    Guard(
        name="no amount is absurd",
        file=f"{JOURNAL}/rules.py",
        old="    if entry.amount_minor > LARGEST_AMOUNTS[circumstances.currency]:\n",
        new="    if False:\n",
        tests=f"{JOURNAL_TESTS}rules.py",
    ),
    Guard(
        name="an amount is above nothing",
        file=f"{JOURNAL}/rules.py",
        old="    if entry.amount_minor <= 0:\n",
        new="    if False:\n",
        tests=f"{JOURNAL_TESTS}rules.py",
    ),
    Guard(
        name="the words of the organisation",
        file=f"{JOURNAL}/rules.py",
        old="    if entry.work_kind_id not in circumstances.offered_terms:\n",
        new="    if False:\n",
        tests=f"{JOURNAL_TESTS}rules.py",
    ),
    Guard(
        name="thousands are never guessed",
        file="app/kernel/money.py",
        old="    _refuse_two_readings(compact, currency)\n",
        new="",
        tests="tests/kernel/test_money.py",
    ),
    Guard(
        name="no amount is too large to be added",
        file="app/kernel/money.py",
        old="    if minor > LARGEST_AMOUNT:\n",
        new="    if False:\n",
        tests="tests/kernel/test_money.py",
    ),
    Guard(
        name="no word is dressed up as another",
        file="app/kernel/text.py",
        old="        _refuse_disguised_words(text)\n",
        new="        pass\n",
        tests="tests/kernel/test_text.py",
    ),
    Guard(
        name="texts end",
        file="app/kernel/text.py",
        old="    if len(text) > max_length:\n",
        new="    if False:\n",
        tests="tests/kernel/test_text.py",
    ),
    # --- Papers -------------------------------------------------------------------------------------------------------
    Guard(
        name="an issued paper is not deleted, says the database",
        file=HOUSE,
        old='attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW BEGIN SELECT RAISE(ABORT, \'an issued',
        new='attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW WHEN 0 BEGIN SELECT RAISE(ABORT, \'an issued',
        tests=f"{PAPER_TESTS}immutability.py",
    ),
    Guard(
        name="an issued paper is not replaced, says the database",
        file=HOUSE,
        old="attestation_is_not_replaced BEFORE INSERT ON attestation FOR EACH ROW WHEN EXISTS",
        new="attestation_is_not_replaced BEFORE INSERT ON attestation FOR EACH ROW WHEN 0 AND EXISTS",
        tests=f"{PAPER_TESTS}immutability.py",
    ),
    Guard(
        name="a paper's file is the first, says the database",
        file=HOUSE,
        old=" OR (OLD.state = 'ready' AND (OLD.state IS NOT NEW",
        new=" OR (0 AND (OLD.state IS NOT NEW",
        tests=f"{PAPER_TESTS}immutability.py",
    ),
    Guard(
        name="a revocation is written once, says the database",
        file=HOUSE,
        old=" OR (OLD.revoked_at IS NOT NULL AND (OLD.revoked_at IS NOT NEW",
        new=" OR (0 AND (OLD.revoked_at IS NOT NEW",
        tests=f"{PAPER_TESTS}immutability.py",
    ),
    Guard(
        name="a paper's file is the first",
        file=f"{PAPERS}/services.py",
        old="    if attestation is None or attestation.state is FileState.READY:\n        return False\n",
        new="    if attestation is None:\n        return False\n",
        tests=f"{PAPER_TESTS}files.py",
    ),
    Guard(
        name="a paper's file is the one in the register",
        file=f"{PAPERS}/services.py",
        old="    if hashlib.sha256(content).hexdigest() != attestation.sha256:",
        new="    if False:",
        tests=f"{PAPER_TESTS}files.py",
    ),
    Guard(
        name="what was looked at is what is issued",
        file=f"{PAPERS}/services.py",
        old="    if confirmed_digest is not None and confirmed_digest != draft.digest:\n",
        new="    if False:\n",
        tests=f"{PAPER_TESTS}issue.py",
    ),
    Guard(
        name="who left gets no paper",
        file=f"{PAPERS}/rules.py",
        old="        raise HolderHasLeft(left_on)",
        new="        pass",
        tests=f"{PAPER_TESTS}rules.py",
    ),
    Guard(
        name="what cannot be printed gets no number",
        file=f"{PAPERS}/drafts.py",
        old="    check_printable(document)\n",
        new="",
        tests=f"{PAPER_TESTS}issue.py",
    ),
    Guard(
        name="who takes a paper is written down",
        file=f"{PAPERS}/views.py",
        old="    after_read(services.note_download, g.organisation.id, attestation.id, current_actor().account_id)\n",
        new="",
        tests=f"{PAPER_TESTS}files.py",
    ),
    Guard(
        name="a job works inside its organisation",
        file="app/kernel/jobs.py",
        old="scope = nullcontext() if organisation_id is None else organisation_scope(organisation_id)",
        new="scope = nullcontext()",
        tests=f"{PAPER_TESTS}files.py",
    ),
    Guard(
        name="a heavy paper stops",
        file="app/pdf/__main__.py",
        old="    limit_resources(memory_bytes=child.MEMORY_BYTES, processor_seconds=child.processor_seconds(kind))\n    try",
        new="    try",
        tests="tests/pdf/test_child.py",
    ),
    Guard(
        name="the process that prints knows no secret",
        file="app/pdf/child.py",
        old="env=bare_environment()",
        new="env=None",
        tests="tests/pdf/test_child.py",
    ),
    # --- Keys and backups ---------------------------------------------------------------------------------------------
    Guard(
        name="a lost key is missed",
        file="app/kernel/key_file.py",
        old="    if stored and not path.exists():\n",
        new="    if False:\n",
        tests=KEY_TESTS,
    ),
    Guard(
        name="another key is not taken for ours",
        file="app/kernel/key_file.py",
        old="    if not all(cipher.opens(keys, value) for value in stored):\n",
        new="    if False:\n",
        tests=KEY_TESTS,
    ),
    Guard(
        name="a key that everybody may read is refused",
        file="app/kernel/key_file.py",
        old="        if path.stat().st_mode & 0o007:\n",
        new="        if False:\n",
        tests="tests/kernel/test_cipher.py",
    ),
    Guard(
        name="a backup has the bytes it names",
        file="app/operations/backup.py",
        old="        if not (folder / name).is_file() or _sha256(folder / name) != sha256:\n",
        new="        if False:\n",
        tests=BACKUP_TESTS,
    ),
    Guard(
        name="a backup has the rows it names",
        file="app/operations/backup.py",
        old="    if problem:\n",
        new="    if False:\n",
        tests=BACKUP_TESTS,
    ),
    Guard(
        name="a backup has every stored file",
        file="app/operations/backup.py",
        old="        if not copied.exists() or _sha256(copied) != sha256:\n",
        new="        if False:\n",
        tests=BACKUP_TESTS,
    ),
    Guard(
        name="a backup unpacks nowhere else",
        file="app/operations/backup.py",
        old="        if content is None or not target.is_relative_to(folder.resolve()):\n",
        new="        if content is None:\n",
        tests=BACKUP_TESTS,
    ),
    Guard(
        name="a running house is not restored over",
        file="app/operations/backup.py",
        old="    if running:\n",
        new="    if False:\n",
        tests=BACKUP_TESTS,
    ),
    Guard(
        name="data is not replaced unasked",
        file="app/operations/backup.py",
        old="        if not replace and _copier().holds_data():\n",
        new="        if False:\n",
        tests=BACKUP_TESTS,
    ),
    # --- Settings -----------------------------------------------------------------------------------------------------
    Guard(
        name="production has a secret of its own",
        file="config.py",
        old='        raise UnsafeSettings("SECRET_KEY is missing: set it to 32 random characters or more.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="production's secret is long",
        file="config.py",
        old='        raise UnsafeSettings(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="production says its own address",
        file="config.py",
        old='        raise UnsafeSettings("PUBLIC_BASE_URL is missing: the address printed on papers, such as https://example.org")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="production is reached by https",
        file="config.py",
        old='        raise UnsafeSettings("PUBLIC_BASE_URL must start with https:// in production.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="production never shows its insides",
        file="config.py",
        old='        raise UnsafeSettings("FLASK_DEBUG must not be set in production.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="production loads no demonstration",
        file="app/commands.py",
        old='        raise click.ClickException("Production never loads demonstration data.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="the demonstration is loaded into an empty database only",
        file="app/commands.py",
        old='        raise click.ClickException("The database is not empty; the demonstration is loaded into an empty one only.")\n',
        new="        pass\n",
        tests=PRODUCTION_TESTS,
    ),
    Guard(
        name="the demonstration's day is fixed nowhere else",
        file="config.py",
        old='environ.get("DEMO_TODAY") if environment != "production" else None',
        new='environ.get("DEMO_TODAY")',
        tests=PRODUCTION_TESTS,
    ),
]  # fmt: skip
EVERY_GUARD = [
    *GUARDS,
    *GUARDS_OF_THE_WORK,
    *GUARDS_OF_THE_PARCOURS,
    *GUARDS_OF_THE_MONTHS,
    *GUARDS_OF_MERGING,
    *GUARDS_OF_THE_CONTRACTS,
    *GUARDS_OF_THE_PHONE,
    *GUARDS_OF_THE_ACCOUNTS,
    *GUARDS_OF_THE_SHARES,
    *GUARDS_OF_THE_MONEY,
    *GUARDS_OF_PAPERS,
    *GUARDS_OF_THE_SOCIAL_FILE,
    *GUARDS_OF_IDENTITY,
    *GUARDS_OF_IMPORTS,
    *GUARDS_OF_THE_TRADES,
    *GUARDS_OF_PAST_MONTHS,
    *GUARDS_OF_TRANSFERS,
    *GUARDS_OF_THE_ENTRY,
    *GUARDS_OF_THE_LISTS,
    *GUARDS_OF_THE_FIGURES,
]
