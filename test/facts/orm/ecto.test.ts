import { describe, expect, test } from 'vitest';
import { ecto } from '../../../src/facts/analyzers/ecto.ts';
import { told } from './tell.ts';

const PATH = 'priv/repo/migrations/20260101000000_work.exs';
const migration = (up: string): string =>
  `defmodule Shop.Repo.Migrations.Work do\n  use Ecto.Migration\n\n  def up do\n    ${up}\n  end\n\n  def down do\n    drop table(:down)\n  end\nend\n`;

describe('up', () => {
  test.each([
    ['drop table(:orders)', ['drop table orders']],
    ['drop_if_exists table("orders")', ['drop table orders']],
    ['drop(table(:orders))', ['drop table orders']],
    [
      'alter table(:orders) do\n      remove :note\n      remove :memo, :string\n    end',
      ['drop column orders.note', 'drop column orders.memo'],
    ],
    [
      'alter table(:orders) do\n      remove(:note)\n      remove_if_exists :memo, :string\n    end',
      ['drop column orders.note', 'drop column orders.memo'],
    ],
    ['alter table(:orders) do\n      modify :note, :integer\n    end', ['? rewrite column orders.note']],
    ['alter table(:orders) do\n      modify :note, :text, null: false\n    end', ['lock column orders.note fails']],
    ['alter table(:orders) do\n      add :note, :string\n    end', []],
    ['rename table(:orders), to: table(:sales)', ['rename table orders']],
    ['rename table(:orders), :note, to: :memo', ['rename column orders.note']],
    ['create table(:orders) do\n      add :note, :string\n    end\n    drop table(:orders)', []],
    ['create index(:orders, [:note])', ['lock index orders blocks-writes']],
    ['create index(:orders, [:note], concurrently: true)', []],
    ['drop index(:orders, [:note])', ['? drop index orders']],
    ['execute "DROP TABLE orders"', ['drop table orders']],
    ['execute("DROP TABLE orders", "CREATE TABLE orders (id int)")', ['drop table orders']],
    ['execute """\n    DROP TABLE orders\n    """', ['drop table orders']],
    ['execute(&tidy/0)', ['unreadable its text is not written here']],
    ['# drop table(:orders)', []],
  ])('%s', (up, expected) => expect(told(ecto, { [PATH]: { after: migration(up) } })).toEqual(expected));

  test('cut off', () =>
    expect(told(ecto, { [PATH]: { after: migration('drop table(:orders)').slice(0, 120) } })).toEqual([
      'drop table orders',
      'unreadable it is not whole',
    ]));
});
