"""people are looked up by their office: two indexes that no query used were written whenever a morning was planned

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_UNUSED = {"ix_person_name_folded": "name_folded", "ix_person_unit_id": "unit_id"}


def upgrade() -> None:
    for name in _UNUSED:
        op.drop_index(name, "person")


def downgrade() -> None:
    for name, column in _UNUSED.items():
        op.create_index(name, "person", [column])
