"""the first tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, Json, RowId

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_log_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
        "CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log"
        " FOR EACH ROW EXECUTE FUNCTION audit_log_append_only()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "dialogue",
        sa.Column("id", RowId, nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", Json, nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("bot", "address"),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "received_update",
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id"),
    )
    with op.batch_alter_table("received_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_update_at"), ["at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", RowId, nullable=False),
        sa.Column("parent_id", RowId, nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_path"), ["path"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "name_folded"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_office_id"), ["office_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("morning_at", sa.Time(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("day_off_extends", sa.Boolean(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("office_id"),
    )
    op.create_table(
        "office_day",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "day"),
    )
    with op.batch_alter_table("office_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_day_office_id"), ["office_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("unit_id", RowId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("born", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column(
            "address",
            sa.Enum("comrade", "brother", "sister", name="address", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("morning_at", sa.Time(), nullable=True),
        sa.Column("remind_before", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("stopped_through", sa.Date(), nullable=True),
        sa.Column("morning_handled", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_morning", ["office_id", "morning_handled"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "refused", "ended", name="accountstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("preference", sa.Integer(), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("consented_at", Instant(), nullable=True),
        sa.Column("refused_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("bot", "address"),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_log",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", RowId, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_log_office_id"), ["office_id"], unique=False)
        batch_op.create_index("ix_audit_row", ["kind", "row_id"], unique=False)

    op.create_table(
        "chat_line",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("extras", Json, nullable=False),
        sa.Column("file_id", RowId, nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chat_line", schema=None) as batch_op:
        batch_op.create_index("ix_chat_line_address", ["address", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_line_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_line_office_id"), ["office_id"], unique=False)

    op.create_table(
        "link_code",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    with op.batch_alter_table("link_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_code_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("author_id", RowId, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("audience", Json, nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "sent", "closed", name="noticestate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_office_id"), ["office_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "claimed",
                "sending",
                "sent",
                "refused",
                "doubtful",
                "dropped",
                name="messagestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("bot", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("platform_id", sa.String(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_leased",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("state IN ('claimed', 'sending')"),
            postgresql_where=sa.text("state IN ('claimed', 'sending')"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["not_before", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "plan",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("span_first", sa.Integer(), nullable=True),
        sa.Column("span_last", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("needs_proof", sa.Boolean(), nullable=False),
        sa.Column(
            "past_policy",
            sa.Enum("done", "overdue", "left_out", name="pastpolicy", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("imported_by", RowId, nullable=True),
        sa.ForeignKeyConstraint(
            ["imported_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "identity"),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_imported_by"), ["imported_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_office_id"), ["office_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "title_folded"),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_title_folded"), ["title_folded"], unique=False)

    op.create_table(
        "post_holder",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("post_folded", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("person_id", RowId, nullable=True),
        sa.Column("chosen_by", RowId, nullable=True),
        sa.ForeignKeyConstraint(
            ["chosen_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "post_folded"),
    )
    with op.batch_alter_table("post_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_holder_chosen_by"), ["chosen_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_holder_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_holder_person_id"), ["person_id"], unique=False)

    op.create_table(
        "proof",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("link", "file", "photo", "document", name="proofkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("file_id", RowId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_proof_value", ["office_id", "kind", "value"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column(
            "role",
            sa.Enum("official", "leader", "focal", "admin", name="role", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("unit_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "role", "unit_id"),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grant_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice_recipient",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("notice_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notice_id", "person_id"),
    )
    with op.batch_alter_table("notice_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_recipient_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_recipient_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_recipient_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outbox_event",
        sa.Column("id", RowId, nullable=False),
        sa.Column("message_id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "claimed",
                "sending",
                "sent",
                "refused",
                "doubtful",
                "dropped",
                name="messagestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("bot", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("outbox_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_event_message_id"), ["message_id"], unique=False)

    op.create_table(
        "plan_draft",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("file_id", RowId, nullable=False),
        sa.Column("plan_id", RowId, nullable=True),
        sa.Column("settled", Json, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_draft_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_draft_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_draft_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_draft_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("plan_id", RowId, nullable=True),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("section_title", sa.String(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("activities", Json, nullable=False),
        sa.Column("products", Json, nullable=False),
        sa.Column("assignees", Json, nullable=False),
        sa.Column("coordinators", Json, nullable=False),
        sa.Column("deadline_text", sa.String(), nullable=False),
        sa.Column("place", Json, nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "section", "no", "part", "repeat"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("task_id", RowId, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("working_days", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "started", "closed", name="conditionstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("event_id", RowId, nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", "ordinal"),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_condition_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_condition_task_id"), ["task_id"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("task_id", RowId, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("condition_id", RowId, nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"],
            ["condition.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", "ordinal", "label"),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrence_condition_id"), ["condition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrence_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrence_task_id"), ["task_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task_id", RowId, nullable=False),
        sa.Column("occurrence_id", RowId, nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("post_folded", sa.String(), nullable=False),
        sa.Column("person_id", RowId, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("due_printed", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("late_after", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "waiting_proof", "done", "withdrawn", name="assignmentstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("returned_at", Instant(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["task.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("occurrence_id", "post_folded"),
        sa.UniqueConstraint("office_id", "number"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_office", ["office_id", "due", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_office_id"), ["office_id"], unique=False)
        batch_op.create_index("ix_assignment_person", ["person_id", "state", "due"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_task_id"), ["task_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("assignment_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "approved", "rejected", "withdrawn", name="extensionstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("decided_by", RowId, nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_until", sa.Date(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_extension_state", ["office_id", "state"], unique=False)

    op.create_table(
        "proof_use",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("proof_id", RowId, nullable=False),
        sa.Column("assignment_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"],
            ["proof.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proof_id", "assignment_id"),
    )
    with op.batch_alter_table("proof_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_use_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_use_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_use_proof_id"), ["proof_id"], unique=False)

    op.create_table(
        "snooze",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("person_id", RowId, nullable=False),
        sa.Column("assignment_id", RowId, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "assignment_id"),
    )
    with op.batch_alter_table("snooze", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snooze_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_snooze_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_snooze_person_id"), ["person_id"], unique=False)

    op.create_table(
        "submission_item",
        sa.Column("id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("submission_id", RowId, nullable=False),
        sa.Column("assignment_id", RowId, nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("returned_at", Instant(), nullable=True),
        sa.Column("decided_by", RowId, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["unit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission_id", "assignment_id"),
    )
    with op.batch_alter_table("submission_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_item_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_item_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_item_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_item_submission_id"), ["submission_id"], unique=False)

    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the first tables are not taken back")
