import { expect, test } from 'vitest';
import { type Row, effectsOf, factsOfCommand } from './rows.ts';

test.each([
  ['psql -d shop -c "DROP TABLE invoices"', ['data.drop invoices']],
  ['psql -d shop -c "SELECT * FROM invoices"', []],
  ['psql -d shop -c "TRUNCATE invoices CASCADE"', ['data.truncate invoices']],
  ['psql -d shop -c "DELETE FROM invoices"', ['data.delete-all invoices']],
  ['psql -d shop -c "DELETE FROM invoices WHERE 1 = 1"', ['data.delete-all invoices']],
  ['psql -d shop -c "DELETE FROM invoices WHERE id = 7"', []],
  ['psql -d shop -c "UPDATE invoices SET paid = true"', ['data.delete-all invoices']],
  ['psql -d shop -c "ALTER TABLE invoices DROP COLUMN note"', ['data.drop invoices.note']],
  ['psql -c "DROP ROLE clerk"', ['data.drop clerk', 'system.change clerk']],
  ['psql -c "ALTER SYSTEM SET fsync = off"', ['data.unprotect fsync']],
  ['psql -c "COPY t TO PROGRAM \'sh\'"', ['exec.privileged COPY … PROGRAM']],
  ['psql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"', ['system.change pg_terminate_backend']],
  ['psql -c "$STATEMENT"', ['data.rewrite a statement']],
  ['psql --help', []],
  ['mysql -e "drop database shop" -h db1', ['data.drop shop']],
  ['mysql shop -e "show tables"', []],
  ['sqlite3 app.db "delete from carts"', ['data.delete-all carts']],
  ['sqlite3 :memory: "drop table carts"', []],
  ['sqlite3 app.db .tables', []],
  ['cockroach sql -e "DROP DATABASE shop CASCADE"', ['data.drop shop']],
  ['cockroach version', []],
  ['clickhouse-client -q "TRUNCATE TABLE hits"', ['data.truncate hits']],
  ['clickhouse-client --query="SELECT count() FROM hits"', []],
  ['cqlsh -e "DROP KEYSPACE shop"', ['data.drop shop']],
  ['sqlcmd -S db1 -Q "EXEC xp_cmdshell \'whoami\'"', ['exec.privileged xp_cmdshell']],
  ['bq query --use_legacy_sql=false "DELETE FROM shop.carts WHERE true"', ['data.delete-all shop.carts']],
  ['influx -execute "DROP DATABASE metrics"', ['data.drop metrics']],
  ['mongosh shop --eval "db.dropDatabase()"', ['data.drop dropDatabase']],
  ['mongosh shop --eval "db.carts.deleteMany({})"', ['data.delete-all carts']],
  ['mongosh shop --eval "db.carts.deleteMany({ old: true })"', []],
  ['mongosh shop --eval "db.carts.find()"', []],
  ['redis-cli -h cache FLUSHALL', ['data.truncate redis flushall']],
  ['redis-cli get cart:1', []],
  ['redis-cli del cart:1', []],
  ['redis-cli shutdown nosave', ['system.change redis shutdown']],
  ['redis-cli config set dir /var/www', ['system.change redis config']],
  ['valkey-cli flushdb async', ['data.truncate redis flushdb']],
  ['dropdb --if-exists shop', ['data.drop shop']],
  ['dropuser clerk', ['system.change clerk']],
  ['createdb shop', []],
  ['mysqladmin -u root drop shop', ['data.drop shop']],
  ['mysqladmin status', []],
  ['pg_dump shop', []],
  ['pg_restore --clean -d shop shop.dump', ['data.rewrite shop.dump']],
  ['pg_restore -d shop shop.dump', []],
  ['pg_restore -l shop.dump', []],
  ['mongorestore --drop dump/', ['data.rewrite dump/']],
  ['pg_resetwal -f /var/lib/data', ['data.unprotect /var/lib/data']],
  ['sqlite3 ~/editor/state.vscdb "select 1"', ['secret.read /home/dev/editor/state.vscdb']],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test.each<[string, string, Row?]>([
  ['psql -d shop_test -c "DROP TABLE t"', 'test'],
  ['psql -d shop_dev -c "DROP TABLE t"', 'dev'],
  ['psql -h localhost -d shop -c "DROP TABLE t"', 'unknown'],
  ['psql -h db.prod.example -d shop_test -c "DROP TABLE t"', 'prod'],
  ['psql postgres://test:x@db.example/shop -c "DROP TABLE t"', 'unknown'],
  ['psql postgres://app:x@db.example/shop_test -c "DROP TABLE t"', 'test'],
  ['psql -c "DROP TABLE t"', 'test', { scene: { variables: { PGDATABASE: 'shop_test' } } }],
  ['sqlite3 /tmp/x.db "DROP TABLE t"', 'test'],
  ['rails db:drop RAILS_ENV=test', 'test'],
  ['rails db:drop', 'test', { scene: { variables: { RAILS_ENV: 'test' } } }],
  ['rails db:drop', 'unknown'],
  ['php artisan migrate:fresh --env=testing', 'test'],
  ['prisma migrate reset', 'unknown', { scene: { variables: { NODE_ENV: 'test' } } }],
  ['prisma migrate reset', 'test', { scene: { variables: { DATABASE_URL: 'postgres://a:b@localhost/shop_test' } } }],
])('%s is of %s', (command, environment, row) => {
  const [fact] = factsOfCommand(command, row).filter(({ kind }) => kind.startsWith('data.'));
  expect(fact?.attributes['environment']).toBe(environment);
});

test.each([
  ['psql -c "DROP DATABASE shop_test"', 'test'],
  ['psql -h prod-db -c "DROP DATABASE shop_test"', 'prod'],
  ['psql -c "DROP TABLE load_test"', 'unknown'],
  ['mysql -e "GRANT ALL ON shop_test.* TO ci@localhost"', 'test'],
  ['mysql -e "GRANT ALL ON shop.* TO ci@localhost"', 'unknown'],
])('%s names one of %s', (command, environment) => {
  const [fact] = factsOfCommand(command).filter(({ kind }) => kind !== 'command.run');
  expect(fact?.attributes['environment']).toBe(environment);
});

test('a password is in no fact', () => {
  const commands = [
    'psql postgres://app:hunter2@db1/shop -c "DROP TABLE t"',
    'mysqladmin -u root password hunter2',
    'mongorestore --drop mongodb://app:hunter2@db1/shop',
    'net user clerk hunter2 /add',
    'useradd -p hunter2 clerk',
    'sysadminctl -addUser clerk -password hunter2',
    'cargo publish --token hunter2',
  ];
  const ours = commands
    .flatMap((command) => factsOfCommand(command))
    .filter(({ kind }) => /^(?:data|system|release|infra)/.test(kind));
  expect(ours.length).toBeGreaterThan(5);
  expect(JSON.stringify(ours)).not.toContain('hunter2');
});

test('what a client runs, and where, has names', () => {
  const [ran] = factsOfCommand('psql -h db1 -d shop -c "select 1"');
  expect(ran?.attributes).toMatchObject({ tool: 'psql', verb: 'select', context: 'shop' });
});
