"""Version 2: records, the small values that a project keeps beside its articles."""

from typing import Any

import sqlalchemy as sa


def upgrade(op: Any) -> None:
    """Make the table of records."""
    op.create_table(
        "record",
        sa.Column("kind", sa.Text, primary_key=True, nullable=False),
        sa.Column("id", sa.LargeBinary, primary_key=True, nullable=False),
        sa.Column(
            "article", sa.Integer,
            sa.ForeignKey("article.number", deferrable=True, initially="DEFERRED"),
        ),
        sa.Column("data", sa.Text, nullable=False),
        sa.CheckConstraint("length(id) = 16"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_record_article", "record", ["article"])
