import { invocationsOf } from '../../../src/facts/shell/lower.ts';
import type { Invocation, Surroundings } from '../../../src/facts/shell/invocation.ts';
import type { Content } from '../../../src/model/content.ts';
import type { Scene } from '../../../src/model/call.ts';
import { scene } from '../tools/rows.ts';

export type Disk = Readonly<Record<string, string | Content>>;

/** Everything on that disk is read already; what is not on it is not there. */
export function around(files: Disk = {}, change: Partial<Scene> = {}): Surroundings {
  return {
    scene: { ...scene, ...change },
    file: (path) => {
      const found = files[path] ?? { kind: 'absent' };
      return typeof found === 'string' ? { kind: 'text', text: found } : found;
    },
  };
}

export function invocations(text: string, files: Disk = {}, change: Partial<Scene> = {}): readonly Invocation[] {
  return invocationsOf(text, around(files, change));
}

/** Each program with its words, without those that only say, look or change the folder; `?` marks a word that is not known. */
export function runs(text: string, files: Disk = {}, change: Partial<Scene> = {}): readonly string[] {
  return invocations(text, files, change)
    .filter(({ tool }) => !QUIET.has(tool))
    .map(wordsOf);
}

export function wordsOf({ tool, args }: Invocation): string {
  return [tool === '' ? '?' : tool, ...args.map(({ text, known }) => `${text}${known ? '' : '?'}`)].join(' ');
}

const QUIET = new Set([
  'echo',
  'printf',
  'cat',
  'cd',
  'sh',
  'bash',
  'eval',
  'export',
  'base64',
  'rev',
  'tr',
  'xxd',
  'set',
]);
