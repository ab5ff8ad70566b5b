import type { Actor } from '../model/actor.ts';

/** `3 files`, `1 file`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `agent claude-code`, `ana@shop.example`, `bot renovate`. */
export function nameActor(actor: Actor): string {
  switch (actor.kind) {
    case 'agent':
    case 'bot':
      return `${actor.kind} ${actor.agent ?? '(unnamed)'}`;
    case 'human':
      return actor.email ?? actor.name ?? 'a person';
    case 'unknown':
      return 'an unknown author';
  }
}

/** Breaks text at spaces so that no line is wider than `width`; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
