import { escapeText } from './escape.ts';
import type { Style } from './style.ts';
import { count } from './words.ts';

type Found = {
  readonly what: string;
  readonly where: string;
  readonly weight: 'prod' | 'unknown' | 'dev';
  readonly fix: string;
};

/** What a person takes out of reach first stands first. */
export function tellReachOf(found: readonly Found[], style: Style): string {
  if (found.length === 0) return 'Nothing was found that an agent of this user could use beyond this folder.\n';
  const rows = found.flatMap(({ what, where, weight, fix }) => [
    `${paint(weight, style)} ${escapeText(what)}  ${style.dim(escapeText(where))}`,
    `        fix: ${escapeText(fix)}`,
  ]);
  const production = found.filter(({ weight }) => weight === 'prod').length;
  return [
    ...rows,
    '',
    `${count(found.length, 'thing')} in reach of an agent that runs as you, ${production} named after production.`,
    'A refused tool call is a boundary only for what passes our hook: what is out of reach needs none.',
    '',
  ].join('\n');
}

function paint(weight: Found['weight'], style: Style): string {
  const text = weight === 'unknown' ? '      ?' : weight.padStart(7);
  return weight === 'prod' ? style.red(text) : style.dim(text);
}
