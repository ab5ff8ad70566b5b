import { describe, expect, test } from 'vitest';
import { rails } from '../../../src/facts/analyzers/rails.ts';
import { told } from './tell.ts';

const PATH = 'db/migrate/20260101000000_work.rb';
const change = (body: string): string =>
  `class Work < ActiveRecord::Migration[7.1]\n  def change\n    ${body}\n  end\nend\n`;
const upDown = (up: string, down: string): string =>
  `class Work < ActiveRecord::Migration[7.1]\n  def up\n    ${up}\n  end\n\n  def down\n    ${down}\n  end\nend\n`;

describe('what destroys', () => {
  test.each([
    ['drop_table :orders', ['drop table orders']],
    ['drop_table "orders", if_exists: true', ['drop table orders']],
    ['drop_table(:orders, force: :cascade) { |t| t.string :note }', ['drop table orders']],
    ['drop_table :orders, :items', ['drop table orders', 'drop table items']],
    ['drop_join_table :orders, :items', ['drop table items_orders']],
    ['drop_join_table :orders, :items, table_name: :lines', ['drop table lines']],
    ['remove_column :orders, :note', ['drop column orders.note']],
    ['remove_column :orders, :note, :string', ['drop column orders.note']],
    ['remove_column "orders", "note", if_exists: true', ['drop column orders.note']],
    ['remove_columns :orders, :note, :memo, type: :string', ['drop column orders.note', 'drop column orders.memo']],
    ['remove_columns :orders, *%i[note memo]', ['drop column orders.note', 'drop column orders.memo']],
    ['remove_timestamps :orders', ['drop column orders.created_at', 'drop column orders.updated_at']],
    ['remove_reference :orders, :shop', ['drop column orders.shop_id']],
    [
      'remove_reference :orders, :owner, polymorphic: true',
      ['drop column orders.owner_id', 'drop column orders.owner_type'],
    ],
    ['remove_belongs_to :orders, :shop, foreign_key: true', ['drop column orders.shop_id']],
    ['create_table(:orders, force: true) { |t| t.string :note }', ['drop table orders']],
    ['create_table :orders, force: :cascade', ['drop table orders']],
    ['create_join_table :orders, :items, force: true', ['drop table items_orders']],
    ['truncate :orders', ['truncate table orders']],
    ['drop_schema "old"', ['drop schema old']],
    ['drop_enum :mood', ['drop type mood']],
    ['disable_extension "hstore"', ['drop other hstore']],
    ['connection.drop_table :orders', ['drop table orders']],
    ['ActiveRecord::Base.connection.drop_table :orders', ['drop table orders']],
    ['[:note, :memo].each { |c| remove_column :orders, c }', ['drop column orders.note', 'drop column orders.memo']],
    ['%w[orders items].each do |t|\n drop_table t\n end', ['drop table orders', 'drop table items']],
    ['drop_table :orders if table_exists?(:orders)', ['drop table orders']],
    ['revert { create_table :orders }', ['drop table orders']],
    ['revert do\n add_column :orders, :note, :string\n end', ['drop column orders.note']],
    ['revert AddNotes', ['? drop other AddNotes']],
    ['reversible { |dir| dir.up { drop_table :orders } }', ['drop table orders']],
    ['up_only { drop_table :orders }', ['drop table orders']],
    ['Order.delete_all', ['delete-all row Order']],
    ['Order.unscoped.delete_all', ['delete-all row Order']],
    ['Order.in_batches.destroy_all', ['delete-all row Order']],
    ['Shop::Order.destroy_all', ['delete-all row Shop::Order']],
    ['Order.find_each(&:destroy)', ['? delete-all row Order']],
    ['Order.find_each { |order| order.destroy! }', ['? delete-all row Order']],
    ['Order.update_all(note: nil)', ['? delete-all row Order']],
    [
      'safety_assured { remove_column :orders, :note }',
      ['? unprotect setting safety_assured', 'drop column orders.note'],
    ],
    ['execute "DROP TABLE orders"', ['drop table orders']],
    ['execute <<~SQL.squish\n DROP TABLE orders\n SQL', ['drop table orders']],
    ['connection.execute("DROP TABLE " + "orders")', ['drop table orders']],
    ['suppress_messages { execute "DELETE FROM orders" }', ['delete-all row orders']],
  ])('%s', (body, expected) => expect(told(rails, { [PATH]: { after: change(body) } })).toEqual(expected));
});

describe('change_table', () => {
  const table = (body: string): string => change(`change_table :orders, bulk: true do |t|\n      ${body}\n    end`);
  test.each([
    ['t.remove :note, :memo', ['drop column orders.note', 'drop column orders.memo']],
    ['t.remove :note, type: :string', ['drop column orders.note']],
    ['t.remove_timestamps', ['drop column orders.created_at', 'drop column orders.updated_at']],
    ['t.remove_references :shop', ['drop column orders.shop_id']],
    ['t.remove_belongs_to :shop', ['drop column orders.shop_id']],
    ['t.change :note, :integer', ['? rewrite column orders.note']],
    ['t.rename :note, :memo', ['rename column orders.note']],
    ['t.change_null :note, false', ['lock column orders.note fails']],
    ['t.string :note, null: false', ['lock table orders fails']],
    ['t.string :note', []],
    ['t.string :note, null: false, default: ""', []],
    ['t.change_default :note, ""', []],
    ['t.index :note', ['lock index orders.note blocks-writes']],
    ['t.references :shop, index: false', []],
  ])('%s', (body, expected) => expect(told(rails, { [PATH]: { after: table(body) } })).toEqual(expected));
});

describe('what locks, rewrites or renames', () => {
  test.each([
    ['rename_column :orders, :note, :memo', ['rename column orders.note']],
    ['rename_table :orders, :sales', ['rename table orders']],
    ['rename_schema :old, :new', ['rename schema old']],
    ['rename_enum :mood, to: :feeling', ['rename type mood']],
    ['rename_enum_value :mood, from: "sad", to: "blue"', ['rename value mood.sad']],
    ['change_column :orders, :note, :integer', ['? rewrite column orders.note']],
    [
      'change_column :orders, :note, :string, limit: 20, null: false',
      ['? rewrite column orders.note', 'lock column orders.note fails'],
    ],
    ['change_column :orders, :note, :text', []],
    ['change_column_null :orders, :note, false', ['lock column orders.note fails']],
    ['change_column_null :orders, :note, true', []],
    ['change_column_default :orders, :note, from: nil, to: ""', []],
    ['add_column :orders, :note, :string', []],
    ['add_column :orders, :note, :string, null: false', ['lock table orders fails']],
    ['add_column :orders, :note, :string, null: false, default: ""', []],
    ['add_column :orders, :key, :uuid, default: "gen_random_uuid()"', ['lock table orders rewrites']],
    ['add_column :orders, :key, :uuid, default: -> { "gen_random_uuid()" }', ['lock table orders rewrites']],
    ['add_column :orders, :at, :datetime, default: -> { "now()" }', []],
    ['add_column :orders, :at, :datetime, default: -> { "CURRENT_TIMESTAMP" }', []],
    [
      'add_column :orders, :nice, :virtual, type: :string, as: "LOWER(city)", stored: true',
      ['lock table orders rewrites'],
    ],
    ['add_column :orders, :nice, :virtual, type: :string, as: "LOWER(city)"', []],
    ['add_column :orders, :number, :bigserial', ['lock table orders rewrites']],
    ['add_column :orders, :number, :bigint, auto_increment: true', ['lock table orders rewrites']],
    ['add_column :orders, :extra, :json', ['lock table orders fails']],
    ['add_column :orders, :extra, :jsonb', []],
    ['add_index :orders, :note', ['lock index orders.note blocks-writes']],
    ['add_index :orders, [:a, :b], unique: true', ['lock index orders.a.b fails']],
    ['add_index :orders, :note, algorithm: :concurrently', []],
    ['add_index :orders, :note, unique: true, algorithm: :concurrently', []],
    ['add_foreign_key :orders, :shops', ['lock constraint orders.shops blocks-writes']],
    ['add_foreign_key :orders, :shops, validate: false', []],
    ['validate_foreign_key :orders, :shops', []],
    ['add_check_constraint :orders, "price > 0", name: "price"', ['lock constraint orders.price blocks-writes']],
    ['add_check_constraint :orders, "price > 0", validate: false', []],
    ['validate_check_constraint :orders, name: "price"', []],
    [
      'add_exclusion_constraint :orders, "number WITH =", using: :gist',
      ['lock constraint orders.exclusion blocks-reads'],
    ],
    ['add_unique_constraint :orders, :note, name: "u"', ['lock constraint orders.u blocks-reads']],
    ['add_unique_constraint :orders, using_index: "i"', []],
    ['add_reference :orders, :shop', ['lock index orders.shop_id blocks-writes']],
    ['add_reference :orders, :shop, index: false', []],
    ['add_reference :orders, :shop, index: {algorithm: :concurrently}', []],
    ['add_reference :orders, :shop, index: false, foreign_key: true', ['lock constraint orders.shop blocks-writes']],
    ['add_reference :orders, :shop, index: false, foreign_key: {validate: false}', []],
    ['add_belongs_to :orders, :shop, index: { algorithm: :concurrently }', []],
    ['add_timestamps :orders', ['lock table orders fails', 'lock table orders fails']],
    ['add_timestamps :orders, null: true', []],
    ['add_timestamps :orders, default: -> { "now()" }', []],
    ['remove_index :orders, :note', ['? drop index orders.note']],
    ['remove_index :orders, :note, unique: true', ['drop index orders.note']],
    ['remove_foreign_key :orders, :shops', ['drop constraint orders.shops']],
    ['remove_check_constraint :orders, name: "price"', ['drop constraint orders.price']],
    ['add_column :orders, :note, :string\n Order.update_all(note: "none")', ['? lock table Order blocks-writes']],
  ])('%s', (body, expected) => expect(told(rails, { [PATH]: { after: change(body) } })).toEqual(expected));
});

describe('what stays quiet', () => {
  test.each([
    'create_table(:orders) { |t| t.string :note, null: false; t.timestamps; t.index :note; t.references :shop, foreign_key: true }',
    'create_table :orders, id: :uuid, force: false',
    'create_join_table :orders, :items',
    'create_table :orders\n drop_table :orders',
    'create_table :orders\n add_index :orders, :note\n remove_column :orders, :note',
    'add_column :orders, :note, :string\n remove_column :orders, :note',
    'execute "CREATE TABLE orders (id int)"\n execute "DROP TABLE orders"',
    'reversible { |dir| dir.down { drop_table :orders } }',
    'reversible do |dir|\n dir.up { say "hello" }\n dir.down { execute "DROP TABLE orders" }\n end',
    'enable_extension "pgcrypto"',
    'create_enum :mood, %w[sad happy]',
    'add_enum_value :mood, "calm"',
    'change_column_comment :orders, :note, from: nil, to: "a note"',
    'Order.where(shop: nil).delete_all',
    'Order.where(note: nil).update_all(note: "")',
    'Order.where(done: true).find_each(&:destroy)',
    'Order.create!(name: "first")',
    'Order.find_each { |order| order.touch }',
    'Order.reset_column_information',
    'rename_index :orders, "a", "b"',
    '# drop_table :orders',
    'say "drop_table :orders"',
  ])('%s', (body) => expect(told(rails, { [PATH]: { after: change(body) } })).toEqual([]));

  test('down', () =>
    expect(told(rails, { [PATH]: { after: upDown('create_table :orders', 'drop_table :orders') } })).toEqual([]));
  test('drop and create anew is no creation that excuses it', () =>
    expect(told(rails, { [PATH]: { after: change('drop_table :orders\n create_table :orders') } })).toEqual([
      'drop table orders',
    ]));
});

describe('how a migration is written', () => {
  test.each([
    ['up', upDown('drop_table :orders', 'create_table :orders'), ['drop table orders']],
    [
      'self.up',
      'class A < ActiveRecord::Migration\n def self.up\n drop_table :orders\n end\nend',
      ['drop table orders'],
    ],
    [
      'a function of its own',
      'class A < ActiveRecord::Migration[7.0]\n def up\n tidy\n end\n def down\n end\n private\n def tidy\n drop_table :orders\n end\nend',
      ['drop table orders'],
    ],
    [
      'a constant',
      'class A < ActiveRecord::Migration[7.0]\n T = :orders\n def up\n drop_table T\n end\nend',
      ['drop table orders'],
    ],
    [
      'a constant of SQL',
      'class A < ActiveRecord::Migration[7.0]\n S = <<~SQL.freeze\n DROP TABLE orders\n SQL\n def up\n execute S\n end\nend',
      ['drop table orders'],
    ],
    [
      'a variable',
      'class A < ActiveRecord::Migration[7.0]\n def up\n t = "orders"\n drop_table t\n end\nend',
      ['drop table orders'],
    ],
    [
      'a name that is computed',
      'class A < ActiveRecord::Migration[7.0]\n def up\n drop_table "#{prefix}_orders"\n end\nend',
      ['drop table _prefix__orders'],
    ],
    [
      'SQL from elsewhere',
      'class A < ActiveRecord::Migration[7.0]\n def up\n execute File.read("x.sql")\n end\nend',
      ['unreadable File.read is not written here'],
    ],
    [
      'another base class',
      'class A < Gitlab::Database::Migration[2.1]\n def up\n drop_table :orders\n end\nend',
      ['drop table orders'],
    ],
    [
      'Sequel',
      'Sequel.migration do\n up do\n drop_table(:orders)\n alter_table(:items) do\n drop_column :note\n end\n end\n down do\n drop_table(:x)\n end\nend',
      ['drop table orders', 'drop column items.note'],
    ],
    ['CRLF', upDown('drop_table :orders', '').replaceAll('\n', '\r\n'), ['drop table orders']],
    ['a byte order mark', `\uFEFF${upDown('drop_table :orders', '')}`, ['drop table orders']],
    [
      'cut off',
      upDown('drop_table :orders', '').slice(0, 74),
      ['drop table orders', 'unreadable it is not valid Ruby'],
    ],
    ['cut off early', 'class Work < ActiveRec', ['unreadable it is not valid Ruby']],
    ['empty', '', ['unreadable it has no up and no change']],
    ['no migration', 'module Helper\n def self.drop_table(x)\n end\n def up; end\nend', []],
  ])('%s', (_name, after, expected) => expect(told(rails, { [PATH]: { after } })).toEqual(expected));
});

describe('a migration that was there', () => {
  const before = upDown('create_table :orders', 'drop_table :orders');
  const edited = 'migration-edit other 20260101000000_work.rb';
  test.each([
    ['gets a comment', before, `# note\n${before}`, true, []],
    ['is formatted', before, before.replaceAll('    ', '      '), true, []],
    ['is edited', before, before.replace(':orders', ':sales'), true, [edited]],
    [
      'is edited to destroy',
      before,
      upDown('create_table :orders\n drop_table :items', ''),
      true,
      [edited, 'drop table items'],
    ],
    ['is edited before it lands', before, before.replace(':orders', ':sales'), false, []],
    ['is edited before it lands to destroy', before, upDown('drop_table :items', ''), false, ['drop table items']],
    ['is deleted', before, undefined, true, [edited]],
    ['is deleted before it lands', before, undefined, false, []],
  ] as const)('%s', (_name, then, after, landed, expected) =>
    expect(told(rails, { [PATH]: { before: then, landed, ...(after === undefined ? {} : { after }) } })).toEqual(
      expected,
    ),
  );
});

test('a table of another migration of the same change may go again', () => {
  const files = {
    'db/migrate/20260101000000_a.rb': { after: change('create_table :orders') },
    'db/migrate/20260102000000_b.rb': { after: change('drop_table :orders') },
  };
  expect(told(rails, files)).toEqual([]);
});

test('loops in loops end', () => {
  const list = `[${'1,'.repeat(100)}]`;
  const loops = `${`${list}.each { |a| `.repeat(6)}a${' }'.repeat(6)}`;
  expect(told(rails, { [PATH]: { after: change(loops) } })).toEqual([
    'unreadable more than 200000 steps run in this migration',
  ]);
});
