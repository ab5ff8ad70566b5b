import { describe, expect, test } from 'vitest';
import { alembic } from '../../../src/facts/analyzers/alembic.ts';
import { told } from './tell.ts';

const PATH = 'migrations/versions/1a2b3c4d_work.py';
const HEAD =
  '"""work\n\nRevises: 0\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = "1a2b3c4d"\ndown_revision = "0"\n';
const migration = (up: string, down = 'pass', head = ''): string =>
  `${HEAD}${head}\n\ndef upgrade() -> None:\n    ${up}\n\n\ndef downgrade() -> None:\n    ${down}\n`;

describe('operations', () => {
  test.each([
    ['op.drop_table("orders")', ['drop table orders']],
    ['op.drop_table("orders", schema="shop")', ['drop table orders']],
    ['op.drop_column("orders", "note")', ['drop column orders.note']],
    ['op.drop_column(table_name="orders", column_name="note")', ['drop column orders.note']],
    [
      'with op.batch_alter_table("orders", schema=None) as batch_op:\n        batch_op.drop_column("note")',
      ['drop column orders.note'],
    ],
    [
      'with op.batch_alter_table("orders") as b:\n        b.alter_column("note", nullable=False)\n        b.drop_index("i")',
      ['lock column orders.note fails', '? drop index i'],
    ],
    ['for t in ("a", "b"):\n        op.drop_table(t)', ['drop table a', 'drop table b']],
    ['op.rename_table("orders", "sales")', ['rename table orders']],
    ['op.alter_column("orders", "note", new_column_name="memo")', ['rename column orders.note']],
    [
      'op.alter_column("orders", "note", existing_type=sa.String(50), type_=sa.String(20))',
      ['rewrite column orders.note'],
    ],
    [
      'op.alter_column("orders", "note", existing_type=sa.VARCHAR(length=50), type_=sa.String(length=200), existing_nullable=True)',
      [],
    ],
    ['op.alter_column("orders", "note", existing_type=sa.String(50), type_=sa.Text())', []],
    ['op.alter_column("orders", "note", existing_type=sa.Text(), type_=sa.String(50))', ['rewrite column orders.note']],
    [
      'op.alter_column("orders", "n", existing_type=sa.Integer(), type_=sa.BigInteger())',
      ['lock table orders.n rewrites'],
    ],
    ['op.alter_column("orders", "n", existing_type=sa.BigInteger(), type_=sa.Integer())', ['rewrite column orders.n']],
    ['op.alter_column("orders", "n", type_=sa.Integer())', ['? rewrite column orders.n']],
    ['op.alter_column("orders", "n", existing_type=sa.Text(), type_=sa.Date())', ['? rewrite column orders.n']],
    ['op.alter_column("orders", "n", existing_type=sa.Text(), nullable=False)', ['lock column orders.n fails']],
    ['op.alter_column("orders", "n", existing_type=sa.Text(), nullable=True)', []],
    ['op.alter_column("orders", "n", existing_type=sa.Text(), server_default="x")', []],
    ['op.add_column("orders", sa.Column("note", sa.Text(), nullable=True))', []],
    ['op.add_column("orders", sa.Column("note", sa.Text(), nullable=False))', ['lock table orders fails']],
    ['op.add_column("orders", sa.Column("note", sa.Text(), nullable=False, server_default=""))', []],
    [
      'op.add_column("orders", sa.Column("key", sa.UUID(), server_default=sa.text("gen_random_uuid()")))',
      ['lock table orders rewrites'],
    ],
    ['op.create_index(op.f("ix_note"), "orders", ["note"])', ['lock index orders blocks-writes']],
    ['op.create_index("ix_note", "orders", ["note"], unique=True)', ['lock index orders fails']],
    ['op.create_index("ix_note", "orders", ["note"], postgresql_concurrently=True)', []],
    ['op.create_foreign_key("fk", "orders", "shops", ["shop_id"], ["id"])', ['lock constraint orders blocks-writes']],
    ['op.create_unique_constraint("u", "orders", ["note"])', ['lock constraint orders fails']],
    ['op.drop_constraint("u", "orders", type_="unique")', ['drop constraint orders.u']],
    ['op.drop_index("ix_note", table_name="orders")', ['? drop index ix_note']],
    ['sa.Enum("a", "b", name="mood").drop(op.get_bind())', ['drop type mood']],
    ['mood = postgresql.ENUM("a", name="mood")\n    mood.drop(op.get_bind(), checkfirst=True)', ['drop type mood']],
    ['Base.metadata.drop_all(bind=op.get_bind())', ['drop database Base.metadata']],
  ])('%s', (up, expected) => expect(told(alembic, { [PATH]: { after: migration(up) } })).toEqual(expected));
});

describe('what is executed', () => {
  test.each([
    ['op.execute("DROP TABLE orders")', ['drop table orders']],
    ['op.execute(sa.text("DELETE FROM orders"))', ['delete-all row orders']],
    ['op.get_bind().execute(sa.text("TRUNCATE orders"))', ['truncate table orders']],
    ['conn = op.get_bind()\n    conn.execute("""\n    DROP TABLE orders\n    """)', ['drop table orders']],
    ['op.execute(f"DROP TABLE {TABLE}")', ['drop table orders']],
    ['op.execute(SQL)', ['drop table items']],
    ['op.execute("UPDATE orders SET note = \'\' WHERE note IS NULL")', []],
    ['op.execute("CREATE TABLE a (id int)")\n    op.execute("DROP TABLE a")', []],
    ['op.execute(orders.delete())', ['? delete-all row orders']],
    ['op.execute(orders.delete().where(orders.c.id == 1))', []],
    ['op.execute(sa.delete(orders))', ['? delete-all row orders']],
    ['op.execute(sa.delete(orders).where(orders.c.id == 1))', []],
    ['op.execute(orders.update().values(note=""))', ['? delete-all row orders']],
    ['op.execute(orders.update().where(orders.c.id == 1).values(note=""))', []],
    ['op.execute(orders.insert().values(note=""))', []],
    ['session.query(Order).delete()', ['? delete-all row Order']],
    ['session.query(Order).filter(Order.id == 1).delete()', []],
    ['values.update({"a": 1})', []],
    ['op.execute(build())', ['unreadable build is not written here']],
    ['op.bulk_insert(orders, [{"note": "x"}])', []],
    ['tidy()', ['drop table orders']],
  ])('%s', (up, expected) => {
    const head = 'TABLE = "orders"\nSQL = "DROP TABLE items"\n\ndef tidy():\n    op.drop_table(TABLE)\n';
    expect(told(alembic, { [PATH]: { after: migration(up, 'pass', head) } })).toEqual(expected);
  });
});

describe('a file', () => {
  test.each([
    [
      'whose way back drops',
      migration('op.create_table("orders", sa.Column("id", sa.Integer()))', 'op.drop_table("orders")'),
      [],
    ],
    [
      'that drops what it creates',
      migration('op.create_table("orders")\n    op.create_index("i", "orders", ["a"])\n    op.drop_table("orders")'),
      [],
    ],
    [
      'that drops before it creates',
      migration('op.drop_table("orders")\n    op.create_table("orders")'),
      ['drop table orders'],
    ],
    ['that is cut off', migration('op.drop_table("orders")').slice(0, -42), ['unreadable it is not valid Python']],
    ['that is empty', '', ['unreadable it has no upgrade']],
    ['of Django', 'from django.db import migrations\nclass Migration(migrations.Migration):\n  operations = []\n', []],
  ])('%s', (_name, after, expected) => expect(told(alembic, { [PATH]: { after } })).toEqual(expected));

  test('that has landed and is edited', () => {
    const before = migration('op.create_table("orders")');
    expect(told(alembic, { [PATH]: { before, after: before.replace('"orders")', '"sales")') } })).toEqual([
      'migration-edit other 1a2b3c4d_work.py',
    ]);
    expect(told(alembic, { [PATH]: { before, after: before.replace('work\n', 'other words\n') } })).toEqual([]);
  });
});
