"""what waits is looked up by its lane alone: beside a second index, PostgreSQL took the wrong one

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")


def downgrade() -> None:
    op.create_index(
        "ix_outbox_waiting", "outbox", ["not_before", "id"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )
