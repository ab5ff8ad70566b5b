import { type Certainty, effect, ofData } from '../effects.ts';
import type { Said } from '../deeds.ts';
import type { Effect } from '../family.ts';
import { changesSystem } from '../system/change.ts';
import { gravest, placeIn, placeOf } from './place.ts';

/** JavaScript at a server of MongoDB: told by the names of its methods, which nothing else there has. */
export function effectsOfMongo(said: Said): readonly Effect[] {
  const text = scriptOf(said);
  const environment = gravest(placeIn(said.options.words[0] ?? ''), placeOf(said, ['--host', '-d', '--db'], false));
  const technology = 'mongodb';
  return METHODS.flatMap(({ pattern, kind, because, certainty = 'certain' }): readonly Effect[] => {
    const found = pattern.exec(text);
    if (!found) return [];
    const why = { technology, subject: found[1] ?? 'mongodb', because, certainty };
    if (kind === 'account') return [changesSystem({ ...why, how: 'account', critical: true, reversible: false })];
    if (kind === 'stop') return [changesSystem({ ...why, how: 'service', environment, critical: true })];
    if (kind === 'grant')
      return [effect('access.widen', why, { type: 'grant', name: technology, environment, how: 'admin' })];
    return [ofData(kind, { ...why, object: OBJECTS[kind], environment })];
  });
}

const OBJECTS = { 'data.drop': 'table', 'data.delete-all': 'row', 'data.unprotect': 'setting' } as const;

type Method = {
  readonly pattern: RegExp;
  readonly kind: keyof typeof OBJECTS | 'account' | 'stop' | 'grant';
  readonly because: string;
  readonly certainty?: Certainty;
};

const METHODS: readonly Method[] = [
  { pattern: /\b(dropDatabase)\s*\(/, kind: 'data.drop', because: 'the database is deleted with everything in it' },
  {
    pattern: /\bdropDatabase["']?\s*:\s*1/,
    kind: 'data.drop',
    because: 'the database is deleted with everything in it',
  },
  {
    pattern: /(\w{1,80})\.drop(?:Collection)?\s*\(/,
    kind: 'data.drop',
    because: 'the collection is deleted with every document in it',
  },
  {
    pattern: /\b(?:drop["']?\s*:\s*["'](\w{1,80}))/,
    kind: 'data.drop',
    because: 'the collection is deleted with every document in it',
  },
  {
    pattern: /(\w{1,80})["'\])]{0,4}\.(?:deleteMany|remove)\s*\(\s*(?:\{\s*\})?\s*[,)]/,
    kind: 'data.delete-all',
    because: 'every document of the collection is deleted',
  },
  {
    pattern: /(\w{1,80})["'\])]{0,4}\.updateMany\s*\(\s*\{\s*\}/,
    kind: 'data.delete-all',
    because: 'every document of the collection is overwritten',
  },
  {
    pattern: /\b(drop(?:All)?(?:Users?|Roles?)(?:FromDatabase)?)\s*\(/,
    kind: 'account',
    because: 'whoever signs in with it is shut out',
  },
  {
    pattern: /\b(shutdownServer|replSetStepDown|stepDown|fsyncLock)\s*\(|["']?\b(shutdown)["']?\s*:\s*1/,
    kind: 'stop',
    because: 'the server stops taking writes from everybody',
  },
  {
    pattern: /\brole["']?\s*:\s*["'](root|__system|dbOwner|userAdminAnyDatabase|clusterAdmin)/,
    kind: 'grant',
    because: 'somebody gets every right on the server',
  },
  {
    pattern: /\brs\.(remove|reconfig)\s*\(/,
    kind: 'data.unprotect',
    because: 'the copies of the data are changed',
    certainty: 'likely',
  },
];

function scriptOf({ run, options }: Said): string {
  const given = options.values('--eval', '-eval');
  const typed = run.input.kind === 'text' ? [run.input.text] : [];
  const lowered = run.programs.map(({ text }) => text);
  return [...given, ...(lowered.length > 0 ? lowered : typed)].join('\n').slice(0, 100_000);
}
