"""tidy up

Revision ID: 1a2b3c4d
Revises: 0f0f0f0f
"""
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d"
down_revision = "0f0f0f0f"


def upgrade() -> None:
    op.create_table("orders", sa.Column("id", sa.Integer()))
    op.create_index(op.f("ix_orders_id"), "orders", ["id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_orders_id"), table_name="orders")
    op.drop_table("orders")
