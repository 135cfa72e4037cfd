"""Keep all words of a member beside each of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

JOINED = {"sqlite": "group_concat(word, ' ')", "postgresql": "string_agg(word, ' ')"}


def upgrade() -> None:
    op.add_column("member_name_word", sa.Column("all_words", sa.Text(), nullable=False, server_default=""))
    op.execute(
        f"""UPDATE member_name_word SET all_words = (
            SELECT ' ' || {JOINED[op.get_bind().dialect.name]} FROM member_name_word AS beside
            WHERE beside.organisation_id = member_name_word.organisation_id AND beside.member_id = member_name_word.member_id
        )"""
    )


def downgrade() -> None:
    op.drop_column("member_name_word", "all_words")
