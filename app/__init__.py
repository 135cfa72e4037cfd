"""The application: `create_app` wires the rooms together and refuses to start on an endpoint that says no access."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    accounts,
    activity,
    attestations,
    coaching,
    dashboard,
    duplicates,
    imports,
    members,
    network,
    operations,
    own_fields,
    papers,
    past_records,
    reports,
    shares,
    social,
    statements,
    transfers,
    work_relations,
    workshops,
)
from app.accounts import queries as account_queries
from app.activity import merging as merging_activity
from app.activity import panel as activity_panel
from app.activity import trades_section
from app.attestations import merging as merging_attestations
from app.attestations import panel as attestation_panel
from app.commands import register_commands
from app.duplicates import merging as merging_pairs
from app.extensions import compress, csrf, db, login_manager, prepare_migrations
from app.imports import contract_part, member_fields, own_field_part, share_part, social_part
from app.imports import merging as merging_imports
from app.imports.registry import use_parts
from app.kernel import cipher, clock, error_pages, headers, jobs, key_file
from app.kernel.application import House, SignedSessions
from app.kernel.blueprint import fill_in_slug, refuse_undeclared_endpoints
from app.kernel.converters import add_converters
from app.kernel.database import engine_options
from app.kernel.i18n import init_i18n
from app.members import field_columns, field_filters
from app.members.list_columns import use_list_columns
from app.members.list_filters import use_list_filters
from app.members.merging import use_doors
from app.members.merging_fields import FIELDS
from app.members.merging_parcours import COACHES, PARCOURS
from app.members.merging_person import PERSON
from app.members.panels import use_panels
from app.members.sections import use_sections
from app.network.beginnings import use_beginnings
from app.page_context import add_page_context
from app.papers import kind_services as paper_kinds
from app.papers import list_columns as paper_columns
from app.papers import list_filters as paper_filters
from app.papers import merging as merging_papers
from app.past_records import month_sheet, record_sheet
from app.past_records.sheets import use_sheets
from app.shares import list_columns as share_columns
from app.shares import list_filters as share_filters
from app.shares import merging as merging_shares
from app.shares import queries as share_queries
from app.shares import section as shares_section
from app.social import list_columns as social_columns
from app.social import list_filters as social_filters
from app.social import merging as merging_social
from app.social import section as social_section
from app.statements import merging as merging_statements
from app.statements import section as statements_section
from app.static_files import serve_static_files
from app.transfers import merging as merging_transfers
from app.transfers import section as transfers_section
from app.work_relations import associates
from app.work_relations import list_columns as contract_columns
from app.work_relations import list_filters as contract_filters
from app.work_relations import merging as merging_contracts
from app.work_relations import section as work_relations_section
from config import Settings, UnsafeSettings, load_settings

ROOMS = (
    network,
    accounts,
    own_fields,
    members,
    social,
    work_relations,
    shares,
    papers,
    imports,
    duplicates,
    transfers,
    activity,
    statements,
    past_records,
    coaching,
    workshops,
    attestations,
    reports,
    dashboard,
    operations,
)

SECTIONS = (
    social_section.SECTION,
    work_relations_section.SECTION,
    shares_section.SECTION,
    trades_section.SECTION,
    statements_section.SECTION,
    papers.SECTION,
    transfers_section.SECTION,
)
LIST_FILTERS = (contract_filters, paper_filters, share_filters, social_filters, field_filters)  # in the list's order
MERGING = (  # what two files of one person hold, in the order it is shown and moved
    merging_contracts,
    merging_shares,
    merging_papers,
    merging_social,
    merging_activity,
    merging_statements,
    merging_attestations,
    merging_imports,
    merging_transfers,
    merging_pairs,
)
LIST_COLUMNS = (contract_columns, paper_columns, share_columns, social_columns, field_columns)

IMPORT_PARTS = (  # what a spreadsheet may bring, in the order it is written
    member_fields.FILE,
    social_part.SOCIAL_FILE,
    social_part.SOCIAL_PROTECTION,
    own_field_part.PART,
    contract_part.CONTRACTS,
    share_part.SHARES,
)
PAST_SHEETS = (record_sheet.SHEET, month_sheet.SHEET)  # of past months, from spreadsheets


def create_app(settings: Settings | None = None, overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from settings (by default the environment's)."""
    settings = settings or load_settings()
    app = House(__name__, static_folder=None, static_url_path="/static")
    app.session_interface = SignedSessions()
    app.config.update(settings.as_flask_config())
    app.config.update(overrides or {})
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(settings.database_url))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    clock.fix_today(date.fromisoformat(settings.demo_today) if settings.demo_today else None)
    _bind_extensions(app)
    _open_rooms(app, settings)
    _take_up_identity_keys(app, settings)
    if settings.trusted_proxy_count:
        proxies = settings.trusted_proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    refuse_undeclared_endpoints(app)
    if os.environ.get("FLASK_RUN_FROM_CLI"):  # set by Flask for its commands
        prepare_migrations(app)
    return app


def _take_up_identity_keys(app: Flask, settings: Settings) -> None:
    """When every encrypted column is known; the process stops with one sentence if the keys are not the right ones."""
    with app.app_context():
        try:
            cipher.configure(key_file.open_key_file(settings.identity_key_file))
        except cipher.KeysRefused as refused:
            raise UnsafeSettings(str(refused)) from None


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    compress.init_app(app)
    init_i18n(app)
    jobs.init_jobs(app)
    login_manager.init_app(app, add_context_processor=False)  # error pages ask nothing of the database
    login_manager.session_protection = None  # phones change their address
    login_manager.user_loader(account_queries.load_session)


def _open_rooms(app: Flask, settings: Settings) -> None:
    add_converters(app)
    for room in ROOMS:
        room.open_room(app)
    use_panels([activity_panel.PANEL, attestation_panel.PANEL])
    use_sections(SECTIONS)
    associates.use_evidence([associates.at_the_stage_of_associates, share_queries.holding_since])
    use_beginnings([paper_kinds.add_usual_kinds])
    use_parts(IMPORT_PARTS)
    use_sheets(PAST_SHEETS)
    use_list_filters([each.list_filters for each in LIST_FILTERS])
    use_doors([PERSON, PARCOURS, COACHES, FIELDS, *(each.DOOR for each in MERGING)])
    use_list_columns([each.list_columns for each in LIST_COLUMNS])
    if settings.environment in ("development", "testing"):
        from app import style_guide

        style_guide.open_room(app)
    serve_static_files(app)
    fill_in_slug(app)
    add_page_context(app)
    headers.add_headers(app)
    error_pages.add_error_pages(app)
    register_commands(app)
