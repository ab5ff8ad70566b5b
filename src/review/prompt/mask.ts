import type { Path } from '../../model/change.ts';
import { visible } from './visible.ts';

/** Where secrets stand in a text: characters, the end excluded. */
export type SecretsIn = (
  path: Path,
  text: string,
) => readonly { readonly from: number; readonly to: number; readonly type: string }[];
/** Short, the same for the same text within a loop, and no way back without its key. */
export type Hmac = (text: string) => string;
export type Secrecy = { readonly secretsIn: SecretsIn; readonly hmac: Hmac };

type Masked = { readonly from: number; readonly to: number; readonly name: string };

/** A text of which any stretch can be shown: secrets by their name, everything else as `visible` shows it. */
export type Veiled = {
  /** A name even where only a part of the secret lies in it: a key of twenty lines is named on each of them. */
  readonly show: (from: number, to: number) => string;
  /** No secret stands there. */
  readonly isBare: (from: number, to: number) => boolean;
};

export function veil(path: Path, text: string, { secretsIn, hmac }: Secrecy): Veiled {
  const secrets = merged(secretsIn(path, text)).map(({ from, to, type }): Masked => ({
    from,
    to,
    name: `‹secret:${type.replace(/[^\w-]+/g, '-').slice(0, 40)}:${hmac(text.slice(from, to)).slice(0, 8)}›`,
  }));
  return {
    show: (from, to) => show(text, secrets, from, to),
    isBare: (from, to) => (secrets[firstAfter(secrets, from)]?.from ?? to) >= to,
  };
}

/** A text that is one piece: a message, a name, a sentence. */
export function veilText(path: Path, text: string, secrecy: Secrecy): string {
  return veil(path, text, secrecy).show(0, text.length);
}

type Found = ReturnType<SecretsIn>[number];

/** In order; what overlaps is one secret, or the end of the longer one would stay. */
function merged(found: readonly Found[]): readonly Found[] {
  const all: Found[] = [];
  for (const one of found.toSorted((x, y) => x.from - y.from || y.to - x.to)) {
    if (one.to <= one.from) continue;
    const last = all.at(-1);
    if (last !== undefined && one.from < last.to) all[all.length - 1] = { ...last, to: Math.max(last.to, one.to) };
    else all.push(one);
  }
  return all;
}

function show(text: string, secrets: readonly Masked[], from: number, to: number): string {
  let [shown, at] = ['', from];
  for (let index = firstAfter(secrets, from); index < secrets.length; index++) {
    const secret = secrets[index];
    if (secret === undefined || secret.from >= to) break;
    shown += visible(text.slice(at, Math.max(at, secret.from))) + secret.name;
    at = Math.min(to, secret.to);
  }
  return shown + visible(text.slice(at, to));
}

function firstAfter(secrets: readonly Masked[], from: number): number {
  let [low, high] = [0, secrets.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if ((secrets[half]?.to ?? 0) <= from) low = half + 1;
    else high = half;
  }
  return low;
}

/** The same line by line, for what is told in several. */
export function veilLines(path: Path, text: string, secrecy: Secrecy): readonly string[] {
  const veiled = veil(path, text, secrecy);
  let at = 0;
  return text.split('\n').map((line) => {
    const from = at;
    at += line.length + 1;
    return veiled.show(from, from + line.length);
  });
}

/** What we put there ourselves when the text was shown for the first time. */
const MARKS = /(‹secret:[\w-]{1,40}:[\w-]{1,8}›|⟨U\+[0-9A-F]{4,6}⟩|⟨cut: \d+ more characters⟩)/;

/** The same for a text that may have been shown before: our own marks stay marks. They only name what is not there. */
export function veilAgain(path: Path, text: string, secrecy: Secrecy): string {
  return text
    .split(MARKS)
    .map((piece, index) => (index % 2 === 1 ? piece : veilText(path, piece, secrecy)))
    .join('');
}
