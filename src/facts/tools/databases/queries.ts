import type { Value } from '../../../model/fact.ts';
import type { Environment } from '../../environment.ts';
import { type ConsoleAct, readConsole } from '../../sql/console.ts';
import type { SqlConsequence } from '../../sql/consequence.ts';
import type { Said } from '../deeds.ts';
import { effect, ofData } from '../effects.ts';
import type { Effect } from '../family.ts';
import { changesSystem } from '../system/change.ts';
import type { Client } from './clients.ts';
import { gravest, placeIn, placeOf } from './place.ts';

/** What the SQL does that a client was given. */
export function effectsOfSql(said: Said, client: Client): readonly Effect[] {
  const words = wordsAfter(said, client);
  const name = client.name === undefined ? '' : (words[client.name] ?? '');
  if (name === ':memory:') return [];
  const environment = gravestOf(placeOf(said, client.at, false), gravest(placeIn(fileName(name))));
  return textsOf(said, client, words).flatMap((text) => {
    if (text === null) return [unread(client, environment)];
    const { consequences, acts } = readConsole(text, client.dialect);
    return [
      ...consequences.map((one) => ofConsequence(one, client, environment)),
      ...acts.map((one) => ofAct(one, client, environment)),
    ];
  });
}

/** A database that is one file: only its name counts, and where it is thrown away. */
function fileName(name: string): string {
  if (/^(?:\/private)?\/(?:tmp|var\/tmp)\//.test(name)) return 'test';
  return /\.(?:db|sqlite3?|duckdb|s3db)$/i.test(name) ? name.replace(/^.*\//, '') : name;
}

function gravestOf(given: Environment, named: Environment): Environment {
  return given === 'unknown' || named === 'prod' ? named : given;
}

function wordsAfter({ options }: Said, { verb }: Client): readonly string[] {
  return verb === undefined ? options.words : options.words.slice(verb.split(' ').length);
}

/** Null: a text is run that nobody can read here. */
function textsOf({ run, options }: Said, client: Client, words: readonly string[]): readonly (string | null)[] {
  const lowered = run.programs.filter(({ language }) => language === 'sql');
  if (lowered.length > 0) return lowered.map(({ text, known }) => (known || /\s/.test(text.trim()) ? text : null));
  const given = [...options.values(...client.runs), ...(client.sql === undefined ? [] : words.slice(client.sql))];
  const typed = run.input.kind === 'text' ? [run.input.text] : [];
  return [...given, ...typed].map((text) => (/^\$\{?\w+\}?$|^\$\(/.test(text) ? null : text));
}

/** The name of a database says more than the server it is on: `DROP DATABASE shop_test`, `GRANT ALL ON shop_test.*`. */
function whereOf({ kind, object, name, because }: SqlConsequence, given: Environment): Environment {
  if (given === 'prod' || given === 'staging') return given;
  if (object === 'database' || object === 'schema') return gravestOf(given, gravest(name));
  const on = kind === 'access.widen' ? (/ on (?:\S{1,20} )?(\S{1,80}) to /.exec(because)?.[1] ?? '') : '';
  return given === 'unknown' ? gravest(on.replace(/\..*$/, '')) : given;
}

function ofConsequence(one: SqlConsequence, client: Client, given: Environment): Effect {
  const environment = whereOf(one, given);
  const { technology } = client;
  const { kind, object, name, because, certainty, more = {} } = one;
  const remedy = REMEDIES[kind] ?? one.remedy;
  if (kind === 'access.widen') {
    const attributes: Readonly<Record<string, Value>> = { type: 'grant', name, environment, ...more };
    return effect(kind, { technology, subject: name, because, remedy, certainty }, attributes);
  }
  const reversible = MADE_AGAIN.has(object);
  return ofData(kind, { technology, subject: name, object, because, remedy, certainty, environment, reversible, more });
}

const MADE_AGAIN: ReadonlySet<string> = new Set(['view', 'index', 'routine', 'constraint']);

/** At a console nothing is released later: the way on is to look first, or to work on a copy. */
const REMEDIES: Readonly<Record<string, string>> = {
  'data.drop': 'work on a copy whose name ends in _test, or write a migration that a person applies',
  'data.truncate': 'work on a copy whose name ends in _test, or write a migration that a person applies',
  'data.delete-all': 'say with WHERE which rows are meant, and count them with SELECT first',
};

function ofAct({ kind, name, because }: ConsoleAct, { technology }: Client, environment: Environment): Effect {
  const why = { technology, subject: name, because };
  switch (kind) {
    case 'program':
      return effect('exec.privileged', why, { how: 'database' });
    case 'shutdown':
      return changesSystem({ ...why, how: 'service', environment, critical: true });
    case 'sessions':
      return changesSystem({ ...why, how: 'process', environment, critical: true, reversible: false });
    case 'session':
      return changesSystem({ ...why, how: 'process', environment });
    case 'account':
      return changesSystem({ ...why, how: 'account', environment, critical: true, reversible: false });
    case 'revoke':
      return changesSystem({ ...why, how: 'account', environment, remedy: 'show the grants first' });
    case 'backup':
      return ofData('data.unprotect', { ...why, object: 'setting', environment });
  }
}

/** `psql -c "$SQL"`: most of these only read, so it is said and no more. */
function unread({ technology }: Client, environment: Environment): Effect {
  const because = 'the statement is only known when it runs';
  const remedy = 'write the statement itself into the command';
  const why = { technology, subject: 'a statement', because, remedy, certainty: 'possible' } as const;
  return ofData('data.rewrite', { ...why, object: 'other', environment, more: { lossy: 'unknown' } });
}
