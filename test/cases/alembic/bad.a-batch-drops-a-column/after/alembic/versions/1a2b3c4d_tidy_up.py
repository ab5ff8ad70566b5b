"""tidy up

Revision ID: 1a2b3c4d
Revises: 0f0f0f0f
"""
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d"
down_revision = "0f0f0f0f"


def upgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("note")


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text()))
