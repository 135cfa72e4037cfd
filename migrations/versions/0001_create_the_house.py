"""Create the house."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Issued attestations do not change: the database itself refuses.
CREATE_TRIGGERS = {
    "sqlite": (
        """CREATE TRIGGER attestation_stays BEFORE UPDATE ON attestation FOR EACH ROW WHEN OLD.organisation_id IS NOT NEW.organisation_id OR OLD.id IS NOT NEW.id OR OLD.member_id IS NOT NEW.member_id OR OLD.kind IS NOT NEW.kind OR OLD.language IS NOT NEW.language OR OLD.year IS NOT NEW.year OR OLD.number IS NOT NEW.number OR OLD.serial IS NOT NEW.serial OR OLD.number_text IS NOT NEW.number_text OR OLD.token IS NOT NEW.token OR OLD.code IS NOT NEW.code OR OLD.purpose IS NOT NEW.purpose OR OLD.purpose_fr IS NOT NEW.purpose_fr OR OLD.purpose_ar IS NOT NEW.purpose_ar OR OLD.holder_name_latin IS NOT NEW.holder_name_latin OR OLD.holder_name_arabic IS NOT NEW.holder_name_arabic OR OLD.issuer_name_fr IS NOT NEW.issuer_name_fr OR OLD.issuer_name_ar IS NOT NEW.issuer_name_ar OR OLD.facts IS NOT NEW.facts OR OLD.document IS NOT NEW.document OR OLD.wording_version IS NOT NEW.wording_version OR OLD.issued_at IS NOT NEW.issued_at OR OLD.issued_on IS NOT NEW.issued_on OR OLD.valid_until IS NOT NEW.valid_until OR OLD.issued_by_account_id IS NOT NEW.issued_by_account_id OR OLD.signatory_id IS NOT NEW.signatory_id OR (OLD.state = 'ready' AND (OLD.state IS NOT NEW.state OR OLD.stored_file_id IS NOT NEW.stored_file_id OR OLD.sha256 IS NOT NEW.sha256)) OR (OLD.revoked_at IS NOT NULL AND (OLD.revoked_at IS NOT NEW.revoked_at OR OLD.revoked_by_account_id IS NOT NEW.revoked_by_account_id OR OLD.revocation_reason IS NOT NEW.revocation_reason)) BEGIN SELECT RAISE(ABORT, 'an issued attestation does not change'); END""",
        """CREATE TRIGGER attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'an issued attestation is not deleted'); END""",
        """CREATE TRIGGER attestation_is_not_replaced BEFORE INSERT ON attestation FOR EACH ROW WHEN EXISTS (SELECT 1 FROM attestation WHERE organisation_id = NEW.organisation_id AND (id = NEW.id OR (year = NEW.year AND number = NEW.number) OR token = NEW.token)) BEGIN SELECT RAISE(ABORT, 'an issued attestation does not change'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION attestation_refuses() RETURNS trigger LANGUAGE plpgsql AS $refuses$ BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = CASE TG_OP WHEN 'UPDATE' THEN 'an issued attestation does not change' ELSE 'an issued attestation is not deleted' END; END $refuses$""",
        """CREATE TRIGGER attestation_stays BEFORE UPDATE ON attestation FOR EACH ROW WHEN (OLD.organisation_id IS DISTINCT FROM NEW.organisation_id OR OLD.id IS DISTINCT FROM NEW.id OR OLD.member_id IS DISTINCT FROM NEW.member_id OR OLD.kind IS DISTINCT FROM NEW.kind OR OLD.language IS DISTINCT FROM NEW.language OR OLD.year IS DISTINCT FROM NEW.year OR OLD.number IS DISTINCT FROM NEW.number OR OLD.serial IS DISTINCT FROM NEW.serial OR OLD.number_text IS DISTINCT FROM NEW.number_text OR OLD.token IS DISTINCT FROM NEW.token OR OLD.code IS DISTINCT FROM NEW.code OR OLD.purpose IS DISTINCT FROM NEW.purpose OR OLD.purpose_fr IS DISTINCT FROM NEW.purpose_fr OR OLD.purpose_ar IS DISTINCT FROM NEW.purpose_ar OR OLD.holder_name_latin IS DISTINCT FROM NEW.holder_name_latin OR OLD.holder_name_arabic IS DISTINCT FROM NEW.holder_name_arabic OR OLD.issuer_name_fr IS DISTINCT FROM NEW.issuer_name_fr OR OLD.issuer_name_ar IS DISTINCT FROM NEW.issuer_name_ar OR OLD.facts IS DISTINCT FROM NEW.facts OR OLD.document IS DISTINCT FROM NEW.document OR OLD.wording_version IS DISTINCT FROM NEW.wording_version OR OLD.issued_at IS DISTINCT FROM NEW.issued_at OR OLD.issued_on IS DISTINCT FROM NEW.issued_on OR OLD.valid_until IS DISTINCT FROM NEW.valid_until OR OLD.issued_by_account_id IS DISTINCT FROM NEW.issued_by_account_id OR OLD.signatory_id IS DISTINCT FROM NEW.signatory_id OR (OLD.state = 'ready' AND (OLD.state IS DISTINCT FROM NEW.state OR OLD.stored_file_id IS DISTINCT FROM NEW.stored_file_id OR OLD.sha256 IS DISTINCT FROM NEW.sha256)) OR (OLD.revoked_at IS NOT NULL AND (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at OR OLD.revoked_by_account_id IS DISTINCT FROM NEW.revoked_by_account_id OR OLD.revocation_reason IS DISTINCT FROM NEW.revocation_reason))) EXECUTE FUNCTION attestation_refuses()""",
        """CREATE TRIGGER attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW EXECUTE FUNCTION attestation_refuses()""",
    ),
}
DROP_TRIGGERS = {
    "sqlite": (
        """DROP TRIGGER attestation_stays""",
        """DROP TRIGGER attestation_is_kept""",
        """DROP TRIGGER attestation_is_not_replaced""",
    ),
    "postgresql": (
        """DROP TRIGGER attestation_stays ON attestation""",
        """DROP TRIGGER attestation_is_kept ON attestation""",
        """DROP FUNCTION attestation_refuses()""",
    ),
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("display_name_arabic", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column(
            "network_role",
            sa.Enum(
                "manager",
                "coach",
                "entrepreneur",
                "network_administrator",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "network_role IS NULL OR network_role IN ('network_administrator', 'observer')",
            name=op.f("ck_account_network_role_only"),
        ),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_account_has_a_login")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_account_phone")),
    )

    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_key_happened_at", ["key", "happened_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cooperative",
                "project",
                "partner",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "country",
            sa.Enum("MA", "TN", "DZ", name="country", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("legal_form_fr", sa.String(length=120), nullable=False),
        sa.Column("legal_form_ar", sa.String(length=120), nullable=False),
        sa.Column("registration_number", sa.String(length=60), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.Column("social_security_number", sa.String(length=40), nullable=False),
        sa.Column("address_fr", sa.String(length=200), nullable=False),
        sa.Column("address_ar", sa.String(length=200), nullable=False),
        sa.Column("city_fr", sa.String(length=80), nullable=False),
        sa.Column("city_ar", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("became_cooperative_on", sa.Date(), nullable=True),
        sa.Column("half_day_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )

    op.create_table(
        "worker_heartbeat",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_heartbeat")),
    )

    op.create_table(
        "territory_change",
        sa.Column(
            "country",
            sa.Enum("MA", "TN", "DZ", name="country", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "added",
                "renamed",
                "corrected",
                "closed",
                "taken_back",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("name_fr", sa.String(length=80), nullable=False),
        sa.Column("name_ar", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=10), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_territory_change_account_id")),
        sa.PrimaryKeyConstraint("country", "number", name=op.f("pk_territory_change")),
        sa.UniqueConstraint("id", name=op.f("uq_territory_change_id")),
    )

    op.create_table(
        "account_token",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation", "reset", "slip", name="tokenpurpose", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_token_account_id")),
        sa.ForeignKeyConstraint(
            ["made_by_account_id"], ["account.id"], name=op.f("fk_account_token_made_by_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_token_token_digest")),
    )
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "activity_organisation_month",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("drafts", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=False),
        sa.Column("counted_sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_production_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_organisation_month_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "month", name=op.f("pk_activity_organisation_month")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "audit_event",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_audit_event_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_audit_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_subject", ["organisation_id", "subject_type", "subject_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_counter_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "name", "year", name=op.f("pk_counter")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "email_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_email_change_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_email_change_token_digest")),
    )
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_change_account_id"), ["account_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invitation",
                "role_given",
                "reset",
                "password_changed",
                "new_email",
                "login_changed",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_account_id")),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_letter_by_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )

    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_session_token_digest")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "member_count",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("without_coach", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_count_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_member_count")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "manager",
                "coach",
                "entrepreneur",
                "network_administrator",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('manager', 'coach', 'entrepreneur')", name=op.f("ck_membership_organisation_role_only")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id", "account_id", "role", name=op.f("uq_membership_organisation_id_account_id_role")
        ),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_membership_organisation_id_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_account_id", ["account_id", "organisation_id"], unique=False)

    op.create_table(
        "network_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_network_event_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_event")),
    )
    with op.batch_alter_table("network_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_event_account_id"), ["account_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("endpoint_values", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_notice_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_notice")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_reader", ["organisation_id", "account_id", "read_at"], unique=False)

    op.create_table(
        "signatory",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name_latin", sa.String(length=120), nullable=False),
        sa.Column("name_arabic", sa.String(length=120), nullable=False),
        sa.Column("quality_fr", sa.String(length=80), nullable=False),
        sa.Column("quality_ar", sa.String(length=80), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_signatory_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_signatory")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "stored_file",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.String(length=100), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_stored_file_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stored_file")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "submission",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("payload_digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_submission_account_id")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_received_at"), ["received_at"], unique=False)

    op.create_table(
        "vocabulary_term",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "vocabulary",
            sa.Enum(
                "trade",
                "work_kind",
                "expense_category",
                "stage",
                "exit_reason",
                "contract_kind",
                "contract_end",
                "occupation",
                "prescriber",
                "channel",
                "antenna",
                "sector",
                "protection_body",
                name="vocabulary",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label_fr", sa.String(length=80), nullable=False),
        sa.Column("label_ar", sa.String(length=80), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "candidate",
                "inside",
                "paused",
                "left",
                "refused",
                name="stagenature",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "contract_nature",
            sa.Enum(
                "agreement",
                "open_ended",
                "fixed_term",
                "placement",
                "independent",
                name="contractnature",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("is_production", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(vocabulary = 'contract_kind') = (contract_nature IS NOT NULL)",
            name=op.f("ck_vocabulary_term_contract_kinds_have_a_nature"),
        ),
        sa.CheckConstraint(
            "(vocabulary = 'stage') = (nature IS NOT NULL)", name=op.f("ck_vocabulary_term_stages_have_a_nature")
        ),
        sa.CheckConstraint(
            "NOT is_production OR vocabulary = 'expense_category'",
            name=op.f("ck_vocabulary_term_expenses_are_production_costs"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_vocabulary_term_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_vocabulary_term")),
        sa.UniqueConstraint(
            "organisation_id", "vocabulary", "code", name=op.f("uq_vocabulary_term_organisation_id_vocabulary_code")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("vocabulary_term", schema=None) as batch_op:
        batch_op.create_index("ix_vocabulary_term_list", ["organisation_id", "vocabulary", "position"], unique=False)

    op.create_table(
        "member",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("family_name_latin", sa.String(length=80), nullable=False),
        sa.Column("given_name_latin", sa.String(length=80), nullable=False),
        sa.Column("family_name_arabic", sa.String(length=80), nullable=False),
        sa.Column("given_name_arabic", sa.String(length=80), nullable=False),
        sa.Column("birth_name_latin", sa.String(length=80), nullable=False),
        sa.Column("birth_name_arabic", sa.String(length=80), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sex", sa.Enum("F", "M", name="sex", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column(
            "civility",
            sa.Enum("mme", "m", name="civility", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.String(length=80), nullable=False),
        sa.Column("nationality", sa.String(length=2), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("second_phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("territory_code", sa.String(length=10), nullable=False),
        sa.Column("commune", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum(
                "urban",
                "peri_urban",
                "rural",
                name="settlement",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("emergency_name", sa.String(length=120), nullable=False),
        sa.Column("emergency_phone", sa.String(length=20), nullable=False),
        sa.Column("trade_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "identity_kind",
            sa.Enum(
                "cin",
                "nin",
                "passport",
                "residence_permit",
                name="identitykind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("identity_country", sa.String(length=2), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=True),
        sa.Column("identity_last_three", sa.String(length=3), nullable=False),
        sa.Column("identity_issued_on", sa.Date(), nullable=True),
        sa.Column("identity_issued_at", sa.String(length=80), nullable=False),
        sa.Column("identity_expires_on", sa.Date(), nullable=True),
        sa.Column("identity_index", sa.String(length=64), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("photo_file_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("survivor_id", sa.BigInteger(), nullable=True),
        sa.Column("is_coached", sa.Boolean(), nullable=False),
        sa.Column("last_activity_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("birth_date < admitted_on", name=op.f("ck_member_born_before_admission")),
        sa.CheckConstraint(
            "identity_expires_on > identity_issued_on", name=op.f("ck_member_document_expires_after_issue")
        ),
        sa.CheckConstraint("left_on IS NULL OR left_on >= admitted_on", name=op.f("ck_member_left_after_admission")),
        sa.CheckConstraint(
            "survivor_id IS NULL OR (left_on IS NOT NULL AND account_id IS NULL AND survivor_id != id)",
            name=op.f("ck_member_merged_is_gone"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survivor_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_organisation_id_survivor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "trade_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_member_organisation_id_trade_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "photo_file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_member_organisation_id_photo_file_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("organisation_id", "account_id", name=op.f("uq_member_organisation_id_account_id")),
        sa.UniqueConstraint("organisation_id", "identity_index", name=op.f("uq_member_organisation_id_identity_index")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_member_organisation_id_number")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_coached", ["organisation_id", "left_on", "is_coached"], unique=False)
        batch_op.create_index(
            "ix_member_last_activity", ["organisation_id", "left_on", "last_activity_on"], unique=False
        )
        batch_op.create_index(
            "ix_member_present_sorted", ["organisation_id", "left_on", "sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_member_filtered",
            [
                "organisation_id",
                "left_on",
                "sex",
                "trade_id",
                "birth_date",
                "territory_code",
                "commune",
                "settlement",
                "nationality",
                "admitted_on",
                "account_id",
                "phone",
                "survivor_id",
                "sort_name",
                "id",
            ],
            unique=False,
        )
        batch_op.create_index("ix_member_sorted", ["organisation_id", "sort_name", "id", "survivor_id"], unique=False)
        batch_op.create_index(
            "ix_member_merged",
            ["organisation_id", "survivor_id"],
            unique=False,
            sqlite_where=sa.text("survivor_id IS NOT NULL"),
            postgresql_where=sa.text("survivor_id IS NOT NULL"),
        )

    op.create_table(
        "activity_month",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("drafts", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=False),
        sa.Column("counted_sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_collected_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_spent_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_production_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_month_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_month_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", "month", name=op.f("pk_activity_month")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_month", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_month_sold", ["organisation_id", "month", "sold_minor", "member_id"], unique=False
        )

    op.create_table(
        "activity_aside",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("payload_digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_activity_aside_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_aside_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_aside_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_aside")),
        sa.UniqueConstraint(
            "organisation_id", "uid", "payload_digest", name=op.f("uq_activity_aside_organisation_id_uid_payload_digest")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_aside", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_aside_open", ["organisation_id", "member_id", "settled_at"], unique=False
        )

    op.create_table(
        "activity_delivery",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("payload_digest", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_ahead", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_activity_delivery_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_delivery_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_delivery_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_delivery")),
        sa.UniqueConstraint("organisation_id", "uid", name=op.f("uq_activity_delivery_organisation_id_uid")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "activity_standing",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("oldest_waiting_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_standing_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_standing_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_activity_standing")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_standing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_standing_queue", ["organisation_id", "oldest_waiting_on", "member_id"], unique=False
        )

    op.create_table(
        "activity_party",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("client", "supplier", name="partyrole", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_party_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_party_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_party")),
        sa.UniqueConstraint(
            "organisation_id",
            "member_id",
            "role",
            "name_key",
            name=op.f("uq_activity_party_organisation_id_member_id_role_name_key"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_party", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_party_recent", ["organisation_id", "member_id", "role", "last_used_on"], unique=False
        )

    op.create_table(
        "activity_trade",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("trade_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_activity_trade_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_trade_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "trade_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_activity_trade_organisation_id_trade_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_trade_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_trade")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_trade", schema=None) as batch_op:
        batch_op.create_index("ix_activity_trade_member", ["organisation_id", "member_id", "started_on"], unique=False)

    op.create_table(
        "activity_kilometre_rate",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("per_km_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("per_km_minor > 0", name=op.f("ck_activity_kilometre_rate_is_worth_something")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_activity_kilometre_rate_created_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_kilometre_rate_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_kilometre_rate")),
        sa.UniqueConstraint(
            "organisation_id", "starts_on", name=op.f("uq_activity_kilometre_rate_organisation_id_starts_on")
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "activity_month_closing",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reason = '')", name=op.f("ck_activity_month_closing_reopened_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_activity_month_closing_closed_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_month_closing_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reopened_by"], ["account.id"], name=op.f("fk_activity_month_closing_reopened_by")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_activity_month_closing")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("activity_month_closing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_month_closing_closed",
            ["organisation_id", "month"],
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        )

    op.create_table(
        "shared_trade",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("trade_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_shared_trade_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_shared_trade_created_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "trade_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_shared_trade_organisation_id_trade_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_shared_trade_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_shared_trade")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "shared_trade_split",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("shared_trade_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("agreement", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_shared_trade_split_created_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "shared_trade_id"],
            ["shared_trade.organisation_id", "shared_trade.id"],
            name=op.f("fk_shared_trade_split_organisation_id_shared_trade_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shared_trade_split_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_shared_trade_split")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("shared_trade_split", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shared_trade_split_trade", ["organisation_id", "shared_trade_id", "starts_on"], unique=False
        )

    op.create_table(
        "shared_trade_part",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("split_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.CheckConstraint("part BETWEEN 1 AND 10000", name=op.f("ck_shared_trade_part_part_of_the_whole")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_shared_trade_part_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "split_id"],
            ["shared_trade_split.organisation_id", "shared_trade_split.id"],
            name=op.f("fk_shared_trade_part_organisation_id_split_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shared_trade_part_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "split_id", "place", name=op.f("pk_shared_trade_part")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("shared_trade_part", schema=None) as batch_op:
        batch_op.create_index("ix_shared_trade_part_member", ["organisation_id", "member_id"], unique=False)

    op.create_table(
        "activity_import",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('mapping', 'checking', 'checked', 'writing', 'done', 'discarded', 'taken_back', name='state', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('sheet', sa.Enum('records', 'months', name='sheetkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('file_kind', sa.String(length=4), nullable=False),
    sa.Column('file_digest', sa.String(length=64), nullable=False),
    sa.Column('columns', sa.Text(), nullable=False),
    sa.Column('mapping', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.Column('accepted', sa.Integer(), nullable=False),
    sa.Column('twice', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('records', sa.Integer(), nullable=False),
    sa.Column('payments', sa.Integer(), nullable=False),
    sa.Column('started_by_account_id', sa.BigInteger(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_import_organisation_id')),
    sa.ForeignKeyConstraint(['started_by_account_id'], ['account.id'], name=op.f('fk_activity_import_started_by_account_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_activity_import')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('activity_import', schema=None) as batch_op:
        batch_op.create_index('ix_activity_import_state', ['organisation_id', 'state', 'moved_at'], unique=False)

    op.create_table(
        "activity_record",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('member_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('work', 'sale', 'expense', 'prospect', name='recordkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('trade_id', sa.BigInteger(), nullable=True),
    sa.Column('shared_trade_id', sa.BigInteger(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('work_kind_id', sa.BigInteger(), nullable=True),
    sa.Column('expense_category_id', sa.BigInteger(), nullable=True),
    sa.Column('is_production', sa.Boolean(), nullable=False),
    sa.Column('distance_km', sa.Integer(), nullable=True),
    sa.Column('km_rate_id', sa.BigInteger(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_rate', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('foreign_currency', sa.String(length=3), nullable=False),
    sa.Column('foreign_minor', sa.BigInteger(), nullable=True),
    sa.Column('foreign_rate', sa.BigInteger(), nullable=True),
    sa.Column('foreign_rate_on', sa.Date(), nullable=True),
    sa.Column('receipt_file_id', sa.BigInteger(), nullable=True),
    sa.Column('receipt_small_id', sa.BigInteger(), nullable=True),
    sa.Column('party_id', sa.BigInteger(), nullable=True),
    sa.Column('quantity', sa.BigInteger(), nullable=True),
    sa.Column('document_number', sa.String(length=40), nullable=False),
    sa.Column('stage', sa.Enum('contact', 'offer', 'won', 'lost', name='prospectstage', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('next_step', sa.String(length=200), nullable=False),
    sa.Column('next_step_on', sa.Date(), nullable=True),
    sa.Column('description', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'validated', 'returned', name='recordstatus', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('has_new_payment', sa.Boolean(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('corrects_id', sa.BigInteger(), nullable=True),
    sa.Column('prospect_id', sa.BigInteger(), nullable=True),
    sa.Column('import_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(foreign_currency = '') = (foreign_minor IS NULL)", name=op.f('ck_activity_record_foreign_has_an_amount')),
    sa.CheckConstraint("(foreign_currency = '') = (foreign_rate IS NULL)", name=op.f('ck_activity_record_foreign_has_a_rate')),
    sa.CheckConstraint("(foreign_currency = '') = (foreign_rate_on IS NULL)", name=op.f('ck_activity_record_foreign_rate_has_a_day')),
    sa.CheckConstraint("(kind = 'expense') = (expense_category_id IS NOT NULL)", name=op.f('ck_activity_record_expense_has_a_category')),
    sa.CheckConstraint("(kind = 'prospect') = (stage IS NOT NULL)", name=op.f('ck_activity_record_prospect_has_a_stage')),
    sa.CheckConstraint("(kind = 'work') = (minutes <> 0)", name=op.f('ck_activity_record_work_has_minutes')),
    sa.CheckConstraint("(kind = 'work') = (work_kind_id IS NOT NULL)", name=op.f('ck_activity_record_work_has_a_kind')),
    sa.CheckConstraint("(status = 'draft') = (submitted_at IS NULL)", name=op.f('ck_activity_record_submitted_when_no_draft')),
    sa.CheckConstraint("(status IN ('draft', 'submitted')) = (decided_at IS NULL)", name=op.f('ck_activity_record_decided_when_decided')),
    sa.CheckConstraint("NOT has_new_payment OR status = 'validated'", name=op.f('ck_activity_record_new_payment_of_a_validated_sale')),
    sa.CheckConstraint("kind <> 'work' OR (amount_minor = 0 AND tax_minor = 0)", name=op.f('ck_activity_record_work_has_no_amount')),
    sa.CheckConstraint("kind NOT IN ('sale', 'expense') OR amount_minor <> 0", name=op.f('ck_activity_record_money_has_an_amount')),
    sa.CheckConstraint("receipt_file_id IS NULL OR kind = 'expense'", name=op.f('ck_activity_record_receipt_of_an_expense')),
    sa.CheckConstraint("status <> 'returned' OR remark <> ''", name=op.f('ck_activity_record_returned_with_a_remark')),
    sa.CheckConstraint('(distance_km IS NULL) = (km_rate_id IS NULL)', name=op.f('ck_activity_record_kilometres_have_a_rate')),
    sa.CheckConstraint('(receipt_file_id IS NULL) = (receipt_small_id IS NULL)', name=op.f('ck_activity_record_receipt_has_two_sizes')),
    sa.CheckConstraint('corrects_id IS NOT NULL OR (minutes >= 0 AND amount_minor >= 0 AND tax_minor >= 0 AND tax_minor <= amount_minor)', name=op.f('ck_activity_record_below_zero_only_to_correct')),
    sa.CheckConstraint('minutes BETWEEN -1440 AND 1440', name=op.f('ck_activity_record_minutes_of_one_day')),
    sa.CheckConstraint('shared_trade_id IS NULL OR trade_id IS NOT NULL', name=op.f('ck_activity_record_shared_trade_is_a_trade')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_activity_record_created_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_activity_record_decided_by')),
    sa.ForeignKeyConstraint(['organisation_id', 'corrects_id'], ['activity_record.organisation_id', 'activity_record.id'], name=op.f('fk_activity_record_organisation_id_corrects_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'expense_category_id'], ['vocabulary_term.organisation_id', 'vocabulary_term.id'], name=op.f('fk_activity_record_organisation_id_expense_category_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'import_id'], ['activity_import.organisation_id', 'activity_import.id'], name=op.f('fk_activity_record_organisation_id_import_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'km_rate_id'], ['activity_kilometre_rate.organisation_id', 'activity_kilometre_rate.id'], name=op.f('fk_activity_record_organisation_id_km_rate_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'member_id'], ['member.organisation_id', 'member.id'], name=op.f('fk_activity_record_organisation_id_member_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'party_id'], ['activity_party.organisation_id', 'activity_party.id'], name=op.f('fk_activity_record_organisation_id_party_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'prospect_id'], ['activity_record.organisation_id', 'activity_record.id'], name=op.f('fk_activity_record_organisation_id_prospect_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'receipt_file_id'], ['stored_file.organisation_id', 'stored_file.id'], name=op.f('fk_activity_record_organisation_id_receipt_file_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'receipt_small_id'], ['stored_file.organisation_id', 'stored_file.id'], name=op.f('fk_activity_record_organisation_id_receipt_small_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'shared_trade_id'], ['shared_trade.organisation_id', 'shared_trade.id'], name=op.f('fk_activity_record_organisation_id_shared_trade_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'trade_id'], ['vocabulary_term.organisation_id', 'vocabulary_term.id'], name=op.f('fk_activity_record_organisation_id_trade_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'work_kind_id'], ['vocabulary_term.organisation_id', 'vocabulary_term.id'], name=op.f('fk_activity_record_organisation_id_work_kind_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_record_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_activity_record')),
    sa.UniqueConstraint('organisation_id', 'corrects_id', name=op.f('uq_activity_record_organisation_id_corrects_id')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('activity_record', schema=None) as batch_op:
        batch_op.create_index('ix_activity_record_day', ['organisation_id', 'member_id', 'day'], unique=False)
        batch_op.create_index('ix_activity_record_import', ['organisation_id', 'import_id'], unique=False)
        batch_op.create_index('ix_activity_record_kind', ['organisation_id', 'kind', 'day'], unique=False)
        batch_op.create_index('ix_activity_record_member_status', ['organisation_id', 'member_id', 'status', 'day'], unique=False)
        batch_op.create_index('ix_activity_record_new_payment', ['organisation_id', 'member_id'], unique=False, sqlite_where=sa.text("has_new_payment"), postgresql_where=sa.text("has_new_payment"))
        batch_op.create_index('ix_activity_record_party', ['organisation_id', 'party_id', 'day'], unique=False)
        batch_op.create_index('ix_activity_record_period', ['organisation_id', 'day'], unique=False)
        batch_op.create_index('ix_activity_record_prospect', ['organisation_id', 'prospect_id'], unique=False, sqlite_where=sa.text('prospect_id IS NOT NULL'), postgresql_where=sa.text('prospect_id IS NOT NULL'))
        batch_op.create_index('ix_activity_record_shared', ['organisation_id', 'shared_trade_id', 'day'], unique=False, sqlite_where=sa.text('shared_trade_id IS NOT NULL'), postgresql_where=sa.text('shared_trade_id IS NOT NULL'))
        batch_op.create_index('ix_activity_record_status', ['organisation_id', 'status', 'day'], unique=False)

    op.create_table(
        "activity_payment",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('record_id', sa.BigInteger(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('net_minor', sa.BigInteger(), nullable=False),
    sa.Column('means', sa.Enum('cash', 'transfer', 'cheque', 'card', 'mobile', 'other', name='means', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('is_counted', sa.Boolean(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("NOT is_counted OR remark = ''", name=op.f('ck_activity_payment_counted_or_refused')),
    sa.CheckConstraint('amount_minor <> 0', name=op.f('ck_activity_payment_is_something')),
    sa.ForeignKeyConstraint(['organisation_id', 'record_id'], ['activity_record.organisation_id', 'activity_record.id'], name=op.f('fk_activity_payment_organisation_id_record_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_payment_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_activity_payment')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('activity_payment', schema=None) as batch_op:
        batch_op.create_index('ix_activity_payment_day', ['organisation_id', 'paid_on'], unique=False)
        batch_op.create_index('ix_activity_payment_record', ['organisation_id', 'record_id', 'paid_on'], unique=False)

    op.create_table(
        "activity_money_rule",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("asks_tax", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_money_rule_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_activity_money_rule")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "activity_undo",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("act_key", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_facts", sa.JSON(), nullable=False),
        sa.Column("before_facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_activity_undo_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_activity_undo_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_activity_undo_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_activity_undo")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "activity_reminder_rule",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('after_days', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('after_days BETWEEN 0 AND 365', name=op.f('ck_activity_reminder_rule_some_days')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_reminder_rule_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_activity_reminder_rule')),
    sqlite_with_rowid=False
    )

    op.create_table(
        "activity_reminder_refusal",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('member_id', sa.BigInteger(), nullable=False),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'member_id'], ['member.organisation_id', 'member.id'], name=op.f('fk_activity_reminder_refusal_organisation_id_member_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_reminder_refusal_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'member_id', name=op.f('pk_activity_reminder_refusal')),
    sqlite_with_rowid=False
    )

    op.create_table(
        "activity_reminder",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('member_id', sa.BigInteger(), nullable=False),
    sa.Column('means', sa.Enum('email', 'phone', name='remindermeans', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('silent_since', sa.Date(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_account_id', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("means = 'email' OR sent_at IS NOT NULL", name=op.f('ck_activity_reminder_a_call_was_made')),
    sa.ForeignKeyConstraint(['by_account_id'], ['account.id'], name=op.f('fk_activity_reminder_by_account_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'member_id'], ['member.organisation_id', 'member.id'], name=op.f('fk_activity_reminder_organisation_id_member_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_reminder_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_activity_reminder')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('activity_reminder', schema=None) as batch_op:
        batch_op.create_index('ix_activity_reminder_member', ['organisation_id', 'member_id', 'asked_at'], unique=False)

    op.create_table(
        "activity_import_row",
    sa.Column('organisation_id', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('import_id', sa.BigInteger(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'new', 'twice', 'refused', name='rowstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('cells', sa.Text(), nullable=False),
    sa.Column('found', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'import_id'], ['activity_import.organisation_id', 'activity_import.id'], name=op.f('fk_activity_import_row_organisation_id_import_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_import_row_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_activity_import_row')),
    sa.UniqueConstraint('organisation_id', 'import_id', 'row_number', name=op.f('uq_activity_import_row_organisation_id_import_id_row_number')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('activity_import_row', schema=None) as batch_op:
        batch_op.create_index('ix_activity_import_row_state', ['organisation_id', 'import_id', 'state', 'row_number'], unique=False)

    op.create_table(
        "attestation",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("activity", name="attestationkind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("fr", "ar", "both", name="paperlanguage", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number_text", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "bank",
                "housing",
                "visa",
                "administration",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("purpose_fr", sa.String(length=100), nullable=False),
        sa.Column("purpose_ar", sa.String(length=100), nullable=False),
        sa.Column("holder_name_latin", sa.String(length=170), nullable=False),
        sa.Column("holder_name_arabic", sa.String(length=170), nullable=False),
        sa.Column("issuer_name_fr", sa.String(length=120), nullable=False),
        sa.Column("issuer_name_ar", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("wording_version", sa.String(length=20), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("issued_by_account_id", sa.BigInteger(), nullable=False),
        sa.Column("signatory_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("rendering", "ready", name="filestate", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stored_file_id", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revocation_reason = '')", name=op.f("ck_attestation_revoked_for_a_reason")
        ),
        sa.CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name=op.f("ck_attestation_ready_with_hash")),
        sa.CheckConstraint(
            "(state = 'ready') = (stored_file_id IS NOT NULL)", name=op.f("ck_attestation_ready_with_file")
        ),
        sa.CheckConstraint("purpose_fr <> '' OR purpose_ar <> ''", name=op.f("ck_attestation_purpose_said")),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_account_id IS NULL)", name=op.f("ck_attestation_revoked_by_someone")
        ),
        sa.CheckConstraint("length(token) = 26 AND length(code) = 10", name=op.f("ck_attestation_codes_whole")),
        sa.CheckConstraint("number > 0", name=op.f("ck_attestation_number_from_one")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= issued_on", name=op.f("ck_attestation_valid_after_issue")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_account_id"], ["account.id"], name=op.f("fk_attestation_issued_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_attestation_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "signatory_id"],
            ["signatory.organisation_id", "signatory.id"],
            name=op.f("fk_attestation_organisation_id_signatory_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stored_file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_attestation_organisation_id_stored_file_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_attestation_organisation_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_account_id"], ["account.id"], name=op.f("fk_attestation_revoked_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("organisation_id", "token", name=op.f("uq_attestation_organisation_id_token")),
        sa.UniqueConstraint(
            "organisation_id", "year", "number", name=op.f("uq_attestation_organisation_id_year_number")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.create_index("ix_attestation_member", ["organisation_id", "member_id", "id"], unique=False)
        batch_op.create_index("ix_attestation_serial", ["organisation_id", "serial", "id"], unique=False)
        batch_op.create_index("ix_attestation_state", ["state", "tried_at"], unique=False)
        batch_op.create_index("ix_attestation_token", ["token"], unique=False)

    op.create_table(
        "coach_assignment",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("coach_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_coach_assignment_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "coach_id"],
            ["membership.organisation_id", "membership.id"],
            name=op.f("fk_coach_assignment_organisation_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_coach_assignment_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_coach_assignment_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_coach_assignment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("coach_assignment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coach_assignment_coach", ["organisation_id", "coach_id", "ended_on", "member_id"], unique=False
        )
        batch_op.create_index(
            "ix_coach_assignment_member",
            ["organisation_id", "member_id", "started_on", "ended_on", "coach_id"],
            unique=False,
        )

    op.create_table(
        "member_name_word",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "word", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("all_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_name_word_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_member_name_word_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "word", "member_id", name=op.f("pk_member_name_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member_name_word", schema=None) as batch_op:
        batch_op.create_index("ix_member_name_word_member", ["organisation_id", "member_id"], unique=False)

    op.create_table(
        "parcours_step",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("exit_reason_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_parcours_step_ends_after_start")
        ),
        sa.CheckConstraint(
            "holds_until IS NULL OR holds_until >= started_on", name=op.f("ck_parcours_step_holds_from_its_start")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exit_reason_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_parcours_step_organisation_id_exit_reason_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_parcours_step_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stage_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_parcours_step_organisation_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_parcours_step_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_parcours_step_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_parcours_step")),
        sa.UniqueConstraint(
            "organisation_id",
            "member_id",
            "started_on",
            name=op.f("uq_parcours_step_organisation_id_member_id_started_on"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("parcours_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_parcours_step_stage",
            ["organisation_id", "stage_id", "holds_until", "started_on", "member_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_parcours_step_held",
            ["organisation_id", "member_id", "started_on", "holds_until", "stage_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_parcours_step_agreed_end", ["organisation_id", "holds_until", "ended_on"], unique=False
        )

    op.create_table(
        "contract_rules",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("warning_days", sa.Integer(), nullable=False),
        sa.Column("expects_associates", sa.Boolean(), nullable=False),
        sa.Column("associate_months", sa.Integer(), nullable=False),
        sa.Column("deducts_agreements", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contract_rules_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_contract_rules")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "contract",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("trial_ends_on", sa.Date(), nullable=True),
        sa.Column("weekly_minutes", sa.Integer(), nullable=True),
        sa.Column("post_fr", sa.String(length=120), nullable=False),
        sa.Column("post_ar", sa.String(length=120), nullable=False),
        sa.Column("pay_terms", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("end_reason_id", sa.BigInteger(), nullable=True),
        sa.Column("end_note", sa.String(length=200), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("trial_last_day", sa.Date(), nullable=True),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= started_on", name=op.f("ck_contract_ends_after_start")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= started_on", name=op.f("ck_contract_lasts_from_its_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "end_reason_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_contract_organisation_id_end_reason_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "kind_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_contract_organisation_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_contract_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_contract_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_contract_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contract")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contract_member", ["organisation_id", "member_id", "started_on", "last_day"], unique=False
        )
        batch_op.create_index("ix_contract_end", ["organisation_id", "last_day", "id"], unique=False)
        batch_op.create_index("ix_contract_trial", ["organisation_id", "trial_last_day", "id"], unique=False)

    op.create_table(
        "contract_amendment",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("contract_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("trial_ends_on", sa.Date(), nullable=True),
        sa.Column("weekly_minutes", sa.Integer(), nullable=True),
        sa.Column("post_fr", sa.String(length=120), nullable=False),
        sa.Column("post_ar", sa.String(length=120), nullable=False),
        sa.Column("pay_terms", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contract_id"],
            ["contract.organisation_id", "contract.id"],
            name=op.f("fk_contract_amendment_organisation_id_contract_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contract_amendment_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_contract_amendment_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contract_amendment")),
        sa.UniqueConstraint(
            "organisation_id",
            "contract_id",
            "number",
            name=op.f("uq_contract_amendment_organisation_id_contract_id_number"),
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "attestation_check_count",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("attestation_id", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "attestation_id"],
            ["attestation.organisation_id", "attestation.id"],
            name=op.f("fk_attestation_check_count_organisation_id_attestation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attestation_check_count_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "attestation_id", name=op.f("pk_attestation_check_count")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "share_rule",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("least_shares", sa.Integer(), nullable=False),
        sa.Column("first_part_percent", sa.Integer(), nullable=False),
        sa.Column("months_to_pay", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_part_percent BETWEEN 0 AND 100", name=op.f("ck_share_rule_a_percentage")),
        sa.CheckConstraint("least_shares >= 0 AND months_to_pay >= 0", name=op.f("ck_share_rule_not_negative")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_share_rule_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_share_rule")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "share_value",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("from_reserves", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value_minor > 0", name=op.f("ck_share_value_worth_something")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_share_value_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_share_value_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_share_value")),
        sa.UniqueConstraint("organisation_id", "from_day", name=op.f("uq_share_value_organisation_id_from_day")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "share_holding",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("owed_minor", sa.BigInteger(), nullable=False),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.Column("owed_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_share_holding_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_share_holding_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_share_holding")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("share_holding", schema=None) as batch_op:
        batch_op.create_index("ix_share_holding_owed", ["organisation_id", "owed_since"], unique=False)

    op.create_table(
        "share_movement",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "subscription",
                "payment",
                "transfer",
                "refund",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("to_member_id", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("cancellation_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(kind = 'payment') = (shares = 0)", name=op.f("ck_share_movement_all_but_payments_move_shares")
        ),
        sa.CheckConstraint(
            "(kind = 'transfer') = (to_member_id IS NOT NULL)", name=op.f("ck_share_movement_transfers_have_a_receiver")
        ),
        sa.CheckConstraint("kind != 'payment' OR paid_minor > 0", name=op.f("ck_share_movement_payments_pay")),
        sa.CheckConstraint("kind = 'refund' OR refunded_minor = 0", name=op.f("ck_share_movement_refunds_give_back")),
        sa.CheckConstraint("refunded_minor <= paid_minor", name=op.f("ck_share_movement_no_more_back_than_was_paid")),
        sa.CheckConstraint(
            "shares >= 0 AND paid_minor >= 0 AND refunded_minor >= 0", name=op.f("ck_share_movement_not_negative")
        ),
        sa.CheckConstraint("to_member_id != member_id", name=op.f("ck_share_movement_transfers_go_to_another")),
        sa.ForeignKeyConstraint(
            ["cancelled_by_account_id"], ["account.id"], name=op.f("fk_share_movement_cancelled_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_share_movement_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_share_movement_organisation_id_to_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_share_movement_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_share_movement_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_share_movement")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_share_movement_organisation_id_number")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("share_movement", schema=None) as batch_op:
        batch_op.create_index("ix_share_movement_member", ["organisation_id", "member_id"], unique=False)
        batch_op.create_index("ix_share_movement_receiver", ["organisation_id", "to_member_id"], unique=False)

    op.create_table(
        "pay_parameters",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("employer_rate", sa.Integer(), nullable=False),
        sa.Column("employee_rate", sa.Integer(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')", name=op.f("ck_pay_parameters_withdrawn_for_a_reason")
        ),
        sa.CheckConstraint(
            "employer_rate BETWEEN 0 AND 10000 AND employee_rate BETWEEN 0 AND 10000",
            name=op.f("ck_pay_parameters_parts_of_the_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pay_parameters_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_pay_parameters_recorded_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_account_id"], ["account.id"], name=op.f("fk_pay_parameters_withdrawn_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_pay_parameters")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution_rule",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("contract_kind_id", sa.BigInteger(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column(
            "base",
            sa.Enum("sold", "collected", "margin", name="base", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "period",
            sa.Enum("month", "year", name="tierperiod", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("fixed_minor", sa.BigInteger(), nullable=False),
        sa.Column("minimum_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_contribution_rule_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint("fixed_minor >= 0 AND minimum_minor >= 0", name=op.f("ck_contribution_rule_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "contract_kind_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_contribution_rule_organisation_id_contract_kind_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contribution_rule_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_contribution_rule_recorded_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_account_id"], ["account.id"], name=op.f("fk_contribution_rule_withdrawn_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contribution_rule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_entry",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payment",
                "contribution",
                "expenses",
                "opening",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "cash",
                "transfer",
                "cheque",
                "kept",
                "other",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'opening') = (means IS NULL)", name=op.f("ck_account_entry_says_how")),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (reason = '')", name=op.f("ck_account_entry_taken_back_for_a_reason")
        ),
        sa.CheckConstraint("amount_minor <> 0 OR kind = 'opening'", name=op.f("ck_account_entry_an_amount")),
        sa.CheckConstraint(
            "kind = 'opening' OR (amount_minor < 0) = (reverses_id IS NOT NULL)",
            name=op.f("ck_account_entry_taken_back"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_account_entry_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "reverses_id"],
            ["account_entry.organisation_id", "account_entry.id"],
            name=op.f("fk_account_entry_organisation_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_entry_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_account_entry_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account_entry")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_account_entry_organisation_id_number")),
        sa.UniqueConstraint(
            "organisation_id", "reverses_id", name=op.f("uq_account_entry_organisation_id_reverses_id")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("account_entry", schema=None) as batch_op:
        batch_op.create_index("ix_account_entry_day", ["organisation_id", "day"], unique=False)
        batch_op.create_index("ix_account_entry_member", ["organisation_id", "member_id", "day"], unique=False)

    op.create_table(
        "contribution_exemption",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "spared",
            sa.Enum("fixed", "minimum", "all", name="spared", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_contribution_exemption_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint(
            "last_month IS NULL OR last_month >= first_month", name=op.f("ck_contribution_exemption_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_contribution_exemption_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contribution_exemption_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_contribution_exemption_recorded_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_account_id"], ["account.id"], name=op.f("fk_contribution_exemption_withdrawn_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_contribution_exemption")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("contribution_exemption", schema=None) as batch_op:
        batch_op.create_index("ix_contribution_exemption_member", ["organisation_id", "member_id"], unique=False)

    op.create_table(
        "contribution_tier",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("from_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_minor >= 0", name=op.f("ck_contribution_tier_not_negative")),
        sa.CheckConstraint("rate BETWEEN 0 AND 10000", name=op.f("ck_contribution_tier_a_part_of_the_whole")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "rule_id"],
            ["contribution_rule.organisation_id", "contribution_rule.id"],
            name=op.f("fk_contribution_tier_organisation_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contribution_tier_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "rule_id", "from_minor", name=op.f("pk_contribution_tier")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "own_field",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "number",
                "day",
                "yes_no",
                "choice",
                name="fieldkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("label_fr", sa.String(length=80), nullable=False),
        sa.Column("label_ar", sa.String(length=80), nullable=False),
        sa.Column("help_fr", sa.String(length=200), nullable=False),
        sa.Column("help_ar", sa.String(length=200), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "managers", "coaches", "person", name="audience", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_own_field_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_own_field")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_own_field_organisation_id_code")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("own_field", schema=None) as batch_op:
        batch_op.create_index("ix_own_field_list", ["organisation_id", "position"], unique=False)

    op.create_table(
        "own_field_choice",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("field_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label_fr", sa.String(length=80), nullable=False),
        sa.Column("label_ar", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "field_id"],
            ["own_field.organisation_id", "own_field.id"],
            name=op.f("fk_own_field_choice_organisation_id_field_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_own_field_choice_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_own_field_choice")),
        sa.UniqueConstraint(
            "organisation_id", "field_id", "code", name=op.f("uq_own_field_choice_organisation_id_field_id_code")
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "disability",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_disability_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_disability_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_disability_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_disability")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "member_trade",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("trade_id", sa.BigInteger(), nullable=False),
        sa.Column("sector_id", sa.BigInteger(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_trade_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "sector_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_member_trade_organisation_id_sector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "trade_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_member_trade_organisation_id_trade_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_trade_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_member_trade_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member_trade")),
        sa.UniqueConstraint(
            "organisation_id", "member_id", "trade_id", name=op.f("uq_member_trade_organisation_id_member_id_trade_id")
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "occupation",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("occupation_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "holds_until IS NULL OR holds_until >= started_on", name=op.f("ck_occupation_holds_from_its_start")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_occupation_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "occupation_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_occupation_organisation_id_occupation_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_occupation_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_occupation_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_occupation")),
        sa.UniqueConstraint(
            "organisation_id",
            "member_id",
            "started_on",
            name=op.f("uq_occupation_organisation_id_member_id_started_on"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occupation_held",
            ["organisation_id", "occupation_id", "started_on", "holds_until", "member_id"],
            unique=False,
        )

    op.create_table(
        "other_job",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_other_job_ends_after_start")),
        sa.CheckConstraint("weekly_hours BETWEEN 1 AND 100", name=op.f("ck_other_job_hours_of_a_week")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_other_job_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_other_job_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_other_job_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_other_job")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("other_job", schema=None) as batch_op:
        batch_op.create_index("ix_other_job_member", ["organisation_id", "member_id"], unique=False)

    op.create_table(
        "own_field_sheet",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_own_field_sheet_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_own_field_sheet_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_own_field_sheet")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "own_field_value",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("field_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "number",
                "day",
                "yes_no",
                "choice",
                name="fieldkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=500), nullable=True),
        sa.Column(
            "words",
            sa.String(length=1000).with_variant(sa.String(length=1000, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("thousandths", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("is_yes", sa.Boolean(), nullable=True),
        sa.Column("choice_id", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.CheckConstraint("choice_id IS NULL OR kind = 'choice'", name=op.f("ck_own_field_value_choice_is_choice")),
        sa.CheckConstraint("day IS NULL OR kind = 'day'", name=op.f("ck_own_field_value_day_is_day")),
        sa.CheckConstraint("is_yes IS NULL OR kind = 'yes_no'", name=op.f("ck_own_field_value_yes_or_no_is_one")),
        sa.CheckConstraint("text IS NULL OR kind = 'text'", name=op.f("ck_own_field_value_text_is_text")),
        sa.CheckConstraint("thousandths IS NULL OR kind = 'number'", name=op.f("ck_own_field_value_number_is_number")),
        sa.CheckConstraint(
            "(CASE WHEN text IS NULL THEN 0 ELSE 1 END) + (CASE WHEN thousandths IS NULL THEN 0 ELSE 1 END) + (CASE WHEN day IS NULL THEN 0 ELSE 1 END) + (CASE WHEN is_yes IS NULL THEN 0 ELSE 1 END) + (CASE WHEN choice_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sealed IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_own_field_value_one_value"),
        ),
        sa.CheckConstraint("words IS NULL OR text IS NOT NULL", name=op.f("ck_own_field_value_words_of_a_text")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "choice_id"],
            ["own_field_choice.organisation_id", "own_field_choice.id"],
            name=op.f("fk_own_field_value_organisation_id_choice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "field_id"],
            ["own_field.organisation_id", "own_field.id"],
            name=op.f("fk_own_field_value_organisation_id_field_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_own_field_value_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_own_field_value_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "field_id", "member_id", name=op.f("pk_own_field_value")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("own_field_value", schema=None) as batch_op:
        batch_op.create_index("ix_own_field_value_day", ["organisation_id", "field_id", "day"], unique=False)
        batch_op.create_index("ix_own_field_value_member", ["organisation_id", "member_id"], unique=False)
        batch_op.create_index("ix_own_field_value_number", ["organisation_id", "field_id", "thousandths"], unique=False)

    op.create_table(
        "protection",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("body_number", sa.Text(), nullable=True),
        sa.Column("number_last_three", sa.String(length=3), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "proof",
            sa.Enum(
                "card",
                "certificate",
                "payslip",
                "word",
                name="proof",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("proof_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_protection_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "body_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_protection_organisation_id_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_protection_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_protection_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_protection_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_protection")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("protection", schema=None) as batch_op:
        batch_op.create_index(
            "ix_protection_held", ["organisation_id", "body_id", "started_on", "ended_on", "member_id"], unique=False
        )
        batch_op.create_index("ix_protection_member", ["organisation_id", "member_id", "started_on"], unique=False)

    op.create_table(
        "social_file",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "education",
            sa.Enum(
                "none",
                "primary",
                "lower_secondary",
                "upper_secondary",
                "vocational",
                "higher",
                name="education",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("antenna_id", sa.BigInteger(), nullable=True),
        sa.Column("prescriber_id", sa.BigInteger(), nullable=True),
        sa.Column("prescriber_name", sa.String(length=120), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "family_status",
            sa.Enum(
                "single",
                "married",
                "divorced",
                "widowed",
                name="familystatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("dependants", sa.Integer(), nullable=True),
        sa.Column("is_first_business", sa.Boolean(), nullable=True),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("objectives_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("children BETWEEN 0 AND 30", name=op.f("ck_social_file_children_can_be_counted")),
        sa.CheckConstraint("dependants BETWEEN 0 AND 30", name=op.f("ck_social_file_dependants_can_be_counted")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "antenna_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_social_file_organisation_id_antenna_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "channel_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_social_file_organisation_id_channel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_social_file_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "prescriber_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_social_file_organisation_id_prescriber_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_social_file_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_social_file")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("social_file", schema=None) as batch_op:
        batch_op.create_index("ix_social_file_education", ["organisation_id", "education"], unique=False)

    op.create_table(
        "spoken_language",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "ar",
                "darija",
                "shi",
                "tzm",
                "rif",
                "kab",
                "shy",
                "mey",
                "fr",
                "en",
                "es",
                "it",
                "sign",
                "other",
                name="language",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_spoken_language_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_spoken_language_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", "language", name=op.f("pk_spoken_language")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "member_import",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "mapping",
                "checking",
                "checked",
                "writing",
                "done",
                "discarded",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("file_kind", sa.String(length=4), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("how_read", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("started_by_account_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_member_import_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_account_id"], ["account.id"], name=op.f("fk_member_import_started_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member_import")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member_import", schema=None) as batch_op:
        batch_op.create_index("ix_member_import_state", ["organisation_id", "state", "moved_at"], unique=False)

    op.create_table(
        "member_import_habit",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("headers_digest", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_member_import_habit_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member_import_habit")),
        sa.UniqueConstraint(
            "organisation_id", "headers_digest", name=op.f("uq_member_import_habit_organisation_id_headers_digest")
        ),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "member_import_row",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "new",
                "changed",
                "unchanged",
                "alike",
                "refused",
                "skipped",
                "created",
                "updated",
                name="rowstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("is_another", sa.Boolean(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("identity_key", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "import_id"],
            ["member_import.organisation_id", "member_import.id"],
            name=op.f("fk_member_import_row_organisation_id_import_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_member_import_row_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_member_import_row_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_member_import_row")),
        sa.UniqueConstraint(
            "organisation_id",
            "import_id",
            "row_number",
            name=op.f("uq_member_import_row_organisation_id_import_id_row_number"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member_import_row", schema=None) as batch_op:
        batch_op.create_index("ix_member_import_row_member", ["organisation_id", "member_id"], unique=False)
        batch_op.create_index(
            "ix_member_import_row_state", ["organisation_id", "import_id", "state", "row_number"], unique=False
        )

    op.create_table(
        "saved_list",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_list_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_saved_list_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_saved_list")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.create_index("ix_saved_list_owner", ["organisation_id", "account_id"], unique=False)

    op.create_table(
        "print_job",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("list", "register", name="printkind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="printstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stored_file_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'done') = (stored_file_id IS NOT NULL)", name=op.f("ck_print_job_done_with_file")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_print_job_account_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stored_file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_print_job_organisation_id_stored_file_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_print_job_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_print_job")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.create_index("ix_print_job_account", ["organisation_id", "account_id"], unique=False)
        batch_op.create_index("ix_print_job_state", ["state", "worked_at"], unique=False)
    for statement in CREATE_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)

    op.create_table(
        "paper_kind",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label_fr", sa.String(length=80), nullable=False),
        sa.Column("label_ar", sa.String(length=80), nullable=False),
        sa.Column("months_valid", sa.Integer(), nullable=True),
        sa.Column("is_identity", sa.Boolean(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("keeps_files", sa.Boolean(), nullable=False),
        sa.Column("scan_reason", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT (is_identity AND keeps_files) OR scan_reason <> ''",
            name=op.f("ck_paper_kind_identity_scans_have_a_reason"),
        ),
        sa.CheckConstraint("months_valid > 0", name=op.f("ck_paper_kind_valid_for_a_time")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_paper_kind_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_paper_kind")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_paper_kind_organisation_id_code")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "paper_need",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("kind_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "kind_id"],
            ["paper_kind.organisation_id", "paper_kind.id"],
            name=op.f("fk_paper_need_organisation_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stage_id"],
            ["vocabulary_term.organisation_id", "vocabulary_term.id"],
            name=op.f("fk_paper_need_organisation_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_paper_need_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "stage_id", "kind_id", name=op.f("pk_paper_need")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("paper_need", schema=None) as batch_op:
        batch_op.create_index("ix_paper_need_kind", ["organisation_id", "kind_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to_check",
                "returned",
                "received",
                "waived",
                "replaced",
                "not_waived",
                name="paperstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_on >= issued_on", name=op.f("ck_paper_expires_after_issue")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "file_id"],
            ["stored_file.organisation_id", "stored_file.id"],
            name=op.f("fk_paper_organisation_id_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "kind_id"],
            ["paper_kind.organisation_id", "paper_kind.id"],
            name=op.f("fk_paper_organisation_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_paper_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_paper_organisation_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_account_id"], ["account.id"], name=op.f("fk_paper_recorded_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_paper")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paper_expiry", ["organisation_id", "state", "expires_on", "member_id", "kind_id"], unique=False
        )
        batch_op.create_index(
            "ix_paper_held", ["organisation_id", "member_id", "kind_id", "state", "expires_on"], unique=False
        )

    op.create_table(
        "paper_of_step",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("paper_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "paper_id"],
            ["paper.organisation_id", "paper.id"],
            name=op.f("fk_paper_of_step_organisation_id_paper_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "step_id"],
            ["parcours_step.organisation_id", "parcours_step.id"],
            name=op.f("fk_paper_of_step_organisation_id_step_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_of_step_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "paper_id", "step_id", name=op.f("pk_paper_of_step")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("paper_of_step", schema=None) as batch_op:
        batch_op.create_index("ix_paper_of_step_step", ["organisation_id", "step_id"], unique=False)

    op.create_table(
        "merged_file",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("merged_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("stayed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_by_account_id"], ["account.id"], name=op.f("fk_merged_file_merged_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_merged_file_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_merged_file_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "member_id", name=op.f("pk_merged_file")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "different_people",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("second_id", sa.BigInteger(), nullable=False),
        sa.Column("said_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id != second_id", name=op.f("ck_different_people_two_files")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "first_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_different_people_organisation_id_first_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "second_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_different_people_organisation_id_second_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_different_people_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_account_id"], ["account.id"], name=op.f("fk_different_people_said_by_account_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "first_id", "second_id", name=op.f("pk_different_people")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("different_people", schema=None) as batch_op:
        batch_op.create_index("ix_different_people_second", ["organisation_id", "second_id"], unique=False)

    op.create_table(
        "incoming_transfer",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("from_organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "here_already",
                "declined",
                "withdrawn",
                "objected",
                "expired",
                name="transferstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("signed", "written", name="manner", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("package", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("brought", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_incoming_transfer_ends_once_answered")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (package IS NOT NULL)",
            name=op.f("ck_incoming_transfer_package_goes_with_the_answer"),
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'here_already')) = (member_id IS NOT NULL)",
            name=op.f("ck_incoming_transfer_who_came_is_known"),
        ),
        sa.CheckConstraint(
            "from_organisation_id != organisation_id", name=op.f("ck_incoming_transfer_comes_from_another")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_account_id"], ["account.id"], name=op.f("fk_incoming_transfer_ended_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisation.id"], name=op.f("fk_incoming_transfer_from_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_incoming_transfer_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_incoming_transfer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_incoming_transfer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("incoming_transfer", schema=None) as batch_op:
        batch_op.create_index("ix_incoming_transfer_member", ["organisation_id", "member_id"], unique=False)
        batch_op.create_index("ix_incoming_transfer_state", ["organisation_id", "state", "sent_at"], unique=False)

    op.create_table(
        "outgoing_transfer",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("to_organisation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "here_already",
                "declined",
                "withdrawn",
                "objected",
                "expired",
                name="transferstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("signed", "written", name="manner", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_account_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_outgoing_transfer_ends_once_answered")
        ),
        sa.CheckConstraint("to_organisation_id != organisation_id", name=op.f("ck_outgoing_transfer_goes_to_another")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["member.organisation_id", "member.id"],
            name=op.f("fk_outgoing_transfer_organisation_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_outgoing_transfer_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_account_id"], ["account.id"], name=op.f("fk_outgoing_transfer_sent_by_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisation.id"], name=op.f("fk_outgoing_transfer_to_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_outgoing_transfer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outgoing_transfer", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_transfer_member", ["organisation_id", "member_id", "state"], unique=False)
        batch_op.create_index("ix_outgoing_transfer_state", ["organisation_id", "state", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("activity_money_rule")
    op.drop_table("activity_undo")
    with op.batch_alter_table("activity_reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_reminder_member")

    op.drop_table("activity_reminder")
    op.drop_table("activity_reminder_refusal")
    op.drop_table("activity_reminder_rule")
    with op.batch_alter_table("activity_import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_import_row_state")

    op.drop_table("activity_import_row")
    with op.batch_alter_table("activity_payment", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_payment_day")
        batch_op.drop_index("ix_activity_payment_record")

    op.drop_table("activity_payment")
    with op.batch_alter_table("activity_month_closing", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_month_closing_closed")

    op.drop_table("activity_month_closing")
    with op.batch_alter_table("paper_of_step", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_of_step_step")

    op.drop_table("paper_of_step")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_held")
        batch_op.drop_index("ix_paper_expiry")

    op.drop_table("paper")
    with op.batch_alter_table("paper_need", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_need_kind")

    op.drop_table("paper_need")
    op.drop_table("paper_kind")
    for statement in DROP_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    with op.batch_alter_table("outgoing_transfer", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_transfer_state")
        batch_op.drop_index("ix_outgoing_transfer_member")

    op.drop_table("outgoing_transfer")
    with op.batch_alter_table("incoming_transfer", schema=None) as batch_op:
        batch_op.drop_index("ix_incoming_transfer_state")
        batch_op.drop_index("ix_incoming_transfer_member")

    op.drop_table("incoming_transfer")
    with op.batch_alter_table("different_people", schema=None) as batch_op:
        batch_op.drop_index("ix_different_people_second")

    op.drop_table("different_people")
    op.drop_table("merged_file")
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.drop_index("ix_print_job_state")
        batch_op.drop_index("ix_print_job_account")

    op.drop_table("print_job")
    with op.batch_alter_table("saved_list", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_list_owner")

    op.drop_table("saved_list")
    with op.batch_alter_table("member_import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_member_import_row_state")
        batch_op.drop_index("ix_member_import_row_member")

    op.drop_table("member_import_row")
    op.drop_table("member_import_habit")
    with op.batch_alter_table("member_import", schema=None) as batch_op:
        batch_op.drop_index("ix_member_import_state")

    op.drop_table("member_import")
    op.drop_table("spoken_language")
    with op.batch_alter_table("social_file", schema=None) as batch_op:
        batch_op.drop_index("ix_social_file_education")

    op.drop_table("social_file")
    with op.batch_alter_table("protection", schema=None) as batch_op:
        batch_op.drop_index("ix_protection_member")
        batch_op.drop_index("ix_protection_held")

    op.drop_table("protection")
    with op.batch_alter_table("own_field_value", schema=None) as batch_op:
        batch_op.drop_index("ix_own_field_value_number")
        batch_op.drop_index("ix_own_field_value_member")
        batch_op.drop_index("ix_own_field_value_day")

    op.drop_table("own_field_value")
    op.drop_table("own_field_sheet")
    with op.batch_alter_table("other_job", schema=None) as batch_op:
        batch_op.drop_index("ix_other_job_member")

    op.drop_table("other_job")
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.drop_index("ix_occupation_held")

    op.drop_table("occupation")
    op.drop_table("member_trade")
    op.drop_table("disability")
    op.drop_table("own_field_choice")
    with op.batch_alter_table("own_field", schema=None) as batch_op:
        batch_op.drop_index("ix_own_field_list")

    op.drop_table("own_field")
    op.drop_table("contribution_tier")
    with op.batch_alter_table("contribution_exemption", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_exemption_member")

    op.drop_table("contribution_exemption")
    with op.batch_alter_table("account_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_account_entry_member")
        batch_op.drop_index("ix_account_entry_day")

    op.drop_table("account_entry")
    op.drop_table("contribution_rule")
    op.drop_table("pay_parameters")
    with op.batch_alter_table("share_movement", schema=None) as batch_op:
        batch_op.drop_index("ix_share_movement_receiver")
        batch_op.drop_index("ix_share_movement_member")

    op.drop_table("share_movement")
    with op.batch_alter_table("share_holding", schema=None) as batch_op:
        batch_op.drop_index("ix_share_holding_owed")

    op.drop_table("share_holding")
    op.drop_table("share_value")
    op.drop_table("share_rule")
    op.drop_table("attestation_check_count")
    op.drop_table("contract_amendment")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index("ix_contract_trial")
        batch_op.drop_index("ix_contract_end")
        batch_op.drop_index("ix_contract_member")

    op.drop_table("contract")
    op.drop_table("contract_rules")
    with op.batch_alter_table("parcours_step", schema=None) as batch_op:
        batch_op.drop_index("ix_parcours_step_agreed_end")
        batch_op.drop_index("ix_parcours_step_held")
        batch_op.drop_index("ix_parcours_step_stage")

    op.drop_table("parcours_step")
    with op.batch_alter_table("member_name_word", schema=None) as batch_op:
        batch_op.drop_index("ix_member_name_word_member")

    op.drop_table("member_name_word")
    with op.batch_alter_table("coach_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_coach_assignment_member")
        batch_op.drop_index("ix_coach_assignment_coach")

    op.drop_table("coach_assignment")
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.drop_index("ix_attestation_token")
        batch_op.drop_index("ix_attestation_state")
        batch_op.drop_index("ix_attestation_serial")
        batch_op.drop_index("ix_attestation_member")

    op.drop_table("attestation")
    with op.batch_alter_table("activity_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_standing_queue")

    op.drop_table("activity_standing")
    op.drop_table("activity_delivery")
    with op.batch_alter_table("activity_aside", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_aside_open")

    op.drop_table("activity_aside")
    with op.batch_alter_table("activity_record", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_record_day")
        batch_op.drop_index("ix_activity_record_import")
        batch_op.drop_index("ix_activity_record_kind")
        batch_op.drop_index("ix_activity_record_member_status")
        batch_op.drop_index("ix_activity_record_new_payment")
        batch_op.drop_index("ix_activity_record_party")
        batch_op.drop_index("ix_activity_record_period")
        batch_op.drop_index("ix_activity_record_prospect")
        batch_op.drop_index("ix_activity_record_shared")
        batch_op.drop_index("ix_activity_record_status")

    op.drop_table("activity_record")
    with op.batch_alter_table("shared_trade_part", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_trade_part_member")

    op.drop_table("shared_trade_part")
    with op.batch_alter_table("shared_trade_split", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_trade_split_trade")

    op.drop_table("shared_trade_split")
    op.drop_table("shared_trade")
    with op.batch_alter_table("activity_import", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_import_state")

    op.drop_table("activity_import")
    with op.batch_alter_table("activity_party", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_party_recent")

    op.drop_table("activity_party")
    with op.batch_alter_table("activity_trade", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_trade_member")

    op.drop_table("activity_trade")
    op.drop_table("activity_kilometre_rate")
    with op.batch_alter_table("activity_month", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_month_sold")

    op.drop_table("activity_month")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index("ix_member_sorted")
        batch_op.drop_index("ix_member_present_sorted")
        batch_op.drop_index("ix_member_last_activity")
        batch_op.drop_index("ix_member_coached")

    op.drop_table("member")
    with op.batch_alter_table("vocabulary_term", schema=None) as batch_op:
        batch_op.drop_index("ix_vocabulary_term_list")

    op.drop_table("vocabulary_term")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_received_at"))

    op.drop_table("submission")
    op.drop_table("stored_file")
    op.drop_table("signatory")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_reader")

    op.drop_table("notice")
    with op.batch_alter_table("network_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_event_account_id"))

    op.drop_table("network_event")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_account_id")

    op.drop_table("membership")
    op.drop_table("member_count")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    op.drop_table("letter")
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_change_account_id"))

    op.drop_table("email_change")
    op.drop_table("counter")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject")

    op.drop_table("audit_event")
    op.drop_table("activity_organisation_month")
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_token_account_id"))

    op.drop_table("account_token")
    op.drop_table("territory_change")
    op.drop_table("worker_heartbeat")
    op.drop_table("organisation")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_key_happened_at")

    op.drop_table("attempt")
    op.drop_table("account")
