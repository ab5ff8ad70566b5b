import { describe, expect, test } from 'vitest';
import { knex } from '../../../src/facts/analyzers/knex.ts';
import { sequelize } from '../../../src/facts/analyzers/sequelize.ts';
import { typeorm } from '../../../src/facts/analyzers/typeorm.ts';
import { told } from './tell.ts';

const PATH = 'db/migrations/20260101000000_work';

describe('Knex', () => {
  const up = (body: string): string =>
    `exports.up = async function (knex) {\n  ${body}\n};\n\nexports.down = async (knex) => {\n  await knex.schema.dropTable('down');\n};\n`;
  const table = (body: string): string => up(`await knex.schema.alterTable('orders', (t) => {\n    ${body}\n  });`);
  test.each([
    ["return knex.schema.dropTable('orders');", ['drop table orders']],
    [
      "await knex.schema.dropTableIfExists('orders').dropTableIfExists('items');",
      ['drop table orders', 'drop table items'],
    ],
    ["await knex.schema.withSchema('shop').dropTable('orders');", ['drop table orders']],
    ["await knex.schema.renameTable('orders', 'sales');", ['rename table orders']],
    ["await knex.schema.dropSchema('shop');", ['drop schema shop']],
    ["await knex.schema.dropView('v');", ['drop view v']],
    ["await knex.raw('DROP TABLE orders');", ['drop table orders']],
    ['await knex.raw(`DROP TABLE ${T}`);', ['? drop table _t_']],
    ["const t = 'orders'; await knex.raw(`DELETE FROM ${t}`);", ['delete-all row orders']],
    ['await knex.schema.raw(sql);', ['unreadable sql is not written here']],
    ["await knex('orders').del();", ['delete-all row orders']],
    ["await knex('orders').delete();", ['delete-all row orders']],
    ["await knex('orders').truncate();", ['truncate table orders']],
    ["await knex.from('orders').del();", ['delete-all row orders']],
    ["await knex('orders').update({ note: '' });", ['? delete-all row orders']],
    ["await knex('orders').where({ id: 1 }).del();", []],
    ["await knex('orders').del().where({ id: 1 });", []],
    ["await knex('orders').whereNull('note').update({ note: '' });", []],
    ["await knex('orders').insert({ note: '' });", []],
    ["for (const t of ['a', 'b']) { await knex.schema.dropTable(t); }", ['drop table a', 'drop table b']],
    ["await Promise.all(['a', 'b'].map((t) => knex.schema.dropTable(t)));", ['drop table a', 'drop table b']],
    ["await knex.schema.createTable('orders', (t) => { t.increments(); t.string('n').notNullable(); });", []],
    ["await knex.schema.createTable('orders', () => {}); await knex.schema.dropTable('orders');", []],
    ["// await knex.schema.dropTable('orders');", []],
  ])('%s', (body, expected) => expect(told(knex, { [`${PATH}.js`]: { after: up(body) } })).toEqual(expected));

  test.each([
    ["t.dropColumn('note');", ['drop column orders.note']],
    ["t.dropColumn('note', 'memo');", ['drop column orders.note', 'drop column orders.memo']],
    ["t.dropColumns(['note', 'memo']);", ['drop column orders.note', 'drop column orders.memo']],
    ['t.dropTimestamps();', ['drop column orders.created_at', 'drop column orders.updated_at']],
    ["t.renameColumn('note', 'memo');", ['rename column orders.note']],
    ["t.integer('note').alter();", ['? rewrite column orders.note']],
    ["t.string('note').notNullable().alter();", ['? rewrite column orders.note', 'lock column orders.note fails']],
    ["t.text('note').alter();", []],
    ["t.string('note').notNullable().alter({ alterType: false });", ['lock column orders.note fails']],
    ["t.string('note').notNullable();", ['lock table orders fails']],
    ["t.string('note').notNullable().defaultTo('');", []],
    ["t.string('note').nullable();", []],
    ["t.string('note').unique();", []],
    ["t.index(['note']);", ['lock index orders blocks-writes']],
    ["t.unique(['note']);", ['lock index orders fails']],
    ["t.foreign('shop_id').references('id').inTable('shops');", ['lock constraint orders blocks-writes']],
    ["t.dropForeign('shop_id');", ['drop constraint orders.shop_id']],
    ["t.dropIndex(['note']);", ['? drop index orders.note']],
    ["t.dropNullable('note');", ['lock column orders.note fails']],
    ["t.setNullable('note');", []],
  ])('%s', (body, expected) => expect(told(knex, { [`${PATH}.js`]: { after: table(body) } })).toEqual(expected));

  test.each([
    [
      'an exported function',
      "import { Knex } from 'knex';\nexport async function up(knex: Knex): Promise<void> {\n  await knex.schema.dropTable('orders');\n}\nexport async function down(knex: Knex) { await knex.schema.dropTable('x'); }\n",
      ['drop table orders'],
    ],
    [
      'an exported arrow',
      "export const up = (knex) => knex.schema.dropTable('orders');\nexport const down = (knex) => knex.schema.dropTable('x');\n",
      ['drop table orders'],
    ],
    [
      'an object',
      "module.exports = { up: (knex) => knex.schema.dropTable('orders'), down: (knex) => knex.schema.dropTable('x') };\n",
      ['drop table orders'],
    ],
    [
      'Kysely',
      "import { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>) {\n  await db.schema.alterTable('orders').dropColumn('note').execute();\n  await db.schema.dropTable('items').execute();\n  await db.deleteFrom('a').execute();\n  await db.deleteFrom('b').where('id', '=', 1).execute();\n}\n",
      ['drop column orders.note', 'drop table items', 'delete-all row a'],
    ],
    [
      'node-pg-migrate',
      "exports.up = (pgm) => {\n  pgm.dropColumns('orders', ['note']);\n  pgm.dropTable('items');\n  pgm.sql('TRUNCATE a');\n  pgm.alterColumn('b', 'c', { type: 'integer' });\n  pgm.addColumns('d', { e: { type: 'text', notNull: true } });\n};\nexports.down = (pgm) => pgm.dropTable('x');\n",
      ['drop column orders.note', 'drop table items', 'truncate table a', '? rewrite column b.c', 'lock table d fails'],
    ],
    [
      'db-migrate',
      "exports.up = function (db, callback) {\n  db.removeColumn('orders', 'note', callback);\n};\nexports.down = function (db, callback) {\n  db.dropTable('x', callback);\n};\n",
      ['drop column orders.note'],
    ],
    [
      'a function of its own',
      "async function tidy(knex) { await knex.schema.dropTable('orders'); }\nexports.up = async (knex) => { await tidy(knex); };\n",
      ['drop table orders'],
    ],
    [
      'a file that is cut off',
      "exports.up = async (knex) => {\n  await knex.schema.dropTable('orders');\n  await knex.",
      ['unreadable it is not valid JavaScript'],
    ],
    ['a file without up', "const knex = require('knex');\n", ['unreadable it has no up']],
  ])('%s', (_name, after, expected) => expect(told(knex, { [`${PATH}.ts`]: { after } })).toEqual(expected));
});

describe('TypeORM', () => {
  const up = (body: string): string =>
    `import { MigrationInterface, QueryRunner } from 'typeorm';\n\nexport class Work1700000000000 implements MigrationInterface {\n  name = 'Work1700000000000';\n\n  public async up(queryRunner: QueryRunner): Promise<void> {\n    ${body}\n  }\n\n  public async down(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query('DROP TABLE "down"');\n  }\n}\n`;
  test.each([
    ['await queryRunner.query(`DROP TABLE "orders"`);', ['drop table orders']],
    ['await queryRunner.query(`ALTER TABLE "orders" DROP COLUMN "note"`);', ['drop column orders.note']],
    ["await queryRunner.dropTable('orders', true);", ['drop table orders']],
    ["await queryRunner.dropTable(new Table({ name: 'orders' }));", ['drop table orders']],
    ["await queryRunner.dropColumn('orders', 'note');", ['drop column orders.note']],
    [
      "await queryRunner.dropColumns('orders', ['note', 'memo']);",
      ['drop column orders.note', 'drop column orders.memo'],
    ],
    [
      "await queryRunner.dropColumns('orders', [new TableColumn({ name: 'note', type: 'text' })]);",
      ['drop column orders.note'],
    ],
    ["await queryRunner.dropSchema('shop');", ['drop schema shop']],
    ["await queryRunner.dropDatabase('shop');", ['drop database shop']],
    ["await queryRunner.clearTable('orders');", ['truncate table orders']],
    ['await queryRunner.clearDatabase();', ['drop database every table']],
    [
      "await queryRunner.changeColumn('orders', 'note', new TableColumn({ name: 'note', type: 'int' }));",
      ['? rewrite column orders.note'],
    ],
    ["await queryRunner.renameColumn('orders', 'note', 'memo');", ['rename column orders.note']],
    ["await queryRunner.renameTable('orders', 'sales');", ['rename table orders']],
    ["await queryRunner.addColumn('orders', new TableColumn({ name: 'note', type: 'text', isNullable: true }));", []],
    [
      "await queryRunner.addColumn('orders', new TableColumn({ name: 'note', type: 'text', isNullable: false }));",
      ['lock table orders fails'],
    ],
    [
      "await queryRunner.addColumn('orders', new TableColumn({ name: 'note', type: 'text', isNullable: false, default: \"''\" }));",
      [],
    ],
    ["await queryRunner.createTable(new Table({ name: 'orders', columns: [] }), true);", []],
    [
      "await queryRunner.createTable(new Table({ name: 'orders' })); await queryRunner.createIndex('orders', new TableIndex({}));",
      [],
    ],
    [
      "await queryRunner.createIndex('orders', new TableIndex({ name: 'i', columnNames: ['note'] }));",
      ['lock index orders blocks-writes'],
    ],
    [
      "await queryRunner.createForeignKey('orders', new TableForeignKey({}));",
      ['lock constraint orders blocks-writes'],
    ],
    ["await queryRunner.dropForeignKey('orders', 'fk');", ['drop constraint orders']],
    ['await queryRunner.manager.clear(Order);', ['truncate table Order']],
    ['await queryRunner.manager.delete(Order, {});', ['delete-all row Order']],
    ['await queryRunner.manager.delete(Order, { id: 1 });', []],
    ['await queryRunner.manager.createQueryBuilder().delete().from(Order).execute();', ['delete-all row an entity']],
    ["await queryRunner.manager.createQueryBuilder().delete().from(Order).where('id = 1').execute();", []],
    [
      'await queryRunner.query(`CREATE TABLE "orders" ("id" int)`);\n await queryRunner.query(`CREATE INDEX "i" ON "orders" ("id")`);',
      [],
    ],
    ['await this.tidy(queryRunner);', []],
  ])('%s', (body, expected) =>
    expect(told(typeorm, { 'src/migrations/1700000000000-Work.ts': { after: up(body) } })).toEqual(expected),
  );

  test('MikroORM', () => {
    const after = `import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration1 extends Migration {\n  override async up(): Promise<void> {\n    this.addSql('alter table "orders" drop column "note";');\n  }\n\n  override async down(): Promise<void> {\n    this.addSql('drop table "x";');\n  }\n}\n`;
    expect(told(typeorm, { 'migrations/Migration20260101000000.ts': { after } })).toEqual(['drop column orders.note']);
  });
});

describe('Sequelize', () => {
  const up = (body: string): string =>
    `'use strict';\n\nmodule.exports = {\n  async up(queryInterface, Sequelize) {\n    ${body}\n  },\n\n  async down(queryInterface, Sequelize) {\n    await queryInterface.dropTable('down');\n  },\n};\n`;
  test.each([
    ["await queryInterface.dropTable('orders');", ['drop table orders']],
    ["await queryInterface.dropTable({ tableName: 'orders', schema: 'shop' });", ['drop table orders']],
    ['await queryInterface.dropAllTables();', ['drop database all tables']],
    ["await queryInterface.removeColumn('orders', 'note');", ['drop column orders.note']],
    [
      "await queryInterface.removeColumn({ tableName: 'orders' }, 'note', { transaction });",
      ['drop column orders.note'],
    ],
    ["await queryInterface.renameColumn('orders', 'note', 'memo');", ['rename column orders.note']],
    [
      "await queryInterface.changeColumn('orders', 'note', { type: Sequelize.INTEGER });",
      ['? rewrite column orders.note'],
    ],
    [
      "await queryInterface.changeColumn('orders', 'note', { type: Sequelize.TEXT, allowNull: false });",
      ['lock column orders.note fails'],
    ],
    ["await queryInterface.addColumn('orders', 'note', { type: Sequelize.TEXT });", []],
    [
      "await queryInterface.addColumn('orders', 'note', { type: Sequelize.TEXT, allowNull: false });",
      ['lock table orders fails'],
    ],
    [
      "await queryInterface.addColumn('orders', 'note', { type: Sequelize.TEXT, allowNull: false, defaultValue: '' });",
      [],
    ],
    ["await queryInterface.addIndex('orders', ['note']);", ['lock index orders blocks-writes']],
    ["await queryInterface.addIndex('orders', ['note'], { concurrently: true });", []],
    [
      "await queryInterface.addConstraint('orders', { fields: ['note'], type: 'unique' });",
      ['lock constraint orders blocks-writes'],
    ],
    ["await queryInterface.bulkDelete('orders', null, {});", ['delete-all row orders']],
    ["await queryInterface.bulkDelete('orders', {});", ['delete-all row orders']],
    ["await queryInterface.bulkDelete('orders');", ['delete-all row orders']],
    ["await queryInterface.bulkDelete('orders', { id: 1 });", []],
    ["await queryInterface.bulkUpdate('orders', { note: '' }, {});", ['? delete-all row orders']],
    ["await queryInterface.sequelize.query('DROP TABLE orders');", ['drop table orders']],
    ['await Order.destroy({ truncate: true });', ['truncate table Order']],
    ['await Order.destroy({ where: {} });', ['delete-all row Order']],
    ['await Order.destroy({ where: { id: 1 } });', []],
    ["await queryInterface.createTable('orders', { id: Sequelize.INTEGER });", []],
    ["await queryInterface.createTable('orders', {}); await queryInterface.removeColumn('orders', 'x');", []],
    [
      "await queryInterface.sequelize.transaction(async (t) => {\n await queryInterface.dropTable('orders', { transaction: t });\n });",
      ['drop table orders'],
    ],
    [
      "return Promise.all([queryInterface.dropTable('a'), queryInterface.dropTable('b')]);",
      ['drop table a', 'drop table b'],
    ],
  ])('%s', (body, expected) => expect(told(sequelize, { [`${PATH}.js`]: { after: up(body) } })).toEqual(expected));
});

test('each file is read by one analyzer', () => {
  const after = "module.exports = { up: (queryInterface) => queryInterface.dropTable('orders') };\n";
  expect([knex, typeorm, sequelize].flatMap((one) => told(one, { [`${PATH}.js`]: { after } }))).toEqual([
    'drop table orders',
  ]);
});
