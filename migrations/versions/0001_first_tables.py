"""The first tables, and the triggers that keep the audit log append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = "the audit log is append-only"


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("actor_role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.Enum("done", "refused", name="ending", native_enum=False, length=32), nullable=False),
        sa.Column("subject_type", sa.String(length=64), nullable=False),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("subject_label", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_events_hash")),
    )
    op.create_index("ix_audit_events_actor", "audit_events", ["actor_id", "seq"], unique=False)
    op.create_index("ix_audit_events_subject", "audit_events", ["subject_type", "subject_id", "seq"], unique=False)

    op.create_table(
        "counters",
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "login_tries",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_tries")),
    )
    op.create_index("ix_login_tries_ip_at", "login_tries", ["ip", "at"], unique=False)
    op.create_index("ix_login_tries_login_at", "login_tries", ["login", "at"], unique=False)

    op.create_table(
        "provinces",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provinces")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_provinces_code_valid_from")),
    )
    op.create_table(
        "wards",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("phuong", "xa", "thi_tran", "dac_khu", name="kind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("province_id", KEY, nullable=False),
        sa.Column("district", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_wards_dates")),
        sa.ForeignKeyConstraint(["province_id"], ["provinces.id"], name=op.f("fk_wards_province_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wards")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_wards_code_valid_from")),
    )
    op.create_index("ix_wards_province", "wards", ["province_id", "sort_key"], unique=False)
    op.create_index("ix_wards_search", "wards", ["search_key"], unique=False)

    op.create_table(
        "installation_points",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("sign_posted", sa.Boolean(), nullable=True),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_installation_points_whole_place")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_installation_points_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_points")),
    )
    op.create_index("ix_installation_points_place", "installation_points", ["latitude", "longitude"], unique=False)
    op.create_index("ix_installation_points_ward", "installation_points", ["ward_id", "sort_key"], unique=False)

    op.create_table(
        "networks",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("launched_on", sa.Date(), nullable=False),
        sa.Column("launch_decision", sa.String(length=100), nullable=False),
        sa.Column("lead", sa.String(length=200), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_decision", sa.String(length=100), nullable=False),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= launched_on", name=op.f("ck_networks_dates")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_networks_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
        sa.UniqueConstraint("code", name=op.f("uq_networks_code")),
    )
    op.create_index("ix_networks_ward", "networks", ["ward_id"], unique=False)

    op.create_table(
        "owners",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ward", "household", "firm", "association", name="ownerkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_paper", sa.String(length=100), nullable=False),
        sa.Column("consent_withdrawn_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_owners_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners")),
    )
    op.create_index("ix_owners_ward", "owners", ["ward_id"], unique=False)

    op.create_table(
        "recorders",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column(
            "storage",
            sa.Enum("card", "recorder", "cloud", "central", name="storage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("retention_days", KEY, nullable=True),
        sa.Column("retention_measured_on", sa.Date(), nullable=True),
        sa.Column("clock_offset_seconds", KEY, nullable=True),
        sa.Column("clock_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_recorders_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorders")),
        sa.UniqueConstraint("ward_id", "code", name=op.f("uq_recorders_ward_id_code")),
    )
    op.create_table(
        "users",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "ward_admin",
                "investigator",
                "leadership",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ward_id", KEY, nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role <> 'ward_admin' OR ward_id IS NOT NULL", name=op.f("ck_users_ward_admin_has_ward")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_users_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "ward_successions",
        sa.Column("old_id", KEY, nullable=False),
        sa.Column("new_id", KEY, nullable=False),
        sa.Column("extent", sa.Enum("whole", "part", name="extent", native_enum=False, length=32), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["wards.id"], name=op.f("fk_ward_successions_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["wards.id"], name=op.f("fk_ward_successions_old_id")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_ward_successions")),
    )
    op.create_index("ix_ward_successions_new_id", "ward_successions", ["new_id"], unique=False)

    op.create_table(
        "camera_imports",
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("network_id", KEY, nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_camera_imports_keeper_id")),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_camera_imports_network_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_camera_imports_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camera_imports")),
    )
    op.create_index("ix_camera_imports_keeper_id", "camera_imports", ["keeper_id"], unique=False)

    op.create_table(
        "cameras",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("registered_ward_id", KEY, nullable=False),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("point_id", KEY, nullable=False),
        sa.Column("recorder_id", KEY, nullable=True),
        sa.Column("network_id", KEY, nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column(
            "connection",
            sa.Enum("police", "mobilisable", name="connection", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("fixed", "dome", "ptz", "panoramic", "unknown", name="form", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("manager", sa.String(length=200), nullable=False),
        sa.Column("bearing", sa.Float(), nullable=True),
        sa.Column("view_angle", sa.Float(), nullable=True),
        sa.Column("reach_m", sa.Float(), nullable=True),
        sa.Column(
            "storage",
            sa.Enum("card", "recorder", "cloud", "central", name="storage", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("retention_days", KEY, nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column(
            "health",
            sa.Enum("working", "broken", "unknown", name="health", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("bearing IS NULL OR (bearing >= 0 AND bearing < 360)", name=op.f("ck_cameras_bearing")),
        sa.CheckConstraint(
            "view_angle IS NULL OR (view_angle > 0 AND view_angle <= 360)", name=op.f("ck_cameras_view_angle")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_cameras_network_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_cameras_owner_id")),
        sa.ForeignKeyConstraint(["point_id"], ["installation_points.id"], name=op.f("fk_cameras_point_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["recorders.id"], name=op.f("fk_cameras_recorder_id")),
        sa.ForeignKeyConstraint(["registered_ward_id"], ["wards.id"], name=op.f("fk_cameras_registered_ward_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_cameras_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cameras")),
        sa.UniqueConstraint("registered_ward_id", "code", name=op.f("uq_cameras_registered_ward_id_code")),
    )
    op.create_index("ix_cameras_network", "cameras", ["network_id"], unique=False)
    op.create_index("ix_cameras_point", "cameras", ["point_id"], unique=False)
    op.create_index("ix_cameras_recorder", "cameras", ["recorder_id"], unique=False)
    op.create_index("ix_cameras_sort", "cameras", ["sort_key", "id"], unique=False)
    op.create_index("ix_cameras_ward_sort", "cameras", ["ward_id", "sort_key", "id"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "crime",
                "drugs",
                "economy",
                "environment",
                "traffic",
                "order",
                "fire",
                "search",
                name="group",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "theft",
                "robbery",
                "injury",
                "homicide",
                "fraud",
                "damage",
                "drug_use",
                "smuggling",
                "dumping",
                "collision",
                "traffic_offence",
                "disorder",
                "gambling",
                "fire",
                "missing_person",
                "lost_property",
                "other",
                name="type",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("occurred_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "box",
                "in_person",
                "hotline",
                "zalo",
                "vneid",
                "email",
                "post",
                "patrol",
                "camera",
                "transferred",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "verifying",
                "clarified",
                "prosecuted",
                "sanctioned",
                "mediated",
                "transferred",
                "suspended",
                "no_offence",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending_note", sa.Text(), nullable=False),
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'verifying') = (ended_at IS NULL)", name=op.f("ck_incidents_ended")),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_incidents_whole_place")),
        sa.CheckConstraint("occurred_to >= occurred_from", name=op.f("ck_incidents_occurred")),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_incidents_keeper_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_incidents_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("code", name=op.f("uq_incidents_code")),
    )
    op.create_index("ix_incidents_keeper", "incidents", ["keeper_id", "occurred_from"], unique=False)
    op.create_index("ix_incidents_occurred", "incidents", ["occurred_from", "id"], unique=False)
    op.create_index("ix_incidents_ward", "incidents", ["ward_id", "occurred_from"], unique=False)

    op.create_table(
        "replication_points",
        sa.Column("network_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_replication_points_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication_points")),
    )
    op.create_index("ix_replication_points_network", "replication_points", ["network_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"], unique=False)

    op.create_table(
        "tokens",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.Enum("read", "write", name="scope", native_enum=False, length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"], unique=False)

    op.create_table(
        "extraction_requests",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "filed",
                "approved",
                "refused",
                "answered",
                "closed",
                "withdrawn",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "legal_basis",
            sa.Enum(
                "crime_report",
                "criminal_case",
                "administrative",
                "traffic_collision",
                "search",
                "public_order",
                name="legalbasis",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("paper_number", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR status = 'withdrawn' OR filed_at IS NOT NULL",
            name=op.f("ck_extraction_requests_filed"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'refused', 'answered', 'closed') OR approver_id IS NOT NULL",
            name=op.f("ck_extraction_requests_decided"),
        ),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> keeper_id",
            name=op.f("ck_extraction_requests_approver_is_not_requester"),
        ),
        sa.ForeignKeyConstraint(["approver_id"], ["users.id"], name=op.f("fk_extraction_requests_approver_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_extraction_requests_incident_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_extraction_requests_keeper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_extraction_requests_code")),
    )
    op.create_index("ix_extraction_requests_filed", "extraction_requests", ["filed_at", "id"], unique=False)
    op.create_index("ix_extraction_requests_incident", "extraction_requests", ["incident_id"], unique=False)
    op.create_index("ix_extraction_requests_keeper", "extraction_requests", ["keeper_id", "id"], unique=False)
    op.create_index("ix_extraction_requests_status", "extraction_requests", ["status", "id"], unique=False)

    op.create_table(
        "health_intervals",
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column(
            "health",
            sa.Enum("working", "broken", "unknown", name="health", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("seen_by", sa.String(length=100), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_health_intervals_dates")),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_health_intervals_camera_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_intervals")),
    )
    op.create_index("ix_health_intervals_camera", "health_intervals", ["camera_id", "since"], unique=False)

    op.create_table(
        "extraction_lines",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("network_id", KEY, nullable=True),
        sa.Column("window_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retention_days", KEY, nullable=False),
        sa.Column("overwrite_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "preserved",
                "extracted",
                "handed_over",
                "unavailable",
                name="linestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("preserved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unavailable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "unavailable_reason",
            sa.Enum(
                "no_camera",
                "broken",
                "overwritten",
                "wrong_direction",
                "too_poor",
                "clock_wrong",
                "owner_refused",
                "owner_unreachable",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("decisive", "supporting", "nothing", "unclear", name="outcome", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'unavailable') = (unavailable_reason IS NOT NULL)", name=op.f("ck_extraction_lines_reason")
        ),
        sa.CheckConstraint("outcome IS NULL OR status = 'handed_over'", name=op.f("ck_extraction_lines_outcome")),
        sa.CheckConstraint("window_to > window_from", name=op.f("ck_extraction_lines_window")),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_extraction_lines_camera_id")),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_extraction_lines_network_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["extraction_requests.id"], name=op.f("fk_extraction_lines_request_id")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_extraction_lines_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_lines")),
        sa.UniqueConstraint(
            "request_id", "camera_id", "window_from", name=op.f("uq_extraction_lines_request_id_camera_id_window_from")
        ),
    )
    op.create_index("ix_extraction_lines_camera", "extraction_lines", ["camera_id", "window_from"], unique=False)
    op.create_index("ix_extraction_lines_clock", "extraction_lines", ["status", "overwrite_at"], unique=False)
    op.create_index(
        "ix_extraction_lines_ward_clock", "extraction_lines", ["ward_id", "status", "overwrite_at"], unique=False
    )

    op.create_table(
        "handovers",
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=100), nullable=False),
        sa.Column("seal_number", sa.String(length=60), nullable=False),
        sa.Column("clock_offset_seconds", KEY, nullable=True),
        sa.Column("minutes_number", sa.String(length=60), nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_handovers_bytes")),
        sa.ForeignKeyConstraint(["line_id"], ["extraction_lines.id"], name=op.f("fk_handovers_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("line_id", name=op.f("uq_handovers_line_id")),
    )
    _keep_audit_append_only()


def _keep_audit_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_events_no_{deed.lower()} BEFORE {deed} ON audit_events "
                f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse()"
    )


def downgrade() -> None:
    op.drop_table("handovers")

    op.drop_table("extraction_lines")

    op.drop_table("health_intervals")

    op.drop_table("extraction_requests")

    op.drop_table("tokens")

    op.drop_table("sign_ins")

    op.drop_table("replication_points")

    op.drop_table("incidents")

    op.drop_table("cameras")

    op.drop_table("camera_imports")

    op.drop_table("ward_successions")
    op.drop_table("users")
    op.drop_table("recorders")

    op.drop_table("owners")

    op.drop_table("networks")

    op.drop_table("installation_points")

    op.drop_table("wards")
    op.drop_table("provinces")

    op.drop_table("login_tries")
    op.drop_table("facts")
    op.drop_table("counters")

    op.drop_table("audit_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_events_refuse()")
