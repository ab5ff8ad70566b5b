import { matches } from './patterns.ts';
import type { Field } from './state.ts';

/** Without folder and `.exe`, in lower case; `''` where it cannot be told. */
export function toolOf({ text, known, glob }: Pick<Field, 'text' | 'known' | 'glob'>): string {
  const name = /[^/\\]*$/.exec(text)?.[0] ?? '';
  if (glob) return HIDDEN.find((one) => name.length <= 40 && matches(name, one)) ?? '';
  if (!known && /[$`*?()<>{]/.test(name)) return '';
  return name.toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, '');
}

/** `/bin/r?` is written by nobody who means something harmless. */
const HIDDEN = [
  'rm',
  'dd',
  'shred',
  'bash',
  'sh',
  'chmod',
  'chown',
  'mkfs',
  'curl',
  'wget',
  'nc',
  'cat',
  'python3',
  'base64',
];
