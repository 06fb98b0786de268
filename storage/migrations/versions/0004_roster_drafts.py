"""rosters sent in a chat

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, RowId

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "roster_draft",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_roster_draft_office_id", "roster_draft", ["office_id"])
    op.create_index("ix_roster_draft_person_id", "roster_draft", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_roster_draft_person_id", "roster_draft")
    op.drop_index("ix_roster_draft_office_id", "roster_draft")
    op.drop_table("roster_draft")
