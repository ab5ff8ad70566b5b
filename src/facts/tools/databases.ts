import type { Invocation } from '../shell/invocation.ts';
import { placeIn } from './databases/place.ts';
import { readOptions } from './options.ts';
import { type Said, saidBy } from './deeds.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { type Client, clients } from './databases/clients.ts';
import { effectsOfMongo } from './databases/mongo.ts';
import { effectsOfPrograms, programs } from './databases/programs.ts';
import { effectsOfSql } from './databases/queries.ts';
import { effectsOfRedis } from './databases/redis.ts';

const MONGO = ['mongo', 'mongosh'];
const REDIS = ['redis-cli', 'valkey-cli', 'keydb-cli', 'dragonfly-cli'];

/** Clients of databases and the programs beside them. SQL inside is read as it is in a migration. */
export const databases: Family = {
  id: 'databases',
  tools: [...new Set([...clients.keys(), ...programs.keys(), ...MONGO, ...REDIS])],
  read: (run) => {
    const client = clients.get(run.tool)?.find((one) => isCalled(one, run));
    const said = saidBy(run, grammarOf(client, run.tool));
    return said === null ? [] : [...effectsOf(said, client), ...stateOf(said)];
  },
  names: (run) => {
    const client = clients.get(run.tool)?.find((one) => isCalled(one, run));
    const { words, value } = readOptions(run.args, grammarOf(client, run.tool));
    const text = run.programs.find(({ language }) => language === 'sql')?.text ?? value(...(client?.runs ?? [])) ?? '';
    const verb = /^\s*([a-z]{1,20})\b/i.exec(text)?.[1]?.toLowerCase() ?? '';
    const [first = ''] = words;
    return { verb, target: placeIn(first), context: placeIn(value(...(client?.at ?? [])) ?? first) };
  },
};

function effectsOf(said: Said, client: Client | undefined): readonly Effect[] {
  const { tool } = said.run;
  if (MONGO.includes(tool)) return effectsOfMongo(said);
  if (REDIS.includes(tool)) return effectsOfRedis(said);
  return [...(client === undefined ? [] : effectsOfSql(said, client)), ...effectsOfPrograms(said)];
}

function isCalled({ verb }: Client, { args }: Invocation): boolean {
  if (verb === undefined) return true;
  const words = args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  return words.join(' ').startsWith(verb);
}

/** Options of one dash and a word are common here: `-cmd`, `-execute`. */
function grammarOf(client: Client | undefined, tool: string): { takes: readonly string[]; clusters: boolean } {
  if (REDIS.includes(tool))
    return { takes: ['-h', '-p', '-n', '-u', '-a', '--user', '--pass', '-r', '-i', '--cluster'], clusters: false };
  if (tool.startsWith('mongo'))
    return { takes: ['--eval', '-u', '-p', '--host', '--port', '-d', '--db', '--uri'], clusters: false };
  if (client === undefined) return { takes: ['-h', '-p', '-U', '-u', '-d', '--host', '--port'], clusters: true };
  const clusters = !/^(?:sqlite|duckdb|sqlcmd|invoke|osql|influx|clickhouse|libsql|bq)/.test(tool);
  return { takes: [...client.runs, ...client.at, ...(client.takes ?? [])], clusters };
}

/** Editors of agents keep the sign-in of their user in such a file: `state.vscdb`, and the log beside it. */
function stateOf({ run, options }: Said): readonly Effect[] {
  if (!/^(?:sqlite|litecli)/.test(run.tool)) return [];
  const file = options.words.find((word) =>
    /(?:^|\/)state\.vscdb(?:[-.][\w.-]{1,20})?$|\/(?:Cookies|Login Data)$/.test(word),
  );
  if (file === undefined) return [];
  const because = 'it holds what somebody is signed in with';
  return [
    effect(
      'secret.read',
      { technology: 'sqlite', subject: file, because },
      { how: 'store', strong: true, usual: false },
    ),
  ];
}
