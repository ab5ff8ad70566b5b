import type { Value } from '../../model/fact.ts';
import type { SqlConsequence } from '../sql/consequence.ts';

/** What a migration does, in its order: what it makes itself may go again, and is nobody's yet. */
export type Step =
  /** `orders` or `orders.note`. */
  | { readonly kind: 'creates'; readonly name: string }
  | { readonly kind: 'does'; readonly name: string; readonly consequence: SqlConsequence }
  | { readonly kind: 'unread'; readonly line: number; readonly what: string; readonly why: string };

export function creates(name: string): Step {
  return { kind: 'creates', name };
}

export function unread(line: number, what: string, why: string): Step {
  return { kind: 'unread', line, what, why };
}

type Told = {
  readonly line: number;
  readonly because: string;
  readonly remedy?: string;
  readonly certainty?: SqlConsequence['certainty'];
};

export function does(
  kind: SqlConsequence['kind'],
  object: string,
  name: string,
  told: Told,
  more?: Readonly<Record<string, Value>>,
): Step {
  const { line, because, remedy = '', certainty = 'certain' } = told;
  const plain: SqlConsequence = { kind, object, name, line, certainty, because, remedy };
  return { kind: 'does', name, consequence: more ? { ...plain, more } : plain };
}

export function drop(object: string, name: string, told: Told): Step {
  return does('data.drop', object, name, told);
}

export function rename(object: string, name: string, to: string, told: Omit<Told, 'because'>): Step {
  const because = `${object} ${name} becomes ${to}: code that runs now still reads the old name`;
  const remedy =
    object === 'column' ? `add ${to} beside it, write both, copy, move the readers, then drop ${name}` : '';
  return does('data.rename', object, name, { remedy, ...told, because });
}

export function lock(
  object: string,
  name: string,
  how: 'blocks-reads' | 'blocks-writes' | 'rewrites' | 'fails',
  told: Told,
): Step {
  return does('data.lock', object, name, told, { how });
}

export function rewrite(name: string, lossy: boolean | 'unknown', told: Told): Step {
  return does('data.rewrite', 'column', name, told, { lossy });
}
