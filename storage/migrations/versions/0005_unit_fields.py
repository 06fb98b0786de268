"""who answers in a unit for which field

Revision ID: 0005
Revises: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import RowId

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "unit_field",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("unit_id", RowId, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("field_folded", sa.String(), nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unit_id", "field_folded"),
    )
    op.create_index("ix_unit_field_office_id", "unit_field", ["office_id"])
    op.create_index("ix_unit_field_unit_id", "unit_field", ["unit_id"])
    op.create_index("ix_unit_field_person_id", "unit_field", ["person_id"])


def downgrade() -> None:
    for column in ("person_id", "unit_id", "office_id"):
        op.drop_index(f"ix_unit_field_{column}", "unit_field")
    op.drop_table("unit_field")
