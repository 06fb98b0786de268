"""checklists, and the rules of events

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, Json, RowId

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FOR_WORK, _FOR_PERSON = sa.text("assignment_id IS NOT NULL"), sa.text("assignment_id IS NULL")


def upgrade() -> None:
    op.add_column("event", sa.Column("rules", Json, nullable=False, server_default="[]"))
    op.create_table(
        "checklist",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", Json, nullable=False),
        sa.Column("task_id", RowId, nullable=True),
        sa.Column("event_id", RowId, nullable=True),
        sa.Column("from_plan", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id"),
    )
    op.create_index("ix_checklist_event_id", "checklist", ["event_id"])
    op.create_index("ix_checklist_office_id", "checklist", ["office_id"])
    op.create_table(
        "checklist_item",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("checklist_id", RowId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("who", Json, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("is_step", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("checklist_id", "position"),
    )
    op.create_index("ix_checklist_item_office_id", "checklist_item", ["office_id"])
    op.create_table(
        "checklist_tick",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("item_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("assignment_id", RowId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["checklist_item.id"]),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("office_id", "person_id", "assignment_id"):
        op.create_index(f"ix_checklist_tick_{column}", "checklist_tick", [column])
    _once("ix_tick_assignment", ["item_id", "assignment_id"], where=_FOR_WORK)
    _once("ix_tick_person", ["item_id", "person_id"], where=_FOR_PERSON)


def _once(name: str, columns: list[str], *, where: sa.TextClause) -> None:
    op.create_index(name, "checklist_tick", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("checklist_tick")
    op.drop_table("checklist_item")
    op.drop_table("checklist")
    op.drop_column("event", "rules")
