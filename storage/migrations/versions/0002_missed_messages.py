"""what the reader missed

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import RowId

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("office", sa.Column("keeps_missed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "missed_message",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("read_as", sa.String(), nullable=False),
        sa.Column("meant", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_missed_message_office_id", "missed_message", ["office_id"])


def downgrade() -> None:
    op.drop_index("ix_missed_message_office_id", "missed_message")
    op.drop_table("missed_message")
    op.drop_column("office", "keeps_missed")
