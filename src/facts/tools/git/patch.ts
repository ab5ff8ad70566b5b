import type { Invocation, Surroundings } from '../../shell/invocation.ts';
import { effectsOfTouches } from '../files/touch.ts';
import { resolvePath } from '../../shell/place.ts';
import type { Effect } from '../family.ts';
import { type Git, gives, plainOf } from './command.ts';

/** More than this no person wrote by hand, and what matters stands at its beginning. */
const LONG = 200_000;

/** The files a patch would write: it is data, but its headers say where it goes. */
export function patched(git: Git, run: Invocation, around: Surroundings): readonly Effect[] {
  if (
    gives(git, '--check') ||
    gives(git, '--stat') ||
    gives(git, '--numstat') ||
    gives(git, '--summary') ||
    gives(git, '--abort')
  )
    return [];
  const texts = [...(run.input.kind === 'text' ? [run.input.text] : []), ...filesOf(git, run, around)];
  const level = Number(git.flags.map((flag) => /^-p(\d)$/.exec(flag)?.[1]).find((one) => one !== undefined) ?? 1);
  const names = texts.flatMap((text) => headers(text.slice(0, LONG), level));
  const touches = [...new Set(names)].slice(0, 200).map((text) => ({
    word: { ...run.program, text, source: text, known: true },
    does: 'contents' as const,
    forced: true,
  }));
  return effectsOfTouches(touches, run, around).map(kept);
}

/** A patch is made for what is there already. */
function kept(one: Effect): Effect {
  const isSecret =
    one.kind === 'fs.overwrite' &&
    one.attributes['reversible'] === 'unknown' &&
    /(?:^|\/)\.env(?:\.\w+)?$/.test(one.subject);
  return isSecret ? { ...one, attributes: { ...one.attributes, reversible: false } } : one;
}

function filesOf(git: Git, run: Invocation, { file }: Surroundings): readonly string[] {
  const { before, after } = plainOf(git, ['-C', '-p', '--directory', '--exclude', '--include', '--whitespace']);
  return [...before, ...(after ?? [])].slice(0, 5).flatMap(({ text, known }) => {
    const path = known ? resolvePath(text, run.cwd) : null;
    const content = path === null || !/\.(?:patch|diff|mbox|eml)$/.test(text) ? null : file(path);
    return content?.kind === 'text' ? [content.text] : [];
  });
}

function headers(text: string, level: number): readonly string[] {
  return [...text.matchAll(/^(?:\+\+\+|---|rename to|copy to) ([^\t\n]+)/gm)].flatMap(([line, name = '']) => {
    if (name === '/dev/null') return [];
    if (!/^(?:\+|-)/.test(line)) return [name];
    const parts = name.trim().split('/');
    return [parts.slice(Math.min(level, parts.length - 1)).join('/')];
  });
}
