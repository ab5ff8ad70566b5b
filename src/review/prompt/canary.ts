import type { Canary } from '../exchange.ts';
import { type Mistake, MISTAKES } from './canary-mistakes.ts';
import { drawFrom } from './seed.ts';
import { visible } from './visible.ts';

/** A canary with the file that is put among the others of a sheet. */
export type Planted = Canary & { readonly sheetText: string };

const FOLDERS = ['src', 'lib', 'app', 'core', 'internal', 'services'];
const SUBJECTS = ['ledger', 'invoice', 'tenant', 'booking', 'voucher', 'parcel', 'claim', 'roster', 'quota', 'refund'];
const PARTS = ['rules', 'store', 'access', 'runner', 'sync', 'intake', 'service', 'adapter'];
const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';

/**
 * A file with one mistake that nobody misses who reads it, in the language of the sheet. Its name is drawn, so that no change can have
 * it and no prepared text can speak of it; it is in no manifest.
 */
export function makeCanary(seed: string, languagesOfSheet: readonly string[]): Planted {
  const draw = drawFrom(`${seed}:canary`);
  const pick = <T>(items: readonly T[], otherwise: T): T => items[Math.floor(draw() * items.length)] ?? otherwise;
  const word = (length: number): string =>
    Array.from({ length }, () => LETTERS[Math.floor(draw() * LETTERS.length)] ?? 'x').join('');
  const mistake = pick(mistakesFor(languagesOfSheet), FALLBACK);
  const subject = pick(SUBJECTS, 'ledger');
  const path = `${pick(FOLDERS, 'src')}/${subject}/${subject}-${pick(PARTS, 'rules')}-${word(8)}.${mistake.ending}`;
  const first = 12 + Math.floor(draw() * 160);
  const lines = mistake.lines.map((line) => visible(line.replaceAll('NAME', `${capital(subject)}${capital(word(3))}`)));
  const at = lines.findIndex((line) => line.startsWith('!'));
  return {
    path,
    line: first + at,
    text: (lines[at] ?? '').slice(1),
    failureModel: 'other',
    sheetText: printed(path, first, lines),
  };
}

const FALLBACK: Mistake = MISTAKES['typescript']?.[0] ?? { ending: 'txt', lines: ['!'] };

function mistakesFor(languages: readonly string[]): readonly Mistake[] {
  const known = languages
    .map((language) => MISTAKES[ALIASES[language] ?? language])
    .find((found) => found !== undefined);
  return known ?? MISTAKES['python'] ?? [];
}

const ALIASES: Readonly<Record<string, string>> = {
  javascript: 'typescript',
  cpp: 'c',
  bash: 'shell',
  hcl: 'terraform',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As every other file is printed: nothing about it may say what it is. */
function printed(path: string, first: number, lines: readonly string[]): string {
  const added = lines.filter((line) => !line.startsWith(' ')).length;
  let text = `# M ${path} +${added} -0\n`;
  let follows = false;
  for (const [index, line] of lines.entries()) {
    const isContext = line.startsWith(' ');
    const number = first + index;
    text += isContext ? `${line}\n` : `${follows && number % 2 !== 0 ? '' : number}+${line.slice(1)}\n`;
    follows = !isContext;
  }
  return text;
}
