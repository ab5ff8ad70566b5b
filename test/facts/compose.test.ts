import { describe, expect, test } from 'vitest';
import { compose } from '../../src/facts/analyzers/compose.ts';
import { brief, factsBetween } from './text-changes.ts';

const PATH = 'docker-compose.yml';
type Row = readonly [name: string, before: string | null, after: string, facts: readonly string[]];

const db = (
  more = '',
  image = 'postgres:16',
  volumes = '["pgdata:/var/lib/postgresql/data"]',
  top = 'volumes:\n  pgdata:\n',
): string =>
  `services:\n  db:\n    image: ${image}\n${volumes === '' ? '' : `    volumes: ${volumes}\n`}${more}  web:\n    image: shop:1\n${top}`;
const web = (more = ''): string => `services:\n  web:\n    image: shop:1\n${more}`;

const rows: readonly Row[] = [
  // data
  ['a data volume is unmounted', db(), db('', 'postgres:16', ''), ['infra.destroy pgdata certain']],
  [
    'a data volume becomes another',
    db(),
    db('', 'postgres:16', '["data2:/var/lib/postgresql/data"]', 'volumes:\n  data2:\n'),
    ['infra.replace pgdata certain'],
  ],
  [
    'a data volume becomes a folder',
    db(),
    db('', 'postgres:16', '["./data:/var/lib/postgresql/data"]'),
    ['infra.replace pgdata certain'],
  ],
  [
    'a folder of data becomes memory',
    web('    volumes: ["./data:/data"]\n'),
    web('    tmpfs: /data\n'),
    ['infra.replace ./data certain'],
  ],
  [
    'the volume gets another name',
    db('', 'postgres:16', '["pgdata:/var/lib/postgresql/data"]', 'volumes:\n  pgdata: {name: a}\n'),
    db('', 'postgres:16', '["pgdata:/var/lib/postgresql/data"]', 'volumes:\n  pgdata: {name: b}\n'),
    ['infra.replace pgdata certain'],
  ],
  [
    'the volume is given a name',
    db(),
    db('', 'postgres:16', '["pgdata:/var/lib/postgresql/data"]', 'volumes:\n  pgdata: {name: shop_pgdata}\n'),
    ['infra.replace pgdata possible'],
  ],
  [
    'the volume gets another driver',
    db(),
    db('', 'postgres:16', '["pgdata:/var/lib/postgresql/data"]', 'volumes:\n  pgdata: {driver: nfs}\n'),
    ['infra.replace pgdata certain'],
  ],
  ['the project gets another name', `name: a\n${db()}`, `name: b\n${db()}`, ['infra.replace pgdata certain']],
  [
    'the key changes and the name stays',
    db('', 'postgres:16', '["a:/var/lib/postgresql/data"]', 'volumes:\n  a: {name: x}\n'),
    db('', 'postgres:16', '["b:/var/lib/postgresql/data"]', 'volumes:\n  b: {name: x}\n'),
    [],
  ],
  [
    'data where the image does not look',
    db(),
    db('', 'postgres:16', '["pgdata:/data"]'),
    ['infra.replace pgdata likely'],
  ],
  ['modules are no data', web('    volumes: ["modules:/app/node_modules"]\n'), web(), []],
  ['source code is no data', web('    volumes: ["./src:/app/src"]\n'), web(), []],
  [
    'a configuration is no data',
    db('', 'postgres:16', '["./pg.conf:/etc/pg.conf:ro", "pgdata:/var/lib/postgresql/data"]'),
    db(),
    [],
  ],
  [
    'the same mount as a map',
    db(),
    db('', 'postgres:16', '[{type: volume, source: pgdata, target: /var/lib/postgresql/data}]'),
    [],
  ],
  // versions
  ['postgres 16 to 17', db(), db('', 'postgres:17'), ['infra.replace db certain']],
  ['postgres 16 to 15', db(), db('', 'postgres:15.2-alpine'), ['infra.replace db certain']],
  ['postgres 16.1 to 16.4', db('', 'postgres:16.1'), db('', 'postgres:16.4-alpine'), []],
  [
    'postgis 16 to 17',
    db('', 'postgis/postgis:16-3.4'),
    db('', 'postgis/postgis:17-3.4'),
    ['infra.replace db certain'],
  ],
  [
    'an extension of another postgres',
    db('', 'timescale/timescaledb:2.14.2-pg15'),
    db('', 'timescale/timescaledb:2.17.0-pg16'),
    ['infra.replace db certain'],
  ],
  ['the extension alone', db('', 'timescale/timescaledb:2.14.2-pg15'), db('', 'timescale/timescaledb:2.17.0-pg15'), []],
  [
    'by a default of a variable',
    db('', '"postgres:${PG:-16}"'),
    db('', '"postgres:${PG:-17}"'),
    ['infra.replace db certain'],
  ],
  ['mysql 5 to 8', db('', 'mysql:5.7'), db('', 'mysql:8.4'), ['infra.replace db likely']],
  ['mysql 8 to 5', db('', 'mysql:8.0'), db('', 'mysql:5.7'), ['infra.replace db certain']],
  ['mysql becomes postgres', db('', 'mysql:8.0'), db('', 'postgres:16'), ['infra.replace db certain']],
  ['postgres 16 to latest', db(), db('', 'postgres:latest'), ['infra.replace db likely']],
  ['redis 6 to 7', db('', 'redis:6'), db('', 'redis:7'), []],
  [
    'an exporter',
    web().replace('shop:1', 'prometheuscommunity/postgres-exporter:v0.12'),
    web().replace('shop:1', 'prometheuscommunity/postgres-exporter:v1.0'),
    [],
  ],
  ['the application', web(), web().replace('shop:1', 'shop:2'), []],
  // services
  ['a database service is gone', db(), web(), ['infra.destroy db certain']],
  ['a service is gone', db(), db().replace('  web:\n    image: shop:1\n', ''), ['infra.destroy web certain']],
  [
    'the backups are gone',
    `${web()}  backup:\n    image: restic/restic:1\n`,
    web(),
    ['infra.unprotect backup certain'],
  ],
  ['a service has another name', db(), db().replace('  db:', '  postgres:'), []],
  ['a service is added', web(), `${web()}  cache:\n    image: redis:7\n    volumes: ["cache:/data"]\n`, []],
  [
    'no replicas',
    web('    deploy: {replicas: 2}\n'),
    web('    deploy: {replicas: 0}\n'),
    ['infra.scale-zero web certain'],
  ],
  // reach
  [
    'a database port is opened',
    db('    ports: ["127.0.0.1:5432:5432"]\n'),
    db('    ports: ["5432:5432"]\n'),
    ['network.expose 5432 certain'],
  ],
  [
    'a database port is published',
    db(),
    db('    ports: ["0.0.0.0:15432:5432/tcp"]\n'),
    ['network.expose 5432 certain'],
  ],
  ['as a map', db(), db('    ports: [{target: 5432, published: 5432}]\n'), ['network.expose 5432 certain']],
  ['over version 6', db(), db('    ports: ["[::]:5432:5432"]\n'), ['network.expose 5432 certain']],
  [
    'the port of the application is opened',
    web('    ports: ["127.0.0.1:3000:3000"]\n'),
    web('    ports: ["3000:3000"]\n'),
    ['network.expose 3000 likely'],
  ],
  ['on this machine', db(), db('    ports: ["127.0.0.1:5432:5432"]\n'), []],
  ['a port of the application', web(), web('    ports: ["8080:8080"]\n'), []],
  ['another port of the machine', db('    ports: ["5432:5432"]\n'), db('    ports: ["5433:5432"]\n'), []],
  [
    'a new database with a port',
    web(),
    `${web()}  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n`,
    ['network.expose 5432 possible'],
  ],
  ['the network of the machine', web(), web('    network_mode: host\n'), ['network.expose all certain']],
  [
    'the socket of docker',
    web(),
    web('    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]\n'),
    ['access.widen web: docker.sock certain'],
  ],
  ['the root of the machine', web(), web('    volumes: ["/:/host"]\n'), ['access.widen web: host / likely']],
  ['privileged', web(), web('    privileged: true\n'), ['access.widen web: privileged certain']],
  ['a capability', web(), web('    cap_add: [SYS_ADMIN]\n'), ['access.widen web: SYS_ADMIN certain']],
  ['an ordinary capability', web(), web('    cap_add: [NET_BIND_SERVICE]\n'), []],
  ['the processes of the machine', web(), web('    pid: host\n'), ['access.widen web: pid: host certain']],
  [
    'without seccomp',
    web(),
    web('    security_opt: [seccomp:unconfined]\n'),
    ['access.widen web: seccomp:unconfined certain'],
  ],
  [
    'no-new-privileges is gone',
    web('    security_opt: ["no-new-privileges:true"]\n'),
    web(),
    ['access.widen web: no-new-privileges likely'],
  ],
  ['as root', web('    user: "1000"\n'), web('    user: root\n'), ['access.widen web: user likely']],
  [
    'without a password',
    db(),
    db('    environment: {POSTGRES_HOST_AUTH_METHOD: trust}\n'),
    ['access.widen db: POSTGRES_HOST_AUTH_METHOD certain'],
  ],
  [
    'without a password, in a list',
    db(),
    db('    environment: ["ALLOW_EMPTY_PASSWORD=yes"]\n'),
    ['access.widen db: ALLOW_EMPTY_PASSWORD certain'],
  ],
  ['it was privileged before', web('    privileged: true\n'), web('    privileged: true\n    restart: always\n'), []],
  ['privileged no more', web('    privileged: true\n'), web(), []],
  [
    'a digest is dropped',
    web().replace('shop:1', `shop:1@sha256:${'a'.repeat(64)}`),
    web(),
    ['pipeline.untrusted-run image likely'],
  ],
  [
    'in another order, with a comment',
    db(),
    'volumes:\n  pgdata: {}\nservices:\n  web: {image: "shop:1"}\n  # the database\n  db:\n    volumes:\n      - pgdata:/var/lib/postgresql/data\n    image: postgres:16\n',
    [],
  ],
  ['a restart policy and a healthcheck', db(), db('    restart: always\n    healthcheck: {test: pg_isready}\n'), []],
];

describe('what an edit of a compose file does', () => {
  test.each(rows)('%s', (_name, before, after, facts) => {
    const seen = factsBetween(before === null ? {} : { [PATH]: before }, { [PATH]: after }, [compose]);
    expect(seen.map(brief)).toEqual(facts);
  });

  test('a deleted file takes its services along', () => {
    expect(factsBetween({ [PATH]: db() }, {}, [compose]).map(brief)).toEqual([
      'infra.destroy db certain',
      'infra.destroy web certain',
    ]);
  });

  test('a service that moves to another file is not gone', () => {
    const after = { [PATH]: web(), 'compose.db.yml': db().replace('  web:\n    image: shop:1\n', '') };
    expect(factsBetween({ [PATH]: db() }, after, [compose])).toEqual([]);
  });

  test('what an override no longer says may stand beside it', () => {
    const base = { [PATH]: db() };
    const override = 'services:\n  db:\n    image: postgres:16\n  web:\n    restart: always\n';
    const less = 'services:\n  web:\n    restart: always\n';
    const seen = factsBetween(
      { ...base, 'docker-compose.override.yml': override },
      { ...base, 'docker-compose.override.yml': less },
      [compose],
    );
    expect(seen).toEqual([]);
  });

  test.each(['services: {db: [\n', 'services:\n\tdb:\n'])('a broken file is told: %j', (after) => {
    expect(factsBetween({ [PATH]: db() }, { [PATH]: after }, [compose]).map(({ kind }) => kind)).toContain(
      'unreadable',
    );
  });
});
