import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/facts/sql/consequence.ts';
import { consequencesOfSql } from '../../src/facts/sql/consequences.ts';
import { sqlRoleOf } from '../../src/facts/sql/migration-path.ts';
import { grammars } from './changes.ts';

type Row = readonly [sql: string, ...seen: readonly string[]];

/** `drop table orders`, with `~` for likely and `?` for possible; what a lock does stands in parentheses. */
function seenIn(sql: string, dialect: Dialect): readonly string[] {
  const marks = { certain: '', likely: ' ~', possible: ' ?' };
  return consequencesOfSql(sql, { dialect, grammars }).consequences.map(
    ({ kind, object, name, certainty, more }) =>
      `${kind.replace('data.', '')} ${object} ${name}${more ? ` (${Object.values(more).join()})` : ''}${marks[certainty]}`,
  );
}

function holds(dialect: Dialect, rows: readonly Row[]): void {
  describe(dialect, () => {
    test.each(rows.map(([sql, ...seen]) => ({ sql, seen })))('$sql', ({ sql, seen }) => {
      expect(seenIn(sql, dialect)).toEqual(seen);
    });
  });
}

describe('what is dropped', () => {
  holds('postgresql', [
    ['DROP TABLE orders', 'drop table orders'],
    ['drop table if exists shop.Orders cascade;', 'drop table shop.orders'],
    ['DROP TABLE "Orders", b', 'drop table Orders', 'drop table b'],
    ['DROP FOREIGN TABLE f', 'drop table f'],
    ['DROP DATABASE shop', 'drop database shop'],
    ['DROP SCHEMA audit CASCADE', 'drop schema audit'],
    ['DROP TABLESPACE fast', 'drop database fast'],
    ['DROP MATERIALIZED VIEW IF EXISTS totals', 'drop view totals ~'],
    ['DROP TYPE mood', 'drop type mood'],
    ['DROP SEQUENCE order_numbers', 'drop other order_numbers ~'],
    ['DROP ROLE app', 'drop role app'],
    ['DROP OWNED BY app', 'drop schema app'],
    ['DROP EXTENSION hstore CASCADE', 'drop other hstore ~'],
    ['DROP VIEW totals', 'drop view totals ?'],
    ['DROP FUNCTION f(int, text)', 'drop routine f ?'],
    ['DROP TRIGGER t ON orders', 'drop routine t ?'],
    ['DROP INDEX CONCURRENTLY IF EXISTS a_idx, b_idx', 'drop index a_idx ?', 'drop index b_idx ?'],
    ['ALTER TABLE orders DROP COLUMN note', 'drop column orders.note'],
    ['alter table only orders drop if exists note cascade', 'drop column orders.note'],
    ['ALTER TABLE orders DROP a, DROP COLUMN b, ADD c int', 'drop column orders.a', 'drop column orders.b'],
    ['ALTER TYPE address DROP ATTRIBUTE street', 'drop column address.street'],
    ['ALTER TABLE m DETACH PARTITION m_2020', 'drop partition m.m_2020 ~'],
    ['ALTER TABLE orders DROP CONSTRAINT orders_pkey', 'drop constraint orders.orders_pkey ~'],
    ['ALTER TABLE orders DROP CONSTRAINT k CASCADE', 'drop constraint orders.k ~'],
    ['ALTER TABLE orders DROP CONSTRAINT orders_user_fkey', 'drop constraint orders.orders_user_fkey ?'],
    ["SELECT drop_chunks('conditions', INTERVAL '3 months')", 'drop partition conditions ~'],
    // what this text made itself
    ['CREATE TABLE a (id int); DROP TABLE a'],
    ['CREATE TABLE public.a (id int); DROP TABLE a'],
    ['CREATE TABLE IF NOT EXISTS a (id int); DROP TABLE a', 'drop table a ?'],
    ['CREATE TEMP TABLE a (id int); TRUNCATE a; DELETE FROM a; DROP TABLE a'],
    ['SELECT * INTO kept FROM orders; DROP TABLE kept'],
    ['ALTER TABLE a ADD COLUMN b int; ALTER TABLE a DROP COLUMN b'],
    ['DROP TABLE a; CREATE TABLE a (id int)', 'drop table a'],
    ['CREATE TABLE other.a (id int); DROP TABLE a', 'drop table a'],
    ['CREATE SCHEMA s; DROP SCHEMA s'],
    ['CREATE TYPE t AS ENUM (); DROP TYPE t'],
    // replaced
    ['DROP VIEW v; CREATE VIEW v AS SELECT 1'],
    ['DROP FUNCTION f; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$'],
    ['DROP INDEX i; CREATE INDEX CONCURRENTLY i ON a (b)'],
    ['DROP POLICY p ON a; CREATE POLICY p ON a USING (id = 1)'],
    ['ALTER TABLE a DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX i'],
    // an enum made anew
    [
      `CREATE TYPE "Role_new" AS ENUM ('A'); ALTER TABLE u ALTER COLUMN r TYPE "Role_new" USING (r::text::"Role_new");
       ALTER TYPE "Role" RENAME TO "Role_old"; ALTER TYPE "Role_new" RENAME TO "Role"; DROP TYPE "Role_old"`,
      'drop value role ~',
    ],
    // a table made anew
    ['CREATE TABLE n (a int); INSERT INTO n SELECT * FROM o; DROP TABLE o; ALTER TABLE n RENAME TO o'],
    ['ALTER TABLE o RENAME TO p; CREATE TABLE o (a int); INSERT INTO o SELECT * FROM p; DROP TABLE p'],
    ['CREATE TABLE n AS SELECT * FROM o; DROP TABLE o; ALTER TABLE n RENAME TO o'],
    [
      'CREATE TABLE n (a int); INSERT INTO n SELECT * FROM o WHERE a = 1; DROP TABLE o; ALTER TABLE n RENAME TO o',
      'drop table o',
    ],
    ['CREATE TABLE n (a int); DROP TABLE o; ALTER TABLE n RENAME TO o', 'drop table o'],
    ['CREATE TABLE n (a int); INSERT INTO n SELECT * FROM o; DROP TABLE o', 'drop table o'],
  ]);
  holds('mysql', [
    ['DROP TABLE `orders`', 'drop table orders'],
    ['DROP TEMPORARY TABLE orders'],
    ['DROP SCHEMA shop', 'drop schema shop'],
    ["DROP USER 'app'@'%'", 'drop role app'],
    ['ALTER TABLE `orders` DROP note', 'drop column orders.note'],
    ['ALTER TABLE orders DROP INDEX i, DROP KEY k', 'drop index orders.i ?', 'drop index orders.k ?'],
    ['ALTER TABLE orders DROP PRIMARY KEY', 'drop constraint orders.its primary key ~'],
    ['ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (a)', 'lock table orders.primary (blocks-reads)'],
    ['ALTER TABLE orders DROP FOREIGN KEY fk', 'drop constraint orders.fk ?'],
    ['ALTER TABLE m DROP PARTITION p1, p2', 'drop partition m.p1', 'drop partition m.p2'],
    ['ALTER TABLE m EXCHANGE PARTITION p WITH TABLE n', 'delete-all partition m.p'],
    ['ALTER TABLE t DISCARD TABLESPACE', 'drop table t'],
    ['/*!40101 DROP TABLE t */', 'drop table t'],
    ['CREATE OR REPLACE TABLE t (a int)', 'drop table t ~'],
    ["SET @s = 'DROP TABLE t'; PREPARE p FROM @s; EXECUTE p", 'drop table t'],
    [
      'DELIMITER $$\nCREATE TRIGGER x BEFORE DELETE ON t FOR EACH ROW BEGIN DELETE FROM u; END$$\nDELIMITER ;\nDROP TABLE v',
      'drop table v',
    ],
    ["INSERT INTO t VALUES ('it\\'s; DROP TABLE t;')"],
    ['# DROP TABLE t'],
  ]);
  holds('sqlite', [
    [
      `PRAGMA foreign_keys=OFF; CREATE TABLE "new_User" ("id" INTEGER); INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
       DROP TABLE "User"; ALTER TABLE "new_User" RENAME TO "User"; PRAGMA foreign_keys=ON;`,
    ],
    [
      `/*
  Warnings:
  - You are about to drop the column \`title\` on the \`User\` table. All the data in the column will be lost.
*/
       CREATE TABLE "new_User" ("id" INTEGER); INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
       DROP TABLE "User"; ALTER TABLE "new_User" RENAME TO "User";`,
      'drop column User.title',
    ],
    ['PRAGMA foreign_keys=OFF; DROP TABLE t', 'unprotect setting foreign_keys ~', 'drop table t'],
    ['CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM u; END; DROP TABLE v', 'drop table v'],
    ['ALTER TABLE t DROP COLUMN c', 'drop column t.c'],
    ['CREATE INDEX i ON t (c)'],
  ]);
  holds('mssql', [
    ['DROP TABLE [dbo].[Orders]', 'drop table dbo.Orders'],
    ["IF OBJECT_ID('dbo.a', 'U') IS NOT NULL DROP TABLE dbo.a\nGO\nSELECT 1", 'drop table dbo.a'],
    ['DROP TABLE a DROP TABLE b', 'drop table a', 'drop table b'],
    ['SELECT 1\nDROP TABLE a\nTRUNCATE TABLE b', 'drop table a', 'truncate table b'],
    ['DROP TABLE #rows'],
    ['ALTER TABLE t DROP COLUMN a, b', 'drop column t.a', 'drop column t.b'],
    ['ALTER TABLE t DROP CONSTRAINT df, COLUMN a', 'drop constraint t.df ?', 'drop column t.a'],
    ['CREATE PROCEDURE p AS\nDELETE FROM t\nTRUNCATE TABLE u\nGO\nDROP TABLE v', 'drop table v'],
    ["EXEC('DROP TABLE t')", 'drop table t'],
    ["DECLARE @s NVARCHAR(MAX) = N'DROP TABLE t'; EXEC sp_executesql @s", 'drop table t'],
    ['CREATE SCHEMA AUTHORIZATION dbo; DROP SCHEMA dbo'],
    ['DROP INDEX i ON t', 'drop index i ?'],
    [
      "EXEC SP_RENAME N'dbo.U', N'U_old'; CREATE TABLE [dbo].[U] (id int); IF EXISTS(SELECT * FROM [dbo].[U_old]) EXEC('INSERT INTO [dbo].[U] ([id]) SELECT [id] FROM [dbo].[U_old]'); DROP TABLE [dbo].[U_old]",
    ],
    ['ALTER TABLE t SWITCH PARTITION 1 TO u', 'delete-all partition t ~'],
  ]);
  holds('oracle', [
    ['DROP TABLE orders CASCADE CONSTRAINTS PURGE', 'drop table orders'],
    ['ALTER TABLE orders DROP (a, b)', 'drop column orders.a', 'drop column orders.b'],
    ['ALTER TABLE orders SET UNUSED (a)', 'drop column orders.a'],
    ['ALTER TABLE orders DROP UNUSED COLUMNS', 'drop column orders'],
    ["BEGIN EXECUTE IMMEDIATE 'DROP TABLE t'; EXCEPTION WHEN OTHERS THEN NULL; END;\n/", 'drop table t'],
    [
      "BEGIN FOR r IN (SELECT n FROM x) LOOP EXECUTE IMMEDIATE 'DROP TABLE ' || r.n; END LOOP; END;\n/",
      'drop table dynamic_name ~',
    ],
    [
      'CREATE OR REPLACE PACKAGE BODY p AS PROCEDURE a IS BEGIN DELETE FROM t; END; END p;\n/\nDROP TABLE u',
      'drop table u',
    ],
    ['DROP USER app CASCADE', 'drop schema app'],
    ['DROP USER app', 'drop role app'],
    ['PURGE TABLE orders', 'drop table orders ~'],
    ['DELETE FROM (SELECT * FROM orders)', 'delete-all row orders'],
    ['DELETE FROM (SELECT * FROM orders WHERE a = 1)'],
    ["PROMPT don't worry\nDROP TABLE orders", 'drop table orders'],
    ['PURGE RECYCLEBIN', 'drop other recyclebin ~'],
  ]);
});

describe('rows that go', () => {
  holds('postgresql', [
    ['TRUNCATE orders', 'truncate table orders'],
    ['TRUNCATE TABLE ONLY a, b RESTART IDENTITY CASCADE', 'truncate table a', 'truncate table b'],
    ['DELETE FROM orders', 'delete-all row orders'],
    ['DELETE FROM orders WHERE id = 1'],
    ['DELETE FROM orders WHERE 1 = 1', 'delete-all row orders'],
    ['DELETE FROM orders WHERE true', 'delete-all row orders'],
    ['DELETE FROM orders WHERE id = id', 'delete-all row orders'],
    ["DELETE FROM orders WHERE 'a' = 'a'", 'delete-all row orders'],
    ['DELETE FROM orders WHERE 1', 'delete-all row orders'],
    ['DELETE FROM orders WHERE 1 <> 2', 'delete-all row orders'],
    ['DELETE FROM orders WHERE 2 > 1', 'delete-all row orders'],
    ['DELETE FROM orders WHERE NOT false', 'delete-all row orders'],
    ['DELETE FROM orders WHERE EXISTS (SELECT 1)', 'delete-all row orders'],
    ['DELETE FROM orders WHERE id = 7 OR true', 'delete-all row orders'],
    ['DELETE FROM orders WHERE ((1 = 1)) AND (true)', 'delete-all row orders'],
    ['DELETE FROM orders WHERE id IS NOT NULL', 'delete-all row orders ?'],
    ["DELETE FROM orders WHERE name LIKE '%'", 'delete-all row orders ?'],
    ['DELETE FROM orders WHERE 1 = 1 AND id = 7'],
    ['DELETE FROM orders WHERE a > 0'],
    ['DELETE FROM orders WHERE id BETWEEN 1 AND 10'],
    ['DELETE FROM orders WHERE 1 = 2'],
    ['DELETE FROM orders WHERE a = b'],
    ["DELETE FROM orders WHERE note = 'x OR 1 = 1'"],
    ['DELETE FROM orders USING users', 'delete-all row orders ~'],
    ['DELETE FROM orders USING users WHERE users.id = orders.user_id'],
    ['WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO kept SELECT * FROM gone', 'delete-all row orders'],
    ['WITH old AS (SELECT id FROM orders) DELETE FROM orders WHERE id IN (SELECT id FROM old)'],
    ['EXPLAIN ANALYZE DELETE FROM orders', 'delete-all row orders'],
    ['EXPLAIN DELETE FROM orders'],
    ['UPDATE orders SET a = 1', 'delete-all row orders'],
    ['UPDATE orders SET a = 1 WHERE id = 1'],
    ['UPDATE orders SET a = (SELECT 1 WHERE true)', 'delete-all row orders'],
    ['ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = b'],
    ['ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = b, b = 1', 'delete-all row orders'],
    ['ALTER TABLE orders ADD COLUMN a int, ADD COLUMN c int; UPDATE orders SET (a, c) = (b, 1)'],
    ['INSERT INTO orders VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1'],
    ['MERGE INTO t USING s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE', 'delete-all row t ~'],
    ['MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = 1'],
    ['DO $$ BEGIN DELETE FROM orders; END $$', 'delete-all row orders'],
    ["DO $$ BEGIN EXECUTE format('TRUNCATE %I', t); END $$", 'truncate table dynamic_name ~'],
    ['DO $$ BEGIN IF EXISTS (SELECT 1) THEN DELETE FROM orders WHERE a = 1; END IF; END $$'],
    ['CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; END $$'],
    ['CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM orders'],
    ['CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE)'],
    ['SELECT 1 FOR UPDATE'],
    ["COMMENT ON TABLE orders IS 'DROP TABLE orders'"],
    ['COPY t (id) FROM stdin;\n1\tDROP TABLE a;\n\\.\nDROP TABLE b;', 'drop table b'],
    ['\\set x 1\n\\c shop\nDROP TABLE b', 'drop table b'],
  ]);
  holds('mysql', [
    ['TRUNCATE `orders`', 'truncate table orders'],
    ['DELETE a, b FROM a INNER JOIN b ON a.id = b.id', 'delete-all row a ~'],
    ['DELETE FROM orders ORDER BY id LIMIT 5', 'delete-all row orders ~'],
    ['DELETE QUICK IGNORE FROM orders', 'delete-all row orders'],
    ['UPDATE orders SET a = 1 LIMIT 5', 'delete-all row orders ~'],
    ['UPDATE a, b SET a.x = b.x', 'delete-all row a'],
    ['UPDATE a, b SET a.x = b.x WHERE a.id = b.id'],
    ['INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1'],
    ['REPLACE INTO t VALUES (1)'],
    ['ALTER TABLE t TRUNCATE PARTITION p1, p2', 'truncate partition t.p1', 'truncate partition t.p2'],
  ]);
  holds('mssql', [
    ['DELETE orders', 'delete-all row orders'],
    ['DELETE TOP (10) FROM orders', 'delete-all row orders ~'],
    ['DELETE o FROM orders o JOIN users u ON u.id = o.user_id WHERE u.gone = 1'],
    ['UPDATE o SET a = 1 FROM orders o', 'delete-all row o'],
    ['UPDATE STATISTICS orders'],
    ['BEGIN TRY\nDELETE FROM t;\nEND TRY\nBEGIN CATCH\nTHROW\nEND CATCH', 'delete-all row t'],
  ]);
  holds('oracle', [
    ['DELETE orders', 'delete-all row orders'],
    ['BEGIN\n  DELETE FROM t1;\nEND;', 'delete-all row t1'],
    ['TRUNCATE TABLE t DROP STORAGE', 'truncate table t'],
    ["DECLARE n NUMBER; BEGIN n := 1; EXECUTE IMMEDIATE 'TRUNCATE TABLE t'; END;\n/", 'truncate table t'],
  ]);
});

describe('columns that change', () => {
  holds('postgresql', [
    ['ALTER TABLE t ALTER COLUMN c TYPE varchar(10)', 'rewrite column t.c (unknown) ~'],
    ['ALTER TABLE t ALTER c SET DATA TYPE int USING c::int', 'rewrite column t.c (unknown) ~'],
    ['ALTER TABLE t ALTER c TYPE text', 'lock column t.c (rewrites) ~'],
    ['ALTER TABLE t ALTER c TYPE varchar', 'lock column t.c (rewrites) ~'],
    ['ALTER TABLE t ALTER c TYPE numeric', 'lock column t.c (rewrites) ~'],
    ['ALTER TABLE t ALTER c TYPE bigint', 'lock column t.c (rewrites) ~'],
    ['-- AlterTable\nALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE VARCHAR(500)', 'lock column t.c (rewrites) ~'],
    [
      '/*\n  Warnings:\n  - You are about to alter the column `c` on the `t` table. The data in that column could be lost.\n*/\nALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE INTEGER',
      'rewrite column t.c (true)',
    ],
    ['ALTER TABLE t ALTER c SET NOT NULL', 'lock column t.c (fails)'],
    ['ALTER TABLE t ALTER c DROP NOT NULL'],
    ['ALTER TABLE t ALTER c SET DEFAULT 1, ALTER d DROP DEFAULT'],
    ['ALTER TABLE t ADD COLUMN c text'],
    ['ALTER TABLE t ADD COLUMN c text NOT NULL', 'lock table t.c (fails)'],
    ['ALTER TABLE t ADD COLUMN c boolean NOT NULL DEFAULT true'],
    ['ALTER TABLE t ADD COLUMN c timestamptz NOT NULL DEFAULT now()'],
    ['ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()', 'lock table t.c (rewrites)'],
    ['ALTER TABLE t ADD COLUMN c serial', 'lock table t.c (rewrites)'],
    ['ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a) STORED', 'lock table t.c (rewrites)'],
    ['ALTER TABLE t RENAME COLUMN a TO b', 'rename column t.a'],
    ['ALTER TABLE t RENAME a TO b', 'rename column t.a'],
    ['ALTER TABLE t RENAME TO u', 'rename table t'],
    ['ALTER TABLE t RENAME CONSTRAINT a TO b', 'rename constraint t.a ?'],
    ['ALTER TABLE t SET SCHEMA s', 'rename table t'],
    ['ALTER SCHEMA a RENAME TO b', 'rename schema a'],
    ["ALTER TYPE mood RENAME VALUE 'a' TO 'b'", 'rename value mood'],
    ["ALTER TYPE mood ADD VALUE 'c'"],
    [
      'CREATE TABLE t (c int); ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t DROP COLUMN c; CREATE INDEX i ON t (c)',
    ],
  ]);
  holds('mysql', [
    ['ALTER TABLE t MODIFY c varchar(10)', 'rewrite column t.c (unknown) ?'],
    ['ALTER TABLE t CHANGE a b int', 'rename column t.a', 'rewrite column t.a (unknown) ?'],
    ['ALTER TABLE t CHANGE a a text', 'lock column t.a (rewrites) ~'],
    ['ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', 'rewrite table t (unknown) ?'],
    ['RENAME TABLE a TO b', 'rename table a'],
    ['ALTER TABLE t ADD INDEX i (c), ADD COLUMN d int DEFAULT 1 AFTER c'],
    ['CREATE INDEX i ON t (c)'],
  ]);
  holds('mssql', [
    ['ALTER TABLE t ALTER COLUMN c INT NOT NULL', 'rewrite column t.c (unknown) ?', 'lock column t.c (fails)'],
    ["EXEC sp_rename 'dbo.t.a', 'b', 'COLUMN'", 'rename column dbo.t.a'],
    ["EXEC sp_rename 'dbo.t', 'u'", 'rename table dbo.t'],
    ['ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0)'],
    ['ALTER TABLE t WITH CHECK ADD CONSTRAINT c CHECK (a > 0)', 'lock table t.c (blocks-writes)'],
  ]);
  holds('oracle', [
    [
      'ALTER TABLE t MODIFY (c VARCHAR2(10), d NUMBER(5))',
      'rewrite column t.c (unknown) ?',
      'rewrite column t.d (unknown) ?',
    ],
    ['ALTER TABLE t ADD (c DATE DEFAULT SYSDATE NOT NULL, d NUMBER NOT NULL)', 'lock table t.d (fails)'],
    ['RENAME a TO b', 'rename table a'],
  ]);
});

describe('locks, safeguards and grants', () => {
  holds('postgresql', [
    ['CREATE INDEX i ON t (c)', 'lock table t (blocks-writes)'],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (c)'],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a)', 'lock table t.f (blocks-writes)'],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT f'],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', 'lock table t.c (blocks-writes)'],
    ['ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)', 'lock table t.u (blocks-reads)'],
    ['ALTER TABLE t ADD PRIMARY KEY (a)', 'lock table t.primary (blocks-reads)'],
    ['ALTER TABLE t ADD CONSTRAINT p PRIMARY KEY USING INDEX i'],
    ['VACUUM FULL t', 'lock table t (rewrites)'],
    ['VACUUM t'],
    ['CLUSTER t USING i', 'lock table t (rewrites)'],
    ['LOCK TABLE t', 'lock table t (blocks-reads)'],
    ['REFRESH MATERIALIZED VIEW v', 'lock table v (blocks-reads)'],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v'],
    ['ALTER TABLE t DISABLE ROW LEVEL SECURITY', 'unprotect table t'],
    ['ALTER TABLE t DISABLE ROW LEVEL SECURITY; ALTER TABLE t ENABLE ROW LEVEL SECURITY'],
    ['ALTER TABLE t NO FORCE ROW LEVEL SECURITY', 'unprotect table t'],
    ['ALTER TABLE t DISABLE TRIGGER ALL', 'unprotect table t'],
    ['ALTER TABLE t DISABLE TRIGGER ALL; UPDATE t SET a = 1 WHERE b; ALTER TABLE t ENABLE TRIGGER ALL'],
    ['ALTER TABLE t SET UNLOGGED', 'unprotect table t'],
    ['DROP POLICY p ON t', 'unprotect table t.p ~'],
    ['SET session_replication_role = replica', 'unprotect setting session_replication_role'],
    ["SET session_replication_role = 'replica'; SET session_replication_role = 'origin'"],
    ['ALTER SYSTEM SET fsync = off', 'unprotect setting fsync ~'],
    ['GRANT ALL ON t TO app', 'access.widen role app (action)'],
    ['GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO app', 'access.widen role app (action)'],
    ['GRANT SELECT ON t TO PUBLIC', 'access.widen role public (public)'],
    ['GRANT SELECT ON t TO app WITH GRANT OPTION', 'access.widen role app (privilege)'],
    ['GRANT SELECT, INSERT ON t TO app'],
    ['CREATE TABLE t (a int); GRANT ALL ON t TO app', 'access.widen role app (action) ?'],
    ['GRANT readers TO app', 'access.widen role app (privilege) ?'],
    ['GRANT pg_write_all_data TO app', 'access.widen role app (admin)'],
    ['CREATE ROLE app LOGIN SUPERUSER', 'access.widen role app (admin)'],
    ['ALTER ROLE app BYPASSRLS', 'access.widen role app (admin)'],
    ['ALTER ROLE app NOSUPERUSER'],
    ['REVOKE ALL ON t FROM app'],
    ['ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO app', 'access.widen role app (action)'],
  ]);
  holds('mysql', [
    ['SET FOREIGN_KEY_CHECKS=0', 'unprotect setting foreign_key_checks ~'],
    ['SET FOREIGN_KEY_CHECKS=0; SET FOREIGN_KEY_CHECKS=1'],
    [
      '/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\n/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;',
    ],
    ["GRANT ALL PRIVILEGES ON *.* TO 'app'@'%'", 'access.widen role app (admin)'],
  ]);
  holds('mssql', [
    ['DISABLE TRIGGER ALL ON t', 'unprotect table t'],
    ['ALTER TABLE t NOCHECK CONSTRAINT ALL', 'unprotect table t'],
    ['ALTER SERVER ROLE sysadmin ADD MEMBER app', 'access.widen role app (admin)'],
    ["EXEC sp_addrolemember 'db_owner', 'app'", 'access.widen role app (admin)'],
  ]);
  holds('oracle', [
    ['GRANT DBA TO app', 'access.widen role app (admin)'],
    ['GRANT SELECT ANY TABLE TO app', 'access.widen role app (admin)'],
    ['GRANT CREATE SESSION TO app'],
  ]);
});

describe('only the way forward runs', () => {
  holds('unknown', [
    ['-- +goose Up\nCREATE TABLE a (b int);\n-- +goose Down\nDROP TABLE a;'],
    ['-- +migrate Up\nSELECT 1;\n-- +migrate Down\nDROP TABLE z;\n-- +migrate Up\nDROP TABLE y;', 'drop table y'],
    ['-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE z;'],
    ['-- !Ups\nSELECT 1;\n-- !Downs\nDROP TABLE z;'],
    ['-- Up Migration\nSELECT 1;\n-- Down Migration\nDROP TABLE z;'],
    ['--liquibase formatted sql\n--changeset a:1\nCREATE TABLE a (b int);\n--rollback DROP TABLE a;'],
    ['-- harmless\rDROP TABLE z;', 'drop table z'],
    // the mark alone, without the other, hides nothing
    ['-- migrate:down\nDROP TABLE z;', 'drop table z'],
    ['-- Down\nDROP TABLE z;', 'drop table z'],
    ['/* a /* b */ DROP TABLE x; */ DROP TABLE y', 'drop table y'],
    ['/* a /* b */ DROP TABLE x', 'drop table x'],
    ['DROP TABLE ${schema}.orders', 'drop table ${schema}.orders'],
    ['DROP TABLE {{ schema }}.orders', 'drop table {{ schema }}.orders'],
    ["{{ config(materialized='table') }}\nSELECT 1"],
  ]);
});

describe('what a file of SQL is for', () => {
  test.each<[path: string, role: string]>([
    ['db/migrations/0002_x.sql', 'migration'],
    ['prisma/migrations/20240101_init/migration.sql', 'migration'],
    ['src/main/resources/db/migration/V2__x.sql', 'migration'],
    ['sql/V2__x.sql', 'migration'],
    ['db/20240101_orders.sql', 'migration'],
    ['migrations/0003_seed_roles.sql', 'migration'],
    ['a/0001_x.up.sql', 'migration'],
    ['a/0001_x.down.sql', 'down'],
    ['a/down.sql', 'down'],
    ['db/U2__x.sql', 'down'],
    ['sqitch/revert/x.sql', 'down'],
    ['db/R__views.sql', 'repeatable'],
    ['migrations/seeds/x.sql', 'seed'],
    ['prisma/seed.sql', 'seed'],
    ['internal/queries/x.sql', 'query'],
    ['reports/2024_sales.sql', 'query'],
    ['db/structure.sql', 'schema'],
    ['tables/orders.sql', 'schema'],
    ['deploy/grant.sql', 'script'],
    ['scripts/nightly.sql', 'script'],
  ])('%s', (path, role) => {
    expect(sqlRoleOf(path)).toBe(role);
  });
});

describe('what cannot be read is said', () => {
  test.each([
    ["SELECT 'never closed; DROP TABLE a", 'a string is opened and never closed'],
    ['SELECT "never closed; DROP TABLE a', 'a quoted name is opened and never closed'],
    ['DO $x$ DROP TABLE a', 'a body in $x$ is opened and never closed'],
    ['/* DROP TABLE a', 'a comment is opened and never closed'],
    ['CREATE PROCEDURE p() BEGIN DROP TABLE a; ', 'the body of a routine is never closed'],
    ['FROB TABLE a', 'no statement known here begins with "FROB TABLE"'],
  ])('%s', (sql, why) => {
    expect(consequencesOfSql(sql, { dialect: 'unknown', grammars }).unread).toEqual([{ line: 1, why }]);
  });

  test('hostile text comes to an end', () => {
    for (const piece of [
      '(',
      "'",
      '$a$',
      '/*',
      'BEGIN ',
      'CASE ',
      'DROP TABLE a,',
      '${',
      'a.',
      'SET FOREIGN_KEY_CHECKS=0;',
      '\n',
      'ALTER TABLE a RENAME TO a;',
    ])
      for (const dialect of ['postgresql', 'mysql', 'unknown'] as const)
        expect(
          consequencesOfSql(`DELETE FROM t WHERE ${piece.repeat(2_000)}`, { dialect, grammars }),
          piece,
        ).toBeDefined();
  }, 30_000);
});
