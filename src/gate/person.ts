import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Actor } from '../model/actor.ts';
import { escapeText } from '../speak/escape.ts';
import { nameActor } from '../speak/words.ts';
import type { Io } from '../system/io.ts';

export type Presence =
  | { readonly kind: 'person'; readonly name: string; readonly email: string }
  | { readonly kind: 'nobody'; readonly why: string };

/**
 * Assurance A0: somebody at this machine's terminal. It is a record of consent, not a barrier against a hostile process of
 * the same user, and the README says so. What it does refuse is every agent that does not hide: one that is seen in the
 * environment or among the ancestors, and anything without a terminal to type at. There is no flag for it.
 */
export function findPerson(operator: Actor): Presence {
  if (operator.kind !== 'human') {
    return { kind: 'nobody', why: `this process belongs to ${nameActor(operator)} (${operator.evidence.join('; ')})` };
  }
  if (!isatty(0) || !isatty(2)) return { kind: 'nobody', why: 'there is no terminal at which a person could answer' };
  if (operator.email === null)
    return { kind: 'nobody', why: 'git does not know who you are: set user.name and user.email' };
  return { kind: 'person', name: operator.name ?? operator.email, email: operator.email };
}

/** Asks at the terminal and reads one line; true only for the very word. */
export async function confirm(io: Io, question: string, word: string): Promise<boolean> {
  await io.err(`${question}\nType ${word} to go on: `);
  return readLine() === word;
}

function readLine(): string {
  const byte = Buffer.alloc(1);
  let line = '';
  while (line.length < 200 && readByte(byte) === 1) {
    const char = byte.toString('latin1');
    if (char === '\n' || char === '\r') break;
    line += char;
  }
  return escapeText(line.trim());
}

function readByte(into: Buffer): number {
  for (;;) {
    try {
      return readSync(0, into, 0, 1, null);
    } catch (error) {
      if (!isAgain(error)) throw new Error('read the answer from the terminal', { cause: error });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // a terminal in non-blocking mode has nothing yet
    }
  }
}

function isAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
