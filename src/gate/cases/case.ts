import type { Actor, ActorKind } from '../../model/actor.ts';
import type { Shell } from '../../model/call.ts';
import type { Mode, RefUpdate } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import { type Level, isRefusal } from '../../model/level.ts';

/** A situation and what should be said of it: by a policy file, a row of commands, or a folder. */
export type Case =
  | (Told & {
      readonly kind: 'change';
      readonly before: CaseFiles;
      readonly after: CaseFiles;
      readonly refs: readonly RefUpdate[];
      readonly facts: readonly CaseFact[];
    })
  | (Told & {
      readonly kind: 'command';
      readonly command: string;
      readonly shell: Shell;
      readonly cwd: string | null;
      /** What lies on disk, by paths relative to `cwd` or absolute. */
      readonly files: CaseFiles;
    })
  | { readonly kind: 'unreadable'; readonly id: string; readonly why: string };

export type Told = {
  readonly id: string;
  readonly expected: Expected;
  readonly actor: Actor;
  readonly operator: Actor;
  /** The rule that must speak (or stay silent); null leaves it to all of them. */
  readonly rule: string | null;
};

export type CaseFiles = ReadonlyMap<string, CaseFile>;
export type CaseFile = { readonly mode: Mode; readonly bytes: Buffer; readonly size: number; readonly binary: boolean };

/** For policies about facts that no before and after can show, such as what could not be read. */
export type CaseFact = {
  readonly kind: string;
  readonly subject: string;
  readonly path: string;
  readonly attributes: Readonly<Record<string, Value>>;
};

/** `block` is ask or deny, `allow` is allow or warn; `quiet` is nothing said at all. */
export type Expected = Level | 'block' | 'quiet';
export const expectations: readonly Expected[] = ['allow', 'warn', 'ask', 'deny', 'block', 'quiet'];

export function meets(expected: Expected, got: Level): boolean {
  switch (expected) {
    case 'block':
      return isRefusal(got);
    case 'allow':
      return !isRefusal(got);
    case 'quiet':
      return got === 'allow';
    case 'warn':
    case 'ask':
    case 'deny':
      return got === expected;
  }
}

export type ActorWords = {
  readonly kind?: string;
  readonly agent?: string;
  readonly role?: string;
  readonly vendor?: string;
  readonly email?: string;
};

const actorKinds: readonly ActorKind[] = ['agent', 'human', 'bot', 'unknown'];

/** `{kind, agent?, role?, vendor?}`, by default an agent of no role. */
export function actorOf(words: ActorWords): Actor {
  const kind = actorKinds.find((one) => one === (words.kind ?? 'agent'));
  if (kind === undefined) throw new Error(`actor: "${words.kind}" is none of ${actorKinds.join(', ')}`);
  return {
    kind,
    agent: words.agent ?? null,
    vendors: words.vendor === undefined ? (kind === 'human' || kind === 'bot' ? [] : ['unknown']) : [words.vendor],
    session: null,
    name: null,
    email: words.email ?? null,
    env: words.role === undefined ? {} : { GUARDRAIL_ROLE: words.role },
    evidence: ['the case says so'],
  };
}

export function textFile(text: string): CaseFile {
  return fileOf(Buffer.from(text), '100644');
}

export function fileOf(bytes: Buffer, mode: Mode): CaseFile {
  return { mode, bytes, size: bytes.length, binary: bytes.subarray(0, 8000).includes(0) };
}
