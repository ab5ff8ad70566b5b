import { type Environment, environmentOf } from '../../environment.ts';
import type { Said } from '../deeds.ts';

/** Variables that say which database is meant, or which environment a program believes to be in. */
const PLACES = ['DATABASE_URL', 'DB_URL', 'PGHOST', 'PGDATABASE', 'PGSERVICE', 'MYSQL_HOST', 'MONGO_URL', 'REDIS_URL'];
const MODES = ['RAILS_ENV', 'RACK_ENV', 'NODE_ENV', 'APP_ENV', 'MIX_ENV', 'DJANGO_SETTINGS_MODULE', 'FLASK_ENV'];

/**
 * The database a client or a task would reach. A server on this machine proves nothing, since a tunnel to production ends
 * here too; a name with `_test` in it does.
 */
export function placeOf({ run, options, line }: Said, flags: readonly string[], modes = true): Environment {
  const variables = { ...run.env, ...run.assigned };
  const spoken = /(?:^|\s)(?:RAILS_ENV|RACK_ENV|NODE_ENV|APP_ENV|MIX_ENV)=(\S+)/.exec(line)?.[1] ?? '';
  const said = [...options.values(...flags), ...(modes ? [spoken] : [])].map(placeIn);
  const given = gravest(...said, ...run.through.map(({ at }) => at));
  if (given !== 'unknown') return given;
  const names = modes ? [...PLACES, ...MODES] : PLACES;
  return gravest(...names.map((name) => placeIn(variables[name] ?? '')));
}

/** A name of production anywhere outweighs a name of a test: `-h prod-db -d shop_test`. */
export function gravest(...hints: readonly string[]): Environment {
  const all = hints.map((hint) => environmentOf(hint));
  return ORDER.find((one) => all.includes(one)) ?? 'unknown';
}

const ORDER: readonly Environment[] = ['prod', 'staging', 'dev', 'test'];

/** Of an address the host and the name of the database, not who signs in: `postgres://test:x@db.example/shop` is no test. */
export function placeIn(text: string): string {
  const address = /^[a-z][\w+.-]{0,40}:\/\/(?:[^@/\s]{0,400}@)?(\S*)$/i.exec(text);
  return (address ? (address[1] ?? '').replace(/\?.*$/, '') : text).replace(LAST, '');
}

/** The end of a host's name says nothing: `db.shop.dev`, `db.example.com`. */
const LAST = /\.(?:example(?:\.(?:com|org|net))?|dev|live)(?=$|[:/])/;
