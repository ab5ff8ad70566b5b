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

/** A question at the terminal and the line that is typed; null where the typing has ended. */
export async function ask(io: Io, question: string): Promise<string | null> {
  await io.err(question);
  return readLine();
}

const LONGEST_LINE = 2_000;

function readLine(): string | null {
  const byte = Buffer.alloc(1);
  const bytes: number[] = [];
  let isEnd = false;
  while (bytes.length < LONGEST_LINE) {
    isEnd = readByte(byte) !== 1;
    const [one] = byte;
    if (isEnd || one === undefined || one === 0x0a || one === 0x0d) break;
    bytes.push(one);
  }
  return isEnd && bytes.length === 0 ? null : escapeText(Buffer.from(bytes).toString('utf8').trim());
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
