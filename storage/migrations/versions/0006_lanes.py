"""a lane for every bot: what waits for it, its month, what became of messages long sent

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, RowId

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What waits at the moment of the upgrade goes to its person's preferred chat, in the order of its kind.
_LANES = """
UPDATE outbox SET lane = COALESCE((
    SELECT account.bot FROM account WHERE account.person_id = outbox.person_id AND account.state = 'active'
    ORDER BY account.preference, account.id LIMIT 1), '')
WHERE state IN ('waiting', 'claimed', 'sending')
"""
_PRIORITIES = """
UPDATE outbox SET priority = CASE WHEN kind IN ('clock', 'snooze') THEN 1 WHEN kind IN ('morning', 'imported') THEN 2
    WHEN kind IN ('notice', 'notice_chase') THEN 3 ELSE 0 END
WHERE state IN ('waiting', 'claimed', 'sending')
"""

# What planning looks up: each holds only the rows that can matter, however many are past.
_HERE = "ended_on IS NULL"
_PLANNING = (
    ("ix_person_morning", "person", ["office_id", "morning_handled"], _HERE),
    ("ix_person_unhandled", "person", ["morning_handled"], _HERE),
    ("ix_person_own_hour", "person", ["morning_at", "morning_handled"], f"morning_at IS NOT NULL AND {_HERE}"),
    ("ix_person_leaving", "person", ["ended_on"], "ended_on IS NOT NULL"),
    ("ix_assignment_clock", "assignment", ["late_after"], "due_time IS NOT NULL"),
    ("ix_assignment_submitted", "assignment", ["office_id", "submitted_at"], "submitted_at IS NOT NULL"),
    ("ix_assignment_nobody", "assignment", ["office_id", "due"], "person_id IS NULL"),
    ("ix_outbox_morning", "outbox", ["person_id"], "kind = 'morning' AND state IN ('waiting', 'claimed', 'sending')"),
)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _bots()
    op.create_table(
        "outbox_summary",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("office_id", "day", "lane", "kind", "state"),
    )
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("refused_at", Instant, nullable=True))
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("lane", sa.String(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("lane", server_default=None)
        outbox.alter_column("priority", server_default=None)
    op.execute(_LANES)
    op.execute(_PRIORITIES)
    lane = ["lane", "priority", "not_before", "id"]
    op.create_index("ix_outbox_lane", "outbox", lane, **_where("state = 'waiting'"))
    op.drop_index("ix_assignment_office_id", "assignment")  # ix_assignment_office begins with it
    op.drop_index("ix_person_morning", "person")
    for name, table, columns, condition in _PLANNING:
        op.create_index(name, table, columns, **_where(condition))
    op.create_index("ix_office_day_day", "office_day", ["day"])


def _bots() -> None:
    op.create_table(
        "bot_account",
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("unit_id", RowId, nullable=True),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("seen_at", Instant, nullable=True),
        sa.Column("held_until", Instant, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("bot"),
    )
    op.create_index("ix_bot_account_unit_id", "bot_account", ["unit_id"])
    op.create_table(
        "bot_month",
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("warned_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("bot", "month"),
    )


def downgrade() -> None:
    op.create_index("ix_assignment_office_id", "assignment", ["office_id"])
    op.drop_index("ix_office_day_day", "office_day")
    for name, table, _, _ in reversed(_PLANNING):
        op.drop_index(name, table)
    op.create_index("ix_person_morning", "person", ["office_id", "morning_handled"])
    op.drop_index("ix_outbox_lane", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("priority")
        outbox.drop_column("lane")
    with op.batch_alter_table("account") as account:
        account.drop_column("refused_at")
    op.drop_table("outbox_summary")
    op.drop_table("bot_month")
    op.drop_index("ix_bot_account_unit_id", "bot_account")
    op.drop_table("bot_account")
