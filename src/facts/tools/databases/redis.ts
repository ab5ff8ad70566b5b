import { type DataKind, ofData } from '../effects.ts';
import type { Said } from '../deeds.ts';
import type { Effect } from '../family.ts';
import { changesSystem } from '../system/change.ts';
import { placeOf } from './place.ts';

/** What a command of Redis or Valkey throws away, in an argument or in what is typed. */
export function effectsOfRedis(said: Said): readonly Effect[] {
  const { run, options } = said;
  const typed = run.input.kind === 'text' ? run.input.text.split('\n').slice(0, 200) : [];
  // keys that come from a list nobody has seen: `… | xargs redis-cli del`
  const many = run.through.some(({ kind }) => kind === 'many');
  const environment = placeOf(said, ['-h', '-u', '--uri'], false);
  return [said.words, ...typed.map((line) => line.trim())].flatMap((line): readonly Effect[] => {
    const row = COMMANDS.find(({ pattern, listed }) => pattern.test(line) && (listed !== true || many));
    if (!row) return cluster(options.value('--cluster'), environment);
    const subject = `redis ${line.split(' ')[0] ?? ''}`.toLowerCase();
    const why = { technology: 'redis', subject, because: row.because, remedy: row.remedy ?? '' };
    if (row.kind === 'stop') return [changesSystem({ ...why, how: 'service', environment, critical: true })];
    if (row.kind === 'setting')
      return [changesSystem({ ...why, how: 'settings', environment, critical: row.grave ?? false })];
    return [ofData(row.kind, { ...why, object: 'row', environment })];
  });
}

type Command = {
  readonly pattern: RegExp;
  readonly kind: DataKind | 'stop' | 'setting';
  readonly because: string;
  readonly remedy?: string;
  readonly grave?: boolean;
  /** Only where its keys come from a list. */
  readonly listed?: true;
};

const NAMED = 'delete the keys that are meant by name, found with --scan --pattern';

const COMMANDS: readonly Command[] = [
  { pattern: /^flush(?:all|db)\b/i, kind: 'data.truncate', because: 'every key is deleted', remedy: NAMED },
  { pattern: /^(?:del|unlink)\b.*\*/i, kind: 'data.delete-all', because: 'every key of the pattern is deleted' },
  {
    pattern: /^(?:del|unlink)\b/i,
    kind: 'data.delete-all',
    listed: true,
    because: 'every key of a list is deleted that nobody has seen',
    remedy: NAMED,
  },
  {
    pattern: /^eval\b.*(?:flushall|flushdb|redis\.call\(["']?(?:del|unlink))/i,
    kind: 'data.delete-all',
    because: 'the script deletes keys',
  },
  { pattern: /^shutdown\b/i, kind: 'stop', because: 'the server stops for everybody, without what was not saved' },
  { pattern: /^debug (?:segfault|panic|oom|sleep|reload)/i, kind: 'stop', because: 'the server crashes or hangs' },
  {
    pattern: /^(?:replicaof|slaveof)\b(?! no one)/i,
    kind: 'data.truncate',
    because: 'what it holds is replaced by what another server holds',
  },
  {
    pattern: /^cluster (?:reset|flushslots|forget|delslots|failover)/i,
    kind: 'data.unprotect',
    because: 'the cluster forgets who holds which keys',
  },
  {
    pattern: /^config set (?:dir|dbfilename|requirepass|protected-mode|appendonly|save|bind|masterauth)\b/i,
    kind: 'setting',
    grave: true,
    because: 'where it writes, or who may reach it, changes',
  },
  {
    pattern: /^config (?:set|rewrite|resetstat)\b/i,
    kind: 'setting',
    because: 'a setting of the running server changes',
  },
  { pattern: /^acl (?:deluser|setuser|load)\b/i, kind: 'setting', grave: true, because: 'who may sign in changes' },
  {
    pattern: /^(?:script|function) (?:flush|delete)\b/i,
    kind: 'setting',
    because: 'scripts that programs call are gone',
  },
  { pattern: /^swapdb\b/i, kind: 'data.rename', because: 'two databases change places under those who use them' },
];

function cluster(verb: string | null, environment: ReturnType<typeof placeOf>): readonly Effect[] {
  if (verb === null || !/^(?:del-node|reshard|rebalance|fix|set-timeout|import)$/.test(verb)) return [];
  const because = 'keys of the cluster are moved, or lost with a node';
  return [
    ofData('data.unprotect', {
      technology: 'redis',
      subject: `redis cluster ${verb}`,
      because,
      object: 'other',
      environment,
    }),
  ];
}
